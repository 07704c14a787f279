"""Models of methods: of lists, arrays, frames, dicts, random generators and unknowns."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Any

from sequence_lint.dryrun.attributes import counted
from sequence_lint.dryrun.binding import Arguments
from sequence_lint.dryrun.calls import extend, unknown_call
from sequence_lint.dryrun.changes import unshuffled
from sequence_lint.dryrun.library_arrays import ARRAYS, taken
from sequence_lint.dryrun.library_iterables import of_kind
from sequence_lint.dryrun.library_random import made_random, reordered
from sequence_lint.dryrun.library_shapes import reshaped
from sequence_lint.dryrun.machine import Machine, PathEnd
from sequence_lint.dryrun.store import cell_origin, deep_origin
from sequence_lint.dryrun.subscripts import select
from sequence_lint.dryrun.tensors import as_numpy
from sequence_lint.dryrun.values import (
    NOWHERE,
    Const,
    Mapping,
    Opaque,
    Origin,
    Ref,
    Tup,
    Value,
    Vector,
    Whole,
    origin,
    tainted,
    union,
    unknown,
)
from sequence_lint.records import replace

ListModel = Callable[[Machine, Ref, Vector, Arguments, Any], Value]
VectorModel = Callable[[Machine, Vector, Arguments, Any], Value]
MappingModel = Callable[[Machine, Ref, Mapping, Arguments, Any], Value]

RANDOM_NAMES = ("rng", "random", "rand")


def _append(machine: Machine, ref: Ref, cell: Vector, arguments: Arguments, node: Any) -> Value:
    if cell.kind != "list":
        return unknown_call(machine, ref, arguments, node)
    added = arguments.get(0) or Const(None)
    if cell.loose:
        return Const(None)
    if cell.rows is None:
        reached = cell.origin | deep_origin(added, machine.store)
        machine.store[ref.address] = machine.uncounted(cell, reached)
        return Const(None)
    extend(machine, ref, cell, Tup((added,)))
    return Const(None)


def _extend(machine: Machine, ref: Ref, cell: Vector, arguments: Arguments, node: Any) -> Value:
    extend(machine, ref, cell, arguments.get(0) or Tup(()))
    return Const(None)


def _pop(machine: Machine, ref: Ref, cell: Vector, arguments: Arguments, node: Any) -> Value:
    """Taking an item out. In a batch that is a cursor: it depends on the calls before."""
    at = arguments.get(0)
    left = machine.changes.cursors.taken_by_method(machine, ref, "pop", arguments, node)
    if machine.phase == "batch" and not cell.origin.by_index and cell.source is not None:
        machine.store[ref.address] = replace(cell, rows=None, ids=None)
        return Opaque("taken from a list that shrinks", origin("cursor") | left)
    if left.deps:
        return Opaque("taken from a list that shrinks", left | deep_origin(ref, machine.store))
    if cell.rows is None or cell.loose or not (at is None or isinstance(at, Const)):
        return Opaque("an item of a list", deep_origin(ref, machine.store))
    position = at.value if isinstance(at, Const) else -1
    count = len(cell.rows)
    if not isinstance(position, int) or not -count <= position < count:
        raise PathEnd("IndexError", "pop from an empty list", machine.at(node))
    taken = cell.row(position)
    kept = [row for row in range(count) if row != position % count]
    machine.store[ref.address] = cell.pick(kept, NOWHERE)
    return taken


def _clear(machine: Machine, ref: Ref, cell: Vector, arguments: Arguments, node: Any) -> Value:
    ids = range(0) if cell.source is not None else None
    machine.store[ref.address] = replace(cell, rows=(), ids=ids, texts=())
    return Const(None)


def _unordered(machine: Machine, ref: Ref, cell: Vector, arguments: Arguments, node: Any) -> Value:
    """``list.sort``: whole numbers in their order, other samples in one that is not known."""
    machine.store[ref.address] = in_order(cell, arguments)
    return Const(None)


def in_order(vector: Vector, arguments: Arguments) -> Vector:
    """*vector* sorted; where the order of its rows cannot be known, it is any order of them."""
    backwards = arguments.keywords.get("reverse", Const(False))
    known = isinstance(vector.rows, Whole) and "key" not in arguments.keywords
    if not known or not isinstance(vector.rows, Whole) or not isinstance(backwards, Const):
        return replace(vector, shuffled=True)
    numbers = vector.rows.numbers
    order = sorted(range(len(numbers)), key=numbers.__getitem__, reverse=bool(backwards.value))
    made = vector.pick(order, NOWHERE)
    return replace(made, shuffled=False, loose=vector.loose, origin=unshuffled(made.origin))


def _turned(machine: Machine, ref: Ref, cell: Vector, arguments: Arguments, node: Any) -> Value:
    """``list.reverse``."""
    if cell.rows is not None:
        turned = cell.pick(range(len(cell.rows) - 1, -1, -1), NOWHERE)
        machine.store[ref.address] = replace(turned, loose=cell.loose)
    return Const(None)


def _insert(machine: Machine, ref: Ref, cell: Vector, arguments: Arguments, node: Any) -> Value:
    at, added = arguments.get(0), arguments.get(1)
    if cell.rows is None or cell.loose or not isinstance(at, Const) or added is None:
        return _lost(machine, ref, cell)
    rows = [cell.row(position) for position in range(len(cell.rows))]
    rows.insert(at.value if isinstance(at.value, int) else len(rows), added)
    machine.store[ref.address] = replace(cell, rows=tuple(rows), source=None, ids=None, texts=())
    return Const(None)


def _remove(machine: Machine, ref: Ref, cell: Vector, arguments: Arguments, node: Any) -> Value:
    wanted = arguments.get(0)
    if isinstance(cell.rows, Whole) and isinstance(wanted, Const) and not cell.loose:
        numbers = tuple(cell.rows.numbers)
        if wanted.value in numbers:
            gone = numbers.index(wanted.value)
            kept = [at for at in range(len(numbers)) if at != gone]
            machine.store[ref.address] = cell.pick(kept, NOWHERE)
            return Const(None)
    return _lost(machine, ref, cell)


def _lost(machine: Machine, ref: Ref, cell: Vector) -> Value:
    """The list has from now on a number of rows that nobody knows, and is no collection."""
    reached = deep_origin(ref, machine.store)
    machine.store[ref.address] = replace(
        cell, rows=None, ids=None, source=None, origin=reached, texts=(), loose=False
    )
    return Const(None)


LIST_METHODS: MappingProxyType[str, ListModel] = MappingProxyType(
    {
        "append": _append,
        "extend": _extend,
        "insert": _insert,
        "pop": _pop,
        "remove": _remove,
        "clear": _clear,
        "sort": _unordered,
        "reverse": _turned,
    }
)


def _same(machine: Machine, vector: Vector, arguments: Arguments, node: Any) -> Value:
    return machine.place_cell(replace(vector, texts=(), buffer=None))


def _as_list(machine: Machine, vector: Vector, arguments: Arguments, node: Any) -> Value:
    return machine.place_cell(replace(vector, kind="list", texts=(), buffer=None))


def _typed(machine: Machine, vector: Vector, arguments: Arguments, node: Any) -> Value:
    return machine.place_cell(replace(vector, kind="array", texts=()))


def _renumbered(machine: Machine, vector: Vector, arguments: Arguments, node: Any) -> Value:
    """The same rows with other numbers in them, which are not computed."""
    rows = vector.rows
    if isinstance(rows, Whole):
        rows = (Opaque("a number that is not computed"),) * len(rows)
    return machine.place_cell(replace(vector, rows=rows, kind="array", texts=()))


def _sampled(machine: Machine, vector: Vector, arguments: Arguments, node: Any) -> Value:
    """``df.sample``: another order with ``frac=1``, else a random part."""
    fraction = arguments.get(1, "frac")
    if isinstance(fraction, Const) and fraction.value in (1, 1.0):
        return reordered(machine, vector, arguments, node)
    reached = Origin(frozenset(), vector.origin.deps)
    return made_random(Opaque("drawn at random", reached, array=True))


def _reshaped(machine: Machine, vector: Vector, arguments: Arguments, node: Any) -> Value:
    """``x.reshape(-1, 1)`` and its like."""
    if "order" in arguments.keywords:
        return _array(machine, vector, arguments, node)
    shape = arguments.get(0)
    several = isinstance(shape, Tup) and len(arguments.positional) == 1
    sizes = list(shape.items) if isinstance(shape, Tup) and several else arguments.positional
    return reshaped(machine, vector, list(sizes), node)


def _number_of(machine: Machine, vector: Vector, arguments: Arguments, node: Any) -> Value:
    return Opaque("a number made from an array", cell_origin(vector, machine.store))


def _array(machine: Machine, vector: Vector, arguments: Arguments, node: Any) -> Value:
    return Opaque("an array", cell_origin(vector, machine.store), array=True)


def _taken(machine: Machine, vector: Vector, arguments: Arguments, node: Any) -> Value:
    positions = arguments.get(0, "indices")
    if positions is None:
        return _array(machine, vector, arguments, node)
    return taken(machine, machine.place_cell(vector), positions, node)


def _item(machine: Machine, vector: Vector, arguments: Arguments, node: Any) -> Value:
    """``x.__getitem__(key)``, as `map` is given it."""
    return select(machine, machine.place_cell(vector), arguments.positional[0], node)


def _head(machine: Machine, vector: Vector, arguments: Arguments, node: Any) -> Value:
    count = arguments.get(0, "n")
    if vector.rows is not None and isinstance(count, Const) and isinstance(count.value, int):
        return machine.place_cell(vector.pick(range(len(vector.rows))[: count.value], count.origin))
    return _array(machine, vector, arguments, node)


def _row_iteration(indexed: bool) -> VectorModel:
    def model(machine: Machine, vector: Vector, arguments: Arguments, node: Any) -> Value:
        if vector.rows is None:
            return Opaque("the rows of a frame", vector.origin)
        rows = [vector.row(at) for at in range(len(vector.rows))]
        if indexed:
            rows = [Tup((Opaque("a label", row.origin), row)) for row in rows]
        return machine.place_cell(Vector(tuple(rows), "list", origin=counted(vector)))

    return model


def _length_method(machine: Machine, vector: Vector, arguments: Arguments, node: Any) -> Value:
    if vector.rows is None:
        return Opaque("a length that is not known", vector.origin)
    return Const(len(vector.rows), counted(vector))


VECTOR_METHODS: MappingProxyType[str, VectorModel] = MappingProxyType(
    {
        **dict.fromkeys(
            (
                "copy reset_index sort_values sort_index fillna squeeze "
                "to_frame rename set_index get keys"
            ).split(),
            _same,
        ),
        **dict.fromkeys(["tolist", "to_list"], _as_list),
        **dict.fromkeys(["astype", "view", "float", "int", "numpy", "to_numpy"], _typed),
        **dict.fromkeys(["round", "clip", "map", "apply", "replace"], _renumbered),
        "sample": _sampled,
        "reshape": _reshaped,
        "take": _taken,
        "head": _head,
        "iterrows": _row_iteration(True),
        "itertuples": _row_iteration(False),
        "__len__": _length_method,
        "__getitem__": _item,
        **dict.fromkeys("sum mean std max min argmax argmin any all item prod".split(), _number_of),
        **dict.fromkeys("transpose flatten ravel swapaxes repeat dot nonzero".split(), _array),
    }
)


def _entry_get(machine: Machine, ref: Ref, cell: Mapping, arguments: Arguments, node: Any) -> Value:
    key, default = arguments.get(0), arguments.get(1, "default")
    if isinstance(key, Const):
        try:
            if key.value in cell.entries:
                return cell.entries[key.value]
        except TypeError:
            return unknown("a key that cannot be one", key)
        if cell.key is not None:
            name = f"{cell.key}[{key.value!r}]"
            given = default if isinstance(default, Const) else None
            return machine.named(name, "given by the caller", argument=True, default=given)
        if cell.rest is None:
            return default if default is not None else Const(None)
    return unknown("an entry of a dict that is not known", *arguments.all(), *cell.entries.values())


def _entry_setdefault(
    machine: Machine, ref: Ref, cell: Mapping, arguments: Arguments, node: Any
) -> Value:
    """Stores the default where there is no such entry; unknown keys make the dict unknown."""
    key, default = arguments.get(0), arguments.get(1, "default") or Const(None)
    if not isinstance(key, Const) or key.value.__hash__ is None:
        rest = unknown("an entry of a dict that is not known", *arguments.all())
        machine.store[ref.address] = replace(cell, rest=rest)
        return rest
    if key.value not in cell.entries:
        machine.store[ref.address] = replace(cell, entries={**cell.entries, key.value: default})
        return default
    return cell.entries[key.value]


def _entry_views(part: str) -> MappingModel:
    def model(machine: Machine, ref: Ref, cell: Mapping, arguments: Arguments, node: Any) -> Value:
        if cell.rest is not None or cell.key is not None:
            reached = deep_origin(ref, machine.store)
            return Opaque("the entries of a dict that is not known", reached)
        pairs: list[Value] = []
        for key, value in cell.entries.items():
            made: dict[str, Value] = {
                "keys": Const(key),
                "values": value,
                "items": Tup((Const(key), value)),
            }
            pairs.append(made[part])
        return machine.place_cell(Vector(tuple(pairs), "list"))

    return model


def _entry_update(
    machine: Machine, ref: Ref, cell: Mapping, arguments: Arguments, node: Any
) -> Value:
    other = machine.cell(arguments.get(0) or Const(None))
    entries = {**cell.entries, **arguments.keywords}
    rest = cell.rest
    if isinstance(other, Mapping):
        entries.update(other.entries)
        rest = rest or other.rest
    elif arguments.positional:
        rest = unknown("an entry of a dict that is not known", *arguments.positional)
    machine.store[ref.address] = replace(cell, entries=entries, rest=rest)
    return Const(None)


MAPPING_METHODS: MappingProxyType[str, MappingModel] = MappingProxyType(
    {
        "get": _entry_get,
        "pop": _entry_get,
        "setdefault": _entry_setdefault,
        "keys": _entry_views("keys"),
        "values": _entry_views("values"),
        "items": _entry_views("items"),
        "update": _entry_update,
    }
)


SAME_SAMPLES = frozenset(
    {"copy", "astype", "reset_index", "to_numpy", "tolist", "sort_values", "fillna", "numpy"}
)
"""Methods that give the same samples again, whatever they are called on."""


def method_of_unknown(
    machine: Machine, receiver: Opaque, name: str, arguments: Arguments, node: Any
) -> Value:
    """A method of something unknown: a random generator by its name, else only what went in."""
    if _is_generator(machine, receiver, node):
        return _of_generator(machine, receiver, name, arguments, node)
    if name in ("take", "__getitem__") and receiver.key is not None and arguments.positional:
        return select(machine, receiver, arguments.positional[0], node)
    fraction = arguments.get(1, "frac")
    whole = isinstance(fraction, Const) and fraction.value in (1, 1.0)
    if name == "__len__" or (name == "sample" and whole and machine.phase != "batch"):
        machine.need(receiver, "collection")
    if name in SAME_SAMPLES and (receiver.key is None or receiver.array):
        same = replace(receiver, floating=False)
        return as_numpy(same) if name in ("numpy", "to_numpy", "tolist") else same
    callee = receiver
    if receiver.key is not None:
        callee = replace(receiver, key=f"{receiver.key}.{name}")
    array = receiver.array and name not in ("pop", "item", "get")
    given = unknown_call(machine, callee, arguments, node, array=array)
    if name == "tolist":
        given = of_kind(machine, given, "list")
    left = machine.changes.cursors.taken_by_method(machine, receiver, name, arguments, node)
    return tainted(given, left)


def _is_generator(machine: Machine, receiver: Opaque, node: Any) -> bool:
    spelt = machine.text(node.func.expr).lower().rsplit(".", 1)[-1]
    return receiver.origin.random or spelt.endswith(RANDOM_NAMES) or "rng" in spelt


def _of_generator(
    machine: Machine, receiver: Opaque, name: str, arguments: Arguments, node: Any
) -> Value:
    machine.sharing.note_method(machine, receiver, node)
    model = ARRAYS.get(f"numpy.random.{name}") or ARRAYS.get(f"random.{name}")
    if model is not None and arguments.complete:
        return model(machine, arguments, node)
    drawn = unknown_call(machine, Opaque("a random generator", union([receiver])), arguments, node)
    return made_random(drawn) if isinstance(drawn, Opaque) else drawn
