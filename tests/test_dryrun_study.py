"""The study of a class: what was learnt late must not cost what was known before."""

from __future__ import annotations

from pathlib import Path

import pytest

from sequence_lint.dryrun import study
from sequence_lint.dryrun.epoch import Run, again
from sequence_lint.dryrun.pins import NeedsPin, Option
from sequence_lint.engine import examine
from sequence_lint.source.discovery import discover

TEXT = """
import math
import keras


class Gen(keras.utils.Sequence):
    def __init__(self, x, y, batch_size):
        self.x, self.y, self.batch_size = x, y, batch_size

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, idx):
        part = slice(idx * self.batch_size, (idx + 1) * self.batch_size)
        return self.x[part], self.y[part]
"""


def test_a_need_of_the_second_epoch_keeps_all_sizes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gen.py").write_text(TEXT)
    asked: list[str] = []

    def asking_once(first: Run) -> Run:
        if not asked:
            asked.append("late")
            raise NeedsPin("late", "option", (Option(True), Option(False)), False)
        return again(first)

    monkeypatch.setattr(study, "again", asking_once)
    (sequence,) = examine(discover([str(tmp_path)])).classes
    default = sequence.by_setting()[0]
    assert [str(epoch.size) for epoch in default] == ["10/4", "8/4", "3/4", "1/4", "5/1"]
