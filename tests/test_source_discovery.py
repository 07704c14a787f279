"""Which files the given paths stand for."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from sequence_lint.source.discovery import discover, only
from sequence_lint.source.files import SourceFile


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder outside of any repository, and the working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(root: Path, *paths: str, text: str = "") -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)


def found(*paths: str) -> list[str]:
    sources = discover(paths)
    assert not sources.problems
    return [file.path for file in sources.files]


def test_folders_are_walked_for_python_files(tree: Path) -> None:
    write(tree, "b.py", "a/c.py", "a/b/d.py", "a/notes.txt", "a/stub.pyi", "a/e.PY", "a-b/x.py")
    assert found(".") == ["a-b/x.py", "a/b/d.py", "a/c.py", "b.py"]
    assert found("a") == ["a/b/d.py", "a/c.py"]
    assert found("./a/", "a/../b.py") == ["a/b/d.py", "a/c.py", "b.py"]


@pytest.mark.parametrize(
    "name", [".git", ".venv", "venv", "node_modules", "__pycache__", "build", "dist", ".tox"]
)
def test_the_usual_folders_are_left_out_unless_named(tree: Path, name: str) -> None:
    write(tree, f"{name}/x.py", f"deep/{name}/x.py", "y.py")
    assert found(".") == ["y.py"]
    assert found(name) == [f"{name}/x.py"]
    assert found(f"deep/{name}/x.py") == [f"deep/{name}/x.py"]


def test_virtual_environments_of_any_name_are_left_out(tree: Path) -> None:
    write(tree, "my-env/pyvenv.cfg", "my-env/x.py", "x.py")
    assert found(".") == ["x.py"]
    assert found("my-env") == ["my-env/x.py"]


def test_named_files_are_taken_whatever_they_are_called(tree: Path) -> None:
    write(tree, "script", "notes.txt", "build/x.py", ".gitignore", text="*")
    assert found("script", "notes.txt", "build/x.py") == ["build/x.py", "notes.txt", "script"]
    assert all(file.explicit for file in discover(["script"]).files)


def test_each_file_once_and_explicit_if_it_was_named(tree: Path) -> None:
    write(tree, "a/x.py", "a/y.py")
    assert found(".", "a", "a/x.py", str(tree), str(tree / "a" / "x.py"), "a/x.py") == [
        "a/x.py",
        "a/y.py",
    ]
    assert [file.explicit for file in discover([".", "a/x.py"]).files] == [True, False]


def test_paths_outside_of_the_working_directory(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tree, "a/x.py", "b/y.py")
    monkeypatch.chdir(tree / "b")
    assert found("../a") == ["../a/x.py"]
    assert found(str(tree / "a")) == [f"{tree}/a/x.py"]
    assert found("..") == ["../a/x.py", "../b/y.py"]
    assert found("..", ".") == ["../a/x.py", "y.py"]


def test_missing_paths_are_problems_and_the_rest_goes_on(tree: Path) -> None:
    write(tree, "x.py")
    os.symlink("nowhere.py", tree / "broken.py")
    sources = discover(["gone", "x.py/below", "broken.py", "", "a\0b", "x.py"])
    assert [file.path for file in sources.files] == ["x.py"]
    assert [problem.path for problem in sources.problems] == [
        "gone",
        "x.py/below",
        "broken.py",
        '""',
        "a\\x00b",
    ]
    assert {problem.reason for problem in sources.problems[:4]} == {"no such file or folder"}
    assert found(".") == ["x.py"]


@pytest.mark.skipif(sys.platform == "win32", reason="permissions work differently there")
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read all")
def test_a_folder_that_cannot_be_listed_is_a_problem(tree: Path) -> None:
    write(tree, "x.py", "closed/y.py")
    (tree / "closed").chmod(0)
    try:
        sources = discover(["."])
    finally:
        (tree / "closed").chmod(0o700)
    assert [file.path for file in sources.files] == ["x.py"]
    assert [problem.path for problem in sources.problems] == ["closed"]


def test_loops_of_links_end(tree: Path) -> None:
    write(tree, "a/x.py")
    os.symlink("..", tree / "a" / "up")
    os.symlink("a", tree / "b")
    assert found(".") == ["a/x.py"]
    assert found("b") == ["b/x.py"]
    assert found("a", "b") == ["a/x.py"]


def test_a_link_to_a_file_is_the_same_file(tree: Path) -> None:
    write(tree, "z/real.py")
    os.symlink("z/real.py", tree / "a.py")
    assert found(".") == ["z/real.py"]
    assert found("a.py") == ["a.py"]
    assert found("a.py", "z") == ["a.py"]


def test_odd_names_are_shown_on_one_line(tree: Path) -> None:
    write(tree, "a\nb.py", "ü x.py", "\x1b[0m.py")
    assert found(".") == ["\\x1b[0m.py", "a\\nb.py", "ü x.py"]


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes on Linux")
def test_names_that_are_not_text_are_shown_too(tree: Path) -> None:
    with open(os.fsencode(tree) + b"/\xff.py", "wb"):
        pass
    (file,) = discover(["."]).files
    assert file.path == "\\udcff.py"
    assert discover(["."]).read(file.absolute) == b""


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_read_once_and_found_only_by_name(tree: Path) -> None:
    import threading

    os.mkfifo(tree / "pipe.py")
    assert found(".") == []
    writer = threading.Thread(target=(tree / "pipe.py").write_text, args=("x = 1\n",))
    writer.start()
    sources = discover(["pipe.py"])
    writer.join()
    (file,) = sources.files
    assert sources.read(file.absolute) == b"x = 1\n"
    assert sources.lines("pipe.py") == ("x = 1", "")


class TestGitignore:
    def test_it_is_obeyed_at_every_level(self, tree: Path) -> None:
        write(tree, "a/x.py", "a/gen_x.py", "a/b/y.py", "a/b/keep.py", "out/z.py", "gen_top.py")
        (tree / ".gitignore").write_text("gen_*.py\nout/\n")
        (tree / "a/b/.gitignore").write_text("*.py\n!keep.py\n")
        assert found(".") == ["a/b/keep.py", "a/x.py"]

    def test_the_nearest_file_decides(self, tree: Path) -> None:
        write(tree, "a/x.py", "b/x.py")
        (tree / ".gitignore").write_text("x.py\n")
        (tree / "a/.gitignore").write_text("!x.py\n")
        assert found(".") == ["a/x.py"]

    def test_nothing_comes_back_from_an_ignored_folder(self, tree: Path) -> None:
        write(tree, "a/x.py")
        (tree / ".gitignore").write_text("a/\n!a/x.py\n")
        assert found(".") == []

    def test_anchored_patterns_count_from_their_own_folder(self, tree: Path) -> None:
        write(tree, "a/x.py", "a/b/x.py", "x.py")
        (tree / "a/.gitignore").write_text("/x.py\n")
        assert found(".") == ["a/b/x.py", "x.py"]

    def test_an_ignored_file_that_is_named_is_linted(self, tree: Path) -> None:
        write(tree, "x.py")
        (tree / ".gitignore").write_text("*.py")
        assert found(".") == []
        assert found("x.py") == ["x.py"]

    def test_the_files_above_count_up_to_the_root_of_the_repository(self, tree: Path) -> None:
        write(tree, "repo/src/deep/x.py", "repo/src/deep/gen.py", "repo/src/deep/top.py")
        (tree / ".gitignore").write_text("x.py")
        (tree / "repo/.gitignore").write_text("gen.py")
        (tree / "repo/src/.gitignore").write_text("top.py")
        assert found("repo/src/deep") == [
            "repo/src/deep/gen.py",
            "repo/src/deep/top.py",
            "repo/src/deep/x.py",
        ]
        (tree / "repo/.git").mkdir()
        assert found("repo/src/deep") == ["repo/src/deep/x.py"]

    def test_an_ignored_folder_that_is_named_is_walked(self, tree: Path) -> None:
        write(tree, ".git/config", "out/a/x.py", "out/a/y.py")
        (tree / ".gitignore").write_text("out\n")
        assert found(".") == []
        assert found("out") == ["out/a/x.py", "out/a/y.py"]
        (tree / "out/.gitignore").write_text("y.py\n")
        assert found("out/a") == ["out/a/x.py", "out/a/y.py"]
        assert found("out") == ["out/a/x.py"]

    def test_a_worktree_or_submodule_has_a_file_for_a_root(self, tree: Path) -> None:
        write(tree, "a/x.py", "a/y.py")
        (tree / ".git").write_text("gitdir: elsewhere")
        (tree / ".gitignore").write_text("x.py")
        assert found("a") == ["a/y.py"]

    def test_odd_lines_do_no_harm(self, tree: Path) -> None:
        write(tree, "x.py", "y.py", "z.py")
        (tree / ".gitignore").write_bytes(b"\xef\xbb\xbfx.py\r\n# y.py\n\n!\n\xff\n[\n/\ny.p[y]")
        assert found(".") == ["z.py"]

    def test_pathspec_is_loaded_only_for_it(self, tree: Path) -> None:
        import subprocess

        write(tree, "a/x.py")
        code = (
            "import sys; from sequence_lint.source.discovery import discover; discover(['.']); "
            "print('pathspec' in sys.modules)"
        )

        def run() -> bytes:
            return subprocess.run(
                [sys.executable, "-c", code], capture_output=True, check=True
            ).stdout.strip()

        assert run() == b"False"
        (tree / ".gitignore").write_text("y.py")
        assert run() == b"True"


def test_standard_input_stands_for_a_file(tree: Path) -> None:
    write(tree, "x.py", "y.py", text="on disk")
    sources = discover([".", "-"], b"typed", "x.py")
    assert [(f.path, f.explicit) for f in sources.files] == [("x.py", True), ("y.py", False)]
    assert sources.lines("x.py") == ("typed",)
    assert sources.lines("y.py") == ("on disk",)
    sources = discover(["-", "x.py"], b"typed", "x.py")
    assert sources.lines("x.py") == ("typed",)


def test_standard_input_without_a_name(tree: Path) -> None:
    (file,) = discover(["-"], b"x = 1").files
    assert file == SourceFile("<stdin>", "-", explicit=True)
    (named,) = discover(["-"], b"", "pkg/new.py").files
    assert named.path == "pkg/new.py"
    assert named.absolute == str(tree / "pkg" / "new.py")


def test_text_at_hand() -> None:
    sources = only(b"x = 1\n", "given.py")
    assert sources.lines("given.py") == ("x = 1", "")
    assert sources.lines("other.py") == ()


def test_lines_of_what_cannot_be_decoded_are_none() -> None:
    assert only(b"\xff", "x.py").lines("x.py") == ()
