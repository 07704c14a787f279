"""Hand-made models of classes whose index selects the wrong samples, or too few rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import rule_models as made

from sequence_lint.model import Batch, Epoch, Part, Place, SequenceClass

TAKEN_AT = Place(made.PATH, 17, 13, 17, 30)


def selecting(rows: Callable[[int, int, int], made.Rows], **how: object) -> SequenceClass:
    """A class of the right length, of which batch i serves ``rows(i, n, b)``."""
    return made.sequence(made.epochs(rows=rows, **how))  # type: ignore[arg-type]


def overlapping() -> SequenceClass:
    return selecting(lambda i, n, b: range(n)[i : i + b])


def ending_early() -> SequenceClass:
    return selecting(lambda i, n, b: range(n)[i * b : (i + 1) * b - 1])


def changed(of: SequenceClass, change: Callable[[Epoch, Batch], Batch]) -> SequenceClass:
    """The class with *change* made of each batch of each epoch."""
    run = (replace(e, batches=tuple(change(e, b) for b in e.batches)) for e in of.epochs)
    return replace(of, epochs=tuple(run))


def raising_in_the_tail(kind: str = "IndexError") -> SequenceClass:
    def raised(epoch: Epoch, batch: Batch) -> Batch:
        short = len(epoch.serves(batch) or ()) < (epoch.size.batch or 0)
        return made.raising(batch, kind) if short else batch

    return changed(made.right(), raised)


def always_the_first() -> SequenceClass:
    """No selection by the index: every batch is made of the first samples."""
    of = selecting(lambda i, n, b: range(n)[:b], part=fixed_pair, cuts=lambda rows, samples: ())
    taken = changed(of, lambda _, batch: replace(batch, fixed=(("x", TAKEN_AT),)))
    return replace(taken, epochs=made.each(taken.epochs, order="", available=(), unknown="no cut"))


def fixed_pair(rows: made.Rows) -> Part:
    pair = made.pair(rows)
    return replace(pair, parts=tuple(replace(part, fixed=True) for part in pair.parts))


def padded(rows: made.Rows) -> Part:
    """Inputs that were filled into the rows of a full batch, with labels of as many rows."""
    x = made.array("x", rows, buffer=made.ALLOCATED_AT, full=4)
    return Part("tuple", "x, y", parts=(x, made.array("y", rows)))
