"""What `--output-format` and `--statistics` ask for, and how all of it gets written."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from sequence_lint.cli import completing
from sequence_lint.cli.output import put, wants_color, width

if TYPE_CHECKING:
    from sequence_lint.engine import Outcome
    from sequence_lint.outputs import Output

_FOR_PEOPLE = ("full", "concise")
_IN_LINES = (*_FOR_PEOPLE, "github", "markdown")
"""What may follow each other in one place; all others are documents as a whole."""


def _outputs(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> tuple[Output, ...]:
    if not values:
        return ()
    from sequence_lint.outputs import parsed

    try:
        return tuple(dict.fromkeys(map(parsed, values)))
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


format_option = click.option(
    "--output-format",
    "outputs",
    multiple=True,
    callback=_outputs,
    shell_complete=completing.formats,
    metavar="FORMAT[:FILE]",
    help="How findings are written: full, concise, json, jsonl, sarif, github, gitlab, junit, "
    "markdown or html. May be given several times, each with a file of its own.  [default: full]",
)
statistics_option = click.option(
    "--statistics", is_flag=True, help="Count by rule, rather than show what was found."
)


Place = tuple["str | None", list[str]]
"""A file as the user named it, or None for standard output, and the formats that go there."""


def destinations(
    outputs: tuple[Output, ...], output_file: str | None, statistics: bool
) -> tuple[Place, ...]:
    """Where what is to be written; a format that names no file goes to *output_file*.

    Raises click.UsageError where a document would be mixed with something else.
    """
    from sequence_lint.outputs import Output

    outputs = outputs or (Output("full"),)
    if statistics and not any(output.format in _FOR_PEOPLE for output in outputs):
        outputs = (*outputs, Output("full"))
    found: dict[str | None, Place] = {}
    for output in outputs:
        file = output.file or output_file
        _, formats = found.setdefault(file and os.path.realpath(file), (file, []))
        formats.append(output.format)
    for place in found.values():
        _refuse_mixture(*place)
    return tuple(found.values())


def deliver(outcome: Outcome, places: tuple[Place, ...], color: str, *, statistics: bool) -> bool:
    """Write everything. False, with a line on standard error for each, if a place refuses it."""
    written = True
    for file, formats in places:
        try:
            put(_text(outcome, formats, file, color, statistics), file)
        except click.ClickException as error:
            error.show()
            written = False
    return written


def _text(
    outcome: Outcome, formats: list[str], file: str | None, color: str, statistics: bool
) -> str:
    from sequence_lint.report.formats import counted, written

    return "".join(
        counted(outcome, name)
        if statistics and name in _FOR_PEOPLE
        else written(outcome, name, width(file), color=wants_color(color, file))
        for name in formats
    )


def _refuse_mixture(file: str | None, formats: list[str]) -> None:
    documents = [name for name in formats if name not in _IN_LINES]
    if documents and len(formats) > 1:
        place = "standard output" if file is None else file
        raise click.UsageError(
            f"{' and '.join(formats)} would both go to {place}. "
            f"Give one of them a file of its own: --output-format {documents[0]}:FILE"
        )
