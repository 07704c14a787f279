"""Which files an editor is told about, and what is known besides."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sequence_lint.source.discovery import opened
from sequence_lint.source.sources import Sources


def made(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name)


def told(sources: Sources) -> tuple[list[str], list[str]]:
    """The files that were asked about, and the others."""
    asked = [file.path for file in sources.asked]
    return asked, [file.path for file in sources.files if file.path not in asked]


def texts(root: Path, *names: str) -> dict[str, bytes]:
    return {str(root / name): b"typed" for name in names}


def test_what_is_open_is_asked_about_and_all_of_the_project_is_known(tmp_path: Path) -> None:
    made(tmp_path, ".git/HEAD", "a.py", "b/c.py", "d.ipynb", "e.txt")
    (sources,) = opened(texts(tmp_path, "b/c.py"))
    assert told(sources) == (["b/c.py"], ["a.py", "d.ipynb"])
    assert sources.root.folder == str(tmp_path)
    assert sources.read(str(tmp_path / "b/c.py")) == b"typed"
    assert sources.read(str(tmp_path / "a.py")) == b"a.py"


def test_each_project_is_one_by_itself(tmp_path: Path) -> None:
    made(tmp_path, "one/.git/HEAD", "one/a.py", "two/sequence-lint.toml", "two/b.py", "c.py")
    found = opened(texts(tmp_path, "one/a.py", "two/b.py"))
    assert [told(each) for each in found] == [(["a.py"], []), (["b.py"], [])]


def test_without_a_root_the_nearest_open_folder_is_the_project(tmp_path: Path) -> None:
    made(tmp_path, "one/a.py", "one/in/b.py", "two/c.py", "one/own/.git/HEAD", "one/own/d.py")
    folders = [str(tmp_path / "one"), str(tmp_path), str(tmp_path / "on")]
    (sources,) = opened(texts(tmp_path, "one/in/b.py"), folders)
    assert told(sources) == (["in/b.py"], ["a.py"])
    (sources,) = opened(texts(tmp_path, "one/in/b.py"))
    assert told(sources) == ([str(tmp_path / "one/in/b.py")], [])


@pytest.mark.parametrize(
    "name", [".venv/a.py", "build/a.py", "env/lib/site-packages/keras/a.py", "hidden/a.py"]
)
def test_what_a_walk_leaves_out_is_not_asked_about(tmp_path: Path, name: str) -> None:
    made(tmp_path, ".git/HEAD", name, "b.py")
    (tmp_path / ".gitignore").write_text("hidden\n")
    found = opened(texts(tmp_path, name, "b.py"))
    assert [told(each) for each in found] == [(["b.py"], [])]


@pytest.mark.parametrize(("name", "asked"), [("new/a.py", True), (".venv/a.py", False)])
def test_a_file_that_is_not_on_the_disk_yet(tmp_path: Path, name: str, asked: bool) -> None:
    made(tmp_path, ".git/HEAD", "b.py")
    (sources,) = opened(texts(tmp_path, name))
    assert told(sources) == ([name] if asked else [], ["b.py"])


def test_a_file_that_is_opened_by_another_name_is_known_once(tmp_path: Path) -> None:
    made(tmp_path, ".git/HEAD", "src/a.py")
    os.symlink(tmp_path / "src", tmp_path / "link")
    (sources,) = opened(texts(tmp_path, "link/a.py"))
    assert told(sources) == (["src/a.py"], [])
    (file,) = sources.asked
    assert sources.read(file.absolute) == b"typed"


def test_a_text_without_a_file_reads_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(tmp_path, "sequence-lint.toml", "a.py")
    monkeypatch.chdir(tmp_path)
    (sources,) = opened({"untitled:Untitled-1": b"typed"}, [str(tmp_path)])
    assert told(sources) == (["untitled:Untitled-1"], [])
    assert not sources.root.folder
