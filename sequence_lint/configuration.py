"""What ``[tool.sequence-lint]`` of a pyproject.toml says, and all that is wrong with it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from sequence_lint.settings import AUTO, TARGETS, BadConfiguration, Settings
from sequence_lint.source.files import Unreadable, read_bytes
from sequence_lint.source.roots import TABLE, Root
from sequence_lint.source.toml import BrokenToml, parse

_HEADER = f"[tool.{TABLE}]"


def configured(roots: Iterable[Root], given: Settings) -> tuple[Settings, ...]:
    """The settings of each project: those of its file, over which those *given* win.

    What is given for a key replaces what the file says for it. Raises
    `settings.BadConfiguration` with all that is wrong in any of the files.
    """
    complaints: list[str] = []
    found = [_settings(root, given, complaints) if root.configuration else given for root in roots]
    if complaints:
        raise BadConfiguration("\n".join(complaints))
    return tuple(found)


def _settings(root: Root, given: Settings, complaints: list[str]) -> Settings:
    shown = _shown(root.configuration)
    try:
        content = read_bytes(root.configuration)
        table = parse(content).get("tool", {}).get(TABLE, {})
    except Unreadable as error:
        complaints.append(f"{shown}: {error.reason}")
        return given
    except BrokenToml as error:
        line = f":{error.line}" if error.line else ""
        complaints.append(f"{shown}{line}: this is no TOML: {error.reason}")
        return given
    values: dict[str, Any] = {}
    lines = content.decode("utf-8-sig").splitlines()
    for key, value in table.items() if isinstance(table, dict) else [("", table)]:
        place = f"{shown}:{_line(lines, key)}"
        try:
            values[key.replace("-", "_")] = _read(key, value, root.folder)
        except ValueError as error:
            complaints += [f"{place}: {text}" for text in str(error).split("\n")]
        else:
            values.update(_origin(key, f"{place}: {key}"))
    return _over(Settings(**values), given) if not complaints else given


def _read(key: str, value: object, folder: str) -> object:
    """The value of a key. Raises ValueError with a line for each fault."""
    if not key:
        raise ValueError(f"`{TABLE}` must be a table: {_HEADER}")
    reader = KEYS.get(key)
    if reader is None:
        raise ValueError(f"there is no key `{key}` in {_HEADER}. {_nearest(key)}")
    return reader(key, value, folder)


def _texts(key: str, value: object, _: str) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return tuple(value)
    raise ValueError(f"`{key}` must be a list of texts, such as {_EXAMPLES[key]}")


def _folders(key: str, value: object, folder: str) -> tuple[str, ...]:
    """Folders, relative to that of the file, as absolute paths."""
    found = {
        text: os.path.normpath(os.path.join(folder, text)) for text in _texts(key, value, folder)
    }
    missing = [text for text, path in found.items() if not os.path.isdir(path)]
    if missing:
        raise ValueError("\n".join(f"`{key}`: there is no folder '{text}'" for text in missing))
    return tuple(found.values())


def _dotted(key: str, value: object, folder: str) -> tuple[str, ...]:
    names = _texts(key, value, folder)
    bad = [name for name in names if not _is_dotted(name)]
    if bad:
        raise ValueError(
            "\n".join(f"`{key}`: '{name}' is no dotted name such as 'package.Base'" for name in bad)
        )
    return names


def _target(key: str, value: object, _: str) -> str:
    if str(value) not in TARGETS:
        raise ValueError(f"`{key}` must be {', '.join(map(repr, TARGETS[:-1]))} or {TARGETS[-1]!r}")
    return str(value)


def _is_dotted(name: str) -> bool:
    parts = name.split(".")
    return len(parts) > 1 and all(part.isidentifier() for part in parts)


Reader = Callable[[str, object, str], object]

# A key is one line here and, by the same name with underscores, one field of `Settings`.
KEYS: Mapping[str, Reader] = MappingProxyType(
    {
        "src": _folders,
        "extra-bases": _dotted,
        "target-keras": _target,
        "select": _texts,
        "ignore": _texts,
    }
)
_EXAMPLES = MappingProxyType(
    {
        "src": 'src = ["src"]',
        "extra-bases": 'extra-bases = ["package.Base"]',
        "select": 'select = ["SEQ1"]',
        "ignore": 'ignore = ["SEQ301"]',
    }
)


def _origin(key: str, place: str) -> Mapping[str, str]:
    """Where selectors come from, so that one that fits no rule can be blamed on its place."""
    return {f"{key}_origin": place} if key in ("select", "ignore") else {}


def _over(file: Settings, given: Settings) -> Settings:
    if given.select:
        file = replace(file, select=given.select, select_origin=given.select_origin)
    if given.ignore:
        file = replace(file, ignore=given.ignore, ignore_origin=given.ignore_origin)
    if given.target_keras != AUTO:
        file = replace(file, target_keras=given.target_keras)
    return replace(
        file, src=given.src or file.src, extra_bases=given.extra_bases or file.extra_bases
    )


def _nearest(key: str) -> str:
    import difflib

    close = difflib.get_close_matches(key.lower().replace("_", "-"), list(KEYS), n=1)
    return f"Did you mean `{close[0]}`?" if close else f"The keys are: {', '.join(KEYS)}."


def _line(lines: list[str], key: str) -> int:
    """The line of a key of our table, or else that of the table; counts from 1."""
    table, inside = 0, False
    for number, line in enumerate(lines, 1):
        bare = "".join(line.split()).replace('"', "").replace("'", "")
        if bare.startswith("["):
            inside = bare.startswith(_HEADER)
        if key and (inside and bare.startswith((f"{key}=", f"{key}."))):
            return number
        if bare.startswith((f"[tool.{TABLE}", f"tool.{TABLE}", TABLE)):
            table = table or number
            if key and f"{TABLE}.{key}" in bare:
                return number
    return table or 1


def _shown(path: str) -> str:
    """*path* relative to the working directory if it is below it."""
    cwd = os.path.join(os.getcwd(), "")
    return path.removeprefix(cwd)
