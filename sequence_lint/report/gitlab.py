"""The code quality report of GitLab, which a merge request shows beside the changed lines."""

from __future__ import annotations

import json
from typing import Any

from sequence_lint.engine import Outcome
from sequence_lint.report.fingerprint import fingerprints
from sequence_lint.report.wording import at, lines_of_file, said
from sequence_lint.rule import Diagnostic, Severity


def to_code_quality(outcome: Outcome) -> str:
    """The report: an array with an object a diagnostic, in their order."""
    known = zip(outcome.diagnostics, fingerprints(outcome), strict=True)
    return (
        json.dumps([_issue(each, fingerprint, outcome) for each, fingerprint in known], indent=2)
        + "\n"
    )


def _issue(diagnostic: Diagnostic, fingerprint: str, outcome: Outcome) -> dict[str, Any]:
    first, last = lines_of_file(diagnostic, outcome) or (1, 1)
    text = f"{diagnostic.code}: {said(diagnostic)}"
    return {
        "type": "issue",
        "check_name": f"{diagnostic.code} {diagnostic.name}",
        "description": f"{at(diagnostic)}: {text}" if diagnostic.cell else text,
        "categories": ["Bug Risk"],
        "severity": _severity(diagnostic.severity),
        "fingerprint": fingerprint,
        "location": {
            "path": diagnostic.path,
            "lines": {"begin": first, "end": last},
        },
    }


def _severity(severity: Severity) -> str:
    return {"error": "critical", "warning": "major", "note": "info"}[severity.value]
