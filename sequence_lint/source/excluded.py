"""What the settings of a project leave out of it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sequence_lint.source.globs import Glob, Globs

USUAL = frozenset(
    ".bzr .direnv .eggs .git .hg .hypothesis .ipynb_checkpoints .mypy_cache .nox .pytest_cache "
    ".pytype .ruff_cache .svn .tox .venv .vscode __pycache__ __pypackages__ _build build dist "
    "node_modules site-packages venv".split()
)
"""Folders that nobody means, by their names."""


class Excluded:
    """Folders called like one of *names*, and what fits one of *globs*.

    With *force* that holds for what is named itself, too.
    """

    __slots__ = ("_compiled", "_globs", "force", "names")

    def __init__(
        self, globs: tuple[Glob, ...] = (), names: frozenset[str] = USUAL, *, force: bool = False
    ) -> None:
        self.names = names
        self.force = force
        self._globs = globs
        self._compiled: Globs | None = None

    def hides_folder(self, path: str, name: str) -> bool:
        """Whether the folder at the absolute *path* is left out with all that is in it."""
        return name in self.names or (bool(self._globs) and self._fit(path, is_folder=True))

    def hides_file(self, path: str) -> bool:
        """Whether the file at the absolute *path* is left out by itself."""
        return bool(self._globs) and self._fit(path, is_folder=False)

    def refuses(self, path: str, top: str, *, is_folder: bool) -> bool:
        """Whether *path*, which was named itself, is left out after all.

        Only with *force*. What counts are the folders below *top* that it is in: those above are
        not the user's to choose in every place where the project is checked out.
        """
        return self.force and self.hides(path, top, is_folder=is_folder)

    def within(self, start: str, top: str) -> Excluded:
        """What holds for a walk from *start*, a folder that was named itself.

        Where it is left out itself, its user wants to see what is in it nevertheless: the patterns
        that leave it out do not count there.
        """
        if not self._globs or not self.hides(start, top, is_folder=True):
            return self
        others = (
            one
            for one in self._globs
            if not Excluded((one,), frozenset()).hides(start, top, is_folder=True)
        )
        return Excluded(tuple(others), self.names, force=self.force)

    def hides(self, path: str, top: str, *, is_folder: bool) -> bool:
        """Whether a walk from the folder *top* would not come to *path*."""
        start = os.path.join(top, "")
        if path.startswith(start):
            folders = path[len(start) :].split(os.sep)[: None if is_folder else -1]
            current = top
            for name in folders:
                current = os.path.join(current, name)
                if self.hides_folder(current, name):
                    return True
        return not is_folder and self.hides_file(path)

    def _fit(self, path: str, *, is_folder: bool) -> bool:
        if self._compiled is None:
            from sequence_lint.source.globs import Globs

            self._compiled = Globs(self._globs)
        return self._compiled.fit(path, is_folder=is_folder)
