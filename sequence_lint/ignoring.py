"""How comments are written that silence what is found now."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from sequence_lint.batches import Place
from sequence_lint.directives import Directive, directives
from sequence_lint.fixes import Edit, Fix
from sequence_lint.mending import Changed
from sequence_lint.parsing import alone, parsed
from sequence_lint.resolving import contents, file_of
from sequence_lint.silencing import Silence, place_in
from sequence_lint.source.comments import comments_of, room_behind
from sequence_lint.source.editing import NotEditable
from sequence_lint.source.files import Unreadable, decode

if TYPE_CHECKING:
    from sequence_lint.rule import Diagnostic
    from sequence_lint.source.notebook import Cell
    from sequence_lint.source.sources import Sources


def comment(codes: Iterable[str], reason: str) -> str:
    """The comment that silences these rules, for that reason if there is one."""
    why = f" -- {reason}" if reason else ""
    return f"# sequence-lint: ignore[{', '.join(codes)}]{why}"


def is_reason(text: str) -> bool:
    """Whether *text* can stand behind the dashes: on one line, and no comment of its own."""
    if not text.strip() or not text.isprintable():
        return False
    return len(directives(comment(["SEQ102"], text), ())) == 1


def silencing(diagnostic: Diagnostic, lines: Sequence[str]) -> Edit | None:
    """The comment that silences the finding; None where there is no room for one.

    *lines* are those of its file, or of its cell.
    """
    text = "\n".join(lines)
    comments = {each.line: each.text for each in comments_of(text)}
    line = room_behind(text).get(diagnostic.line, diagnostic.line)
    if line > len(lines):
        return None
    there = comments.get(line, "")
    return _edit(
        diagnostic.path, diagnostic.cell, line, lines[line - 1], there, [diagnostic.code], ""
    )


def ignored(path: str, found: Sequence[Diagnostic], reason: str, sources: Sources) -> Changed:
    """The file that is shown as *path*, with a comment at each line where something was *found*.

    Nothing else of it changes, and nothing is written yet. Raises `NotEditable`, with the reason,
    where that cannot be.
    """
    file = file_of(path, sources)
    try:
        module = sources.read(file.absolute)
        before = sources.raw(file.absolute)
        edits = tuple(_edits(path, found, reason, sources))
        after = contents([Fix("", edits, "safe")], sources)[file.absolute]
        changed = sources.changed({file.absolute: after})
        same = _same_code(module, changed.read(file.absolute))
    except Unreadable as error:
        raise NotEditable(error.reason) from None
    if not same or any(True for _ in Silence(changed).heard(found)):
        raise NotEditable("no comment can be put where something was found")
    return Changed(file, before, after)


def _edits(path: str, found: Sequence[Diagnostic], reason: str, sources: Sources) -> Iterator[Edit]:
    module = sources.read(file_of(path, sources).absolute)
    text, cells = decode(module), getattr(module, "cells", ())
    behind, comments = room_behind(text), {each.line: each.text for each in comments_of(text)}
    codes: dict[int, set[str]] = {}
    for each in found:
        line = each.line + _above(each.cell, cells)
        codes.setdefault(behind.get(line, line), set()).add(each.code)
    for line, those in sorted(codes.items()):
        cell, inside = place_in(cells, line)
        written = sources.lines(path, cell)[inside - 1]
        yield _edit(path, cell, inside, written, comments.get(line, ""), sorted(those), reason)


def _edit(
    path: str, cell: int, line: int, written: str, there: str, codes: list[str], reason: str
) -> Edit:
    """More rules in a comment of ours that is *there* already, or a new one behind the line."""
    ours = _ours(there) if written.endswith(there) else None
    if ours is not None:
        column = len(written) - len(there) + ours.words[-1].stop + 1
        return Edit(Place(path, line, column, line, column, cell), "".join(f", {c}" for c in codes))
    start, stop = len(written.rstrip()) + 1, len(written) + 1
    return Edit(Place(path, line, start, line, stop, cell), f"  {comment(codes, reason)}")


def _ours(there: str) -> Directive | None:
    return next((one for one in directives(there, ()) if one.kind == "ignore" and one.words), None)


def _above(number: int, cells: Sequence[Cell]) -> int:
    """How many lines of the module are above the cell of that number."""
    return sum(cell.first - 1 for cell in cells if cell.number == number)


def _same_code(before: bytes, after: bytes) -> bool:
    try:
        with alone():
            return ast.dump(parsed(decode(before))) == ast.dump(parsed(decode(after)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
