"""Selecting from collections and storing into them: where batches are cut from the data."""

from __future__ import annotations

from typing import Any

from sequence_lint.dryrun.cursors import left_by
from sequence_lint.dryrun.cuts import key_text, note_column, record_cut, record_unknown
from sequence_lint.dryrun.machine import Machine, PathEnd
from sequence_lint.dryrun.provenance import as_stored
from sequence_lint.dryrun.store import cell_origin, deep_origin
from sequence_lint.dryrun.values import (
    PLACE,
    Blank,
    Const,
    Foreign,
    Instance,
    Items,
    Mapping,
    Method,
    Opaque,
    Origin,
    Ref,
    ShapeOf,
    SliceOf,
    Tup,
    Value,
    Vector,
    Whole,
    tainted,
    unknown,
)
from sequence_lint.model import ANY_ROW, DRAWN_ROW
from sequence_lint.records import replace


def select(machine: Machine, base: Value, key: Value, node: Any) -> Value:  # noqa: C901 - one arm a kind of value
    """``base[key]``. Raises PathEnd with an IndexError or KeyError that is certain."""
    match base:
        case Tup():
            return _from_tuple(machine, base, key, node)
        case ShapeOf():
            return _from_shape(machine, base, key)
        case Const(value=str()) | Const(value=bytes()):
            return _from_text(machine, base, key)
        case Opaque():
            return _from_unknown(machine, base, key, node)
        case Method(name="iloc" | "loc" | "at" | "iat" | "ix"):
            return _from_accessor(machine, base, key, node)
        case Const(value=int()):
            machine.pins.no_count(base.origin.deps)
        case Foreign():
            return base
    cell = machine.cell(base)
    if isinstance(cell, Mapping):
        return _from_mapping(machine, cell, base, key, node)
    vector = machine.vector(base)
    if vector is not None:
        made = _from_vector(machine, vector, key, node)
        machine.changes.edits.note_picked(machine, base, vector, key, made, node)
        if isinstance(key, SliceOf):
            machine.sharing.note_view(base, made)
        return made
    if isinstance(cell, Instance) and isinstance(base, Ref):
        return _from_object(machine, base, cell, key, node)
    if isinstance(cell, Opaque):
        return _from_unknown(machine, replace(cell, origin=cell.origin | base.origin), key, node)
    return machine.unknown("a selection from something unknown", node, base, key)


def _from_object(machine: Machine, base: Ref, cell: Instance, key: Value, node: Any) -> Value:
    """``object[key]``: its own `__getitem__`."""
    from sequence_lint.dryrun.attributes import bind_member, find_member
    from sequence_lint.dryrun.binding import Arguments
    from sequence_lint.dryrun.calls import call

    member = find_member(cell.cls, "__getitem__")
    if member is None:
        return machine.unknown("a selection from something unknown", node, base, key)
    return call(machine, bind_member(machine, base, member), Arguments([key], {}), node)


def _from_tuple(machine: Machine, base: Tup, key: Value, node: Any) -> Value:
    count = len(base.items)
    if isinstance(key, Const) and isinstance(key.value, int):
        if not -count <= key.value < count:
            raise PathEnd("IndexError", "tuple index out of range", machine.at(node))
        return tainted(base.items[key.value], base.origin | key.origin)
    if isinstance(key, Tup) and key.items and not base.origin.ids:
        # One of stored data may be a row of an array.
        raise _refused(machine, "tuple", node)
    positions = slice_positions(key, count)
    if positions is not None:
        texts = tuple(base.texts[at] for at in positions) if base.texts else ()
        return Tup(tuple(base.items[at] for at in positions), texts, base.origin)
    return machine.unknown("a selection by something unknown", node, base, key)


def _refused(machine: Machine, kind: str, node: Any) -> PathEnd:
    """What a list or tuple raises that is asked for rows and columns."""
    message = f"{kind} indices must be integers or slices, not tuple"
    return PathEnd("TypeError", message, machine.at(node))


def _from_shape(machine: Machine, base: ShapeOf, key: Value) -> Value:
    if isinstance(key, Const) and key.value == 0:
        return Const(base.rows, base.origin)
    machine.changes.edits.note_axes(base)
    return Opaque("an axis other than the first", Origin(frozenset(), base.origin.deps))


