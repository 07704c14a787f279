"""Models of joining arrays and of taking them apart into groups."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from sequence_lint.dryrun.binding import Arguments
from sequence_lint.dryrun.calls import unknown_call
from sequence_lint.dryrun.expressions import list_source, spread_out
from sequence_lint.dryrun.machine import Machine, PathEnd
from sequence_lint.dryrun.store import cell_origin, deep_origin
from sequence_lint.dryrun.values import (
    NOWHERE,
    Const,
    Foreign,
    Opaque,
    Origin,
    Tup,
    Value,
    Vector,
)
from sequence_lint.records import replace

MAX_GROUPS = 50_000


def stack(machine: Machine, arguments: Arguments, node: Any) -> Value:
    """``np.stack(list)``: a row for each item; an empty list raises."""
    vector = rows_of(machine, arguments)
    if vector is None or vector.rows is None:
        return Opaque("an array", deep_origin(arguments.positional[0], machine.store), array=True)
    if not len(vector.rows):
        message = "need at least one array to stack"
        raise PathEnd("ValueError", message, machine.at(node))
    if axis(arguments) not in (0, None):
        return Opaque("an array", cell_origin(vector, machine.store), array=True)
    return machine.place_cell(replace(vector, kind="array", texts=(), buffer=None))


def axis(arguments: Arguments) -> int | None:
    """The axis that is asked for: None where none is written, -1 where it is unknown."""
    axis = arguments.get(1, "axis")
    if axis is None:
        return None
    return axis.value if isinstance(axis, Const) and isinstance(axis.value, int) else -1


def rows_of(machine: Machine, arguments: Arguments) -> Vector | None:
    """The parts that a joining function is given, as rows."""
    value = arguments.get(0)
    if isinstance(value, Tup):
        return Vector(value.items, "list", origin=value.origin)
    return machine.vector(value) if value is not None else None


def concatenate(machine: Machine, arguments: Arguments, node: Any) -> Value:
    """``np.concatenate([a, b])``: the rows of each after one another, along the first axis."""
    vector = rows_of(machine, arguments)
    everything = deep_origin(arguments.positional[0], machine.store)
    if vector is None or vector.rows is None:
        return Opaque("an array", everything, array=True)
    if axis(arguments) not in (0, None):
        return Opaque("an array", everything, array=True, rows=first_extent(machine, vector))
    if not len(vector.rows):
        message = "need at least one array to concatenate"
        raise PathEnd("ValueError", message, machine.at(node))
    rows: list[Value] = []
    for at in range(len(vector.rows)):
        part = machine.vector(vector.row(at))
        if part is None or part.rows is None:
            return Opaque("an array", everything, array=True)
        rows.extend(part.row(position) for position in range(len(part.rows)))
    machine.fuel.burn(1 + len(rows) // 8)
    source = list_source(machine, node)
    ids = range(len(rows)) if source is not None else None
    return machine.place_cell(Vector(tuple(rows), "array", source, ids, vector.origin))


def first_extent(machine: Machine, vector: Vector) -> int | None:
    """The number of rows of the first part, which all parts share when they stand side by side."""
    part = machine.vector(vector.rows[0]) if vector.rows else None
    return len(part.rows) if part is not None and part.rows is not None else None


def side_by_side(machine: Machine, arguments: Arguments, node: Any) -> Value:
    """``np.hstack``: the parts stand side by side, and the first tells how many rows there are."""
    vector = rows_of(machine, arguments)
    extent = first_extent(machine, vector) if vector is not None else None
    reached = deep_origin(arguments.positional[0], machine.store)
    return Opaque("an array", reached, array=True, rows=extent)


def split(machine: Machine, arguments: Arguments, node: Any) -> Value:
    """``np.split(x, edges)``: the groups between the edges."""
    vector, edges = rows_of(machine, arguments), arguments.get(1, "indices_or_sections")
    if isinstance(edges, Const):
        return array_split(machine, arguments, node)
    if vector is None and isinstance(arguments.get(0), Opaque):
        machine.need(arguments.positional[0], "collection")  # type: ignore[arg-type]
    at = spread_out(machine, edges) if edges is not None else None
    known = [edge.value for edge in at or () if isinstance(edge, Const)]
    if vector is None or vector.rows is None or at is None or len(known) != len(at):
        return unknown_call(machine, Foreign("numpy.split"), arguments, node)
    bounds = [0, *known, len(vector.rows)]
    parts = tuple(
        machine.place_cell(vector.pick(range(len(vector.rows))[lo:hi], NOWHERE))
        for lo, hi in pairwise(bounds)
    )
    return as_groups(machine, parts, deep_origin(edges, machine.store) if edges else NOWHERE, node)


def as_groups(machine: Machine, parts: tuple[Value, ...], reached: Origin, node: Any) -> Value:
    """Ready-made groups as a list of their own, of which the index can take one."""
    source = list_source(machine, node)
    ids = range(len(parts)) if source is not None else None
    shared = Origin(frozenset(), reached.deps)
    return machine.place_cell(Vector(parts, "list", source, ids, shared))


def vstack(machine: Machine, arguments: Arguments, node: Any) -> Value:
    """``np.vstack``: the rows of each part after one another; a list of single rows stays one."""
    vector = rows_of(machine, arguments)
    if vector is not None and vector.rows is not None and len(vector.rows):
        if machine.vector(vector.rows[0]) is not None:
            return concatenate(machine, arguments, node)
        return Opaque("an array", cell_origin(vector, machine.store), array=True)
    return concatenate(machine, arguments, node)


def array_only(machine: Machine, arguments: Arguments, node: Any) -> Value:
    """One array of which the rows are not known."""
    reached = NOWHERE
    for value in arguments.all():
        reached = reached | deep_origin(value, machine.store)
    return Opaque("an array", reached, array=True)


def array_split(machine: Machine, arguments: Arguments, node: Any) -> Value:
    """``np.array_split(x, k)``: k ready-made groups, sizes as even as can be."""
    vector, groups = rows_of(machine, arguments), arguments.get(1, "indices_or_sections")
    if vector is None or vector.rows is None or not isinstance(groups, Const):
        return unknown_call(machine, Foreign("numpy.array_split"), arguments, node)
    if not isinstance(groups.value, (int, float)) or not 0 < groups.value <= MAX_GROUPS:
        return unknown_call(machine, Foreign("numpy.array_split"), arguments, node)
    count, size = int(groups.value), len(vector.rows)
    bounds = [at * (size // count) + min(at, size % count) for at in range(count + 1)]
    parts = tuple(
        machine.place_cell(vector.pick(range(lo, hi), NOWHERE)) for lo, hi in pairwise(bounds)
    )
    return as_groups(machine, parts, groups.origin, node)
