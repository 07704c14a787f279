"""Hand-made models of classes that lack something, or whose length or batches are of no use."""

from __future__ import annotations

from dataclasses import replace

import changing_models as changing
import constructor_models
import row_models as rows
import rule_models as made
import selection_models as wrong
import worker_models

from sequence_lint.model import (
    Assigned,
    Epoch,
    Lacking,
    Length,
    Part,
    Place,
    SequenceClass,
    Signature,
    Use,
    Way,
)

KERAS_3 = frozenset({3})
KERAS_2 = frozenset({2})
OTHER_WAY_AT = Place(made.PATH, 9, 13, 9, 40)
EARLY_AT = Place(made.PATH, 18, 13, 18, 30)


def some_faults() -> list[SequenceClass]:
    """One class for each of the rules that the models of `rule_models` leave silent."""
    return [
        one_too_many(),
        of_float(),
        lacking("__len__"),
        giving_nothing(),
        of_batch_size(),
        plain_num_batches(),
        made.returning(four),
        without_batch(),
        generator(),
        made.returning(inputs_and_none),
        left_early(),
        lacking("__getitem__"),
        wrong.overlapping(),
        wrong.ending_early(),
        wrong.raising_in_the_tail(),
        wrong.always_the_first(),
        made.returning(wrong.padded),
        hook_of("on_epoch_end", Signature("taken", ("epoch",), ("logs",))),
        without("order"),
        without("order", during="construction", why="later"),
        with_uncalled("on_epoch_finish"),
        rows.of_the_first_labels(),
        rows.in_lists(),
        rows.of_one_sample(),
        rows.one_hot(),
        rows.in_a_dict(),
        rows.of_a_tensor(),
        *constructor_models.some_faults(),
        *worker_models.some_faults(),
        *changing.some_faults(),
    ]


def one_too_many(**changes: object) -> SequenceClass:
    text = "len(self.x) // self.batch_size + 1"
    return made.sequence(made.epochs(lambda n, b: n // b + 1, text), **changes)


def lengths(run: tuple[Epoch, ...], **changes: object) -> tuple[Epoch, ...]:
    """The epochs with another length; what is a function in *changes* is given the old one."""

    def changed(length: Length) -> Length:
        now = {k: v(length) if callable(v) else v for k, v in changes.items()}
        return replace(length, **now)  # type: ignore[arg-type]

    return tuple(replace(one, length=changed(one.length)) for one in run)


def ways(*gives: str) -> tuple[Way, ...]:
    at = (made.LENGTH_AT, OTHER_WAY_AT)
    return tuple(Way(place, kind, "self.count()") for place, kind in zip(at, gives, strict=False))  # type: ignore[arg-type]


def of_float(*gives: str, **changes: object) -> SequenceClass:
    run = made.epochs(text="np.ceil(len(self.x) / self.batch_size)")
    value = {"value": lambda length: float(length.value)}
    return made.sequence(lengths(run, ways=ways(*gives or ("float",)), **value), **changes)


def giving_nothing(*gives: str, **changes: object) -> SequenceClass:
    run = made.epochs(text="")
    given = ways(*gives or ("none",))
    run = lengths(run, value=None, unknown="the length is not a number", ways=given)
    return made.sequence(run, **changes)


def of_batch_size(**changes: object) -> SequenceClass:
    run = made.epochs(lambda n, b: b, "self.batch_size")
    return made.sequence(lengths(run, counts=frozenset()), **changes)


def lacking(name: str, /, **changes: object) -> SequenceClass:
    """A class of which all members are known, and *name* is none of them."""
    names = [each for each in ("__init__", "__len__", "__getitem__") if each != name]
    plain = made.sequence(
        (),
        methods=tuple(map(made.method, names)),
        defined=frozenset(names),
        members_known=True,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def hook_of(name: str, signature: Signature | None, **changes: object) -> SequenceClass:
    """A class that takes these arguments in that method."""
    method = replace(made.method(name), signature=signature)
    return replace(made.right(methods=(method,), bases_known=True), **changes)  # type: ignore[arg-type]


def without(name: str, /, **about: object) -> SequenceClass:
    """A class whose batches need an attribute of that name, which nothing sets."""
    read = Lacking(name, OTHER_WAY_AT, "Pairs", "__getitem__", "batch", "never", True)
    read = replace(read, **about)  # type: ignore[arg-type]
    constructor = constructor_models.constructed().constructor
    return replace(lacking(""), lacking=(read,), constructor=constructor)


def with_uncalled(name: str, **changes: object) -> SequenceClass:
    """A class with a method of that name, which nothing calls."""
    methods = (made.method(name),)
    plain = made.right(methods=methods, members_known=True, uncalled=(name,))
    return replace(plain, **changes)  # type: ignore[arg-type]


def plain_num_batches(**changes: object) -> SequenceClass:
    names = ("__init__", "num_batches", "__getitem__")
    methods = tuple(map(made.method, names))
    plain = made.right(methods=methods, members_known=True, keras=KERAS_3, defined=frozenset(names))
    return replace(plain, **changes)  # type: ignore[arg-type]


def assigning(name: str, **changes: object) -> SequenceClass:
    assigned = (Assigned(name, OTHER_WAY_AT, "__init__"),)
    plain = made.right(assigned=assigned, members_known=True, keras=KERAS_3)
    return replace(plain, **changes)  # type: ignore[arg-type]


def four(rows: made.Rows) -> Part:
    names = ("image", "text", "age", "label")
    return Part("tuple", "", parts=tuple(made.array(n, rows, text=n) for n in names))


def inputs_and_none(rows: made.Rows) -> Part:
    return Part("tuple", "x, None", parts=(made.array("x", rows), Part("none", "None")))


def pair_and_none(rows: made.Rows) -> Part:
    parts = (made.array("x", rows), made.array("y", rows), Part("none", "None"))
    return Part("tuple", "x, y, None", parts=parts)


def nothing(rows: made.Rows) -> Part:
    return Part("none", "")


def without_batch(**changes: object) -> SequenceClass:
    return made.returning(nothing, **changes)


def generator(**changes: object) -> SequenceClass:
    served = replace(made.method("__getitem__"), is_generator=True)
    return made.sequence((), methods=(made.method("__len__"), served), **changes)


def left_early(**changes: object) -> SequenceClass:
    run = made.epochs(rows=lambda i, n, b: range(n)[i * b : i * b + 1])
    early = tuple(
        replace(one, batches=tuple(replace(b, left_early=(EARLY_AT,)) for b in one.batches))
        for one in run
    )
    return made.sequence(early, **changes)


def use(method: str) -> Use:
    return Use(method, "x", Place(made.PATH, 40, 7, 40, 10))
