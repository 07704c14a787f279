"""`sequence-lint rules`: all rules in a table."""

from __future__ import annotations

import click

from sequence_lint.cli.help import Explained
from sequence_lint.cli.output import notice, put


@click.command(
    "rules", cls=Explained, examples=(("sequence-lint rules", "see which rules there are"),)
)
def command() -> int:
    """List all rules: code, name, severity and what they find."""
    from sequence_lint.registry import load
    from sequence_lint.report.catalogue import table

    registry = load()
    for line in registry.broken:
        notice(line)
    put(table(registry.rules))
    return 2 if registry.broken else 0
