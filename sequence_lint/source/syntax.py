"""Whether a text is Python at all."""

from __future__ import annotations

from collections.abc import Callable

from sequence_lint.parsing import alone, parsed
from sequence_lint.source.files import Problem, SourceFile, Unreadable, decode


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
            parsed(text)
    except SyntaxError as error:
        line, column = max(error.lineno or 1, 1), max(error.offset or 1, 1)
        raise Unreadable(f"cannot be parsed: {error.msg}", line, column) from None
    except (RecursionError, MemoryError):
        return
    except ValueError as error:
        raise Unreadable(f"cannot be parsed: {error}") from None
