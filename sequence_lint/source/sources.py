"""The files of one run, and where the content of each comes from."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from sequence_lint.source.files import Problem, SourceFile, Unreadable, decode, read_bytes
from sequence_lint.source.roots import NO_ROOT, Root


class Sources:
    """The files of one project, sorted by path, and the problems met on the way to them.

    ``asked`` are those that the user asked about. ``root`` is the folder that makes them one
    project. ``index`` gives the files that belong to it besides; it is called when they are first
    wanted, because most runs on a single file end before. ``given`` holds the content of files
    that cannot be read again, or not at all: standard input, pipes, text handed over by a caller.
    Its keys are absolute paths.
    """

    __slots__ = ("_files", "_given", "_index", "_lines", "asked", "problems", "root")

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
        self._lines: dict[str, tuple[str, ...]] = {}

    @property
    def files(self) -> tuple[SourceFile, ...]:
        """All files of the project, those that nobody asked about too."""
        if self._files is None:
            self._files = _sorted((*self.asked, *self._index()))
        return self._files

    def read(self, absolute: str) -> bytes:
        """The content of the file with that absolute path. Raises `Unreadable`."""
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

    def lines(self, path: str) -> tuple[str, ...]:
        """The lines of the file that is shown as *path*; empty when it cannot be read."""
        if path not in self._lines:
            self._lines[path] = self._read_lines(path)
        return self._lines[path]

    def _read_lines(self, path: str) -> tuple[str, ...]:
        file = next((file for file in self.files if file.path == path), None)
        try:
            return tuple(decode(self.read(file.absolute)).split("\n")) if file else ()
        except Unreadable:
            return ()


def _is_within(folder: str, top: str) -> bool:
    return bool(top) and (folder == top or folder.startswith(os.path.join(top, "")))


def _sorted(files: Iterable[SourceFile]) -> tuple[SourceFile, ...]:
    return tuple(sorted(files, key=lambda file: (file.path, file.absolute)))
