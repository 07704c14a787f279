"""Hand-made models of whole classes, to ask rules about without any dry run."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from sequence_lint.model import (
    Batch,
    Bound,
    Cut,
    Epoch,
    Length,
    Method,
    Part,
    Place,
    Raised,
    Returned,
    SequenceClass,
    Size,
    Use,
)
from sequence_lint.registry import load
from sequence_lint.rule import Rule

PATH = "feeding.py"
SIZES = ((10, 4), (8, 4), (3, 4), (1, 4), (5, 1))
UP_TO_IT = Bound(given=True, by_index=True, text="at + self.batch_size")
FROM_IT = Bound(given=True, by_index=True, text="at")
NOT_GIVEN = Bound(given=False, by_index=False, text="")
LENGTH_AT = Place(PATH, 11, 9, 11, 40)
CUT_AT = Place(PATH, 15, 16, 15, 30)
RETURN_AT = Place(PATH, 16, 9, 16, 30)
ALLOCATED_AT = Place(PATH, 20, 13, 20, 40)

Rows = Sequence[int]


def rule(code: str) -> Rule:
    """The built-in rule of that code."""
    found = load().find(code)
    assert found is not None, code
    return found


def use(method: str) -> Use:
    """A call of that method on a Keras model, which an instance reaches."""
    return Use(method, "x", Place(PATH, 30, 7, 30, 10), "keras", "keras")


def ceil_of(samples: int, batch: int) -> int:
    return math.ceil(samples / batch)


def floor_of(samples: int, batch: int) -> int:
    return samples // batch


def samples_of(samples: int, batch: int) -> int:
    return samples


def array(
    name: str, rows: Rows, *, text: str | None = None, buffer: Place | None = None, full: int = 0
) -> Part:
    """An array made of *rows* of the stored collection *name*; *full* rows with a *buffer*."""
    return Part(
        "array",
        f"self.{name}[at:end]" if text is None else text,
        rows=full or len(rows),
        served=((name, tuple(rows)),),
        names=(name,),
        buffer=buffer,
        blank_rows=max(full - len(rows), 0),
    )


def pair(rows: Rows) -> Part:
    return Part("tuple", "x, y", parts=(array("x", rows), array("y", rows)))


def cut(rows: Rows, samples: int, **changes: object) -> Cut:
    plain = Cut(
        source="x",
        place=CUT_AT,
        form="slice",
        start=FROM_IT,
        stop=UP_TO_IT,
        available=tuple(range(samples)),
        picked=tuple(rows),
        direct=True,
        in_loop=False,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def batch(
    index: int,
    rows: Rows,
    samples: int,
    part: Callable[[Rows], Part] = pair,
    cuts: Callable[[Rows, int], Iterable[Cut]] = lambda rows, samples: (cut(rows, samples),),
) -> Batch:
    returned = Returned(RETURN_AT, part(rows))
    return Batch(index, tuple(cuts(rows, samples)), (returned,), None, None, random=False)


def length(value: int, text: str, **changes: object) -> Length:
    plain = Length(value, None, LENGTH_AT, None, frozenset({"x"}), "batch_size" in text, text)
    return replace(plain, **changes)  # type: ignore[arg-type]


def epoch(
    size: tuple[int, int],
    count: Callable[[int, int], int],
    text: str,
    rows: Callable[[int, int, int], Rows] = lambda i, n, b: range(n)[i * b : (i + 1) * b],
    part: Callable[[Rows], Part] = pair,
    cuts: Callable[[Rows, int], Iterable[Cut]] = lambda rows, samples: (cut(rows, samples),),
    setting: tuple[tuple[str, str], ...] = (),
) -> Epoch:
    """An epoch of ``count(samples, batch)`` batches, of which number i serves ``rows(i, n, b)``."""
    samples, by = size
    number = count(samples, by)

    def made(index: int) -> Batch:
        return batch(index, rows(index, samples, by), samples, part, cuts)

    return Epoch(
        size=Size(samples, by),
        setting=setting,
        length=length(number, text),
        batches=tuple(map(made, range(number))),
        beyond=made(number),
        order="x",
        available=tuple(range(samples)),
        shuffled=False,
        unknown=None,
    )


def epochs(
    count: Callable[[int, int], int] = ceil_of,
    text: str = "math.ceil(len(self.x) / self.batch_size)",
    **how: object,
) -> tuple[Epoch, ...]:
    return tuple(epoch(size, count, text, **how) for size in SIZES)  # type: ignore[arg-type]


def sequence(run: Iterable[Epoch], **changes: object) -> SequenceClass:
    plain = SequenceClass(
        name="Pairs",
        qualname="Pairs",
        path=PATH,
        module="feeding",
        place=Place(PATH, 6, 7, 6, 12),
        chain=(),
        keras_base="keras.utils.Sequence",
        bases_known=True,
        abstract=False,
        docstring="",
        module_docstring="",
        methods=tuple(method(name) for name in ("__init__", "__len__", "__getitem__")),
        stored=("x", "y"),
        parameters=("x", "y", "batch_size"),
        flags=(),
        length_remarks=(),
        epochs=tuple(run),
        not_followed=(),
        batch_text="self.batch_size",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def method(name: str, docstring: str = "") -> Method:
    return Method(name, Place(PATH, 10, 9, 10, 16), "Pairs", docstring, inherited=False)


def floor(**changes: object) -> SequenceClass:
    return sequence(epochs(floor_of, "len(self.x) // self.batch_size"), **changes)


def counting(**changes: object) -> SequenceClass:
    return sequence(epochs(samples_of, "len(self.x)"), **changes)


def right(**changes: object) -> SequenceClass:
    return sequence(epochs(), **changes)


def returning(part: Callable[[Rows], Part], **changes: object) -> SequenceClass:
    """A class of the right length whose batches are made by *part*."""
    return sequence(epochs(part=part), **changes)


def each(run: Iterable[Epoch], **changes: object) -> tuple[Epoch, ...]:
    return tuple(replace(one, **changes) for one in run)  # type: ignore[arg-type]


def with_length(run: Iterable[Epoch], **changes: object) -> tuple[Epoch, ...]:
    return tuple(replace(one, length=replace(one.length, **changes)) for one in run)  # type: ignore[arg-type]


def raising(one: Batch, kind: str = "IndexError") -> Batch:
    raised = Raised(kind, "list index out of range", CUT_AT)
    return replace(one, returned=(), raised=raised)


def unknown_class() -> SequenceClass:
    """A class of which nothing at all could be followed."""
    nothing = Length(None, "not followed", None, None, frozenset(), False, "")
    lost = Batch(0, (), (Returned(RETURN_AT, Part("unknown", "")),), None, "not followed", False)
    run = Epoch(Size(10, None), (), nothing, (lost,), lost, "", (), False, "not followed")
    return sequence((run,), stored=(), parameters=(), batch_text="")
