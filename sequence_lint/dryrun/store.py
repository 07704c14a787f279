"""The mutable state of a dry run: what every handle holds, and how two paths are joined again."""

from __future__ import annotations

from collections.abc import Callable

from sequence_lint.dryrun.values import (
    NOWHERE,
    Blank,
    Cell,
    Const,
    Instance,
    Items,
    Mapping,
    Opaque,
    Origin,
    Ref,
    Tup,
    Value,
    Vector,
    Whole,
    origin,
    union,
    unknown,
)
from sequence_lint.records import dataclass, replace

DIFFERS = "depends on a condition that could not be followed"


class Store:
    """Cells by address, layered: a fork writes into a layer of its own above the shared past."""

    __slots__ = ("cells", "parent")

    def __init__(self, parent: Store | None = None) -> None:
        self.parent = parent
        self.cells: dict[int, Cell] = {}

    def __getitem__(self, address: int) -> Cell:
        layer: Store | None = self
        while layer is not None:
            cell = layer.cells.get(address)
            if cell is not None:
                return cell
            layer = layer.parent
        raise KeyError(address)

    def __setitem__(self, address: int, cell: Cell) -> None:
        self.cells[address] = cell

    def __contains__(self, address: int) -> bool:
        layer: Store | None = self
        while layer is not None:
            if address in layer.cells:
                return True
            layer = layer.parent
        return False

    def since(self, base: Store) -> dict[int, Cell]:
        """What was written after *base* was forked, newest value of each address."""
        layers: list[Store] = []
        layer: Store | None = self
        while layer is not None and layer is not base:
            layers.append(layer)
            layer = layer.parent
        written: dict[int, Cell] = {}
        for older in reversed(layers):
            written.update(older.cells)
        return written

    def absorb(self, cells: dict[int, Cell]) -> None:
        """Write *cells* into this layer."""
        self.cells.update(cells)


@dataclass(frozen=True, slots=True)
class State:
    """A point of a path: the store and the locals of the running function."""

    store: Store
    names: dict[str, Value]


class Joiner:
    """Joins the states of paths that forked at *base*; new cells get addresses from *allocate*."""

    def __init__(
        self, base: Store, allocator: Allocator, uncounted: Callable[[Vector, Origin], Vector]
    ) -> None:
        self._base = base
        self._allocator = allocator
        self._uncounted = uncounted

    def states(self, states: list[State]) -> State:
        """One state that stands for all of *states*."""
        joined = states[0]
        for other in states[1:]:
            joined = self._two(joined, other)
        return joined

    def _two(self, one: State, two: State) -> State:
        target = Store(self._base)
        first, second = one.store.since(self._base), two.store.since(self._base)
        for address in [*first, *(a for a in second if a not in first)]:
            target[address] = self._cell_at(address, one.store, two.store, target)
        names: dict[str, Value] = {}
        for name in [*one.names, *(n for n in two.names if n not in one.names)]:
            left, right = one.names.get(name), two.names.get(name)
            if left is None or right is None:
                names[name] = left or right or Const(None)
            else:
                names[name] = self.values(left, right, one.store, two.store, target)
        return State(target, names)

    def _cell_at(self, address: int, one: Store, two: Store, target: Store) -> Cell:
        if address not in one:
            return two[address]
        if address not in two:
            return one[address]
        return self._cells(one[address], two[address], one, two, target)

    def _cells(self, a: Cell, b: Cell, one: Store, two: Store, target: Store) -> Cell:
        if a is b or a == b:
            return a
        match a, b:
            case Vector(), Vector():
                return self._vectors(a, b, one, two, target)
            case Mapping(), Mapping():
                return self._mappings(a, b, one, two, target)
            case Instance(), Instance():
                merged = self._attributes(a.attributes, b.attributes, one, two, target)
                return Instance(a.cls, merged)
        return Opaque(DIFFERS, union([vague(a), vague(b)]))

    def _attributes(
        self,
        a: dict[str, Value],
        b: dict[str, Value],
        one: Store,
        two: Store,
        target: Store,
    ) -> dict[str, Value]:
        merged: dict[str, Value] = {}
        for name in [*a, *(n for n in b if n not in a)]:
            left, right = a.get(name), b.get(name)
            if left is None or right is None:
                present = left or right
                assert present is not None
                merged[name] = present
            else:
                merged[name] = self.values(left, right, one, two, target)
        return merged

    def _mappings(self, a: Mapping, b: Mapping, one: Store, two: Store, target: Store) -> Mapping:
        entries = dict(a.entries)
        for key, value in b.entries.items():
            if key in entries:
                entries[key] = self.values(entries[key], value, one, two, target)
            else:
                entries[key] = value
        rests = [rest for rest in (a.rest, b.rest) if rest is not None]
        rest = unknown(DIFFERS, *rests) if rests else None
        return Mapping(entries, rest, a.key or b.key, a.origin | b.origin)

    def _vectors(self, a: Vector, b: Vector, one: Store, two: Store, target: Store) -> Vector:
        if a.rows is None or b.rows is None or len(a.rows) != len(b.rows):
            return self._uncounted(a, rows_origin(a) | rows_origin(b))
        rows = a.rows
        if a.rows is not b.rows and a.rows != b.rows:
            pairs = zip(a.rows, b.rows, strict=True)
            rows = tuple(self.values(x, y, one, two, target) for x, y in pairs)
        same = a.source == b.source and a.ids == b.ids
        extra = NOWHERE if same else rows_origin(a) | rows_origin(b)
        return replace(
            a,
            rows=rows,
            source=a.source if same else None,
            ids=a.ids if same else None,
            origin=a.origin | b.origin | extra,
            shuffled=a.shuffled or b.shuffled,
            buffer=a.buffer if a.buffer is b.buffer else None,
        )

    def values(self, a: Value, b: Value, one: Store, two: Store, target: Store) -> Value:
        """One value that stands for *a* seen in *one* and *b* seen in *two*."""
        if a is b or a == b:
            return a
        match a, b:
            case Const(), Const() if a.value == b.value and type(a.value) is type(b.value):
                return Const(a.value, a.origin | b.origin)
            case Opaque(), Opaque() if a.key == b.key and a.why == b.why:
                return replace(a, origin=a.origin | b.origin, array=a.array and b.array)
            case Opaque(array=True), Opaque(array=True):
                return unknown(DIFFERS, a, b, array=True)
            case Tup(), Tup() if len(a.items) == len(b.items):
                items = zip(a.items, b.items, strict=True)
                joined = tuple(self.values(x, y, one, two, target) for x, y in items)
                return Tup(joined, a.texts, a.origin | b.origin)
            case Ref(), Ref() if a.address == b.address:
                return replace(a, origin=a.origin | b.origin)
            case Ref(), Ref():
                cell = self._cells(one[a.address], two[b.address], one, two, target)
                joined_ref = self._allocator.place(cell, target)
                return replace(joined_ref, origin=a.origin | b.origin)
        reached = deep_origin(a, one) | deep_origin(b, two)
        return Opaque(DIFFERS, reached, array=is_array(a, one) and is_array(b, two))


