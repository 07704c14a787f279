"""What a name stands for: a local variable, one of the functions around, or something outside."""

from __future__ import annotations

from typing import Any

from sequence_lint.dryrun.attributes import from_binding
from sequence_lint.dryrun.machine import Machine, PathEnd
from sequence_lint.dryrun.values import Value


def name_value(machine: Machine, node: Any) -> Value:
    """The value of the Name node. Raises PathEnd for a local variable that has none yet."""
    name = node.name
    frame = machine.frame
    if name in frame.names:
        return frame.names[name]
    if frame.closure is not None and name in frame.closure:
        return frame.closure[name]
    if _is_unbound(frame.node, name):
        raise PathEnd("UnboundLocalError", f"`{name}` has no value yet", machine.at(node))
    binding = machine.project.lookup(frame.module, node, name)
    return from_binding(machine, binding, name)


def _is_unbound(function: Any, name: str) -> bool:
    """Whether *name*, which has no value, is one that *function* itself gives a value to."""
    if type(function).__name__ != "FunctionDef":
        return False
    bound = function.locals.get(name, ())
    return bool(bound) and all(_is_plain_target(node) for node in bound)


def _is_plain_target(node: Any) -> bool:
    if type(node).__name__ != "AssignName":
        return False
    above = node.parent
    while type(above).__name__ in ("Tuple", "List", "Starred"):
        above = above.parent
    return type(above).__name__ in ("Assign", "For")
