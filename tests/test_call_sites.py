"""Calls from files on disk to diagnostics: one file or all, in any number of processes."""

from __future__ import annotations

from pathlib import Path

import pytest

from sequence_lint import lint_paths
from sequence_lint.engine import examine, lint
from sequence_lint.settings import Settings
from sequence_lint.source.discovery import discover

FEED = """import math
import keras

class Feed(keras.utils.PyDataset):
    def __init__(self, x, y, size):
        super().__init__()
        self.x, self.y, self.size = x, y, size

    def __len__(self):
        return math.ceil(len(self.x) / self.size)

    def __getitem__(self, i):
        rows = slice(i * self.size, (i + 1) * self.size)
        return self.x[rows], self.y[rows]

def feed(x, y):
    return Feed(x, y, 32)
"""
TRAIN = """import feeding
import nets

def run(x, y):
    nets.build().fit(feeding.feed(x, y), y)
"""
NETS = """import keras

def build():
    return keras.Sequential()
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text("[tool.sequence-lint]\n", encoding="utf-8")
    for name, text in {"feeding": FEED, "train": TRAIN, "nets": NETS}.items():
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    return tmp_path


def found(*paths: Path, jobs: int = 1) -> list[tuple[str, str, int, int]]:
    diagnostics = lint_paths(paths, jobs=jobs)
    return [(one.code, Path(one.path).name, one.line, one.column) for one in diagnostics]


def test_a_call_in_another_file_than_the_class(tree: Path) -> None:
    assert found(tree) == [("SEQ601", "train.py", 5, 18)]


def test_the_file_of_the_call_alone(tree: Path) -> None:
    assert found(tree / "train.py") == found(tree)


@pytest.mark.parametrize("name", ["feeding.py", "nets.py"])
def test_the_other_files_alone(tree: Path, name: str) -> None:
    assert found(tree / name) == []


def test_any_order_and_any_number_of_processes(tree: Path) -> None:
    files = sorted(tree.glob("*.py"))
    assert found(*files) == found(*reversed(files)) == found(tree, jobs=2) == found(tree)


def test_what_the_class_and_the_call_know(tree: Path) -> None:
    understood = examine(discover([str(tree)]))
    (sequence,) = understood.classes
    (use,) = sequence.uses
    assert (use.method, use.parameter, use.model, use.training) == ("fit", "x", "keras", "keras")
    assert sequence.instantiated
    (call,) = understood.calls
    assert call.classes == (sequence,)
    assert call.place == use.place
    assert [one.spelt() for one in call.arguments] == ["`x=feeding.feed(x, y)`", "`y=y`"]
    assert call.settled


def test_a_class_that_nobody_makes(tree: Path) -> None:
    (tree / "train.py").unlink()
    (tree / "feeding.py").write_text(FEED.partition("def feed")[0], encoding="utf-8")
    (sequence,) = examine(discover([str(tree)])).classes
    assert not sequence.instantiated
    assert not sequence.uses


def test_a_call_in_a_notebook(tree: Path) -> None:
    cell = '"import feeding, nets\\n", "nets.build().fit(feeding.feed(x, y), y)"'
    text = f'{{"cells": [{{"cell_type": "code", "source": [{cell}]}}], "nbformat": 4}}'
    (tree / "train.py").unlink()
    (tree / "train.ipynb").write_text(text, encoding="utf-8")
    (diagnostic,) = lint(discover([str(tree)]), Settings()).diagnostics
    assert (diagnostic.code, diagnostic.cell, diagnostic.line) == ("SEQ601", 1, 2)
