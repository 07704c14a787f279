"""Which stretch of a call to take out so that it is the same call without one of its arguments."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

from sequence_lint.batches import Place

_COMMA = re.compile(r"[ \t]*,")

_Spot = tuple[int, int]
"""A line and a column, both from 1."""


def removal(module: Any, call: Any, value: Any) -> Place | None:
    """The stretch of the keyword argument of *call* with this *value*, with its comma.

    It is all of its lines where nothing else is on them. None where a comment would go along.
    """
    each = sorted((*call.args, *call.keywords), key=lambda one: (one.lineno, one.col_offset))
    at = next((i for i, one in enumerate(each) if getattr(one, "value", None) is value), None)
    if at is None or type(each[at]).__name__ != "Keyword" or each[at].arg is None:
        return None
    start, end = _ends(module, each[at])
    if (lines := _whole_lines(module, start, end)) is not None:
        return _place(module, *lines)
    if at:
        before = _ends(module, each[at - 1])[1]
        return None if _has_comment(module, before, start) else _place(module, before, end)
    if len(each) > 1:
        after = _ends(module, each[1])[0]
        return None if _has_comment(module, end, after) else _place(module, start, after)
    return None


def _ends(module: Any, node: Any) -> tuple[_Spot, _Spot]:
    line, column, end_line, end_column = module.stretch(node)
    return (line, column), (end_line, end_column)


def _whole_lines(module: Any, start: _Spot, end: _Spot) -> tuple[_Spot, _Spot] | None:
    """From the first of its lines to the one below, where nothing but the argument is on them."""
    above, below = module.lines[start[0] - 1], module.lines[end[0] - 1]
    comma = _COMMA.match(below, end[1] - 1)
    rest = below[comma.end() if comma is not None else end[1] - 1 :]
    if above[: start[1] - 1].strip() or rest.strip() or end[0] >= len(module.lines):
        return None
    return (start[0], 1), (end[0] + 1, 1)


def _has_comment(module: Any, start: _Spot, end: _Spot) -> bool:
    lines = list(module.lines[start[0] - 1 : end[0]])
    lines[-1] = lines[-1][: end[1] - 1]
    lines[0] = lines[0][start[1] - 1 :]
    return any("#" in line for line in lines)


def _place(module: Any, start: _Spot, end: _Spot) -> Place:
    first = _point(module, start[0])
    last = _point(module, end[0])
    return Place(first.path, first.line, start[1], last.line, end[1], first.cell)


def _point(module: Any, line: int) -> Place:
    spot = SimpleNamespace(lineno=line, end_lineno=line, col_offset=0, end_col_offset=0)
    place: Place = module.place(spot)
    return place
