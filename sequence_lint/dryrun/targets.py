"""Assignment: to names, attributes, items, and tuples of them."""

from __future__ import annotations

from typing import Any

from sequence_lint.dryrun.attributes import set_attribute
from sequence_lint.dryrun.machine import Machine, PathEnd
from sequence_lint.dryrun.store import deep_origin
from sequence_lint.dryrun.stores import store_item
from sequence_lint.dryrun.values import Opaque, Tup, Value, Vector
from sequence_lint.records import replace


def assign(machine: Machine, target: Any, value: Value) -> None:
    """Bind *target*, any form that may stand left of `=`, to *value*."""
    match type(target).__name__:
        case "AssignName" | "Name":
            machine.frame.names[target.name] = value
        case "AssignAttr" | "Attribute":
            owner = machine.evaluate(target.expr)
            if machine.phase == "construct":
                machine.construction.note_setting(machine, owner, target, value)
                machine.absences.note_set(machine, target)
            machine.changes.note_assigned(machine, owner, target)
            set_attribute(machine, owner, target.attrname, value)
        case "Subscript":
            base = machine.evaluate(target.value)
            key = machine.evaluate(target.slice)
            store_item(machine, base, key, value, target)
            _absorb(machine, target.value, base, value, key)
        case "Tuple" | "List":
            _unpack(machine, target.elts, value)
        case "Starred":
            assign(machine, target.value, value)


def _absorb(machine: Machine, target: Any, base: Value, value: Value, key: Value) -> None:
    """A store into an unknown local array: what is stored is then what it is made from."""
    if not isinstance(base, Opaque) or type(target).__name__ != "Name":
        return
    if target.name in machine.frame.names:
        reached = deep_origin(value, machine.store) | deep_origin(key, machine.store)
        machine.frame.names[target.name] = replace(base, origin=base.origin | reached, key=None)


def _unpack(machine: Machine, targets: list[Any], value: Value) -> None:
    items = _items(machine, value, len(targets), _star(targets), targets[0])
    if items is None:
        for position, target in enumerate(targets):
            assign(machine, target, _part(machine, value, position))
        return
    for target, item in zip(targets, items, strict=True):
        assign(machine, target, item)


def _star(targets: list[Any]) -> int | None:
    for position, target in enumerate(targets):
        if type(target).__name__ == "Starred":
            return position
    return None


def _items(
    machine: Machine, value: Value, count: int, star: int | None, node: Any
) -> list[Value] | None:
    """The items for *count* targets; None when *value* cannot be taken apart one by one.

    Raises PathEnd where there is nothing to take apart. Other numbers that do not fit may be a
    fault of the dry run.
    """
    if isinstance(value, Tup):
        items = value.parts()
    else:
        vector = machine.vector(value)
        if vector is None or vector.rows is None or vector.loose:
            return None
        if len(vector.rows) > 64 and star is None:
            return None
        items = [vector.row(at) for at in range(len(vector.rows))]
    if star is None:
        if not items:
            message = f"not enough values to unpack (expected {count}, got 0)"
            raise PathEnd("ValueError", message, machine.at(node))
        return items if len(items) == count else None
    if len(items) < count - 1:
        return None
    taken = len(items) - count + 1
    rest: Value = machine.place_cell(Vector(tuple(items[star : star + taken]), "list"))
    return [*items[:star], rest, *items[star + taken :]]


def _part(machine: Machine, value: Value, position: int) -> Value:
    """Item *position* of something that cannot be taken apart: the same unknown each time."""
    if isinstance(value, Opaque) and value.key is not None and not value.origin.by_index:
        key = f"{value.key}[{position}]"
        return machine.named(key, value.why, argument=value.argument, reached=value.origin)
    return Opaque("a part of something unknown", deep_origin(value, machine.store))
