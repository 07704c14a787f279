"""What `__getitem__` returned, as the plain parts that rules see."""

from __future__ import annotations

import re
from collections import Counter
from keyword import iskeyword
from typing import Any

from sequence_lint.dryrun.changes import ORDER, numbers
from sequence_lint.dryrun.machine import Machine
from sequence_lint.dryrun.provenance import mixed, put_together, tracks
from sequence_lint.dryrun.store import blank_rows, deep_origin
from sequence_lint.dryrun.tensors import package
from sequence_lint.dryrun.values import (
    INDEX,
    RANDOM,
    Const,
    Items,
    Mapping,
    Opaque,
    Origin,
    Tup,
    Value,
    Vector,
)
from sequence_lint.model import Part
from sequence_lint.records import replace

MAX_PARTS = 12
_FLEETING = frozenset({INDEX, RANDOM, "shuffled", "cursor"})
_NAME = re.compile(r"[A-Za-z_]\w*(?![\w]*\s*[.(])")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")


def to_part(machine: Machine, value: Value, text: str) -> Part:
    """*value*, spelt *text* at its `return`, as a part."""
    match value:
        case Tup():
            return _container(machine, "tuple", value.items, value.texts, text)
        case Const():
            return _constant(machine, value, text)
        case Opaque():
            leaf = _leaf(machine, value, "array" if value.array else "unknown", text, value.rows)
            return replace(leaf, is_item=value.why == Items.ROW.why, tensor=package(value))
    cell = machine.cell(value)
    if isinstance(cell, Mapping):
        return _dict(machine, cell, text)
    vector = machine.vector(value)
    if vector is None:
        return _leaf(machine, value, "unknown", text, None)
    if vector.kind == "list" and vector.texts and vector.rows is not None:
        return _container(machine, "list", tuple(vector.rows), vector.texts, text)
    if vector.kind == "list":
        return _grown_list(machine, value, vector, text)
    return _array(machine, value, vector, text)


def _grown_list(machine: Machine, value: Value, vector: Vector, text: str) -> Part:
    """A list that was filled item by item: of parts of a batch, or of the samples of one."""
    if vector.rows is None:
        return _leaf(machine, value, "unknown", text, None)
    items = tuple(vector.row(at) for at in range(len(vector.rows)))
    # What was cut from a stored collection are rows of it, whatever they hold.
    if vector.source is None and len(items) <= MAX_PARTS and _are_parts(machine, items):
        return _container(machine, "list", items, (), text)
    made = _array(machine, value, vector, text)
    return replace(made, kind="list", buffer=None)


def _are_parts(machine: Machine, items: tuple[Value, ...]) -> bool:
    """True when no item can be a sample: each has rows of several, or two are of the same ones."""
    origins = [deep_origin(item, machine.store).ids for item in items]
    if len(origins) > 1 and _have_a_row_each(origins):
        return False
    if origins and all(map(_has_several, origins)) and all(_has_rows(machine, i) for i in items):
        return True
    return len(origins) > 1 and _has_several(origins[0] & origins[1])


def _have_a_row_each(origins: list[frozenset[tuple[str, int]]]) -> bool:
    """True when each item has one row of some source for its own, whatever else it is made of."""
    single = []
    for ids in origins:
        counted = Counter(source for source, _ in ids)
        single.append({source: at for source, at in ids if counted[source] == 1})
    shared = set(single[0]).intersection(*single)
    return any(len({own[source] for own in single}) == len(single) for source in shared)


def _has_rows(machine: Machine, item: Value) -> bool:
    """True for an array of which several rows are known."""
    vector = machine.vector(item)
    return vector is not None and vector.rows is not None and len(vector.rows) > 1


def _has_several(ids: frozenset[tuple[str, int]]) -> bool:
    """True when several rows of one source are among the origins."""
    return any(count > 1 for count in Counter(source for source, _ in ids).values())


def _container(
    machine: Machine, kind: Any, items: tuple[Value, ...], texts: tuple[str, ...], text: str
) -> Part:
    if len(items) > MAX_PARTS:
        reached = [deep_origin(item, machine.store) for item in items]
        everything = Origin(
            frozenset().union(*(part.ids for part in reached)),
            frozenset().union(*(part.deps for part in reached)),
        )
        return _leaf(machine, Opaque("a long tuple", everything), "unknown", text, None)
    spelt = texts if len(texts) == len(items) else ("",) * len(items)
    parts = tuple(to_part(machine, item, at) for item, at in zip(items, spelt, strict=True))
    return Part(kind, text, parts=parts)


def _dict(machine: Machine, cell: Mapping, text: str) -> Part:
    if cell.rest is not None or len(cell.entries) > MAX_PARTS:
        rest = [cell.rest] if cell.rest is not None else []
        values = [*cell.entries.values(), *rest]
        parts = tuple(to_part(machine, value, "") for value in values[:MAX_PARTS])
        return Part("dict", text, keys=("?",) * len(parts), parts=parts)
    keys = tuple(str(key) for key in cell.entries)
    parts = tuple(to_part(machine, value, "") for value in cell.entries.values())
    return Part("dict", text, keys=keys, parts=parts)


def _constant(machine: Machine, value: Const, text: str) -> Part:
    if value.value is None:
        return Part("none", text)
    return _leaf(machine, value, "scalar", text, None)


def _array(machine: Machine, value: Value, vector: Vector, text: str) -> Part:
    leaf = _leaf(machine, value, "array", text, None)
    rows = None if vector.rows is None else len(vector.rows)
    return Part(
        "array",
        text,
        rows=rows,
        served=leaf.served,
        names=leaf.names,
        buffer=vector.buffer,
        blank_rows=blank_rows(vector),
        random=leaf.random,
        fixed=leaf.fixed,
        orders=leaf.orders,
        kept=machine.sharing.filled(machine, value),
        tracks=tracks(machine, vector),
        mixed=leaf.mixed,
        tensor=package(vector),
        put_together=put_together(vector),
    )


def _leaf(machine: Machine, value: Value, kind: Any, text: str, rows: int | None) -> Part:
    reached = deep_origin(value, machine.store)
    grouped: dict[str, set[int]] = {}
    for source, position in reached.ids:
        grouped.setdefault(machine.shown(source), set()).add(position)
    served = tuple((source, tuple(sorted(ids))) for source, ids in sorted(grouped.items()))
    random = RANDOM in reached.deps and not any(at >= 0 for _, at in reached.ids)
    names = _names(served, text)
    return Part(
        kind,
        text,
        rows=rows,
        served=served,
        names=names,
        random=random,
        fixed=_FLEETING.isdisjoint(reached.deps),
        mixed=mixed(machine, grouped, reached.deps),
        orders=numbers(reached.deps, ORDER),
    )


def _names(served: tuple[tuple[str, tuple[int, ...]], ...], text: str) -> tuple[str, ...]:
    """The stored data first, then the names at the `return`."""
    names = [source for source, _ in served if source.isidentifier()]
    names.extend(_NAME.findall(_QUOTED.sub("", text)))
    plain = (name for name in names if name not in ("self", "np") and not iskeyword(name))
    return tuple(dict.fromkeys(plain))
