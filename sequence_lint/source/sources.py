"""The files of one run, and where the content of each comes from."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from sequence_lint.source.files import Problem, SourceFile, Unreadable, decode, read_bytes
from sequence_lint.source.roots import NO_ROOT, Root

if TYPE_CHECKING:
    from sequence_lint.source.notebook import NotebookModule

NOTEBOOK = ".ipynb"
_ESCAPE = rb"\u00"
_OF_LETTERS = (b"4", b"5", b"6", b"7")


class Sources:
    """The files of one project, sorted by path, and the problems met on the way to them.

    ``asked`` are those that the user asked about. ``root`` is the folder that makes them one
    project. ``index`` gives the files that belong to it besides; it is called when they are first
    wanted, because most runs on a single file end before. ``given`` holds the content of files
    that cannot be read again, or not at all: standard input, pipes, text handed over by a caller.
    Its keys are absolute paths.
    """

    __slots__ = (
        "_by_path",
        "_files",
        "_given",
        "_in_file",
        "_index",
        "_lines",
        "_notebooks",
        "asked",
        "problems",
        "root",
    )

    def __init__(
        self,
        files: Sequence[SourceFile],
        problems: Sequence[Problem] = (),
        given: Mapping[str, bytes] | None = None,
        root: Root = NO_ROOT,
        index: Callable[[], Iterable[SourceFile]] = tuple,
    ) -> None:
        self.asked = _sorted(files)
        self.problems = tuple(problems)
        self.root = root
        self._index = index
        self._files: tuple[SourceFile, ...] | None = None
        self._given = dict(given or {})
        self._in_file: dict[str, dict[int, tuple[int, ...]]] = {}
        self._lines: dict[tuple[str, int], tuple[str, ...]] = {}
        self._by_path: dict[str, SourceFile] = {}
        self._notebooks: dict[str, NotebookModule | Unreadable] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        """What another process needs: the files as they are known here, and what was given."""
        asked = {file.absolute for file in self.asked}
        rest = [file for file in self.files if file.absolute not in asked]
        return Sources, (self.asked, self.problems, self._given, self.root, partial(tuple, rest))

    def changed(
        self, contents: Mapping[str, bytes], asked: Iterable[SourceFile] | None = None
    ) -> Sources:
        """The same project, in which the files with these absolute paths have other contents.

        Where *asked* is given, the question is about these of its files.
        """
        about = self.asked if asked is None else tuple(asked)
        known = {file.absolute for file in about}
        rest = [file for file in self.files if file.absolute not in known]
        given = {**self._given, **contents}
        return Sources(about, self.problems, given, self.root, partial(tuple, rest))

    def shown_as(self, path: str) -> SourceFile | None:
        """The file that the user is shown as *path*."""
        if not self._by_path:
            self._by_path = {file.path: file for file in reversed(self.files)}
        return self._by_path.get(path)

    @property
    def files(self) -> tuple[SourceFile, ...]:
        """All files of the project, those that nobody asked about too."""
        if self._files is None:
            self._files = _sorted((*self.asked, *self._index()))
        return self._files

    def read(self, absolute: str) -> bytes:
        """The Python of the file with that absolute path. Raises `Unreadable`.

        That of a notebook is a `NotebookModule`, which is made once.
        """
        if not absolute.endswith(NOTEBOOK):
            return self.raw(absolute)
        known = self._notebooks.get(absolute)
        if known is None:
            known = self._notebooks[absolute] = self._converted(absolute)
        if isinstance(known, Unreadable):
            raise Unreadable(known.reason, known.line, known.column)
        return known

    def may_hold(self, absolute: str, words: Iterable[bytes]) -> bool:
        """Whether one of *words* (letters, digits and signs of ASCII) may be in what `read` gives.

        Quickly told of notebooks, which are dear to convert; of all other files it is taken as so.
        """
        if not absolute.endswith(NOTEBOOK) or absolute in self._notebooks:
            return True
        try:
            content = self.raw(absolute)
        except Unreadable:
            return True
        if any(word in content for word in words):
            return True
        # JSON may write any letter by its number, though no program does.
        return _ESCAPE in content and any(_ESCAPE + digit in content for digit in _OF_LETTERS)

    def raw(self, absolute: str) -> bytes:
        """The content of the file as it is, of a notebook too. Raises `Unreadable`."""
        given = self._given.get(absolute) if self._given else None
        return read_bytes(absolute) if given is None else given

    def beside(self, absolute: str, wanted: Callable[[str], bool]) -> Iterator[list[bytes]]:
        """The content of files called as *wanted* in the folder of a file, then in those above.

        A list a folder, up to the root of the project; without a root, up to the folder that all
        its files are in. What cannot be read is left out.
        """
        folder = os.path.dirname(absolute)
        top = self.root.folder or self._shared_folder()
        while folder and _is_within(folder, top):
            yield list(self._contents(folder, wanted))
            folder = os.path.dirname(folder) if folder != top else ""

    def _shared_folder(self) -> str:
        """The folder that all files are in, "" if there is none."""
        folders = {os.path.dirname(file.absolute) for file in self.files} - {""}
        try:
            return os.path.commonpath(folders) if folders else ""
        except ValueError:  # on two drives
            return ""

    def _contents(self, folder: str, wanted: Callable[[str], bool]) -> Iterator[bytes]:
        try:
            names = sorted(filter(wanted, os.listdir(folder)))
        except OSError:
            return
        for name in names:
            try:
                yield self.read(os.path.join(folder, name))
            except Unreadable:
                continue

    def lines(self, path: str, cell: int = 0) -> tuple[str, ...]:
        """The lines of the file that is shown as *path*, or of a cell of it, a notebook.

        Empty when it cannot be read, and for a notebook as a whole.
        """
        if (path, cell) not in self._lines:
            self._lines[path, cell] = self._read_lines(path, cell)
        return self._lines[path, cell]

    def in_file(self, path: str, cell: int) -> tuple[int, ...]:
        """For each line of a cell of the notebook that is shown as *path*, its line in the file.

        Empty when that is not known.
        """
        if path not in self._in_file:
            self._in_file[path] = self._placed(path)
        return self._in_file[path].get(cell, ())

    def _placed(self, path: str) -> dict[int, tuple[int, ...]]:
        from sequence_lint.source.notebook_lines import lines_in_file

        file = self.shown_as(path)
        if file is None or not file.absolute.endswith(NOTEBOOK):
            return {}
        try:
            return lines_in_file(self.raw(file.absolute))
        except (Unreadable, ValueError):
            return {}  # it has changed since it was read

    def _read_lines(self, path: str, cell: int) -> tuple[str, ...]:
        file = self.shown_as(path)
        try:
            if file is None:
                return ()
            if file.absolute.endswith(NOTEBOOK):
                return self._cell_lines(file.absolute, cell)
            return tuple(decode(self.read(file.absolute)).split("\n"))
        except Unreadable:
            return ()

    def _cell_lines(self, absolute: str, cell: int) -> tuple[str, ...]:
        from sequence_lint.source.notebook import NotebookModule, lines_of

        content = self.read(absolute)
        return lines_of(content, cell) if isinstance(content, NotebookModule) else ()

    def _converted(self, absolute: str) -> NotebookModule | Unreadable:
        # Most runs meet no notebook that matters.
        from sequence_lint.source.notebook import module_of

        try:
            return module_of(self.raw(absolute))
        except Unreadable as error:
            return error


def _is_within(folder: str, top: str) -> bool:
    return bool(top) and (folder == top or folder.startswith(os.path.join(top, "")))


def _sorted(files: Iterable[SourceFile]) -> tuple[SourceFile, ...]:
    return tuple(sorted(files, key=lambda file: (file.path, file.absolute)))
