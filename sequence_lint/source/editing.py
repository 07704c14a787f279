"""How edits are made in the bytes of a file, so that all that they do not touch stays as it is."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from sequence_lint.fixes import Edit
from sequence_lint.records import dataclass
from sequence_lint.source.files import Unreadable, body_of

_LINE_END = re.compile(r"\r\n|\r|\n")


class NotEditable(Exception):
    """The edits cannot be made; the text says why."""


@dataclass(frozen=True, slots=True)
class Change:
    """The characters from *start* to *stop* of a text become *text*."""

    start: int
    stop: int
    text: str


def edited(content: bytes, edits: Iterable[Edit]) -> bytes:
    """The Python file *content* with *edits*, in its encoding and with its line ends.

    Raises `NotEditable` where they lie outside of it or overlap, or the encoding has no way back.
    """
    try:
        before, encoding = body_of(content)
        text = content[len(before) :].decode(encoding)
        if text.encode(encoding) != content[len(before) :]:
            raise NotEditable(f"its bytes cannot be told from its text in {encoding}")
        return before + edited_text(text, edits).encode(encoding)
    except (Unreadable, UnicodeError) as error:
        raise NotEditable(f"cannot be written in its encoding: {error}") from None


def edited_text(text: str, edits: Iterable[Edit]) -> str:
    """*text*, whose lines may end in any way, with *edits*. Raises `NotEditable`."""
    return _changed(text, [_change(text, _starts(text), edit) for edit in edits])


def overlap(first: Edit, second: Edit) -> bool:
    """Whether two edits cannot be made in one go: they touch the same text, or the same place.

    Equal ones are one.
    """
    a, b = first.place, second.place
    if first == second or (a.path, a.cell) != (b.path, b.cell):
        return False
    return _begin(first) <= _end(second) and _begin(second) <= _end(first)


def _begin(edit: Edit) -> tuple[int, int]:
    return edit.place.line, edit.place.column


def _end(edit: Edit) -> tuple[int, int]:
    return edit.place.end_line, edit.place.end_column


def _starts(text: str) -> tuple[int, ...]:
    """Where each line begins."""
    return (0, *(end.end() for end in _LINE_END.finditer(text)))


def _change(text: str, starts: Sequence[int], edit: Edit) -> Change:
    place = edit.place
    start = _offset(text, starts, place.line, place.column)
    stop = _offset(text, starts, place.end_line, place.end_column)
    if stop < start:
        raise NotEditable(f"line {place.line} has changed")
    return Change(start, stop, _with_its_ends(text, starts, start, edit.text))


def _offset(text: str, starts: Sequence[int], line: int, column: int) -> int:
    if not 1 <= line <= len(starts):
        raise NotEditable(f"there is no line {line}")
    offset = starts[line - 1] + column - 1
    if offset > (starts[line] if line < len(starts) else len(text)):
        raise NotEditable(f"line {line} has no column {column}")
    return offset


def _with_its_ends(text: str, starts: Sequence[int], start: int, new: str) -> str:
    """The *new* text for that place with the line ends that the file has there."""
    if "\n" not in new:
        return new
    line = starts[bisect_right(starts, start) - 1]
    end = _LINE_END.search(text, line) or _LINE_END.search(text)
    return new.replace("\n", end[0] if end is not None else "\n")


def _changed(text: str, changes: Iterable[Change]) -> str:
    parts: list[str] = []
    at = 0
    for change in sorted(dict.fromkeys(changes), key=lambda change: (change.start, change.stop)):
        if change.start < at:
            raise NotEditable("edits overlap")
        parts += (text[at : change.start], change.text)
        at = change.stop
    return "".join((*parts, text[at:]))
