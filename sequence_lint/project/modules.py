"""The linted files as parsed modules, each parsed when it is first asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from sequence_lint.project.bindings import ClassRef, FoundClass
from sequence_lint.project.layout import Layout
from sequence_lint.project.module import Module
from sequence_lint.project.scan import MayHold, Scan, always
from sequence_lint.source.files import Problem, SourceFile, Unreadable, decode

# How the names of the methods begin that take batches.
_TAKERS = (b"fit", b"evaluate", b"predict")


class Modules:
    """Parses files on demand and keeps what came out. ``read`` gives the bytes of a path.

    ``may_hold`` tells quickly of some files that they hold none of the words that are looked for.
    """

    def __init__(
        self,
        files: Sequence[SourceFile],
        read: Callable[[str], bytes],
        scan: Scan,
        src: Sequence[str] = (),
        may_hold: MayHold = always,
    ) -> None:
        self.files = files
        self.layout = Layout(files, src, self._on_the_path)
        self.parsed = 0
        self._read = read
        self._scan = scan
        self._may_hold = may_hold
        self._by_file: dict[int, Module | Problem] = {}
        self._folders: dict[str, Module] = {}
        self._origin: dict[Module, tuple[int, str]] = {}
        self._mentioned: dict[tuple[bytes, ...], bool] = {}

    def bytes_of(self, index: int) -> bytes:
        """The content of a file; raises `Unreadable`."""
        return self._read(self.files[index].absolute)

    def mention(self, texts: Sequence[bytes]) -> bool:
        """Whether any file contains one of *texts*; files are read until one does, and once."""
        key = tuple(texts)
        if key not in self._mentioned:
            self._mentioned[key] = self._mention(key)
        return self._mentioned[key]

    def holding(self, word: bytes) -> Iterator[bytes]:
        """The content of each file that holds *word*, which is ASCII; read as it is asked for."""
        for index in range(len(self.files)):
            if not self._may_hold(self.files[index].absolute, (word,)):
                continue
            try:
                data = self.bytes_of(index)
            except Unreadable:
                continue
            if word in data:
                yield data

    def holds_call(self, paths: Collection[str]) -> bool:
        """Whether one of the files, given as shown, may call a method that takes batches."""
        for index, file in enumerate(self.files):
            if file.path in paths:
                try:
                    data = self.bytes_of(index)
                except Unreadable:
                    continue
                if any(name in data for name in _TAKERS):
                    return True
        return False

    def mentioning(
        self, words: Collection[str], among: Collection[int] | None = None
    ) -> dict[str, list[int]]:
        """For each of *words*, which are ASCII names, the files that hold it as a whole word.

        Only the files *among* those given are looked at, if any are.
        """
        return self._scan.mentioning(words, among)

    def around(self, found: FoundClass, indices: Iterable[int]) -> Iterator[str]:
        """The text of each of those files, without the class and its bases."""
        own = [entry for entry in found.lineage if isinstance(entry, ClassRef)]
        for index in indices:
            lines = self.bytes_of(index).decode("utf-8", "replace").split("\n")
            for entry in own:
                if self.index_of(entry.module) == index:
                    first, last = entry.node.lineno - 1, entry.node.end_lineno
                    lines[first:last] = [""] * (last - first)
            yield "\n".join(lines)

    def handed_on_by(self, module: Module, name: str) -> Iterator[str]:
        """The packages around the module that may offer *name* of it as their own."""
        folder, _, stem = self.location(module).rpartition("/")
        words = [name.encode(), stem.encode()]
        while (index := self.layout.file_at(folder)) is not None:
            folder, _, package = folder.rpartition("/")
            if any(self._holds(index, word) for word in words):
                words.append(package.encode())
                yield package

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
        place = self._place(importer, dotted, level)
        if place is None or (not level and self.layout.is_in_keras(place)):
            # A copy of Keras among the files is Keras, and known by its dotted names.
            return None
        return self.at(place)

    def of_keras(self, importer: Module, dotted: str, level: int) -> str | None:
        """The dotted name of what an import means, if that is in a linted copy of Keras."""
        place = self._place(importer, dotted, level)
        if place is None or not self.layout.is_in_keras(place):
            return None
        return self.layout.name(place)

    def location(self, module: Module) -> str:
        """The absolute path of a module with ``/`` between folders and without ``.py``."""
        return self._origin[module][1] if module in self._origin else ""

    def _holds(self, index: int, word: bytes) -> bool:
        try:
            return word in self.bytes_of(index)
        except Unreadable:
            return False

    def _place(self, importer: Module, dotted: str, level: int) -> str | None:
        if importer not in self._origin:
            return None
        index, _ = self._origin[importer]
        if level:
            return self.layout.relative(index, level, dotted)
        return self.layout.absolute(index, dotted)

    def _on_the_path(self, index: int) -> list[str]:
        """The folders that a file puts on ``sys.path``, from the last part that has a name."""
        try:
            lines = re.findall(rb".*\bsys\.path\b.*", self.bytes_of(index))
        except Unreadable:
            return []
        texts = [text for line in lines for text in re.findall(rb"[\"']([^\"']+)[\"']", line)]
        folders = (text.decode("utf-8", "replace").replace("\\", "/") for text in texts)
        return [end for folder in folders if (end := folder.rpartition("../")[2].strip("./"))]

    def index_of(self, module: Module) -> int:
        """The number of the file that is this module, -1 if none is."""
        return self._origin[module][0] if module in self._origin else -1

    def _mention(self, texts: Sequence[bytes]) -> bool:
        for index in range(len(self.files)):
            if not self._may_hold(self.files[index].absolute, texts):
                continue
            try:
                data = self.bytes_of(index)
            except Unreadable:
                continue
            if any(text in data for text in texts):
                return True
        return False

    def _parse(self, index: int) -> Module | Problem:
        # astroid is loaded with the first file that matters, and not before.
        from sequence_lint.project.parse import parse
        from sequence_lint.source.notebook import NotebookModule

        file, place = self.files[index], self.layout.places[index]
        try:
            content = self.bytes_of(index)
            is_package = self.layout.is_package(index)
            module = parse(file.path, self.layout.name(place), is_package, decode(content))
        except Unreadable as error:
            return Problem(file.path, error.line, error.column, error.reason)
        if isinstance(content, NotebookModule):
            module.of_cells(content.cells, content.left_out)
        self.parsed += 1
        self._origin[module] = index, place
        return module
