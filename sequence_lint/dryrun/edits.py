"""Which arrays of a batch are stored data seen through a view, and what is written into them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sequence_lint.batches import Place
from sequence_lint.changes import Edit
from sequence_lint.dryrun.store import deep_origin
from sequence_lint.dryrun.values import (
    Const,
    Opaque,
    Ref,
    ShapeOf,
    SliceOf,
    Tup,
    Value,
    Vector,
)
from sequence_lint.records import dataclass, field

if TYPE_CHECKING:
    from sequence_lint.dryrun.machine import Machine

_OF_FRAMES = frozenset("iloc loc at iat ix values columns iterrows itertuples groupby".split())
_OF_ARRAYS = frozenset("shape dtype astype ndim mean std reshape".split())
_NO_ARRAY = re.compile(r"h5|hdf|zarr|df$|frame|table|file|dataset|reader|loader|store|gen|mmap|seq")
_ARRAY_ONLY = frozenset({"-=", "/=", "//=", "**=", "%="})
"""Operators that a list does not know: where they work, there is an array."""


@dataclass(frozen=True, slots=True)
class View:
    """Rows of the stored collection *source*, without a copy. ``row`` is true for a single one."""

    source: str
    place: Place
    row: bool


@dataclass(slots=True)
class Edits:
    """What was seen so far.

    ``views`` are those of the running batch by the addresses of their vectors, ``rows`` those of
    single rows by the identity of the values, which are kept so that it stays theirs. ``arrays``
    and ``frames`` are collections that show by their use what they are, ``deep`` those whose rows
    are arrays too. ``found`` are the changes of the running batch, each with the collection that
    has to be an array for it and whether that shows in the change; ``of_rows`` those that change a
    row as a whole, which is done in place only where it is no number.
    """

    views: dict[int, View] = field(default_factory=dict)
    rows: dict[int, tuple[Value, View]] = field(default_factory=dict)
    arrays: set[str] = field(default_factory=set)
    frames: set[str] = field(default_factory=set)
    deep: set[str] = field(default_factory=set)
    of_rows: set[Edit] = field(default_factory=set)
    found: dict[Edit, tuple[str, bool]] = field(default_factory=dict)

    def begin(self) -> None:
        """A batch begins."""
        self.views.clear()
        self.rows.clear()
        self.found.clear()
        self.of_rows.clear()

    def note_axes(self, shape: ShapeOf) -> None:
        """Another axis than the first is asked for."""
        self.deep.update(dep[2:] for dep in shape.origin.deps if dep.startswith("n:"))

    def note_attribute(self, vector: Vector, name: str) -> None:
        """The attribute *name* of a collection is asked for."""
        if vector.source is not None:
            if name in _OF_FRAMES:
                self.frames.add(vector.source)
            elif name in _OF_ARRAYS:
                self.arrays.add(vector.source)

    def note_picked(
        self, machine: Machine, base: Value, vector: Vector, key: Value, picked: Value, node: Any
    ) -> None:
        """``base[key]`` gave *picked*: a view, where the base is one or is stored."""
        if vector.source is None or not isinstance(base, Ref):
            return
        if isinstance(key, Tup) and len(key.items) > 1:
            self.arrays.add(vector.source)
            self.deep.add(vector.source)
        if machine.phase != "batch":
            return
        stored = base.address <= machine.changes.cursors.before and _may_be_array(vector)
        if not stored and base.address not in self.views:
            return
        first = key.items[0] if isinstance(key, Tup) and key.items else key
        if isinstance(picked, Ref) and isinstance(first, SliceOf):
            self.views[picked.address] = View(vector.source, machine.at(node), row=False)
        elif isinstance(picked, Opaque) and isinstance(key, Const) and type(key.value) is int:
            self.rows[id(picked)] = picked, View(vector.source, machine.at(node), row=True)

    def view(self, value: Value) -> View | None:
        """The view that *value* is, if any."""
        if isinstance(value, Ref):
            return self.views.get(value.address)
        held, view = self.rows.get(id(value), (None, None))
        return view if held is value else None

    def note_augmented(self, machine: Machine, node: Any, before: Value, value: Value) -> None:
        """``before -= value``: an array changes in place."""
        view = self.view(before)
        if view is None:
            return
        number = isinstance(value, Const) and not isinstance(value.value, str)
        factor = isinstance(value, Const) and isinstance(value.value, float)
        sure = (
            node.op in _ARRAY_ONLY or (node.op == "+=" and number) or (node.op == "*=" and factor)
        )
        edit = self._note(machine, view, node, sure)
        if view.row and edit is not None:
            self.of_rows.add(edit)

    def note_store(
        self, machine: Machine, base: Value, key: Value, value: Value, node: Any
    ) -> None:
        """``base[key] = value``, where what is written depends on what was there, or on chance."""
        view = self.view(base)
        if view is None or (isinstance(key, Const) and isinstance(key.value, str)):
            return
        reached = deep_origin(value, machine.store)
        drawn = reached.random or deep_origin(key, machine.store).random
        if drawn or any(source == view.source for source, _ in reached.ids):
            axes = isinstance(key, Tup) and len(key.items) > 1
            mask = machine.vector(key) is not None or (isinstance(key, Opaque) and key.array)
            self._note(machine, view, node.parent, axes or mask)

    def _note(self, machine: Machine, view: View, node: Any, sure: bool) -> Edit | None:
        if machine.changes.conditions:
            return None
        edit = Edit(machine.shown(view.source), machine.at(node), machine.text(node), view.place)
        self.found[edit] = view.source, sure
        return edit

    def of_batch(self) -> tuple[Edit, ...]:
        """The changes that the running batch made to what is certainly an array."""
        return tuple(
            edit
            for edit, (source, sure) in self.found.items()
            if source not in self.frames and self._is_array(edit, source, sure)
        )

    def _is_array(self, edit: Edit, source: str, sure: bool) -> bool:
        if edit in self.of_rows:
            return source in self.deep
        return sure or source in self.arrays


def _may_be_array(vector: Vector) -> bool:
    """True for what the caller gave, if its name does not say that it is something else."""
    source = vector.source or ""
    if vector.kind == "array":
        return not _NO_ARRAY.search(source.lower())
    return (
        vector.kind == "stored" and source.isidentifier() and not _NO_ARRAY.search(source.lower())
    )
