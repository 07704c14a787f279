"""How a piece of code is spelt in its file: on one line, or as it stands there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sequence_lint.batches import Excerpt

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


def _slice(line: str, start: int, stop: int | None) -> str:
    if line.isascii():
        return line[start:stop]
    return line.encode()[start:stop].decode(errors="ignore")
