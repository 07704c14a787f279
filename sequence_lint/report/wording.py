"""How totals, places and foreign text are put on a line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from sequence_lint.spelling import address, counted, listed

if TYPE_CHECKING:
    from sequence_lint.engine import Outcome
    from sequence_lint.model import Place
    from sequence_lint.rule import Diagnostic


def at(place: Place | Diagnostic) -> str:
    """Where a place starts: ``path:line:column``, in a notebook ``path:cell 3:line:column``."""
    return address(place.path, place.cell, place.line, place.column)


def lines_of_file(place: Place | Diagnostic, outcome: Outcome) -> tuple[int, int] | None:
    """The first and the last line of a place as the file counts them; None where nobody knows.

    They differ from those of the place in a notebook, whose cells are texts in a file of JSON.
    """
    if not place.cell:
        return place.line, place.end_line
    known = outcome.in_file(place.path, place.cell)
    if not 1 <= place.line <= len(known):
        return None
    return known[place.line - 1], known[min(place.end_line, len(known)) - 1]


def one_line(text: str) -> str:
    """*text* without line breaks and without characters that a terminal would obey."""
    return printable(" ".join(text.split()))


def printable(text: str) -> str:
    """*text* of the same length, with a blank for each character that cannot be printed."""
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else " " for character in text)


def summary(outcome: Outcome) -> str:
    """The closing line: what was found, in how much."""
    seen = (
        f"{counted(outcome.files, 'file')} read, {counted(len(outcome.classes), 'class')} checked"
    )
    findings = outcome.findings
    if findings:
        classes = {(finding.path, finding.class_name) for finding in findings}
        found = f"{counted(len(findings), 'finding')} in {counted(len(classes), 'class')}"
        return f"Found {found} ({seen}).{_fixable(findings)}{_undone(outcome)}"
    return f"No findings ({seen}).{_undone(outcome)}"


def _fixable(findings: Sequence[Diagnostic]) -> str:
    """How many fixes are proven; where nobody asked for the proof, how many may be there."""
    proven = [each.fix.safety for each in findings if each.fix is not None]
    if proven:
        told = _by_option(proven, {"safe": "--fix", "unsafe": "--fix --unsafe-fixes"})
        return f" There {'is' if len(proven) == 1 else 'are'} {told}."
    proposed = [each.fixes[0].safety for each in findings if each.fixes and not each.proven]
    options = {"safe": "--diff", "unsafe": "--diff --unsafe-fixes"}
    return f" There may be {_by_option(proposed, options)}." if proposed else ""


def _by_option(safeties: Sequence[str], options: Mapping[str, str]) -> str:
    return listed(
        [
            f"{counted(safeties.count(safety), 'fix')} with {option}"
            for safety, option in options.items()
            if safety in safeties
        ]
    )


def _undone(outcome: Outcome) -> str:
    errors = outcome.errors
    return f" {counted(errors, 'thing')} could not be done." if errors else ""


def said(diagnostic: Diagnostic) -> str:
    """The message and, in brackets, the worked example, on one line."""
    message, example = one_line(diagnostic.message), diagnostic.example
    return message if example is None else f"{message} ({one_line(example)})"


def told(diagnostic: Diagnostic, *, place: bool) -> str:
    """All that a diagnostic says, a line each: message, example, help, classes, related places.

    The message comes after where it is and its rule, if its *place* is wanted.
    """
    see = [("See", f"{at(each.place)}: {each.message}") for each in diagnostic.related]
    return "\n".join((*spoken(diagnostic, place=place), *_labelled(see)))


def spoken(diagnostic: Diagnostic, *, place: bool) -> list[str]:
    """What `told` says, in lines, without the related places."""
    first = f"{at(diagnostic)}: {diagnostic.code} " if place else ""
    more = (
        ("Example", diagnostic.example),
        ("Help", diagnostic.help),
        ("Affects", ", ".join(diagnostic.affects)),
    )
    return [first + one_line(diagnostic.message), *_labelled(more)]


def _labelled(texts: Iterable[tuple[str, str | None]]) -> list[str]:
    return [f"{label}: {one_line(text)}" for label, text in texts if text]
