"""What a class has: its methods after inheritance, the names it defines, the attributes it sets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sequence_lint.dryrun.attributes import (
    decorator_names,
    decorators,
    instance_class_dict,
    member_node,
)
from sequence_lint.dryrun.binding import defaults
from sequence_lint.dryrun.remarks import docstring
from sequence_lint.model import Assigned, Method, Signature
from sequence_lint.project.values import is_generator
from sequence_lint.project.walking import each_node

_ADD_NO_METHOD = frozenset(
    """dataclass dataclasses final runtime_checkable total_ordering typechecked beartype deprecated
    register_keras_serializable keras_export tf_export unique define frozen attrs s""".split()
)
"""Class decorators that give a class neither a length nor batches."""


def methods(found: Any) -> tuple[Method, ...]:
    """The methods that the class has, each as the nearest class of its lineage defines it."""
    seen: dict[str, Method] = {}
    for entry, node in _functions(found):
        # What a class body defines twice is what it says last.
        if node.name not in seen and member_node(entry.node, node.name) is node:
            seen[node.name] = Method(
                node.name,
                entry.module.place(node),
                entry.node.name,
                docstring(node),
                entry.node is not found.node,
                decorated=bool(decorators(node)),
                is_generator=is_generator(node),
                is_stub=_is_stub(node),
                gives=any(not _is_none(each.value) for each in _returns(node)),
                signature=_signature(node),
            )
    return tuple(seen.values())


def parameters(found: Any) -> tuple[str, ...]:
    """The parameters of the constructor that the class has, without the instance."""
    for _, node in _functions(found):
        if node.name == "__init__":
            spec = node.args
            formal = [*(spec.posonlyargs or ()), *(spec.args or ())][1:]
            return tuple(part.name for part in [*formal, *(spec.kwonlyargs or ())])
    return ()


def defined(found: Any) -> frozenset[str]:
    """All names that the bodies of the class and of its linted bases give a meaning."""
    return frozenset(name for entry in instance_class_dict(found) for name in entry.node.locals)


def members_known(found: Any) -> bool:
    """False where a base that is not known, a decorator or a metaclass may bring more members."""
    return bool(found.bases_known) and not any(
        _may_grow(entry.node) for entry in instance_class_dict(found)
    )


def assigned(found: Any) -> tuple[Assigned, ...]:
    """The attributes that the methods set on the instance, each where it is first set."""
    seen: dict[str, Assigned] = {}
    for entry, node in _functions(found):
        for target in _own_attributes(node):
            if target.attrname not in seen:
                place = entry.module.place(target)
                seen[target.attrname] = Assigned(target.attrname, place, node.name)
    return tuple(seen.values())


def _functions(found: Any) -> Iterator[tuple[Any, Any]]:
    """Every (class, FunctionDef) in the linted classes of the lineage, the nearest class first."""
    for entry in instance_class_dict(found):
        for node in entry.node.body:
            if type(node).__name__ == "FunctionDef":
                yield entry, node


def _may_grow(node: Any) -> bool:
    # The tree keeps this keyword apart from the others, and has no other name for it.
    metaclass = getattr(node, "_metaclass", None)
    if metaclass is not None:
        name = getattr(metaclass, "attrname", None) or getattr(metaclass, "name", "")
        if name != "ABCMeta":
            return True
    return bool(decorators(node)) and not decorator_names(node) <= _ADD_NO_METHOD


def _own_attributes(function: Any) -> list[Any]:
    """The ``self.name`` that are assigned in a method, in the order of the text."""
    formal = [*(function.args.posonlyargs or ()), *(function.args.args or ())]
    if not formal or decorator_names(function) & {"classmethod", "staticmethod"}:
        return []
    found = [
        node
        for node in each_node(function)
        if type(node).__name__ == "AssignAttr" and getattr(node.expr, "name", "") == formal[0].name
    ]
    return sorted(found, key=lambda node: (node.lineno, node.col_offset))


def _signature(function: Any) -> Signature | None:
    names = decorator_names(function)
    if names == {"property"}:
        return Signature("property")
    if names - {"classmethod", "override", "final"}:
        return None
    spec = function.args
    by_name = {one.name for one in spec.kwonlyargs or ()}
    given = [(one.name, default is not None) for one, default in defaults(function)]
    formal = [(name, optional) for name, optional in given if name not in by_name]
    needed = tuple(name for name, optional in given if name in by_name and not optional)
    return Signature(
        "taken" if formal or spec.vararg else "nobody",
        tuple(name for name, optional in formal[1:] if not optional),
        tuple(name for name, optional in formal[1:] if optional),
        more=bool(spec.vararg),
        keywords=needed,
    )


def _is_stub(function: Any) -> bool:
    return all(_does_nothing(node) for node in function.body)


def _returns(function: Any) -> Iterator[Any]:
    """The `return` statements of the function itself, not of those inside of it."""
    pending = list(function.body)
    while pending:
        node = pending.pop()
        if type(node).__name__ == "Return":
            yield node
        elif type(node).__name__ not in ("FunctionDef", "AsyncFunctionDef", "ClassDef", "Lambda"):
            pending.extend(node.get_children())


def _is_none(value: Any) -> bool:
    return value is None or getattr(value, "value", value) is None


def _does_nothing(node: Any) -> bool:
    match type(node).__name__:
        case "Pass":
            return True
        case "Expr":
            return type(node.value).__name__ == "Const"
        case "Return":
            return _is_none(node.value)
        case "Raise":
            return True
    return False
