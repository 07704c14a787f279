"""Whether a class is made to be inherited from: then its heirs are judged, and not the class."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sequence_lint.dryrun.attributes import decorator_names, instance_class_dict
from sequence_lint.project.walking import each_below

_HOOKS = frozenset({"__init__", "on_epoch_end", "on_epoch_begin"})


def is_abstract(found: Any, heirs: Iterable[Any]) -> bool:
    """True when a method that is needed is only a stub in the class as it is.

    What is marked as abstract or refuses to work is a stub by itself. A method that returns nothing
    is one when its result is used, and an attribute that nobody sets is a gap, if one of the
    *heirs* fills it: the class is then a template.
    """
    methods = _methods(found)
    if any(_is_marked(node) or _only_raises(node) for node in methods.values()):
        return True
    filled = {name for heir in heirs for name in _brought(heir, found)}
    return bool(filled) and not filled.isdisjoint(_gaps(found, methods))


def _methods(found: Any) -> dict[str, Any]:
    """The methods that the class has after inheritance, by name."""
    methods: dict[str, Any] = {}
    for entry in instance_class_dict(found):
        for node in entry.node.body:
            if type(node).__name__ == "FunctionDef":
                methods.setdefault(node.name, node)
    return methods


def _is_marked(function: Any) -> bool:
    return any(name.startswith("abstract") for name in decorator_names(function))


def _only_raises(function: Any) -> bool:
    body = [node for node in function.body if type(node).__name__ not in ("Expr", "Pass")]
    if len(body) != 1 or type(body[0]).__name__ != "Raise" or body[0].exc is None:
        return False
    raised = getattr(body[0].exc, "func", body[0].exc)
    return getattr(raised, "name", "") in ("NotImplementedError", "NotImplemented")


def _brought(heir: Any, found: Any) -> Iterator[str]:
    """What the heir defines or sets that stands between it and the class."""
    for entry in instance_class_dict(heir):
        if entry.node is found.node:
            return
        yield from _defined(entry.node)


def _defined(node: Any) -> Iterator[str]:
    yield from node.locals
    for inner in each_below(node):
        if type(inner).__name__ == "AssignAttr" and getattr(inner.expr, "name", "") == "self":
            yield inner.attrname


def _gaps(found: Any, methods: dict[str, Any]) -> set[str]:
    """The names that the class uses on itself and does not have, or has as a stub only."""
    there = {name for entry in instance_class_dict(found) for name in _defined(entry.node)}
    stubs = {name for name, node in methods.items() if name not in _HOOKS and _is_empty(node)}
    gaps: set[str] = set()
    for method in methods.values():
        for node in each_below(method):
            if type(node).__name__ == "Attribute" and getattr(node.expr, "name", "") == "self":
                name = node.attrname
                if name not in there or (name in stubs and _is_result_used(node)):
                    gaps.add(name)
    return gaps


def _is_empty(function: Any) -> bool:
    return all(
        type(node).__name__ == "Pass"
        or (type(node).__name__ == "Expr" and type(node.value).__name__ == "Const")
        or (type(node).__name__ == "Return" and _is_nothing(node.value))
        for node in function.body
    )


def _is_nothing(value: Any) -> bool:
    return value is None or getattr(value, "value", value) is None


def _is_result_used(attribute: Any) -> bool:
    call = attribute.parent
    return type(call).__name__ == "Call" and type(call.parent).__name__ != "Expr"
