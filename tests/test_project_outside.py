"""What other code does to the members of a class, told by words."""

from __future__ import annotations

import pytest

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
