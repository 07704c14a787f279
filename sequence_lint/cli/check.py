"""`sequence-lint check`: lint files and folders."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from sequence_lint.cli.formats import deliver, destinations, format_option, statistics_option
from sequence_lint.cli.output import color_option, notice

if TYPE_CHECKING:
    from sequence_lint.outputs import Output
    from sequence_lint.source.sources import Sources


def _selectors(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    parts = (part.strip() for value in values for part in value.split(","))
    return tuple(part for part in parts if part)


def _jobs(_: click.Context, __: click.Parameter, value: str | None) -> int | None:
    if value is None:
        return None
    if not (value.isascii() and value.isdecimal() and int(value)):
        raise click.BadParameter(f"'{value}' is no number of processes: 1, 2, 3 …")
    return int(value)


@click.command("check")
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@click.option(
    "--select",
    multiple=True,
    callback=_selectors,
    metavar="RULES",
    help="Only these rules: codes, prefixes of codes or names, separated by commas. "
    "Replaces the select of pyproject.toml.",
)
@click.option(
    "--ignore",
    multiple=True,
    callback=_selectors,
    metavar="RULES",
    help="Not these rules. The more exact of --select and --ignore decides. "
    "Replaces the ignore of pyproject.toml.",
)
@click.option(
    "--target-keras",
    type=click.Choice(["auto", "2", "3"]),
    default="auto",
    show_default=True,
    help="The line of Keras that the code is written for; auto lets the code tell.",
)
@format_option
@click.option("--output-file", "-o", metavar="FILE", help="Write there, not to standard output.")
@statistics_option
@color_option
@click.option(
    "--jobs",
    "-j",
    callback=_jobs,
    metavar="N",
    help="At most so many processes.  [default: as many as pay]",
)
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if there are findings.")
@click.option(
    "--stdin-filename", metavar="PATH", help="What the text from standard input (-) is called."
)
def command(
    paths: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    target_keras: str,
    outputs: tuple[Output, ...],
    output_file: str | None,
    statistics: bool,
    color: str,
    jobs: int | None,
    exit_zero: bool,
    stdin_filename: str | None,
) -> int:
    """Lint files and folders.

    Without PATHS the current folder; - reads standard input.

    Exit code: 0 clean, 1 findings, 2 something could not be done.
    """
    from sequence_lint.cli.progress import watched
    from sequence_lint.run import lint_projects
    from sequence_lint.settings import Settings

    places = destinations(outputs, output_file, statistics)
    projects = _projects(paths or (".",), stdin_filename)
    settings = Settings(select, ignore, target_keras=target_keras)
    outcome = watched(
        lambda watch: lint_projects(projects, settings, jobs, watch), plain=color == "never"
    )
    if not outcome.files and not outcome.errors:
        notice("no Python files found in the given paths")
    for line in outcome.notices:
        notice(line)
    if not deliver(outcome, places, color, statistics=statistics):
        return 2
    return 0 if exit_zero and outcome.exit_code == 1 else outcome.exit_code


def _projects(paths: tuple[str, ...], stdin_filename: str | None) -> tuple[Sources, ...]:
    from sequence_lint.source.discovery import STDIN, projects

    if STDIN not in paths:
        return projects(paths)
    content = sys.stdin.buffer.read() if sys.stdin is not None else b""
    return projects(paths, content, stdin_filename)
