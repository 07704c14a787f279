"""Where an import belongs that a module lacks: beside others, after what has to come first."""

from __future__ import annotations

import ast
import sys
from collections.abc import Sequence

from sequence_lint.parsing import alone, parsed
from sequence_lint.records import dataclass

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True, slots=True)
class Insertion:
    """*text* goes before that column of that line of the module; both count from 1."""

    line: int
    column: int
    text: str


def insertion(text: str, name: str) -> Insertion | None:
    """What makes the module *text* import the module *name*; None where it does so already.

    Raises SyntaxError where *text* is no Python.
    """
    with alone():
        body = parsed(text).body
    if any(isinstance(one, ast.Import) and _brings(one, name) for one in body):
        return None
    head = _after_first(body)
    lines = text.split("\n")
    imports = _first_group(head, lines)
    if imports and any(_of_library(_name(one)) for one in imports):
        return _among(imports, name, lines)
    # The library of Python has a group of its own before that of others.
    first = imports or head
    if first:
        line = _begin(first[0])
        above = "\n" if _follows_code(lines, line) else ""
        return Insertion(line, 1, f"{above}import {name}\n\n")
    return Insertion(len(lines), len(lines[-1]) + 1, f"\nimport {name}\n")


def _follows_code(lines: Sequence[str], line: int) -> bool:
    """Whether something else than a comment stands directly above that line."""
    before = lines[line - 2].strip() if line > 1 else ""
    return bool(before) and not before.startswith("#")


def _brings(statement: ast.Import, name: str) -> bool:
    return any(alias.name == name and alias.asname in (None, name) for alias in statement.names)


def _after_first(body: Sequence[ast.stmt]) -> list[ast.stmt]:
    """The statements after the docstring and the imports from ``__future__``."""
    at = 0
    if body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        at += isinstance(body[0].value.value, str)
    while at < len(body) and _name(body[at]) == "__future__":
        at += 1
    return list(body[at:])


def _name(statement: ast.stmt) -> str:
    """The module that an import brings, or brings something from; empty for all else."""
    if isinstance(statement, ast.Import):
        return statement.names[0].name
    if isinstance(statement, ast.ImportFrom):
        return "." * statement.level + (statement.module or "")
    return ""


def _of_library(name: str) -> bool:
    return name.partition(".")[0] in sys.stdlib_module_names


def _first_group(head: Sequence[ast.stmt], lines: Sequence[str]) -> list[ast.stmt]:
    """The imports up to a blank line, the first of them before any definition."""
    group: list[ast.stmt] = []
    for one in head:
        if group and (not _name(one) or _is_apart(group[-1], one, lines)):
            break
        if isinstance(one, _DEFINITIONS):
            break
        if _name(one):
            group.append(one)
    return group


def _is_apart(one: ast.stmt, other: ast.stmt, lines: Sequence[str]) -> bool:
    between = lines[(one.end_lineno or one.lineno) : other.lineno - 1]
    return any(not line.strip() for line in between)


def _among(imports: Sequence[ast.stmt], name: str, lines: Sequence[str]) -> Insertion:
    """In the order of the alphabet, before those of the form ``from … import``."""
    for one in imports:
        if isinstance(one, ast.ImportFrom) or _name(one) > name:
            return Insertion(one.lineno, 1, f"import {name}\n")
    last = imports[-1].end_lineno or imports[-1].lineno
    return Insertion(last, len(lines[last - 1]) + 1, f"\nimport {name}")


def _begin(statement: ast.stmt) -> int:
    """The first line of a statement, with what decorates it."""
    decorators = getattr(statement, "decorator_list", ())
    return int(min([statement.lineno, *(one.lineno for one in decorators)]))
