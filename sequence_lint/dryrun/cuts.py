"""Which selections depend on the batch index: what is remembered of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from sequence_lint.dryrun.changes import ORDER, numbers
from sequence_lint.dryrun.machine import Machine
from sequence_lint.dryrun.values import (
    Const,
    Origin,
    SliceOf,
    Value,
    Vector,
)
from sequence_lint.model import Bound, Cut
from sequence_lint.records import replace

Form = Literal["slice", "element", "gather"]


def key_text(machine: Machine, node: Any) -> str:
    """How the key of the subscript *node* is spelt."""
    inner = getattr(node, "slice", None)
    return machine.text(inner) if inner is not None else machine.text(node)


def record_cut(
    machine: Machine,
    vector: Vector,
    form: Form,
    key: Value,
    positions: tuple[int, ...],
    node: Any,
    selector: Origin | None = None,
) -> None:
    """Remember a selection from stored data: all of it where it depends on the batch index."""
    reached = selector if selector is not None else key.origin
    if machine.phase != "batch" or vector.source is None or vector.ids is None:
        return
    if vector.origin.by_index:
        _narrow(machine, vector, form, positions, node)
        return
    if not reached.by_index:
        machine.changes.cursors.note_selection(reached.deps)
        machine.fixed.setdefault((machine.shown(vector.source), machine.at(node)))
        return
    ids = vector.ids
    start, stop = _bounds(machine, key, node)
    if isinstance(key, SliceOf) and key.step is not None:
        # A stride picks single rows all over the data; its ends say nothing about its extent.
        form = "gather"
    if vector.shuffled:
        machine.changes.shuffled.add(machine.shown(vector.source))
    machine.cut_deps |= reached.deps | vector.origin.deps
    machine.cuts.append(
        Cut(
            source=machine.shown(vector.source),
            place=machine.at(node),
            form=form,
            start=start,
            stop=stop,
            available=tuple(ids),
            picked=tuple(ids[at] for at in positions),
            direct=not reached.ids,
            in_loop=machine.frame.loops > 0,
            orders=numbers(reached.deps | vector.origin.deps, ORDER),
        )
    )


def _narrow(
    machine: Machine, vector: Vector, form: Form, positions: tuple[int, ...], node: Any
) -> None:
    """``order[:stop][start:]``: the first cut took no more than the second leaves of it.

    Only where they are one expression. What has a name may be used whole elsewhere, and a cut of it
    be a mere look (``part[:1]``).
    """
    inner = getattr(node, "value", None)
    written = (node, inner)
    if form != "slice" or any(type(each).__name__ != "Subscript" for each in written):
        return
    place, taken = machine.at(inner), tuple(vector.ids or ())
    for at in reversed(range(len(machine.cuts))):
        cut = machine.cuts[at]
        if cut.place == place and cut.picked == taken:
            machine.cuts[at] = replace(cut, picked=tuple(taken[left] for left in positions))
            return


def note_column(cuts: list[Cut], before: int, rest: Sequence[Value]) -> None:
    """The cuts since *before* were made by a key that goes on with *rest* for further axes."""
    column = rest[0] if len(rest) == 1 else None
    if isinstance(column, Const) and type(column.value) is int and column.origin.by_index:
        cuts[before:] = [replace(cut, column=column.value) for cut in cuts[before:]]


def record_unknown(machine: Machine, key: SliceOf, node: Any) -> None:
    """A slice with a bound that could not be followed: the batch cannot be told."""
    if machine.phase == "batch" and key.origin.by_index:
        machine.unknown("a slice with an end that could not be followed", node)


def _bounds(machine: Machine, key: Value, node: Any) -> tuple[Bound, Bound]:
    if not isinstance(key, SliceOf):
        bound = Bound(True, True, key_text(machine, node))
        return bound, bound
    written = getattr(node, "slice", None)
    if written is not None and type(written).__name__ == "Tuple" and written.elts:
        written = written.elts[0]
    texts = [
        machine.text(part) if (part := getattr(written, name, None)) is not None else ""
        for name in ("lower", "upper")
    ]
    return _bound(key.start, texts[0]), _bound(key.stop, texts[1])


def _bound(value: Value | None, text: str) -> Bound:
    given = value is not None and not (isinstance(value, Const) and value.value is None)
    return Bound(given, value is not None and value.origin.by_index, text if given else "")
