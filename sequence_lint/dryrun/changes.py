"""What a run saw change: shuffles and whose luck they were, rebuilt orders, edits and cursors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from sequence_lint.changes import Shuffle, Undone
from sequence_lint.dryrun.cursors import Cursors
from sequence_lint.dryrun.edits import Edits
from sequence_lint.dryrun.store import deep_origin
from sequence_lint.dryrun.values import (
    Function,
    Instance,
    Method,
    Opaque,
    Origin,
    Ref,
    Value,
    Vector,
    Whole,
    origin,
)
from sequence_lint.project.walking import each_node
from sequence_lint.records import dataclass, field, replace

if TYPE_CHECKING:
    from sequence_lint.dryrun.binding import Arguments
    from sequence_lint.dryrun.machine import Machine

ORDER = "order:"
"""What the dependency on a shuffle begins with; its number follows."""

LEFT = "left:"
"""What the dependency on a cursor begins with; its number follows."""

_SEEDS = ("seed", "state", "rng", "random(", "generator")


def numbers(deps: Iterable[str], kind: str) -> tuple[int, ...]:
    """The numbers of the shuffles or cursors among dependencies, in their order."""
    return tuple(sorted(int(dep[len(kind) :]) for dep in deps if dep.startswith(kind)))


def unshuffled(reached: Origin) -> Origin:
    """The same origin of what is in a known order again."""
    return Origin(reached.ids, frozenset(d for d in reached.deps if not d.startswith(ORDER)))


@dataclass(slots=True)
class Changes:
    """What was seen so far.

    ``shuffles`` are all of the run. ``reordered`` are the sources that were shuffled,
    themselves or a copy of them, ``mixed`` those made from shuffled ones, ``shuffled`` the names of
    those that were cut then. ``first`` is the number of the first shuffle of the moment.
    ``reseeded`` counts what may set the state of a random generator, ``conditions`` the conditions
    that were not followed around the running statement. ``read`` are the attributes that batches
    read, ``ran`` the methods that were run and when. ``escaped`` are the shuffles whose order
    unknown code was told, ``opened`` tells that unknown code was given the instance. ``before`` are
    the attributes as the running batch found them, None at other moments.
    """

    shuffles: list[Shuffle] = field(default_factory=list)
    mixed: set[str] = field(default_factory=set)
    reordered: set[str] = field(default_factory=set)
    shuffled: set[str] = field(default_factory=set)
    first: int = 0
    reseeded: int = 0
    conditions: int = 0
    batch: int | None = None
    read: set[str] = field(default_factory=set)
    ran: set[tuple[str, Any]] = field(default_factory=set)
    escaped: set[int] = field(default_factory=set)
    opened: bool = False
    assigned: dict[str, tuple[Any, tuple[int, ...]]] = field(default_factory=dict)
    undone: list[Undone] = field(default_factory=list)
    rebuilt: frozenset[str] = frozenset()
    before: dict[str, Value] | None = None
    cursors: Cursors = field(default_factory=Cursors)
    edits: Edits = field(default_factory=Edits)

    # What the machine tells

    def note_shuffle(
        self, machine: Machine, cell: Vector, arguments: Arguments, node: Any, lost: bool
    ) -> Vector:
        """*cell* is shuffled by the call *node*: the same rows, known to be in this order."""
        number = len(self.shuffles)
        name = machine.shown(cell.source) if cell.source is not None else ""
        self.shuffles.append(
            Shuffle(
                number,
                name,
                machine.at(node),
                machine.phase,
                luck=self._luck(machine, arguments, node),
                certain=not self.conditions,
                batch=self.batch if machine.phase == "batch" else None,
                lost=lost,
            )
        )
        return replace(cell, shuffled=True, origin=cell.origin | origin(f"{ORDER}{number}"))

    def _luck(self, machine: Machine, arguments: Arguments, node: Any) -> str:
        """The generator behind a shuffle and its seeding; empty where that cannot be told."""
        seeded = any(name in arguments.keywords for name in ("random_state", "seed", "random"))
        spelt = machine.text(node.func)
        if seeded or "(" in spelt or not arguments.complete:
            return ""
        generator = spelt.rpartition(".")[0] or spelt
        local = machine.frame.names.get(generator)
        if local is not None:
            generator = (local.key or "") if isinstance(local, Opaque) else ""
        return f"{generator}#{self.reseeded}" if generator else ""

    def note_unknown(self, machine: Machine, given: Iterable[Value], spelt: str) -> None:
        """Something that is not followed is called with *given*."""
        lowered = spelt.lower()
        if any(word in lowered for word in _SEEDS):
            self.reseeded += 1
        for value in given:
            if _is_instance(machine, value):
                self.opened = True
            if self.shuffles and machine.phase != "batch":
                self.escaped.update(numbers(deep_origin(value, machine.store).deps, ORDER))

    def note_assigned(self, machine: Machine, owner: Value, target: Any) -> None:
        """An attribute is assigned."""
        if machine.phase == "batch":
            self.cursors.note_assigned(machine, owner, target)
        instance = machine.construction.instance
        if not isinstance(owner, Ref) or instance is None or owner.address != instance.address:
            return
        if self.shuffles or machine.phase == "hook":
            before = _attributes(machine, instance).get(target.attrname)
            orders = _orders(machine, before) if before is not None else ()
            orders += self.assigned.get(target.attrname, (None, ()))[1]
            self.assigned[target.attrname] = ((machine.frame.module, target), orders)

    def note_read(self, machine: Machine, base: Ref, cell: Instance, name: str) -> None:
        """A batch reads an attribute."""
        self.cursors.read.add((base.address, name))
        if cell.cls is machine.found:
            self.read.add(name)

    # What is asked

    def is_read(self, machine: Machine, shuffle: Shuffle) -> bool | None:
        """Whether batches may see the order that *shuffle* made; None where nobody knows."""
        if shuffle.lost:
            return False
        if self.read.intersection(shuffle.attributes):
            return True
        told = self.opened or shuffle.number in self.escaped or bool(machine.skipped)
        if told or not shuffle.attributes:
            return None
        others = [node for node in _functions(machine.found) if not self._ran_before(node)]
        return None if any(_mentions(node, shuffle.attributes) for node in others) else False

    def _ran_before(self, node: Any) -> bool:
        """True for a method that was run otherwise than to make a batch."""
        if node.name in ("__init__", "__len__", "on_epoch_end"):
            return True
        return any((moment, node) in self.ran for moment in ("construct", "length", "hook"))

    # The moments

    def begin(self, machine: Machine, batch: int | None = None) -> None:
        """A moment begins: the hook, or batch number *batch*."""
        self.cursors.begin(machine)
        self.edits.begin()
        self.first = len(self.shuffles)
        instance = machine.construction.instance
        self.before = _attributes(machine, instance) if batch is not None and instance else None
        self.batch = batch
        self.assigned = {}

    def end(self, machine: Machine, instance: Ref) -> None:
        """The moment is over."""
        if machine.phase == "hook":
            self.rebuilt = frozenset(self.assigned)
        if machine.phase == "batch":
            self.cursors.end(machine)
        if not self.shuffles or (self.first == len(self.shuffles) and not self.assigned):
            return
        held = {
            name: _orders(machine, value) for name, value in _attributes(machine, instance).items()
        }
        for at in range(self.first, len(self.shuffles)):
            names = tuple(
                name for name, orders in held.items() if at in orders and self._was_there(name)
            )
            self.shuffles[at] = replace(self.shuffles[at], attributes=names)
        for name, ((module, target), orders) in self.assigned.items():
            if orders and _is_in_order(machine, _attributes(machine, instance).get(name)):
                shuffled = self.shuffles[max(orders)]
                self.undone.append(Undone(name, module.place(target), machine.phase, shuffled))

    def _was_there(self, name: str) -> bool:
        """False for an attribute that the batch makes because it is the first one that is asked."""
        return self.before is None or isinstance(self.before.get(name), Ref)


def _is_instance(machine: Machine, value: Value) -> bool:
    """True for the instance, its methods, and functions that are defined inside of them."""
    instance = machine.construction.instance
    if isinstance(value, Function):
        inner = (value.closure or {}).values()
        return any(isinstance(one, Ref) and one == instance for one in inner)
    held = value.receiver if isinstance(value, Method) else value
    if not isinstance(held, Ref) or instance is None:
        return False
    return held.address == instance.address


def _attributes(machine: Machine, instance: Ref) -> dict[str, Value]:
    cell = machine.cell(instance)
    return cell.attributes if isinstance(cell, Instance) else {}


def _orders(machine: Machine, value: Value) -> tuple[int, ...]:
    return numbers(deep_origin(value, machine.store).deps, ORDER)


def _functions(found: Any) -> Iterator[Any]:
    """The functions in the bodies of the class and its linted bases."""
    from sequence_lint.dryrun.attributes import instance_class_dict  # it imports the machine

    for entry in instance_class_dict(found):
        for node in entry.node.body:
            if type(node).__name__ in ("FunctionDef", "AsyncFunctionDef"):
                yield node


def _mentions(function: Any, names: tuple[str, ...]) -> bool:
    return any(
        type(node).__name__ == "Attribute" and node.attrname in names
        for node in each_node(function)
    )


def _is_in_order(machine: Machine, value: Value | None) -> bool:
    """True for numbers, or rows of what the caller gave, that are in no random order."""
    vector = machine.vector(value) if value is not None else None
    if vector is None or vector.rows is None or vector.shuffled or value is None:
        return False
    given = vector.source is not None and vector.source.isidentifier()
    if not isinstance(vector.rows, Whole) and not given:
        return False
    deps = deep_origin(value, machine.store).deps
    return not any(dep in ("random", "shuffled") or dep.startswith(ORDER) for dep in deps)
