"""How Python parses a text without a word to anyone and without a collision of threads."""

from __future__ import annotations

import re
import warnings
from _thread import allocate_lock
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sequence_lint.garbage import uncollected

# What `ast.PyCF_ONLY_AST` is: parse and stop. The name is not worth the import.
_ONLY_PARSE = 0x400

LINTED = "<linted>"
"""The file name under which Python parses what is linted."""

# For very deep code the recursion limit is raised, and that counts for all threads: one that
# parses such code meanwhile would run off the end of its own stack. Threads lose nothing by
# waiting, because only one of them runs at a time.
# Up to 3.12 Python counts the depth of a tree that it makes for all threads together, and raises
# SystemError when another thread made one meanwhile. It can: a collection of garbage calls what
# anyone has put into `gc.callbacks`.
_PARSING = allocate_lock()


def parsed(text: str, mode: str = "exec") -> Any:
    """The tree that Python makes of a text; to be called `alone` only.

    Raises what `compile` raises.
    """
    return compile(text, LINTED, mode, _ONLY_PARSE, dont_inherit=True)


@contextmanager
def alone() -> Iterator[None]:
    """One thread at a time parses under the name `LINTED`, and Python warns of nothing in it.

    What the linted code deserves to be warned of is for Python to say, not for us. An entry goes
    into the list of filters and comes out of the same list again. `warnings.catch_warnings` would
    exchange the list as a whole: threads that do so at once may leave the wrong one behind.
    """
    with _PARSING, uncollected():
        filters: Any = warnings.filters
        entry = ("ignore", None, Warning, re.compile(re.escape(LINTED)), 0)
        filters.insert(0, entry)
        try:
            yield
        finally:
            with suppress(ValueError):  # another thread has emptied the list
                filters.remove(entry)
