"""One line a diagnostic: ``path:line:column: CODE name: message``."""

from __future__ import annotations

from sequence_lint.engine import Outcome
from sequence_lint.report.wording import one_line


def to_lines(outcome: Outcome) -> str:
    """The diagnostics, a line each, in their order. Nothing at all on a clean run."""
    return "".join(
        f"{d.path}:{d.line}:{d.column}: {d.code} {d.name}: {one_line(d.message)}\n"
        for d in outcome.diagnostics
    )
