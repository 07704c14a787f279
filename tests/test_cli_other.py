"""The commands besides `check`, and what they have in common."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from commands import CEIL, COUNTS, FLOOR, run, sequence_lint

import sequence_lint as package

ROOT = Path(__file__).parent.parent


def test_version(tmp_path: Path) -> None:
    ran = sequence_lint("--version", cwd=tmp_path)
    assert (ran.code, ran.out, ran.err) == (0, f"sequence-lint {package.__version__}\n", "")


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["-h"], ["check", "--help"], ["show", "-h"], ["rule", "-h"], ["rules", "-h"]],
)
def test_help(tmp_path: Path, arguments: list[str]) -> None:
    ran = sequence_lint(*arguments, cwd=tmp_path)
    assert (ran.code, ran.err) == (0, "")
    assert "Usage: sequence-lint" in ran.out


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("chek", "No such command 'chek'. Did you mean `sequence-lint check`?"),
        ("gen.py", "'gen.py' is a path. Did you mean `sequence-lint check gen.py`?"),
        ("xyzzy", "No such command 'xyzzy'."),
    ],
)
def test_a_word_that_is_no_command(tmp_path: Path, word: str, said: str) -> None:
    (tmp_path / "gen.py").write_text(CEIL)
    ran = sequence_lint(word, cwd=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith(f"Error: {said}\n")


def test_no_command_shows_the_help_and_ends_with_2(tmp_path: Path) -> None:
    ran = sequence_lint(cwd=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert "check" in ran.err


def test_a_path_in_place_of_a_command_suggests(tmp_path: Path) -> None:
    (tmp_path / "gen.py").write_text("")
    ran = sequence_lint("gen.py", cwd=tmp_path)
    assert ran.code == 2
    assert "sequence-lint check gen.py" in ran.err
    assert sequence_lint("chekc", cwd=tmp_path).code == 2


def test_an_unknown_option_suggests(tmp_path: Path) -> None:
    ran = sequence_lint("--versoin", cwd=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert "--version" in ran.err


def test_rules_are_a_table(tmp_path: Path) -> None:
    ran = sequence_lint("rules", cwd=tmp_path)
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0].split() == ["CODE", "NAME", "SEVERITY", "WHAT", "IT", "FINDS"]
    assert [line[:6] for line in lines[1:]] == sorted(line[:6] for line in lines[1:])
    assert any(line.startswith("SEQ101  length-counts-samples") for line in lines)


@pytest.mark.parametrize("name", ["SEQ101", "seq101", "length-counts-samples"])
def test_a_rule_is_explained(tmp_path: Path, name: str) -> None:
    ran = sequence_lint("rule", name, cwd=tmp_path)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("SEQ101 length-counts-samples\n")
    assert "Bad" in ran.out


@pytest.mark.parametrize(
    ("near", "meant"), [("SEQ1O1", "SEQ101"), ("lenght-counts-samples", "SEQ101")]
)
def test_a_near_miss_suggests(tmp_path: Path, near: str, meant: str) -> None:
    ran = sequence_lint("rule", near, cwd=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert f"Did you mean {meant}" in ran.err


class TestShow:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        (tmp_path / "gen.py").write_text(FLOOR + "\n\n" + CEIL.split("\n\n\n", 1)[1])
        (tmp_path / "plain.py").write_text("x = 1\n")
        return tmp_path

    def test_every_class_of_a_file(self, folder: Path) -> None:
        ran = sequence_lint("show", "gen.py", cwd=folder)
        assert (ran.code, ran.err) == (0, "")
        assert "Floor (gen.py:4:1)" in ran.out
        assert "Ceil (gen.py:" in ran.out
        assert "10 samples in batches of 4: length 2, 2 samples dropped" in ran.out
        assert "10 samples in batches of 4: length 3, every sample served once" in ran.out
        assert "batch 0  ████······  0-3" in ran.out

    def test_one_class(self, folder: Path) -> None:
        ran = sequence_lint("show", "gen.py::Ceil", cwd=folder)
        assert ran.code == 0
        assert "Ceil" in ran.out
        assert "Floor" not in ran.out

    def test_plain_characters_where_the_terminal_has_no_others(self, folder: Path) -> None:
        ran = sequence_lint("show", "gen.py", cwd=folder, PYTHONIOENCODING="ascii")
        assert ran.out.isascii()
        assert "batch 0  ####......  0-3" in ran.out

    def test_a_narrow_terminal(self, folder: Path) -> None:
        ran = sequence_lint("show", "gen.py", cwd=folder, COLUMNS="40")
        assert max(map(len, ran.out.splitlines())) <= 40

    def test_a_near_miss_suggests(self, folder: Path) -> None:
        ran = sequence_lint("show", "gen.py::Flor", cwd=folder)
        assert (ran.code, ran.out) == (2, "")
        assert "Did you mean Floor?" in ran.err

    def test_what_is_not_there(self, folder: Path) -> None:
        ran = sequence_lint("show", "gone.py", cwd=folder)
        assert (ran.code, ran.out) == (2, "")
        assert "gone.py:1:1: SEQ900 no such file or folder" in ran.err
        ran = sequence_lint("show", "plain.py", cwd=folder)
        assert (ran.code, ran.out) == (0, "")
        assert "no Sequence class found in plain.py" in ran.err

    def test_colour(self, folder: Path) -> None:
        assert "\x1b[" in sequence_lint("show", "gen.py", "--color", "always", cwd=folder).out
        assert "\x1b[" not in sequence_lint("show", "gen.py", cwd=folder).out


def test_the_example_has_findings() -> None:
    ran = sequence_lint("check", "--output-format", "concise", "examples", cwd=ROOT)
    assert ran.code == 1
    for code in ("SEQ101", "SEQ102", "SEQ301"):
        assert code in ran.out


@pytest.mark.parametrize("command", [["check", "."], ["rules"], ["rule", "SEQ101"]])
def test_an_uninstalled_checkout_says_what_to_do(tmp_path: Path, command: list[str]) -> None:
    """The engine alone on the path, beside its dependencies, and no pack announced."""
    (tmp_path / "gen.py").write_text(COUNTS)
    (tmp_path / "checkout").mkdir()
    (tmp_path / "checkout" / "sequence_lint").symlink_to(ROOT / "sequence_lint")
    for name in ("astroid", "click", "typing_extensions"):
        spec = find_spec(name)
        if spec is not None and spec.origin is not None:
            origin = Path(spec.origin)
            source = origin.parent if origin.name == "__init__.py" else origin
            (tmp_path / "checkout" / source.name).symlink_to(source)
    line = [sys.executable, "-S", "-m", "sequence_lint", *command]
    ran = run(line, cwd=tmp_path, PYTHONPATH=str(tmp_path / "checkout"))
    assert (ran.code, ran.out) == (2, "")
    assert "pip install" in ran.err
    assert "Traceback" not in ran.err
    (tmp_path / "gen.py").write_text("x = 1\n")
    assert run(line, cwd=tmp_path, PYTHONPATH=str(tmp_path / "checkout")).code == 2


def test_the_python_api() -> None:
    (found,) = package.lint_source(FLOOR, "floor.py")
    assert (found.path, found.code, found.class_name) == ("floor.py", "SEQ102", "Floor")
    assert package.lint_source(FLOOR, ignore=["SEQ102"]) == ()
    paths = package.lint_paths([str(ROOT / "examples")], select=["SEQ101"])
    assert [found.code for found in paths] == ["SEQ101"]
