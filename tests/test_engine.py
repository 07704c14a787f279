"""The pipeline, with stand-ins for what comes before and after it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from made_up import always, finding, place, rule, sequence_class

from sequence_lint import registry
from sequence_lint.engine import Outcome, examine, lint
from sequence_lint.judge import judge
from sequence_lint.model import SequenceClass
from sequence_lint.project.find import FindOptions
from sequence_lint.registry import Registry
from sequence_lint.rule import Finding, Rule, Severity
from sequence_lint.settings import Settings, UnknownRule
from sequence_lint.source.discovery import only
from sequence_lint.source.files import Problem, SourceFile
from sequence_lint.source.sources import Sources


def crash(_: object) -> Iterator[Finding]:
    yield finding()
    raise KeyError("why")


class Stage:
    """Stands in for the class finder, the dry run and the packs."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.classes: tuple[SequenceClass | Exception, ...] = (sequence_class(),)
        self.problems: tuple[Problem, ...] = ()
        self.rules = Registry((rule(),))
        self.loaded = 0
        finder, dry_run = ModuleType("find"), ModuleType("understand")
        finder.find = self.find  # type: ignore[attr-defined]
        finder.FindOptions = FindOptions  # type: ignore[attr-defined]
        dry_run.understand = self.understand  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "sequence_lint.project.find", finder)
        monkeypatch.setitem(sys.modules, "sequence_lint.dryrun.understand", dry_run)
        calls = ModuleType("callsite")
        calls.connected = self.connected  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "sequence_lint.dryrun.callsite", calls)
        monkeypatch.setattr(registry, "load", self.load)

    def find(self, files: Sequence[SourceFile], read: object, options: object) -> Any:
        module = SimpleNamespace(place=lambda node: place(), path="gen.py")
        found = [SimpleNamespace(qualname="Gen", node=each, module=module) for each in self.classes]
        return SimpleNamespace(
            classes=tuple(found),
            problems=self.problems,
            reaching=lambda paths: tuple(range(len(found))),
            reached_by_calls=lambda paths: (),
        )

    def understand(self, found: Any, project: object) -> SequenceClass:
        if isinstance(found.node, Exception):
            raise found.node
        assert isinstance(found.node, SequenceClass)
        return found.node

    def connected(self, project: object, pairs: Iterable[tuple[Any, SequenceClass]]) -> Any:
        return tuple(sequence for _, sequence in pairs), ()

    def load(self) -> Registry:
        self.loaded += 1
        return self.rules


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    return Stage(monkeypatch)


def run(sources: Sources | None = None, settings: Settings | None = None) -> Outcome:
    return lint(sources or only(b"x = f()\n", "gen.py"), settings or Settings())


def codes(outcome: Outcome) -> list[str]:
    return [diagnostic.code for diagnostic in outcome.diagnostics]


def test_a_finding_becomes_a_diagnostic(stage: Stage) -> None:
    stage.rules = Registry((rule(check=lambda _: (finding(),)),))
    (diagnostic,) = run().diagnostics
    assert (diagnostic.path, diagnostic.line, diagnostic.column) == ("gen.py", 11, 16)
    assert (diagnostic.end_line, diagnostic.end_column) == (11, 37)
    assert (diagnostic.code, diagnostic.name) == ("SEQ102", "tail-dropped")
    assert diagnostic.severity is Severity.WARNING
    assert diagnostic.class_name == "Gen"
    assert diagnostic.related[0].message == "the slice is here"
    assert run().exit_code == 1


def test_a_finding_may_be_milder_than_its_rule(stage: Stage) -> None:
    milder = Finding(place(), "Mild.", severity=Severity.NOTE)
    stage.rules = Registry((rule(check=lambda _: (milder,)),))
    assert run().diagnostics[0].severity is Severity.NOTE


def test_nothing_to_judge_is_clean_and_loads_no_rule(stage: Stage) -> None:
    stage.classes = ()
    outcome = run()
    assert (outcome.diagnostics, outcome.exit_code, outcome.files) == ((), 0, 1)
    assert stage.loaded == 0


def test_selectors_are_checked_even_if_nothing_is_judged(stage: Stage) -> None:
    stage.classes = ()
    with pytest.raises(UnknownRule):
        run(settings=Settings(select=("nonsense",)))


def test_ignored_rules_do_not_run(stage: Stage) -> None:
    stage.rules = Registry((rule(check=crash), rule("SEQ201", "other")))
    assert codes(run(settings=Settings(ignore=("SEQ1",)))) == ["SEQ201"]


def test_a_crashing_rule_is_named_and_the_rest_is_reported(stage: Stage) -> None:
    stage.rules = Registry((rule("SEQ101", "bad", check=crash), rule()))
    outcome = run()
    assert codes(outcome) == ["SEQ102", "SEQ902"]
    said = outcome.diagnostics[1]
    assert "rule SEQ101 bad on Gen crashed (KeyError: 'why')" in said.message
    assert (said.path, said.name, said.class_name) == ("gen.py", "internal-error", "Gen")
    assert outcome.exit_code == 2
    assert outcome.errors == 1


