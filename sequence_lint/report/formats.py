"""Which function writes which output format."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sequence_lint.engine import Outcome

_WRITERS = (
    ("concise", "to_lines"),
    ("json", "to_json"),
    ("jsonl", "to_json_lines"),
    ("sarif", "to_sarif"),
    ("github", "to_commands"),
    ("gitlab", "to_code_quality"),
    ("junit", "to_junit"),
    ("markdown", "to_markdown"),
    ("html", "to_html"),
)


def written(outcome: Outcome, name: str, width: int, *, color: bool) -> str:
    """The outcome in the format of that name.

    Only the format for people heeds the *width*, in cells, and the colours.
    """
    if name == "full":
        from sequence_lint.report.full import to_text

        return to_text(outcome, width, color=color)
    return _writer(name)(outcome)


def counted(outcome: Outcome, name: str) -> str:
    """How often each rule found something, in one of the formats for people."""
    from sequence_lint.report.statistics import to_counts, to_counts_and_summary

    return to_counts(outcome) if name == "concise" else to_counts_and_summary(outcome)


def _writer(name: str) -> Callable[[Outcome], str]:
    # Each format is loaded when it is asked for: they cost more than a clean run.
    from importlib import import_module

    writer: Callable[[Outcome], str] = getattr(
        import_module(f"sequence_lint.report.{name}"), dict(_WRITERS)[name]
    )
    return writer
