"""`--fix`, `--unsafe-fixes` and `--diff`: the fixes of a run, written or shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from sequence_lint.cli.output import notice, put
from sequence_lint.records import dataclass
from sequence_lint.source.files import Unreadable, read_bytes
from sequence_lint.spelling import counted

if TYPE_CHECKING:
    from sequence_lint.engine import Outcome, Watch
    from sequence_lint.fixes import Safety
    from sequence_lint.mending import Changed, Mended
    from sequence_lint.settings import Settings
    from sequence_lint.source.sources import Sources

_OPTIONS = (
    click.option("--fix", is_flag=True, help="Make the safe fixes, and report what is left."),
    click.option(
        "--unsafe-fixes",
        is_flag=True,
        help="With --fix or --diff: also those that change what is trained on.",
    ),
    click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing."),
)


class Mends:
    """What is wanted: which fixes (``allowed``), and whether they are only shown (``diff``)."""

    def __init__(self, fix: bool, unsafe_fixes: bool, diff: bool) -> None:
        if unsafe_fixes and not (fix or diff):
            raise click.UsageError("--unsafe-fixes goes with --fix or --diff")
        self.allowed: tuple[Safety, ...] = ("safe", "unsafe") if unsafe_fixes else ("safe",)
        self.diff = diff
        self._wanted = fix or diff

    def __bool__(self) -> bool:
        """Whether any are wanted."""
        return self._wanted


def mends(command: Callable[..., int]) -> Callable[..., int]:
    """Give *command* these options, and in their place one `Mends` named ``mending``."""

    @wraps(command)
    def with_mends(**options: Any) -> int:
        stated = {name: options.pop(name) for name in ("fix", "unsafe_fixes", "diff")}
        return command(mending=Mends(**stated), **options)

    decorated: Callable[..., int] = with_mends
    for option in reversed(_OPTIONS):
        decorated = option(decorated)
    return decorated


@dataclass(frozen=True, slots=True)
class Manner:
    """How the work is done: in how many processes, without progress, with a proof of fixes."""

    jobs: int | None
    plain: bool
    prove: bool


def outcome_of(
    projects: Sequence[Sources], given: Settings, mending: Mends, how: Manner
) -> tuple[Outcome, Mended | None]:
    """What there is to report, and what the fixes change where any are wanted."""
    from sequence_lint.cli.progress import watched
    from sequence_lint.run import lint_projects, mend_projects

    def work(watch: Watch | None) -> tuple[Outcome, Mended | None]:
        if not mending:
            return lint_projects(projects, given, how.jobs, watch, prove=how.prove), None
        mended = mend_projects(projects, given, mending.allowed, how.jobs, watch)
        return mended.outcome, mended

    return watched(work, plain=how.plain)


def show(mended: Mended, output_file: str | None) -> int:
    """Write what would change as a unified diff. The exit code: 1 where there is anything."""
    from sequence_lint.report.difference import to_diff

    put("".join(to_diff(one.file.path, one.before, one.after) for one in mended.files), output_file)
    count = len(mended.fixed)
    if count:
        notice(f"would make {counted(count, 'fix')} in {counted(len(mended.files), 'file')}")
    return 2 if mended.outcome.errors else int(bool(count))


def write(mended: Mended) -> bool:
    """Write the files that changed. False, with a line for each, where one cannot be written."""
    written = [put_in_place(one) for one in mended.files]
    if mended.fixed and all(written):
        notice(f"made {counted(len(mended.fixed), 'fix')} in {counted(len(written), 'file')}")
    return all(written)


def put_in_place(changed: Changed) -> bool:
    """Write a file that changed. False, with a line on standard error, where that cannot be."""
    from sequence_lint.source.writing import replace_file

    path = changed.file.path
    try:
        if read_bytes(changed.file.absolute) != changed.before:
            notice(f"{path}: has changed since it was read, and is left as it is")
            return False
        replace_file(changed.file.absolute, changed.after)
    except Unreadable as error:
        notice(f"{path}: {error.reason}")
        return False
    except OSError as error:
        notice(f"{path}: cannot be written: {error.strerror or error}")
        return False
    return True


def refuse_stdin(paths: Sequence[str], mending: Mends) -> None:
    """Raise click.UsageError where standard input would have to be written to."""
    if mending and not mending.diff and "-" in paths:
        raise click.UsageError("standard input cannot be written to: take --diff, or name a file")
