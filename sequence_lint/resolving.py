"""From the fix that a rule proposes to edits that can be made, and to what the files then hold."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from sequence_lint.batches import Place
from sequence_lint.fixes import Edit, Fix
from sequence_lint.records import replace
from sequence_lint.source.editing import NotEditable, edited, overlap
from sequence_lint.source.files import SourceFile, Unreadable, decode
from sequence_lint.source.importing import insertion
from sequence_lint.source.notebook import NotebookModule
from sequence_lint.source.notebook_editing import edited_notebook
from sequence_lint.source.sources import NOTEBOOK, Sources


def resolved(fix: Fix, sources: Sources) -> Fix:
    """*fix* with its imports among its edits, and nothing left to be indented.

    Raises `NotEditable` where it is about a file that is not there or no Python.
    """
    edits = tuple(_indented(edit, sources) for edit in fix.edits)
    wanted = dict.fromkeys((edit.place.path, name) for edit in edits for name in fix.imports)
    imports = (_import(name, path, sources) for path, name in wanted)
    return replace(fix, edits=(*(e for e in imports if e is not None), *edits), imports=())


def contents(fixes: Iterable[Fix], sources: Sources) -> dict[str, bytes]:
    """By their absolute paths, the contents of the files that *fixes*, once resolved, change.

    Raises `NotEditable` where they cannot be made together.
    """
    edits = dict.fromkeys(edit for fix in fixes for edit in fix.edits)
    paths = dict.fromkeys(edit.place.path for edit in edits)
    return dict(_content([e for e in edits if e.place.path == path], sources) for path in paths)


def collide(one: Fix, other: Fix) -> bool:
    """Whether two fixes cannot be made in one go."""
    return any(overlap(first, second) for first in one.edits for second in other.edits)


def file_of(path: str, sources: Sources) -> SourceFile:
    """The file that is shown as *path*. Raises `NotEditable` where there is none."""
    file = sources.shown_as(path)
    if file is None:
        raise NotEditable(f"there is no file {path}")
    return file


def _content(edits: list[Edit], sources: Sources) -> tuple[str, bytes]:
    file = file_of(edits[0].place.path, sources)
    make = edited_notebook if file.absolute.endswith(NOTEBOOK) else edited
    try:
        return file.absolute, make(sources.raw(file.absolute), edits)
    except Unreadable as error:
        raise NotEditable(error.reason) from None


def _indented(edit: Edit, sources: Sources) -> Edit:
    if not edit.indented:
        return edit
    place = edit.place
    lines = sources.lines(place.path, place.cell)
    if not 1 <= place.line <= len(lines):
        raise NotEditable(f"there is no line {place.line}")
    line = lines[place.line - 1]
    indent = line[: len(line) - len(line.lstrip())]
    return Edit(place, edit.text.replace("\n", f"\n{indent}"))


def _import(name: str, path: str, sources: Sources) -> Edit | None:
    try:
        module = sources.read(file_of(path, sources).absolute)
        found = insertion(decode(module), name)
    except (Unreadable, SyntaxError, ValueError, RecursionError) as error:
        raise NotEditable(f"no import can be added: {error}") from None
    if found is None:
        return None
    cell, line = _in_cell(module, found.line)
    return Edit(Place(path, line, found.column, line, found.column, cell), found.text)


def _in_cell(module: bytes, line: int) -> tuple[int, int]:
    """The number of the cell that a line of the module is from, and its number in that."""
    if not isinstance(module, NotebookModule) or not module.cells:
        return 0, line
    at = max(bisect_right([cell.first for cell in module.cells], line) - 1, 0)
    return module.cells[at].number, line - module.cells[at].first + 1
