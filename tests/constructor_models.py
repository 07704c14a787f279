"""Hand-made models of constructors that do something wrong, and of batches with lists in them."""

from __future__ import annotations

import rule_models as made

from sequence_lint.lifecycle import BaseCall, Constructor, Setting
from sequence_lint.model import Part, Place, SequenceClass

INIT_AT = Place(made.PATH, 8, 5, 8, 17)
CALL_AT = Place(made.PATH, 9, 9, 9, 27)
SET_AT = Place(made.PATH, 8, 9, 8, 25)
CALLED = BaseCall(CALL_AT, (), (), complete=True)


def constructed(
    reaches_base: bool | None = True,
    base_calls: tuple[BaseCall, ...] = (CALLED,),
    settings: tuple[Setting, ...] = (),
    **changes: object,
) -> SequenceClass:
    constructor = Constructor(INIT_AT, "Pairs", reaches_base, base_calls, settings)
    return made.right(constructor=constructor, **changes)


def never_called(keras: frozenset[int] = frozenset({3}), **changes: object) -> SequenceClass:
    """One for Keras 3 of which the constructor does not reach that of the base."""
    constructor = Constructor(INIT_AT, "Pairs", False, (), ())
    return made.right(constructor=constructor, keras=keras, **changes)


def early(name: str = "workers", *, counts: bool = True, before_base: bool = True) -> Setting:
    return Setting(name, f"self.{name} = 4", SET_AT, counts, before_base)


def given(*positional: str, keywords: tuple[str, ...] = (), complete: bool = True) -> BaseCall:
    return BaseCall(CALL_AT, positional, keywords, complete)


def listed(rows: made.Rows) -> Part:
    """A list of two arrays as the inputs, and one array as the labels."""
    inputs = (made.array("image", rows, text="image"), made.array("age", rows, text="age"))
    pair = Part("list", "[image, age]", parts=inputs)
    return Part("tuple", "", parts=(pair, made.array("y", rows)))


def some_faults() -> list[SequenceClass]:
    """One class for each of the rules on constructors and lists."""
    return [
        never_called(),
        constructed(settings=(early(),)),
        constructed(base_calls=(given("x", "y"),)),
        made.returning(listed),
    ]
