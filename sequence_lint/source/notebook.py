"""How the code cells of a notebook become one Python module, and which line of it is where.

Outputs are never looked at. They are cut out before the document is read, because they are most of
a large notebook.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from sequence_lint.records import dataclass
from sequence_lint.source.files import Problem, Unreadable
from sequence_lint.source.magics import python_of

# What a notebook keeps beside its text. A quote inside of a string has a backslash before it.
_BULK = re.compile(rb'(?<!\\)"(?:attachments|outputs|widgets)"\s*:\s*(?=[\[{])')

# The same where each bracket that closes one of several lines has a line to itself, below the key.
# Most programs write so. Strings have no line breaks in JSON.
_BULKY_LINES = re.compile(rb'\n([ \t]*)"(?:attachments|outputs|widgets)":[ \t]*([\[{])\r?\n')

# Two lines in which Python looks for an encoding: what cells say of theirs means nothing.
_FIRST_LINE = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """A code cell with Python in it.

    ``number`` counts all cells of the notebook from 1. Its first line is the line ``first`` of the
    module, counted from 1. ``source`` is its text as it stands in the notebook.
    """

    number: int
    first: int
    source: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A cell that is not Python: its number and text, the line and column in it, and the reason."""

    cell: int
    source: str
    line: int
    column: int
    reason: str

    def in_file(self, path: str) -> Problem:
        """The same as a problem of the notebook that is shown as *path*."""
        return Problem(path, self.line, self.column, self.reason, self.cell)


class NotebookModule(bytes):
    """The Python of a notebook, as UTF-8, that knows which of its lines come from which cell.

    ``cells`` are in order. ``left_out`` are the cells that no Python could be made of.
    """

    cells: tuple[Cell, ...]
    left_out: tuple[LeftOut, ...]

    def __new__(
        cls, content: bytes, cells: tuple[Cell, ...] = (), left_out: tuple[LeftOut, ...] = ()
    ) -> NotebookModule:
        self = super().__new__(cls, content)
        self.cells = cells
        self.left_out = left_out
        return self


def lines_of(module: NotebookModule, number: int) -> tuple[str, ...]:
    """The lines of a code cell as they stand in the notebook; empty where there is none."""
    sources = [cell.source for cell in module.cells if cell.number == number]
    sources += (broken.source for broken in module.left_out if broken.cell == number)
    return tuple(line for source in sources for line in source.split("\n"))


def module_of(content: bytes) -> NotebookModule:
    """The module that the cells of the notebook *content* make, one after the other.

    Raises `Unreadable` where that is no notebook. One of another language is an empty module.
    """
    document = _document(content)
    cells: list[Cell] = []
    left_out: list[LeftOut] = []
    lines = [""] * (_FIRST_LINE - 2)
    for number, source in _code_cells(document):
        try:
            python, above = python_of(source)
        except Unreadable as error:
            left_out.append(LeftOut(number, source, error.line, error.column, error.reason))
            continue
        # The line between two cells keeps their comments apart.
        lines.append(above)
        cells.append(Cell(number, len(lines) + 1, source))
        lines += python.split("\n")
    return NotebookModule("\n".join(lines).encode(), tuple(cells), tuple(left_out))


def _document(content: bytes) -> dict[str, Any]:
    document = _lean(content)
    if not isinstance(document, dict) or not ("cells" in document or "worksheets" in document):
        raise Unreadable("is no notebook: it has no cells")
    return document


def _lean(content: bytes) -> Any:
    """The document without its outputs if possible: as text they would fill the memory."""
    for without_bulk in (_cut_by_lines, _cut_by_values):
        less = without_bulk(content)
        if less is not None:
            try:
                return _loaded(less)
            except Unreadable:
                continue
    # It is broken, and the place is to be right.
    return _loaded(content)


