"""Where a place is in a text, as editors count: lines from 0, columns in units of an encoding."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lsprotocol.types import (
    Position,
    PositionEncodingKind,
    Range,
    TextDocumentContentChangeEvent,
    TextDocumentContentChangePartial,
)

from sequence_lint.records import dataclass

Encoding = PositionEncodingKind | str | None

# Nothing else ends a line here, unlike for `str.splitlines`: a form feed in a file would move all
# that comes after it.
_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Ruler:
    """Measures *lines*, without their ends, in the units of the *encoding* (UTF-16 unless told)."""

    lines: Sequence[str]
    encoding: Encoding

    def position(self, line: int, column: int) -> Position:
        """The position of a line and a column in characters, both counted from 1."""
        number = min(max(line - 1, 0), max(len(self.lines) - 1, 0))
        text = self.lines[number] if self.lines else ""
        return Position(number, _units(text[: max(column - 1, 0)], self.encoding))

    def range(self, line: int, column: int, end_line: int, end_column: int) -> Range:
        """The range between two such places."""
        return Range(self.position(line, column), self.position(end_line, end_column))


def lines_of(text: str) -> list[str]:
    """The lines of *text* without their ends, at least one."""
    return _LINE_END.split(text)


def changed(text: str, change: TextDocumentContentChangeEvent, encoding: Encoding) -> str:
    """*text* after what somebody typed."""
    if not isinstance(change, TextDocumentContentChangePartial):
        return change.text
    start = _offset(text, change.range.start, encoding)
    end = _offset(text, change.range.end, encoding)
    return text[:start] + change.text + text[max(start, end) :]


def covers(outer: Range, position: Position) -> bool:
    """Whether the position is in the range or at one of its ends."""
    return _order(outer.start) <= _order(position) <= _order(outer.end)


def meet(one: Range, other: Range) -> bool:
    """Whether the ranges have a position in common, be it an end."""
    return _order(one.start) <= _order(other.end) and _order(other.start) <= _order(one.end)


def _order(position: Position) -> tuple[int, int]:
    return position.line, position.character


def _offset(text: str, position: Position, encoding: Encoding) -> int:
    """How many characters come before the position. What is behind the end of a line is its end."""
    start = 0
    for number, found in enumerate(_LINE_END.finditer(text)):
        if number == position.line:
            return start + _characters(text[start : found.start()], position.character, encoding)
        start = found.end()
    if position.line > len(_LINE_END.findall(text)):
        return len(text)
    return start + _characters(text[start:], position.character, encoding)


def _characters(line: str, units: int, encoding: Encoding) -> int:
    """How many characters the first *units* of the line are."""
    if line.isascii():
        return min(units, len(line))
    taken = 0
    for number, character in enumerate(line):
        if taken >= units:
            return number
        taken += _units(character, encoding)
    return len(line)


def _units(text: str, encoding: Encoding) -> int:
    if text.isascii() or encoding == PositionEncodingKind.Utf32:
        return len(text)
    if encoding == PositionEncodingKind.Utf8:
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
