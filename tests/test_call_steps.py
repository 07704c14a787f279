"""The steps that a call asks for beside the length of its Sequence, from real source."""

from __future__ import annotations

from pathlib import Path

import pytest

from sequence_lint.engine import examine
from sequence_lint.source.discovery import discover

HEAD = """
import math
import keras
import numpy as np

class Gen(keras.utils.Sequence):
    def __init__(self, x, y, batch_size=16, drop_last=False):
        self.x, self.y, self.batch_size = x, y, batch_size
        self.drop_last = drop_last
        self.n = len(x)

    def __len__(self):
        if self.drop_last:
            return self.n // self.batch_size
        return math.ceil(self.n / self.batch_size)

    def __getitem__(self, i):
        rows = slice(i * self.batch_size, (i + 1) * self.batch_size)
        return self.x[rows], self.y[rows]

model = keras.Sequential()
x, y, xv, yv = load()
bs = int(input())
"""


def worked(tmp_path: Path, code: str) -> dict[str, list[tuple[int, int]]]:
    """What is asked for and what there is, by parameter, for 10/4, 8/4, 3/4 and so on."""
    (tmp_path / "main.py").write_text(HEAD + code, encoding="utf-8")
    found: dict[str, list[tuple[int, int]]] = {}
    for call in examine(discover([str(tmp_path)])).calls:
        for one in call.steps:
            found.setdefault(one.parameter, []).append((one.asked, one.length))
    return found


FLOOR = [(2, 3), (2, 2), (0, 1), (0, 1), (5, 5)]
CEIL = [(3, 3), (2, 2), (1, 1), (1, 1), (5, 5)]
SAMPLES = [(10, 3), (8, 2), (3, 1), (1, 1), (5, 5)]
FLOORS = [(2, 2), (2, 2)]  # another setting than the default one is tried on two sizes


@pytest.mark.parametrize(
    ("made", "steps", "expected"),
    [
        ("x, y, bs", "len(x) // bs", FLOOR),
        ("x, y, bs", "int(len(x) / bs)", FLOOR),
        ("x, y, bs", "int(np.floor(len(x) / bs))", FLOOR),
        ("x, y, bs", "x.shape[0] // bs", FLOOR),
        ("x, y, bs", "math.ceil(len(x) / bs)", CEIL),
        ("x, y, bs", "int(np.ceil(len(x) / float(bs)))", CEIL),
        ("x, y, bs", "(len(x) + bs - 1) // bs", CEIL),
        ("x, y, bs", "len(x)", SAMPLES),
        ("x, y, bs", "len(g)", CEIL),
        ("x, y, bs", "g.n // g.batch_size", FLOOR),
        ("x, y, bs", "g.n // bs", FLOOR),
        ("x, y, bs", "len(g.x) // bs", FLOOR),
        ("x=x, y=y, batch_size=bs", "len(x) // bs", FLOOR),
        ("x, y, 32", "len(x) // 32", FLOOR),
        ("x, y", "len(x) // 16", FLOOR),
        ("x, y, bs, drop_last=True", "len(x) // bs", FLOORS),
        ("x, y, bs, True", "len(x) // bs", FLOORS),
        ("x, y, bs, drop_last=False", "len(x) // bs", FLOOR),
        ("x, y, bs, drop_last=flag", "len(x) // bs", None),
        ("x, y, bs", "100", None),
        ("x, y, bs", "len(xv) // bs", None),
        ("x, y, bs", "len(x) // 32", None),
        ("x, y, 32", "len(x) // 16", None),
        ("x, y, 1", "len(x) // 1", None),
        ("x, y, bs", "len(x) // other", None),
        ("x, y, bs", "count(x) // bs", None),
        ("x[5:], y, bs", "len(x) // bs", None),
        ("x, y, bs", "len(x) / bs", None),
        ("*both", "len(x) // bs", None),
        ("x, y, bs", "None", None),
    ],
)
def test_steps_per_epoch(
    tmp_path: Path, made: str, steps: str, expected: list[tuple[int, int]] | None
) -> None:
    code = f"g = Gen({made})\nmodel.fit(g, steps_per_epoch={steps})\n"
    assert worked(tmp_path, code).get("steps_per_epoch") == expected


def test_through_variables(tmp_path: Path) -> None:
    code = (
        "n = len(x)\nsteps = n // bs\ng = Gen(x, y, batch_size=bs)\n"
        "model.fit(g, steps_per_epoch=steps)\n"
    )
    assert worked(tmp_path, code) == {"steps_per_epoch": FLOOR}


@pytest.mark.parametrize("between", ["x = x[5:]", "bs = bs * 2", "if y:\n    bs = 3"])
def test_another_value_under_the_same_name(tmp_path: Path, between: str) -> None:
    code = f"g = Gen(x, y, bs)\n{between}\nmodel.fit(g, steps_per_epoch=len(x) // bs)\n"
    assert worked(tmp_path, code) == {}


def test_attributes_of_one_object(tmp_path: Path) -> None:
    code = (
        "class Task:\n    def go(self):\n        g = Gen(self.x, self.y, self.bs)\n"
        "        model.fit(g, steps_per_epoch=len(self.x) // self.bs)\n"
    )
    assert worked(tmp_path, code) == {"steps_per_epoch": FLOOR}


def test_a_dictionary_of_arguments(tmp_path: Path) -> None:
    code = (
        "params = {'batch_size': 64, 'drop_last': False}\ng = Gen(x, y, **params)\n"
        "model.fit(g, steps_per_epoch=len(x) // params['batch_size'])\n"
    )
    assert worked(tmp_path, code) == {"steps_per_epoch": FLOOR}
    assert worked(tmp_path, code.replace("'drop_last'", "name")) == {}


def test_validation_has_steps_of_its_own(tmp_path: Path) -> None:
    code = (
        "t, v = Gen(x, y, bs), Gen(xv, yv, bs)\n"
        "model.fit(t, validation_data=v, steps_per_epoch=len(x) // bs,\n"
        "          validation_steps=len(xv) // bs)\n"
    )
    assert worked(tmp_path, code) == {"steps_per_epoch": FLOOR, "validation_steps": FLOOR}
    swapped = code.replace("validation_steps=len(xv)", "validation_steps=len(x)")
    assert worked(tmp_path, swapped) == {"steps_per_epoch": FLOOR}


@pytest.mark.parametrize("method", ["predict", "evaluate", "predict_generator"])
def test_steps_of_other_methods(tmp_path: Path, method: str) -> None:
    code = f"g = Gen(x, y, bs)\nmodel.{method}(g, steps=len(x) // bs)\n"
    assert worked(tmp_path, code) == {"steps": FLOOR}


def test_more_than_one_instance(tmp_path: Path) -> None:
    code = (
        "g = Gen(x, y, bs) if y else Gen(xv, yv, bs)\nmodel.fit(g, steps_per_epoch=len(x) // bs)\n"
    )
    assert worked(tmp_path, code) == {}
