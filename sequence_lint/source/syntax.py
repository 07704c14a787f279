"""Whether a text is Python at all, and how Python parses it without a word or a collision."""

from __future__ import annotations

import re
import warnings
from _thread import allocate_lock
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sequence_lint.source.files import Problem, SourceFile, Unreadable, decode

# What `ast.PyCF_ONLY_AST` is: parse and stop. The name is not worth the import.
_ONLY_PARSE = 0x400

LINTED = "<linted>"
"""The file name under which Python parses what is linted."""

# For very deep code the recursion limit is raised, and that counts for all threads: one that
# parses such code meanwhile would run off the end of its own stack. Threads lose nothing by
# waiting, because only one of them runs at a time.
_PARSING = allocate_lock()


def faults(file: SourceFile, read: Callable[[str], bytes]) -> list[Problem]:
    """Why the file is not Python, or the cells of it that are not; empty where all is well."""
    try:
        content = read(file.absolute)
        require_python(content)
    except Unreadable as error:
        return [Problem(file.path, error.line, error.column, error.reason)]
    # Only that of a notebook has any.
    return [one.in_file(file.path) for one in getattr(content, "left_out", ())]


def require_python(content: bytes) -> None:
    """Raise `Unreadable` with the place of the first error when *content* is not Python.

    A text that is too deep for the parser of Python may still be Python and passes.
    """
    require_parsed(decode(content))


def require_parsed(text: str) -> None:
    """The same for a text."""
    try:
        with alone():
            compile(text, LINTED, "exec", _ONLY_PARSE, dont_inherit=True)
    except SyntaxError as error:
        line, column = max(error.lineno or 1, 1), max(error.offset or 1, 1)
        raise Unreadable(f"cannot be parsed: {error.msg}", line, column) from None
    except (RecursionError, MemoryError):
        return
    except ValueError as error:
        raise Unreadable(f"cannot be parsed: {error}") from None


@contextmanager
def alone() -> Iterator[None]:
    """One thread at a time parses under the name `LINTED`, and Python warns of nothing in it.

    What the linted code deserves to be warned of is for Python to say, not for us. An entry goes
    into the list of filters and comes out of the same list again. `warnings.catch_warnings` would
    exchange the list as a whole: threads that do so at once may leave the wrong one behind.
    """
    with _PARSING:
        filters: Any = warnings.filters
        entry = ("ignore", None, Warning, re.compile(re.escape(LINTED)), 0)
        filters.insert(0, entry)
        try:
            yield
        finally:
            with suppress(ValueError):  # another thread has emptied the list
                filters.remove(entry)
