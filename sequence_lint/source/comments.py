"""The comments of a Python text, and the lines that each of them stands for."""

from __future__ import annotations

import io
import tokenize
from bisect import bisect_left
from collections.abc import Iterator

from sequence_lint.records import dataclass

Lines = tuple[int, int]
"""The first and the last of some lines, counted from 1."""

_HEADS = frozenset({"def", "class"})
_BLANK = frozenset({tokenize.NL, tokenize.COMMENT, tokenize.ENCODING, tokenize.TYPE_COMMENT})
_STRUCTURE = frozenset({tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER})


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment, from its ``#`` to the end of the line; ``line`` and ``column`` count from 1.

    ``own`` is the line that it stands on, with those before it that a backslash or a string of
    several lines joins to it: nothing else could be written at the end of these. ``below`` is the
    statement that follows where the comment has a line to itself. ``body`` is the function or class
    with its `def` line where ``own`` is on such a line, or where ``below`` is. ``inside`` is the
    qualified name of the innermost class around the line, "" if there is none.
    """

    line: int
    column: int
    text: str
    own: Lines
    below: Lines | None = None
    body: Lines | None = None
    inside: str = ""


@dataclass(slots=True)
class _Statement:
    """A logical line, which ends ``last``, and with all that is below it at ``body_end``.

    ``head`` is `def` or `class` where it begins so, and ``name`` is what follows that.
    """

    first: int
    last: int = 0
    head: str = ""
    name: str = ""
    decorator: bool = False
    body_end: int = 0


def comments_of(text: str) -> tuple[Comment, ...]:
    """The comments in their order. None where the text cannot be taken apart."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError):
        return ()
    statements = list(_statements(tokens))
    joined = _joined(tokens)
    found = (token for token in tokens if token.type == tokenize.COMMENT)
    return tuple(_placed(token, statements, joined) for token in found)


def room_behind(text: str) -> dict[int, int]:
    """For lines with no room for a comment, the line behind that has one for them too.

    Empty where the text cannot be taken apart.
    """
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError):
        return {}
    joined = _joined(tokens)
    return {line: last for last, first in joined.items() for line in range(first, last)}


def _placed(
    token: tokenize.TokenInfo, statements: list[_Statement], joined: dict[int, int]
) -> Comment:
    line, column = token.start
    own = (joined.get(line, line), line)
    number = bisect_left(statements, line, key=lambda one: one.last)
    around = statements[number] if number < len(statements) else None
    below: Lines | None = None
    if around is not None and line < around.first:  # a line to itself
        around = _headed(statements, number)
        below = (around.first, around.last)
    body = (around.first, around.body_end) if around is not None and around.head else None
    inside = _class_around(statements[: number + 1], line)
    return Comment(line, column + 1, token.string, own, below, body, inside)


def _class_around(statements: list[_Statement], line: int) -> str:
    around = [one for one in statements if one.head and one.first <= line <= one.body_end]
    while around and around[-1].head != "class":
        around.pop()
    names = [f"{one.name}.<locals>" if one.head == "def" else one.name for one in around]
    return ".".join(names)


def _headed(statements: list[_Statement], number: int) -> _Statement:
    """The statement of that number or, where that is a decorator, what it decorates."""
    while statements[number].decorator and number + 1 < len(statements):
        number += 1
    return statements[number]


def _statements(tokens: list[tokenize.TokenInfo]) -> Iterator[_Statement]:
    """Each statement without what is below it, in their order; told when the text is over."""
    found: list[_Statement] = []
    opened: list[_Statement] = []
    current: _Statement | None = None
    for token in tokens:
        if token.type == tokenize.INDENT:
            opened.append(found[-1] if found else _Statement(1))
        elif token.type == tokenize.DEDENT:
            opened.pop().body_end = found[-1].last if found else 1
        elif token.type == tokenize.NEWLINE and current is not None:
            current.last = current.body_end = token.start[0]
            found.append(current)
            current = None
        elif token.type not in _BLANK and token.type not in _STRUCTURE:
            current = _begun(current, token)
    return iter(found)


def _begun(current: _Statement | None, token: tokenize.TokenInfo) -> _Statement:
    if current is None:
        current = _Statement(token.start[0])
        current.decorator = token.string == "@"
        # `async` is told by what follows it, and nothing else is followed by `def`.
        current.head = token.string if token.string in _HEADS else ""
    elif token.type == tokenize.NAME:
        if current.head and not current.name:
            current.name = token.string
        elif token.string == "def":
            current.head = "def"
    return current


def _joined(tokens: list[tokenize.TokenInfo]) -> dict[int, int]:
    """By the last of several lines that a backslash or a string joins, the first of them."""
    found: dict[int, int] = {}
    before: tokenize.TokenInfo | None = None
    for token in tokens:
        if token.type in _STRUCTURE or token.type == tokenize.ENCODING:
            continue
        if before is not None and before.end[0] < token.start[0] and _goes_on(before):
            found[token.start[0]] = found.pop(before.end[0], before.end[0])
        if token.start[0] < token.end[0] and not _ends_line(token):
            found[token.end[0]] = found.pop(token.start[0], token.start[0])
        before = token
    return found


def _goes_on(token: tokenize.TokenInfo) -> bool:
    return token.type not in _BLANK and not _ends_line(token)


def _ends_line(token: tokenize.TokenInfo) -> bool:
    return token.type in (tokenize.NEWLINE, tokenize.NL)
