"""The linted files as parsed modules, each parsed when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sequence_lint.project.layout import Layout
from sequence_lint.project.module import Module
from sequence_lint.source.files import Problem, SourceFile, Unreadable, decode


class Modules:
    """Parses files on demand and keeps what came out. ``read`` gives the bytes of a path."""

    def __init__(
        self,
        files: Sequence[SourceFile],
        read: Callable[[str], bytes],
        src: Sequence[str] = (),
    ) -> None:
        self.files = files
        self.layout = Layout(files, src)
        self.parsed = 0
        self._read = read
        self._by_file: dict[int, Module | Problem] = {}
        self._folders: dict[str, Module] = {}
        self._origin: dict[Module, tuple[int, str]] = {}

    def bytes_of(self, index: int) -> bytes:
        """The content of a file; raises `Unreadable`."""
        return self._read(self.files[index].absolute)

    def mention(self, texts: Sequence[bytes]) -> bool:
        """Whether any file contains one of *texts*; files are read until one does."""
        for index in range(len(self.files)):
            try:
                data = self.bytes_of(index)
            except Unreadable:
                continue
            if any(text in data for text in texts):
                return True
        return False

    def get(self, index: int) -> Module | Problem:
        """The module of a file, or why there is none."""
        known = self._by_file.get(index)
        if known is None:
            known = self._by_file[index] = self._parse(index)
        return known

    def at(self, place: str) -> Module | None:
        """What is imported as *place*: a file, or a folder without ``__init__.py``."""
        index = self.layout.file_at(place)
        if index is not None:
            found = self.get(index)
            return found if isinstance(found, Module) else None
        if not self.layout.exists(place):
            return None
        if place not in self._folders:
            from sequence_lint.project.parse import empty

            self._folders[place] = empty(place, self.layout.name(place))
            self._origin[self._folders[place]] = -1, place
        return self._folders[place]

    def submodule(self, package: Module, name: str) -> Module | None:
        """The module *name* in the folder of *package*."""
        if not package.is_package or package not in self._origin:
            return None
        return self.at(f"{self._origin[package][1]}/{name}")

    def imported(self, importer: Module, dotted: str, level: int) -> Module | None:
        """The linted module that an import in *importer* means; *level* counts the dots before.

        A module that is no file of the project imports nothing of it.
        """
        if importer not in self._origin:
            return None
        index, _ = self._origin[importer]
        if level:
            place = self.layout.relative(index, level, dotted)
        else:
            place = self.layout.absolute(index, dotted)
        return None if place is None else self.at(place)

    def location(self, module: Module) -> str:
        """The absolute path of a module with ``/`` between folders and without ``.py``."""
        return self._origin[module][1] if module in self._origin else ""

    def _parse(self, index: int) -> Module | Problem:
        # astroid is loaded with the first file that matters, and not before.
        from sequence_lint.project.parse import parse

        file, place = self.files[index], self.layout.places[index]
        try:
            text = decode(self.bytes_of(index))
            is_package = self.layout.is_package(index)
            module = parse(file.path, self.layout.name(place), is_package, text)
        except Unreadable as error:
            return Problem(file.path, error.line, error.column, error.reason)
        self.parsed += 1
        self._origin[module] = index, place
        return module
