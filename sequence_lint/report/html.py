"""One page for a browser: a table to filter, with excerpts and a picture of the epoch."""

from __future__ import annotations

import json
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from html import escape
from types import MappingProxyType
from typing import Any

from sequence_lint.engine import Outcome
from sequence_lint.model import Epoch, Place, SequenceClass
from sequence_lint.report.strip import Cells, rows
from sequence_lint.report.wording import at, printable, summary
from sequence_lint.rule import Diagnostic, Related

_CELLS = Cells("s", "a", "d", "o")
_CLASSES = MappingProxyType({"s": "served", "a": "again", "d": "dropped", "o": "other"})
_CONTEXT = 1
_MOST_LINES = 8

Lines = Callable[[str, int], tuple[str, ...]]


def to_html(outcome: Outcome) -> str:
    """The page: one file that needs nothing else, and no network."""
    parts = {
        "style": _part("page.css"),
        "summary": escape(summary(outcome)),
        "report": _quoted(_report(outcome)),
        "script": _part("page.js"),
    }
    page = _part("page.html")
    for name, text in parts.items():
        before, _, after = page.partition(f"@@{name}@@")
        page = before + text + after
    return page


def _part(name: str) -> str:
    found = pkgutil.get_data(__package__, f"page/{name}")
    if found is None:
        raise LookupError(f"{name} is missing where sequence-lint is installed")
    return found.decode("utf-8")


def _quoted(report: dict[str, Any]) -> str:
    """JSON that can stand in a page: nothing in it can end the element that it is in."""
    text = json.dumps(report, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("@@", "\\u0040@")


def _report(outcome: Outcome) -> dict[str, Any]:
    """``strips`` are drawn once a class, and each finding names its own by number."""
    numbers: dict[tuple[str, int, str], int] = {}
    strips: list[dict[str, Any]] = []
    for one in outcome.classes:
        drawn = _strip(one)
        if drawn is not None:
            numbers[one.path, one.place.cell, one.qualname] = len(strips)
            strips.append(drawn)
    findings = [_finding(each, numbers, outcome.lines) for each in outcome.diagnostics]
    return {"cells": dict(_CLASSES), "strips": strips, "findings": findings}


def _strip(sequence: SequenceClass) -> dict[str, Any] | None:
    """The epoch of the readable size under the default flags, if it is known."""
    epoch = next(iter(sequence.epochs), None)
    if epoch is None or not epoch.told:
        return None
    drawn = [
        {"label": row.label, "cells": row.cells, "remark": row.remark}
        for row in rows(epoch, _CELLS)
    ]
    return {"title": _title(epoch), "rows": drawn}


def _title(epoch: Epoch) -> str:
    size = f"{epoch.size.samples} samples"
    return size if epoch.size.batch is None else f"{size} in batches of {epoch.size.batch}"


def _finding(
    diagnostic: Diagnostic, strips: dict[tuple[str, int, str], int], lines: Lines
) -> dict[str, Any]:
    end = (diagnostic.end_line, diagnostic.end_column)
    place = Place(diagnostic.path, diagnostic.line, diagnostic.column, *end, diagnostic.cell)
    name = diagnostic.class_name or ""
    return {
        "severity": diagnostic.severity.value,
        "code": diagnostic.code,
        "name": diagnostic.name,
        "place": at(place),
        "class": name,
        "message": diagnostic.message,
        "example": diagnostic.example or "",
        "help": diagnostic.help or "",
        "affects": list(diagnostic.affects),
        "excerpt": list(_excerpt(lines(place.path, place.cell), place, _CONTEXT)),
        "related": [_related(related, lines) for related in diagnostic.related],
        "strip": strips.get((diagnostic.path, diagnostic.cell, name), -1),
    }


def _related(related: Related, lines: Lines) -> dict[str, Any]:
    place = related.place
    excerpt = list(_excerpt(lines(place.path, place.cell), place, 0))
    return {"place": at(place), "message": related.message, "excerpt": excerpt}


def _excerpt(lines: Sequence[str], place: Place, context: int) -> Iterator[dict[str, Any]]:
    """The lines of *place* and some around it, each in three parts; that in the middle is meant."""
    last = min(place.end_line, place.line + _MOST_LINES - 1)
    for number in range(max(place.line - context, 1), min(last + context, len(lines)) + 1):
        line = printable(lines[number - 1].expandtabs(1)).rstrip()
        start, end = len(line), len(line)
        if place.line <= number <= last:
            start = place.column - 1 if number == place.line else len(line) - len(line.lstrip())
            end = place.end_column - 1 if number == place.end_line else len(line)
        yield {
            "number": number,
            "before": line[:start],
            "marked": line[start:end],
            "after": line[end:],
        }
