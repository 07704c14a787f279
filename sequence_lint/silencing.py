"""Which findings are silenced by comments, and which words of these comments silenced any."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from sequence_lint.directives import MARKS, Directive, directives
from sequence_lint.judge import is_error
from sequence_lint.records import dataclass, field
from sequence_lint.source.comments import Comment, Lines, comments_of
from sequence_lint.source.files import Unreadable, decode

if TYPE_CHECKING:
    from sequence_lint.rule import Diagnostic
    from sequence_lint.source.notebook import Cell
    from sequence_lint.source.sources import Sources

UNUSED = "SEQ901"
"""The rule about what silences nothing. It is mended by taking comments out, and not by more."""


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that a comment says; ``used`` are those words of it that silenced something."""

    comment: Comment
    directive: Directive
    used: set[str] = field(default_factory=set)

    def silences(self, code: str, name: str, lines: Lines) -> bool:
        """Whether it silences a finding of that rule on these lines of the module."""
        words = self.directive.words
        if not words:
            return self.directive.kind == "noqa" and _meet(self.comment.own, lines)
        fitting = {word.text for word in words if means(word.text, code, name)}
        if not fitting or not self._speaks_of(lines):
            return False
        self.used.update(fitting)
        return True

    def _speaks_of(self, lines: Lines) -> bool:
        comment = self.comment
        if self.directive.kind == "ignore-file" or _meet(comment.own, lines):
            return True
        if comment.below is not None:
            if self.directive.kind == "noqa":
                return False  # other tools take it to be about its own line
            if _meet(comment.below, lines):
                return True
        # What ends behind the body would be a statement around it.
        return comment.body is not None and comment.body[0] <= lines[0] <= comment.body[1]


class Silence:
    """What the comments of some files silence; each file is read when something is found in it."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._files = {file.path: file for file in sources.asked}
        self._notes: dict[str, tuple[Note, ...]] = {}
        self._words: frozenset[str] | None = None

    def heard(self, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
        """Those that no comment silences. What could not be done never is."""
        for each in found:
            if is_error(each) or not self._silenced(each):
                yield each

    def notes(self, path: str) -> tuple[Note, ...]:
        """What the comments of the file say, in their order."""
        if path not in self._notes:
            self._notes[path] = tuple(self._read(path))
        return self._notes[path]

    def cells(self, path: str) -> tuple[Cell, ...]:
        """The cells whose lines the comments are told by; none where the file is no notebook."""
        file = self._files.get(path)
        return () if file is None else getattr(self._sources.read(file.absolute), "cells", ())

    def _silenced(self, found: Diagnostic) -> bool:
        notes = self.notes(found.path)
        if not notes:
            return False
        above = sum(c.first - 1 for c in self.cells(found.path) if c.number == found.cell)
        lines = (found.line + above, found.end_line + above)
        # All that silence it are in use, so all are asked.
        silencing = [note for note in notes if note.silences(found.code, found.name, lines)]
        return bool(silencing)

    def _read(self, path: str) -> Iterator[Note]:
        file = self._files.get(path)
        if file is None:
            return
        try:
            content = self._sources.read(file.absolute)
            small = content.lower()
            # To take a text apart costs more than to parse it.
            if not any(mark in small for mark in MARKS):
                return
            text = decode(content)
        except Unreadable:
            return
        for comment in comments_of(text):
            for directive in directives(comment.text, self._known):
                yield Note(comment, directive)

    @property
    def _known(self) -> frozenset[str]:
        """All codes and names of rules."""
        if self._words is None:
            from sequence_lint.registry import load

            self._words = frozenset(t for rule in load().rules for t in (rule.code, rule.name))
        return self._words


def means(word: str, code: str, name: str) -> bool:
    """Whether *word*, as it stands in a comment, is the code or the name of that rule."""
    return word == name or word.upper() == code


def place_in(cells: Iterable[Cell], line: int) -> tuple[int, int]:
    """The number of the cell that a line of the module is from, 0 without cells, and its line."""
    found = (0, line)
    for cell in cells:
        if cell.first <= line:
            found = (cell.number, line - cell.first + 1)
    return found


def _meet(one: Lines, other: Lines) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
