"""A few lines of source with carets under a stretch of them."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.text import Text

from sequence_lint.model import Place
from sequence_lint.report.paper import Paper
from sequence_lint.report.wording import printable

_TAB = "    "
_MOST_LINES = 4
_CROPPED = "..."


def draw(paper: Paper, lines: Sequence[str], place: Place, style: str, *, context: int = 0) -> None:
    """The lines of *place* with *context* lines around them; nothing if they are not there."""
    if not 1 <= place.line <= len(lines):
        return
    last = min(place.end_line, place.line + _MOST_LINES - 1, len(lines))
    first_shown = _trimmed(lines, range(max(place.line - context, 1), place.line))
    last_shown = last + len(_tail(lines, last, context if last == place.end_line else 0))
    gutter = len(str(last_shown))
    paper.line(Text(f"{' ' * gutter} |", "dim"))
    for number in range(first_shown or place.line, last_shown + 1):
        span = _span(lines[number - 1], number, place) if place.line <= number <= last else None
        _draw_line(paper, lines[number - 1], (str(number).rjust(gutter), span), style)
    if last < place.end_line:
        paper.line(Text(f"{' ' * gutter} | {_CROPPED}", "dim"))


def _trimmed(lines: Sequence[str], numbers: range) -> int:
    """The first of the line numbers that is not blank, 0 if there is none."""
    return next((number for number in numbers if lines[number - 1].strip()), 0)


def _tail(lines: Sequence[str], last: int, context: int) -> list[str]:
    after = list(lines[last : last + context])
    while after and not after[-1].strip():
        after.pop()
    return after


def _span(line: str, number: int, place: Place) -> tuple[int, int]:
    """The characters of *line* that belong to *place*, from and to, from 0."""
    indent = len(line) - len(line.lstrip())
    start = place.column - 1 if number == place.line else indent
    end = place.end_column - 1 if number == place.end_line else len(line)
    start = min(start, len(line))
    return start, max(min(end, len(line)), start + 1)


def _draw_line(
    paper: Paper, line: str, numbered: tuple[str, tuple[int, int] | None], style: str
) -> None:
    number, span = numbered
    room = max(paper.width - len(number) - 3, 8)
    shown, start, width = _fitted(line, span or (0, 0), room)
    paper.line(Text.assemble((f"{number} | ", "dim"), shown))
    if span is not None:
        gutter = (f"{' ' * len(number)} | ", "dim")
        paper.line(Text.assemble(gutter, " " * start, ("^" * width, style)))


def _fitted(line: str, span: tuple[int, int], room: int) -> tuple[str, int, int]:
    """*line* cut to *room* cells around the span, and where the span then is: (start, width)."""
    expanded = printable(line.replace("\t", _TAB)).rstrip()
    start, end = (len(line[:column].replace("\t", _TAB)) for column in span)
    before = ""
    if cell_len(expanded) > room and cell_len(expanded[:end]) > room - len(_CROPPED):
        cut = max(start - room // 3, 0)
        before = _CROPPED if cut else ""
        expanded, start, end = expanded[cut:], start - cut, end - cut
    left = len(before) + cell_len(expanded[:start])
    right = len(before) + max(cell_len(expanded[:end]), cell_len(expanded[:start]) + 1)
    shown = before + expanded
    if cell_len(shown) > room:
        shown = _cut(shown, room - len(_CROPPED)) + _CROPPED
    return shown, left, max(min(right, room) - left, 1)


def _cut(text: str, room: int) -> str:
    while cell_len(text) > room:
        text = text[: room - cell_len(text)]
    return text
