"""Generator functions: what one gives is taken for the list of all that it yields."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sequence_lint.dryrun.binding import body_paths
from sequence_lint.dryrun.machine import Machine, PathEnd
from sequence_lint.dryrun.values import Const, Function, Ref, Value, Vector, unknown
from sequence_lint.project.walking import each_node

_YIELDED = "<yielded>"


def run_generator(machine: Machine, function: Function, given: Sequence[Value], node: Any) -> Value:
    """All that *function* yields, as a list; unknown where it may yield without end.

    Its arguments are bound already. That it may be asked for less than all of it, and only when its
    caller goes on, makes no difference to which samples are in it.
    """
    if _is_endless(function.node):
        machine.changes.opened = True
        machine.unknown("a generator function without end is not followed", function.node)
        return unknown("a generator", *given)
    site = f"{function.node.name}()@{node.lineno}:{node.col_offset}"
    source, ids = (None, None) if machine.phase == "batch" else (site, range(0))
    yielded = machine.place_cell(Vector((), "list", source, ids))
    machine.frame.names[_YIELDED] = yielded
    base, cuts = machine.store, list(machine.cuts)
    try:
        paths = body_paths(machine, function.node.body)
    except PathEnd:
        if _is_exhausted(node):
            raise
        # Perhaps nobody asks for so much of it.
        machine.unknown("a generator function that raises is not followed", function.node)
        machine.cuts, machine.changes.opened = cuts, True
        return unknown("a generator", *given)
    if paths:
        machine.store = machine.join([path.state for path in paths], base).store
    return yielded


def take_yielded(machine: Machine, value: Value, several: bool) -> Value:
    """``yield value``, or ``yield from value`` where it is *several*. It gives back None."""
    from sequence_lint.dryrun.calls import extend
    from sequence_lint.dryrun.values import Tup

    yielded = machine.frame.names.get(_YIELDED)
    cell = machine.cell(yielded) if yielded is not None else None
    if isinstance(yielded, Ref) and isinstance(cell, Vector):
        extend(machine, yielded, cell, value if several else Tup((value,)))
    return Const(None)


_TAKING_ALL = frozenset("list tuple set dict sorted sum max min array extend".split())


def _is_exhausted(call: Any) -> bool:
    """True where everything is taken from what *call* gives: by `list`, by a loop to its end."""
    parent = call.parent
    match type(parent).__name__:
        case "For":
            return parent.iter is call and not _leaves(parent.body)
        case "Comprehension" | "Starred" | "YieldFrom":
            return True
        case "Call":
            name = getattr(parent.func, "name", None) or getattr(parent.func, "attrname", None)
            return name in _TAKING_ALL
    return False


def _leaves(body: list[Any]) -> bool:
    return any(type(node).__name__ in ("Break", "Return") for node in each_node(*body))


def _is_endless(function: Any) -> bool:
    """Whether a loop without a condition, or a generator that has no end, stands in *function*."""
    for node in each_node(*function.body):
        if type(node).__name__ == "While" and type(node.test).__name__ == "Const":
            return True
        named = getattr(node, "attrname", None) or getattr(node, "name", None)
        if type(node).__name__ in ("Name", "Attribute") and named in ("cycle", "count"):
            return True
    return False
