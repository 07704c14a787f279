"""What rules are told of members, of the ways of a length and of loops that end at once."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent, indent

import pytest

from sequence_lint.engine import examine
from sequence_lint.model import SequenceClass
from sequence_lint.source.discovery import discover

HEAD = """
import abc
import math
import numpy as np
import keras


class Gen(keras.utils.Sequence):
    def __init__(self, x, y, batch_size, flag=False):
        self.x, self.y, self.batch_size, self.flag = x, y, batch_size, flag
"""
LENGTH = """
def __len__(self):
    return math.ceil(len(self.x) / self.batch_size)
"""
BATCH = """
def __getitem__(self, idx):
    part = slice(idx * self.batch_size, (idx + 1) * self.batch_size)
    return self.x[part], self.y[part]
"""


def understood(tmp_path: Path, text: str) -> dict[str, SequenceClass]:
    (tmp_path / "gen.py").write_text(text)
    return {one.name: one for one in examine(discover([str(tmp_path)])).classes}


def gen(tmp_path: Path, *methods: str, head: str = HEAD) -> SequenceClass:
    body = "\n".join(dedent(method) for method in methods)
    return understood(tmp_path, head + indent(body, "    "))["Gen"]


def length(tmp_path: Path, expression: str) -> SequenceClass:
    return gen(tmp_path, f"def __len__(self):\n    return {expression}", BATCH)


@pytest.mark.parametrize(
    ("expression", "gives"),
    [
        ("np.ceil(len(self.x) / self.batch_size)", "float"),
        ("np.floor(len(self.x) / self.batch_size)", "float"),
        ("np.round(len(self.x) / self.batch_size)", "float"),
        ("np.around(len(self.x) / self.batch_size, 1)", "float"),
        ("len(self.x) / self.batch_size", "float"),
        ("self.other / self.batch_size", "float"),
        ("np.ceil(self.other / self.batch_size) + 1", "float"),
        ("abs(np.ceil(self.other / self.batch_size))", "float"),
        ("float(self.other)", "float"),
        ("round(len(self.x) / self.batch_size, 0)", "float"),
        ("np.ceil(len(self.x) / self.batch_size).astype(float)", "float"),
        ("np.ceil(len(self.x) / self.batch_size).astype(int)", "int"),
        ("np.ceil(len(self.x) / self.batch_size).astype('int64')", "int"),
        ("np.ceil(len(self.x) / self.batch_size).astype(self.kind)", "unknown"),
        ("np.ceil(self.other / self.batch_size).astype(int)", "unknown"),
        ("int(self.other / self.batch_size)", "unknown"),
        ("math.ceil(self.other / self.batch_size)", "unknown"),
        ("np.round(len(self.x))", "int"),
        ("round(len(self.x) / self.batch_size)", "int"),
        ("np.int_(len(self.x) / self.batch_size)", "int"),
        ("self.other", "unknown"),
        ("self.other * self.batch_size", "unknown"),
        ("None", "none"),
    ],
)
def test_what_a_length_gives(tmp_path: Path, expression: str, gives: str) -> None:
    [way] = length(tmp_path, expression).epochs[0].length.ways
    assert way.gives == gives
    assert way.text == expression


@pytest.mark.parametrize(
    ("expression", "narrow"),
    [
        ("np.uint8(len(self.x) / self.batch_size)", "uint8"),
        ("int(np.int16(len(self.x) / self.batch_size)) + 1", "int16"),
        ("np.ceil(len(self.x) / self.batch_size).astype(np.uint16)", "uint16"),
        ("np.ceil(len(self.x) / self.batch_size).astype('int8')", "int8"),
        ("np.int32(len(self.x) / self.batch_size)", ""),
        ("len(self.x) // self.batch_size", ""),
    ],
)
def test_a_narrow_type_is_not_forgotten(tmp_path: Path, expression: str, narrow: str) -> None:
    assert length(tmp_path, expression).epochs[0].length.narrow == narrow


def test_each_way_that_is_left_is_told(tmp_path: Path) -> None:
    body = """
    def __len__(self):
        if ready():
            return np.ceil(len(self.x) / self.batch_size)
        if self.flag:
            return 1
    """
    ways = gen(tmp_path, body, BATCH).epochs[0].length.ways
    assert [way.gives for way in ways] == ["float", "none"]
    assert ways[1].text == ""


def test_methods_say_what_they_are(tmp_path: Path) -> None:
    one = gen(
        tmp_path,
        LENGTH,
        "@property\ndef size(self):\n    return 1",
        "def stub(self):\n    '''Nothing yet.'''",
        "def refused(self):\n    raise NotImplementedError",
        "def items(self):\n    yield 1",
        "def inner(self):\n    def own():\n        yield 1\n        return 2\n    list(own())",
    )
    said = {each.name: each for each in one.methods}
    assert [name for name, each in said.items() if each.decorated] == ["size"]
    assert [name for name, each in said.items() if each.is_stub] == ["stub", "refused"]
    assert [name for name, each in said.items() if each.is_generator] == ["items"]
    assert [name for name, each in said.items() if each.gives] == ["__len__", "size"]


def test_attributes_are_told_where_they_are_first_set(tmp_path: Path) -> None:
    one = gen(
        tmp_path,
        "def set(this):\n    this.late: int = 1\n    this.x = other.name = 2",
        "@classmethod\ndef of(cls):\n    cls.kind = 1",
    )
    assert [(each.name, each.method, each.place.line) for each in one.assigned] == [
        ("x", "__init__", 10),
        ("y", "__init__", 10),
        ("batch_size", "__init__", 10),
        ("flag", "__init__", 10),
        ("late", "set", 12),
    ]


def test_names_of_bases_are_defined_too(tmp_path: Path) -> None:
    heir = "\n\nclass Heir(Gen):\n    __getitem__ = load\n    kind = 1\n"
    found = understood(tmp_path, HEAD + indent(LENGTH, "    ") + heir)
    assert found["Heir"].defined >= {"__init__", "__len__", "__getitem__", "kind"}
    assert not found["Heir"].inherited_from
    assert found["Gen"].inherited_from
    assert "__getitem__" not in found["Gen"].defined


@pytest.mark.parametrize(
    ("above", "bases", "known"),
    [
        ("", "keras.utils.Sequence", True),
        ("", "keras.utils.Sequence, abc.ABC", True),
        ("", "keras.utils.Sequence, metaclass=abc.ABCMeta", True),
        ("", "keras.utils.Sequence, metaclass=Counted", False),
        ("", "Elsewhere, keras.utils.Sequence", False),
        ("@keras.saving.register_keras_serializable()\n", "keras.utils.Sequence", True),
        ("@dataclasses.dataclass(frozen=True)\n", "keras.utils.Sequence", True),
        ("@with_length\n", "keras.utils.Sequence", False),
    ],
)
def test_members_are_known_where_nothing_else_brings_any(
    tmp_path: Path, above: str, bases: str, known: bool
) -> None:
    head = HEAD.replace("class Gen(keras.utils.Sequence)", f"{above}class Gen({bases})")
    assert gen(tmp_path, LENGTH, head=head).members_known is known


LOOP = """
def __getitem__(self, idx):
    rows = range(idx * self.batch_size, min((idx + 1) * self.batch_size, len(self.x)))
    x, y = [], np.empty(len(rows))
    for i, k in enumerate(rows):
        {body}
    return np.array(x), y
"""
COLLECT = ["x.append(self.x[k])", "y[i] = self.y[k]"]
RETURN = "return np.array(x), y"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ([*COLLECT, RETURN], True),
        ([COLLECT[0], "return np.array(x), np.array(x)"], True),
        ([COLLECT[1], "return y, y"], True),
        (COLLECT, False),
        ([*COLLECT, f"if i == 3: {RETURN}"], False),
        (["if not k: continue", *COLLECT, RETURN], False),
        ([*COLLECT, "return self.x[rows], self.y[rows]"], False),
        (["pass", "return self.x[k], self.y[k]"], False),
    ],
)
def test_a_loop_that_ends_at_once(tmp_path: Path, body: list[str], found: bool) -> None:
    one = gen(tmp_path, LENGTH, LOOP.format(body="\n        ".join(body)))
    first = one.epochs[0].batches[0]
    assert bool(first.left_early) is found
    if found:
        assert first.left_early[0].line == 19 + len(body)
