"""What the fixtures claim is what Python does: their classes are run with NumPy and compared."""

from __future__ import annotations

import os

import pytest
from fixture_truth import Runnable, all_runnables, disagreements, runnables, truth

from sequence_lint.testing import read_claim


@pytest.mark.parametrize("runnable", all_runnables(), ids=lambda each: each.owner)
def test_claims_hold_when_the_class_is_run(runnable: Runnable) -> None:
    assert disagreements(runnable) == []


def test_enough_is_run() -> None:
    assert sum(bool(each.claims) for each in all_runnables()) >= 100


SOURCE = """
import numpy as np
from keras.utils import Sequence

class Gen(Sequence):
    # run: Gen(samples, labels, batch, **flags)
    def __init__(self, x, y, batch_size, floor=False):
        self.x, self.y, self.batch_size, self.floor = x, y, batch_size, floor
        self.order = np.random.permutation(len(x))
    def __len__(self):
        return len(self.x) // self.batch_size + (not self.floor)
    def __getitem__(self, idx):
        rows = self.order[idx * self.batch_size : (idx + 1) * self.batch_size]
        if len(rows) == 1:
            raise ValueError
        return {"a": self.x[rows] / 2}, [self.y[rows], None]
"""


@pytest.mark.parametrize(
    ("claim", "real"),
    [
        ("length = 0 of 10/4", "3"),
        ("length = 0 of 10/4 when floor=True", "2"),
        ("batches = - of 10/4", "0-3 | 4-7 | 8-9"),
        ("batches = - of 9/4", "0-3 | 4-7 | !ValueError"),
        ("batches = - of 8/4", "0-3 | 4-7 | -"),
        ("batches = - of 3/4 when floor=True", "none"),
        ("batches = - of 10/4 in epoch 2", "0-3 | 4-7 | 8-9"),
        ("never served = - of 10/4", "none"),
        ("never served = - of 10/4 when floor=True", "8-9"),
        ("rows = - of 10/4", "4 | 4 | 2"),
        ("returns = - of 10/4", "{a: array}, [array, none]"),
    ],
)
def test_truth_is_what_happens(tmp_path: object, claim: str, real: str) -> None:
    path = os.path.join(str(tmp_path), "gen_for_truth.py")
    with open(path, "w", encoding="utf-8") as stream:
        stream.write(SOURCE)
    (runnable,) = runnables(path, path)
    assert truth(runnable, read_claim(claim)).strip("()") == real


def test_a_false_claim_is_told_with_its_place(tmp_path: object) -> None:
    path = os.path.join(str(tmp_path), "gen_for_truth.py")
    with open(path, "w", encoding="utf-8") as stream:
        stream.write(SOURCE.replace("# run:", "# expect-model: length = 2 of 10/4\n    # run:"))
    (runnable,) = runnables(path, path)
    assert disagreements(runnable) == [f"{path}:6: Gen: length really is 3, not 2"]
