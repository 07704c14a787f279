"""What other code does to the members of a class, told by words."""

from __future__ import annotations

from collections import Counter

import pytest
from project_trees import project

from sequence_lint.project.outside import Outside


@pytest.mark.parametrize(
    "text",
    [
        "made.scale = 2",
        "made.scale += 2",
        "made.scale: float = 2",
        "made.scale, made.shift = 2, 3",
        "made.shift, made.scale = 2, 3",
        "self.inner.scale = 2",
        "Pairs.scale = 2",
        "setattr(made, 'scale', 2)",
        "for name in names: setattr(made, name, 2)\nnames = ['scale']",
        "made.__dict__.update(scale=2)",
        "vars(made)['scale'] = 2",
        "def load(self):\n    self.scale = 2\nmade.load = MethodType(load, made)",
        "with patch.object(Pairs, 'scale'): pass",
    ],
)
def test_what_may_set_an_attribute(text: str) -> None:
    assert Outside("Pairs", [text]).sets("scale")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "print(made.scale)",
        "made.scale == 2",
        "made.scale >= 2",
        "made.scales = 2",
        "scale = 2",
        "self.scale = 2",
        "setattr(self, name, 2)\nscale = 2",
        "setattr(made, 'shift', 2)",
        "make(made.scale(shift=2))",
    ],
)
def test_what_sets_none(text: str) -> None:
    assert not Outside("Pairs", [text]).sets("scale")


@pytest.mark.parametrize(
    "text",
    [
        "made.on_epoch_end()",
        "made.on_epoch_end( )",
        "run(made.on_epoch_end)",
        "self.inner.on_epoch_end()",
        "getattr(made, 'on_epoch_end')()",
    ],
)
def test_what_may_call_a_method(text: str) -> None:
    assert Outside("Pairs", ["", text]).calls("on_epoch_end")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "self.on_epoch_end()",
        "super().on_epoch_end()",
        "super(Pairs, self).on_epoch_end()",
        "callback.on_epoch_end(epoch, logs)",
        "def on_epoch_end(self): pass",
        "made.on_epoch_ends()",
    ],
)
def test_what_calls_none(text: str) -> None:
    assert not Outside("Pairs", [text]).calls("on_epoch_end")


def test_a_class_that_is_added_to() -> None:
    assert Outside("Pairs", ["Pairs.load = load"]).grows()
    assert not Outside("Pairs", ["Pairs.load == load", "MorePairs.load = load"]).grows()


def test_of_too_much_text_nothing_is_said() -> None:
    """Anything may be done where nobody has looked."""
    nowhere = Outside("Pairs", None)
    assert nowhere.sets("scale")
    assert nowhere.calls("load")
    assert nowhere.grows()


MADE = """
from keras.utils import Sequence

class Pairs{0}(Sequence):
    def load{0}(self):
        return self.scale{0}
"""


def tree(count: int) -> dict[str, str]:
    files = {f"pairs{number}.py": MADE.format(number) for number in range(count)}
    return {**files, "other.py": "made.scale7 = 2\nmade.load8()\n"}


def test_many_questions_take_few_readings() -> None:
    """What is set and called elsewhere is found, and no class costs a reading of all files."""
    read: Counter[str] = Counter()
    found = project(tree(40), read=read)
    read.clear()
    told = {
        number: found.outside(one, {f"scale{number}", f"load{number}"})
        for one in found.classes
        for number in [one.node.name.removeprefix("Pairs")]
    }
    assert [n for n, one in told.items() if one.sets(f"scale{n}")] == ["7"]
    assert [n for n, one in told.items() if one.calls(f"load{n}")] == ["8"]
    assert max(read.values()) < 20


def test_a_word_that_is_everywhere_is_no_evidence() -> None:
    """More files than can be looked through mention it."""
    files = {f"m{number}.py": "# scale0" for number in range(400)}
    found = project({**tree(1), **files})
    assert found.outside(found.classes[0], {"scale0"}).sets("scale0")
