"""One run over all projects that the paths belong to, each of them with its own settings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sequence_lint.engine import Outcome, Understood, Watch, examine, lint
from sequence_lint.settings import Settings

if TYPE_CHECKING:
    from sequence_lint.source.sources import Sources


def lint_projects(
    projects: Sequence[Sources],
    given: Settings,
    jobs: int | None = 1,
    watch: Watch | None = None,
) -> Outcome:
    """Lint each project by itself; see `engine.lint`, which raises the same.

    The settings of a project are those of its file, over which those *given* win. Raises
    `settings.BadConfiguration` before anything is linted.
    """
    settings = settings_of(projects, given)
    outcomes = [lint(each, own, jobs, watch) for each, own in zip(projects, settings, strict=True)]
    return outcomes[0] if len(outcomes) == 1 else _united(outcomes)


def examine_projects(projects: Sequence[Sources]) -> Understood:
    """The classes of all projects; see `engine.examine`. Raises `settings.BadConfiguration`."""
    settings = settings_of(projects, Settings())
    each = [examine(sources, own) for sources, own in zip(projects, settings, strict=True)]
    return Understood(
        tuple(sequence for one in each for sequence in one.classes),
        tuple(error for one in each for error in one.errors),
        tuple(dict.fromkeys(notice for one in each for notice in one.notices)),
        tuple(call for one in each for call in one.calls),
    )


def settings_of(projects: Sequence[Sources], given: Settings) -> tuple[Settings, ...]:
    """The settings of each project. Raises `settings.BadConfiguration`."""
    roots = [each.root for each in projects]
    if not any(root.configuration for root in roots):
        return (given,) * len(roots)
    # Nothing is to be read in most projects, and reading it takes as long as to lint a clean file.
    from sequence_lint.configuration import configured

    return configured(roots, given)


def _united(outcomes: Sequence[Outcome]) -> Outcome:
    diagnostics = (each for outcome in outcomes for each in outcome.diagnostics)

    def lines(path: str, cell: int) -> tuple[str, ...]:
        return next((found for outcome in outcomes if (found := outcome.lines(path, cell))), ())

    return Outcome(
        tuple(sorted(diagnostics, key=lambda diagnostic: diagnostic.order)),
        tuple(dict.fromkeys(notice for outcome in outcomes for notice in outcome.notices)),
        tuple(each for outcome in outcomes for each in outcome.classes),
        sum(outcome.files for outcome in outcomes),
        lines,
    )
