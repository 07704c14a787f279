"""A parsed file: its tree, its dotted name, and how its nodes translate to places."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sequence_lint.model import Place

if TYPE_CHECKING:
    from sequence_lint.source.files import Problem
    from sequence_lint.source.notebook import Cell, LeftOut


# The `def` line up to the name. astroid would find this by taking the whole text apart.
_HEADER = re.compile(r"(?:async\s+)?(?:def|class)\s+(\w+)")
_HEADED = frozenset({"AsyncFunctionDef", "ClassDef", "FunctionDef"})


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
        if type(node).__name__ in _HEADED and (header := self._header(node)) is not None:
            return header
        line, end_line = node.lineno or 1, node.end_lineno or node.lineno or 1
        column = self._characters(line, node.col_offset or 0)
        end_column = self._characters(end_line, node.end_col_offset or 0)
        return line, column + 1, end_line, end_column + 1

    def of_cells(self, cells: Sequence[Cell], left_out: Sequence[LeftOut]) -> None:
        """Note that these cells of a notebook make the module, and that others could not."""
        self.cells = tuple(cells)
        self.left_out = tuple(one.in_file(self.path) for one in left_out)

    def _characters(self, line: int, offset: int) -> int:
        """Characters before the UTF-8 byte *offset* of *line*, which is how trees count columns."""
        text = self._line(line)
        return offset if text.isascii() else len(text.encode()[:offset].decode(errors="ignore"))

    def _line(self, line: int) -> str:
        return self.lines[line - 1] if line <= len(self.lines) else ""

    def _header(self, node: Any) -> tuple[int, int, int, int] | None:
        """The stretch from `def` or `class` to the name, wherever the decorators end."""
        first = node.decorators.nodes[-1].tolineno if node.decorators else node.lineno
        for line in range(first, min(node.end_lineno, len(self.lines)) + 1):
            column = self._characters(line, node.col_offset)
            header = _HEADER.match(self._line(line), column)
            if header is not None and header[1] == node.name:
                return line, column + 1, line, header.end() + 1
        return None
