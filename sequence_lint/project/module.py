"""A parsed file: its tree, its dotted name, and how its nodes translate to places."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sequence_lint.model import Place

if TYPE_CHECKING:
    from sequence_lint.source.files import Problem
    from sequence_lint.source.notebook import Cell, LeftOut


class Module:
    """One parsed file. ``path`` is the path as shown; ``name`` the dotted name ("" if none).

    ``text`` and ``lines`` are those of the module. Where it is a notebook, ``cells`` says which of
    its cells they come from, and ``left_out`` what is missing.
    """

    __slots__ = ("cells", "is_package", "left_out", "lines", "name", "path", "text", "tree")

    def __init__(self, path: str, name: str, is_package: bool, text: str, tree: Any) -> None:
        self.cells: tuple[Cell, ...] = ()
        self.left_out: tuple[Problem, ...] = ()
        self.path = path
        self.name = name
        self.is_package = is_package
        self.text = text
        self.lines = text.split("\n")
        self.tree = tree

    def place(self, node: Any) -> Place:
        """The stretch of source of *node*. For classes and functions: of the `def` line's name."""
        line, column, end_line, end_column = self.stretch(node)
        if not self.cells:
            return Place(self.path, line, column, end_line, end_column)
        # No statement reaches over the end of a cell.
        cell = self.cells[max(bisect_right(self.cells, line, key=lambda cell: cell.first) - 1, 0)]
        above = cell.first - 1
        return Place(self.path, line - above, column, end_line - above, end_column, cell.number)

    def stretch(self, node: Any) -> tuple[int, int, int, int]:
        """The same as line, column, last line and the column behind it, all in the module."""
        position = getattr(node, "position", None)
        at = position if position is not None else node
        line, end_line = at.lineno or 1, at.end_lineno or at.lineno or 1
        column = self._characters(line, at.col_offset or 0)
        end_column = self._characters(end_line, at.end_col_offset or 0)
        return line, column + 1, end_line, end_column + 1

    def of_cells(self, cells: Sequence[Cell], left_out: Sequence[LeftOut]) -> None:
        """Note that these cells of a notebook make the module, and that others could not."""
        self.cells = tuple(cells)
        self.left_out = tuple(one.in_file(self.path) for one in left_out)

    def _characters(self, line: int, offset: int) -> int:
        """Characters before the UTF-8 byte *offset* of *line*, which is how trees count columns."""
        text = self.lines[line - 1] if line <= len(self.lines) else ""
        return offset if text.isascii() else len(text.encode()[:offset].decode(errors="ignore"))
