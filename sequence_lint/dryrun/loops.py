"""Loops that are left in their first round although they were collecting something."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sequence_lint.project.walking import each_below


def leaves_at_once(loop: Any) -> Any | None:
    """The `return` that ends the `for` in its first round and gives what the loop collects.

    It stands in the body itself, not under a condition. None where there is no such `return`, and
    where the loop looks for something or tries again: it then skips items or catches errors.
    """
    collected: set[str] = set()
    for statement in loop.body:
        kind = type(statement).__name__
        if kind == "Return":
            names = {node.name for node in each_below(statement) if type(node).__name__ == "Name"}
            return statement if collected & names else None
        if any(type(node).__name__ in _LOOKING for node in (statement, *each_below(statement))):
            return None
        collected |= set(_collected(statement))
    return None


_LOOKING = frozenset({"Break", "Continue", "Try", "Return"})
_COLLECTING = frozenset({"append", "extend", "add", "insert"})


def _collected(statement: Any) -> Iterator[str]:
    """The names of the lists and arrays that a statement puts something into."""
    for node in (statement, *each_below(statement)):
        if type(node).__name__ == "Call":
            method = getattr(node.func, "attrname", "")
            if method in _COLLECTING and type(node.func.expr).__name__ == "Name":
                yield node.func.expr.name
        for target in getattr(node, "targets", None) or ():
            if type(target).__name__ == "Subscript" and type(target.value).__name__ == "Name":
                yield target.value.name
