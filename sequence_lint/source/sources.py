"""The files of one run, and where the content of each comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sequence_lint.source.files import Problem, SourceFile, Unreadable, decode, read_bytes


class Sources:
    """The files to lint, sorted by path, and the problems met on the way to them.

    ``given`` holds the content of files that cannot be read again, or not at all: standard input,
    pipes, text handed over by a caller. Its keys are absolute paths.
    """

    __slots__ = ("_given", "_lines", "files", "problems")

    def __init__(
        self,
        files: Sequence[SourceFile],
        problems: Sequence[Problem] = (),
        given: Mapping[str, bytes] | None = None,
    ) -> None:
        self.files = tuple(sorted(files, key=lambda file: (file.path, file.absolute)))
        self.problems = tuple(problems)
        self._given = dict(given or {})
        self._lines: dict[str, tuple[str, ...]] = {}

    def read(self, absolute: str) -> bytes:
        """The content of the file with that absolute path. Raises `Unreadable`."""
        given = self._given.get(absolute) if self._given else None
        return read_bytes(absolute) if given is None else given

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
