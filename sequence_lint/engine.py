"""The pipeline: files in, diagnostics out, a function a stage."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sequence_lint.judge import CRASHED, NOT_READ, crash, error_at, is_error, judge
from sequence_lint.source.files import Problem

# Rules, models and the class finder are loaded when there is something to say about a class.
if TYPE_CHECKING:
    from sequence_lint.model import SequenceClass
    from sequence_lint.project.bindings import FoundClass
    from sequence_lint.project.find import Project
    from sequence_lint.rule import Diagnostic, Rule
    from sequence_lint.settings import Settings
    from sequence_lint.source.sources import Sources

    _Tried = tuple[SequenceClass | None, Diagnostic | None]

Watch = Callable[[str, int, int], None]
"""Is told ``files`` or ``classes``, how many of them are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class Understood:
    """The Sequence classes of a run, by path and line, and what stood in the way.

    ``errors`` belong to a file, ``notices`` to none; each means that something was not done.
    """

    classes: tuple[SequenceClass, ...]
    errors: tuple[Diagnostic, ...]
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run publishes: ``diagnostics`` in order of path, place and code.

    ``notices`` say what could not be done where there is no file to blame. ``files`` counts those
    that were looked at. ``lines`` gives the lines of a file for excerpts, or those of one cell of a
    notebook: it is asked with the path and the number of the cell, 0 for other files.
    """

    diagnostics: tuple[Diagnostic, ...]
    notices: tuple[str, ...]
    classes: tuple[SequenceClass, ...]
    files: int
    lines: Callable[[str, int], tuple[str, ...]]

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """What the rules found."""
        return tuple(d for d in self.diagnostics if not is_error(d))

    @property
    def errors(self) -> int:
        """How many things could not be done."""
        return sum(map(is_error, self.diagnostics)) + len(self.notices)

    @property
    def exit_code(self) -> int:
        """2 when something could not be done, 1 when there are findings, else 0."""
        return 2 if self.errors else int(bool(self.diagnostics))


def lint(
    sources: Sources, settings: Settings, jobs: int | None = 1, watch: Watch | None = None
) -> Outcome:
    """Run all stages over the files, in at most *jobs* processes (None: as many as pay).

    *watch* is told how far the run is; the outcome is the same for all *jobs*. Raises
    `settings.UnknownRule` for a selector that fits no rule, `registry.NotInstalled` when there are
    no rules. All else that goes wrong is a diagnostic or a notice.
    """
    rules, broken = _rules(settings) if settings else ((), ())
    understood = examine(sources, jobs, watch)
    if not settings:
        rules, broken = _rules(settings) if understood.classes else _none_needed()
    diagnostics = (*understood.errors, *judge(understood.classes, rules))
    return Outcome(
        tuple(sorted(set(diagnostics), key=lambda diagnostic: diagnostic.order)),
        understood.notices + broken,
        understood.classes,
        len(sources.files),
        sources.lines,
    )


def examine(sources: Sources, jobs: int | None = 1, watch: Watch | None = None) -> Understood:
    """Find the Sequence classes in the files and dry-run each of them; see `lint`."""
    from time import thread_time

    begun = thread_time()
    try:
        project = _searched(sources, watch)
    except Exception as error:
        return Understood((), _unread(sources, ()), (crash("the search for classes", error),))
    seconds = thread_time() - begun
    tried = _dry_run(project, sources, seconds, jobs, watch) if project.classes else []
    classes = tuple(one for one, _ in tried if one is not None)
    crashed = (error for _, error in tried if error is not None)
    return Understood(classes, (*_unread(sources, project.problems), *crashed))


def _searched(sources: Sources, watch: Watch | None = None) -> Project:
    # Loaded here, so that looking at a rule or at the help does not pay for the class finder.
    from sequence_lint.project.find import FindOptions, find

    read = sources.read if watch is None else _told(sources, watch)
    return find(sources.files, read, options=FindOptions(may_hold=sources.may_hold))


def _told(sources: Sources, watch: Watch) -> Callable[[str], bytes]:
    """Reads as *sources* do, and tells how many of the files were passed over."""
    count, total = 0, len(sources.files)

    def read(absolute: str) -> bytes:
        nonlocal count
        count += 1
        watch("files", min(count, total), total)  # those that matter are read more than once
        return sources.read(absolute)

    return read


def _dry_run(
    project: Project, sources: Sources, seconds: float, jobs: int | None, watch: Watch | None
) -> list[_Tried]:
    """What became of each class of the project; to find them took that many *seconds*."""
    from functools import partial

    from sequence_lint.parallel import Work, carried_out

    count = len(project.classes)
    work = Work(count, partial(_try, project), partial(_found_anew, sources), seconds)
    tell = None if watch is None else partial(_tell, watch, count)
    return carried_out(work, jobs, tell)


def _tell(watch: Watch, count: int, done: int) -> None:
    watch("classes", done, count)


def _found_anew(sources: Sources) -> Callable[[int], _Tried]:
    """In a process that inherits nothing, the same files give the same classes once more."""
    from functools import partial

    return partial(_try, _searched(sources))


def _try(project: Project, index: int) -> _Tried:
    found = project.classes[index]
    try:
        return _understand(found, project), None
    except Exception as error:
        return None, _not_understood(found, error)


def _rules(settings: Settings) -> tuple[tuple[Rule, ...], tuple[str, ...]]:
    # Packs are imported only when there is a class to judge or a selector to check.
    from sequence_lint.registry import load
    from sequence_lint.settings import chosen

    registry = load()
    return chosen(settings, registry), registry.broken


def _none_needed() -> tuple[tuple[Rule, ...], tuple[str, ...]]:
    from sequence_lint.registry import require_installed

    require_installed()
    return (), ()


def _understand(found: FoundClass, project: Project) -> SequenceClass:
    from sequence_lint.dryrun.understand import understand

    return understand(found, project)


def _not_understood(found: FoundClass, error: Exception) -> Diagnostic:
    place = found.module.place(found.node)
    what = crash(f"the dry run of {found.qualname}", error)
    problem = Problem(place.path, place.line, place.column, what, place.cell)
    return error_at(CRASHED, problem, found.qualname)


def _unread(sources: Sources, problems: Iterable[Problem]) -> tuple[Diagnostic, ...]:
    """What could not be read or parsed, each file once."""
    met = (*sources.problems, *problems)
    blamed = {problem.path for problem in met}
    met += tuple(_unparsed(sources, blamed))
    return tuple(error_at(NOT_READ, problem) for problem in met)


def _unparsed(sources: Sources, blamed: set[str]) -> Iterator[Problem]:
    """Files that the user named and that are not Python, even if no class can be in them."""
    from sequence_lint.source.syntax import faults

    for file in sources.files:
        if file.explicit and file.path not in blamed:
            yield from faults(file, sources.read)
