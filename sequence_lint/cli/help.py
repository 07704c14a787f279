"""How the help of a command is laid out: options under headings, tables, examples."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

Rows = Sequence[tuple[str, str]]


class Explained(click.Command):
    """A command with ``examples`` (a command line and what it does) at the end of its help.

    ``sections`` put its options under headings. Options that stand in none of them come last.
    ``tables`` tell what else there is to know, each under its heading.
    """

    def __init__(
        self,
        *arguments: Any,
        examples: Rows = (),
        sections: Sequence[tuple[str, Sequence[str]]] = (),
        tables: Sequence[tuple[str, Rows]] = (),
        **others: Any,
    ) -> None:
        super().__init__(*arguments, **others)
        self._examples = examples
        self._sections = sections
        self._tables = tables

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, each under its heading."""
        left = {
            name: record
            for parameter in self.get_params(ctx)
            if isinstance(parameter, click.Option)
            if (record := parameter.get_help_record(ctx)) is not None
            for name in [max(parameter.opts, key=len)]
        }
        for heading, names in self._sections:
            rows = [left.pop(name) for name in names if name in left]
            _write(formatter, heading, rows)
        _write(formatter, "Other options" if self._sections else "Options", list(left.values()))

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the tables and the examples, whose command lines are never broken."""
        for heading, rows in self._tables:
            _write(formatter, heading, rows)
        write_examples(formatter, self._examples)


def write_examples(formatter: click.HelpFormatter, examples: Rows) -> None:
    """Write the examples: what each does, and below the command line, in one piece."""
    if not examples:
        return
    with formatter.section("Examples"):
        for number, (line, purpose) in enumerate(examples):
            if number:
                formatter.write_paragraph()
            formatter.write_text(f"{purpose[0].upper()}{purpose[1:]}:")
            formatter.write(f"{'':{formatter.current_indent + formatter.indent_increment}}{line}\n")


def _write(formatter: click.HelpFormatter, heading: str, rows: Rows) -> None:
    if rows:
        with formatter.section(heading):
            formatter.write_dl(rows)
