"""A parsed file: its tree, its dotted name, and how its nodes translate to places."""

from __future__ import annotations

from typing import Any

from sequence_lint.model import Place


class Module:
    """One parsed file. ``path`` is the path as shown; ``name`` the dotted name ("" if none)."""

    __slots__ = ("is_package", "lines", "name", "path", "text", "tree")

    def __init__(self, path: str, name: str, is_package: bool, text: str, tree: Any) -> None:
        self.path = path
        self.name = name
        self.is_package = is_package
        self.text = text
        self.lines = text.split("\n")
        self.tree = tree

    def place(self, node: Any) -> Place:
        """The stretch of source of *node*. For classes and functions: of the `def` line's name."""
        position = getattr(node, "position", None)
        at = position if position is not None else node
        line, end_line = at.lineno or 1, at.end_lineno or at.lineno or 1
        column = self._characters(line, at.col_offset or 0)
        end_column = self._characters(end_line, at.end_col_offset or 0)
        return Place(self.path, line, column + 1, end_line, end_column + 1)

    def _characters(self, line: int, offset: int) -> int:
        """Characters before the UTF-8 byte *offset* of *line*, which is how trees count columns."""
        text = self.lines[line - 1] if line <= len(self.lines) else ""
        return offset if text.isascii() else len(text.encode()[:offset].decode(errors="ignore"))
