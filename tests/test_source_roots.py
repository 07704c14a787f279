"""Which project a file belongs to, and what belongs to it besides."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sequence_lint.source.discovery import discover, projects
from sequence_lint.source.roots import NO_ROOT, Root, has_table, root_above
from sequence_lint.source.sources import Sources

TABLE = '[tool.sequence-lint]\nselect = ["SEQ1"]\n'


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder outside of any project, and the working directory."""
    if root_above(str(tmp_path)) is not NO_ROOT:
        pytest.skip("the temporary folder lies in a project")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(root: Path, *paths: str, text: str = "") -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)


def one(*paths: str) -> Sources:
    (sources,) = projects(paths)
    return sources


def shown(sources: Sources) -> tuple[list[str], list[str]]:
    """The files asked about, and those besides."""
    assert not sources.problems
    asked = [file.path for file in sources.asked]
    assert asked == [file.path for file in sources.files if file.asked]
    return asked, [file.path for file in sources.files if not file.asked]


class TestRoot:
    def test_the_nearest_table_counts_before_a_repository(self, tree: Path) -> None:
        write(tree, "repo/sub/deep/x.py")
        assert root_above(f"{tree}/repo/sub/deep") == NO_ROOT
        (tree / "repo/sub/.git").mkdir()
        assert root_above(f"{tree}/repo/sub/deep") == Root(f"{tree}/repo/sub")
        write(tree, "repo/pyproject.toml", text=TABLE)
        root = Root(f"{tree}/repo", f"{tree}/repo/pyproject.toml")
        assert root_above(f"{tree}/repo/sub/deep") == root
        write(tree, "repo/sub/deep/pyproject.toml", text="[tool.other]\n")
        assert root_above(f"{tree}/repo/sub/deep") == root
        write(tree, "repo/sub/deep/pyproject.toml", text=TABLE)
        assert root_above(f"{tree}/repo/sub/deep").folder == f"{tree}/repo/sub/deep"

    def test_a_worktree_has_a_file_for_a_repository(self, tree: Path) -> None:
        write(tree, "repo/.git", "repo/a/x.py", text="gitdir: elsewhere")
        assert root_above(f"{tree}/repo/a") == Root(f"{tree}/repo")

    @pytest.mark.parametrize(
        "text",
        [
            "[tool.sequence-lint]",
            "x = 1\n  [ tool . sequence-lint ]  # ours\n",
            '[tool."sequence-lint"]\r\nselect = []\r\n',
            "[tool.sequence-lint.nested]\n",
            "[[tool.sequence-lint]]\n",
            "[tool.sequence_lint]\n",
            "[tool]\nsequence-lint = {}\n",
            "[tool]\nsequence-lint.select = []\n",
            "tool.sequence-lint.select = []\n",
            "tool = {sequence-lint = {}}\n",
            '[tool.sequence-lint]\nselect = ["broken\n',
            "[tool]\nsequence-lint.select = [\n",
        ],
    )
    def test_the_table_in_all_ways_to_write_it(self, tree: Path, text: str) -> None:
        (tree / "pyproject.toml").write_bytes(text.encode())
        assert has_table(f"{tree}/pyproject.toml")

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "[tool.sequence]\n",
            '[project]\ndependencies = ["sequence-lint"]\n',
            '[project]\ndependencies = ["sequence_lint"]\n',
            '[project]\ndependencies = [\n  "sequence-lint==0.1",\n  "sequence-lint>=0.1",\n]\n',
            "[tool.sequence-lint-plugin]\n",
            "[project]\nsequence-lint.x = 1\n",
            "# [tool.sequence-lint]\n",
        ],
    )
    def test_what_is_no_table(self, tree: Path, text: str) -> None:
        (tree / "pyproject.toml").write_text(text)
        assert not has_table(f"{tree}/pyproject.toml")
        assert not has_table(f"{tree}/missing.toml")
        assert not has_table(str(tree))

    def test_a_dependency_of_that_name_loads_no_parser(self, tree: Path) -> None:
        text = '[project]\ndependencies = ["sequence-lint>=1"]\n'
        write(tree, "x.py", text="x = f()\n")
        write(tree, "pyproject.toml", text=text)
        code = (
            "import sys; from sequence_lint.source.discovery import projects\n"
            "[each.files for each in projects(['x.py'])]\n"
            "print('tomllib' in sys.modules)"
        )
        line = [sys.executable, "-c", code]
        assert subprocess.run(line, capture_output=True, check=True).stdout.strip() == b"False"


