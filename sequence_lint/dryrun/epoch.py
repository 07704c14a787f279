"""One run of a class: construct it, ask for its length, serve every batch."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sequence_lint.changes import Cursor
from sequence_lint.dryrun.attributes import decorator_names, find_member
from sequence_lint.dryrun.binding import bind, body_paths, defaults
from sequence_lint.dryrun.changes import Changes
from sequence_lint.dryrun.excerpts import items
from sequence_lint.dryrun.machine import BY_ITSELF, Exit, Frame, Machine, PathEnd
from sequence_lint.dryrun.parts import to_part
from sequence_lint.dryrun.store import Store
from sequence_lint.dryrun.values import (
    Const,
    Function,
    Instance,
    Mapping,
    Opaque,
    Origin,
    Ref,
    Tup,
    Value,
    origin,
)
from sequence_lint.model import Batch, Cut, Part, Place, Raised, Returned
from sequence_lint.project.values import is_generator
from sequence_lint.records import dataclass, replace

MAX_BATCHES = 400


@dataclass(frozen=True, slots=True, eq=False)
class RanLength:
    """What ``__len__`` gave: the value, its `return` node, and the module it stands in.

    ``paths`` are all ways through it, each with its own value.
    """

    value: Value
    node: Any
    owner: Any
    function: Any
    raised: Raised | None
    paths: tuple[Exit, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """All that one run observed."""

    machine: Machine
    instance: Ref
    length: RanLength | None
    batches: tuple[Batch, ...]
    beyond: Batch | None
    failed: Raised | None


def run(machine: Machine) -> Run:
    """Construct the class, take its length and serve an epoch.

    Raises NeedsPin where an unknown has to be pinned first, OutOfFuel where it takes too long.
    """
    instance = machine.place_cell(Instance(machine.found, {}))
    machine.construction.instance = instance
    try:
        _construct(machine, instance)
    except PathEnd as end:
        return Run(machine, instance, None, (), None, _raised(end))
    machine.sharing.end_construction(machine, instance)
    machine.changes.end(machine, instance)
    return _serve(machine, instance)


def again(first: Run) -> Run:
    """The next epoch after *first*: ``on_epoch_end``, then the length and all batches again."""
    machine = first.machine
    machine.phase = "hook"
    machine.cut_deps = set()
    machine.changes.begin(machine)
    try:
        _paths(machine, first.instance, "on_epoch_end", [])
    except PathEnd as end:
        return Run(machine, first.instance, None, (), None, _raised(end))
    machine.changes.end(machine, first.instance)
    return _serve(machine, first.instance)


def _serve(machine: Machine, instance: Ref) -> Run:
    machine.phase = "length"
    machine.changes.begin(machine)
    length = _length(machine, instance)
    machine.changes.end(machine, instance)
    count = _batch_count(length)
    batches = tuple(
        _batch(machine, instance, at) for at in range(count if count is not None else 2)
    )
    if count is None:
        return Run(machine, instance, length, batches, None, None)
    # Asked for on a copy: a batch that Keras never asks for must leave nothing behind.
    kept, machine.store = machine.store, Store(machine.store)
    changes = machine.changes
    machine.changes = Changes(
        mixed=changes.mixed, reordered=changes.reordered, shuffled=changes.shuffled
    )
    beyond: Batch | None = _batch(machine, instance, count)
    if beyond is not None and _is_guarded(beyond):
        # A guard against such an index says nothing about what a longer length would serve.
        beyond = None
    machine.store = kept
    machine.changes = changes
    return Run(machine, instance, length, batches, beyond, None)


def _is_guarded(batch: Batch) -> bool:
    """True when the class itself refuses the index, by an exception or by None."""
    if batch.raised is not None:
        return batch.raised.message == BY_ITSELF
    return bool(batch.returned) and all(one.part.kind == "none" for one in batch.returned)


def _raised(end: PathEnd) -> Raised:
    return Raised(end.kind, end.message, end.place, end.message == BY_ITSELF)


def _batch_count(length: RanLength | None) -> int | None:
    value = length.value if length is not None else None
    # A fixed length has nothing to do with the data: two batches show what a batch is.
    if isinstance(value, Const) and value.origin.deps and isinstance(value.value, (int, float)):
        if -MAX_BATCHES <= value.value <= MAX_BATCHES:
            # A negative length is none: Keras asks for no batch, if it takes the length at all.
            return max(int(value.value), 0)
    return None


def _construct(machine: Machine, instance: Ref) -> None:
    member = find_member(machine.found, "__init__")
    if member is None:
        return
    position, owner, node = member
    if type(node).__name__ != "FunctionDef":
        return
    function = Function(owner.module, node, owner=(position, owner))
    frame = Frame(owner.module, {}, None, node, (position, owner), instance)
    with machine.inside(frame):
        keywords = _given(machine, node)
        bind(machine, function, [instance], keywords)
        if node.args.vararg:
            # Two is what stands for several: most often the inputs and the labels.
            given = [
                machine.named(f"{node.args.vararg}[{at}]", "given by the caller") for at in (0, 1)
            ]
            machine.frame.names[node.args.vararg] = Tup(tuple(given))
        if node.args.kwarg:
            kwargs = Mapping({}, None, key=node.args.kwarg)
            machine.frame.names[node.args.kwarg] = machine.place_cell(kwargs)
        base = machine.store
        paths = body_paths(machine, node.body)
        machine.store = machine.join([path.state for path in paths], base).store


def _given(machine: Machine, node: Any) -> dict[str, Value]:
    """The constructor arguments, each an unknown of the caller until it is pinned."""
    keywords: dict[str, Value] = {}
    for parameter, default in defaults(node)[1:]:
        constant = default is not None and type(default).__name__ == "Const"
        given = Const(default.value) if constant else None
        keywords[parameter.name] = machine.named(
            parameter.name, "given by the caller", argument=True, default=given
        )
    return keywords


def _paths(
    machine: Machine, instance: Ref, name: str, arguments: list[Value]
) -> tuple[list[Exit], Any, Any]:
    """The paths of method *name*; its class and node (None when there is no such method)."""
    member = find_member(machine.found, name)
    if member is None or type(member[2]).__name__ != "FunctionDef":
        return [], None, None
    position, owner, node = member
    function = Function(owner.module, node, owner=(position, owner))
    static = "staticmethod" in decorator_names(node)
    frame = Frame(owner.module, {}, None, node, (position, owner), instance)
    base = machine.store
    with machine.inside(frame):
        bind(machine, function, arguments if static else [instance, *arguments], {})
        if is_generator(node):
            return [], owner, node
        paths = body_paths(machine, node.body)
    if paths:
        machine.store = machine.join([_bare(path) for path in paths], base).store
    return paths, owner, node


def _bare(path: Exit) -> Any:
    return replace(path.state, names={})


def _length(machine: Machine, instance: Ref) -> RanLength | None:
    name = "num_batches" if find_member(machine.found, "num_batches") is not None else "__len__"
    before = machine.store
    try:
        paths, owner, node = _paths(machine, instance, name, [])
    except PathEnd as end:
        machine.store = before
        return RanLength(Opaque("`__len__` raises"), None, None, None, _raised(end))
    if not paths:
        return None
    chosen = paths[0]
    value: Value = chosen.value
    if len(paths) > 1 and not _agree(paths):
        value = Opaque("the length depends on a condition that could not be followed")
    return RanLength(value, chosen.node, owner, node, None, tuple(paths))


def _agree(paths: list[Exit]) -> bool:
    values = [path.value for path in paths]
    known = [value.value for value in values if isinstance(value, Const)]
    return len(known) == len(values) and len(set(map(repr, known))) == 1


def _batch(machine: Machine, instance: Ref, at: int) -> Batch:
    machine.cuts = []
    machine.allocated, machine.allocations = [], {}
    machine.left_early, machine.one_hot = [], []
    machine.fixed = {}
    machine.phase = "batch"
    machine.sharing.begin_batch(machine, instance)
    machine.changes.begin(machine, at)
    index = Const(at, origin("index"))
    before = machine.store
    try:
        paths, owner, node = _paths(machine, instance, "__getitem__", [index])
    except PathEnd as end:
        machine.store = before
        return Batch(at, tuple(machine.cuts), (), _raised(end), None, False)
    machine.changes.end(machine, instance)
    if owner is None:
        return Batch(at, (), (), None, "there is no `__getitem__` in the linted files", False)
    returned = tuple(_returned(machine, path, owner, node) for path in paths)
    if not returned:
        return Batch(at, (), (), None, "`__getitem__` is a generator function", False)
    leaves = [leaf for item in returned for leaf in item.part.leaves()]
    random = bool(leaves) and any(leaf.random for leaf in leaves)
    cuts, allocated = _distinct(machine.cuts), tuple(dict.fromkeys(machine.allocated))
    left_early = tuple(dict.fromkeys(machine.left_early))
    fixed, unfollowed = tuple(machine.fixed), _unfollowed(paths)
    cursors = _cursors(machine, paths)
    if cursors and unfollowed is None:
        unfollowed = "a batch goes on where the one before stopped"
    return Batch(
        index=at,
        cuts=cuts,
        returned=returned,
        raised=None,
        unknown=unfollowed,
        random=random,
        buffers=allocated,
        left_early=left_early,
        fixed=fixed,
        draws=tuple(machine.sharing.draws),
        one_hot=tuple(dict.fromkeys(machine.one_hot)),
        cursors=cursors,
        edits=machine.changes.edits.of_batch(),
        allocations=tuple(machine.allocations.values()),
    )


def _cursors(machine: Machine, paths: list[Exit]) -> tuple[Cursor, ...]:
    """What earlier batches left that decides on a batch on some way."""
    from sequence_lint.dryrun.store import deep_origin

    reached = [deep_origin(path.value, path.state.store) for path in paths]
    found = (each for one in reached for each in machine.changes.cursors.deciding(one))
    return tuple(dict.fromkeys(found))


def _unfollowed(paths: list[Exit]) -> str | None:
    from sequence_lint.dryrun.store import deep_origin

    for path in paths:
        if "cursor" in deep_origin(path.value, path.state.store).deps:
            return "a batch takes what an iterator or a shrinking list gives next"
    return None


def _distinct(cuts: Iterable[Cut]) -> tuple[Cut, ...]:
    return tuple(dict.fromkeys(cuts))


def _returned(machine: Machine, path: Exit, owner: Any, node: Any) -> Returned:
    store, machine.store = machine.store, path.state.store
    frame = Frame(owner.module, {})
    try:
        with machine.inside(frame):
            if path.node is None:
                return Returned(owner.module.place(node), Part("none", ""), implicit=True)
            text = machine.text(path.node.value) if path.node.value is not None else ""
            part = to_part(machine, path.value, text)
            holds_lists = any(inner.kind == "list" for inner in part.parts)
            found = items(owner.module, path.node.value) if holds_lists else ()
            return Returned(owner.module.place(path.node), part, items=found)
    finally:
        machine.store = store


def return_place(length: RanLength) -> Place | None:
    """Where the `return` of the length stands."""
    if length.owner is None:
        return length.raised.place if length.raised is not None else None
    node = length.node if length.node is not None else length.function
    place: Place = length.owner.module.place(node)
    return place


def count_origin(value: Value) -> Origin:
    """What a length was computed from."""
    return value.origin if isinstance(value, (Const, Opaque, Tup)) else Origin()
