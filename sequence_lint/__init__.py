"""The version, and the small Python API: `lint_paths` and `lint_source`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sequence_lint.rule import Diagnostic

__all__ = ["__version__", "lint_paths", "lint_source"]

__version__ = "0.1.0"


def lint_paths(
    paths: Sequence[str], *, select: Sequence[str] = (), ignore: Sequence[str] = ()
) -> tuple[Diagnostic, ...]:
    """The diagnostics of files and folders, in published order.

    ``select`` and ``ignore`` take codes, prefixes and names of rules. Raises
    `settings.UnknownRule` for one that no pack has, and `registry.NotInstalled` without packs.
    What cannot be read or parsed is a diagnostic too (``SEQ900``).
    """
    # Imported here, so that asking for the version costs nothing.
    from sequence_lint.engine import lint
    from sequence_lint.settings import Settings
    from sequence_lint.source.discovery import discover

    return lint(discover(paths), Settings(tuple(select), tuple(ignore))).diagnostics


def lint_source(
    text: str, path: str = "<string>", *, select: Sequence[str] = (), ignore: Sequence[str] = ()
) -> tuple[Diagnostic, ...]:
    """The diagnostics of one module given as text; ``path`` is what they call it.

    Raises as `lint_paths` does.
    """
    from sequence_lint.engine import lint
    from sequence_lint.settings import Settings
    from sequence_lint.source.discovery import only

    return lint(only(text.encode(), path), Settings(tuple(select), tuple(ignore))).diagnostics
