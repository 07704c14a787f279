"""One line a diagnostic: ``path:line:column: CODE name: message (worked example)``.

In a notebook the number of the cell follows the path: ``path:cell 3:line:column``.
"""

from __future__ import annotations

from sequence_lint.engine import Outcome
from sequence_lint.report.wording import at, one_line, said

_MOST_NAMES = 3


def to_lines(outcome: Outcome) -> str:
    """The diagnostics, a line each, in their order. Nothing at all on a clean run."""
    return "".join(
        f"{at(d)}: {d.code} {d.name}: {said(d)}{_affects(d.affects)}\n" for d in outcome.diagnostics
    )


def _affects(classes: tuple[str, ...]) -> str:
    """The classes that the finding holds for, only the first of many."""
    if not classes:
        return ""
    left = len(classes) - _MOST_NAMES
    named = ", ".join(map(one_line, classes[:_MOST_NAMES]))
    return f" [affects {named} and {left} more]" if left > 0 else f" [affects {named}]"
