"""What settings leave out of a run, and what of it is looked at nevertheless."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from commands import FLOOR, sequence_lint

from sequence_lint import lint_paths
from sequence_lint.run import projects_of
from sequence_lint.settings import Settings
from sequence_lint.source.globs import Glob, Globs, is_pattern, placed


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, and the working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(tree: Path, *paths: str, text: str = "") -> None:
    for path in paths:
        (tree / path).parent.mkdir(parents=True, exist_ok=True)
        (tree / path).write_text(text)


def configure(tree: Path, text: str, folder: str = ".") -> None:
    write(tree, f"{folder}/pyproject.toml", text=f"[tool.sequence-lint]\n{text}\n")


def asked(*paths: str, given: Settings | None = None) -> list[str]:
    return [file.path for each in projects_of(paths, given) for file in each.asked]


def known(*paths: str) -> list[str]:
    return [file.path for each in projects_of(paths) for file in each.files]


class TestGlobs:
    @pytest.mark.parametrize(
        ("pattern", "path", "fits"),
        [
            ("legacy", "/p/legacy/x.py", True),
            ("legacy", "/p/a/legacy/x.py", True),
            ("legacy", "/p/legacy.py", False),
            ("legacy/", "/p/legacy", False),
            ("*_pb2.py", "/p/a/b/x_pb2.py", True),
            ("/scripts", "/p/scripts/x.py", True),
            ("/scripts", "/p/a/scripts/x.py", False),
            ("scripts/old", "/p/scripts/old/x.py", True),
            ("scripts/old", "/p/a/scripts/old/x.py", False),
            ("tests/**", "/p/tests/a/x.py", True),
            ("**/tests/*.py", "/p/a/tests/x.py", True),
            ("x.py", "/other/x.py", False),
            ("p", "/p/x.py", False),
        ],
    )
    def test_patterns_are_those_of_gitignore(self, pattern: str, path: str, fits: bool) -> None:
        assert Globs([Glob(pattern, "/p")]).fit(path) is fits

    def test_the_last_one_that_fits_decides_across_folders(self) -> None:
        globs = Globs([Glob("a", "/p"), Glob("!a/x.py", "/p"), Glob("x.py", "/p/a/b")])
        assert globs.fit("/p/a/y.py")
        assert not globs.fit("/p/a/x.py")
        assert globs.fit("/p/a/b/x.py")
        assert Globs([Glob("d/", "/p")]).fit("/p/d", is_folder=True)

    def test_what_is_a_pattern(self) -> None:
        assert [
            text for text in ("", "#x", "!", "a", "!a", "**", "  ", "\\") if is_pattern(text)
        ] == [
            "a",
            "!a",
            "**",
        ]

    def test_where_a_pattern_counts_from(self) -> None:
        assert placed("x/y", "/shared", "/p") == Glob("x/y", "/shared")
        assert placed("x", "/shared", "/p") == Glob("x", "/p")
        assert placed("!x/", "/shared", "/p") == Glob("!x/", "/p")
        assert placed("**/x/y", "/shared", "/p") == Glob("**/x/y", "/p")
        assert placed("x", "/", "/p") == Glob("x", "/")


class TestExclude:
    def test_extend_exclude_adds_to_the_usual_folders(self, tree: Path) -> None:
        write(tree, "a.py", "b_pb2.py", "build/c.py", "old/d.py", "sub/old/e.py")
        configure(tree, 'extend-exclude = ["old", "*_pb2.py"]')
        assert asked(".") == ["a.py"]
        assert asked("sub") == []
        assert known("a.py") == ["a.py"]

    def test_exclude_takes_their_place(self, tree: Path) -> None:
        write(tree, "a.py", "build/c.py", "old/d.py", "env/pyvenv.cfg", "env/x.py", "hidden.py")
        write(tree, ".git/x", ".gitignore", text="hidden.py\n")
        configure(tree, 'exclude = ["old", ".git"]')
        assert asked(".") == ["a.py", "build/c.py"]
        configure(tree, "exclude = []")
        assert asked(".") == ["a.py", "build/c.py", "old/d.py"]

    def test_patterns_count_from_the_file_wherever_the_tool_is_started(
        self, tree: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(tree, "repo/src/gen/x.py", "repo/gen/y.py", "repo/src/z.py", "src/gen/w.py")
        configure(tree, 'extend-exclude = ["src/gen"]', "repo")
        assert asked(".") == ["src/gen/w.py", "repo/gen/y.py", "repo/src/z.py"]
        monkeypatch.chdir(tree / "repo/src")
        assert asked(".") == ["z.py"]
        assert asked("..") == ["../gen/y.py", "../src/z.py"]
        assert asked(str(tree / "repo")) == [f"{tree}/repo/gen/y.py", f"{tree}/repo/src/z.py"]

    def test_folders_above_the_project_do_not_count(self, tree: Path) -> None:
        write(tree, "build/old/repo/x.py")
        configure(tree, 'extend-exclude = ["old"]\nforce-exclude = true', "build/old/repo")
        assert asked("build/old/repo") == ["build/old/repo/x.py"]
        assert asked("build/old/repo/x.py") == ["build/old/repo/x.py"]

    def test_a_project_inside_has_its_own(self, tree: Path) -> None:
        write(tree, "a/x.py", "in/a/x.py", "in/b/x.py", "b/x.py")
        configure(tree, 'extend-exclude = ["a"]')
        configure(tree, 'extend-exclude = ["b"]', "in")
        assert asked(".") == ["b/x.py", "in/a/x.py"]

    def test_of_the_command_line_counts_from_the_working_directory(self, tree: Path) -> None:
        write(tree, "a/x.py", "b/x.py", "b/a/x.py", text="x = f()\n")
        configure(tree, 'extend-exclude = ["b"]')
        listed = ("check", "--show-files")
        assert sequence_lint(*listed, "--extend-exclude", "/a", cwd=tree).out == ""
        assert sequence_lint(*listed, "--exclude", "/a", cwd=tree).out == "b/a/x.py\nb/x.py\n"
        assert sequence_lint(*listed, "--exclude", "x.py", "..", cwd=tree / "a").out == ""
        ran = sequence_lint(*listed, "--exclude", "!", cwd=tree)
        assert (ran.code, "'!' is no pattern for paths" in ran.err) == (2, True)

    def test_what_is_left_out_is_not_known_and_what_is_ignored_is(self, tree: Path) -> None:
        write(tree, "old/base.py", text=FLOOR)
        write(tree, "new.py", text="from old.base import Floor\n\n\nclass New(Floor):\n    pass\n")
        configure(tree, "")
        assert "2 classes checked" in sequence_lint("check", cwd=tree).out
        configure(tree, 'extend-exclude = ["old"]')
        assert "0 classes checked" in sequence_lint("check", cwd=tree).out
        configure(tree, 'per-file-ignores = { "old/**" = ["SEQ"] }')
        assert "No findings (2 files read, 2 classes" in sequence_lint("check", cwd=tree).out


class TestNamed:
    def test_what_is_named_is_taken(self, tree: Path) -> None:
        write(tree, "old/x.py", "old/y_pb2.py", "build/z.py")
        configure(tree, 'extend-exclude = ["old", "*_pb2.py"]')
        assert asked("old/y_pb2.py", "build/z.py") == ["build/z.py", "old/y_pb2.py"]
        # The folder was named, and not what is left out for another reason.
        assert asked("old") == ["old/x.py"]

    def test_unless_that_is_forced(self, tree: Path) -> None:
        write(tree, "old/x.py", "build/z.py", "a.py")
        configure(tree, 'extend-exclude = ["old"]\nforce-exclude = true')
        assert asked("old/x.py", "build/z.py", "old", "a.py") == ["a.py"]
        assert known("a.py") == ["a.py"]
        ran = sequence_lint("check", "old/x.py", cwd=tree)
        assert (ran.code, ran.err) == (
            0,
            "sequence-lint: no Python files found in the given paths\n",
        )
        ran = sequence_lint("check", "--show-files", "--no-force-exclude", "old/x.py", cwd=tree)
        assert ran.out == "old/x.py\n"
        configure(tree, "")
        assert asked("build/z.py", given=Settings(force_exclude=True)) == []

    def test_text_from_standard_input_too(self, tree: Path) -> None:
        configure(tree, 'extend-exclude = ["old"]')
        line = ["check", "--output-format", "concise", "-", "--stdin-filename", "old/x.py"]
        assert sequence_lint(*line, cwd=tree, stdin=FLOOR.encode()).code == 1
        ran = sequence_lint(*line, "--force-exclude", cwd=tree, stdin=FLOOR.encode())
        assert (ran.code, ran.out) == (0, "")

    def test_without_a_project_the_working_directory_counts(self, tree: Path) -> None:
        write(tree, "build/x.py")
        assert asked("build/x.py", given=Settings(force_exclude=True)) == []
        os.chdir(tree / "build")
        assert asked("x.py", given=Settings(force_exclude=True)) == ["x.py"]


class TestShowFiles:
    def test_it_lists_what_would_be_linted(self, tree: Path) -> None:
        write(tree, "b.py", "a/n.ipynb", "a/x.py", "build/x.py", text="not Python (")
        configure(tree, "", "a")
        ran = sequence_lint("check", "--show-files", cwd=tree)
        assert (ran.code, ran.out, ran.err) == (0, "a/n.ipynb\na/x.py\nb.py\n", "")

    def test_what_is_missing_is_told(self, tree: Path) -> None:
        write(tree, "b.py")
        ran = sequence_lint("check", "--show-files", "b.py", "gone", cwd=tree)
        assert (ran.code, ran.out) == (2, "b.py\n")
        assert ran.err == "sequence-lint: gone: no such file or folder\n"

    def test_a_broken_configuration_is_told(self, tree: Path) -> None:
        write(tree, "b.py")
        configure(tree, "exclud = []")
        ran = sequence_lint("check", "--show-files", cwd=tree)
        assert (ran.code, ran.out) == (2, "")
        assert "Did you mean `exclude`?" in ran.err


def test_the_python_api_leaves_out_the_same(tree: Path) -> None:
    write(tree, "a.py", "old/b.py", text=FLOOR)
    configure(tree, 'extend-exclude = ["old"]')
    assert [each.path for each in lint_paths(".")] == ["a.py"]
