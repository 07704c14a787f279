"""The JSON document for other programs; ``docs/json.md`` describes it."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from sequence_lint.engine import Outcome
from sequence_lint.fixes import Fix
from sequence_lint.model import Place
from sequence_lint.rule import Diagnostic, Related

# Raised when a key changes its meaning or goes away; new keys may come without that.
VERSION = 1


def to_json(outcome: Outcome) -> str:
    """The document: ``version``, ``diagnostics`` in their order, ``summary``."""
    document = {
        "version": VERSION,
        "diagnostics": [described(diagnostic) for diagnostic in outcome.diagnostics],
        "summary": _summary(outcome),
    }
    return json.dumps(document, indent=2) + "\n"


def described(diagnostic: Diagnostic) -> dict[str, Any]:
    """The object that stands for a diagnostic."""
    return {
        "path": diagnostic.path,
        "cell": diagnostic.cell or None,
        "code": diagnostic.code,
        "name": diagnostic.name,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "line": diagnostic.line,
        "column": diagnostic.column,
        "end_line": diagnostic.end_line,
        "end_column": diagnostic.end_column,
        "class": diagnostic.class_name,
        "affects": list(diagnostic.affects),
        "example": diagnostic.example,
        "related": [_related(related) for related in diagnostic.related],
        "help": diagnostic.help,
        "fix": _fix(diagnostic.fix),
        "url": diagnostic.url,
    }


def _related(related: Related) -> dict[str, Any]:
    return {**_place(related.place), "message": related.message}


def _fix(fix: Fix | None) -> dict[str, Any] | None:
    if fix is None:
        return None
    edits = [{**_place(edit.place), "text": edit.text} for edit in fix.edits]
    return {"message": fix.message, "safety": fix.safety, "edits": edits}


def _place(place: Place) -> dict[str, Any]:
    return {
        "path": place.path,
        "cell": place.cell or None,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
    }


def _summary(outcome: Outcome) -> dict[str, Any]:
    codes = Counter(diagnostic.code for diagnostic in outcome.diagnostics)
    return {
        "files": outcome.files,
        "classes": len(outcome.classes),
        "findings": len(outcome.findings),
        "errors": outcome.errors,
        "by_code": dict(sorted(codes.items())),
    }
