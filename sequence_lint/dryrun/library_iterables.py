"""Models of what goes over collections item by item: `zip`, `enumerate`, `map` and their kin."""

from __future__ import annotations

from typing import Any

from sequence_lint.dryrun.attributes import counted
from sequence_lint.dryrun.binding import Arguments
from sequence_lint.dryrun.calls import call
from sequence_lint.dryrun.expressions import list_source
from sequence_lint.dryrun.iteration import iterate
from sequence_lint.dryrun.machine import Machine
from sequence_lint.dryrun.store import deep_origin
from sequence_lint.dryrun.values import (
    NOWHERE,
    PLACE,
    Const,
    Opaque,
    Origin,
    Ref,
    Tup,
    Value,
    Vector,
    origin,
    union,
    unknown,
)
from sequence_lint.records import replace


def of_kind(machine: Machine, value: Value, kind: str) -> Value:
    """*value*, which is a list, or whatever *kind* says, if it turned out to be a collection."""
    vector = machine.vector(value)
    return value if vector is None else machine.place_cell(replace(vector, kind=kind))


def enumerate_model(machine: Machine, arguments: Arguments, node: Any) -> Value:
    """``enumerate``: pairs of a position and an item."""
    start = arguments.get(1, "start")
    first = start.value if isinstance(start, Const) else 0
    loop = iterate(machine, arguments.positional[0], node)
    if loop.items is None:
        pair = Tup((Opaque("a position", loop.element.origin.without_index()), loop.element))
        return _endless(machine, pair)
    place = _place_in_batch(machine, loop.items)
    pairs = [Tup((Const(first + at, place), item)) for at, item in enumerate(loop.items)]
    return machine.place_cell(Vector(tuple(pairs), "list"))


def _place_in_batch(machine: Machine, items: list[Value]) -> Origin:
    """What the numbers of items that the index selected come from."""
    if machine.phase != "batch" or not items or not deep_origin(items[0], machine.store).by_index:
        return NOWHERE
    return origin(PLACE)


def _endless(machine: Machine, element: Value) -> Ref:
    """An iterable of unknown length, of which *element* stands for each item."""
    return machine.place_cell(Vector(None, "list", origin=deep_origin(element, machine.store)))


def zip_model(machine: Machine, arguments: Arguments, node: Any) -> Value:
    """``zip``: as many tuples as the shortest has items."""
    loops = [iterate(machine, value, node) for value in arguments.positional]
    if any(loop.items is None for loop in loops):
        return _endless(machine, unknown("items of something unknown", *arguments.positional))
    rows = [loop.items for loop in loops if loop.items is not None]
    if _is_one_iterator(machine, arguments.positional):
        # Each round takes as many items as the same iterator stands there times.
        rows = [items[at :: len(rows)] for at, items in enumerate(rows)]
    pairs = tuple(Tup(items) for items in zip(*rows, strict=False))
    source = list_source(machine, node)
    ids = range(len(pairs)) if source is not None else None
    deps = {dep for value in arguments.positional for dep in _counts(machine, value)}
    return machine.place_cell(
        Vector(pairs, "list", source, ids, Origin(frozenset(), frozenset(deps)))
    )


def _is_one_iterator(machine: Machine, values: list[Value]) -> bool:
    vector = machine.vector(values[0]) if len(values) > 1 else None
    if vector is None or vector.kind != "iterator":
        return False
    return len({value.address for value in values if isinstance(value, Ref)}) == 1


def _counts(machine: Machine, value: Value) -> frozenset[str]:
    vector = machine.vector(value)
    return counted(vector).deps if vector is not None else frozenset()


def reversed_model(machine: Machine, arguments: Arguments, node: Any) -> Value:
    """``reversed``."""
    vector = machine.vector(arguments.positional[0])
    if vector is None or vector.rows is None:
        return unknown("items in reverse", *arguments.positional)
    positions = range(len(vector.rows) - 1, -1, -1)
    return machine.place_cell(vector.pick(positions, NOWHERE))


def map_model(machine: Machine, arguments: Arguments, node: Any) -> Value:
    """``map`` of one function over one collection."""
    if len(arguments.positional) != 2:
        return unknown("items of something unknown", *arguments.positional)
    function, over = arguments.positional
    loop = iterate(machine, over, node)
    if loop.items is None:
        return _endless(machine, loop.element)
    machine.frame.loops += 1
    try:
        made = tuple(call(machine, function, Arguments([item], {}), node) for item in loop.items)
    finally:
        machine.frame.loops -= 1
    vector = machine.vector(over)
    deps = counted(vector) if vector is not None else NOWHERE
    source = list_source(machine, node)
    ids = range(len(made)) if source is not None else None
    return machine.place_cell(Vector(made, "list", source, ids, deps))


def filter_model(machine: Machine, arguments: Arguments, node: Any) -> Value:
    """``filter``: a collection of unknown length."""
    source = list_source(machine, node)
    if source is not None and source in machine.pins.collections:
        return machine.collection(source)
    reached = union([unknown("", *arguments.positional)])
    return machine.place_cell(Vector(None, "list", source, origin=reached))
