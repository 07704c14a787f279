"""Where in the JSON text of a notebook the text of each cell stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sequence_lint.records import dataclass

# Strings have no line breaks in JSON, and a quote in one has a backslash before it.
_TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[][{},\n]')

_IN_SHEET = ("worksheets", 0)  # where the third format has its cells


@dataclass(frozen=True, slots=True)
class Written:
    """A string that is the text of a cell, or a part of it: from and to which byte of the file.

    ``line`` counts from 1. ``in_list`` tells that it is one of several, mostly a line.
    """

    start: int
    stop: int
    line: int
    in_list: bool


def strings_of_cells(content: bytes) -> dict[int, tuple[Written, ...]]:
    """By the number of the cell, the strings that its text is written as, in their order."""
    found: dict[int, list[Written]] = {}
    for path, token, line in _strings(content):
        number = _cell(path)
        if number is not None:
            one = Written(token.start(), token.end(), line, isinstance(path[-1], int))
            found.setdefault(number, []).append(one)
    return {number: tuple(written) for number, written in found.items()}


def lines_in_file(content: bytes) -> dict[int, tuple[int, ...]]:
    """By the number of the cell, the line of the file for each line of its text.

    Cells and lines count from 1. Cells without text are left out. *content* has to be the JSON
    of a notebook; what is not gives lines that mean nothing.
    """
    return {
        number: tuple(_starts((content[one.start : one.stop], one.line) for one in written))
        for number, written in strings_of_cells(content).items()
    }


def _strings(content: bytes) -> Iterator[tuple[list[str | int | None], re.Match[bytes], int]]:
    """Each string that is a value, as it is written, with the keys that lead to it and its line."""
    path: list[str | int | None] = []  # None where the key of an object comes next
    line = 1
    for found in _TOKEN.finditer(content):
        token = found[0]
        match token:
            case b"\n":
                line += 1
            case b"{":
                path.append(None)
            case b"[":
                path.append(0)
            case b"}" | b"]":
                path = path[:-1]
            case b",":
                path[-1:] = [last + 1 if isinstance(last, int) else None for last in path[-1:]]
            case _ if path and path[-1] is None:
                path[-1] = token[1:-1].decode("utf-8", "replace")
            case _:
                yield path, found, line


def _cell(path: list[str | int | None]) -> int | None:
    """The number of the cell whose text a string under these keys is, or is part of."""
    inside = path[2:] if tuple(path[:2]) == _IN_SHEET else path
    match inside:
        case ["cells", int(index), "source" | "input"] | [
            "cells",
            int(index),
            "source" | "input",
            int(),
        ]:
            return index + 1
    return None


def _starts(texts: Iterable[tuple[bytes, int]]) -> Iterator[int]:
    """For each line of the joined texts, on which line of the file it begins."""
    import json

    begins = True
    for written, line in texts:
        text = json.loads(written).replace("\r\n", "\n").replace("\r", "\n")
        *whole, rest = text.split("\n")
        for _ in whole:
            if begins:
                yield line
            begins = True
        if rest and begins:
            yield line
            begins = False
