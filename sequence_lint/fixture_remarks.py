"""The comments of a fixture: where each stands, what it is about, and which class is around it."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from typing import TYPE_CHECKING

from sequence_lint.records import dataclass, replace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sequence_lint.source.notebook import NotebookModule

_REMARK = re.compile(r"#\s*(expect-model|gap-model|expect|gap|run|without)([+-]\d+)?:\s*(.*)")
_NEXT = re.compile(r"(?=#\s*(?:expect-model|gap-model|expect|gap|run|without)(?:[+-]\d+)?:)")
_MISSPELT = re.compile(r"#\s*(?:expect|gap)\S*\s.*\b[A-Z]{2,}\d{2,}\b")


@dataclass(frozen=True, slots=True)
class Remark:
    """One comment of a fixture.

    It stands on ``line`` and speaks about the line ``about``, in the cell of that number where the
    fixture is a notebook. ``owner`` is the qualified name of the innermost class around it, "" if
    there is none.
    """

    path: str
    line: int
    about: int
    keyword: str
    text: str
    owner: str
    cell: int = 0


def read_remarks(path: str, text: str) -> list[Remark]:
    """The remarks in the Python source *text*. Raises SyntaxError and tokenize.TokenError."""
    owners = list(_owners(ast.parse(text), ""))
    found: list[Remark] = []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            line = token.start[0]
            owner = max((o for o in owners if o[0] <= line <= o[1]), default=(0, 0, ""))[2]
            found += _remarks_of(path, line, token.string, owner)
    return found


def read_cells(path: str, module: NotebookModule) -> list[Remark]:
    """The remarks in the cells of a notebook, those in cells that are no Python too."""
    found: list[Remark] = []
    firsts = [cell.first for cell in module.cells]
    for remark in read_remarks(path, module.decode()):
        cell = module.cells[max(i for i, first in enumerate(firsts) if first <= remark.line)]
        above = cell.first - 1
        line, about = remark.line - above, remark.about - above
        found.append(replace(remark, line=line, about=about, cell=cell.number))
    for broken in module.left_out:
        for number, text in enumerate(broken.source.split("\n"), 1):
            comment = _NEXT.search(text)
            if comment is not None:
                remarks = _remarks_of(path, number, text[comment.start() :], "")
                found += (replace(remark, cell=broken.cell) for remark in remarks)
    return found


def _remarks_of(path: str, line: int, comment: str, owner: str) -> Iterator[Remark]:
    read = False
    for piece in _NEXT.split(comment):
        match = _REMARK.fullmatch(piece.rstrip())
        if match is not None:
            read = True
            yield Remark(path, line, line + int(match[2] or 0), match[1], match[3], owner)
    if not read and _MISSPELT.match(comment):
        yield Remark(path, line, line, "expect", comment, owner)  # complained about when read


def _owners(node: ast.AST, prefix: str) -> Iterator[tuple[int, int, str]]:
    """First line, last line and qualified name of each class below *node*."""
    for child in ast.iter_child_nodes(node):
        inner = prefix
        if isinstance(child, ast.ClassDef):
            yield child.lineno, child.end_lineno or child.lineno, f"{prefix}{child.name}"
            inner = f"{prefix}{child.name}."
        elif isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            inner = f"{prefix}{child.name}.<locals>."
        yield from _owners(child, inner)
