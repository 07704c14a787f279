"""The version, and the Python API: `lint_paths`, `lint_source`, what they return and raise."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

    from sequence_lint.registry import NotInstalled
    from sequence_lint.rule import Diagnostic, Severity
    from sequence_lint.settings import BadConfiguration, UnknownRule

    Paths = Sequence[str | PathLike[str]] | str | PathLike[str]

__all__ = [
    "BadConfiguration",
    "Diagnostic",
    "NotInstalled",
    "Severity",
    "UnknownRule",
    "__version__",
    "lint_paths",
    "lint_source",
]

__version__ = "0.1.0"


def lint_paths(
    paths: Paths,
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    jobs: int | None = 1,
) -> tuple[Diagnostic, ...]:
    """The diagnostics of files and folders, in published order.

    Each file is taken as part of its project, with the settings of that; relative paths are those
    of the working directory. ``select`` and ``ignore`` take codes, prefixes and names of rules.
    The work is done in this process, or shared by at most ``jobs`` processes; None takes as many as
    pay. May be called by several threads and processes at once.

    What cannot be read or parsed is a diagnostic too (``SEQ900``). Raises
    `UnknownRule` for a rule that no pack has, `BadConfiguration` for a
    configuration file with a mistake, `NotInstalled` without packs, and ValueError for fewer
    than one of ``jobs``.
    """
    # Imported here, so that asking for the version costs nothing.
    from sequence_lint.run import lint_projects, projects_of
    from sequence_lint.settings import Settings

    if jobs is not None and jobs < 1:
        raise ValueError(f"jobs must be 1 or more, or None: {jobs}")
    settings = Settings(_several(select), _several(ignore))
    return lint_projects(projects_of(_several(paths), settings), settings, jobs).diagnostics


def lint_source(
    text: str, path: str = "<string>", *, select: Sequence[str] = (), ignore: Sequence[str] = ()
) -> tuple[Diagnostic, ...]:
    """The diagnostics of one module given as text; ``path`` is what they call it.

    Nothing is read: neither other files nor settings. Raises `UnknownRule` and
    `NotInstalled`. May be called by several threads and processes at once.
    """
    from sequence_lint.engine import lint
    from sequence_lint.settings import Settings
    from sequence_lint.source.discovery import only
    from sequence_lint.source.texts import encoded

    settings = Settings(_several(select), _several(ignore))
    return lint(only(encoded(text), path), settings).diagnostics


def __getattr__(name: str) -> object:
    # Whoever only asks for the version does not pay for what these are made of.
    from importlib import import_module

    match name:
        case "Diagnostic" | "Severity":
            return getattr(import_module("sequence_lint.rule"), name)
        case "BadConfiguration" | "UnknownRule":
            return getattr(import_module("sequence_lint.settings"), name)
        case "NotInstalled":
            return getattr(import_module("sequence_lint.registry"), name)
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")


def _several(given: Paths | Sequence[str]) -> tuple[str, ...]:
    """*given* as texts; one that stands alone is one."""
    from os import PathLike, fspath

    if isinstance(given, (str, PathLike)):
        return (fspath(given),)
    return tuple(fspath(one) for one in given)