class Allocator:
    """Hands out addresses; one for a whole run."""

    __slots__ = ("_next",)

    def __init__(self) -> None:
        self._next = 0

    @property
    def last(self) -> int:
        """The address that was handed out last."""
        return self._next

    def place(self, cell: Cell, store: Store) -> Ref:
        """A handle of *cell*, newly put into *store*."""
        self._next += 1
        store[self._next] = cell
        return Ref(self._next)


def is_array(value: Value, store: Store) -> bool:
    """True when *value* is certainly one array or list, not a tuple or None."""
    if isinstance(value, Opaque):
        return value.array
    return isinstance(value, Ref) and isinstance(store[value.address], Vector)


def rows_origin(vector: Vector) -> Origin:
    """What all rows of *vector* come from, with the positions they stand for."""
    result = vector.origin
    if vector.shuffled:
        result = result | origin("shuffled")
    if vector.source is not None and vector.ids is not None:
        source = vector.source
        result = result | Origin(frozenset((source, at) for at in vector.ids), frozenset())
    if vector.rows is None or isinstance(vector.rows, (Items, Whole)):
        return result
    return result | union(row for row in vector.rows if row.origin is not NOWHERE)


def vague(cell: Cell) -> Opaque:
    """An unknown in place of *cell*, with all that it came from."""
    match cell:
        case Opaque():
            return cell
        case Vector():
            return Opaque(DIFFERS, rows_origin(cell), array=True)
        case Mapping():
            rest = [cell.rest] if cell.rest is not None else []
            return Opaque(DIFFERS, cell.origin | union([*cell.entries.values(), *rest]))
        case Instance():
            return Opaque(DIFFERS)


def deep_origin(value: Value, store: Store, depth: int = 4) -> Origin:
    """What *value* and all that it holds come from, *depth* containers deep."""
    result = value.origin
    if depth == 0:
        return result
    match value:
        case Tup():
            for item in value.items:
                result = result | deep_origin(item, store, depth - 1)
        case Ref():
            result = result | cell_origin(store[value.address], store, depth - 1)
    return result


def cell_origin(cell: Cell, store: Store, depth: int = 4) -> Origin:
    """What *cell* and all that it holds come from, *depth* containers deep."""
    match cell:
        case Vector():
            result = rows_origin(cell)
            if cell.rows is not None and not isinstance(cell.rows, (Items, Whole)):
                for row in cell.rows:
                    if isinstance(row, (Tup, Ref)):
                        result = result | deep_origin(row, store, depth)
            return result
        case Mapping():
            result = cell.origin if cell.rest is None else cell.origin | cell.rest.origin
            for entry in cell.entries.values():
                result = result | deep_origin(entry, store, depth)
            return result
        case Opaque():
            return cell.origin
    return NOWHERE


def blank_rows(vector: Vector) -> int:
    """How many rows of a preallocated array nothing was written to."""
    if vector.rows is None or isinstance(vector.rows, (Items, Whole)):
        return 0
    return sum(1 for row in vector.rows if isinstance(row, Blank))
