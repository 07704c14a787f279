"""One JSON object a line and a diagnostic, with the keys that ``docs/json.md`` describes."""

from __future__ import annotations

import json

from sequence_lint.engine import Outcome
from sequence_lint.report.json import described


def to_json_lines(outcome: Outcome) -> str:
    """The diagnostics in their order, a line each. Nothing at all on a clean run."""
    return "".join(json.dumps(described(each)) + "\n" for each in outcome.diagnostics)
