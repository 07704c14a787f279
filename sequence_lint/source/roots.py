"""Which folder makes the files below it one project."""

from __future__ import annotations

import os
from collections.abc import Collection

from sequence_lint.records import dataclass

CONFIGURATION = "pyproject.toml"
OWN_CONFIGURATION = "sequence-lint.toml"
TABLE = "sequence-lint"
MISNAMED = "sequence_lint"
"""How the table is written by mistake: the name of the package."""
_REPOSITORY = ".git"


@dataclass(frozen=True, slots=True)
class Root:
    """The folder of a project, absolute, and the file there that has our table ("" if none)."""

    folder: str
    configuration: str = ""


NO_ROOT = Root("")
"""What belongs to no project: its files are one of their own."""


def root_above(folder: str) -> Root:
    """The root that the absolute *folder* belongs to, itself or a folder above.

    The nearest one with a ``sequence-lint.toml`` or a ``pyproject.toml`` that has our table, else
    the nearest with ``.git``, else `NO_ROOT`. Where both files are, the one of our own counts.
    Nothing else is looked at above a linted path, but for ``.gitignore`` files.
    """
    repository = NO_ROOT
    current = folder
    while True:
        own = os.path.join(current, OWN_CONFIGURATION)
        if os.path.isfile(own):
            return Root(current, own)
        configuration = os.path.join(current, CONFIGURATION)
        if has_table(configuration):
            return Root(current, configuration)
        if repository is NO_ROOT and os.path.exists(os.path.join(current, _REPOSITORY)):
            repository = Root(current)
        parent = os.path.dirname(current)
        if parent == current:
            return repository
        current = parent


def root_at(folder: str, names: Collection[str], above: Root) -> Root:
    """The root of what is in *folder*, which has entries called *names* and is below *above*."""
    if OWN_CONFIGURATION in names:
        own = os.path.join(folder, OWN_CONFIGURATION)
        if os.path.isfile(own):
            return Root(folder, own)
    if CONFIGURATION in names:
        configuration = os.path.join(folder, CONFIGURATION)
        if has_table(configuration):
            return Root(folder, configuration)
    if _REPOSITORY in names and not above.configuration:
        return Root(folder)
    return above


def has_table(path: str) -> bool:
    """Whether the TOML file at *path* has the table ``[tool.sequence-lint]``.

    Told from the header as it is usually written; only other ways to write it are parsed. A file
    that is broken has the table if it may have it, so that somebody hears of the fault. So does one
    that has it under a wrong name.
    """
    try:
        with open(path, "rb") as stream:
            content = stream.read()
    except (OSError, ValueError):
        return False
    # The name is there as well where the tool is only a dependency: that must cost nothing.
    if TABLE.encode() not in content and MISNAMED.encode() not in content:
        return False
    content = content.replace(MISNAMED.encode(), TABLE.encode())
    lines = [line for line in content.splitlines() if TABLE.encode() in line]
    if any(map(_is_header, lines)):
        return True
    return any(map(_is_key, lines)) and _is_in_tree(content)


def _is_header(line: bytes) -> bool:
    bare = line.translate(None, b" \t\"'")
    # With two brackets it is a list, and somebody has to hear that it must not be one.
    bare = bare.removeprefix(b"[") if bare.startswith(b"[[") else bare
    return bare.startswith((b"[tool.sequence-lint]", b"[tool.sequence-lint."))


def _is_key(line: bytes) -> bool:
    """Whether the name may be a key here: ``sequence-lint = {`` or ``sequence-lint.select =``."""
    bare = line.translate(None, b" \t\"'")
    if bare.startswith((b"sequence-lint=", b"tool.sequence-lint=", b"tool={")):
        return b"sequence-lint==" not in bare
    return bare.startswith((b"sequence-lint.", b"tool.sequence-lint."))


def _is_in_tree(content: bytes) -> bool:
    from sequence_lint.source.toml import BrokenToml, parse

    try:
        tool = parse(content).get("tool")
    except BrokenToml:
        return True
    return isinstance(tool, dict) and TABLE in tool
