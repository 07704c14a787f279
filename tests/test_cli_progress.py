"""A long run shows how far it is: on standard error, on a terminal, and not for long."""

from __future__ import annotations

import io
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from commands import FLOOR, environment

from sequence_lint.cli.progress import INTERVAL, PATIENCE, Progress, watched

# As `python -m sequence_lint`, but each class takes a while.
SLOW = """\
import sys, time
from sequence_lint.dryrun import understand as module
quick = module.understand
def slow(found, project):
    time.sleep(float({seconds}))
    return quick(found, project)
module.understand = slow
sys.argv = ["sequence-lint", "check", "--output-format", "concise", *{arguments}]
from sequence_lint.cli import main
main()
"""
SHOWS_CURSOR, HIDES_CURSOR, CLEARS_LINE = "\x1b[?25h", "\x1b[?25l", "\x1b[2K"
needs_pty = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class TestWhen:
    def test_nothing_within_a_second(self) -> None:
        clock, stream = Clock(), Terminal()
        with Progress(stream, clock) as progress:
            clock.now += PATIENCE - 0.01
            progress("files", 5, 10)
        assert stream.getvalue() == ""

    def test_a_picture_after_a_second_and_then_not_too_often(self) -> None:
        clock, stream = Clock(), Terminal()
        with Progress(stream, clock) as progress:
            clock.now += PATIENCE
            progress("files", 5, 10)
            assert "Reading files" in stream.getvalue()
            assert "5/10" in stream.getvalue()
            progress("files", 6, 10)
            assert "6/10" not in stream.getvalue()
            clock.now += INTERVAL
            progress("classes", 1, 7)
            assert "Checking classes" in stream.getvalue()
            assert "1/7" in stream.getvalue()
        assert stream.getvalue().rstrip("\r\n").endswith(CLEARS_LINE)
        assert stream.getvalue().rfind(SHOWS_CURSOR) > stream.getvalue().rfind(HIDES_CURSOR)

    def test_it_goes_when_the_run_breaks_off(self) -> None:
        clock, stream = Clock(), Terminal()

        def broken_off() -> None:
            with Progress(stream, clock) as progress:
                clock.now += PATIENCE
                progress("files", 5, 10)
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            broken_off()
        assert stream.getvalue().rstrip("\r\n").endswith(CLEARS_LINE)

    @pytest.mark.parametrize("name", ["NO_COLOR", "CI"])
    def test_who_wants_plain_text_gets_nothing(
        self, name: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        plain_terminal(monkeypatch)
        assert watched(lambda watch: watch is not None)
        assert watched(lambda watch: watch, plain=True) is None
        monkeypatch.setenv(name, "1")
        assert watched(lambda watch: watch) is None

    def test_a_dumb_terminal_gets_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        plain_terminal(monkeypatch)
        monkeypatch.setenv("TERM", "dumb")
        assert watched(lambda watch: watch) is None

    def test_no_terminal_gets_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        plain_terminal(monkeypatch)
        for stream in (io.StringIO(), None):
            monkeypatch.setattr(sys, "stderr", stream)
            assert watched(lambda watch: watch) is None


def plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setenv("TERM", "xterm")
    for name in ("NO_COLOR", "CI"):
        monkeypatch.delenv(name, raising=False)


class Session:
    """A run of which standard error is a terminal; ``out`` and ``shown`` are what came there."""

    def __init__(self, folder: Path, seconds: float, *arguments: str, **env: str) -> None:
        import pty

        self.ours, theirs = pty.openpty()
        code = SLOW.format(seconds=seconds, arguments=list(arguments))
        self.process = subprocess.Popen(
            [sys.executable, "-c", code],
            cwd=folder,
            env={**environment(TERM="xterm", **env), "CI": ""},
            stdout=subprocess.PIPE,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        self.shown = ""

    def until(self, text: str) -> None:
        """Read what is shown until *text* is, or the run ends."""
        while text not in self.shown and self._read():
            pass
        assert text in self.shown

    def end(self) -> tuple[int, str]:
        """The exit code and standard output."""
        while self._read():
            pass
        os.close(self.ours)
        assert self.process.stdout is not None
        with self.process.stdout as stream:
            out = stream.read().decode()
        return self.process.wait(60), out

    def _read(self) -> bool:
        try:
            read = os.read(self.ours, 1 << 16)
        except OSError:  # how a terminal says that everybody has left
            return False
        self.shown += read.decode(errors="replace")
        return bool(read)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(8):
        (tmp_path / f"gen{number}.py").write_text(FLOOR)
    return tmp_path


@needs_pty
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_slow_run_shows_it_and_leaves_no_trace(folder: Path, jobs: str) -> None:
    seconds = 0.3 * int(jobs)
    session = Session(folder, seconds, "--jobs", jobs)
    session.until("Checking classes")
    code, out = session.end()
    assert code == 1
    assert [line.split(":")[0] for line in out.splitlines()] == [f"gen{n}.py" for n in range(8)]
    assert "\x1b" not in out
    assert re.search(r"\d/8", session.shown)
    assert session.shown.rstrip("\r\n").endswith(CLEARS_LINE)


@needs_pty
def test_a_quick_run_shows_nothing(folder: Path) -> None:
    session = Session(folder, 0)
    assert session.end()[0] == 1
    assert session.shown == "" or session.shown.endswith(CLEARS_LINE)  # on a very slow machine


@needs_pty
def test_a_slow_run_on_a_dumb_terminal_shows_nothing(folder: Path) -> None:
    session = Session(folder, 0.2, "--jobs", "1", NO_COLOR="1")
    assert session.end()[0] == 1
    assert session.shown == ""


@needs_pty
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_ends_everything_quietly(folder: Path, jobs: str) -> None:
    session = Session(folder, 0.5, "--jobs", jobs)
    session.until("Checking classes")
    os.killpg(session.process.pid, signal.SIGINT)  # as a terminal does: to all of them
    before = time.monotonic()
    code, out = session.end()
    assert (code, out) == (130, "")
    assert time.monotonic() - before < 10
    assert "Traceback" not in session.shown
    assert session.shown.rstrip("\r\n").endswith(CLEARS_LINE)
    assert session.shown.rfind(SHOWS_CURSOR) > session.shown.rfind(HIDES_CURSOR)
    with pytest.raises(ProcessLookupError):
        os.killpg(session.process.pid, 0)


@needs_pty
def test_nobody_outlives_a_killed_run(folder: Path) -> None:
    session = Session(folder, 0.5, "--jobs", "2")
    session.until("Checking classes")
    session.process.kill()
    assert session.end()[0] == -signal.SIGKILL
    group, deadline = session.process.pid, time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    pytest.fail("a process is still there")
