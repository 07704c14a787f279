"""What settings make of findings: their severity, where they are ignored, which ones fail."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import CEIL, COUNTS, FLOOR, sequence_lint

from sequence_lint import lint_paths


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two faulty classes, and the working directory."""
    monkeypatch.chdir(tmp_path)
    for path, text in {"src/floor.py": FLOOR, "tests/counts.py": COUNTS}.items():
        (tmp_path / path).parent.mkdir()
        (tmp_path / path).write_text(text)
    return tmp_path


def configure(tree: Path, text: str, folder: str = ".") -> None:
    (tree / folder / "pyproject.toml").write_text(f"[tool.sequence-lint]\n{text}\n")


def found() -> list[tuple[str, str, str]]:
    return [(each.path, each.code, each.severity.value) for each in lint_paths(".")]


FOUND = [("src/floor.py", "SEQ102", "warning"), ("tests/counts.py", "SEQ101", "error")]


def test_as_it_is(tree: Path) -> None:
    assert found() == FOUND


@pytest.mark.parametrize(
    ("table", "kept"),
    [
        ('"tests/**" = ["SEQ101"]', [0]),
        ('"tests/**" = ["SEQ102"]', [0, 1]),
        ('tests = ["SEQ1"]', [0]),
        ('"*.py" = ["length-counts-samples"]', [0]),
        ('"/floor.py" = ["SEQ1"]', [0, 1]),
        ('"!src/**" = ["SEQ"]', [0]),
        ('"!tests" = ["SEQ"]', [1]),
        ('"src/**" = ["SEQ102"]\n"tests/**" = ["SEQ101"]', []),
        ('"**" = []', [0, 1]),
    ],
)
def test_per_file_ignores(tree: Path, table: str, kept: list[int]) -> None:
    configure(tree, f"[tool.sequence-lint.per-file-ignores]\n{table}")
    assert found() == [FOUND[i] for i in kept]


def test_more_of_them(tree: Path) -> None:
    configure(
        tree,
        'per-file-ignores = { src = ["SEQ102"] }\nextend-per-file-ignores = { tests = ["SEQ101"] }',
    )
    assert found() == []


def test_they_count_from_the_file_that_states_them(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(tree, 'per-file-ignores = { "src/floor.py" = ["SEQ102"] }')
    monkeypatch.chdir(tree / "src")
    assert found() == []
    assert [each.path for each in lint_paths("..")] == ["../tests/counts.py"]
    ran = sequence_lint(
        "check", "-", "--stdin-filename", "floor.py", cwd=tree / "src", stdin=FLOOR.encode()
    )
    assert ran.code == 0


def test_what_cannot_be_read_is_never_ignored(tree: Path) -> None:
    (tree / "src/floor.py").write_text("class (")
    configure(tree, 'per-file-ignores = { "**" = ["SEQ"] }\nseverity = { SEQ = "note" }')
    ran = sequence_lint("check", "src/floor.py", "--output-format", "concise", cwd=tree)
    assert ran.code == 2
    assert "SEQ900" in ran.out
    assert [each.severity.value for each in lint_paths("src/floor.py")] == ["error"]


@pytest.mark.parametrize(
    ("table", "grades"),
    [
        ('SEQ102 = "error"', ["error", "error"]),
        ('partial-batch-dropped = "note"', ["note", "error"]),
        ('SEQ1 = "note"', ["note", "note"]),
        ('SEQ1 = "note"\nSEQ101 = "warning"', ["note", "warning"]),
        ('SEQ101 = "warning"\nSEQ = "note"', ["note", "warning"]),
        ('SEQ2 = "note"', ["warning", "error"]),
    ],
)
def test_severity_by_the_most_exact_selector(tree: Path, table: str, grades: list[str]) -> None:
    configure(tree, f"[tool.sequence-lint.severity]\n{table}")
    assert [grade for *_, grade in found()] == grades


@pytest.mark.parametrize(
    ("table", "option", "code"),
    [
        ("", "", 1),
        ('fail-on = "note"', "", 1),
        ('fail-on = "warning"', "", 1),
        ('fail-on = "error"', "", 0),
        ('fail-on = "error"\nseverity = { SEQ102 = "error" }', "", 1),
        ('severity = { SEQ102 = "note" }', "", 1),
        ('severity = { SEQ102 = "note" }', "warning", 0),
        ('fail-on = "error"', "warning", 1),
        ("", "error", 0),
    ],
)
def test_what_fails(tree: Path, table: str, option: str, code: int) -> None:
    configure(tree, table)
    options = ["--fail-on", option] if option else []
    ran = sequence_lint("check", "src", *options, "--output-format", "concise", cwd=tree)
    assert (ran.code, "SEQ102" in ran.out) == (code, True)


def test_each_project_says_what_fails(tree: Path) -> None:
    configure(tree, 'fail-on = "error"', "src")
    configure(tree, 'ignore = ["SEQ101"]', "tests")
    assert sequence_lint("check", cwd=tree).code == 0
    configure(tree, "", "tests")
    assert sequence_lint("check", cwd=tree).code == 1
    assert sequence_lint("check", "--fail-on", "error", cwd=tree).code == 1


def test_what_could_not_be_done_counts_before_what_fails(tree: Path) -> None:
    ran = sequence_lint("check", "src", "gone.py", "--fail-on", "error", cwd=tree)
    assert ran.code == 2


def test_the_output_format_of_the_project(tree: Path) -> None:
    (tree / "ceil.py").write_text(CEIL)
    configure(tree, 'output-format = "concise"')
    assert sequence_lint("check", "src", cwd=tree).out.startswith("src/floor.py:10:9: SEQ102 ")
    ran = sequence_lint("check", "src", "--output-format", "json", cwd=tree)
    assert ran.out.startswith("{")
    # Started elsewhere, the linted project says it; the one of the working directory comes first.
    assert sequence_lint("check", f"{tree}/src", cwd=tree.parent).out.count("\n") == 1
    configure(tree, 'output-format = "json"', "src")
    assert sequence_lint("check", "src", cwd=tree).out.startswith("src/floor.py")
    assert sequence_lint("check", "..", cwd=tree / "src").out.startswith("{")
    configure(tree, 'output-format = "jsno"', "src")
    ran = sequence_lint("check", cwd=tree / "src")
    assert (ran.code, ran.out) == (2, "")
    assert "Did you mean 'json'?" in ran.err
