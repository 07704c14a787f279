"""What the ``.gitignore`` files of a folder and of those above it hide."""

from __future__ import annotations

import os
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

FILE_NAME = ".gitignore"


class Ignored:
    """The rules of one ``.gitignore`` on top of those of the folders above it."""

    __slots__ = ("_above", "_folder", "_spec")

    def __init__(self, folder: str, spec: GitIgnoreSpec, above: Ignored | None) -> None:
        self._folder = folder
        self._spec = spec
        self._above = above

    def hides(self, path: str, *, is_folder: bool) -> bool:
        """Whether *path*, absolute and below the folder, is ignored. The nearest file decides."""
        relative = path[len(self._folder) :].lstrip(os.sep)
        decision = self._spec.check_file(relative + "/" if is_folder else relative).include
        if decision is not None:
            return decision
        return self._above is not None and self._above.hides(path, is_folder=is_folder)


def ignored_in(folder: str, above: Ignored | None) -> Ignored | None:
    """The rules that hold in *folder*, which has a ``.gitignore``; those above it when empty."""
    # Folders without such a file must not pay for the import.
    from pathspec import GitIgnoreSpec

    lines = _lines(os.path.join(folder, FILE_NAME))
    try:
        spec = GitIgnoreSpec.from_lines(lines)
    except ValueError:
        spec = GitIgnoreSpec.from_lines(line for line in lines if _is_pattern(line))
    return Ignored(folder, spec, above) if len(spec) else above


def ignored_above(folder: str) -> Ignored | None:
    """The rules that the repository around *folder* has for it.

    None outside of a repository, and None when the repository ignores the folder itself: somebody
    who asks for it by name wants to see it.
    """
    above = _folders_above(folder)
    scope: Ignored | None = None
    for upper, lower in pairwise([*above, folder]):
        if os.path.isfile(os.path.join(upper, FILE_NAME)):
            scope = ignored_in(upper, scope)
        if scope is not None and scope.hides(lower, is_folder=True):
            return None
    return scope


def _folders_above(folder: str) -> list[str]:
    """From the root of the repository down to the parent of *folder*; empty without one."""
    above: list[str] = []
    current = folder
    while not os.path.exists(os.path.join(current, ".git")):
        parent = os.path.dirname(current)
        if parent == current:
            return []
        above.append(parent)
        current = parent
    return above[::-1]


def _lines(path: str) -> list[str]:
    try:
        with open(path, encoding="utf-8-sig", errors="surrogateescape") as stream:
            return [line.rstrip("\n") for line in stream]
    except OSError:
        return []


def _is_pattern(line: str) -> bool:
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError:
        return False
    return True
