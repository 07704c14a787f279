"""To which methods of a model the instances of a class are passed, as far as its own file shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sequence_lint.project.bindings import FoundClass

TAKERS = frozenset(
    """fit fit_generator evaluate evaluate_generator predict predict_generator predict_on_batch
    train_on_batch""".split()
)


def passed_to(found: FoundClass) -> tuple[str, ...]:
    """The names of the methods, sorted: ``("fit", "predict")``; empty where none is seen.

    An instance is what a call of the class gives, directly or by a name of the same scope.
    """
    calls = [node for node in _nodes(found.module.tree) if type(node).__name__ == "Call"]
    holders = {
        (id(target.scope()), target.name)
        for call in calls
        if _makes(found, call)
        for target in _targets(call.parent)
    }
    return tuple(
        sorted(
            {
                call.func.attrname
                for call in calls
                if getattr(call.func, "attrname", None) in TAKERS
                and any(_is_instance(found, value, holders) for value in _values(call))
            }
        )
    )


def _nodes(node: Any) -> Iterator[Any]:
    pending = [node]
    while pending:
        here = pending.pop()
        yield here
        pending.extend(here.get_children())


def _makes(found: FoundClass, call: Any) -> bool:
    return bool(getattr(call.func, "name", None) == found.node.name)


def _targets(statement: Any) -> list[Any]:
    """The plain names that an assignment binds."""
    if type(statement).__name__ != "Assign":
        return []
    return [target for target in statement.targets if type(target).__name__ == "AssignName"]


def _values(call: Any) -> list[Any]:
    return [*call.args, *(keyword.value for keyword in call.keywords or ())]


def _is_instance(found: FoundClass, value: Any, holders: set[tuple[int, str]]) -> bool:
    if type(value).__name__ == "Call":
        return _makes(found, value)
    name = getattr(value, "name", None)
    return type(value).__name__ == "Name" and (id(value.scope()), name) in holders
