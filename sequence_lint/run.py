"""One run over all projects that the paths belong to, each of them with its own settings."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from sequence_lint.engine import Outcome, Understood, Watch, examine, lint
from sequence_lint.settings import FULL, BadConfiguration, Settings, UnknownRule
from sequence_lint.source.excluded import USUAL, Excluded
from sequence_lint.source.roots import Root, root_above

if TYPE_CHECKING:
    from sequence_lint.fixes import Safety
    from sequence_lint.mending import Mended
    from sequence_lint.source.sources import Sources


def projects_of(
    paths: Sequence[str],
    given: Settings | None = None,
    stdin: bytes | None = None,
    stdin_path: str | None = None,
) -> tuple[Sources, ...]:
    """The projects that the files belong to which *paths* stand for, without what is excluded.

    See `source.discovery.projects`. What is wrong in a configuration file is for `settings_of` to
    tell.
    """
    from sequence_lint.source.discovery import projects

    return projects(paths, stdin, stdin_path, excludes_by(Settings() if given is None else given))


def projects_open(
    texts: Mapping[str, bytes], folders: Sequence[str], given: Settings
) -> tuple[Sources, ...]:
    """The projects of files that are open in an editor; see `source.discovery.opened`."""
    from sequence_lint.source.discovery import opened

    return opened(texts, folders, excludes_by(given))


def excludes_by(given: Settings) -> Callable[[Root], Excluded]:
    """What tells for a project what its settings leave out, those *given* before all others."""
    known: dict[Root, Excluded] = {}

    def excluded(root: Root) -> Excluded:
        if root not in known:
            known[root] = _excluded(root, given)
        return known[root]

    return excluded


def lint_projects(
    projects: Sequence[Sources],
    given: Settings,
    jobs: int | None = 1,
    watch: Watch | None = None,
    *,
    prove: bool = False,
) -> Outcome:
    """Lint each project by itself; see `engine.lint`, which raises the same.

    The settings of a project are those of its file, over which those *given* win. Where the fixes
    that rules propose are to be shown, *prove* has them tried. Raises `settings.BadConfiguration`
    before anything is linted.
    """
    settings = settings_of(projects, given)
    _refuse_unknown(settings)
    accept = _accepting(settings)
    pairs = list(zip(projects, settings, strict=True))
    outcomes = accept([lint(each, own, jobs, watch) for each, own in pairs], projects)
    if prove:
        tried = zip(outcomes, pairs, strict=True)
        outcomes = [_proven(outcome, each, own, jobs) for outcome, (each, own) in tried]
    return outcomes[0] if len(outcomes) == 1 else _united(outcomes)


def prove_project(
    outcome: Outcome, project: Sources, given: Settings, watch: Watch | None = None
) -> Outcome:
    """The *outcome* of that project with the fixes that rules propose tried; see `proof.proven`."""
    (own,) = settings_of((project,), given)
    return _proven(outcome, project, own, 1, watch)


def mend_projects(
    projects: Sequence[Sources],
    given: Settings,
    allowed: Sequence[Safety],
    jobs: int | None = 1,
    watch: Watch | None = None,
) -> Mended:
    """Lint each project by itself and make its fixes, as far as they are *allowed*.

    See `mending.mended`; the files stay as they are. Raises what `lint_projects` raises.
    """
    from sequence_lint.mending import Mended, mended

    settings = settings_of(projects, given)
    _refuse_unknown(settings)
    accept = _accepting(settings)
    pairs = zip(projects, settings, strict=True)
    each = [mended(one, own, allowed, jobs, watch) for one, own in pairs]
    outcomes = accept([one.outcome for one in each], projects)
    return Mended(
        outcomes[0] if len(outcomes) == 1 else _united(outcomes),
        tuple(changed for one in each for changed in one.files),
        tuple(sorted(code for one in each for code in one.fixed)),
    )


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
    return settings_in([each.root for each in projects], given)


def output_format(projects: Sequence[Sources], given: Settings) -> str:
    """The format that the settings want the output to have.

    There is one output for all projects. The project of the working directory is asked first, then
    those of the run in their order. Raises `settings.BadConfiguration`.
    """
    here = root_above(os.getcwd())
    roots = dict.fromkeys((here, *(each.root for each in projects)))
    each = settings_in(tuple(roots), given)
    return next((one.output_format for one in each if one.stated("output-format")), FULL)


def _refuse_unknown(settings: Sequence[Settings]) -> None:
    """Raise `settings.UnknownRule` for the rules of all projects at once."""
    if sum(map(bool, settings)) > 1:
        from sequence_lint.configuration import unknown_rules

        if lines := list(dict.fromkeys(unknown_rules(settings))):
            raise UnknownRule("\n".join(lines))


def settings_in(roots: Sequence[Root], given: Settings) -> tuple[Settings, ...]:
    """The settings of the projects with these roots; see `settings_of`."""
    if given.isolated or not any(root.configuration for root in roots):
        return (given,) * len(roots)
    # Nothing is to be read in most projects, and reading it takes as long as to lint a clean file.
    from sequence_lint.configuration import configured

    return configured(roots, given)


def _accepting(
    settings: Sequence[Settings],
) -> Callable[[list[Outcome], Sequence[Sources]], list[Outcome]]:
    """What takes out of the outcomes of projects whatever their baselines accept.

    Raises `settings.BadConfiguration` where one cannot be read.
    """
    if not any(own.baseline for own in settings):
        return lambda outcomes, _: outcomes
    from sequence_lint.baselines import Baselines

    return Baselines(settings).applied


def _excluded(root: Root, given: Settings) -> Excluded:
    try:
        (settings,) = settings_in((root,), given)
    except BadConfiguration:
        settings = given
    stated = (*(settings.exclude or ()), *settings.extend_exclude)
    if not stated and settings.exclude is None:
        return Excluded(force=settings.force_exclude)
    from sequence_lint.source.globs import placed

    # Those of the command line know no project yet.
    globs = tuple(placed(one.pattern, one.folder, root.folder or one.folder) for one in stated)
    names = USUAL if settings.exclude is None else frozenset()
    return Excluded(globs, names, force=settings.force_exclude)


def _proven(
    outcome: Outcome,
    sources: Sources,
    settings: Settings,
    jobs: int | None,
    watch: Watch | None = None,
) -> Outcome:
    if not any(each.fixes for each in outcome.diagnostics):
        return outcome
    from sequence_lint.proof import proven
    from sequence_lint.records import replace

    found = proven(outcome.diagnostics, sources, settings, jobs, watch)
    notices = (*outcome.notices, *found.notices)
    return replace(outcome, diagnostics=found.diagnostics, notices=notices)


def _united(outcomes: Sequence[Outcome]) -> Outcome:
    diagnostics = (each for outcome in outcomes for each in outcome.diagnostics)

    def lines(path: str, cell: int) -> tuple[str, ...]:
        return next((found for outcome in outcomes if (found := outcome.lines(path, cell))), ())

    def in_file(path: str, cell: int) -> tuple[int, ...]:
        return next((found for outcome in outcomes if (found := outcome.in_file(path, cell))), ())

    return Outcome(
        tuple(sorted(diagnostics, key=lambda diagnostic: diagnostic.order)),
        tuple(dict.fromkeys(notice for outcome in outcomes for notice in outcome.notices)),
        tuple(each for outcome in outcomes for each in outcome.classes),
        sum(outcome.files for outcome in outcomes),
        lines,
        lambda diagnostic: any(outcome.fails(diagnostic) for outcome in outcomes),
        in_file,
        tuple(each for outcome in outcomes for each in outcome.baselines),
    )
