"""What docs/suppression.md shows of comments, baselines and --since is what happens."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from commands import COUNTS, FLOOR, Ran, environment, sequence_lint
from test_readme import readme

PAGE = (Path(__file__).parent.parent / "docs" / "suppression.md").read_text(encoding="utf-8")
BLOCKS = readme().blocks(PAGE)
RETURN = "        return len(self.x) // self.batch_size\n"


def texts(language: str) -> list[str]:
    return [block.text for block in BLOCKS if block.language == language]


def said(console: str, cwd: Path) -> tuple[Ran, str]:
    """What the one command of a console block does, and what the page says that it prints."""
    line, _, printed = console.partition("\n")
    program, *arguments = shlex.split(line.removeprefix("$ "))
    assert program == "sequence-lint"
    return sequence_lint(*arguments, cwd=cwd), printed


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for path, text in (("src/floor.py", FLOOR), ("tests/counts.py", COUNTS)):
        (tmp_path / path).parent.mkdir()
        (tmp_path / path).write_text(text)
    return tmp_path


def test_the_comments_silence(tmp_path: Path) -> None:
    [block] = texts("python")
    assert RETURN in FLOOR
    for number, line in enumerate(block.splitlines()):
        (tmp_path / f"gen{number}.py").write_text(FLOOR.replace(RETURN, f"        {line}\n"))
    (tmp_path / "plain.py").write_text(FLOOR)
    ran = sequence_lint("check", "--select", "SEQ102", "--output-format", "concise", cwd=tmp_path)
    assert [line.partition(":")[0] for line in ran.out.splitlines()] == ["plain.py"]


def test_comments_are_added(tree: Path) -> None:
    added, _, _ = texts("console")
    ran, printed = said(added, tree)
    assert (ran.code, ran.err + ran.out) == (0, printed)
    written = (tree / "src/floor.py").read_text()
    assert re.search(r"puts `(.+?)` behind", PAGE)[1] in written  # type: ignore[index]


def test_the_baseline_is_written_and_read(tree: Path) -> None:
    _, wrote, _ = texts("console")
    ran, printed = said(wrote, tree)
    assert (ran.code, ran.err + ran.out) == (0, printed)
    [baseline] = texts("json")
    assert json.loads((tree / "sequence-lint-baseline.json").read_text()) == json.loads(baseline)
    assert sequence_lint("check", cwd=tree).code == 1
    [stated] = texts("toml")
    (tree / "pyproject.toml").write_text(stated)
    assert sequence_lint("check", cwd=tree).code == 0


def test_only_what_changed_is_reported(tree: Path) -> None:
    if shutil.which("git") is None:
        pytest.skip("git is needed")

    def git(*arguments: str) -> None:
        names = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        subprocess.run(["git", *names, *arguments], cwd=tree, check=True, env=environment())

    git("init", "--quiet", "--initial-branch", "main")
    git("add", ".")
    git("commit", "--quiet", "-m", "all")
    _, _, since = texts("console")
    assert said(since, tree)[0].code == 0
    counts = tree / "tests" / "counts.py"
    counts.write_text(COUNTS.replace("return len(self.x)", "return len(self.y)"))
    ran, printed = said(since, tree)
    assert printed == ""
    assert ran.code == 1
    assert "tests/counts.py" in ran.out
    assert "src/floor.py" not in ran.out
