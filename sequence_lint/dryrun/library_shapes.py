"""Models of functions about whole arrays of numbers: shapes, sorting, limits, equal groups."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Any

from sequence_lint.dryrun.attributes import attribute
from sequence_lint.dryrun.binding import Arguments
from sequence_lint.dryrun.library_arrays import as_array
from sequence_lint.dryrun.library_builtins import BUILTINS
from sequence_lint.dryrun.library_groups import array_only, as_groups
from sequence_lint.dryrun.library_numbers import extreme_model
from sequence_lint.dryrun.machine import Machine, PathEnd
from sequence_lint.dryrun.provenance import PUT_TOGETHER, mixes
from sequence_lint.dryrun.store import cell_origin
from sequence_lint.dryrun.values import (
    NOWHERE,
    Const,
    Opaque,
    Tup,
    Value,
    Vector,
    Whole,
    unknown,
)
from sequence_lint.records import replace

Model = Callable[[Machine, Arguments, Any], Value]


def _shape(machine: Machine, arguments: Arguments, node: Any) -> Value:
    """``np.shape(x)``."""
    given = arguments.get(0)
    return attribute(machine, given, "shape", node) if given is not None else unknown("a shape")


def _size(machine: Machine, arguments: Arguments, node: Any) -> Value:
    """``np.size(x, 0)``: the rows. Without an axis it is known for plain numbers only."""
    given, axis = arguments.get(0), arguments.get(1, "axis")
    if given is None:
        return unknown("a size")
    if isinstance(axis, Const) and axis.value == 0:
        return BUILTINS["builtins.len"](machine, Arguments([given], {}), node)
    return attribute(machine, given, "size", node)


def _limited(symbol: str) -> Model:
    """``np.minimum`` and ``np.maximum``: of two numbers, or of each in an array with another."""
    of_two = extreme_model(symbol)
    pick = min if symbol == "<" else max

    def model(machine: Machine, arguments: Arguments, node: Any) -> Value:
        for array, limit in (arguments.positional[:2], arguments.positional[1::-1]):
            vector = machine.vector(array)
            if vector is not None:
                return _with_limit(machine, vector, limit, pick, node)
        return of_two(machine, arguments, node)

    return model


def _with_limit(
    machine: Machine, vector: Vector, limit: Value, pick: Callable[..., int], node: Any
) -> Value:
    if isinstance(vector.rows, Whole) and isinstance(limit, Const) and type(limit.value) is int:
        numbers = tuple(pick(number, limit.value) for number in vector.rows.numbers)
        made = replace(vector, rows=Whole(numbers), kind="array", loose=False, texts=())
        return machine.place_cell(replace(made, origin=vector.origin | limit.origin))
    return array_only(machine, Arguments([machine.place_cell(vector), limit], {}), node)


def _clip(machine: Machine, arguments: Arguments, node: Any) -> Value:
    """``np.clip(x, low, high)``; other numbers than whole ones keep their rows only."""
    given, low, high = arguments.get(0), arguments.get(1, "a_min"), arguments.get(2, "a_max")
    vector = machine.vector(given) if given is not None else None
    if given is None or low is None or high is None:
        return array_only(machine, arguments, node)
    if vector is not None and not isinstance(vector.rows, Whole):
        return machine.place_cell(replace(vector, kind="array", texts=(), buffer=None))
    if vector is None and isinstance(given, Opaque) and given.array:
        return given
    raised = _limited(">")(machine, Arguments([given, low], {}), node)
    return _limited("<")(machine, Arguments([raised, high], {}), node)


def _sort(machine: Machine, arguments: Arguments, node: Any) -> Value:
    """``np.sort(x)``: as `sorted`, but an array."""
    ordered = BUILTINS["builtins.sorted"](machine, Arguments(arguments.positional[:1], {}), node)
    vector = machine.vector(ordered)
    if vector is None:
        return ordered
    given = machine.vector(arguments.positional[0])
    if given is not None and given.kind not in ("list", "tuple", "range"):
        return machine.place_cell(replace(vector, kind=given.kind))
    return as_array(machine, ordered, node)


def _set(machine: Machine, arguments: Arguments, node: Any) -> Value:
    """``set(numbers)``, in the order that small whole numbers have in one; else unknown."""
    given = arguments.get(0)
    vector = machine.vector(given) if given is not None else None
    if vector is None or not isinstance(vector.rows, Whole):
        return unknown("a set", *arguments.all())
    numbers = tuple(sorted(set(vector.rows.numbers)))
    made = replace(vector, rows=Whole(numbers), kind="set", texts=(), loose=False)
    return machine.place_cell(replace(made, ids=numbers if vector.ids is not None else None))


def reshaped(machine: Machine, vector: Vector, shape: list[Value], node: Any) -> Value:
    """*vector* in another shape: its own rows, or groups of its numbers; else unknown."""
    sizes = [size.value if isinstance(size, Const) else None for size in shape]
    rows = vector.rows
    if rows is not None and not len(rows) and sizes[:1] == [0] and -1 in sizes:
        message = "cannot reshape array of size 0 into shape (0, newaxis)"
        raise PathEnd("ValueError", message, machine.at(node))
    if rows is not None and len(sizes) > 1 and sizes[0] == len(rows):
        return machine.place_cell(replace(vector, kind="array", texts=()))
    if rows is not None and not len(rows) and sizes[:1] == [-1] and -1 not in sizes[1:]:
        return machine.place_cell(replace(vector, kind="array", texts=()))
    if isinstance(sizes[0], int) and mixes(machine, vector, sizes[0]):
        return _put_together(machine, vector, sizes[0])
    if isinstance(rows, Whole) and len(sizes) == 2 and sizes[0] == -1:
        if isinstance(sizes[1], int) and sizes[1] > 0:
            return _in_groups(machine, vector, sizes[1], shape[1], node)
    return Opaque("a reshaped array", cell_origin(vector, machine.store), array=True)


def _put_together(machine: Machine, vector: Vector, count: int) -> Value:
    """*vector* as so many rows, each made of as many of its own."""
    assert vector.rows is not None
    size = len(vector.rows) // count
    rows = [
        Opaque(PUT_TOGETHER, cell_origin(vector.pick(range(at, at + size), NOWHERE), machine.store))
        for at in range(0, len(vector.rows), size)
    ]
    return machine.place_cell(Vector(tuple(rows), "array", origin=NOWHERE))


def _in_groups(machine: Machine, vector: Vector, size: int, asked: Value, node: Any) -> Value:
    count = len(vector.rows or ())
    if count % size:
        message = f"cannot reshape array of size {count} into shape (-1, {size})"
        raise PathEnd("ValueError", message, machine.at(node))
    starts = range(0, count, size)
    parts = tuple(machine.place_cell(vector.pick(range(at, at + size), NOWHERE)) for at in starts)
    groups = as_groups(machine, parts, vector.origin | asked.origin, node)
    made = machine.vector(groups)
    return machine.place_cell(replace(made, kind="array")) if made is not None else groups


def _reshape(machine: Machine, arguments: Arguments, node: Any) -> Value:
    """``np.reshape(x, shape)``."""
    given, shape = arguments.get(0), arguments.get(1, "shape")
    vector = machine.vector(given) if given is not None else None
    if vector is None or shape is None or arguments.get(2, "order") is not None:
        return array_only(machine, arguments, node)
    sizes: list[Value] = [*shape.items] if isinstance(shape, Tup) else [shape]
    return reshaped(machine, vector, sizes, node)


def _squeeze(machine: Machine, arguments: Arguments, node: Any) -> Value:
    """``np.squeeze(x)``: of data before it is cut, the same rows; later a row may go."""
    if machine.phase == "batch" or not arguments.positional:
        return array_only(machine, arguments, node)
    given = arguments.positional[0]
    vector = machine.vector(given)
    if vector is None and isinstance(given, Opaque):
        return replace(given, array=True)
    if vector is None or vector.rows is None or len(vector.rows) == 1:
        return array_only(machine, arguments, node)
    return given


SHAPES: MappingProxyType[str, Model] = MappingProxyType(
    {
        "numpy.shape": _shape,
        "numpy.size": _size,
        "numpy.minimum": _limited("<"),
        "numpy.maximum": _limited(">"),
        "numpy.clip": _clip,
        "numpy.sort": _sort,
        "numpy.reshape": _reshape,
        "numpy.squeeze": _squeeze,
        "builtins.set": _set,
        "numpy.remainder": BUILTINS["numpy.mod"],
    }
)
