"""`sequence-lint show`: what the dry run understood of a class."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sequence_lint.cli import completing
from sequence_lint.cli.help import Explained
from sequence_lint.cli.output import color_option, knows_blocks, notice, put, wants_color, width

if TYPE_CHECKING:
    from sequence_lint.model import SequenceClass


@click.command(
    "show",
    cls=Explained,
    examples=(
        ("sequence-lint show src", "draw all Sequences below a folder"),
        ("sequence-lint show src/train.py::Floor", "draw one of them"),
    ),
)
@click.argument("target", metavar="PATH[::CLASS]", shell_complete=completing.paths)
@color_option
def command(target: str, color: str) -> int:
    """Draw which samples each batch of a class serves.

    Says too what makes it a Sequence, what it returns, and what could not be followed and why.
    PATH is a file or a folder. CLASS picks one of its classes.
    """
    from sequence_lint.report.show import to_text
    from sequence_lint.report.wording import at
    from sequence_lint.run import examine_projects, projects_of

    path, _, name = target.partition("::")
    understood = examine_projects(projects_of((path,)))
    for error in understood.errors:
        notice(f"{at(error)}: {error.code} {error.message}")
    for line in understood.notices:
        notice(line)
    wanted = _wanted(understood.classes, name)
    if wanted:
        text = to_text(wanted, width(), color=wants_color(color), blocks=knows_blocks())
        put(text)
    elif not understood.errors:
        notice(f"no Sequence class found in {path}")
    return 2 if understood.errors or understood.notices else 0


def _wanted(classes: tuple[SequenceClass, ...], name: str) -> tuple[SequenceClass, ...]:
    if not name:
        return classes
    wanted = tuple(c for c in classes if name in (c.qualname, c.name))
    if not wanted:
        raise click.UsageError(f"no Sequence class is called '{name}'. {_hint(classes, name)}")
    return wanted


def _hint(classes: tuple[SequenceClass, ...], name: str) -> str:
    from difflib import get_close_matches

    names = [c.qualname for c in classes]
    close = get_close_matches(name, names, n=1)
    if close:
        return f"Did you mean {close[0]}?"
    return f"There are: {', '.join(names)}." if names else "There is none at all."
