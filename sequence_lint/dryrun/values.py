"""The values that the dry run computes with, and where each of them comes from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, overload

from sequence_lint.records import dataclass, replace

INDEX = "index"
RANDOM = "random"
PLACE = "place"
"""The place that an item has in its batch, which says nothing of the place in the data."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What a value was made from.

    ``ids`` are (source, position) pairs of stored rows. ``deps`` are the other things with a part
    in it: ``"index"`` (the batch index), ``"random"``, ``"p:name"`` (a constructor argument),
    ``"n:source"`` (the number of rows of a source), ``"lit:32"`` (a written divisor or factor).
    """

    ids: frozenset[tuple[str, int]] = frozenset()
    deps: frozenset[str] = frozenset()

    def __or__(self, other: Origin) -> Origin:
        if other is self or other is NOWHERE or not (other.ids or other.deps):
            return self
        if self is NOWHERE:
            return other
        return Origin(self.ids | other.ids, self.deps | other.deps)

    @property
    def by_index(self) -> bool:
        """True when the batch index has a part in the value."""
        return INDEX in self.deps

    @property
    def random(self) -> bool:
        """True when chance has a part in the value."""
        return RANDOM in self.deps

    def without_index(self) -> Origin:
        """The same origin as seen by a batch that does not know its index."""
        return Origin(self.ids, self.deps - {INDEX})


NOWHERE = Origin()


def origin(*deps: str) -> Origin:
    """An origin with nothing but these dependencies."""
    return Origin(frozenset(), frozenset(deps))


@dataclass(frozen=True, slots=True)
class Const:
    """A known number, string, bytes, bool, None or Ellipsis."""

    value: Any
    origin: Origin = NOWHERE


@dataclass(frozen=True, slots=True)
class Opaque:
    """A value that is not known, and why.

    ``key`` names it where the same unknown thing can be met again (a constructor argument, what a
    call in the constructor returned): such a value can be pinned to a role. ``argument`` is true
    when it comes from the caller. ``array`` is true when it is certainly one array (not a tuple).
    ``extent`` is the key of an unknown that was added to a known number: the end of a slice.
    ``default`` is what the caller gets without saying anything. ``floating`` is true for a number
    that is certainly a float, whatever its value.
    """

    why: str
    origin: Origin = NOWHERE
    key: str | None = None
    argument: bool = False
    array: bool = False
    rows: int | None = None
    extent: str | None = None
    some: bool = False
    default: Any = None
    floating: bool = False

    def with_origin(self, made_from: Origin) -> Opaque:
        """The same unknown, made from something else. Most values of a run are made by this."""
        return Opaque(
            self.why,
            made_from,
            self.key,
            self.argument,
            self.array,
            self.rows,
            self.extent,
            self.some,
            self.default,
            self.floating,
        )


@dataclass(frozen=True, slots=True)
class Blank:
    """A row of a preallocated array that nothing was written to yet."""

    origin: Origin = NOWHERE


@dataclass(frozen=True, slots=True)
class Tup:
    """A tuple. ``texts`` are its items as they are written, where they are."""

    items: tuple[Value, ...]
    texts: tuple[str, ...] = ()
    origin: Origin = NOWHERE

    def parts(self) -> list[Value]:
        """The items; those of a row of stored data are of that row."""
        if not self.origin.ids:
            return list(self.items)
        return [tainted(item, self.origin) for item in self.items]


@dataclass(frozen=True, slots=True)
class SliceOf:
    """A slice object; a bound that is not written is None."""

    start: Value | None
    stop: Value | None
    step: Value | None

    @property
    def origin(self) -> Origin:
        """The origins of the bounds together."""
        return union(bound for bound in (self.start, self.stop, self.step) if bound is not None)


@dataclass(frozen=True, slots=True)
class Ref:
    """A handle of something mutable in the store."""

    address: int
    origin: Origin = NOWHERE


@dataclass(frozen=True, slots=True)
class Foreign:
    """A function, class or module from outside the linted files, by its dotted name."""

    dotted: str
    origin: Origin = NOWHERE


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A function or lambda of the linted files; ``closure`` are the locals around it."""

    module: Any
    node: Any
    closure: dict[str, Value] | None = None
    owner: Any = None
    origin: Origin = NOWHERE


@dataclass(frozen=True, slots=True, eq=False)
class ClassValue:
    """A class of the linted files."""

    module: Any
    node: Any
    origin: Origin = NOWHERE


@dataclass(frozen=True, slots=True, eq=False)
class ModuleValue:
    """A module of the linted files, as a binding that the project can be asked about."""

    binding: Any
    origin: Origin = NOWHERE


@dataclass(frozen=True, slots=True)
class Method:
    """A method or accessor taken from a value: ``x.iloc``, ``x.astype``, ``super().f``."""

    receiver: Value
    name: str
    function: Function | None = None
    origin: Origin = NOWHERE


@dataclass(frozen=True, slots=True)
class Super:
    """What ``super()`` gives inside a method that stands at ``position`` of the MRO."""

    instance: Ref
    position: int
    origin: Origin = NOWHERE


