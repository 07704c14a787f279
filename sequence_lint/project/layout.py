"""Which linted file an import means, told from the places of the files alone."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from sequence_lint.project.keras_names import DEFINED_IN, LIBRARIES, folders_of_keras

if TYPE_CHECKING:
    from sequence_lint.source.files import SourceFile

_FOREIGN = LIBRARIES | sys.stdlib_module_names


class Layout:
    """The linted files as modules and packages.

    Places are absolute paths with ``/`` and without ``.py``; that of a package is its folder.
    Nothing is read from disk: a folder is a package when its ``__init__.py`` is linted. With *src*
    (absolute folders) absolute imports lead to what is in these folders and to nothing else.
    """

    def __init__(
        self,
        files: Sequence[SourceFile],
        src: Sequence[str] = (),
        stated: Callable[[int], Sequence[str]] = lambda _: (),
    ) -> None:
        """*stated* gives the folders that a file puts on ``sys.path``, as far as they are told."""
        self._stated = stated
        self._src = [folder.replace(os.sep, "/").rstrip("/") for folder in src]
        self._modules: dict[str, int] = {}
        self._packages: dict[str, int] = {}
        self._folders: set[str] = set()
        self._keras: dict[str, bool] = {}
        self._by_name: dict[str, list[str]] | None = None
        self._below: dict[str, set[str]] | None = None
        self.places = [self._add(index, file) for index, file in enumerate(files)]

    def file_at(self, place: str) -> int | None:
        """The index of the file that is imported as *place*; a package comes before a module."""
        found = self._packages.get(place)
        return self._modules.get(place) if found is None else found

    def exists(self, place: str) -> bool:
        """Whether anything can be imported as *place*, be it a folder without ``__init__.py``."""
        return place in self._packages or place in self._modules or place in self._folders

    def below(self, place: str) -> Collection[str]:
        """The names of the modules, packages and folders that stand directly in a folder."""
        if self._below is None:
            self._below = {}
            for item in {*self._packages, *self._modules, *self._folders}:
                folder, _, name = item.rpartition("/")
                self._below.setdefault(folder, set()).add(name)
        return self._below.get(place, ())

    def is_package(self, index: int) -> bool:
        """Whether the file is an ``__init__.py``."""
        return self._packages.get(self.places[index]) == index

    def name(self, place: str) -> str:
        """The dotted name, from the outermost package that *place* is in."""
        folder, _, name = place.rpartition("/")
        while folder in self._packages:
            folder, _, package = folder.rpartition("/")
            name = f"{package}.{name}"
        return name

    def is_in_keras(self, place: str) -> bool:
        """Whether *place* belongs to a copy of Keras that stands among the files."""
        for folder in folders_of_keras(place):
            if folder not in self._keras:
                self._keras[folder] = any(f"{folder}/{one}" in self._modules for one in DEFINED_IN)
            if self._keras[folder]:
                return True
        return False

    def absolute(self, importer: int, dotted: str) -> str | None:
        """What ``import dotted`` in the file *importer* means: the nearest that is complete."""
        path = dotted.replace(".", "/")
        for root in self._roots(importer, path):
            place = f"{root}/{path}"
            if self.exists(place):
                return place
        return None

    def relative(self, importer: int, level: int, dotted: str) -> str | None:
        """What ``from ..dotted import`` with *level* dots means."""
        place = self.places[importer]
        up = level - 1 if self.is_package(importer) else level
        for _ in range(up):
            place = place.rpartition("/")[0]
        if dotted:
            place = f"{place}/{dotted.replace('.', '/')}"
        return place if self.exists(place) else None

    def _add(self, index: int, file: SourceFile) -> str:
        path = os.path.abspath(file.path) if file.absolute == "-" else file.absolute
        if os.sep != "/":
            path = path.replace(os.sep, "/")
        folder, _, name = path.rpartition("/")
        self._add_folders(folder)
        if name == "__init__.py":
            self._packages.setdefault(folder, index)
            return folder
        place = path[:-3] if name.endswith(".py") else path
        if name.endswith(".py"):
            self._modules.setdefault(place, index)
        return place

    def _add_folders(self, folder: str) -> None:
        while folder and folder not in self._folders:
            self._folders.add(folder)
            folder = folder.rpartition("/")[0]

    def _roots(self, importer: int, path: str) -> Iterator[str]:
        """Folders that an absolute import of *path* may count from, the likeliest first.

        Libraries are only found where Python would find them before what is installed.
        """
        first = path.partition("/")[0]
        above = self._folders_above(importer)
        outside = self._src or [folder for folder in above if folder not in self._packages]
        if first in _FOREIGN:
            yield from (
                folder for folder in outside if self.file_at(f"{folder}/{first}") is not None
            )
            return
        yield from outside
        if self._src:
            return
        yield from (folder for folder in above if folder in self._packages)
        yield from self._elsewhere(importer, path, set(above))

    def _folders_above(self, importer: int) -> list[str]:
        place = self.places[importer]
        folders = [place] if self.is_package(importer) else []
        while place:
            place = place.rpartition("/")[0]
            folders.append(place)
        return folders

    def _elsewhere(self, importer: int, path: str, known: set[str]) -> list[str]:
        """The other folder outside packages that holds *path* and is nearest to the file.

        Modules come before mere folders, as they do for Python. Where several are as near, none is
        taken, unless the file itself says which one it means.
        """
        holding = self._holding(path.partition("/")[0])
        folders = [one for one in holding if one not in known and self.exists(f"{one}/{path}")]
        folders = [one for one in folders if self.file_at(f"{one}/{path}") is not None] or folders
        if len(folders) < 2:
            return folders
        place = self.places[importer]
        distances = {folder: _distance(folder, place) for folder in folders}
        least = min(distances.values())
        nearest = [folder for folder in folders if distances[folder] == least]
        if len(nearest) == 1:
            return nearest
        stated = self._stated(importer)
        meant = [folder for folder in nearest if any(_ends_in(folder, end) for end in stated)]
        return meant if len(meant) == 1 else []

    def _holding(self, name: str) -> list[str]:
        """The folders outside packages in which something of that name can be imported."""
        if self._by_name is None:
            self._by_name = {}
            for item in sorted({*self._packages, *self._modules, *self._folders}):
                folder, _, own = item.rpartition("/")
                if folder not in self._packages:
                    self._by_name.setdefault(own, []).append(folder)
        return self._by_name.get(name, [])


def _distance(folder: str, place: str) -> tuple[int, int]:
    """How many folders there are to go up from a file, and then down, to get to *folder*."""
    shared = _shared(folder, place)
    return -shared, folder.count("/") + 1 - shared


def _ends_in(folder: str, end: str) -> bool:
    return f"/{folder}".endswith(f"/{end}")


def _shared(folder: str, place: str) -> int:
    """How many folders from the top on the two have in common."""
    count = 0
    for one, other in zip(folder.split("/"), place.split("/"), strict=False):
        if one != other:
            break
        count += 1
    return count