def test_a_rule_that_returns_rubbish_has_crashed(stage: Stage) -> None:
    stage.rules = Registry((rule(check=lambda _: ("text",)), rule("SEQ1", "x", check=lambda _: 3)))
    assert codes(run()) == ["SEQ902", "SEQ902"]


@pytest.mark.parametrize("error", [KeyError("why"), RecursionError("deep"), MemoryError()])
def test_a_crashing_dry_run_is_named_and_the_rest_is_reported(
    stage: Stage, error: Exception
) -> None:
    stage.classes = (error, sequence_class())
    outcome = run()
    assert sorted(codes(outcome)) == ["SEQ102", "SEQ902"]
    said = next(d for d in outcome.diagnostics if d.code == "SEQ902")
    assert "the dry run of Gen crashed" in said.message
    assert outcome.exit_code == 2


def test_a_crashing_search_for_calls_is_said(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def connected(project: object, pairs: object) -> None:
        raise KeyError("why")

    monkeypatch.setattr(sys.modules["sequence_lint.dryrun.callsite"], "connected", connected)
    outcome = run()
    assert "search for calls crashed" in outcome.notices[0]
    assert codes(outcome) == ["SEQ102"]


def test_a_crashing_class_finder_is_said(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def find(files: object, read: object, options: object) -> None:
        raise IndexError("lost")

    monkeypatch.setattr(sys.modules["sequence_lint.project.find"], "find", find)
    outcome = run(only(b"x = (", "gen.py"))
    assert codes(outcome) == ["SEQ900"]
    assert "IndexError: lost" in outcome.notices[0]
    assert (outcome.exit_code, outcome.errors) == (2, 2)


def test_broken_packs_are_noticed_and_the_others_run(stage: Stage) -> None:
    stage.rules = Registry((rule(),), ("rule pack 'x' is broken",))
    outcome = run()
    assert codes(outcome) == ["SEQ102"]
    assert outcome.notices == ("rule pack 'x' is broken",)
    assert outcome.exit_code == 2


def test_named_files_must_be_python(stage: Stage) -> None:
    stage.classes = ()
    outcome = run(only(b"def f(:\n", "gen.py"))
    (said,) = outcome.diagnostics
    assert (said.code, said.line, said.column) == ("SEQ900", 1, 7)
    assert said.message.startswith("cannot be parsed: ")
    assert outcome.exit_code == 2


def test_a_bad_file_is_blamed_once(stage: Stage) -> None:
    stage.classes = ()
    stage.problems = (Problem("gen.py", 3, 1, "cannot be parsed"),)
    outcome = run(only(b"def f(:\n", "gen.py"))
    assert [d.line for d in outcome.diagnostics] == [3]


def test_problems_on_the_way_to_the_files_are_told(stage: Stage) -> None:
    stage.classes = ()
    outcome = run(Sources((), (Problem("gone.py", 1, 1, "no such file or folder"),)))
    assert codes(outcome) == ["SEQ900"]
    assert outcome.exit_code == 2


def test_the_order_is_path_place_code(stage: Stage) -> None:
    def two(sequence: SequenceClass) -> Iterable[Finding]:
        yield Finding(place(9, path=sequence.path), "later")
        yield Finding(place(2, path=sequence.path), "earlier")

    stage.classes = (sequence_class(path="b.py"), sequence_class(path="a.py"))
    stage.rules = Registry((rule("SEQ201", "b", check=two), rule("SEQ101", "a", check=two)))
    sources = Sources([SourceFile(path, path, False) for path in ("a.py", "b.py")])
    assert [(d.path, d.line, d.code) for d in run(sources).diagnostics] == [
        ("a.py", 2, "SEQ101"),
        ("a.py", 2, "SEQ201"),
        ("a.py", 9, "SEQ101"),
        ("a.py", 9, "SEQ201"),
        ("b.py", 2, "SEQ101"),
        ("b.py", 2, "SEQ201"),
        ("b.py", 9, "SEQ101"),
        ("b.py", 9, "SEQ201"),
    ]


@pytest.mark.parametrize("turn", [1, -1])
def test_shared_code_is_spoken_of_once_by_the_class_it_belongs_to(turn: int) -> None:
    base = sequence_class("Base", path="base.py", line=1)
    heirs = [sequence_class("Heir", path=f"{n}.py", line=1) for n in "ax"]

    def inherited(_: SequenceClass) -> Iterable[Finding]:
        yield Finding(place(5, path="base.py"), "Said.")

    (only_one,) = judge([heirs[0], base, heirs[1]][::turn], (rule(check=inherited),))
    assert only_one.class_name == "Base"


def test_rules_that_are_the_same_everywhere_stay_apart() -> None:
    rules: tuple[Rule, ...] = (rule("SEQ101", "a"), rule("SEQ102", "b"))
    assert len(judge((sequence_class(),), rules)) == 2
    assert always(sequence_class()) is not None


def test_examine_does_not_judge(stage: Stage) -> None:
    understood = examine(only(b"x = f()", "gen.py"))
    assert understood.classes == (sequence_class(),)
    assert stage.loaded == 0
