"""What the installed packages announce under the name of a group, read without importing them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

from sequence_lint.records import dataclass
from sequence_lint.source.files import Unreadable, read_bytes

_DETAILS = (".dist-info", ".egg-info")


@dataclass(frozen=True, slots=True)
class EntryPoint:
    """A line ``name = value`` of a group."""

    name: str
    value: str


def entry_points(group: str) -> tuple[EntryPoint, ...]:
    """The entry points of *group* along ``sys.path``; of two packages of a name the first counts.

    The same as `importlib.metadata` gives, which is asked where more than plain folders are on the
    path. To import it takes longer than to lint a small file.
    """
    if not _only_folders():
        from importlib import metadata

        found = metadata.entry_points(group=group)
        return tuple(EntryPoint(one.name, one.value) for one in found)
    texts: dict[str, str] = {}
    for folder in sys.path:
        for name, text in _announcements(folder or os.curdir, group):
            texts.setdefault(name, text)
    return tuple(point for text in texts.values() for point in _of_group(text, group))


def _only_folders() -> bool:
    """Whether packages can only be found in folders, and as they are installed today."""
    for path in sys.path:
        if path.endswith(".egg") or os.path.isfile(path):
            return False
    return all(
        getattr(finder, "__module__", "") == "_frozen_importlib_external"
        for finder in sys.meta_path
        if hasattr(finder, "find_distributions")
    )


def _announcements(folder: str, group: str) -> Iterator[tuple[str, str]]:
    """The packages installed in a folder: the name of each, and its list if it has the group."""
    try:
        names = os.listdir(folder)
    except OSError:
        return
    for name in sorted(names):
        if name.endswith(_DETAILS):
            package = os.path.splitext(name)[0].partition("-")[0].lower().replace(".", "_")
            yield package, _text(os.path.join(folder, name, "entry_points.txt"), group)


def _text(path: str, group: str) -> str:
    try:
        content = read_bytes(path)
    except Unreadable:
        return ""
    return content.decode("utf-8", "replace") if group.encode() in content else ""


def _of_group(text: str, group: str) -> Iterator[EntryPoint]:
    section = ""
    for line in map(str.strip, text.splitlines()):
        if line.startswith("["):
            section = line.strip("[] ")
        elif section == group and line and not line.startswith("#"):
            name, _, value = line.partition("=")
            yield EntryPoint(name.strip(), value.strip())
