"""Patterns for paths, written as in ``.gitignore`` and relative to the file that states them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from sequence_lint.records import dataclass

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


@dataclass(frozen=True, slots=True)
class Glob:
    """A pattern, and the absolute folder that it counts from."""

    pattern: str
    folder: str


@dataclass(frozen=True, slots=True)
class PerFile:
    """Selectors that are stated for the files that fit the glob or, with *but*, for all others."""

    glob: Glob
    selectors: tuple[str, ...]
    but: bool = False

    @property
    def text(self) -> str:
        """The pattern as it is written."""
        return f"!{self.glob.pattern}" if self.but else self.glob.pattern


class Globs:
    """Patterns in their order: the last one that fits a path decides, as in ``.gitignore``."""

    __slots__ = ("_groups",)

    def __init__(self, globs: Sequence[Glob]) -> None:
        # Nobody pays for the import who states no pattern.
        from pathspec import GitIgnoreSpec

        self._groups: list[tuple[str, GitIgnoreSpec]] = [
            (os.path.join(folder, ""), GitIgnoreSpec.from_lines(one.pattern for one in several))
            for folder, several in groupby(globs, key=lambda one: one.folder)
        ][::-1]

    def fit(self, path: str, *, is_folder: bool = False) -> bool:
        """Whether the absolute *path* is meant. What is outside of a folder fits none of its own.

        A file fits too where a folder that it is in fits.
        """
        for start, spec in self._groups:
            if path.startswith(start):
                relative = path[len(start) :].replace(os.sep, "/")
                decision = spec.check_file(relative + "/" if is_folder else relative).include
                if decision is not None:
                    return decision
        return False


def is_pattern(text: str) -> bool:
    """Whether *text* is a pattern that can fit anything; a comment or an empty text cannot."""
    from pathspec import GitIgnoreSpec

    try:
        spec = GitIgnoreSpec.from_lines([text])
    except ValueError:
        return False
    return any(pattern.include is not None for pattern in spec.patterns)


def placed(pattern: str, folder: str, project: str) -> Glob:
    """The pattern that a file in *folder* states for the project below the folder *project*.

    A pattern without a folder in it (``*_pb2.py``) is meant for all files of the project, also
    where the file that states it lies elsewhere.
    """
    bare = pattern.removeprefix("!")
    floats = bare.startswith("**/") or "/" not in bare.rstrip("/")
    return Glob(pattern, project if floats and not _is_below(project, folder) else folder)


def _is_below(folder: str, above: str) -> bool:
    return folder == above or folder.startswith(os.path.join(above, ""))
