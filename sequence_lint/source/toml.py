"""TOML files as plain values, and where they are broken."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any


class BrokenToml(Exception):
    """The text is no TOML; ``line`` counts from 1, 0 where the parser does not tell it."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


def parse(content: bytes) -> dict[str, Any]:
    """The values of a TOML file. Raises `BrokenToml`."""
    # Loaded only where there is a table of ours: it takes longer than to lint a clean file.
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    try:
        values: dict[str, Any] = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BrokenToml("it is not UTF-8", line) from None
    except tomllib.TOMLDecodeError as error:
        raise BrokenToml(*_told(str(error))) from None
    except RecursionError:
        raise BrokenToml("it is nested too deeply", 0) from None
    return values


def line_of(content: bytes, path: Sequence[str], entry: str = "") -> int:
    """The line, counted from 1, on which the key at the end of *path* is stated.

    That of *entry* where it is a text on a line of its own. A key that is not there is looked for
    by what is above it, and the line of nothing at all is 1.
    """
    lines = content.decode("utf-8-sig", "replace").splitlines()
    for length in range(len(path), 0, -1):
        found = _span(lines, path[:length])
        if found is not None:
            first, last = found
            whole = length == len(path) and entry
            several = (n for n in range(first, last + 1) if whole and entry in lines[n - 1])
            return next(several, first)
    return 1


def _span(lines: list[str], path: Sequence[str]) -> tuple[int, int] | None:
    """The first and the last line of the statement that makes the key."""
    for number, line in enumerate(lines, 1):
        # The parser itself tells: what stands before makes sense without the key, and with the
        # statement that begins here the key is there.
        if path[-1] in line and _has(lines[: number - 1], path) is False:
            for last in range(number, len(lines) + 1):
                has = _has(lines[:last], path)
                if has is not None:
                    if has:
                        return number, last
                    break
    return None


def _has(lines: list[str], path: Sequence[str]) -> bool | None:
    """Whether these lines have the key; None where they end within a statement."""
    try:
        value: Any = parse("\n".join(lines).encode())
    except BrokenToml:
        return None
    for key in path:
        if not isinstance(value, dict) or key not in value:
            return False
        value = value[key]
    return True


def _told(message: str) -> tuple[str, int]:
    """What the parser says without the place, and its line: ``... (at line 3, column 7)``."""
    reason, _, place = message.partition(" (at ")
    digits = place.removeprefix("line ").partition(",")[0]
    return reason, int(digits) if digits.isdecimal() else 0
