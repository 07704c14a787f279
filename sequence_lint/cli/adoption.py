"""The options for code that has findings already: baselines, comments, and what changed since."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from sequence_lint.cli.output import notice, put
from sequence_lint.records import replace
from sequence_lint.spelling import counted

if TYPE_CHECKING:
    from sequence_lint.baselines import Rewritten
    from sequence_lint.engine import Outcome
    from sequence_lint.rule import Diagnostic
    from sequence_lint.settings import Settings
    from sequence_lint.source.changed import Changes
    from sequence_lint.source.sources import Sources


def _reason(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    if value is not None:
        from sequence_lint.ignoring import is_reason

        if not is_reason(value):
            raise click.BadParameter("say on one line why, without comments for linters in it")
    return value and value.strip()


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
        "--add-ignore",
        callback=_reason,
        metavar="REASON",
        help="Silence what is found now by comments in the files, with that reason.",
    ),
    click.option(
        "--since", metavar="REV", help="Only what lines are about that changed since that revision."
    ),
)


class Adoption:
    """What is wanted besides linting."""

    def __init__(self, since: str | None, reason: str | None) -> None:
        self._since = since
        self._reason = reason
        self._changes: Changes | None = None
        self._projects: tuple[Sources, ...] = ()

    def prepare(self, paths: Sequence[str], projects: Sequence[Sources], given: Settings) -> None:
        """Find out whether all of it can be done. Raises click.ClickException if not."""
        self._projects = tuple(projects)
        asked = {
            f"--{given.revise}-baseline": bool(given.revise),
            "--add-ignore": self._reason is not None,
            "--since": self._since is not None,
        }
        options = [option for option, wanted in asked.items() if wanted]
        if options and "-" in paths:
            raise click.UsageError(f"{options[0]} cannot be used with standard input: name files")
        if given.revise and len(options) > 1:
            raise click.UsageError(f"{options[0]} is about all findings: leave out {options[1]}")
        if given.revise:
            _require_baseline(projects, given)
        if self._since is not None:
            self._changes = _changes(self._since, projects)

    def carried_out(self, outcome: Outcome) -> tuple[Outcome, bool]:
        """What is to be reported, and whether everything could be written."""
        written = [_written(each) for each in outcome.baselines]
        if self._changes is not None:
            from sequence_lint.since import narrowed

            files = (file for each in self._projects for file in each.files)
            absolute = {file.path: file.absolute for file in files}
            outcome = narrowed(outcome, self._changes, absolute)
        if self._reason is not None:
            silenced, whole = _silenced(outcome, self._projects, self._reason)
            left = (each for each in outcome.diagnostics if each not in silenced)
            return replace(outcome, diagnostics=tuple(left)), all(written) and whole
        return outcome, all(written)


def adoption(command: Callable[..., int]) -> Callable[..., int]:
    """Give *command* these options, and in their place one `Adoption` named ``adopting``."""

    @wraps(command)
    def with_adoption(given: Settings, **options: Any) -> int:
        write, prune = options.pop("write_baseline"), options.pop("prune_baseline")
        if write or prune:
            given = replace(given, revise="write" if write else "prune")
        if options["add_ignore"] is not None and (options.get("fix") or options.get("diff")):
            raise click.UsageError("--add-ignore cannot be used with --fix or --diff")
        adopting = Adoption(options.pop("since"), options.pop("add_ignore"))
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


def _silenced(
    outcome: Outcome, projects: Sequence[Sources], reason: str
) -> tuple[set[Diagnostic], bool]:
    """What is silenced by comments from now on, and whether all was that had to be."""
    from sequence_lint.silencing import UNUSED

    silenced: set[Diagnostic] = set()
    files, whole = 0, True
    for sources in projects:
        for file in sources.asked:
            found = [d for d in outcome.findings if d.path == file.path and d.code != UNUSED]
            if found and _add(file.path, found, reason, sources):
                silenced.update(found)
                files += 1
            elif found:
                whole = False
    if silenced:
        notice(f"silenced {counted(len(silenced), 'finding')} in {counted(files, 'file')}")
    return silenced, whole


def _add(path: str, found: Sequence[Diagnostic], reason: str, sources: Sources) -> bool:
    """Write comments into a file. False, with a line on standard error, where that cannot be."""
    from sequence_lint.cli.mends import put_in_place
    from sequence_lint.ignoring import ignored
    from sequence_lint.source.editing import NotEditable

    try:
        return put_in_place(ignored(path, found, reason, sources))
    except NotEditable as error:
        notice(f"{path}: no comments were added: {error}")
        return False
