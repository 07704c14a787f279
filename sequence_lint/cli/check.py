"""`sequence-lint check`: lint files and folders."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from sequence_lint.cli import completing
from sequence_lint.cli.adoption import Adoption, adoption
from sequence_lint.cli.formats import deliver, destinations, format_option, statistics_option
from sequence_lint.cli.help import Explained
from sequence_lint.cli.manual import EXAMPLES, SECTIONS, TABLES
from sequence_lint.cli.mends import Manner, Mends, mends, outcome_of, refuse_stdin, show, write
from sequence_lint.cli.output import color_option, notice, put
from sequence_lint.cli.wishes import wishes
from sequence_lint.outputs import shows_fixes

if TYPE_CHECKING:
    from sequence_lint.outputs import Output
    from sequence_lint.settings import Settings
    from sequence_lint.source.sources import Sources


def _jobs(_: click.Context, __: click.Parameter, value: str | None) -> int | None:
    if value is None:
        return None
    if not (value.isascii() and value.isdecimal() and int(value)):
        raise click.BadParameter(f"'{value}' is no number of processes: 1, 2, 3 …")
    return int(value)


@click.command("check", cls=Explained, sections=SECTIONS, tables=TABLES, examples=EXAMPLES)
@click.argument("paths", nargs=-1, metavar="[PATHS]...", shell_complete=completing.paths)
@wishes
@adoption
@mends
@format_option
@click.option(
    "--output-file",
    "-o",
    shell_complete=completing.paths,
    metavar="FILE",
    help="Write there, not to standard output.",
)
@statistics_option
@color_option
@click.option(
    "--jobs",
    "-j",
    callback=_jobs,
    metavar="N",
    help="At most so many processes.  [default: as many as pay]",
)
@click.option("--show-files", is_flag=True, help="List the files that would be linted, and end.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if there are findings.")
@click.option(
    "--stdin-filename",
    shell_complete=completing.paths,
    metavar="PATH",
    help="What the text from standard input (-) is called.",
)
def command(
    paths: tuple[str, ...],
    given: Settings,
    adopting: Adoption,
    mending: Mends,
    outputs: tuple[Output, ...],
    output_file: str | None,
    statistics: bool,
    color: str,
    jobs: int | None,
    exit_zero: bool,
    show_files: bool,
    stdin_filename: str | None,
) -> int:
    """Lint files and folders.

    Without PATHS the current folder; - reads standard input. A file is judged as a part of its
    project, whatever else is named. Settings come from [tool.sequence-lint] in pyproject.toml, and
    from options, which win.
    """
    refuse_stdin(paths, mending)
    projects = _projects(paths or (".",), given, stdin_filename)
    if show_files:
        return _show(projects, given, output_file)
    wanted = outputs or _configured(projects, given)
    places = destinations(wanted, output_file, statistics)
    adopting.prepare(paths, projects, given)
    how = Manner(jobs, plain=color == "never", prove=shows_fixes(wanted))
    outcome, mended = outcome_of(projects, given, mending, how)
    if not outcome.files and not outcome.errors:
        notice("no Python files found in the given paths")
    for line in outcome.notices:
        notice(line)
    if mended is not None and mending.diff:
        return show(mended, output_file)
    written = mended is None or write(mended)
    outcome, kept = adopting.carried_out(outcome)
    if not deliver(outcome, places, color, statistics=statistics) or not (written and kept):
        return 2
    return 0 if exit_zero and outcome.exit_code == 1 else outcome.exit_code


def _projects(
    paths: tuple[str, ...], given: Settings, stdin_filename: str | None
) -> tuple[Sources, ...]:
    from sequence_lint.run import projects_of

    if "-" not in paths:
        return projects_of(paths, given)
    content = sys.stdin.buffer.read() if sys.stdin is not None else b""
    return projects_of(paths, given, content, stdin_filename)


def _configured(projects: tuple[Sources, ...], given: Settings) -> tuple[Output, ...]:
    from sequence_lint.outputs import Output
    from sequence_lint.run import output_format

    return (Output(output_format(projects, given)),)


def _show(projects: tuple[Sources, ...], given: Settings, output_file: str | None) -> int:
    from sequence_lint.run import settings_of

    settings_of(projects, given)  # what is excluded cannot be told from a broken file
    problems = [problem for each in projects for problem in each.problems]
    for problem in problems:
        notice(f"{problem.path}: {problem.reason}")
    files = sorted(file.path for each in projects for file in each.asked)
    put("".join(f"{path}\n" for path in files), output_file)
    return 2 if problems else 0