def _from_text(machine: Machine, base: Const, key: Value) -> Value:
    try:
        if isinstance(key, Const):
            return Const(base.value[key.value], base.origin | key.origin)
        positions = slice_positions(key, len(base.value))
        if positions is not None and isinstance(base.value, str):
            return Const("".join(base.value[at] for at in positions), base.origin)
    except (IndexError, TypeError):
        pass
    return Opaque("text", base.origin | deep_origin(key, machine.store))


def _from_mapping(machine: Machine, cell: Mapping, base: Value, key: Value, node: Any) -> Value:
    if isinstance(key, Const):
        try:
            if key.value in cell.entries:
                return tainted(cell.entries[key.value], base.origin | key.origin)
        except TypeError:
            return machine.unknown("a key that cannot be one", node, key)
        if cell.key is not None:
            name = f"{cell.key}[{key.value!r}]"
            return machine.named(name, "given by the caller", argument=True)
    reached = [key, *cell.entries.values()]
    return unknown("an entry of a dict that is not known", *reached, base)


def _from_unknown(machine: Machine, base: Opaque, key: Value, node: Any) -> Value:
    selector = deep_origin(key, machine.store)
    machine.changes.cursors.note_selection(selector.deps)
    pinnable = base.key is not None and not base.origin.by_index and not base.origin.ids
    if pinnable and _wants_collection(machine, key):
        machine.need(base, "collection")
    if pinnable and isinstance(key, SliceOf):
        _pin_extent(machine, key)
    if pinnable and _is_place(machine, key):
        assert isinstance(key, Const)
        return _by_place(machine, base, key, node)
    left = left_by(selector)
    if pinnable and not selector.ids and not selector.by_index and not left.deps:
        if isinstance(key, Const):
            name = f"{base.key}[{key.value!r}]"
            return machine.named(name, base.why, argument=base.argument, reached=base.origin)
        return machine.named(
            f"{base.key}[{key_text(machine, node)}]", base.why, reached=base.origin
        )
    array = base.array and isinstance(key, SliceOf)
    why = "a part of an item" if base.why == Items.ROW.why else base.why
    return Opaque(why, base.origin | selector, array=array)


def _is_place(machine: Machine, key: Value) -> bool:
    """True for the number that an item has in its batch."""
    if machine.phase != "batch" or not isinstance(key, Const) or type(key.value) is not int:
        return False
    counts = f"p:{machine.primary_batch()}" in key.origin.deps and machine.frame.loops > 0
    return not key.origin.by_index and (PLACE in key.origin.deps or counts)


def _by_place(machine: Machine, base: Opaque, key: Const, node: Any) -> Value:
    """An item by its number in the batch: the same ones for each batch."""
    assert base.key is not None
    machine.fixed.setdefault((machine.shown(base.key), machine.at(node)))
    item = machine.named(f"{base.key}[{key.value!r}]", base.why, base.argument, None, base.origin)
    return tainted(item, Origin(frozenset({(base.key, key.value)})))


def _wants_collection(machine: Machine, key: Value) -> bool:
    """Is something that is selected from by *key* a stored collection of samples?"""
    first = key.items[0] if isinstance(key, Tup) and key.items else key
    match first:
        case SliceOf():
            bounds = [bound for bound in (first.start, first.stop) if bound is not None]
            known = [bound for bound in bounds if isinstance(bound, Const)]
            return any(bound.origin.by_index or bound.origin.ids for bound in known)
        case Const(value=int()):
            return first.origin.by_index or bool(first.origin.ids)
    vector = machine.vector(first)
    if vector is None or isinstance(vector.rows, Items) or not vector.rows:
        return False
    return isinstance(vector.rows, Whole) or all(_is_position(row) for row in vector.rows)


def _is_position(row: Value) -> bool:
    return isinstance(row, Const) and type(row.value) is int


def _pin_extent(machine: Machine, key: SliceOf) -> None:
    """``x[start:start + p]``: what is added to a known start is how much is taken."""
    stop = key.stop
    if isinstance(stop, Opaque) and stop.extent is not None and isinstance(key.start, Const):
        argument = Opaque("given by the caller", key=stop.extent, argument=True)
        machine.need(argument, "batch")


