"""Where the rule pack that a folder belongs to keeps its rules and fixtures."""

from __future__ import annotations

import os
from typing import Any

from sequence_lint.records import dataclass
from sequence_lint.source.files import Unreadable, read_bytes
from sequence_lint.source.toml import BrokenToml, parse

PROJECT = "pyproject.toml"
FIXTURES = ("tests", "fixtures")


class NoPack(Exception):
    """There is no rule pack to add a rule to; the text says why."""


@dataclass(frozen=True, slots=True)
class Pack:
    """A rule pack under development: its package, the two folders, and its stated version."""

    package: str
    root: str
    rules: str
    fixtures: str
    version: str | None


def pack_above(folder: str, group: str) -> Pack:
    """The pack of the nearest ``pyproject.toml`` from *folder* upwards that announces *group*.

    Raises `NoPack`.
    """
    current = os.path.abspath(folder)
    while True:
        path = os.path.join(current, PROJECT)
        if os.path.isfile(path):
            values = _values(path)
            announced = _table(values, "project", "entry-points", group)
            if announced:
                return _pack(current, values, str(next(iter(announced.values()))))
        above = os.path.dirname(current)
        if above == current:
            raise NoPack(
                f"no {PROJECT} from {folder} upwards announces a rule pack: it has no table "
                f'[project.entry-points."{group}"]'
            )
        current = above


def _values(path: str) -> dict[str, Any]:
    try:
        return parse(read_bytes(path))
    except Unreadable as error:
        raise NoPack(f"{path} cannot be read: {error}") from None
    except BrokenToml as error:
        raise NoPack(f"{path}:{error.line}: no TOML: {error.reason}") from None


def _table(values: dict[str, Any], *keys: str) -> dict[str, Any]:
    """The table below *keys*, empty where there is none."""
    for key in keys:
        inner = values.get(key)
        if not isinstance(inner, dict):
            return {}
        values = inner
    return values


def _pack(root: str, values: dict[str, Any], package: str) -> Pack:
    places = _table(values, "tool", "setuptools", "package-dir")
    version = _table(values, "project").get("version")
    plain = os.path.join(*package.split("."))
    candidates = [str(places.get(package) or plain), os.path.join("src", plain)]
    for candidate in dict.fromkeys(candidates):
        rules = os.path.join(root, candidate)
        if os.path.isfile(os.path.join(rules, "__init__.py")):
            fixtures = os.path.join(root, *FIXTURES)
            return Pack(
                package, root, rules, fixtures, version if isinstance(version, str) else None
            )
    raise NoPack(
        f"{os.path.join(root, PROJECT)} announces the pack {package}, and there is no package "
        f"{' or '.join(dict.fromkeys(candidates))} beside it"
    )
