"""Markdown for the summary of a job: what was found in a table, below the counts by rule."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sequence_lint.engine import Outcome
from sequence_lint.report.statistics import counts
from sequence_lint.report.wording import at, one_line, summary, told
from sequence_lint.rule import Diagnostic

ROOM = 900_000
"""Bytes for the table of findings: GitHub refuses a summary of more than 1 MiB."""

_MARKED = re.compile(r"([\\`*_\[\]<>#|~&])")


def to_markdown(outcome: Outcome) -> str:
    """Headline, closing line, counts by rule, and a row a diagnostic as far as there is room."""
    parts = ["## sequence-lint\n", f"{_text(summary(outcome))}\n"]
    if outcome.diagnostics:
        parts += ["| findings | rule |", "| ---: | --- |"]
        parts += [f"| {count} | {code} {name} |" for count, code, name in counts(outcome)]
        parts += ["", "| place | rule | what was found |", "| --- | --- | --- |"]
        parts += _rows(outcome.diagnostics)
    parts += [f"\n{_text(notice)}" for notice in outcome.notices]
    return "\n".join(parts).rstrip("\n") + "\n"


def _rows(diagnostics: tuple[Diagnostic, ...]) -> Iterator[str]:
    room = ROOM
    for number, diagnostic in enumerate(diagnostics):
        row = _row(diagnostic)
        room -= len(row.encode("utf-8", "replace")) + 1
        if room < 0:
            yield f"| | | {len(diagnostics) - number} more are left out here |"
            return
        yield row


def _row(diagnostic: Diagnostic) -> str:
    rule = f"{diagnostic.code} {diagnostic.name} ({diagnostic.severity.value})"
    said = "<br>".join(map(_text, told(diagnostic, place=False).split("\n")))
    return f"| {_code(at(diagnostic))} | {rule} | {said} |"


def _text(text: str) -> str:
    """*text* with nothing in it that is taken for markup, but for code between backticks."""
    parts = re.split(r"`([^`]+)`", one_line(text))
    return "".join(
        _code(part) if number % 2 else _MARKED.sub(r"\\\1", part)
        for number, part in enumerate(parts)
    )


def _code(text: str) -> str:
    """*text* as code in a cell of a table."""
    fence = "``" if "`" in text else "`"
    blank = " " if "`" in text else ""
    escaped = text.replace("|", r"\|")
    return f"{fence}{blank}{escaped}{blank}{fence}"
