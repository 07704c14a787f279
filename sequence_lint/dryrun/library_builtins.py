"""Models of Python's builtins, `math`, and the counting half of `numpy`."""

from __future__ import annotations

import math
from collections.abc import Callable
from types import MappingProxyType
from typing import Any

from sequence_lint.dryrun.attributes import attribute, bind_member, counted, find_member
from sequence_lint.dryrun.binding import Arguments
from sequence_lint.dryrun.calls import call, unknown_call
from sequence_lint.dryrun.conditions import truth
from sequence_lint.dryrun.expressions import list_source, spread_out
from sequence_lint.dryrun.iteration import UNKNOWN_RANGE, iterate
from sequence_lint.dryrun.library_iterables import (
    enumerate_model,
    filter_model,
    map_model,
    of_kind,
    reversed_model,
    zip_model,
)
from sequence_lint.dryrun.library_numbers import (
    NARROW,
    divided_model,
    divmod_model,
    extreme_model,
    narrow_model,
    number_model,
    round_model,
    round_of_array_model,
    sum_model,
)
from sequence_lint.dryrun.machine import Machine, PathEnd
from sequence_lint.dryrun.store import deep_origin
from sequence_lint.dryrun.values import (
    NOWHERE,
    Const,
    Foreign,
    Instance,
    Mapping,
    Opaque,
    Origin,
    Ref,
    SliceOf,
    Tup,
    Value,
    Vector,
    Whole,
    origin,
    union,
    unknown,
)
from sequence_lint.records import replace

Model = Callable[[Machine, Arguments, Any], Value]
MAX_RANGE = 200_000


def _len(machine: Machine, arguments: Arguments, node: Any) -> Value:
    value = arguments.get(0)
    if value is None:
        return unknown("len of nothing")
    if isinstance(value, Tup):
        return Const(len(value.items), value.origin)
    if isinstance(value, Const):
        return _length_of_constant(machine, value, node)
    cell = machine.cell(value)
    if isinstance(cell, Instance) and isinstance(value, Ref):
        member = find_member(cell.cls, "__len__")
        if member is not None:
            asked = call(machine, bind_member(machine, value, member), Arguments([], {}), node)
            if isinstance(asked, Const) and isinstance(asked.value, float):
                message = "'float' object cannot be interpreted as an integer"
                raise PathEnd("TypeError", message, machine.at(node))
            return asked
    if isinstance(cell, Mapping) and cell.rest is None and cell.key is None:
        return Const(len(cell.entries), value.origin)
    vector = machine.vector(value)
    if vector is not None:
        return _vector_length(machine, vector, node)
    if isinstance(value, Opaque):
        machine.need(value, "collection")
        return Opaque(value.why, value.origin)
    return machine.unknown("the length of something unknown", node, value)


def _length_of_constant(machine: Machine, value: Const, node: Any) -> Value:
    if isinstance(value.value, (str, bytes)):
        return Const(len(value.value), value.origin)
    machine.pins.no_count(value.origin.deps)
    return machine.unknown("the length of something unknown", node, value)


def _vector_length(machine: Machine, vector: Vector, node: Any) -> Value:
    if vector.rows is not None:
        return Const(len(vector.rows), counted(vector))
    if vector.source is not None and not vector.origin.by_index:
        machine.need(Opaque("", key=vector.source), "collection")
    return Opaque("the length of something that could not be counted", vector.origin)


def _range(machine: Machine, arguments: Arguments, node: Any) -> Value:
    return whole_numbers(machine, arguments.positional, node, "range")


def whole_numbers(machine: Machine, bounds: list[Value], node: Any, kind: str) -> Value:
    """``range(*bounds)`` as a vector. A count of the caller is pinned where it makes an order."""
    step = bounds[2] if len(bounds) > 2 else None
    if isinstance(step, Opaque) and step.argument:
        machine.need(step, "batch")
    for bound in bounds[:2]:
        if isinstance(bound, Opaque) and bound.argument and machine.phase != "batch":
            machine.need(bound, "count")
    known = [bound.value for bound in bounds if isinstance(bound, Const)]
    if kind == "array" and known[1:] == [None]:
        return whole_numbers(machine, bounds[:1], node, kind)
    # NumPy counts in floats where it is given one, and what comes of it is mostly made whole again.
    refused = (type(None), float) if kind == "range" else (type(None),)
    if wrong := [number for number in known if isinstance(number, refused)]:
        message = f"'{type(wrong[0]).__name__}' object cannot be interpreted as an integer"
        raise PathEnd("TypeError", message, machine.at(node))
    if len(known) != len(bounds) or not bounds or not all(_is_index(n) for n in known):
        return Opaque(UNKNOWN_RANGE, union(bounds), array=True)
    try:
        numbers = range(*[int(number) for number in known])
    except ValueError:
        error = "ZeroDivisionError" if kind == "array" else "ValueError"
        raise PathEnd(error, "the step of a range is zero", machine.at(node)) from None
    if len(numbers) > MAX_RANGE:
        return machine.unknown("a range too long to follow", node, *bounds)
    return ordered(machine, numbers, union(bounds), node, kind)


