"""Which files the given paths stand for, each once and under one name."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence

from sequence_lint.source.files import Problem, SourceFile, Unreadable, read_bytes
from sequence_lint.source.sources import Sources
from sequence_lint.source.walk import walk

STDIN = "-"


def discover(
    paths: Sequence[str], stdin: bytes | None = None, stdin_path: str | None = None
) -> Sources:
    """The files that *paths* stand for, each once, however often and however it is reached.

    Folders are walked for ``*.py``: what ``.gitignore`` hides and the usual folders (``.venv``,
    ``build``, …) are left out. A file that is named itself is always taken. ``-`` stands for
    *stdin*, shown as *stdin_path*. Missing paths become problems.
    """
    hunt = _Hunt()
    for path in paths:
        if path == STDIN and stdin is not None:
            hunt.take_stdin(stdin, stdin_path)
    for path in paths:
        if path != STDIN or stdin is None:
            hunt.take(path)
    return Sources(tuple(file for file, _ in hunt.chosen.values()), hunt.problems, hunt.given)


def only(content: bytes, path: str) -> Sources:
    """One file of which the content is at hand, shown as *path*."""
    return Sources((SourceFile(path, path, explicit=True),), (), {path: content})


class _Hunt:
    """What was found so far: ``chosen`` maps real paths to (file, is it a link)."""

    def __init__(self) -> None:
        self.cwd = os.getcwd()
        self.chosen: dict[str, tuple[SourceFile, bool]] = {}
        self.problems: list[Problem] = []
        self.given: dict[str, bytes] = {}

    def take(self, path: str) -> None:
        """Take the file *path*, or those below it."""
        shown = _shown(path, self.cwd) if path else '""'
        try:
            mode = os.stat(path).st_mode
        except (OSError, ValueError) as error:
            self._report(shown, error)
            return
        absolute = os.path.abspath(path)
        if stat.S_ISDIR(mode):
            self._take_folder(absolute, shown)
        else:
            self._take_file(absolute, shown, regular=stat.S_ISREG(mode))

    def take_stdin(self, content: bytes, path: str | None) -> None:
        """Take *content* for the file *path*: what an editor hands over is newer than the disk."""
        absolute = os.path.abspath(path) if path else STDIN
        self.given[absolute] = content
        shown = _shown(path, self.cwd) if path else "<stdin>"
        key = os.path.realpath(absolute) if path else STDIN
        self.chosen[key] = SourceFile(shown, absolute, explicit=True), False

    def _take_file(self, absolute: str, shown: str, *, regular: bool) -> None:
        if not regular:
            # A pipe can be read once only, and its content is asked for more often.
            try:
                self.given[absolute] = read_bytes(absolute)
            except Unreadable as error:
                self.problems.append(Problem(shown, 1, 1, error.reason))
                return
        file = SourceFile(shown, absolute, explicit=True)
        self._choose(os.path.realpath(absolute), file, is_link=os.path.islink(absolute))

    def _take_folder(self, root: str, shown: str) -> None:
        real_root = os.path.realpath(root)
        prefix = "" if shown == "." else shown.rstrip("/") + "/"
        start, real_start = os.path.join(root, ""), os.path.join(real_root, "")

        def unlisted(relative: str, error: OSError) -> None:
            self._report(prefix + _printable(relative) if relative else shown, error)

        for relative, is_link in walk(root, unlisted):
            absolute = start + relative
            key = os.path.realpath(absolute) if is_link else real_start + relative
            file = SourceFile(prefix + _printable(relative), absolute, explicit=False)
            self._choose(key, file, is_link=is_link)

    def _choose(self, key: str, file: SourceFile, *, is_link: bool) -> None:
        before = self.chosen.setdefault(key, (file, is_link))
        if before[0] is file:
            return
        better = _rank(file, is_link) < _rank(*before)
        if better and before[0].absolute not in self.given:
            self.chosen[key] = file, is_link

    def _report(self, path: str, error: Exception) -> None:
        if isinstance(error, (FileNotFoundError, NotADirectoryError)):
            reason = "no such file or folder"
        else:
            reason = f"cannot be read: {getattr(error, 'strerror', None) or error}"
        self.problems.append(Problem(path, 1, 1, reason))


def _rank(file: SourceFile, is_link: bool) -> tuple[bool, bool, int, str]:
    """The smallest is the name to show for a file that several paths lead to."""
    return (not file.explicit, is_link, len(file.path), file.path)


def _shown(path: str, cwd: str) -> str:
    """*path* relative to the working directory if it is below it, else as given."""
    absolute = os.path.abspath(path)
    if absolute == cwd:
        return "."
    if absolute.startswith(cwd.rstrip(os.sep) + os.sep):
        return _printable(absolute[len(cwd.rstrip(os.sep)) + 1 :])
    return _printable(os.path.normpath(path))


def _printable(path: str) -> str:
    """*path* with forward slashes, on one line and in characters that any terminal takes."""
    path = path if os.sep == "/" else path.replace(os.sep, "/")
    if path.isprintable():
        return path
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in path)
