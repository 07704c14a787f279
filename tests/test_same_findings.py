"""flake8 and pylint say what `sequence-lint check` says, finding by finding."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path

import pytest
from commands import run, sequence_lint

SOME = sorted((Path(__file__).parent / "fixtures").glob("seq*.py"))[::10]

Findings = set[tuple[str, int, int, str]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with some of the fixtures."""
    made = tmp_path_factory.mktemp("fixtures")
    (made / ".git").mkdir()
    for path in SOME:
        shutil.copy(path, made)
    return made


@pytest.fixture(scope="module")
def expected(folder: Path) -> Findings:
    ran = sequence_lint("check", "--output-format", "json", cwd=folder)
    found = json.loads(ran.out)["diagnostics"]
    findings = {(each["path"], each["line"], each["column"], each["code"]) for each in found}
    assert len({code for *_, code in findings}) > len(SOME) / 2
    return findings


def in_lines(text: str) -> Findings:
    lines = re.findall(r"^(?:\./)?(\S+?):(\d+):(\d+): (SEQ\d+) ", text, re.MULTILINE)
    return {(path, int(line), int(column), code) for path, line, column, code in lines}


def test_flake8(folder: Path, expected: Findings) -> None:
    pytest.importorskip("flake8", reason="flake8 is not installed")
    ran = run([sys.executable, "-m", "flake8", "--select", "SEQ"], cwd=folder, timeout=300)
    assert in_lines(ran.out) == expected


def test_pylint(folder: Path, expected: Findings) -> None:
    pytest.importorskip("pylint", reason="pylint is not installed")
    line = [sys.executable, "-m", "pylint", "--load-plugins=sequence_lint.pylint_plugin", "-j1"]
    line += ["--disable=all", "--enable=sequence-lint", "--persistent=n", "--score=n"]
    line += ["--msg-template={path}:{line}:{column}: {msg}"]
    ran = run([*line, *(path.name for path in SOME)], cwd=folder, timeout=300)
    assert in_lines(ran.out) == {(path, row, at - 1, code) for path, row, at, code in expected}