def _is_index(number: Any) -> bool:
    return isinstance(number, int) or (isinstance(number, float) and number == int(number))


def ordered(
    machine: Machine, numbers: range | tuple[int, ...], reached: Origin, node: Any, kind: str
) -> Ref:
    """Whole numbers as rows; those that count samples are an order of the samples themselves."""
    counts = any(dep.startswith("n:") for dep in reached.deps)
    own = not reached.by_index and not reached.ids and (machine.phase != "batch" or counts)
    source = machine.site(node) if own else None
    ids = numbers if own else None
    if source is not None and counts:
        machine.sources.setdefault(source, tuple(numbers))
    return machine.place_cell(Vector(Whole(numbers), kind, source, ids, reached))


def _as_list(machine: Machine, arguments: Arguments, node: Any) -> Value:
    value = arguments.get(0)
    if value is None:
        source = list_source(machine, node)
        return machine.place_cell(Vector((), "list", source, range(0) if source else None))
    if isinstance(value, Tup):
        return machine.place_cell(
            Vector(value.items, "list", texts=value.texts, origin=value.origin)
        )
    if isinstance(machine.cell(value), Mapping):
        loop = iterate(machine, value, node)
        rows = tuple(loop.items) if loop.items is not None else None
        return machine.place_cell(Vector(rows, "list", list_source(machine, node)))
    vector = machine.vector(value)
    if vector is not None:
        return machine.place_cell(_own_copy(machine, vector, node))
    if isinstance(value, Opaque) and value.key is None:
        return Opaque(value.why, deep_origin(value, machine.store), array=True)
    made = unknown_call(machine, Foreign("list"), arguments, node, array=True)
    return of_kind(machine, made, "list")


def _own_copy(machine: Machine, vector: Vector, node: Any) -> Vector:
    source, ids = vector.source, vector.ids
    if source is None and isinstance(vector.rows, Whole):
        made = list_source(machine, node)
        source, ids = made, vector.rows.numbers if made is not None else None
    return replace(vector, kind="list", source=source, ids=ids, buffer=None, loose=False)


def _as_tuple(machine: Machine, arguments: Arguments, node: Any) -> Value:
    value = arguments.get(0)
    if value is None:
        return Tup(())
    rows = spread_out(machine, value)
    vector = machine.vector(value)
    if vector is not None and vector.source is not None and machine.phase != "batch":
        return machine.place_cell(replace(_own_copy(machine, vector, node), kind="tuple"))
    if rows is None or len(rows) > 64:
        if isinstance(value, Opaque) and value.key is not None:
            made = unknown_call(machine, Foreign("tuple"), arguments, node, array=True)
            return of_kind(machine, made, "tuple")
        return Opaque("a tuple of unknown length", deep_origin(value, machine.store))
    return Tup(tuple(rows), vector.texts if vector is not None else ())


def _sorted(machine: Machine, arguments: Arguments, node: Any) -> Value:
    value = arguments.positional[0]
    vector = machine.vector(value)
    if vector is not None:
        from sequence_lint.dryrun.library_methods import in_order

        return machine.place_cell(replace(in_order(vector, arguments), kind="list", buffer=None))
    return unknown_call(machine, Foreign("sorted"), arguments, node, array=True)


def _bool(machine: Machine, arguments: Arguments, node: Any) -> Value:
    value = arguments.get(0)
    known = truth(machine, value) if value is not None else False
    if known is None:
        return unknown("a condition that could not be followed", *arguments.all())
    return Const(known, value.origin if value is not None else NOWHERE)


def _some(wanted: bool) -> Model:
    def model(machine: Machine, arguments: Arguments, node: Any) -> Value:
        rows = spread_out(machine, arguments.positional[0])
        if rows is None:
            return unknown("a condition on many", *arguments.all())
        verdicts = [truth(machine, row) for row in rows]
        if wanted in verdicts:
            return Const(wanted, union(rows))
        return unknown("a condition on many", *rows) if None in verdicts else Const(not wanted)

    return model


def _getattr(machine: Machine, arguments: Arguments, node: Any) -> Value:
    base, name = arguments.get(0), arguments.get(1)
    if base is not None and isinstance(name, Const) and isinstance(name.value, str):
        return attribute(machine, base, name.value, node)
    return unknown("an attribute that is not named", *arguments.all())


def _setattr(machine: Machine, arguments: Arguments, node: Any) -> Value:
    from sequence_lint.dryrun.attributes import set_attribute

    base, name, value = arguments.positional
    if isinstance(name, Const) and isinstance(name.value, str):
        set_attribute(machine, base, name.value, value)
    return Const(None)


