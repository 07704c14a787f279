"""When the language server lints, and what it calls off."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from commands import FLOOR
from editor import run
from lsprotocol.types import TextDocumentItem

from sequence_lint.server import session as module
from sequence_lint.server.checking import CalledOff, Checked, Checks, check
from sequence_lint.server.documents import Document, Opened
from sequence_lint.server.session import Session
from sequence_lint.settings import Settings


def opened(path: Path, text: str) -> Opened:
    document = Document(path.as_uri(), text, 1, "python")
    return Opened(str(path), text.encode(), (document,), is_notebook=False)


def test_a_run_stops_at_the_next_class_when_it_is_not_wanted(tmp_path: Path) -> None:
    text = "".join(FLOOR.replace("Floor", f"Floor{number}") for number in range(5))
    asked: list[int] = []

    def wanted() -> bool:
        asked.append(len(asked))
        return len(asked) <= limit

    limit = 10_000
    checks = next(check([opened(tmp_path / "gen.py", text)], [], Settings(), wanted))
    assert len(checks.checked[0].classes) == 5
    whole = len(asked)
    assert whole > 5
    for limit in (0, whole - 2):
        asked.clear()
        with pytest.raises(CalledOff):
            list(check([opened(tmp_path / "gen.py", text)], [], Settings(), wanted))
        assert len(asked) == limit + 1


class Desk:
    """A session whose runs wait to be let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.published: list[str] = []
        self.complaints: list[str] = []
        self.runs: list[str] = []
        self.called_off: list[str] = []
        self.begun = threading.Semaphore(0)
        self.go = threading.Event()
        monkeypatch.setattr(module, "DELAY", 0.0)
        monkeypatch.setattr(module, "check", self._check)
        self.session = Session(Settings(), self._publish, self.complaints.append)

    def type(self, text: str) -> None:
        self.session.documents.open(TextDocumentItem("untitled:1", "python", 1, text))
        self.session.touch()

    async def begins(self) -> None:
        assert await asyncio.to_thread(self.begun.acquire, timeout=60)

    def _publish(self, checked: Checked) -> None:
        self.published.append(checked.document.text)

    def _check(
        self,
        files: Sequence[Opened],
        folders: Sequence[str],
        given: Settings,
        wanted: Callable[[], bool],
    ) -> Iterator[Checks]:
        (document,) = files[0].documents
        self.runs.append(document.text)
        self.begun.release()
        while not self.go.wait(0.001):
            if not wanted():
                self.called_off.append(document.text)
                raise CalledOff
        if document.text == "crash":
            raise RuntimeError("a fault")
        yield Checks((Checked(document),), ("a complaint",))


def test_what_is_typed_meanwhile_calls_off_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    async def work() -> None:
        desk = Desk(monkeypatch)
        desk.type("one")
        await desk.begins()
        desk.type("two")
        desk.type("three")
        await desk.begins()
        assert desk.called_off == ["one"]
        desk.go.set()
        checked = await desk.session.settled("untitled:1")
        assert checked is not None
        assert checked.document.text == "three"
        assert desk.runs == ["one", "three"]
        assert desk.published == ["three"]
        desk.session.end()

    run(work())


def test_a_fault_of_the_server_is_told_and_the_next_run_is_as_good(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def work() -> None:
        desk = Desk(monkeypatch)
        desk.go.set()
        desk.type("crash")
        assert await desk.session.settled("untitled:1") is None
        assert desk.complaints == [
            "internal error, please report this (RuntimeError: a fault)",
        ]
        for text in ("one", "two"):
            desk.type(text)
            assert await desk.session.settled("untitled:1")
        assert desk.published == ["one", "two"]
        # What stays as it is, is not told again.
        assert desk.complaints[1:] == ["a complaint"]
        desk.session.end()

    run(work())


def test_who_waits_is_answered_when_the_question_is_out_of_date(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def work() -> None:
        desk = Desk(monkeypatch)
        desk.type("one")
        await desk.begins()
        waiting = asyncio.create_task(desk.session.settled("untitled:1"))
        await asyncio.sleep(0)
        desk.type("two")
        assert await waiting is None
        desk.go.set()
        assert await desk.session.settled("untitled:1")
        desk.session.end()

    run(work())
