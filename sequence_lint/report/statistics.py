"""How often each rule found something: a line a rule, the most frequent first."""

from __future__ import annotations

from collections import Counter

from sequence_lint.engine import Outcome
from sequence_lint.report.wording import summary


def to_counts(outcome: Outcome) -> str:
    """``count  CODE name`` a line, the counts flush right. Nothing at all on a clean run."""
    rows = counts(outcome)
    width = max((len(str(count)) for count, _, _ in rows), default=0)
    return "".join(f"{count:>{width}}  {code} {name}\n" for count, code, name in rows)


def to_counts_and_summary(outcome: Outcome) -> str:
    """The counts for people, with the closing line of a run below them."""
    table = to_counts(outcome)
    return f"{table}\n{summary(outcome)}\n" if table else f"{summary(outcome)}\n"


def counts(outcome: Outcome) -> tuple[tuple[int, str, str], ...]:
    """Count, code and name of each rule, the largest count first, then in order of the codes."""
    found = Counter((each.code, each.name) for each in outcome.diagnostics)
    rows = ((count, code, name) for (code, name), count in found.items())
    return tuple(sorted(rows, key=lambda row: (-row[0], *row[1:])))
