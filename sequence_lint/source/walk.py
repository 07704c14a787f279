"""Which Python files lie below a folder, without those that nobody means."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from sequence_lint.source.excluded import Excluded
from sequence_lint.source.ignored import FILE_NAME, ignored_above, ignored_in
from sequence_lint.source.roots import Root, root_above, root_at

if TYPE_CHECKING:
    from sequence_lint.source.ignored import Ignored

SUFFIXES = (".py", ".ipynb")


def usual(_: Root) -> Excluded:
    """What is left out where no settings say otherwise."""
    return Excluded()


def walk(
    start: str,
    unlisted: Callable[[str, OSError], None],
    excludes: Callable[[Root], Excluded] = usual,
) -> Iterator[tuple[str, bool, Root]]:
    """The Python files and notebooks below the absolute path *start*.

    Each with its relative path, whether it is a link, and its root. Links to folders are not
    followed, so no loop of links can trap the walk and nothing outside of *start* is met. A folder
    that cannot be listed is handed to *unlisted* (relative path). *excludes* says what the
    settings of a project leave out.
    """
    root = root_above(start)
    excluded = excludes(root).within(start, root.folder or start)
    waiting: list[tuple[str, Ignored | None, Root, Excluded]] = [
        ("", ignored_above(start), root, excluded)
    ]
    while waiting:
        folder, ignored, root, excluded = waiting.pop()
        path = os.path.join(start, folder) if folder else start
        try:
            with os.scandir(path) as listing:
                entries = list(listing)
        except OSError as error:
            unlisted(folder, error)
            continue
        names = {entry.name for entry in entries}
        if folder and "pyvenv.cfg" in names:
            continue
        if folder and ".git" in names:
            ignored = None  # what a repository ignores ends where another one begins
        if folder and (own := root_at(path, names, root)) is not root:
            root, excluded = own, excludes(own)
        if FILE_NAME in names:
            ignored = ignored_in(path, ignored)
        prefix = folder + os.sep if folder else ""
        folders, files = _wanted(entries, ignored, excluded)
        waiting.extend((prefix + name, ignored, root, excluded) for name in folders)
        yield from ((prefix + name, is_link, root) for name, is_link in files)


def _wanted(
    entries: list[os.DirEntry[str]], ignored: Ignored | None, excluded: Excluded
) -> tuple[list[str], list[tuple[str, bool]]]:
    folders: list[str] = []
    files: list[tuple[str, bool]] = []
    for entry in entries:
        name = entry.name
        if name.endswith(SUFFIXES) and entry.is_file():
            if (
                ignored is None or not ignored.hides(entry.path, is_folder=False)
            ) and not excluded.hides_file(entry.path):
                files.append((name, entry.is_symlink()))
        elif entry.is_dir(follow_symlinks=False) and not excluded.hides_folder(entry.path, name):
            if ignored is None or not ignored.hides(entry.path, is_folder=True):
                folders.append(name)
    return folders, files