def _loaded(content: bytes) -> Any:
    # Most runs meet no notebook that matters.
    import json

    try:
        return json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        reason = f"cannot be decoded as utf-8: {error.reason}"
        raise Unreadable(reason, line) from None
    except json.JSONDecodeError as error:
        reason = f"cannot be parsed as JSON: {error.msg}"
        raise Unreadable(reason, error.lineno, error.colno) from None
    except RecursionError:
        raise Unreadable("nested too deeply to parse") from None
    except ValueError as error:
        raise Unreadable(f"cannot be parsed as JSON: {error}") from None


def _cut_by_lines(content: bytes) -> bytes | None:
    """The document with nothing in its outputs, None where it is not laid out in that way."""
    parts: list[bytes] = []
    at = 0
    while bulk := _BULKY_LINES.search(content, at):
        # All lines up to the closing bracket have more space before them than the key has.
        closing = b"\n" + bulk[1] + _closing(bulk[2])
        end = re.compile(rb"\n(?!" + bulk[1] + rb"[ \t])").search(content, bulk.end() - 1)
        if end is None or not content.startswith(closing, end.start()):
            return None
        parts.append(content[at : bulk.end(2)])
        at = end.start()
    return b"".join([*parts, content[at:]]) if parts else None


def _cut_by_values(content: bytes) -> bytes | None:
    """The document with nothing in its outputs, however it is laid out; None if it is broken."""
    import json

    # One byte a character, whatever they mean: brackets and quotes are ASCII.
    text = content.decode("latin-1")
    decode = json.JSONDecoder(object_hook=_without_output).raw_decode
    parts: list[bytes] = []
    at = 0
    while bulk := _BULK.search(content, at):
        parts += (content[at : bulk.end()], b"null")
        try:
            _, at = decode(text, bulk.end())
        except (ValueError, RecursionError):
            return None
    return b"".join([*parts, content[at:]])


def _without_output(found: dict[str, Any]) -> dict[str, Any] | None:
    """Let go of an output as soon as it is read."""
    return None if "output_type" in found else found


def _closing(bracket: bytes) -> bytes:
    return b"]" if bracket == b"[" else b"}"


def _code_cells(document: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """The number and the text of each code cell that is not empty."""
    if not _is_python(document.get("metadata")):
        return
    for number, cell in enumerate(_cells(document), 1):
        if isinstance(cell, dict) and cell.get("cell_type") == "code":
            source = _text(cell.get("source", cell.get("input")))
            if source.strip() and not _is_foreign(cell):
                yield number, source


def _cells(document: dict[str, Any]) -> Iterator[Any]:
    # Notebooks of the third format have sheets of cells.
    for sheet in (document, *_listed(document.get("worksheets"))):
        if isinstance(sheet, dict):
            yield from _listed(sheet.get("cells"))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(source: Any) -> str:
    """The text of a cell, given as a whole or by its lines, as text that can be encoded."""
    text = source if isinstance(source, str) else "".join(map(_string, _listed(source)))
    # Half a character may be written in JSON, and nowhere else.
    text = text.encode("utf-8", "replace").decode()
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _string(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _is_foreign(cell: dict[str, Any]) -> bool:
    """Whether an editor of several languages, or the third format, says that this is no Python."""
    told = (cell.get("language"), _told(cell, "metadata", "vscode", "languageId"))
    return not all(_is_called_python(name) for name in told)


def _is_python(metadata: Any) -> bool:
    """Whether the notebook runs Python, which it does if it says nothing else."""
    name = _told(metadata, "kernelspec", "name")
    if isinstance(name, str) and name.lower().partition("-")[0] in ("ir", "julia"):
        return False
    told = (_told(metadata, "kernelspec", "language"), _told(metadata, "language_info", "name"))
    return all(_is_called_python(language) for language in told)


def _is_called_python(language: Any) -> bool:
    if not isinstance(language, str) or not language:
        return True
    return language.lower().startswith(("python", "ipython"))


def _told(value: Any, *keys: str) -> Any:
    """What stands under *keys* in nested objects, None if there is no such thing."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value
