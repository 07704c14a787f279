"""The machine of the dry run: the running frame, the store, the fuel, and what was observed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import contextmanager
from typing import Any, Literal

from sequence_lint.batches import Allocation
from sequence_lint.dryrun.absences import Absences
from sequence_lint.dryrun.changes import Changes
from sequence_lint.dryrun.construction import Construction
from sequence_lint.dryrun.excerpts import excerpt
from sequence_lint.dryrun.fuel import Fuel
from sequence_lint.dryrun.pins import NeedsPin, Option, Pins
from sequence_lint.dryrun.sharing import Sharing
from sequence_lint.dryrun.store import Allocator, Joiner, State, Store
from sequence_lint.dryrun.values import (
    NONE,
    NOWHERE,
    Cell,
    Const,
    Items,
    Opaque,
    Origin,
    Ref,
    Value,
    Vector,
    origin,
)
from sequence_lint.model import Cut, Place, Size
from sequence_lint.records import dataclass, replace

MAX_CALLS = 12
MAX_NESTING = 90
FURTHER_BATCHES = (3, 2, 5)
"""Values of batch-like arguments that are not the batch size, all different from it."""

DERIVED = "=derived"
"""What ends the key of an unknown that was computed from another: it is no batch size, for one."""

Phase = Literal["construct", "length", "batch", "hook"]

BY_ITSELF = "raised by the class itself"
"""The message of an exception that a `raise` statement raises."""


class PathEnd(Exception):
    """The running path raises an exception for certain."""

    def __init__(self, kind: str, message: str, place: Place) -> None:
        super().__init__(kind)
        self.kind = kind
        self.message = message
        self.place = place


@dataclass(frozen=True, slots=True, eq=False)
class Exit:
    """A path that leaves a block early, with the state it left in."""

    kind: Literal["return", "break", "continue"]
    state: State
    value: Value = NONE
    node: Any = None


@dataclass(frozen=True, slots=True, eq=False)
class Flow:
    """How a block ended: the early exits, and whether a path also falls out of its end."""

    exits: tuple[Exit, ...]
    falls: bool


@dataclass(slots=True)
class Frame:
    """A running function: its module, locals, what surrounds it, and the class it stands in."""

    module: Any
    names: dict[str, Value]
    closure: dict[str, Value] | None = None
    node: Any = None
    owner: Any = None
    instance: Ref | None = None
    loops: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Assumed:
    """What a run takes for given: roles, the imaginary data set, the flags, what is left out."""

    pins: Pins
    size: Size
    setting: dict[str, Option]
    skipped: Set[Any]
    offer: Callable[[NeedsPin], None]


class Machine:
    """One run over one class: construction, length and batches under one size and setting."""

    def __init__(
        self,
        project: Any,
        found: Any,
        assumed: Assumed,
        fuel: Fuel,
        evaluators: Mapping[str, Callable[[Machine, Any], Value]],
        executors: Mapping[str, Callable[[Machine, Any], Flow | None]],
    ) -> None:
        self.project = project
        self.found = found
        self.pins = assumed.pins
        self.samples = assumed.size.samples
        self.batch = assumed.size.batch if assumed.size.batch is not None else 1
        self.setting = assumed.setting
        self.skipped = assumed.skipped
        self._offer = assumed.offer
        self.fuel = fuel
        self.costs: dict[Any, tuple[int, int]] = {}
        self._evaluators = evaluators
        self._executors = executors
        self.store = Store()
        self._root = self.store
        self.allocator = Allocator()
        self.frame = Frame(found.module, {})
        self.calls = self._nesting = self.doubts = 0
        self.phase: Phase = "construct"
        self.cuts: list[Cut] = []
        self.allocated: list[Place] = []
        self.allocations: dict[Place, Allocation] = {}
        self.left_early: list[Place] = []
        self.one_hot: list[Place] = []
        self.fixed: dict[tuple[str, Place], None] = {}
        self.cut_deps: set[str] = set()
        self.literals: set[int] = set()
        self.globals: dict[int, Value] = {}
        self.display: dict[str, str] = {}
        self.reasons: dict[str, Place | None] = {}
        self.sources: dict[str, tuple[int, ...]] = {}
        self._pinned: dict[str, Ref] = {}
        self._shown: dict[str, str] = {}
        self.absences = Absences()
        self.construction = Construction()
        self.sharing = Sharing()
        self.changes = Changes()

    # Evaluation

    def evaluate(self, node: Any) -> Value:
        """The value of the expression *node*."""
        self.fuel.burn()
        if self._nesting >= MAX_NESTING:
            return self.unknown("an expression nested too deeply to follow", node)
        handler = self._evaluators.get(node.__class__.__name__)
        if handler is None:
            return self.unknown(f"`{node.__class__.__name__}` is not followed", node)
        self._nesting += 1
        try:
            return handler(self, node)
        finally:
            self._nesting -= 1

    def execute(self, nodes: list[Any]) -> Flow | None:
        """Run the statements *nodes*; None when the one path there is falls out of the end."""
        exits: list[Exit] = []
        for node in nodes:
            self.fuel.burn()
            handler = self._executors.get(node.__class__.__name__)
            try:
                flow = handler(self, node) if handler is not None else None
            except PathEnd:
                # The path that went on raises; those that returned before are still there.
                if not exits:
                    raise
                return Flow(tuple(exits), False)
            if flow is None:
                continue
            exits.extend(flow.exits)
            if not flow.falls:
                return Flow(tuple(exits), False)
            self.doubts += bool(exits)
        return Flow(tuple(exits), True) if exits else None

    def state(self) -> State:
        """The point where the running path is."""
        return State(self.store, self.frame.names)

    def adopt(self, state: State) -> None:
        """Go on from *state*."""
        self.store = state.store
        self.frame.names = state.names

    def fork(self, branches: list[Callable[[], Flow | None]]) -> Flow | None:
        """Run each branch from here, and go on with the states of those that fall through joined.

        Raises PathEnd when every branch raises.
        """
        base, names, doubts = self.store, self.frame.names, self.doubts
        exits: list[Exit] = []
        falling: list[State] = []
        ends: list[PathEnd] = []
        for branch in branches:
            self.adopt(State(Store(base), dict(names)))
            self.doubts = doubts + 1
            try:
                flow = branch()
            except PathEnd as end:
                ends.append(end)
                continue
            exits.extend(flow.exits if flow is not None else ())
            if flow is None or flow.falls:
                falling.append(self.state())
        self.doubts = doubts
        if not falling and not exits and ends:
            self.adopt(State(base, names))
            raise ends[0]
        if not falling:
            return Flow(tuple(exits), False)
        joined = self.join(falling, base)
        if not exits and joined.store.parent is base:
            base.absorb(joined.store.since(base))
            joined = State(base, joined.names)
        self.adopt(joined)
        return Flow(tuple(exits), True) if exits else None

    def join(self, states: list[State], base: Store) -> State:
        """One state for all of *states*, which forked at *base*."""
        if len(states) == 1:
            return states[0]
        return Joiner(base, self.allocator, self.uncounted).states(states)

    def shown(self, source: str) -> str:
        """The name of *source* as a reader knows it: the attribute that holds it, or its text."""
        if source not in self._shown:
            name = self.display.get(source) or source.partition("@")[0]
            while name in self._shown.values():
                name += "'"
            self._shown[source] = name
        return self._shown[source]

    # The store

    def place_cell(self, cell: Cell) -> Ref:
        """A handle of a new *cell*."""
        return self.allocator.place(cell, self.store)

    def cell(self, value: Value) -> Cell | None:
        """What *value* is a handle of; None when it is no handle."""
        return self.store[value.address] if isinstance(value, Ref) else None

    def vector(self, value: Value) -> Vector | None:
        """The vector behind *value*, carrying the origin of the handle; None for other values."""
        cell = self.cell(value)
        if not isinstance(cell, Vector):
            return None
        if value.origin is NOWHERE:
            return cell
        return replace(cell, origin=cell.origin | value.origin)

    # Unknowns and pins

    def unknown(self, why: str, node: Any = None, *sources: Value, array: bool = False) -> Opaque:
        """An unknown made from *sources*; the reason is kept to be shown."""
        self.reasons.setdefault(why, self.at(node) if node is not None else None)
        reached = NOWHERE
        for source in sources:
            reached = reached | source.origin
        return Opaque(why, reached, array=array)

    def named(
        self,
        key: str,
        why: str,
        argument: bool = False,
        default: Any = None,
        reached: Origin = NOWHERE,
    ) -> Value:
        """The unknown *key*, in the role that it was pinned to, if any."""
        if key.endswith(".shape[0]"):
            self.need(Opaque(why, key=key.removesuffix(".shape[0]")), "collection")
        pins = self.pins
        chosen = self.setting.get(key)
        number = key in pins.batches or key in pins.counts
        if chosen is not None and not chosen.some and not number:
            return Const(chosen.value, origin(f"flag:{key}"))
        if key in pins.batches:
            return Const(self._batch_value(key), origin(f"p:{key}"))
        if key in pins.counts:
            return Const(self.samples, origin(f"n:{key}"))
        if key in pins.collections:
            # What is made from shuffled data is in the order of these.
            self.changes.mixed.update([key] if "shuffled" in reached.deps else ())
            return self.collection(key)
        some = chosen is not None and chosen.some
        return Opaque(why, reached, key=key, argument=argument, default=default, some=some)

    def _batch_value(self, key: str) -> int:
        if key == self.primary_batch():
            return self.batch
        others = [name for name in self.pins.batches if name != self.primary_batch()]
        return FURTHER_BATCHES[others.index(key) % len(FURTHER_BATCHES)]

    def primary_batch(self) -> str | None:
        """The argument that is the batch size: the first that was pinned as one."""
        return self.pins.batches[0] if self.pins.batches else None

    def collection(self, key: str) -> Ref:
        """The stored collection *key*; one and the same for the whole run."""
        if key not in self._pinned:
            cell = Vector(
                Items(self.samples), "stored", key, range(self.samples), origin(), loose=True
            )
            self._pinned[key] = self.allocator.place(cell, self._root)
            self.sources[key] = tuple(range(self.samples))
        return self._pinned[key]

    def uncounted(self, vector: Vector, reached: Origin) -> Vector:
        """*vector* once nobody knows how many rows it has: a collection, if it is pinned as one."""
        if vector.loose:
            return vector
        if vector.source is not None and vector.source in self.pins.collections:
            self.changes.mixed.update([vector.source] if "shuffled" in reached.deps else ())
            rows = Items(self.samples)
            self.sources[vector.source] = tuple(range(self.samples))
            return Vector(rows, vector.kind, vector.source, range(self.samples), loose=True)
        return replace(vector, rows=None, ids=None, origin=reached, texts=(), buffer=None)

    def need(self, value: Opaque, role: Literal["collection", "batch", "count"]) -> None:
        """Start again with *value* pinned to *role*, if it can be pinned at all."""
        if value.key is None or value.origin.by_index or value.origin.ids:
            return
        if self.pins.has_role(value.key) or (role != "collection" and DERIVED in value.key):
            return
        raise NeedsPin(value.key, role)

    def choose(self, value: Opaque, *options: Option) -> Option | None:
        """How the flag *value* is set in this run; None when the caller does not decide on it.

        The first of *options* is taken where the flag was not asked for before; the others are
        tried in other runs. Raises NeedsPin where the choice changes the value itself.
        """
        key = value.key
        if key is None or not value.argument or value.origin.by_index:
            return None
        known = self.pins.options.get(key, [])
        if key not in self.setting or any(option not in known for option in options):
            new = key not in self.setting
            need = NeedsPin(key, "option", options, self.phase != "batch")
            self._offer(need)
            if new and not self.setting[key].some and self.setting[key].value is None:
                raise need
        return self.setting[key]

    # Places

    def at(self, node: Any) -> Place:
        """Where *node* stands."""
        place: Place = self.frame.module.place(node)
        return place

    def text(self, node: Any) -> str:
        """How *node* is spelt, on one line, cut short where it is long."""
        return excerpt(self.frame.module.lines, node)

    def site(self, node: Any) -> str:
        """The identity of what the call or expression *node* gives."""
        return f"{self.text(node)}@{node.lineno}:{node.col_offset}"

    @contextmanager
    def inside(self, frame: Frame) -> Iterator[None]:
        """Run in *frame*; the frame of before is back afterwards."""
        before, doubts = self.frame, self.doubts
        self.frame = frame
        self.calls += 1
        try:
            yield
        finally:
            self.frame, self.doubts = before, doubts
            self.calls -= 1

    def charge(self, function_node: Any, steps: int) -> None:
        """Remember what a call of *function_node* took, and how deep it was called."""
        before, depth = self.costs.get(function_node, (0, 0))
        self.costs[function_node] = (before + steps, max(depth, self.calls))

    @contextmanager
    def in_root_store(self) -> Iterator[None]:
        """Write what all paths share: a path that ends must not take it along."""
        before, self.store = self.store, self._root
        try:
            yield
        finally:
            self.store = before
