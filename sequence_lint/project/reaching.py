"""Which bindings of a name may hold at a place: the order of statements, branches and loops."""

from __future__ import annotations

from typing import Any

from astroid import nodes

from sequence_lint.project.scopes import statement

_LOOPS = (nodes.For, nodes.While)
_BLOCKS = ("body", "orelse", "handlers", "finalbody", "cases")
_ENDS = (nodes.Return, nodes.Raise, nodes.Continue, nodes.Break)


def every(scope: Any, name: str) -> list[Any]:
    """All nodes that bind *name* in *scope*, in the order of the source."""
    found = [node for node in scope.locals.get(name, ()) if _binds(node)]
    return sorted(found, key=_start)


def reaching(scope: Any, name: str, use: Any) -> list[Any]:
    """The nodes that bind *name* in *scope* and may still hold when *use* is reached in order.

    A binding that stands before *use* on each way to it ends what was bound before it.
    """
    found = every(scope, name)
    if len(found) < 2 and not (found and _start(statement(found[0])) >= _start(use)):
        return found
    bound = _around_bindings(found, scope)
    anchor = _anchor(scope, bound, use)
    loops = [loop for loop in _above(use, scope) if isinstance(loop, _LOOPS)]
    around = [loop for loop in loops if anchor is None or not _holds(loop, anchor)]
    return [node for node in found if _may_hold(node, anchor, around, use, scope)]


def _may_hold(node: Any, anchor: Any, loops: list[Any], use: Any, scope: Any) -> bool:
    made = statement(node)
    if made is scope:  # a parameter
        return anchor is None
    if any(_holds(loop, made) for loop in loops):
        return True
    if anchor is not None and _start(made) < _start(anchor):
        return False
    if _start(made) > _start(use) or (_holds(made, use) and not _feeds(made, node, use)):
        return False
    return not _in_other_branch(made, use, scope)


def _around_bindings(found: list[Any], scope: Any) -> dict[int, bool]:
    """The ids of the statements that bind (True), and of those around them (False)."""
    made = [statement(node) for node in found]
    around = {id(above): False for one in made for above in _above(one, scope)}
    return {**around, **{id(one): True for one in made}}


def _anchor(scope: Any, bound: dict[int, bool], use: Any) -> Any:
    """The last statement before *use* that binds the name whichever way is taken."""
    child = use
    for parent in _above(use, scope):
        block = _block(parent, child)
        for before in reversed(block[: _position(block, child)]):
            if id(before) in bound and _surely_binds(before, bound):
                return before
        if block and bound.get(id(parent)) and isinstance(parent, (nodes.For, nodes.With)):
            in_body = any(child is one for one in parent.body)
            if in_body and parent is not scope:
                return parent
        child = parent
    return None


def _surely_binds(made: Any, bound: dict[int, bool]) -> bool:
    match made:
        case nodes.If():
            return bound[id(made)] or _all_bind((made.body, made.orelse), bound)
        case nodes.Try():
            if _any_binds(made.finalbody, bound):
                return True
            body = [*made.body, *made.orelse]
            return _any_binds(body, bound) and _all_bind([h.body for h in made.handlers], bound)
        case nodes.With():
            return bound[id(made)] or _any_binds(made.body, bound)
        case nodes.For() | nodes.While() | nodes.Match():
            return False
    return bound[id(made)]


def _all_bind(blocks: Any, bound: dict[int, bool]) -> bool:
    return all(_any_binds(block, bound) or _ends(block) for block in blocks)


def _any_binds(block: list[Any], bound: dict[int, bool]) -> bool:
    return any(id(made) in bound and _surely_binds(made, bound) for made in block)


def _ends(block: list[Any]) -> bool:
    return bool(block) and isinstance(block[-1], _ENDS)


def _feeds(made: Any, node: Any, use: Any) -> bool:
    """Whether *node*, bound by the statement *made* around *use*, is bound before *use*."""
    return isinstance(made, (nodes.For, nodes.With, nodes.If, nodes.While, nodes.Match)) and (
        _start(node) < _start(use)
    )


def _in_other_branch(made: Any, use: Any, scope: Any) -> bool:
    over = {id(one): one for one in _above(made, scope)}
    child = use
    for parent in _above(use, scope):
        if id(parent) in over:
            if not isinstance(parent, nodes.If):
                return False
            mine, other = _block(parent, child), _block(parent, _child_towards(parent, made))
            return bool(mine) and bool(other) and mine is not other
        child = parent
    return False


def _child_towards(parent: Any, node: Any) -> Any:
    while node.parent is not parent:
        node = node.parent
    return node


def _above(node: Any, scope: Any) -> list[Any]:
    """The nodes around *node*, the innermost first, up to and with *scope*."""
    found = []
    while node is not scope and node.parent is not None:
        node = node.parent
        found.append(node)
    return found


def _block(parent: Any, child: Any) -> list[Any]:
    """The list of statements of *parent* that *child* is in."""
    for name in _BLOCKS:
        block = getattr(parent, name, None)
        if isinstance(block, list) and any(one is child for one in block):
            return block
    return []


def _position(block: list[Any], child: Any) -> int:
    return next((number for number, one in enumerate(block) if one is child), 0)


def _holds(outer: Any, node: Any) -> bool:
    while node is not None and node is not outer:
        node = node.parent
    return node is outer


def _binds(node: Any) -> bool:
    if isinstance(node, nodes.DelName):
        return False
    return not (isinstance(node.parent, nodes.AnnAssign) and node.parent.value is None)


def _start(node: Any) -> tuple[int, int]:
    return node.lineno or 0, node.col_offset or 0
