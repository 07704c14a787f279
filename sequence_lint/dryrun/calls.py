"""Calls: of the class' own methods and functions, of library models, and of the unknown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sequence_lint.dryrun.binding import Arguments, bind, body_paths
from sequence_lint.dryrun.generators import run_generator
from sequence_lint.dryrun.machine import MAX_CALLS, Frame, Machine
from sequence_lint.dryrun.store import State, blank_rows, deep_origin
from sequence_lint.dryrun.values import (
    NOWHERE,
    Blank,
    ClassValue,
    Const,
    Foreign,
    Function,
    Instance,
    Items,
    Mapping,
    Method,
    Opaque,
    Origin,
    Ref,
    Super,
    Value,
    Vector,
    unknown,
)
from sequence_lint.model import ANY_ROW
from sequence_lint.project.bindings import ClassRef, External
from sequence_lint.project.keras_names import is_harmless, keras_base
from sequence_lint.project.values import is_generator
from sequence_lint.project.walking import each_below
from sequence_lint.records import dataclass, replace

TOO_DEEP = "calls nested too deeply to follow"


def call_node(machine: Machine, node: Any) -> Value:
    """The value of a Call node."""
    from sequence_lint.dryrun.attributes import attribute, refuse_list
    from sequence_lint.dryrun.library import call_on_unknown

    if type(node.func).__name__ == "Attribute":
        base = machine.evaluate(node.func.expr)
        if isinstance(base, Opaque):
            return call_on_unknown(
                machine, base, node.func.attrname, _arguments(machine, node), node
            )
        if isinstance(cell := machine.cell(base), (Vector, Mapping)):
            if isinstance(cell, Vector):
                refuse_list(machine, cell, node.func.attrname, node.func)
            callee: Value = Method(base, node.func.attrname)
        else:
            callee = attribute(machine, base, node.func.attrname, node.func)
    else:
        callee = machine.evaluate(node.func)
    if isinstance(callee, Foreign) and callee.dotted == "builtins.super":
        return _super(machine, node)
    return call(machine, callee, _arguments(machine, node), node)


def _arguments(machine: Machine, node: Any) -> Arguments:
    from sequence_lint.dryrun.expressions import spread_out

    positional: list[Value] = []
    keywords: dict[str, Value] = {}
    complete = True
    opened = False
    for part in node.args:
        if type(part).__name__ != "Starred":
            positional.append(machine.evaluate(part))
            continue
        spread = spread_out(machine, machine.evaluate(part.value))
        complete = complete and spread is not None
        positional.extend(spread or ())
    for keyword in node.keywords:
        value = machine.evaluate(keyword.value)
        if keyword.arg is not None:
            keywords[keyword.arg] = value
            continue
        cell = machine.cell(value)
        if isinstance(cell, Mapping):
            keywords.update({k: v for k, v in cell.entries.items() if isinstance(k, str)})
            complete = complete and cell.rest is None and cell.key is None
            opened = opened or cell.key is not None
        else:
            complete = False
    return Arguments(positional, keywords, complete, opened)


def call(machine: Machine, callee: Value, arguments: Arguments, node: Any) -> Value:
    """*callee* called with *arguments*."""
    from sequence_lint.dryrun.library import call_foreign, call_method

    machine.fuel.burn()
    if machine.phase == "construct" and isinstance(callee, (Foreign, Opaque, Function)):
        machine.construction.note_call(machine, callee, arguments, node)
    match callee:
        case Function():
            return call_function(
                machine, callee, arguments.positional, arguments.keywords, node, arguments.opened
            )
        case Method(function=Function() as function):
            positional = [callee.receiver, *arguments.positional]
            return call(machine, function, replace(arguments, positional=positional), node)
        case Method():
            return call_method(machine, callee, arguments, node)
        case Foreign():
            return call_foreign(machine, callee, arguments, node)
        case Ref() if (method := _dunder_call(machine, callee)) is not None:
            return call(machine, method, arguments, node)
    if isinstance(callee, ClassValue):
        return _instantiate(machine, callee, arguments, node)
    return unknown_call(machine, callee, arguments, node)


@dataclass(frozen=True, slots=True, eq=False)
class PlainClass:
    """A class of the linted files that is made inside another: where its members are found."""

    module: Any
    node: Any
    lineage: tuple[Any, ...]


def _instantiate(machine: Machine, callee: ClassValue, arguments: Arguments, node: Any) -> Value:
    """An object of a class of the linted files, if nothing foreign takes part in making it."""
    from sequence_lint.dryrun.attributes import find_member

    lineage = machine.project.lineage(ClassRef(callee.module, callee.node))
    cls = PlainClass(callee.module, callee.node, lineage)
    member = find_member(cls, "__init__")
    foreign = any(_brings_something(entry) for entry in lineage)
    if foreign or member is None or machine.calls >= MAX_CALLS:
        return unknown_call(machine, callee, arguments, node)
    position, owner, function = member
    made = machine.place_cell(Instance(cls, {}))
    method = Function(owner.module, function, owner=(position, owner))
    positional = [made, *arguments.positional]
    call_function(machine, method, positional, arguments.keywords, node, arguments.opened)
    return made


def _brings_something(entry: Any) -> bool:
    """True for a foreign base of which the constructor is not known to do nothing."""
    if not isinstance(entry, External):
        return False
    return not is_harmless(entry.dotted) and keras_base(entry.dotted) is None


def _dunder_call(machine: Machine, callee: Ref) -> Value | None:
    from sequence_lint.dryrun.attributes import bind_member, find_member

    cell = machine.cell(callee)
    if not isinstance(cell, Instance):
        return None
    member = find_member(cell.cls, "__call__")
    return None if member is None else bind_member(machine, callee, member)


def unknown_call(
    machine: Machine, callee: Value, arguments: Arguments, node: Any, array: bool = False
) -> Value:
    """What a call gives of which nothing is known but what went in."""
    given = arguments.all()
    reached = _went_in(machine, [callee, *given])
    _fill_buffers(machine, given, reached)
    spelt = machine.text(node.func)
    machine.changes.note_unknown(machine, [callee, *given], spelt)
    why = f"what `{spelt}` returns is not known"
    machine.reasons.setdefault(why, machine.at(node))
    # In a loop the same call gives another thing each time; elsewhere it is a thing of its own.
    one_of_many = machine.phase == "batch" or machine.frame.loops > 0
    if reached.by_index or reached.random or (reached.ids and one_of_many):
        return Opaque(why, reached, array=array)
    if any(dep.startswith("p:") for dep in reached.deps):
        # What is told the batch size may cut or fill up to a multiple of it.
        return Opaque(why, reached, array=array)
    key = _call_key(machine, callee, given, node)
    named = machine.named(key, why, reached=Origin(frozenset(), reached.deps))
    if array and isinstance(named, Opaque):
        return replace(named, array=True)
    return named


def _went_in(machine: Machine, values: Sequence[Value]) -> Origin:
    """What an unknown call was given: some rows of a collection that it was given with a key."""
    origins = [deep_origin(value, machine.store) for value in values]
    keyed = machine.phase == "batch" and any(each.by_index for each in origins)
    reached = NOWHERE
    for each in origins:
        reached = reached | (_of_some_rows(machine, each) if keyed and not each.by_index else each)
    return reached


def _of_some_rows(machine: Machine, whole: Origin) -> Origin:
    """The same where a key decides which rows of the collections in it take part."""
    ids = set(whole.ids)
    for source in {source for source, _ in ids}:
        rows = {(source, at) for at in machine.sources.get(source, ())}
        if len(rows) > 1 and rows <= ids:
            ids = ids - rows | {(source, ANY_ROW)}
    return Origin(frozenset(ids), whole.deps)


def _call_key(machine: Machine, callee: Value, given: Sequence[Value], node: Any) -> str:
    """The identity of what an unknown call returns: the same method of the same thing, or here."""
    if isinstance(callee, Opaque) and callee.key is not None:
        if all(isinstance(value, Const) for value in given):
            spelt = ", ".join(repr(value.value) for value in given if isinstance(value, Const))
            return f"{callee.key}({spelt})"
    return machine.site(node)


def _fill_buffers(machine: Machine, given: Sequence[Value], reached: Origin) -> None:
    """An unknown function that is given a blank array fills it with what else it is given."""
    for value in given:
        cell = machine.cell(value)
        if isinstance(value, Ref) and isinstance(cell, Vector) and blank_rows(cell):
            assert cell.rows is not None
            filled = tuple(
                Opaque("filled by a function that is not known", array=True)
                if isinstance(row, Blank)
                else row
                for row in cell.rows
            )
            origin = cell.origin | Origin(reached.ids, reached.deps)
            machine.store[value.address] = replace(cell, rows=filled, origin=origin)


def _super(machine: Machine, node: Any) -> Value:
    frame = machine.frame
    owner = frame.owner
    instance = frame.instance
    if node.args:
        named = machine.evaluate(node.args[0])
        if isinstance(named, ClassValue):
            cell = machine.cell(instance) if instance is not None else None
            lineage = cell.cls.lineage if isinstance(cell, Instance) else machine.found.lineage
            for position, entry in enumerate(lineage):
                if getattr(entry, "node", None) is named.node:
                    owner = (position, entry)
        if len(node.args) > 1:
            second = machine.evaluate(node.args[1])
            instance = second if isinstance(second, Ref) else instance
    if owner is None or instance is None:
        return machine.unknown("`super()` outside a method of the class", node)
    return Super(instance, owner[0])


def call_function(
    machine: Machine,
    function: Function,
    positional: Sequence[Value],
    keywords: dict[str, Value],
    node: Any,
    opened: bool = False,
) -> Value:
    """Run *function* to its end; its return values joined. Bounded in depth."""
    given = [*positional, *keywords.values()]
    if machine.calls >= MAX_CALLS:
        machine.changes.opened = True
        machine.unknown(TOO_DEEP, node)
        return unknown(TOO_DEEP, *given)
    if function.node in machine.skipped:
        return _skip(machine, function, given, node)
    frame = Frame(
        function.module,
        {},
        function.closure,
        function.node,
        function.owner,
        _instance(machine, function, positional),
    )
    frame.loops = machine.frame.loops
    before = machine.fuel.left
    machine.changes.ran.add((machine.phase, function.node))
    try:
        with machine.inside(frame):
            bind(machine, function, positional, keywords, opened)
            if type(function.node).__name__ == "Lambda":
                return machine.evaluate(function.node.body)
            if is_generator(function.node):
                return run_generator(machine, function, given, node)
            return _run_body(machine, function)
    finally:
        machine.charge(function.node, before - machine.fuel.left)


def _skip(machine: Machine, function: Function, given: Sequence[Value], node: Any) -> Value:
    """A call of a function that takes too long: what it gives and what it sets is unknown."""
    name = getattr(function.node, "name", "the function")
    why = f"`{name}` is too long to follow"
    machine.reasons.setdefault(why, machine.at(node))
    machine.changes.opened = True
    reached = NOWHERE
    for value in given:
        reached = reached | deep_origin(value, machine.store)
    _fill_buffers(machine, given, reached)
    instance = given[0] if given else None
    cell = machine.cell(instance) if instance is not None else None
    if isinstance(instance, Ref) and isinstance(cell, Instance):
        attributes = dict(cell.attributes)
        for attribute in assigned_attributes(function.node):
            attributes[attribute] = machine.named(f"self.{attribute}", why)
        machine.store[instance.address] = Instance(cell.cls, attributes)
    if reached.by_index or reached.ids:
        return Opaque(why, reached)
    return machine.named(f"{name}()", why, reached=Origin(frozenset(), reached.deps))


def assigned_attributes(function_node: Any) -> list[str]:
    """The attributes of the first parameter that *function_node* assigns anywhere in its body."""
    spec = function_node.args
    formal = [*(spec.posonlyargs or ()), *(spec.args or ())]
    if not formal:
        return []
    names = (
        node.attrname
        for node in each_below(function_node)
        if type(node).__name__ == "AssignAttr" and getattr(node.expr, "name", "") == formal[0].name
    )
    return list(dict.fromkeys(names))


def _instance(machine: Machine, function: Function, positional: Sequence[Value]) -> Ref | None:
    first = positional[0] if positional else None
    if function.closure is None and isinstance(first, Ref):
        return first
    return machine.frame.instance


def _run_body(machine: Machine, function: Function) -> Value:
    base = machine.store
    results = body_paths(machine, function.node.body)
    if not results:
        return Opaque("a function that never returns")
    if len(results) == 1:
        machine.store = results[0].state.store
        return results[0].value
    states = [State(path.state.store, {"<returned>": path.value}) for path in results]
    joined = machine.join(states, base)
    machine.store = joined.store
    return joined.names["<returned>"]


def extend_in_place(machine: Machine, before: Value, added: Value) -> bool:
    """``before += added`` for a list, in place; False when *before* is no list."""
    cell = machine.cell(before)
    if not isinstance(before, Ref) or not isinstance(cell, Vector) or cell.kind != "list":
        return False
    extend(machine, before, cell, added)
    return True


def extend(machine: Machine, ref: Ref, cell: Vector, added: Value) -> None:
    """Add the items of *added* to the end of the list *cell* behind *ref*."""
    if cell.loose:
        return
    from sequence_lint.dryrun.expressions import spread_out

    items = spread_out(machine, added)
    if cell.rows is None or items is None:
        reached = deep_origin(ref, machine.store) | deep_origin(added, machine.store)
        machine.store[ref.address] = machine.uncounted(cell, reached)
        return
    count = len(cell.rows)
    machine.fuel.burn(1 + (count + len(items)) // 16)
    counted = cell.origin | _count_deps(machine, added)
    if _is_its_own(machine, cell):
        rows, source, ids = (*cell.rows, *items), cell.source, range(count + len(items))
        machine.store[ref.address] = replace(
            cell, rows=rows, source=source, ids=ids, texts=(), origin=counted
        )
        return
    # A part of a collection that grows is no part of it any more; its rows stay what they are.
    rows = (*(cell.row(at) for at in range(count)), *items)
    machine.store[ref.address] = replace(
        cell, rows=rows, source=None, ids=None, texts=(), origin=counted
    )


def _is_its_own(machine: Machine, cell: Vector) -> bool:
    """True for a list that the class makes itself, and that holds all of what it ever held."""
    if cell.source is None or cell.rows is None or isinstance(cell.rows, Items):
        return False
    whole = cell.ids is not None and tuple(cell.ids) == tuple(range(len(cell.rows)))
    return whole and machine.phase != "batch"


def _count_deps(machine: Machine, added: Value) -> Origin:
    vector = machine.vector(added)
    if vector is None or vector.source is None:
        return NOWHERE
    return Origin(frozenset(), frozenset({f"n:{vector.source}"}))
