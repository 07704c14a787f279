"""`--since`: findings in lines that changed since a revision, as the real git tells it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from commands import CEIL, FLOOR, Ran, command, run
from notebooks import code, notebook

from sequence_lint.source.changed import Changes

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")

LENGTH = "        return len(self.x) // self.batch_size\n"
TWO = FLOOR + "\n\n" + FLOOR.partition("\n\n\n")[2].replace("Floor", "Other")


def git(folder: Path, *arguments: str) -> str:
    who = ("-c", "user.name=A", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false")
    line = ["git", "-C", str(folder), *who, *arguments]
    return subprocess.run(line, check=True, capture_output=True, text=True).stdout.strip()


def commit(folder: Path, message: str = "x") -> str:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", message)
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / "src").mkdir(parents=True)
    git(folder, "init", "-q", "-b", "main")
    (folder / "src/a.py").write_text(TWO)
    commit(folder)
    return folder


def check(folder: Path, *arguments: str, environment: Mapping[str, str] | None = None) -> Ran:
    line = command("check", *arguments, "--output-format", "concise")
    return run(line, cwd=folder, **(environment or {}))  # type: ignore[arg-type]


def places(ran: Ran) -> list[str]:
    return [":".join(line.split(":")[:2]) for line in ran.out.splitlines()]


def since(folder: Path, revision: str = "HEAD", *more: str) -> list[str]:
    ran = check(folder, "--since", revision, *more)
    assert not ran.err
    assert ran.code == bool(ran.out)
    return places(ran)


def test_nothing_changed(repository: Path) -> None:
    assert len(places(check(repository))) == 2
    assert since(repository) == []


def test_only_lines_that_changed(repository: Path) -> None:
    text = TWO.replace(LENGTH, LENGTH.replace("\n", "  # here\n"), 1)
    (repository / "src/a.py").write_text(text)
    assert since(repository) == ["src/a.py:10"]
    commit(repository)
    assert since(repository) == []
    assert since(repository, "HEAD~1") == since(repository, "HEAD^") == ["src/a.py:10"]
    assert since(repository, git(repository, "rev-parse", "HEAD~1")) == ["src/a.py:10"]


def test_lines_that_moved_have_not_changed(repository: Path) -> None:
    (repository / "src/a.py").write_text("import os\n\n" + TWO)
    assert since(repository) == []


def test_what_is_staged_has_changed(repository: Path) -> None:
    (repository / "src/a.py").write_text(TWO.replace("class Other", "class Another"))
    git(repository, "add", "-A")
    assert since(repository) == []
    (repository / "src/a.py").write_text(TWO.replace(LENGTH, LENGTH[:-1] + " + 0\n"))
    git(repository, "add", "-A")
    assert since(repository) == ["src/a.py:10", "src/a.py:23"]


def test_next_to_lines_that_are_gone(repository: Path) -> None:
    text = FLOOR.replace(LENGTH, "        print(1)\n" + LENGTH)
    (repository / "src/a.py").write_text(text)
    commit(repository)
    (repository / "src/a.py").write_text(FLOOR)
    assert since(repository) == ["src/a.py:10"]
    (repository / "src/a.py").write_text(text.replace("        super().__init__()\n", ""))
    assert since(repository) == []


def test_new_files(repository: Path) -> None:
    (repository / "src/new.py").write_text(FLOOR)
    assert since(repository) == ["src/new.py:10"]
    git(repository, "add", "-N", "src/new.py")
    assert since(repository) == ["src/new.py:10"]
    git(repository, "add", "-A")
    assert since(repository) == ["src/new.py:10"]


def test_files_that_git_ignores_are_new_when_they_are_named(repository: Path) -> None:
    (repository / ".gitignore").write_text("hidden.py\n")
    (repository / "hidden.py").write_text(FLOOR)
    assert since(repository) == []
    assert since(repository, "HEAD", "hidden.py") == ["hidden.py:10"]


def test_renamed_files(repository: Path) -> None:
    git(repository, "mv", "src/a.py", "src/b.py")
    assert since(repository) == []
    text = (repository / "src/b.py").read_text()
    (repository / "src/b.py").write_text(text.replace(LENGTH, LENGTH[:-1] + " + 0\n", 1))
    assert since(repository) == ["src/b.py:10"]


@pytest.mark.parametrize("name", ["with space.py", 'quo"te.py', "ü.py", "tab\t.py", "back\\x.py"])
def test_odd_names(repository: Path, name: str) -> None:
    (repository / "src" / name).write_text(FLOOR)
    commit(repository)
    assert since(repository) == []
    (repository / "src" / name).write_text(FLOOR.replace(LENGTH, LENGTH[:-1] + " + 0\n"))
    changes = Changes("HEAD", [str(repository / "src" / name)])
    assert changes.touch(str(repository / "src" / name), 10, 10)
    assert not changes.touch(str(repository / "src" / name), 11, 20)
    assert len(since(repository)) == 1


def test_text_that_looks_like_a_diff(repository: Path) -> None:
    odd = "'''\n++ b/src/other.py\n@@ -1 +1,99 @@\n-- a/x\n'''\n"
    (repository / "src/other.py").write_text(FLOOR)
    (repository / "src/odd.py").write_text("\n")
    commit(repository)
    (repository / "src/odd.py").write_text(odd)
    assert since(repository) == []


def test_from_a_folder_below(repository: Path) -> None:
    (repository / "src/a.py").write_text(TWO.replace(LENGTH, LENGTH[:-1] + " + 0\n", 1))
    assert since(repository / "src") == ["a.py:10"]


def test_configured_git_makes_no_difference(repository: Path) -> None:
    for key, value in {
        "diff.noprefix": "true", "diff.mnemonicPrefix": "true", "color.ui": "always",
        "diff.interHunkContext": "50", "diff.renames": "false", "diff.context": "9",
        "diff.external": "false", "core.quotePath": "false",
    }.items():  # fmt: skip
        git(repository, "config", key, value)
    (repository / ".gitattributes").write_text("*.py -diff\n")
    text = TWO.replace(LENGTH, LENGTH[:-1] + " + 0\n", 1).replace("class Other", "class Another")
    (repository / "src/a.py").write_text(text)
    assert since(repository) == ["src/a.py:10"]


def test_the_environment_of_a_hook_makes_no_difference(repository: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "-q")
    (repository / "src/new.py").write_text(FLOOR)
    hook = {"GIT_DIR": str(other / ".git"), "GIT_INDEX_FILE": "x"}
    ran = check(repository, "--since", "HEAD", environment=hook)
    assert places(ran) == ["src/new.py:10"]


def test_a_repository_in_another(repository: Path) -> None:
    inner = repository / "inner"
    inner.mkdir()
    git(inner, "init", "-q")
    (inner / "b.py").write_text(FLOOR)
    commit(inner)
    (inner / "c.py").write_text(FLOOR)
    assert since(repository, "HEAD", "inner", "src") == ["inner/c.py:10"]


def test_notebooks_by_the_lines_of_the_file(repository: Path) -> None:
    path = repository / "src/a.ipynb"
    path.write_bytes(notebook(code("x = 1"), code(TWO)))
    commit(repository)
    assert since(repository) == []
    path.write_bytes(notebook(code("x = 1"), code(TWO.replace(LENGTH, LENGTH[:-1] + " + 0\n", 1))))
    [line] = check(repository, "--since", "HEAD").out.splitlines()
    assert line.startswith("src/a.ipynb:cell 2:10:")


def test_what_points_to_a_changed_line_counts(repository: Path) -> None:
    misspelt = CEIL.replace("__getitem__", "__get_item__")
    (repository / "src/a.py").write_text(misspelt)
    commit(repository)
    (repository / "src/a.py").write_text(misspelt.replace("item__(self, index", "item__(self, i"))
    assert since(repository) == ["src/a.py:4"]


def test_what_could_not_be_done_stays(repository: Path) -> None:
    (repository / "src/broken.py").write_text("class (")
    commit(repository)
    ran = check(repository, "src/broken.py", "--since", "HEAD")
    assert ran.code == 2
    assert "SEQ900" in ran.out


def test_after_the_baseline(repository: Path) -> None:
    (repository / "b.json").write_text('{"version": 1, "findings": {}}')
    commit(repository)
    check(repository, "--write-baseline", "--baseline", "b.json")
    (repository / "src/a.py").write_text(TWO.replace(LENGTH, LENGTH[:-1] + " + 0\n", 1))
    assert since(repository, "HEAD", "--baseline", "b.json") == []


@pytest.mark.parametrize("revision", ["nowhere", "-x", "--help", "HEAD~9", "main:src", ""])
def test_a_revision_that_is_none(repository: Path, revision: str) -> None:
    ran = check(repository, f"--since={revision}")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1
    assert f"git knows no revision '{revision}'" in ran.err


def test_outside_of_a_repository(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(FLOOR)
    ran = check(tmp_path, "--since", "HEAD")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "Error: --since: a.py is in no git repository\n"


def test_without_git(repository: Path, tmp_path: Path) -> None:
    ran = check(repository, "--since", "HEAD", environment={"PATH": str(tmp_path)})
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "Error: --since: git cannot be run: No such file or directory\n"


def test_a_repository_without_commits(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / "a.py").write_text(FLOOR)
    ran = check(tmp_path, "--since", "HEAD")
    assert ran.code == 2
    assert ran.err.count("\n") == 1


def test_standard_input_has_no_history(repository: Path) -> None:
    ran = check(repository, "-", "--since", "HEAD")
    assert ran.code == 2
    assert "--since cannot be used with standard input" in ran.err


def test_links_lead_to_the_files_themselves(repository: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    os.symlink(repository, link)
    (repository / "src/a.py").write_text(TWO.replace(LENGTH, LENGTH[:-1] + " + 0\n", 1))
    assert len(since(tmp_path, "HEAD", "link/src/a.py")) == 1
