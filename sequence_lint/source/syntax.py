"""Whether a text is Python at all."""

from __future__ import annotations

import warnings

from sequence_lint.source.files import Unreadable, decode

# What `ast.PyCF_ONLY_AST` is: parse and stop. The name is not worth the import.
_ONLY_PARSE = 0x400


def require_python(content: bytes) -> None:
    """Raise `Unreadable` with the place of the first error when *content* is not Python.

    A text that is too deep for the parser of Python may still be Python and passes.
    """
    text = decode(content)
    try:
        with warnings.catch_warnings():
            # What the linted code deserves to be warned of is for Python to say, not for us.
            warnings.simplefilter("ignore")
            compile(text, "<linted>", "exec", _ONLY_PARSE, dont_inherit=True)
    except SyntaxError as error:
        line, column = max(error.lineno or 1, 1), max(error.offset or 1, 1)
        raise Unreadable(f"cannot be parsed: {error.msg}", line, column) from None
    except (RecursionError, MemoryError):
        return
    except ValueError as error:
        raise Unreadable(f"cannot be parsed: {error}") from None
