"""Which files the given paths stand for, each once and under one name, and what belongs to them."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence

from sequence_lint.records import dataclass
from sequence_lint.source.excluded import Excluded
from sequence_lint.source.files import Problem, SourceFile, Unreadable, read_bytes
from sequence_lint.source.roots import NO_ROOT, Root, root_above
from sequence_lint.source.sources import Sources
from sequence_lint.source.walk import usual, walk

STDIN = "-"
_LIBRARIES = frozenset({"site-packages", "dist-packages"})


def projects(
    paths: Sequence[str],
    stdin: bytes | None = None,
    stdin_path: str | None = None,
    excludes: Callable[[Root], Excluded] = usual,
) -> tuple[Sources, ...]:
    """The projects that the files belong to which *paths* stand for; see `discover` for those.

    *excludes* says what the settings of a project leave out: nobody looks at that.
    The other files below the root of a project are known as well, but not asked about. What
    belongs to no root is one project of its own, with nothing else in it.
    """
    hunt = _hunted(paths, stdin, stdin_path, excludes)
    by_root: dict[Root, list[SourceFile]] = {}
    for found in hunt.chosen.values():
        by_root.setdefault(found.root, []).append(found.file)
    # Missing paths belong to no project: the first one tells of them.
    problems = hunt.problems
    if not by_root:
        return (Sources((), problems),)
    united = []
    for root in sorted(by_root, key=lambda root: root.folder):
        united.append(Sources(by_root[root], problems, hunt.given, root, hunt.index(root)))
        problems = []
    return tuple(united)


def opened(
    texts: Mapping[str, bytes],
    folders: Sequence[str] = (),
    excludes: Callable[[Root], Excluded] = usual,
) -> tuple[Sources, ...]:
    """The projects of files that are open in an editor.

    *texts* has what they hold by now, by their absolute paths: that counts, whatever is on the
    disk. Asked about are those that a walk of their project comes to, and those that are not on the
    disk yet. What is ignored or excluded is in no project, however open it is. Where there
    is no root, the folder among *folders* that the file is below is the project. Paths
    are shown as seen from the root.
    """
    by_root: dict[Root, dict[str, str]] = {}
    for absolute in texts:
        if _LIBRARIES.isdisjoint(absolute.split(os.sep)):
            root = _root_among(absolute, folders)
            by_root.setdefault(root, {})[os.path.realpath(absolute)] = absolute
    return tuple(_open_project(root, mine, texts, excludes) for root, mine in by_root.items())


def _root_among(absolute: str, folders: Sequence[str]) -> Root:
    if not os.path.isabs(absolute):
        return NO_ROOT  # a text that has no file yet
    root = root_above(os.path.dirname(absolute))
    if root is not NO_ROOT:
        return root
    around = [folder for folder in folders if _is_below(absolute, folder)]
    return Root(max(around, key=len)) if around else NO_ROOT


def _open_project(
    root: Root,
    mine: Mapping[str, str],
    texts: Mapping[str, bytes],
    excludes: Callable[[Root], Excluded],
) -> Sources:
    """The project of the open files *mine*, given by their real paths as the editor calls them."""
    if root is NO_ROOT:
        alone = [SourceFile(path, path, explicit=False) for path in mine.values()]
        return Sources(alone, (), texts)
    found: dict[str, SourceFile] = {}
    for relative, key, _, own in _files_below(root.folder, lambda *_: None, excludes):
        if own in (root, NO_ROOT):
            absolute = mine.get(key, os.path.join(root.folder, relative))
            shown = _printable(relative)
            found[key] = SourceFile(shown, absolute, explicit=False, asked=key in mine)
    for key, absolute in mine.items():
        new = key not in found and not os.path.exists(absolute)
        if new and not excludes(root).hides(absolute, root.folder, is_folder=False):
            shown = _printable(os.path.relpath(absolute, root.folder))
            found[key] = SourceFile(shown, absolute, explicit=False)
    asked = [file for file in found.values() if file.asked]
    rest = tuple(file for file in found.values() if not file.asked)
    return Sources(asked, (), texts, root, lambda: rest)


def discover(
    paths: Sequence[str], stdin: bytes | None = None, stdin_path: str | None = None
) -> Sources:
    """The files that *paths* stand for, each once, as a project in which there is nothing else.

    Folders are walked for ``*.py`` and ``*.ipynb``: what ``.gitignore`` hides and the usual folders
    (``.venv``, ``build``, …) are left out. A file that is named itself is always taken. ``-``
    stands for *stdin*, shown as *stdin_path*. Missing paths become problems.
    """
    hunt = _hunted(paths, stdin, stdin_path)
    return Sources([found.file for found in hunt.chosen.values()], hunt.problems, hunt.given)


def only(content: bytes, path: str) -> Sources:
    """One file of which the content is at hand, shown as *path*."""
    return Sources((SourceFile(path, path, explicit=True),), (), {path: content})


def _hunted(
    paths: Sequence[str],
    stdin: bytes | None,
    stdin_path: str | None,
    excludes: Callable[[Root], Excluded] = usual,
) -> _Hunt:
    hunt = _Hunt(excludes)
    for path in paths:
        if path == STDIN and stdin is not None:
            hunt.take_stdin(stdin, stdin_path)
    for path in paths:
        if path != STDIN or stdin is None:
            hunt.take(path)
    return hunt


@dataclass(frozen=True, slots=True)
class _Found:
    file: SourceFile
    is_link: bool
    root: Root

    @property
    def rank(self) -> tuple[bool, bool, int, str]:
        """The smallest is the name to show for a file that several paths lead to."""
        path = self.file.path
        return (not self.file.explicit, self.is_link, len(path), path)


class _Hunt:
    """What was found so far: ``chosen`` has the files that were asked for, by their real paths."""

    def __init__(self, excludes: Callable[[Root], Excluded]) -> None:
        self.excludes = excludes
        self.cwd = os.getcwd()
        self.chosen: dict[str, _Found] = {}
        self.problems: list[Problem] = []
        self.given: dict[str, bytes] = {}
        self._covered: set[Root] = set()
        self._absolute = False

    def take(self, path: str) -> None:
        """Take the file *path*, or those below it."""
        shown = _shown(path, self.cwd) if path else '""'
        try:
            mode = os.stat(path).st_mode
        except (OSError, ValueError) as error:
            self._report(shown, error)
            return
        self._absolute = self._absolute or os.path.isabs(path)
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
        root = root_above(os.path.dirname(absolute)) if path else NO_ROOT
        if not path or not self._refused(absolute, root, is_folder=False):
            self.chosen[key] = _Found(SourceFile(shown, absolute, explicit=True), False, root)

    def index(self, root: Root) -> Callable[[], Iterator[SourceFile]]:
        """What gives the files of the project that nobody asked for."""
        return lambda: self._besides(root)

    def _besides(self, root: Root) -> Iterator[SourceFile]:
        if root is NO_ROOT or root in self._covered:
            return
        below, prefix = os.path.join(self.cwd, ""), self._prefix(root.folder)
        best: dict[str, _Found] = {}
        # Nobody asked for the folders here that cannot be listed.
        for relative, key, is_link, own in _files_below(
            root.folder, lambda *_: None, self.excludes
        ):
            if own == root and key not in self.chosen:
                absolute = os.path.join(root.folder, relative)
                cut = absolute.startswith(below)
                shown = _printable(absolute[len(below) :] if cut else prefix + relative)
                file = SourceFile(shown, absolute, explicit=False, asked=False)
                _keep_better(best, key, _Found(file, is_link, root))
        yield from (found.file for found in best.values())

    def _prefix(self, folder: str) -> str:
        if self._absolute:
            return os.path.join(folder, "")
        return os.path.join(os.path.relpath(folder, self.cwd), "")

    def _refused(self, absolute: str, root: Root, *, is_folder: bool) -> bool:
        return self.excludes(root).refuses(absolute, root.folder or self.cwd, is_folder=is_folder)

    def _take_file(self, absolute: str, shown: str, *, regular: bool) -> None:
        root = root_above(os.path.dirname(absolute))
        if self._refused(absolute, root, is_folder=False):
            return
        if not regular:
            # A pipe can be read once only, and its content is asked for more often.
            try:
                self.given[absolute] = read_bytes(absolute)
            except Unreadable as error:
                self.problems.append(Problem(shown, 1, 1, error.reason))
                return
        file = SourceFile(shown, absolute, explicit=True)
        self._choose(os.path.realpath(absolute), _Found(file, os.path.islink(absolute), root))

    def _take_folder(self, folder: str, shown: str) -> None:
        if self._refused(folder, root_above(folder), is_folder=True):
            return
        prefix = "" if shown == "." else shown.rstrip("/") + "/"
        start = os.path.join(folder, "")

        def unlisted(relative: str, error: OSError) -> None:
            self._report(prefix + _printable(relative) if relative else shown, error)

        met: Root | None = None
        for relative, key, is_link, root in _files_below(folder, unlisted, self.excludes):
            file = SourceFile(prefix + _printable(relative), start + relative, explicit=False)
            self._choose(key, _Found(file, is_link, root))
            if root is not met and _is_below(root.folder, folder):
                self._covered.add(root)
            met = root

    def _choose(self, key: str, found: _Found) -> None:
        before = self.chosen.get(key)
        if before is None or before.file.absolute not in self.given:
            _keep_better(self.chosen, key, found)

    def _report(self, path: str, error: Exception) -> None:
        if isinstance(error, (FileNotFoundError, NotADirectoryError)):
            reason = "no such file or folder"
        else:
            reason = f"cannot be read: {getattr(error, 'strerror', None) or error}"
        self.problems.append(Problem(path, 1, 1, reason))


def _files_below(
    folder: str,
    unlisted: Callable[[str, OSError], None],
    excludes: Callable[[Root], Excluded],
) -> Iterator[tuple[str, str, bool, Root]]:
    """The files of a walk: (path relative to *folder*, real path, is it a link, root)."""
    start, real_start = os.path.join(folder, ""), os.path.join(os.path.realpath(folder), "")
    for relative, is_link, root in walk(folder, unlisted, excludes):
        real = os.path.realpath(start + relative) if is_link else real_start + relative
        yield relative, real, is_link, root


def _keep_better(chosen: dict[str, _Found], key: str, found: _Found) -> None:
    before = chosen.setdefault(key, found)
    if found.rank < before.rank:
        chosen[key] = found


def _is_below(folder: str, above: str) -> bool:
    return folder == above or folder.startswith(os.path.join(above, ""))


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
