"""What a loop goes over: the items one by one, or one item that stands for all of them."""

from __future__ import annotations

from typing import Any

from sequence_lint.dryrun.machine import Machine
from sequence_lint.dryrun.store import deep_origin
from sequence_lint.dryrun.values import (
    Const,
    Mapping,
    Opaque,
    Origin,
    Tup,
    Value,
    Vector,
    unknown,
)
from sequence_lint.records import dataclass

UNKNOWN_RANGE = "a range of unknown extent"


@dataclass(frozen=True, slots=True)
class Loop:
    """``items`` is None when their number is unknown; ``element`` then stands for each."""

    items: list[Value] | None
    element: Value


def iterate(machine: Machine, value: Value, node: Any) -> Loop:
    """What ``for … in value`` goes over. An unknown that is iterated becomes a collection."""
    match value:
        case Tup():
            return Loop(value.parts(), Const(None))
        case Const(value=str()):
            return Loop([Const(letter, value.origin) for letter in value.value], Const(None))
        case Opaque():
            return _over_unknown(machine, value, node)
    cell = machine.cell(value)
    if isinstance(cell, Mapping):
        keys: list[Value] = [Const(key) for key in cell.entries]
        if cell.rest is None:
            return Loop(keys, Const(None))
        return Loop(None, unknown("a key of a dict", cell.rest))
    vector = machine.vector(value)
    if vector is not None:
        return _over_vector(machine, vector, node)
    reached = deep_origin(value, machine.store)
    return Loop(None, Opaque("an item of something unknown", reached))


def _over_unknown(machine: Machine, value: Opaque, node: Any) -> Loop:
    if machine.phase == "construct":
        machine.need(value, "collection")
    machine.unknown("a loop over something of unknown length", node)
    return Loop(None, Opaque("an item of something unknown", value.origin))


def _over_vector(machine: Machine, vector: Vector, node: Any) -> Loop:
    if vector.rows is None:
        if (
            vector.source is not None
            and not vector.origin.by_index
            and machine.phase == "construct"
        ):
            machine.need(Opaque("", key=vector.source), "collection")
        machine.unknown("a loop over something of unknown length", node)
        reached = Origin(vector.origin.ids, vector.origin.deps)
        return Loop(None, Opaque("an item of something unknown", reached))
    machine.fuel.burn(1 + len(vector.rows) // 4)
    return Loop([vector.row(at) for at in range(len(vector.rows))], Const(None))