def _from_accessor(machine: Machine, base: Method, key: Value, node: Any) -> Value:
    """``df.iloc[..]`` selects rows by position; ``df.loc[..]`` by label, which is not followed."""
    first = key.items[0] if isinstance(key, Tup) and key.items else key
    if base.name in ("iloc", "iat"):
        return select(machine, base.receiver, first, node)
    vector = machine.vector(base.receiver)
    if vector is None:
        receiver = base.receiver
        if isinstance(receiver, Opaque) and not isinstance(first, SliceOf):
            return _from_unknown(machine, receiver, first, node)
        return machine.unknown("rows taken by label", node, receiver, key)
    if isinstance(first, SliceOf) and first.start is None and first.stop is None:
        return base.receiver
    if isinstance(first, Const) or machine.vector(first) is not None:
        if isinstance(first, Const) and isinstance(first.value, int) and first.value < 0:
            raise PathEnd("KeyError", f"there is no label {first.value}", machine.at(node))
        try:
            return _from_vector(machine, vector, first, node)
        except PathEnd as end:
            kind = "KeyError" if end.kind == "IndexError" else end.kind
            raise PathEnd(kind, end.message, end.place) from None
    return _by_unknown(machine, vector, first, node)


def _from_vector(machine: Machine, vector: Vector, key: Value, node: Any) -> Value:
    match key:
        case Tup(items=()):
            return machine.place_cell(vector)
        case Tup() if vector.kind in ("list", "tuple"):
            raise _refused(machine, vector.kind, node)
        case Tup():
            return _along_axes(machine, vector, key, node)
        case Const(value=str()):
            return machine.place_cell(replace(vector, buffer=None))
        case Const(value=None):
            return Opaque("a new axis", cell_origin(vector, machine.store), array=True, rows=1)
        case Const() if key.value is Ellipsis:
            return machine.place_cell(vector)
        case Const(value=int()) if not isinstance(key.value, bool):
            return _element(machine, vector, key, node)
        case SliceOf():
            return _slice(machine, vector, key, node)
    picked = machine.vector(key)
    if picked is not None:
        return _gather(machine, vector, picked, key, node)
    return _by_unknown(machine, vector, key, node)


def _along_axes(machine: Machine, vector: Vector, key: Tup, node: Any) -> Value:
    """``x[rows, columns]``: the first axis selects rows, the others leave them what they are."""
    before = len(machine.cuts)
    result = _from_vector(machine, vector, key.items[0], node)
    rest = key.items[1:]
    note_column(machine.cuts, before, rest)
    if not rest or machine.vector(result) is not None:
        return result
    return Opaque("a part of an item", deep_origin(result, machine.store))


def _element(machine: Machine, vector: Vector, key: Const, node: Any) -> Value:
    if vector.rows is None:
        return _uncounted(machine, vector, key)
    count = len(vector.rows)
    at = key.value
    if not -count <= at < count:
        record_cut(machine, vector, "element", key, (), node)
        kind = f"index {at} is out of range for {count} rows"
        raise PathEnd("IndexError", kind, machine.at(node))
    at %= max(count, 1)
    record_cut(machine, vector, "element", key, (at,), node)
    added = key.origin | as_stored(machine, vector, key)
    if vector.texts and not key.origin.by_index and not key.origin.ids:
        # A written list of several things: what is asked for is one of them, not a row of data.
        return tainted(vector.rows[at], vector.origin | key.origin)
    row = tainted(vector.row(at), added)
    if isinstance(row, Blank):
        return Opaque("a row that was never filled", row.origin, array=True)
    return row


def _uncounted(machine: Machine, vector: Vector, key: Value) -> Value:
    """A selection from a vector of unknown length: the moment it becomes a collection."""
    if vector.source is not None and not vector.origin.by_index and _wants_collection(machine, key):
        machine.need(Opaque("", key=vector.source), "collection")
    return Opaque(
        "a selection from something of unknown length",
        vector.origin | deep_origin(key, machine.store),
        array=isinstance(key, SliceOf),
    )


