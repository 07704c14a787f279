"""TOML files as plain values, and where they are broken."""

from __future__ import annotations

import sys
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


def _told(message: str) -> tuple[str, int]:
    """What the parser says without the place, and its line: ``... (at line 3, column 7)``."""
    reason, _, place = message.partition(" (at ")
    digits = place.removeprefix("line ").partition(",")[0]
    return reason, int(digits) if digits.isdecimal() else 0
