"""However many processes share a run, and however it is cut up, it comes to the same."""

from __future__ import annotations

import os
import random
import re
import sys
from pathlib import Path

import pytest
from commands import CEIL, COUNTS, FLOOR, command, run, sequence_lint

from sequence_lint import engine, lint_paths, parallel
from sequence_lint.rule import Diagnostic

METHODS = ["spawn"] if sys.platform == "win32" else ["fork", "spawn"]
pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

HEIR = """\
from {module} import {base}


class Heir{number}({base}):
    def __init__(self, x, y, batch_size, shuffle=True):
        super().__init__(x, y, batch_size)
        self.shuffle = shuffle
"""
DAMAGED = FLOOR.replace("index * self.batch_size", "undefined[index](")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A repository with heirs in other files, and one file that is no Python."""
    (tmp_path / ".git").mkdir()
    package = tmp_path / "pkg"
    package.mkdir()
    for name, text in (("floor", FLOOR), ("counts", COUNTS), ("ceil", CEIL), ("bad", DAMAGED)):
        (package / f"{name}.py").write_text(text)
    for number in range(4):
        module, base = (("floor", "Floor"), ("counts", "Counts"), ("ceil", "Ceil"))[number % 3]
        text = HEIR.format(module=f"pkg.{module}", base=base, number=number)
        (tmp_path / f"heir{number}.py").write_text(text)
    return tmp_path


@pytest.fixture(params=METHODS)
def method(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """How processes are started; this one itself must not understand anything."""
    monkeypatch.setattr(parallel, "start_method", lambda: request.param)
    here, quick = os.getpid(), engine._understand

    def elsewhere(found: object, project: object) -> object:
        assert os.getpid() != here
        return quick(found, project)  # type: ignore[arg-type]

    monkeypatch.setattr(engine, "_understand", elsewhere)
    return str(request.param)


def told(diagnostics: tuple[Diagnostic, ...]) -> list[str]:
    return [f"{Path(one.path).name}:{one.line} {one.code} {one.affects}" for one in diagnostics]


def test_any_number_of_jobs_comes_to_the_same(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = lint_paths(tree)
    assert {one.code for one in alone} == {"SEQ101", "SEQ102", "SEQ900"}
    assert any(one.affects for one in alone)
    monkeypatch.setattr(parallel, "start_method", lambda: METHODS[0])
    for jobs in (2, 3, 8, None):
        assert lint_paths(tree, jobs=jobs) == alone


def test_the_others_do_the_work(tree: Path, method: str) -> None:
    found = lint_paths(tree, jobs=2)
    assert {one.code for one in found} == {"SEQ101", "SEQ102", "SEQ900"}


def test_a_crash_elsewhere_is_told_as_one_here(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = engine._understand

    def crash(found: object, project: object) -> object:
        if getattr(found, "qualname", "") == "Heir1":
            raise KeyError("why")
        return quick(found, project)  # type: ignore[arg-type]

    monkeypatch.setattr(engine, "_understand", crash)
    monkeypatch.setattr(parallel, "start_method", lambda: METHODS[0])
    alone = lint_paths(tree)
    assert "SEQ902" in {one.code for one in alone}
    assert lint_paths(tree, jobs=3) == alone


def test_files_may_come_in_any_order(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "start_method", lambda: METHODS[0])
    paths = sorted(tree.rglob("*.py"))
    in_order = lint_paths(paths)
    for seed in range(2):
        random.Random(seed).shuffle(paths)
        assert lint_paths(paths, jobs=1 + seed) == in_order


def test_parts_make_up_the_whole(tree: Path) -> None:
    whole = lint_paths(tree)
    files = sorted(tree.rglob("*.py"))
    for parts in ([[path] for path in files], [files[::2], files[1::2]]):
        found = (one for part in parts for one in lint_paths(part))
        assert sorted(told(tuple(found))) == sorted(told(whole))


class TestCommand:
    def test_the_output_is_the_same(self, tree: Path) -> None:
        each = [
            sequence_lint("check", "--output-format", "json", *jobs, cwd=tree)
            for jobs in ((), ("--jobs", "1"), ("-j3",))
        ]
        assert each[0].code == 2
        assert each[1:] == [each[0]] * 2

    @pytest.mark.parametrize("jobs", ["0", "-1", "many", "²"])
    def test_nonsense_is_refused(self, jobs: str, tree: Path) -> None:
        ran = sequence_lint("check", f"--jobs={jobs}", cwd=tree)
        assert (ran.code, ran.out) == (2, "")
        assert f"'{jobs}' is no number of processes" in ran.err

    @pytest.mark.parametrize("arguments", [("--jobs", "1"), ()])
    def test_one_process_loads_nothing_for_others(self, tree: Path, arguments: tuple[str]) -> None:
        line = command("check", "pkg/floor.py", *arguments)
        line[1:1] = ["-X", "importtime"]
        ran = run(line, cwd=tree)
        assert "SEQ102" in ran.out
        assert "sequence_lint.parallel" in ran.err
        assert not re.search(r"\| +multiprocessing", ran.err)

    def test_processes_do_without_shared_memory(self, tree: Path) -> None:
        """Semaphores are what would need it."""
        line = command("check", "--jobs", "2", "--output-format", "concise")
        line[1:1] = ["-X", "importtime"]
        ran = run(line, cwd=tree)
        assert re.search(r"\| +multiprocessing.connection", ran.err)
        assert not re.search(r"\| +multiprocessing.synchronize", ran.err)
