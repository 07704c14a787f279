"""The real flake8 tells what sequence-lint finds."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from commands import CEIL, FLOOR, Ran, run
from test_per_file import TREE, grown

pytest.importorskip("flake8", reason="flake8 is not installed")


def flake8(*arguments: str, cwd: Path, stdin: str = "") -> Ran:
    line = [sys.executable, "-m", "flake8", *arguments]
    return run(line, cwd=cwd, stdin=stdin.encode())


def seen(ran: Ran) -> list[str]:
    """``path:line:column: CODE`` for each line of the output."""
    return sorted(re.sub(r"^(?:\./)?(\S+ \w+) .*$", r"\1", line) for line in ran.out.splitlines())


FOUND = ["counts.py:10:9: SEQ101", "heir.py:6:9: SEQ102"]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return grown(tmp_path, {**TREE, "broken.py": "class A(\n", "setup.cfg": "[flake8]\n"})


@pytest.mark.parametrize("paths", [(), (".",), ("counts.py", "heir.py"), (".", "-j", "1")])
def test_findings_of_many_files(tree: Path, paths: tuple[str, ...]) -> None:
    ran = flake8("--select", "SEQ", *paths, cwd=tree)
    assert (seen(ran), ran.code, ran.err) == (FOUND, 1, "")
    assert "(with 10 samples and batches of 4, len() is 10" in ran.out


def test_a_file_alone_knows_its_project(tree: Path) -> None:
    ran = flake8("--select", "SEQ", "heir.py", cwd=tree)
    assert seen(ran) == FOUND[1:]
    (tree / "base.py").write_text(TREE["base.py"].replace("keras.utils.Sequence", "object"))
    assert flake8("--select", "SEQ", "heir.py", cwd=tree) == Ran(0, "", "")


def test_it_is_on_beside_the_checks_of_flake8(tree: Path) -> None:
    assert "sequence-lint: 0." in " ".join(flake8("--version", cwd=tree).out.split())
    found = seen(flake8("--max-line-length", "100", cwd=tree))
    assert set(FOUND) < set(found)
    assert [line for line in found if line.startswith("broken.py") and "E999" in line]


def test_options_of_flake8_hold(tree: Path) -> None:
    assert seen(flake8("--select", "SEQ", "--ignore", "SEQ1", cwd=tree)) == []
    assert seen(flake8("--select", "SEQ102", cwd=tree)) == FOUND[1:]
    heir = (tree / "heir.py").read_text()
    (tree / "heir.py").write_text(heir.replace("batch_size\n", "batch_size  # noqa: SEQ102\n"))
    assert seen(flake8("--select", "SEQ", cwd=tree)) == FOUND[:1]


def test_the_settings_of_the_project_hold(tree: Path) -> None:
    (tree / "sequence-lint.toml").write_text('ignore = ["length-counts-samples"]\n')
    assert seen(flake8("--select", "SEQ", cwd=tree)) == FOUND[1:]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_mistake_in_the_settings_is_a_line(tree: Path, jobs: str) -> None:
    (tree / "sequence-lint.toml").write_text('ingore = ["SEQ1"]\n')
    ran = flake8("--select", "SEQ,E9", "-j", jobs, cwd=tree)
    assert (ran.code, ran.err) == (1, "")
    lines = {line.partition(":1:1: ")[2] for line in ran.out.splitlines() if "SEQ900" in line}
    assert len(lines) == 1
    assert "sequence-lint.toml" in lines.pop()
    assert "E999" in ran.out


def test_text_from_standard_input(tree: Path) -> None:
    stdin = ("--select", "SEQ", "-")
    assert seen(flake8(*stdin, cwd=tree, stdin=FLOOR)) == ["stdin:10:9: SEQ102"]
    assert flake8(*stdin, cwd=tree, stdin=CEIL) == Ran(0, "", "")
    named = (*stdin, "--stdin-display-name", "heir.py")
    changed = "\n" + TREE["heir.py"]
    assert seen(flake8(*named, cwd=tree, stdin=changed)) == ["heir.py:7:9: SEQ102"]
    latin = "# coding: latin-1\n# é\n" + FLOOR
    ran = subprocess.run(
        [sys.executable, "-m", "flake8", *stdin],
        cwd=tree, input=latin.encode("latin-1"), capture_output=True, check=False,
    )  # fmt: skip
    assert ran.stdout.startswith(b"stdin:12:9: SEQ102 ")
