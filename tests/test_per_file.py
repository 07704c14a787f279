"""Findings that are given out file by file are those of the project, and are found once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from commands import CEIL, COUNTS, FLOOR, sequence_lint

from sequence_lint import run
from sequence_lint.per_file import PerFile
from sequence_lint.source.sources import Sources

BASE, LENGTH, REST = FLOOR.replace("class Floor", "class Base").partition(
    """\
    def __len__(self):
        return len(self.x) // self.batch_size
"""
)
TREE = {
    "base.py": BASE + REST,
    "heir.py": f"from base import Base\n\n\nclass Heir(Base):\n{LENGTH}",
    "counts.py": COUNTS,
    "plain.py": "x = 1\n",
    ".git/HEAD": "ref: refs/heads/main\n",
}


def grown(folder: Path, tree: dict[str, str]) -> Path:
    for path, text in tree.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return folder


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(grown(tmp_path, TREE))
    return tmp_path


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The files that were asked about, a list for each run of the engine."""
    asked: list[list[str]] = []
    real = run.lint_projects

    def counted(projects: Sequence[Sources], *rest: object) -> object:
        asked.append([file.path for project in projects for file in project.asked])
        return real(projects, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(run, "lint_projects", counted)
    return asked


def codes(findings: PerFile, path: str) -> list[str]:
    return [each.code for each in findings.of(path)]


def test_each_file_gets_what_the_run_over_all_has_for_it(tree: Path) -> None:
    ran = sequence_lint("check", "--output-format", "json", cwd=tree)
    findings = PerFile()
    expected = json.loads(ran.out)["diagnostics"]
    found = [each for path in sorted(TREE)[1:] for each in findings.of(path)]
    assert [(e["path"], e["line"], e["code"], e["message"]) for e in expected] == [
        (each.path, each.line, each.code, each.message) for each in found
    ]
    assert {"counts.py", "heir.py"} <= {each.path for each in found}


def test_the_first_file_is_linted_alone_and_the_second_with_all(
    tree: Path, runs: list[list[str]]
) -> None:
    findings = PerFile()
    assert "SEQ102" in codes(findings, "heir.py")
    assert runs == [["heir.py"]]
    for path in (*TREE, *TREE):
        findings.of(path)
    assert runs == [["heir.py"], ["base.py", "counts.py", "heir.py", "plain.py"]]


def test_what_is_expected_is_linted_once(tree: Path, runs: list[list[str]]) -> None:
    findings = PerFile()
    findings.expect(["counts.py", "heir.py"])
    assert "SEQ101" in codes(findings, "counts.py")
    assert "SEQ102" in codes(findings, str(tree / "heir.py"))
    assert codes(findings, "plain.py") == []
    assert runs == [["counts.py", "heir.py"]]


def test_what_is_left_out_of_the_project_is_silent(tree: Path, runs: list[list[str]]) -> None:
    grown(
        tree,
        {
            "sequence-lint.toml": 'extend-exclude = ["old.py"]\n',
            ".gitignore": "made.py\n",
            "old.py": COUNTS,
            "made.py": COUNTS,
        },
    )
    for path in ("old.py", "made.py"):
        findings = PerFile()
        assert [codes(findings, each) for each in (path, "plain.py", path)] == [[], [], []]
        assert "SEQ101" in codes(findings, "counts.py")
    assert sum("counts.py" in asked for asked in runs) == 2


def test_a_project_inside_another_has_its_own_settings(tree: Path) -> None:
    grown(tree, {"in/counts.py": COUNTS, "in/sequence-lint.toml": 'ignore = ["SEQ101"]\n'})
    findings = PerFile()
    for _ in range(2):
        assert "SEQ101" not in codes(findings, "in/counts.py")
        assert "SEQ101" in codes(findings, "counts.py")


def test_files_of_no_project_are_linted_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, runs: list[list[str]]
) -> None:
    monkeypatch.chdir(grown(tmp_path, {"floor.py": FLOOR, "counts.py": COUNTS}))
    findings = PerFile()
    assert codes(findings, "floor.py") == ["SEQ102"]
    assert codes(findings, "counts.py") == ["SEQ101"]
    assert codes(findings, "floor.py") == ["SEQ102"]
    assert runs == [["floor.py"], ["counts.py"]]


@pytest.mark.parametrize("all_at_once", [False, True])
def test_a_mistake_in_the_configuration_is_told_once(tree: Path, all_at_once: bool) -> None:
    grown(tree, {"sequence-lint.toml": 'ingore = ["SEQ1"]\nsrc = 3\n'})
    findings = PerFile()
    if all_at_once:
        findings.expect(["."])
    first = findings.of("plain.py")
    assert [(each.path, each.line, each.code) for each in first] == [("plain.py", 1, "SEQ900")] * 2
    assert "sequence-lint.toml" in first[0].message
    assert "ignore" in first[0].message
    assert [codes(findings, path) for path in ("counts.py", "heir.py")] == [[], []]


def test_a_crash_ends_nothing(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> object:
        raise RuntimeError("boom")

    findings = PerFile()
    with monkeypatch.context() as patch:
        patch.setattr(run, "lint_projects", crash)
        (fault,) = findings.of("heir.py")
    assert "RuntimeError: boom" in fault.message
    assert "SEQ101" in codes(findings, "counts.py")


def test_a_text_takes_the_place_of_a_file(tree: Path) -> None:
    findings = PerFile()
    assert [each.code for each in findings.of_text(COUNTS.encode(), "plain.py")] == ["SEQ101"]
    assert findings.of_text(b"from base import Base\n", "heir.py") == ()
    assert [each.code for each in findings.of_text(FLOOR.encode(), None)] == ["SEQ102"]
    assert findings.of_text(CEIL.encode(), None) == ()
    assert "SEQ102" in codes(findings, "heir.py")
    assert codes(findings, "plain.py") == []