class TestIndex:
    def test_it_is_all_below_the_root(self, tree: Path) -> None:
        write(tree, "repo/.git/x.py", "repo/a.py", "repo/p/b.py", "repo/p/c.py", "repo/build/d.py")
        write(tree, "repo/hidden.py", "outside.py")
        write(tree, "repo/.gitignore", text="hidden.py\n")
        assert shown(one("repo/p/b.py")) == (["repo/p/b.py"], ["repo/a.py", "repo/p/c.py"])
        assert shown(one("repo/p")) == (["repo/p/b.py", "repo/p/c.py"], ["repo/a.py"])
        assert shown(one("repo")) == (["repo/a.py", "repo/p/b.py", "repo/p/c.py"], [])

    def test_without_a_root_there_is_nothing_besides(self, tree: Path) -> None:
        write(tree, "a.py", "b.py", "p/c.py")
        assert shown(one("a.py")) == (["a.py"], [])
        assert shown(one("a.py", "p")) == (["a.py", "p/c.py"], [])
        assert one("a.py", "p").root == NO_ROOT

    def test_what_is_ignored_is_known_when_it_is_named(self, tree: Path) -> None:
        write(tree, ".git/x", "a.py", "hidden/b.py", "hidden/c.py", "build/d.py", "build/e.py")
        write(tree, ".gitignore", text="hidden\n")
        assert shown(one("hidden/b.py")) == (["hidden/b.py"], ["a.py"])
        assert shown(one("hidden")) == (["hidden/b.py", "hidden/c.py"], ["a.py"])
        assert shown(one("build/d.py")) == (["build/d.py"], ["a.py"])

    def test_it_is_not_looked_for_before_it_is_wanted(
        self, tree: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(tree, ".git/x", "a.py", "b.py")
        listed: list[str] = []
        scandir = os.scandir

        def watched(path: str) -> object:
            listed.append(path)
            return scandir(path)

        monkeypatch.setattr(os, "scandir", watched)
        sources = one("a.py")
        assert not listed
        assert len(sources.files) == 2
        assert listed

    def test_paths_are_shown_as_the_user_would_write_them(
        self, tree: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(tree, "repo/.git/x", "repo/a.py", "repo/p/b.py", "repo/p/c.py", "other/x.py")
        monkeypatch.chdir(tree / "repo/p")
        assert shown(one("b.py")) == (["b.py"], ["../a.py", "c.py"])
        assert shown(one("../a.py")) == (["../a.py"], ["b.py", "c.py"])
        monkeypatch.chdir(tree / "other")
        assert shown(one("../repo/p/b.py")) == (
            ["../repo/p/b.py"],
            ["../repo/a.py", "../repo/p/c.py"],
        )
        root = str(tree / "repo")
        assert shown(one(f"{root}/p/b.py")) == (
            [f"{root}/p/b.py"],
            [f"{root}/a.py", f"{root}/p/c.py"],
        )

    def test_each_file_once_and_under_the_name_that_was_asked_for(self, tree: Path) -> None:
        write(tree, ".git/x", "z/real.py", "b.py")
        os.symlink("z/real.py", tree / "link.py")
        os.symlink("b.py", tree / "c.py")
        assert shown(one("link.py")) == (["link.py"], ["b.py"])
        assert shown(one("z/real.py")) == (["z/real.py"], ["b.py"])
        assert shown(one("z")) == (["z/real.py"], ["b.py"])

    def test_a_folder_that_nobody_asked_for_may_be_closed(
        self, tree: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(tree, ".git/x", "a.py", "closed/b.py", "c.py")
        scandir = os.scandir

        def refused(path: str) -> object:
            if path.endswith("closed"):
                raise PermissionError(13, "Permission denied")
            return scandir(path)

        monkeypatch.setattr(os, "scandir", refused)
        assert shown(one("a.py")) == (["a.py"], ["c.py"])
        assert [problem.path for problem in one(".").problems] == ["closed"]

    def test_standard_input_belongs_to_the_project_of_its_name(self, tree: Path) -> None:
        write(tree, ".git/x", "a.py", "p/b.py", text="on disk")
        (sources,) = projects(["-"], b"typed", "p/b.py")
        assert shown(sources) == (["p/b.py"], ["a.py"])
        assert sources.read(f"{tree}/p/b.py") == b"typed"
        (sources,) = projects(["-"], b"typed", "p/new.py")
        assert shown(sources) == (["p/new.py"], ["a.py", "p/b.py"])
        (sources,) = projects(["-"], b"typed")
        assert shown(sources) == (["<stdin>"], [])


class TestSeveralRoots:
    def test_each_is_a_project_of_its_own(self, tree: Path) -> None:
        write(tree, "one/.git/x", "one/a.py", "one/b.py", "two/c.py", "two/d.py", "e.py")
        write(tree, "two/pyproject.toml", text=TABLE)
        found = projects(["two/c.py", "e.py", "one/a.py", "gone.py"])
        assert [each.root.folder for each in found] == ["", f"{tree}/one", f"{tree}/two"]
        assert [[file.path for file in each.files] for each in found] == [
            ["e.py"],
            ["one/a.py", "one/b.py"],
            ["two/c.py", "two/d.py"],
        ]
        assert [[problem.path for problem in each.problems] for each in found] == [
            ["gone.py"],
            [],
            [],
        ]

    @pytest.mark.parametrize("marker", [".git/x", "pyproject.toml"])
    def test_one_inside_another_is_no_part_of_it(self, tree: Path, marker: str) -> None:
        write(tree, "repo/.git/x", "repo/a.py", f"repo/in/{marker}", "repo/in/b.py", text=TABLE)
        write(tree, "repo/in/c.py")
        outer, inner = projects(["repo"])
        assert shown(outer) == (["repo/a.py"], [])
        assert shown(inner) == (["repo/in/b.py", "repo/in/c.py"], [])
        assert shown(one("repo/a.py")) == (["repo/a.py"], [])
        assert shown(one("repo/in/b.py")) == (["repo/in/b.py"], ["repo/in/c.py"])

    def test_a_repository_inside_a_project_with_a_table_is_part_of_it(self, tree: Path) -> None:
        write(tree, "repo/pyproject.toml", text=TABLE)
        write(tree, "repo/a.py", "repo/in/.git/x", "repo/in/b.py")
        assert shown(one("repo")) == (["repo/a.py", "repo/in/b.py"], [])
        assert shown(one("repo/in/b.py")) == (["repo/in/b.py"], ["repo/a.py"])

    def test_what_a_repository_ignores_ends_where_another_begins(self, tree: Path) -> None:
        write(tree, "repo/.git/x", "repo/x.py", "repo/in/.git/x", "repo/in/x.py", "repo/in/y.py")
        write(tree, "repo/.gitignore", text="x.py\n")
        (inner,) = projects(["repo"])
        assert shown(inner) == (["repo/in/x.py", "repo/in/y.py"], [])
        assert shown(one("repo/in/y.py")) == (["repo/in/y.py"], ["repo/in/x.py"])

    def test_discover_knows_no_projects(self, tree: Path) -> None:
        write(tree, "one/.git/x", "one/a.py", "one/b.py", "two/.git/x", "two/c.py")
        sources = discover(["one/a.py", "two"])
        assert shown(sources) == (["one/a.py", "two/c.py"], [])

    def test_nothing_at_all(self, tree: Path) -> None:
        (sources,) = projects(["gone"])
        assert (sources.files, len(sources.problems)) == ((), 1)
