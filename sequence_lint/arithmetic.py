"""How an expression that divides is written otherwise, with its own words."""

from __future__ import annotations

import ast
from typing import cast

from sequence_lint.parsing import alone, parsed

_ROUNDING = frozenset({"int", "float", "floor", "ceil", "round", "trunc", "astype"})


def quotient(text: str) -> tuple[str, str] | None:
    """Numerator and denominator of an expression that is one rounded division, else None.

    ``int(np.floor(len(x) / b))`` gives ``("len(x)", "b")``; ``float(b)`` is taken for ``b``.
    """
    node = _division(_parsed(text.strip()))
    if node is None:
        return None
    return _operand(_inner(node.left)), _operand(_inner(node.right))


def rounded_up(text: str) -> str | None:
    """The same division rounded up, ``math.ceil(a / b)``, with both sides as they are written.

    A batch that is added (``a // b + 1``) is left out. None for what is no division.
    """
    text = text.strip()
    node = _division(_without_one(_inner(_parsed(f"({text})"))))
    if node is None:
        return None
    sides = (_written(f"({text})", _inner(side)) for side in (node.left, node.right))
    above, below = sides
    return _ceil(above, below) if above and below else None


def quotient_up(text: str, divisor: str) -> str:
    """*text* divided by *divisor* and rounded up."""
    text = text.strip()
    return _ceil(_written(f"({text})", _parsed(f"({text})")) or text, divisor)


def _ceil(above: str, below: str) -> str:
    return f"math.ceil({above} / {below})"


def _operand(node: ast.expr) -> str:
    """The expression as it can stand on either side of a division."""
    text = ast.unparse(node)
    return f"({text})" if isinstance(node, (ast.BinOp, ast.BoolOp, ast.IfExp)) else text


def _parsed(text: str) -> ast.expr:
    try:
        with alone():
            return cast(ast.expr, parsed(text, "eval").body)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Constant(None)


def _division(node: ast.expr) -> ast.BinOp | None:
    node = _inner(node)
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.FloorDiv, ast.Div)):
        return node
    return None


def _without_one(node: ast.expr) -> ast.expr:
    """What 1 is added to, or all of it."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        for one, other in ((node.left, node.right), (node.right, node.left)):
            if isinstance(other, ast.Constant) and other.value in (1, 1.0):
                return one
    return node


def _inner(node: ast.expr) -> ast.expr:
    """The expression inside calls that only round or convert it."""
    while isinstance(node, ast.Call):
        function = node.func
        name = getattr(function, "attr", getattr(function, "id", ""))
        if name not in _ROUNDING:
            break
        if name == "astype" and isinstance(function, ast.Attribute):
            node = function.value
        elif len(node.args) == 1:
            node = node.args[0]
        else:
            break
    return node


def _written(text: str, node: ast.expr) -> str | None:
    """How *node* stands in *text*, in brackets where it would be torn apart without."""
    found = ast.get_source_segment(text, node)
    if found is None or isinstance(node, (ast.Name, ast.Attribute, ast.Call, ast.Subscript)):
        return found
    return found if isinstance(node, ast.Constant) else f"({found})"
