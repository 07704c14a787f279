"""How a piece of code is spelt in its file: on one line, or as it stands there."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from sequence_lint.batches import Excerpt, Place

_LONGEST = 120
_MOST_LINES = 4


def excerpt(lines: Sequence[str], node: Any) -> str:
    """The text of *node* in its file of these *lines*, cut short where it is long."""
    first, last = (node.lineno or 1) - 1, (node.end_lineno or node.lineno or 1) - 1
    start, stop = node.col_offset or 0, node.end_col_offset or 0
    if first == last:
        spelt = _slice(lines[first], start, stop)
    else:
        middle = [line.strip() for line in lines[first + 1 : min(last, first + _MOST_LINES)]]
        spelt = " ".join([_slice(lines[first], start, None).strip(), *middle])
        if last < first + _MOST_LINES:
            spelt += " " + _slice(lines[last], 0, stop).strip()
    return spelt if len(spelt) <= _LONGEST else spelt[: _LONGEST - 3] + "..."


def whole(module: Any, node: Any) -> Excerpt:
    """The expression *node* of *module* as it is written, with its line breaks."""
    line, column, end_line, end_column = module.stretch(node)
    lines = module.lines[line - 1 : end_line]
    lines[-1] = lines[-1][: end_column - 1]
    lines[0] = lines[0][column - 1 :]
    return Excerpt(module.place(node), "\n".join(lines))


def items(module: Any, node: Any) -> tuple[Excerpt, ...]:
    """The items of the tuple that *node* is; none where it is something else."""
    each = node.elts if type(node).__name__ == "Tuple" else ()
    if any(type(one).__name__ == "Starred" for one in each):
        return ()
    return tuple(whole(module, one) for one in each)


def first_place(module: Any, function: Any) -> Place | None:
    """Where the body of *function* begins, behind its docstring: at a comment or a statement.

    None where there is nothing but the docstring, or it stands on the line of something else.
    """
    if not function.body:
        return None
    line = min(node.fromlineno for node in (function.body[0], *_decorators(function.body[0])))
    while line - 1 > function.fromlineno and module.lines[line - 2].lstrip().startswith("#"):
        line -= 1
    text = module.lines[line - 1]
    indent = len(text) - len(text.lstrip())
    if text[: function.body[0].col_offset].strip():
        return None
    at = {"lineno": line, "end_lineno": line, "col_offset": indent, "end_col_offset": indent}
    place: Place = module.place(SimpleNamespace(**at))
    return place


def _decorators(node: Any) -> list[Any]:
    decorators = getattr(node, "decorators", None)
    return list(decorators.nodes) if decorators is not None else []


def _slice(line: str, start: int, stop: int | None) -> str:
    if line.isascii():
        return line[start:stop]
    return line.encode()[start:stop].decode(errors="ignore")
