"""SARIF 2.1.0, the format in which code scanning and many editors take findings."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from typing import Any

from sequence_lint.engine import Outcome
from sequence_lint.fixes import Edit, Fix
from sequence_lint.judge import is_error
from sequence_lint.model import Place
from sequence_lint.report.fingerprint import VERSION, fingerprints
from sequence_lint.report.wording import at, lines_of_file, one_line, spoken
from sequence_lint.rule import Diagnostic, Related, Rule, Severity

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_FINGERPRINT = f"sequenceLint/{VERSION}"
_FOLDER = "%SRCROOT%"


def to_sarif(outcome: Outcome) -> str:
    """The log: one run, with the rules that found something, the findings and what went wrong."""
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(outcome)]}
    return json.dumps(log, indent=2) + "\n"


def _run(outcome: Outcome) -> dict[str, Any]:
    rules = _rules(outcome.findings)
    indexes = {rule.code: index for index, rule in enumerate(rules)}
    known = zip(outcome.diagnostics, fingerprints(outcome), strict=True)
    return {
        "tool": {"driver": _driver(rules)},
        "invocations": [_invocation(outcome)],
        "originalUriBaseIds": {
            _FOLDER: {"description": {"text": "The folder that sequence-lint was run in."}}
        },
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(each, mark, indexes, outcome) for each, mark in known if not is_error(each)
        ],
    }


def _rules(findings: Iterable[Diagnostic]) -> tuple[Rule, ...]:
    """The rules that found something, sorted by code."""
    codes = {each.code for each in findings}
    if not codes:
        return ()
    from sequence_lint.registry import load

    return tuple(rule for rule in load().rules if rule.code in codes)


def _driver(rules: Iterable[Rule]) -> dict[str, Any]:
    from sequence_lint import __version__

    return {
        "name": "sequence-lint",
        "semanticVersion": __version__,
        "rules": [_descriptor(rule) for rule in rules],
    }


def _descriptor(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": f"{rule.summary}."},
        "fullDescription": {"text": _what_it_does(rule)},
        "help": {"text": rule.doc.strip(), "markdown": rule.doc.strip()},
        "defaultConfiguration": {"level": rule.severity.value},
        "properties": {"tags": ["keras"], "problem.severity": _grade(rule.severity)},
    }


def _what_it_does(rule: Rule) -> str:
    """The first section of the documentation, or its first line where there are no sections."""
    section = rule.doc.partition("## What it does\n")[2].partition("\n## ")[0]
    return " ".join(section.split()) or f"{rule.summary}."


def _grade(severity: Severity) -> str:
    """What code scanning calls the severity."""
    return "recommendation" if severity is Severity.NOTE else severity.value


def _invocation(outcome: Outcome) -> dict[str, Any]:
    errors = [_notification(each, outcome) for each in outcome.diagnostics if is_error(each)]
    errors += [{"level": "error", "message": {"text": notice}} for notice in outcome.notices]
    return {"executionSuccessful": not errors, "toolExecutionNotifications": errors}


def _notification(diagnostic: Diagnostic, outcome: Outcome) -> dict[str, Any]:
    return {
        "descriptor": {"id": diagnostic.code},
        "level": "error",
        "message": {"text": f"{at(diagnostic)}: {one_line(diagnostic.message)}"},
        "locations": [_location(diagnostic, outcome)],
    }


def _result(
    diagnostic: Diagnostic, fingerprint: str, indexes: dict[str, int], outcome: Outcome
) -> dict[str, Any]:
    code = diagnostic.code
    rule = {"ruleId": code, "ruleIndex": indexes[code]} if code in indexes else {"ruleId": code}
    related = [_related(*each, outcome) for each in enumerate(diagnostic.related, 1)]
    return {
        **rule,
        "level": diagnostic.severity.value,
        "message": {"text": _message(diagnostic)},
        "locations": [{**_location(diagnostic, outcome), **_logical(diagnostic)}],
        **({"relatedLocations": related} if related else {}),
        "partialFingerprints": {_FINGERPRINT: fingerprint},
        **_fixes(diagnostic.fix, outcome),
    }


def _fixes(fix: Fix | None, outcome: Outcome) -> dict[str, Any]:
    """The fix, file by file; not those of notebooks, whose cells are no text of the file."""
    if fix is None or any(edit.place.cell for edit in fix.edits):
        return {}
    paths = dict.fromkeys(edit.place.path for edit in fix.edits)
    changes = [
        {
            "artifactLocation": _artifact(path),
            "replacements": [
                _replacement(edit, outcome) for edit in fix.edits if edit.place.path == path
            ],
        }
        for path in paths
    ]
    return {"fixes": [{"description": {"text": fix.message}, "artifactChanges": changes}]}


def _replacement(edit: Edit, outcome: Outcome) -> dict[str, Any]:
    text = {"insertedContent": {"text": edit.text}} if edit.text else {}
    return {"deletedRegion": _region(edit.place, outcome), **text}


def _message(diagnostic: Diagnostic) -> str:
    """All that it says, with a link for each of the related places."""
    said = [_escaped(one_line(related.message)) for related in diagnostic.related]
    links = (f"See: [{text}]({number})" for number, text in enumerate(said, 1))
    return "\n".join((*spoken(diagnostic, place=bool(diagnostic.cell)), *links))


def _escaped(text: str) -> str:
    """*text* for between the brackets of a link."""
    return text.replace("\\", r"\\").replace("[", r"\[").replace("]", r"\]")


def _related(number: int, related: Related, outcome: Outcome) -> dict[str, Any]:
    text = one_line(related.message)
    text = f"{at(related.place)}: {text}" if related.place.cell else text
    return {"id": number, **_location(related.place, outcome), "message": {"text": text}}


def _location(at: Diagnostic | Place, outcome: Outcome) -> dict[str, Any]:
    """Where it is; in a notebook by the lines of the file, and the cell in the properties."""
    where = {"artifactLocation": _artifact(at.path), "region": _region(at, outcome)}
    if not at.cell:
        return {"physicalLocation": where}
    inside = {"cell": at.cell, "line": at.line, "column": at.column}
    inside |= {"endLine": at.end_line, "endColumn": at.end_column}
    return {"physicalLocation": where, "properties": inside}


def _region(at: Diagnostic | Place, outcome: Outcome) -> dict[str, int]:
    first, last = lines_of_file(at, outcome) or (1, 1)
    if at.cell:
        return {"startLine": first, "endLine": last}  # columns count within the text of the cell
    start = {"startLine": first, "startColumn": at.column}
    return {**start, "endLine": last, "endColumn": at.end_column}


def _artifact(path: str) -> dict[str, str]:
    from urllib.parse import quote

    if path.startswith("..") or os.path.isabs(path):
        whole = os.path.abspath(path).replace(os.sep, "/")
        return {"uri": "file://" + quote(whole if whole.startswith("/") else f"/{whole}")}
    return {"uri": quote(path), "uriBaseId": _FOLDER}


def _logical(diagnostic: Diagnostic) -> dict[str, Any]:
    """The cell of a notebook and the class."""
    found = [{"fullyQualifiedName": f"cell {diagnostic.cell}"}] if diagnostic.cell else []
    if diagnostic.class_name is not None:
        found.append({"fullyQualifiedName": diagnostic.class_name, "kind": "type"})
    return {"logicalLocations": found} if found else {}
