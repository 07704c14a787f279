"""What is different between two contents of a file, as a unified diff that `patch` takes."""

from __future__ import annotations

import difflib

_NO_END = "\\ No newline at end of file\n"


def to_diff(path: str, before: bytes, after: bytes) -> str:
    """The diff, empty where there is no difference; bytes that are no UTF-8 are escaped."""
    old, new = _lines(before), _lines(after)
    return "".join(map(_ended, difflib.unified_diff(old, new, path, path)))


def _lines(content: bytes) -> list[str]:
    # Only these: a form feed or a lonely carriage return ends no line for `patch`.
    text = content.decode("utf-8", "backslashreplace")
    *whole, rest = text.split("\n")
    return [*(f"{line}\n" for line in whole), *([rest] if rest else [])]


def _ended(line: str) -> str:
    return line if line.endswith("\n") else f"{line}\n{_NO_END}"
