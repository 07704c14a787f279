"""What a batch leaves behind that decides on the data of the next: counters, lists, iterators."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal

from sequence_lint.changes import Cursor
from sequence_lint.dryrun.values import (
    INDEX,
    Const,
    Instance,
    Opaque,
    Origin,
    Ref,
    Value,
    Vector,
    origin,
    tainted,
)
from sequence_lint.records import dataclass, field

if TYPE_CHECKING:
    from sequence_lint.dryrun.binding import Arguments
    from sequence_lint.dryrun.machine import Machine

LEFT = "left:"
"""What the dependency on a cursor begins with; its number follows."""

TAKES_THE_NEXT = frozenset({"next", "__next__", "get_next", "popleft", "popitem", "pop"})
"""Methods of something unknown that give another item each time."""


def left_by(reached: Origin) -> Origin:
    """The part of *reached* that tells of cursors."""
    return Origin(frozenset(), frozenset(d for d in reached.deps if d.startswith(LEFT)))


@dataclass(slots=True)
class Cursors:
    """What was seen so far.

    ``known`` are the cursors by their numbers, ``moved`` the numbers of those that decided on a
    selection. Addresses up to ``before`` were there before the running batch, which has ``read``
    these attributes and ``written`` those, with what they held.
    """

    known: list[Cursor] = field(default_factory=list)
    moved: set[int] = field(default_factory=set)
    before: int = 0
    read: set[tuple[int, str]] = field(default_factory=set)
    written: dict[tuple[int, str], tuple[Any, Any, Value]] = field(default_factory=dict)

    def begin(self, machine: Machine) -> None:
        """A batch begins."""
        self.before = machine.allocator.last
        self.read.clear()
        self.written.clear()

    def note_assigned(self, machine: Machine, owner: Value, target: Any) -> None:
        """A batch assigns an attribute. Only what it has read before can be a cursor."""
        if not isinstance(owner, Ref) or owner.address > self.before:
            return
        key, cell = (owner.address, target.attrname), machine.cell(owner)
        if key in self.read and key not in self.written and isinstance(cell, Instance):
            if (held := cell.attributes.get(target.attrname)) is not None:
                self.written[key] = (machine.frame, target, held)

    def end(self, machine: Machine) -> None:
        """The batch is made: mark what the next one finds otherwise than this one did."""
        for (address, name), (frame, target, held) in self.written.items():
            cell = machine.store[address]
            value = cell.attributes.get(name) if isinstance(cell, Instance) else None
            if not isinstance(cell, Instance) or value is None:
                continue
            if not self._moves(machine, held, value):
                continue
            with machine.inside(frame):
                cursor = Cursor(machine.text(target), machine.at(target), "number")
            mark = self._mark(cursor)
            changed = {**cell.attributes, name: tainted(value, mark)}
            machine.store[address] = Instance(cell.cls, changed)

    def _moves(self, machine: Machine, held: Value, now: Value) -> bool:
        """True for a number, and for a list that has become shorter."""
        if isinstance(now, Const):
            return isinstance(now.value, (int, float)) and not isinstance(now.value, bool)
        if isinstance(now, Opaque):
            return now.key is None and not now.array
        was, vector = machine.cell(held), machine.cell(now)
        if not isinstance(was, Vector) or not isinstance(vector, Vector):
            return False
        if was.rows is None or vector.rows is None or was.source != vector.source:
            return False
        return len(vector.rows) < len(was.rows)

    def _mark(self, cursor: Cursor) -> Origin:
        if cursor not in self.known:
            self.known.append(cursor)
        return origin(f"{LEFT}{self.known.index(cursor)}")

    def taken(
        self, machine: Machine, value: Value, node: Any, kind: Literal["taken", "next"]
    ) -> Origin:
        """What an item depends on that is taken from *value*, spelt *node*, while it is kept."""
        if machine.phase != "batch" or not self.is_kept(machine, value):
            return Origin()
        mark = self._mark(Cursor(machine.text(node), machine.at(node), kind))
        self.note_selection(mark.deps)
        return mark

    def taken_by_method(
        self, machine: Machine, receiver: Value, name: str, arguments: Arguments, node: Any
    ) -> Origin:
        """The same for what the method *name* of *receiver* gives; a key decides for itself."""
        by_key = any(
            not isinstance(value, Const) or value.origin.by_index for value in arguments.all()
        )
        if name not in TAKES_THE_NEXT or by_key:
            return Origin()
        kind: Literal["taken", "next"] = "next" if "next" in name else "taken"
        return self.taken(machine, receiver, node.func.expr, kind)

    def is_kept(self, machine: Machine, value: Value) -> bool:
        """True for what outlives the batch: it was there before, or an attribute holds it."""
        if isinstance(value, Ref):
            return value.address <= self.before
        if not isinstance(value, Opaque) or value.origin.by_index or value.origin.ids:
            return isinstance(value, Opaque) and "cursor" in value.origin.deps
        instance = machine.construction.instance
        cell = machine.cell(instance) if instance is not None else None
        held = cell.attributes.values() if isinstance(cell, Instance) else ()
        keys = [one.key for one in held if isinstance(one, Opaque) and one.key is not None]
        return value.key is not None and any(
            value.key == key or value.key.startswith((f"{key}[", f"{key}.")) for key in keys
        )

    def note_selection(self, deps: Iterable[str]) -> None:
        """Something is selected by a key, or taken, that depends on *deps*."""
        self.moved.update(int(dep[len(LEFT) :]) for dep in deps if dep.startswith(LEFT))

    def deciding(self, reached: Origin) -> tuple[Cursor, ...]:
        """The cursors that decide on what has that origin, if the index has no part in it."""
        if INDEX in reached.deps:
            return ()
        marks = (int(dep[len(LEFT) :]) for dep in reached.deps if dep.startswith(LEFT))
        moved = sorted(self.moved.intersection(marks))
        return tuple(self.known[number] for number in moved if number < len(self.known))
