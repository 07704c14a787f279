"""Where Python looks for a name: the scopes around a node and what binds names in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from astroid import nodes

_FUNCTIONS = (nodes.FunctionDef, nodes.Lambda)
_COMPREHENSIONS = (nodes.ListComp, nodes.SetComp, nodes.DictComp, nodes.GeneratorExp)

# Statements that bind names for what stands inside them; the tests of some may hold a `:=`.
_HOLDING = (nodes.For, nodes.With, nodes.ExceptHandler, nodes.Match, nodes.If, nodes.While)


def scopes(node: Any) -> Iterator[tuple[Any, bool]]:
    """The scopes that a name at *node* is looked up in, innermost first, the module last.

    With each comes whether its statements run in their order up to *node*: true until a function
    is left, which may be called at any time. A class is a scope only for what stands in its body.
    """
    child, parent, in_order = node, node.parent, True
    while parent is not None:
        if isinstance(parent, _FUNCTIONS):
            if _is_body(parent, child):
                yield parent, in_order
                in_order = False
        elif isinstance(parent, nodes.ClassDef):
            if in_order and _is_body(parent, child):
                yield parent, True
        elif isinstance(parent, _COMPREHENSIONS):
            yield parent, False
        elif isinstance(parent, nodes.Module):
            yield parent, in_order
        child, parent = parent, parent.parent


def binders(scope: Any, name: str, before: Any = None) -> list[Any]:
    """The nodes that bind *name* in *scope* and may still hold, in the order of the source.

    With *before*, only those whose statement ends before that node begins.
    """
    found = [node for node in scope.locals.get(name, ()) if _binds(node)]
    found.sort(key=_start)
    if before is not None:
        found = [node for node in found if _precedes(statement(node), before, scope)]
    for position in range(len(found) - 1, 0, -1):
        if statement(found[position]).parent is scope and not _augments(found[position]):
            return found[position:]
    return found


def statement(node: Any) -> Any:
    """The statement that *node* is or is part of."""
    while not node.is_statement and node.parent is not None:
        node = node.parent
    return node


def assigned_value(node: Any) -> Any:
    """The expression that an assignment gives to the name *node*; None for other bindings."""
    parent = node.parent
    match parent:
        case nodes.Assign() | nodes.AnnAssign() | nodes.NamedExpr():
            return parent.value
        case nodes.Tuple() | nodes.List() if isinstance(parent.parent, nodes.Assign):
            return _unpacked(parent, node, parent.parent.value)
    return None


def has_competitors(node: Any) -> bool:
    """Whether the value of an assigned name may change where it stands: loops, ``+=``."""
    stands_in = statement(node)
    if _augments(node):
        return True
    above = stands_in.parent
    while above is not None and not isinstance(above, (*_FUNCTIONS, nodes.ClassDef, nodes.Module)):
        if isinstance(above, (nodes.For, nodes.While)):
            return True
        above = above.parent
    return False


def _is_body(scope: Any, child: Any) -> bool:
    """Whether *child* runs inside *scope*, unlike defaults, decorators, bases and annotations."""
    return child is scope.body or bool(child.is_statement)


def _binds(node: Any) -> bool:
    if isinstance(node, nodes.DelName):
        return False
    return not (isinstance(node.parent, nodes.AnnAssign) and node.parent.value is None)


def _precedes(earlier: Any, node: Any, scope: Any) -> bool:
    if earlier is scope:  # a parameter
        return True
    if _start(earlier) >= _start(node):
        return False
    parent = node
    while parent is not scope and parent is not None:
        if parent is earlier:
            return isinstance(earlier, _HOLDING)
        parent = parent.parent
    return True


def _start(node: Any) -> tuple[int, int]:
    return node.lineno or 0, node.col_offset or 0


def _augments(node: Any) -> bool:
    return isinstance(node.parent, nodes.AugAssign)


def _unpacked(targets: Any, node: Any, value: Any) -> Any:
    if not isinstance(value, (nodes.Tuple, nodes.List)):
        return None
    if len(value.elts) != len(targets.elts):
        return None
    if any(isinstance(one, nodes.Starred) for one in (*targets.elts, *value.elts)):
        return None
    return next(v for t, v in zip(targets.elts, value.elts, strict=True) if t is node)
