"""Comments and docstrings around the length: what the author says about it."""

from __future__ import annotations

import io
import tokenize
from typing import Any

from sequence_lint.directives import prose


def remarks(module: Any, function: Any, arithmetic: Any = None) -> tuple[str, ...]:
    """The comments in and directly above *function*, its docstring, and those at *arithmetic*.

    ``arithmetic`` is a (module, node) pair of the place where the length is computed, or None.
    """
    found: list[str] = []
    if function is not None:
        if function.doc_node is not None:
            found.append(str(function.doc_node.value))
        first = function.fromlineno
        found.extend(_above(module.lines, first - 1))
        found.extend(_comments(module.lines, first, function.end_lineno or first))
    if arithmetic is not None:
        where, node = arithmetic
        found.extend(_above(where.lines, node.lineno - 1))
        found.extend(_comments(where.lines, node.lineno, node.end_lineno or node.lineno))
    return tuple(dict.fromkeys(text for text in found if text))


def _above(lines: list[str], before: int) -> list[str]:
    """The comment lines directly above line index *before*."""
    found: list[str] = []
    at = before - 1
    while at >= 0 and lines[at].strip().startswith(("#", "@")):
        if lines[at].strip().startswith("#"):
            found.append(_said(lines[at].strip()))
        at -= 1
    return found[::-1]


def _comments(lines: list[str], first: int, last: int) -> list[str]:
    """The comments in lines *first* to *last*, counted from 1."""
    text = "\n".join(line for line in lines[first - 1 : last])
    if "#" not in text:
        return []
    found: list[str] = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            # One by one: the tokens before the odd end are to be kept.
            found += [_said(token.string)] if token.type == tokenize.COMMENT else []
    except (tokenize.TokenError, IndentationError, SyntaxError):
        # A method cut out of its class ends in an odd place; what was read until then counts.
        pass
    return found


def _said(comment: str) -> str:
    return prose(comment).strip("# ")


def docstring(tree: Any) -> str:
    """The docstring of a module, class or function; empty when there is none."""
    node = getattr(tree, "doc_node", None)
    return str(node.value) if node is not None else ""
