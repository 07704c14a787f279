"""The options for code that has findings already: baselines, comments, and what changed since."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from sequence_lint.cli.output import notice, put
from sequence_lint.spelling import counted

if TYPE_CHECKING:
    from sequence_lint.baselines import Rewritten
    from sequence_lint.engine import Outcome
    from sequence_lint.settings import Settings
    from sequence_lint.source.changed import Changes
    from sequence_lint.source.sources import Sources

_OPTIONS = (
    click.option(
        "--write-baseline",
        is_flag=True,
        help="Write all findings into the baseline, so that they are accepted from now on.",
    ),
    click.option(
        "--prune-baseline", is_flag=True, help="Take out of the baseline what is found no more."
    ),
    click.option(
        "--since", metavar="REV", help="Only what lines are about that changed since that revision."
    ),
)


class Adoption:
    """What is wanted besides linting."""

    def __init__(self, since: str | None) -> None:
        self._since = since
        self._changes: Changes | None = None
        self._absolute: dict[str, str] = {}
        self._writes = False

    def prepare(self, paths: Sequence[str], projects: Sequence[Sources], given: Settings) -> None:
        """Find out whether all of it can be done. Raises click.ClickException if not."""
        self._writes = bool(given.revise)
        asked = [
            option
            for option, wanted in (
                (f"--{given.revise}-baseline", self._writes),
                ("--since", self._since is not None),
            )
            if wanted
        ]
        if asked and "-" in paths:
            raise click.UsageError(f"{asked[0]} cannot be used with standard input: name files")
        if self._writes and self._since is not None:
            raise click.UsageError("a baseline is about all findings: leave out --since")
        if self._writes:
            _require_baseline(projects, given)
        if self._since is not None:
            self._changes = _changes(self._since, projects)
            self._absolute = {file.path: file.absolute for each in projects for file in each.files}

    def carried_out(self, outcome: Outcome) -> tuple[Outcome, bool]:
        """What is to be reported, and whether everything could be written."""
        written = [_written(each) for each in outcome.baselines]
        if self._changes is not None:
            from sequence_lint.since import narrowed

            outcome = narrowed(outcome, self._changes, self._absolute)
        return outcome, all(written)


def adoption(command: Callable[..., int]) -> Callable[..., int]:
    """Give *command* these options, and in their place one `Adoption` named ``adopting``."""

    @wraps(command)
    def with_adoption(given: Settings, **options: Any) -> int:
        write, prune = options.pop("write_baseline"), options.pop("prune_baseline")
        if write or prune:
            given = replace(given, revise="write" if write else "prune")
        adopting = Adoption(options.pop("since"))
        return command(given=given, adopting=adopting, **options)

    decorated: Callable[..., int] = with_adoption
    for option in reversed(_OPTIONS):
        decorated = option(decorated)
    return decorated


def _require_baseline(projects: Sequence[Sources], given: Settings) -> None:
    from sequence_lint.run import settings_of

    if not all(own.baseline for own in settings_of(projects, given)):
        raise click.UsageError(
            "say which file the baseline is: --baseline FILE, or `baseline` in the configuration"
        )


def _changes(since: str, projects: Sequence[Sources]) -> Changes:
    from sequence_lint.source.changed import Changes, NotComparable

    try:
        return Changes(since, (file.absolute for each in projects for file in each.asked))
    except NotComparable as error:
        raise click.ClickException(str(error)) from None


def _written(baseline: Rewritten) -> bool:
    from sequence_lint.source.stated import shown

    try:
        put(baseline.content.decode(), baseline.file)
    except click.ClickException as error:
        error.show()
        return False
    accepted = counted(baseline.allowed, "finding")
    notice(f"{shown(baseline.file)} accepts {accepted} now, and accepted {baseline.before} before")
    return True
