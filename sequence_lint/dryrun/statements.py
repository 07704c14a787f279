"""Statements: one function a kind of node; each tells how the paths through it end."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from functools import partial
from types import MappingProxyType
from typing import Any

from sequence_lint.dryrun.attributes import counted, get_closure
from sequence_lint.dryrun.calls import extend_in_place
from sequence_lint.dryrun.conditions import truth
from sequence_lint.dryrun.iteration import iterate
from sequence_lint.dryrun.loops import leaves_at_once
from sequence_lint.dryrun.machine import BY_ITSELF, Exit, Flow, Machine, PathEnd
from sequence_lint.dryrun.matching import matches
from sequence_lint.dryrun.operators import binary
from sequence_lint.dryrun.stores import delete_item
from sequence_lint.dryrun.subscripts import select
from sequence_lint.dryrun.targets import assign
from sequence_lint.dryrun.values import (
    NOWHERE,
    ClassValue,
    Const,
    Function,
    Opaque,
    Origin,
    Value,
    tainted,
    unknown,
)
from sequence_lint.project.walking import each_node

ENDLESS_ROUNDS = 3
"""Rounds of a `while True` that an unknown condition may end, before that end is assumed."""


def _expression(machine: Machine, node: Any) -> Flow | None:
    machine.evaluate(node.value)
    return None


def _assign(machine: Machine, node: Any) -> Flow | None:
    value = machine.evaluate(node.value)
    for target in node.targets:
        assign(machine, target, value)
    return None


def _annotated(machine: Machine, node: Any) -> Flow | None:
    if node.value is not None:
        assign(machine, node.target, machine.evaluate(node.value))
    return None


def _augmented(machine: Machine, node: Any) -> Flow | None:
    target = node.target
    value = machine.evaluate(node.value)
    before = _read(machine, target)
    machine.changes.edits.note_augmented(machine, node, before, value)
    if node.op == "+=" and extend_in_place(machine, before, value):
        return None
    assign(machine, target, binary(machine, node.op[:-1], before, value, node))
    return None


def _read(machine: Machine, target: Any) -> Value:
    """The value of an assignment target before it is assigned."""
    match type(target).__name__:
        case "AssignName":
            names = machine.frame.names
            return names.get(target.name, Opaque("a name that was not assigned"))
        case "AssignAttr":
            from sequence_lint.dryrun.attributes import attribute

            return attribute(machine, machine.evaluate(target.expr), target.attrname, target)
        case "Subscript":
            base = machine.evaluate(target.value)
            return select(machine, base, machine.evaluate(target.slice), target)
    return Opaque("a target that is not followed")


def _if(machine: Machine, node: Any) -> Flow | None:
    test = machine.evaluate(node.test)
    known = truth(machine, test)
    if known is not None:
        return machine.execute(node.body if known else node.orelse)
    by_chance = test.origin.random
    machine.changes.conditions += not by_chance
    try:
        return machine.fork([partial(machine.execute, part) for part in (node.body, node.orelse)])
    finally:
        machine.changes.conditions -= not by_chance


def _return(machine: Machine, node: Any) -> Flow | None:
    value = machine.evaluate(node.value) if node.value is not None else Const(None)
    return Flow((Exit("return", machine.state(), value, node),), False)


def _break(machine: Machine, node: Any) -> Flow | None:
    return Flow((Exit("break", machine.state(), node=node),), False)


def _continue(machine: Machine, node: Any) -> Flow | None:
    return Flow((Exit("continue", machine.state(), node=node),), False)


def _raise(machine: Machine, node: Any) -> Flow | None:
    kind = "an exception"
    raised = node.exc
    if raised is not None:
        named = getattr(raised, "func", raised)
        kind = getattr(named, "name", None) or getattr(named, "attrname", None) or kind
    raise PathEnd(kind, BY_ITSELF, machine.at(node))


def _assert(machine: Machine, node: Any) -> Flow | None:
    test = machine.evaluate(node.test)
    if truth(machine, test) is False:
        raise PathEnd("AssertionError", "an assertion of the class", machine.at(node))
    return None


class _Round:
    """One round of a loop: what its body left behind."""

    def __init__(self, machine: Machine, flow: Flow | None) -> None:
        exits = flow.exits if flow is not None else ()
        self.returns = [exit_ for exit_ in exits if exit_.kind == "return"]
        self.breaks = [exit_.state for exit_ in exits if exit_.kind == "break"]
        onward = [exit_.state for exit_ in exits if exit_.kind == "continue"]
        if flow is None or flow.falls:
            onward.append(machine.state())
        self.onward = onward


def _loop(
    machine: Machine, node: Any, rounds: Callable[[], bool | None], maximum: int | None
) -> Flow | None:
    """Run the body while *rounds* says so. None from *rounds*: perhaps once more, then joined."""
    base = machine.store
    returns: list[Exit] = []
    breaks: list[Any] = []
    ended = False
    count = 0
    machine.frame.loops += 1
    try:
        while True:
            go_on = rounds()
            if go_on is False:
                break
            try:
                if go_on is None:
                    flow = machine.fork([lambda: None, lambda: machine.execute(node.body)])
                else:
                    flow = machine.execute(node.body)
            except PathEnd:
                if not returns and not breaks:
                    raise
                ended = True
                break
            result = _Round(machine, flow)
            returns.extend(result.returns)
            breaks.extend(result.breaks)
            count += 1
            endless = maximum is not None and count >= maximum and bool(returns or breaks)
            if not result.onward or endless:
                ended = True
                break
            machine.adopt(machine.join(result.onward, base))
            if go_on is None:
                break
    finally:
        machine.frame.loops -= 1
    return _after_loop(machine, node, base, returns, breaks, ended)


def _after_loop(
    machine: Machine, node: Any, base: Any, returns: list[Exit], breaks: list[Any], ended: bool
) -> Flow | None:
    states = list(breaks)
    if not ended:
        flow = machine.execute(node.orelse) if node.orelse else None
        if flow is not None:
            returns.extend(flow.exits)
        if flow is None or flow.falls:
            states.append(machine.state())
    if not states:
        return Flow(tuple(returns), False)
    machine.adopt(machine.join(states, base))
    return Flow(tuple(returns), True) if returns else None


def _counting(machine: Machine, body: list[Any], control: Origin) -> None:
    """A number that a loop counts depends on what decided how often the loop went round."""
    deps = frozenset(dep for dep in control.deps if dep.startswith(("n:", "p:", "lit:")))
    for name in _assigned_names(body) if deps else ():
        value = machine.frame.names.get(name)
        if isinstance(value, Const):
            machine.frame.names[name] = tainted(value, Origin(frozenset(), deps))


def _assigned_names(body: list[Any]) -> set[str]:
    return {node.name for node in each_node(*body) if type(node).__name__ == "AssignName"}


def _for(machine: Machine, node: Any) -> Flow | None:
    iterable = machine.evaluate(node.iter)
    over = machine.vector(iterable)
    loop = iterate(machine, iterable, node.iter)
    if loop.items is None:
        assign(machine, node.target, loop.element)
        return _loop(machine, node, lambda: None, None)
    items = iter(loop.items)
    control = NOWHERE if over is None else counted(over)

    def rounds() -> bool:
        machine.fuel.burn()
        for item in items:
            assign(machine, node.target, item)
            return True
        return False

    flow = _loop(machine, node, rounds, None)
    if flow is not None and not flow.falls and len(loop.items) > 1:
        if (left := leaves_at_once(node)) is not None:
            machine.left_early.append(machine.at(left))
    _counting(machine, node.body, control)
    return flow


def _while(machine: Machine, node: Any) -> Flow | None:
    control = NOWHERE

    def rounds() -> bool | None:
        nonlocal control
        machine.fuel.burn()
        test = machine.evaluate(node.test)
        control = control | test.origin
        return truth(machine, test)

    endless = type(node.test).__name__ == "Const"
    flow = _loop(machine, node, rounds, ENDLESS_ROUNDS if endless else None)
    _counting(machine, node.body, control)
    return flow


def _with(machine: Machine, node: Any) -> Flow | None:
    for context, target in node.items:
        value = machine.evaluate(context)
        if target is not None:
            assign(machine, target, value)
    if any("suppress(" in machine.text(context) for context, _ in node.items):
        try:
            with machine.absences.guarded(True):
                return machine.execute(node.body)
        except PathEnd:
            return None
    return machine.execute(node.body)


def _try(machine: Machine, node: Any) -> Flow | None:
    """The body is taken not to raise, unless the dry run sees that it does."""
    try:
        with machine.absences.guarded(_handler(node, "AttributeError") is not None):
            flow = machine.execute(node.body)
    except PathEnd as end:
        handler = _handler(node, end.kind)
        if handler is None:
            raise
        flow = _handle(machine, handler, end)
    else:
        if (flow is None or flow.falls) and node.orelse:
            flow = _then(machine, flow, node.orelse)
    if node.finalbody and (flow is None or flow.falls):
        flow = _then(machine, flow, node.finalbody)
    return flow


def _handler(node: Any, kind: str) -> Any | None:
    """The first `except` clause that may take an exception of that name."""
    raised = getattr(builtins, kind, None)
    for handler in node.handlers:
        named = handler.type
        types = getattr(named, "elts", [named])
        names = [getattr(one, "name", None) for one in types]
        taken = [getattr(builtins, name or "", None) for name in names]
        if named is None or raised is None or kind in names or None in taken:
            return handler
        if any(one is not None and issubclass(raised, one) for one in taken):
            return handler
    return None


def _handle(machine: Machine, handler: Any, end: PathEnd) -> Flow | None:
    if handler.name is not None:
        assign(machine, handler.name, unknown(f"the {end.kind}"))
    return machine.execute(handler.body)


def _then(machine: Machine, flow: Flow | None, nodes: list[Any]) -> Flow | None:
    after = machine.execute(nodes)
    if flow is None:
        return after
    if after is None:
        return flow
    return Flow(flow.exits + after.exits, after.falls)


def _function(machine: Machine, node: Any) -> Flow | None:
    function = Function(machine.frame.module, node, get_closure(machine.frame), machine.frame.owner)
    machine.frame.names[node.name] = function
    return None


def _class(machine: Machine, node: Any) -> Flow | None:
    machine.frame.names[node.name] = ClassValue(machine.frame.module, node)
    return None


def _import(machine: Machine, node: Any) -> Flow | None:
    """A local import needs no binding of its own: names are looked up through the project."""
    for _, alias in node.names:
        if alias is not None:
            machine.frame.names.pop(alias, None)
    return None


def _delete(machine: Machine, node: Any) -> Flow | None:
    for target in node.targets:
        if type(target).__name__ == "DelName":
            machine.frame.names.pop(target.name, None)
        elif type(target).__name__ == "Subscript":
            delete_item(machine, target)
    return None


def _match(machine: Machine, node: Any) -> Flow | None:
    subject = machine.evaluate(node.subject)
    branches: list[Callable[[], Flow | None]] = []
    for case in node.cases:
        verdict = matches(machine, case.pattern, subject)
        if verdict and case.guard is not None:
            verdict = truth(machine, machine.evaluate(case.guard))
        if verdict is False:
            continue

        def body(nodes: list[Any] = case.body) -> Flow | None:
            return machine.execute(nodes)

        branches.append(body)
        if verdict:
            return branches[0]() if len(branches) == 1 else machine.fork(branches)
    branches.append(lambda: None)
    return branches[0]() if len(branches) == 1 else machine.fork(branches)


def _nothing(machine: Machine, node: Any) -> Flow | None:
    return None


EXECUTORS: MappingProxyType[str, Callable[[Machine, Any], Flow | None]] = MappingProxyType(
    {
        "Expr": _expression,
        "Assign": _assign,
        "AnnAssign": _annotated,
        "AugAssign": _augmented,
        "If": _if,
        "Return": _return,
        "Break": _break,
        "Continue": _continue,
        "Raise": _raise,
        "Assert": _assert,
        "For": _for,
        "AsyncFor": _for,
        "While": _while,
        "With": _with,
        "AsyncWith": _with,
        "Try": _try,
        "TryStar": _try,
        "FunctionDef": _function,
        "AsyncFunctionDef": _function,
        "ClassDef": _class,
        "Import": _import,
        "ImportFrom": _import,
        "Delete": _delete,
        "Match": _match,
        "Pass": _nothing,
        "Global": _nothing,
        "Nonlocal": _nothing,
    }
)
