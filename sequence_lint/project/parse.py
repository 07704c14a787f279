"""How a text becomes an astroid tree without astroid looking at anything else.

astroid's own builder resolves star imports and infers attributes while it builds: it would read
whatever is installed. Its tree rebuilder alone does none of this.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import Any

from sequence_lint.parsing import alone, parsed
from sequence_lint.project.module import Module
from sequence_lint.source.files import Unreadable

#: Under this name a scope lists its star imports among its locals.
STAR = "*"

_DEEP_STACK = 512 * 1024 * 1024
_DEEP_RECURSION = 200_000


def parse(path: str, name: str, is_package: bool, text: str) -> Module:
    """The module of *text*. Raises `Unreadable` with the place of the first syntax error."""
    try:
        with alone():
            tree = _with_room(lambda: _tree(text, name, path, is_package))
    except SyntaxError as error:
        line, column = max(error.lineno or 1, 1), max(error.offset or 1, 1)
        raise Unreadable(f"cannot be parsed: {error.msg}", line, column) from None
    except (RuntimeError, MemoryError):  # too deep, or no thread with such a stack to be had
        raise Unreadable("nested too deeply to parse") from None
    except ValueError as error:
        raise Unreadable(f"cannot be parsed: {error}") from None
    return Module(path, name, is_package, text, tree)


def empty(path: str, name: str) -> Module:
    """The module that a folder without ``__init__.py`` is."""
    with alone():
        return Module(path, name, True, "", _tree("", name, path, True))


def _tree(text: str, name: str, path: str, is_package: bool) -> Any:
    # Most runs never parse a file, and astroid is the dearest import of all.
    from astroid.manager import AstroidManager
    from astroid.rebuilder import TreeRebuilder

    # Without the text it does not look for the names of classes and functions; see `Module.place`.
    builder = TreeRebuilder(AstroidManager())
    tree = builder.visit_module(parsed(text), name, path, is_package)
    # The builder of astroid, which is passed over here, is the only other one to ask for these.
    for node, global_names in builder._import_from_nodes:  # noqa: SLF001
        for imported, alias in node.names:
            local = alias or imported
            scope = tree if local in global_names else node.parent
            scope.set_local(local, node)
    return tree


def _with_room(build: Callable[[], Any]) -> Any:
    """What *build* returns, if need be from a thread with a stack for very deep nesting."""
    try:
        return build()
    except RecursionError:
        pass
    results: list[Any] = []
    errors: list[BaseException] = []
    before = sys.getrecursionlimit(), threading.stack_size(_DEEP_STACK)
    try:
        sys.setrecursionlimit(max(_DEEP_RECURSION, before[0]))
        thread = threading.Thread(target=_collect, args=(build, results, errors))
        try:
            thread.start()
        finally:
            # At once: threads that others start in the meantime need no such stack.
            threading.stack_size(before[1])
        thread.join()
    finally:
        sys.setrecursionlimit(before[0])
    if errors:
        raise errors[0]
    return results[0]


def _collect(build: Callable[[], Any], results: list[Any], errors: list[BaseException]) -> None:
    try:
        results.append(build())
    except BaseException as error:  # handed over to the thread that waits
        errors.append(error)
