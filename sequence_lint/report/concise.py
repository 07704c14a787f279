"""One line a diagnostic: ``path:line:column: CODE name: message (worked example)``."""

from __future__ import annotations

from sequence_lint.engine import Outcome
from sequence_lint.report.wording import one_line


def to_lines(outcome: Outcome) -> str:
    """The diagnostics, a line each, in their order. Nothing at all on a clean run."""
    return "".join(
        f"{d.path}:{d.line}:{d.column}: {d.code} {d.name}: {_said(d.message, d.example)}\n"
        for d in outcome.diagnostics
    )


def _said(message: str, example: str | None) -> str:
    said = one_line(message)
    return said if example is None else f"{said} ({one_line(example)})"
