"""Arrays that are allocated with the rows of a full batch, and what a shorter one could have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sequence_lint.batches import Allocation, Excerpt, Place
from sequence_lint.dryrun.excerpts import whole
from sequence_lint.dryrun.machine import Machine
from sequence_lint.dryrun.values import Tup, Value


def note_allocation(machine: Machine, node: Any, place: Place) -> None:
    """The call *node* at *place* makes the rows of a full batch, whatever is in the batch."""
    machine.allocated.append(place)
    if place not in machine.allocations:
        lengths = tuple(_lengths(machine))
        machine.allocations[place] = Allocation(place, _rows(machine, node), lengths)


def _rows(machine: Machine, node: Any) -> Excerpt | None:
    """The number of rows in ``np.empty((rows, 3))`` and its like."""
    given = [*(getattr(node, "args", None) or ())]
    named = (one.value for one in getattr(node, "keywords", None) or () if one.arg == "shape")
    shape: Any = next(iter((*given[:1], *named)), None)
    while type(shape).__name__ == "BinOp" and shape.op == "+":
        shape = shape.left
    if type(shape).__name__ in ("Tuple", "List"):
        first = shape.elts[0] if shape.elts else None
        return whole(machine.frame.module, first) if _counts(first) else None
    return whole(machine.frame.module, shape) if _counts(shape) else None


def _counts(node: Any) -> bool:
    """Whether the expression can be a number: more than a name of which nobody knows."""
    return type(node).__name__ in ("Attribute", "Name", "Const", "Call")


def _lengths(machine: Machine) -> Iterator[tuple[str, int]]:
    for name, value in machine.frame.names.items():
        length = _length(machine, value)
        if length is not None and name.isidentifier():
            yield name, length


def _length(machine: Machine, value: Value) -> int | None:
    if isinstance(value, Tup):
        return len(value.items)
    vector = machine.vector(value)
    return None if vector is None or vector.rows is None else len(vector.rows)
