"""Workflow commands that GitHub Actions turns into annotations of the changed lines."""

from __future__ import annotations

from sequence_lint.engine import Outcome
from sequence_lint.report.wording import lines_of_file, told
from sequence_lint.rule import Diagnostic, Severity


def to_commands(outcome: Outcome) -> str:
    """A command a line: the diagnostics in their order, then what could not be done elsewhere."""
    commands = [_command(each, outcome) for each in outcome.diagnostics]
    commands += [f"::error title=sequence-lint::{_value(notice)}" for notice in outcome.notices]
    return "".join(command + "\n" for command in commands)


def _command(diagnostic: Diagnostic, outcome: Outcome) -> str:
    kind = "notice" if diagnostic.severity is Severity.NOTE else diagnostic.severity.value
    properties = {
        "title": f"{diagnostic.code} {diagnostic.name}",
        "file": diagnostic.path,
        **_stretch(diagnostic, outcome),
    }
    written = ",".join(f"{key}={_property(str(said))}" for key, said in properties.items())
    # The log of a job shows the text alone, so the place has to be in it.
    return f"::{kind} {written}::{_value(told(diagnostic, place=True))}"


def _stretch(diagnostic: Diagnostic, outcome: Outcome) -> dict[str, int]:
    """The lines and columns, as far as the annotation can have them."""
    known = lines_of_file(diagnostic, outcome)
    if known is None:
        return {}
    lines = {"line": known[0], "endLine": known[1]}
    if diagnostic.cell or diagnostic.line != diagnostic.end_line:
        return lines  # columns are only taken where both ends are on one line
    return {**lines, "col": diagnostic.column, "endColumn": diagnostic.end_column}


def _value(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _value(text).replace(":", "%3A").replace(",", "%2C")
