"""The format for people: each diagnostic with its source, its worked example and its cure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sequence_lint.report.wording import at, one_line, printable, summary

if TYPE_CHECKING:
    from sequence_lint.engine import Outcome
    from sequence_lint.model import Place
    from sequence_lint.report.paper import Paper
    from sequence_lint.rule import Diagnostic, Severity


def to_text(outcome: Outcome, width: int, *, color: bool) -> str:
    """All diagnostics and a summary, in lines of at most *width* cells where words allow it."""
    if not outcome.diagnostics:
        # A clean run ends here: loading rich would take longer than the run.
        return summary(outcome) + "\n"
    from sequence_lint.report.paper import Paper

    paper = Paper(width, color=color)
    for diagnostic in outcome.diagnostics:
        _draw(paper, diagnostic, outcome)
        paper.line()
    paper.paragraph(summary(outcome))
    return paper.text()


def _draw(paper: Paper, diagnostic: Diagnostic, outcome: Outcome) -> None:
    from rich.text import Text

    from sequence_lint.report.excerpt import draw

    style = _style(diagnostic.severity)
    place = _place(diagnostic)
    code = (f" {diagnostic.code} {diagnostic.name}", f"bold {style}")
    paper.paragraph(Text.assemble((at(place), "bold"), code, f" ({diagnostic.severity.value})"))
    paper.paragraph(one_line(diagnostic.message), "  ")
    draw(paper, outcome.lines(place.path, place.cell), place, style, context=1)
    for label, text in (("example", diagnostic.example), ("help", diagnostic.help)):
        if text:
            _labelled(paper, label, text)
    if diagnostic.fix is not None:
        option = "--fix" if diagnostic.fix.safety == "safe" else "--fix --unsafe-fixes"
        _labelled(paper, "fix", f"{one_line(diagnostic.fix.message)} ({option})")
    if diagnostic.affects:
        _labelled(paper, "affects", one_line(", ".join(diagnostic.affects)))
    for related in diagnostic.related:
        paper.labelled("see", f"{at(related.place)}: {one_line(related.message)}")
        lines = outcome.lines(related.place.path, related.place.cell)
        draw(paper, lines, related.place, "cyan")


def _labelled(paper: Paper, label: str, text: str) -> None:
    """A text of one or more lines; those after the first keep their own line."""
    first, *others = text.strip().split("\n")
    paper.labelled(label, printable(first))
    for other in others:
        paper.paragraph(printable(other.rstrip()), "    ")


def _place(diagnostic: Diagnostic) -> Place:
    from sequence_lint.model import Place

    end = (diagnostic.end_line, diagnostic.end_column)
    return Place(diagnostic.path, diagnostic.line, diagnostic.column, *end, diagnostic.cell)


def _style(severity: Severity) -> str:
    return {"error": "red", "warning": "yellow", "note": "cyan"}[severity.value]