def _slice_object(machine: Machine, arguments: Arguments, node: Any) -> Value:
    bounds: list[Value | None] = [*arguments.positional]
    if len(bounds) == 1:
        bounds = [None, bounds[0]]
    bounds += [None] * (3 - len(bounds))
    return SliceOf(bounds[0], bounds[1], bounds[2])


def _next(machine: Machine, arguments: Arguments, node: Any) -> Value:
    reached = union([unknown("", *arguments.all())]) | origin("cursor")
    for value in arguments.positional[:1]:
        reached = reached | machine.changes.cursors.taken(machine, value, node.args[0], "next")
    return Opaque("the next item of an iterator", reached)


def _as_dict(machine: Machine, arguments: Arguments, node: Any) -> Value:
    entries: dict[Any, Value] = dict(arguments.keywords)
    value = arguments.get(0)
    if value is None:
        return machine.place_cell(Mapping(entries))
    cell = machine.cell(value)
    if isinstance(cell, Mapping):
        return machine.place_cell(replace(cell, entries={**cell.entries, **entries}))
    return machine.place_cell(Mapping(entries, unknown("an entry of a dict", value)))


def _shape_text(machine: Machine, arguments: Arguments, node: Any) -> Value:
    return Opaque("text", union([unknown("", *arguments.all())]))


def _failed(machine: Machine, arguments: Arguments, node: Any) -> Value:
    raise PathEnd("SystemExit", "the class ends the program", machine.at(node))


BUILTINS: MappingProxyType[str, Model] = MappingProxyType(
    {
        "builtins.len": _len,
        "operator.length_hint": _len,
        "builtins.range": _range,
        "builtins.xrange": _range,
        "builtins.enumerate": enumerate_model,
        "builtins.zip": zip_model,
        "builtins.min": extreme_model("<"),
        "builtins.max": extreme_model(">"),
        "numpy.min": extreme_model("<"),
        "numpy.max": extreme_model(">"),
        "numpy.amin": extreme_model("<"),
        "numpy.amax": extreme_model(">"),
        "builtins.int": number_model(int),
        "builtins.float": number_model(float),
        "builtins.abs": number_model(abs),
        "builtins.round": round_model,
        "numpy.round": round_of_array_model,
        "numpy.around": round_of_array_model,
        "builtins.divmod": divmod_model,
        "numpy.divmod": divmod_model,
        "builtins.sum": sum_model,
        "builtins.list": _as_list,
        "builtins.tuple": _as_tuple,
        "builtins.sorted": _sorted,
        "builtins.reversed": reversed_model,
        "builtins.map": map_model,
        "builtins.filter": filter_model,
        "builtins.bool": _bool,
        "builtins.any": _some(True),
        "builtins.all": _some(False),
        "builtins.getattr": _getattr,
        "builtins.setattr": _setattr,
        "builtins.next": _next,
        "builtins.slice": _slice_object,
        "numpy.s_": _slice_object,
        "builtins.dict": _as_dict,
        "collections.OrderedDict": _as_dict,
        "builtins.str": _shape_text,
        "builtins.repr": _shape_text,
        "sys.exit": _failed,
        "math.ceil": number_model(math.ceil),
        "math.floor": number_model(math.floor),
        "math.trunc": number_model(math.trunc),
        "numpy.ceil": number_model(lambda value: float(math.ceil(value))),
        "numpy.floor": number_model(lambda value: float(math.floor(value))),
        "numpy.trunc": number_model(lambda value: float(math.trunc(value))),
        "numpy.rint": number_model(lambda value: float(round(value))),
        "numpy.int": number_model(int),
        **{f"numpy.{dtype}": narrow_model(dtype) for dtype in sorted(NARROW)},
        "numpy.int32": number_model(int),
        "numpy.int64": number_model(int),
        "numpy.intp": number_model(int),
        "numpy.uint": number_model(int),
        "numpy.uint32": number_model(int),
        "numpy.uint64": number_model(int),
        "numpy.float32": number_model(float),
        "numpy.float64": number_model(float),
        "numpy.float16": number_model(float),
        "numpy.int_": number_model(int),
        "numpy.absolute": number_model(abs),
        "numpy.floor_divide": lambda machine, arguments, node: divided_model(
            machine, arguments, node, "//"
        ),
        "numpy.divide": lambda machine, arguments, node: divided_model(
            machine, arguments, node, "/"
        ),
        "numpy.true_divide": lambda machine, arguments, node: divided_model(
            machine, arguments, node, "/"
        ),
        "operator.floordiv": lambda machine, arguments, node: divided_model(
            machine, arguments, node, "//"
        ),
        "numpy.mod": lambda machine, arguments, node: divided_model(machine, arguments, node, "%"),
    }
)