@dataclass(frozen=True, slots=True)
class ShapeOf:
    """The shape of a collection: its first item is the number of rows."""

    rows: int
    origin: Origin = NOWHERE


Value = (
    Const
    | Opaque
    | Blank
    | Tup
    | SliceOf
    | Ref
    | Foreign
    | Function
    | ClassValue
    | ModuleValue
    | Method
    | Super
    | ShapeOf
)


class Items(Sequence["Value"]):
    """The rows of a stored collection: nothing is known of a row but its position.

    Rows carry no ids of their own: the vector that holds them adds source and position.
    """

    __slots__ = ("_count",)
    ROW = Opaque("an item of the data")

    def __init__(self, count: int) -> None:
        self._count = count

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> Value: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Value]: ...
    def __getitem__(self, at: int | slice) -> Value | Sequence[Value]:
        if isinstance(at, slice):
            return Items(len(range(self._count)[at]))
        if not -self._count <= at < self._count:
            raise IndexError(at)
        return self.ROW

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Items) and len(other) == self._count

    def __hash__(self) -> int:
        return hash(self._count)


class Whole(Sequence["Value"]):
    """Rows that are whole numbers, kept as a range or tuple of them."""

    __slots__ = ("numbers",)

    def __init__(self, numbers: range | tuple[int, ...]) -> None:
        self.numbers = numbers

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, at: int) -> Value: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Value]: ...
    def __getitem__(self, at: int | slice) -> Value | Sequence[Value]:
        if isinstance(at, slice):
            return Whole(self.numbers[at])
        return Const(self.numbers[at])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Whole) and tuple(other.numbers) == tuple(self.numbers)

    def __hash__(self) -> int:
        return hash(tuple(self.numbers))


@dataclass(frozen=True, slots=True)
class Vector:
    """A list, array, data frame or range in the store: a sequence of rows along the first axis.

    ``rows`` is None when their number is unknown. ``source`` and ``ids`` give each row its
    identity: the position in the stored collection that it was taken from. ``origin`` is what all
    rows share. ``kind``: "stored" is given from outside, so that its type is not known.
    ``loose`` marks a stand-in for a collection whose length was pinned: adding to it changes
    nothing. ``buffer`` is the node that allocated it with a row count that does not depend on the
    batch. ``shuffled``: the order is random.
    """

    rows: Sequence[Value] | None
    kind: str = "list"
    source: str | None = None
    ids: range | tuple[int, ...] | None = None
    origin: Origin = NOWHERE
    texts: tuple[str, ...] = ()
    shuffled: bool = False
    loose: bool = False
    buffer: Any = None

    def row(self, at: int) -> Value:
        """Row *at*, with the identity that it has here."""
        assert self.rows is not None
        value = self.rows[at]
        own = self.origin
        if self.source is not None and self.ids is not None:
            own = Origin(own.ids | {(self.source, self.ids[at])}, own.deps)
        if self.shuffled:
            own = own | origin("shuffled")
        return tainted(value, own)

    def pick(self, positions: Sequence[int], added: Origin) -> Vector:
        """The rows at *positions*, in that order, as a new vector."""
        assert self.rows is not None
        if isinstance(self.rows, Items):
            rows: Sequence[Value] = Items(len(positions))
        elif isinstance(self.rows, Whole):
            rows = Whole(tuple(self.rows.numbers[at] for at in positions))
        else:
            rows = tuple(self.rows[at] for at in positions)
        ids = None if self.ids is None else tuple(self.ids[at] for at in positions)
        return replace(
            self, rows=rows, ids=ids, origin=self.origin | added, texts=(), loose=False, buffer=None
        )


@dataclass(frozen=True, slots=True)
class Mapping:
    """A dict in the store. ``rest`` stands for the values of keys that are not known."""

    entries: dict[Any, Value]
    rest: Value | None = None
    key: str | None = None
    origin: Origin = NOWHERE


@dataclass(frozen=True, slots=True)
class Instance:
    """An object of a linted class: its attributes so far. ``found`` is None for plain classes."""

    cls: Any
    attributes: dict[str, Value]


Cell = Vector | Mapping | Instance | Opaque


def union(values: Iterable[Any]) -> Origin:
    """The origins of all *values* together."""
    result = NOWHERE
    for value in values:
        result = result | value.origin
    return result


def tainted(value: Value, added: Origin) -> Value:
    """*value* with *added* to its origin (a handle passes it on to what is read through it)."""
    if not (added.ids or added.deps):
        return value
    match value:
        case Const():
            return Const(value.value, value.origin | added)
        case Ref():
            return Ref(value.address, value.origin | added)
        case Blank():
            return Blank(value.origin | added)
        case Tup():
            return Tup(value.items, value.texts, value.origin | added)
        case Opaque():
            return value.with_origin(value.origin | added)
        case Foreign():
            return Foreign(value.dotted, value.origin | added)
        case ShapeOf() | Method():
            return replace(value, origin=value.origin | added)
        case _:
            return value


def unknown(why: str, *sources: Value, array: bool = False) -> Opaque:
    """An unknown that was made from *sources*."""
    return Opaque(why, union(sources), array=array)


NONE = Const(None)
