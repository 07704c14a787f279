"""Hand-made models of classes whose batches hold the wrong rows, or something else than rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import rule_models as made
import selection_models as wrong

from sequence_lint.model import Part, Place, SequenceClass

Rows = made.Rows
COLLECTIONS = frozenset({"x", "y", "order"})


def traced(name: str, rows: Rows, mixed: tuple[str, ...] = ()) -> Part:
    """An array of which each row was followed to a row of the stored collection *name*."""
    part = made.array(name, rows)
    return replace(part, tracks=((name, tuple(rows)),), mixed=mixed)


def pairs(
    labels: Callable[[Rows, int], Rows], mixed: tuple[str, ...] = (), name: str = "y"
) -> SequenceClass:
    """Batches of the right inputs, with the labels of ``labels(rows, samples)`` beside them."""

    def part(rows: Rows, samples: int) -> Part:
        x, y = traced("x", rows, mixed), traced(name, labels(rows, samples))
        return Part("tuple", "x, y", parts=(x, y))

    of = wrong.changed(
        made.right(),
        lambda epoch, batch: replace(
            batch,
            returned=tuple(
                replace(one, part=part(one.part.parts[0].served[0][1], epoch.size.samples))
                for one in batch.returned
            ),
        ),
    )
    return replace(of, epochs=made.each(of.epochs, collections=COLLECTIONS))


def of_the_first_labels() -> SequenceClass:
    """The labels of the first samples beside the inputs of each batch."""
    return pairs(lambda rows, samples: range(len(rows)))


def over_samples(rows: Rows) -> Part:
    """Inputs in an array, and labels in a list with an item for each sample."""
    labels = replace(made.array("y", rows, text="labels"), kind="list")
    return Part("tuple", "x, labels", parts=(made.array("x", rows), labels))


def in_lists(**changes: object) -> SequenceClass:
    """Batches of which the labels are a list over the samples."""
    return made.returning(over_samples, **changes)


def of_one_sample(**changes: object) -> SequenceClass:
    """A row of the data for each index, and a length that counts batches."""

    def part(rows: Rows) -> Part:
        each = [replace(made.array(name, rows), rows=None, is_item=True) for name in ("x", "y")]
        return Part("tuple", "self.x[index], self.y[index]", parts=tuple(each))

    of = wrong.selecting(lambda i, n, b: range(n)[i : i + 1], part=part)
    return replace(of, **changes)  # type: ignore[arg-type]


ENCODED_AT = Place(made.PATH, 16, 30, 16, 50)


def one_hot(**changes: object) -> SequenceClass:
    """Labels that are encoded by the classes of each batch."""
    of = wrong.changed(made.right(), lambda _, batch: replace(batch, one_hot=(ENCODED_AT,)))
    return replace(of, **changes)  # type: ignore[arg-type]


def in_a_dict(**changes: object) -> SequenceClass:
    """Inputs and labels in one dict."""

    def part(rows: Rows) -> Part:
        both = (made.array("x", rows), made.array("y", rows))
        return Part("dict", "batch", keys=("image", "label"), parts=both)

    return made.returning(part, **changes)


def of_a_tensor(**changes: object) -> SequenceClass:
    """A tensor, and nothing around it."""

    def part(rows: Rows) -> Part:
        return replace(made.array("x", rows, text="images"), tensor="TensorFlow")

    return made.returning(part, **{"keras": frozenset({3}), **changes})
