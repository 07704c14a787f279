"""`sequence-lint rule`: the documentation of one rule."""

from __future__ import annotations

import click

from sequence_lint.cli import completing
from sequence_lint.cli.help import Explained
from sequence_lint.cli.output import notice, put


@click.command(
    "rule",
    cls=Explained,
    examples=(
        ("sequence-lint rule SEQ102", "read about a rule"),
        ("sequence-lint rule partial-batch-dropped", "the same, by its name"),
    ),
)
@click.argument("rule", metavar="CODE_OR_NAME", shell_complete=completing.rules)
def command(rule: str) -> int:
    """Explain a rule.

    It is given by its code (SEQ101) or its name (length-counts-samples).
    """
    from sequence_lint.registry import load, nearest
    from sequence_lint.report.catalogue import page

    registry = load()
    for line in registry.broken:
        notice(line)
    found = registry.find(rule)
    if found is None:
        raise click.UsageError(f"no rule is called '{rule}'. {nearest(rule, registry.rules)}")
    put(page(found))
    return 2 if registry.broken else 0
