"""Storing into lists, arrays and dicts: `x[key] = value`."""

from __future__ import annotations

from typing import Any

from sequence_lint.dryrun.machine import Machine, PathEnd
from sequence_lint.dryrun.store import deep_origin
from sequence_lint.dryrun.subscripts import slice_positions
from sequence_lint.dryrun.values import (
    NOWHERE,
    Const,
    Items,
    Mapping,
    Opaque,
    Origin,
    Ref,
    Tup,
    Value,
    Vector,
    unknown,
)
from sequence_lint.records import replace


def store_item(machine: Machine, base: Value, key: Value, value: Value, node: Any) -> None:
    """``base[key] = value``. Raises PathEnd with an IndexError that is certain."""
    machine.changes.edits.note_store(machine, base, key, value, node)
    if not isinstance(base, Ref):
        return
    cell = machine.store[base.address]
    match cell:
        case Mapping():
            machine.store[base.address] = _stored_entry(cell, key, value)
        case Vector():
            machine.store[base.address] = _stored_row(machine, cell, key, value, node)


def delete_item(machine: Machine, target: Any) -> None:
    """``del base[key]``. In a batch that is a cursor: the next one finds the list without it."""
    base, key = machine.evaluate(target.value), machine.evaluate(target.slice)
    left = NOWHERE
    if not key.origin.by_index:
        left = machine.changes.cursors.taken(machine, base, target.value, "taken")
    cell = machine.cell(base)
    if not isinstance(base, Ref) or not isinstance(cell, Vector):
        return
    if cell.rows is None or cell.loose:
        if left.deps:
            machine.store[base.address] = replace(cell, origin=cell.origin | left)
        return
    positions = slice_positions(key, len(cell.rows))
    if (
        isinstance(key, Const)
        and type(key.value) is int
        and -len(cell.rows) <= key.value < len(cell.rows)
    ):
        positions = range(key.value % len(cell.rows), key.value % len(cell.rows) + 1)
    if positions is None:
        reached = deep_origin(base, machine.store)
        machine.store[base.address] = replace(
            cell, rows=None, ids=None, source=None, origin=reached | left
        )
        return
    kept = [at for at in range(len(cell.rows)) if at not in positions]
    machine.store[base.address] = cell.pick(kept, Origin(frozenset(), key.origin.deps) | left)


def _stored_entry(cell: Mapping, key: Value, value: Value) -> Mapping:
    if isinstance(key, Const):
        try:
            return replace(cell, entries={**cell.entries, key.value: value})
        except TypeError:
            return cell
    rests = [value, key] if cell.rest is None else [value, key, cell.rest]
    return replace(cell, rest=unknown("an entry of a dict that is not known", *rests))


def _stored_row(machine: Machine, vector: Vector, key: Value, value: Value, node: Any) -> Vector:
    first = key.items[0] if isinstance(key, Tup) and key.items else key
    whole = not isinstance(key, Tup) or len(key.items) == 1
    if vector.loose:
        # Stored data that is changed in place: the rows stay the rows that they are.
        return vector
    if vector.rows is None or isinstance(vector.rows, Items):
        return replace(vector, origin=vector.origin | deep_origin(value, machine.store))
    if isinstance(first, Const) and type(first.value) is int:
        return _one_row(machine, vector, first, value, whole, node)
    positions = slice_positions(first, len(vector.rows))
    if positions is None and isinstance(first, Const) and first.value is Ellipsis:
        positions = range(len(vector.rows))
    if positions is not None:
        return _many_rows(machine, vector, positions, value, whole)
    reached = deep_origin(value, machine.store) | deep_origin(first, machine.store)
    written = tuple(
        Opaque("written at a place that is not known", row.origin, array=True)
        for row in vector.rows
    )
    return replace(vector, rows=written, origin=vector.origin | reached)


def _one_row(
    machine: Machine, vector: Vector, key: Const, value: Value, whole: bool, node: Any
) -> Vector:
    assert vector.rows is not None
    count = len(vector.rows)
    if not -count <= key.value < count:
        message = f"index {key.value} is out of range for {count} rows"
        raise PathEnd("IndexError", message, machine.at(node))
    machine.fuel.burn(1 + count // 16)
    rows = list(vector.rows)
    rows[key.value] = _written(machine, rows[key.value], value, whole)
    return replace(vector, rows=tuple(rows), source=None, ids=None, origin=_shared(vector))


def _many_rows(
    machine: Machine, vector: Vector, positions: range, value: Value, whole: bool
) -> Vector:
    assert vector.rows is not None
    rows = list(vector.rows)
    given = machine.vector(value)
    paired = given is not None and given.rows is not None and len(given.rows) == len(positions)
    for count, at in enumerate(positions):
        part = given.row(count) if paired and given is not None else value
        rows[at] = _written(machine, rows[at], part, whole)
    machine.fuel.burn(1 + len(positions))
    return replace(vector, rows=tuple(rows), source=None, ids=None, origin=_shared(vector))


def _shared(vector: Vector) -> Origin:
    """What the rows of *vector* share when they lose the identity that they had in it."""
    if vector.source is None or vector.ids is None or not isinstance(vector.rows, Items):
        return vector.origin
    return vector.origin | Origin(frozenset((vector.source, at) for at in vector.ids))


def _written(machine: Machine, before: Value, value: Value, whole: bool) -> Value:
    reached = deep_origin(value, machine.store)
    if not whole:
        reached = reached | before.origin
    if whole and isinstance(value, (Const, Opaque)):
        return value
    return Opaque("a filled row", reached, array=True)
