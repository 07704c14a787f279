"""Knows how measured text gets into a page: between two marks, which are HTML comments."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def fill(page: Path, parts: Mapping[str, str]) -> None:
    """Put each part between the marks of its name; the rest of *page* stays as it is.

    Raises `ValueError` when marks are not there, and then leaves the page alone.
    """
    text = page.read_text(encoding="utf-8")
    for name, content in parts.items():
        text = _filled(text, name, content)
    page.write_text(text, encoding="utf-8")


def _filled(text: str, name: str, content: str) -> str:
    begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
    before, found, rest = text.partition(begin)
    _, closed, after = rest.partition(end)
    if not (found and closed):
        raise ValueError(f"there are no marks {begin} and {end}")
    return f"{before}{begin}\n{content}\n{end}{after}"
