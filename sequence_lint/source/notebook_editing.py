"""How edits are made in the cells of a notebook, of which all other bytes stay as they are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress

from sequence_lint.fixes import Edit
from sequence_lint.source.editing import NotEditable, edited_text
from sequence_lint.source.notebook_lines import Written, strings_of_cells

_LINE = re.compile(r"[^\n]*\n|[^\n]+")


def edited_notebook(content: bytes, edits: Iterable[Edit]) -> bytes:
    """The notebook *content* with *edits* in its cells.

    Of a cell that is written line by line, only the strings of the lines that change are written
    anew. Raises `NotEditable` where the edits do not fit the cells.
    """
    by_cell: dict[int, list[Edit]] = {}
    for edit in edits:
        by_cell.setdefault(edit.place.cell, []).append(edit)
    strings = strings_of_cells(content)
    # From the end, so that what is before keeps its place.
    for cell in sorted(by_cell, reverse=True):
        content = _edited_cell(content, strings.get(cell, ()), by_cell[cell])
    return content


def _edited_cell(content: bytes, written: Sequence[Written], edits: Sequence[Edit]) -> bytes:
    if not written:
        raise NotEditable(f"there is no cell {edits[0].place.cell}")
    try:
        before = [json.loads(content[one.start : one.stop]) for one in written]
    except ValueError:
        raise NotEditable("its JSON cannot be read") from None
    text = edited_text("".join(before), edits)
    after = _LINE.findall(text) if written[0].in_list else [text]
    same = _alike(before, after)
    tail = _alike(before[same:][::-1], after[same:][::-1])
    old, new = written[same : len(written) - tail], after[same : len(after) - tail]
    if old:
        return _replaced(content, (old[0].start, old[-1].stop), _between(content, written), new)
    # Lines come before the one that stays, or after the last.
    at, first = (written[same].start, False) if same < len(written) else (written[-1].stop, True)
    joint = _between(content, written)
    said = joint.join(_string(content, line) for line in new)
    return content[:at] + (joint + said if first else said + joint) + content[at:]


def _alike(some: Sequence[str], others: Sequence[str]) -> int:
    """How many of the first are equal."""
    pairs = zip(some, others, strict=False)
    return next(
        (at for at, (one, other) in enumerate(pairs) if one != other), min(len(some), len(others))
    )


def _replaced(
    content: bytes, stretch: tuple[int, int], joint: bytes, lines: Sequence[str]
) -> bytes:
    if not lines:
        raise NotEditable("nothing would be left of a cell")
    said = joint.join(_string(content, line) for line in lines)
    return content[: stretch[0]] + said + content[stretch[1] :]


def _between(content: bytes, written: Sequence[Written]) -> bytes:
    """What stands between two strings of the cell: a comma, and mostly a line break."""
    if len(written) > 1:
        return content[written[0].stop : written[1].start]
    begin = content.rfind(b"[", 0, written[0].start) + 1 if written[0].in_list else written[0].start
    return b"," + content[begin : written[0].start]


def _string(content: bytes, line: str) -> bytes:
    """*line* as JSON, with letters that are no ASCII only where the file has some."""
    with suppress(UnicodeEncodeError):  # half a character can only be written by its number
        return json.dumps(line, ensure_ascii=content.isascii()).encode()
    return json.dumps(line).encode()