def slice_positions(key: Value, count: int) -> range | None:
    """The positions that a slice takes from *count* rows; None when its bounds are unknown."""
    if not isinstance(key, SliceOf):
        return None
    bounds: list[int | None] = []
    for bound in (key.start, key.stop, key.step):
        if bound is None or (isinstance(bound, Const) and bound.value is None):
            bounds.append(None)
        elif isinstance(bound, Const) and isinstance(bound.value, int):
            bounds.append(int(bound.value))
        else:
            return None
    if bounds[2] == 0:
        return None
    return range(count)[slice(*bounds)]


def _slice(machine: Machine, vector: Vector, key: SliceOf, node: Any) -> Value:
    if vector.rows is None:
        return _uncounted(machine, vector, key)
    _pin_extent(machine, key)
    positions = slice_positions(key, len(vector.rows))
    if positions is None:
        record_unknown(machine, key, node)
        return _by_unknown(machine, vector, key, node)
    machine.fuel.burn(1 + len(positions) // 8)
    record_cut(machine, vector, "slice", key, tuple(positions), node)
    return machine.place_cell(vector.pick(positions, key.origin | as_stored(machine, vector, key)))


def _gather(machine: Machine, vector: Vector, picked: Vector, key: Value, node: Any) -> Value:
    if vector.rows is None:
        return _uncounted(machine, vector, key)
    selector = deep_origin(key, machine.store)
    if vector.kind == "list" and node is not None:
        message = "list indices must be integers or slices"
        raise PathEnd("TypeError", message, machine.at(node))
    if picked.rows is None or isinstance(picked.rows, Items):
        return _by_unknown(machine, vector, key, node)
    if picked.kind == "empty":
        message = "arrays used as indices must be of integer (or boolean) type"
        raise PathEnd("IndexError", message, machine.at(node))
    numbers = [row.value for row in picked.rows if isinstance(row, Const)]
    if len(numbers) != len(picked.rows) or any(type(number) is not int for number in numbers):
        return _by_unknown(machine, vector, key, node)
    machine.fuel.burn(1 + len(numbers) // 4)
    count = len(vector.rows)
    over = next((number for number in numbers if not -count <= number < count), None)
    if over is not None:
        record_cut(machine, vector, "gather", key, (), node)
        message = f"index {over} is out of range for {count} rows"
        raise PathEnd("IndexError", message, machine.at(node))
    positions = tuple(number % count for number in numbers) if count else ()
    record_cut(machine, vector, "gather", key, positions, node, selector)
    made = vector.pick(positions, Origin(frozenset(), selector.deps))
    if selector.ids and made.rows is not None:
        # Each row was selected by its own item of the key, not by all of them.
        rows = tuple(
            tainted(made.rows[at], Origin(deep_origin(picked.row(at), machine.store).ids))
            for at in range(len(numbers))
        )
        made = replace(made, rows=rows)
    return machine.place_cell(made)


def _by_unknown(machine: Machine, vector: Vector, key: Value, node: Any) -> Value:
    """Rows selected by a key that is an item, a mask or unknown."""
    selector = deep_origin(key, machine.store)
    array = machine.vector(key) is not None or isinstance(key, SliceOf)
    array = array or (isinstance(key, Opaque) and key.array)
    # What a batch selects from a table made on the spot (`np.eye(5)`) is no collection of samples.
    kept = vector.source is not None and not (selector.by_index or selector.ids)
    outside = machine.phase != "batch" or kept
    left = left_by(selector)
    machine.changes.cursors.note_selection(left.deps)
    outside = outside and not selector.random and not left.deps
    if outside and vector.shuffled and isinstance(key, Opaque) and key.argument and not array:
        # The name of a column: its rows are in the order of the frame.
        return machine.place_cell(replace(vector, buffer=None))
    if outside and (array or machine.frame.loops == 0):
        return _filtered(machine, node, array)
    any_row: frozenset[tuple[str, int]] = frozenset()
    if vector.source is not None:
        any_row = frozenset({(vector.source, DRAWN_ROW if selector.random else ANY_ROW)})
    reached = Origin(selector.ids | any_row, selector.deps | vector.origin.deps)
    return Opaque("selected by something unknown", reached, array=array)


def _filtered(machine: Machine, node: Any, array: bool) -> Value:
    """A part of a collection, chosen by a condition: a collection of its own, of unknown length."""
    key = machine.site(node)
    value = machine.named(key, "filtered by a condition that is not known")
    if isinstance(value, Opaque):
        return replace(value, array=array)
    return value
