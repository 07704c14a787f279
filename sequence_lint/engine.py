"""The pipeline: files in, diagnostics out, a function a stage."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from sequence_lint.judge import CRASHED, NOT_READ, crash, error_at, is_error, judge
from sequence_lint.records import dataclass, replace
from sequence_lint.source.files import Problem, SourceFile, Unreadable
from sequence_lint.tailoring import is_grave, tailored

# Rules, models and the class finder are loaded when there is something to say about a class.
if TYPE_CHECKING:
    from sequence_lint.baselines import Rewritten
    from sequence_lint.calls import CallSite
    from sequence_lint.dryrun.callsite import Connected
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

    ``calls`` are where their instances reach Keras. ``errors`` belong to a file, ``notices`` to
    none; each means that something was not done.
    """

    classes: tuple[SequenceClass, ...]
    errors: tuple[Diagnostic, ...]
    notices: tuple[str, ...] = ()
    calls: tuple[CallSite, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run publishes: ``diagnostics`` in order of path, place and code.

    ``notices`` say what could not be done where there is no file to blame. ``files`` counts those
    that were looked at. ``lines`` gives the lines of a file for excerpts, or those of one cell of a
    notebook: it is asked with the path and the number of the cell, 0 for other files. ``fails``
    says whether the settings want a run with that finding to fail. ``in_file`` tells for each line
    of a cell on which line of the notebook, which is JSON, it stands; nothing where nobody knows.
    ``baselines`` are those that the settings want to be written, which is not done yet.
    """

    diagnostics: tuple[Diagnostic, ...]
    notices: tuple[str, ...]
    classes: tuple[SequenceClass, ...]
    files: int
    lines: Callable[[str, int], tuple[str, ...]]
    fails: Callable[[Diagnostic], bool] = bool
    in_file: Callable[[str, int], tuple[int, ...]] = lambda _path, _cell: ()
    baselines: tuple[Rewritten, ...] = ()

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
        """2 when something could not be done, 1 when there are findings that fail, else 0."""
        return 2 if self.errors else int(any(map(self.fails, self.diagnostics)))


def lint(
    sources: Sources, settings: Settings, jobs: int | None = 1, watch: Watch | None = None
) -> Outcome:
    """Run all stages over a project, in at most *jobs* processes (None: as many as pay).

    All its files are taken into account, and only those asked about are spoken of.
    *watch* is told how far the run is; the outcome is the same for all *jobs*. Raises
    `settings.UnknownRule` for a selector that fits no rule, `registry.NotInstalled` when there are
    no rules. All else that goes wrong is a diagnostic or a notice.
    """
    rules, broken = _rules(settings) if settings else ((), ())
    understood = _examined(sources, settings, jobs, watch, _reaching)
    if not settings:
        rules, broken = _rules(settings) if understood.classes else _none_needed()
    asked = _asked(sources)
    found = (
        each for each in judge(understood.classes, rules, understood.calls) if each.path in asked
    )
    said = tuple(tailored(found, settings, sources.asked))
    if understood.classes:
        # Comments are of no interest where there is no class: most runs never look for any.
        from sequence_lint.idle import heard

        said = tuple(heard(said, _checked(understood), sources, settings, rules))
    diagnostics = {*understood.errors, *said}
    return Outcome(
        tuple(sorted(diagnostics, key=lambda diagnostic: diagnostic.order)),
        understood.notices + broken,
        tuple(each for each in understood.classes if each.path in asked),
        len(sources.asked),
        sources.lines,
        partial(_fails, asked, settings.fail_on),
        sources.in_file,
    )


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rules say about all that leads into the files asked about, wherever it stands."""

    diagnostics: tuple[Diagnostic, ...]
    classes: tuple[SequenceClass, ...]
    calls: tuple[CallSite, ...]


def judged(
    sources: Sources, settings: Settings, jobs: int | None = 1, watch: Watch | None = None
) -> Judged:
    """The word of all rules that *settings* turn on; nothing is ignored file by file.

    What could not be read or dry-run is among the diagnostics.
    """
    understood = _examined(sources, settings, jobs, watch, _reaching)
    rules, _ = _rules(settings)
    said = judge(understood.classes, rules, understood.calls)
    return Judged((*understood.errors, *said), understood.classes, understood.calls)


def examine(
    sources: Sources,
    settings: Settings | None = None,
    jobs: int | None = 1,
    watch: Watch | None = None,
) -> Understood:
    """Dry-run each Sequence class in the files asked about; see `lint`."""
    return _examined(sources, settings, jobs, watch, _inside)


def _examined(
    sources: Sources,
    settings: Settings | None,
    jobs: int | None,
    watch: Watch | None,
    choose: Callable[[Project, frozenset[str]], tuple[int, ...]],
) -> Understood:
    from time import thread_time

    if _hold_nothing(sources):
        return Understood((), _unread(sources, ()))
    begun = thread_time()
    try:
        project = _searched(sources, settings, watch)
        which = choose(project, _asked(sources)) if project.classes else ()
    except Exception as error:
        return Understood((), _unread(sources, ()), (crash("the search for classes", error),))
    seconds = thread_time() - begun
    again = partial(_found_anew, sources, settings, which)
    tried = _dry_run(project, which, again, seconds, jobs, watch) if which else []
    asked = _asked(sources)
    crashed = (error for _, error in tried if error is not None and error.path in asked)
    errors = (*_unread(sources, project.problems), *crashed)
    understood = [(i, one) for i, (one, _) in zip(which, tried, strict=True) if one is not None]
    try:
        classes, calls = _connected(project, understood)
    except Exception as error:
        classes = tuple(one for _, one in understood)
        return Understood(classes, errors, (crash("the search for calls", error),))
    return Understood(classes, errors, (), calls)


def _checked(understood: Understood) -> frozenset[str]:
    """The files in which there is what rules look at, and all of it was looked at."""
    if understood.notices:
        return frozenset()
    whole = {one.path for one in understood.classes if not one.abstract or one.inherited_from}
    calls = {call.place.path for call in understood.calls}
    return frozenset((whole | calls) - {error.path for error in understood.errors})


def _fails(asked: frozenset[str], grade: str, diagnostic: Diagnostic) -> bool:
    return diagnostic.path in asked and is_grave(diagnostic, grade)


def _asked(sources: Sources) -> frozenset[str]:
    return frozenset(file.path for file in sources.asked)


def _inside(project: Project, asked: frozenset[str]) -> tuple[int, ...]:
    """The numbers of the classes that stand in the files asked about."""
    return tuple(i for i, found in enumerate(project.classes) if found.module.path in asked)


def _reaching(project: Project, asked: frozenset[str]) -> tuple[int, ...]:
    """The numbers of the classes of which something may be said in the files asked about."""
    reached = {*project.reaching(asked), *project.reached_by_calls(asked)}
    return tuple(sorted(reached))


def _hold_nothing(sources: Sources) -> bool:
    """Whether the user named nothing but files in which nothing can be found.

    What is found stands in a function, a method or a call. All of them need a bracket, or the word
    for a function without a name.
    """
    return all(file.explicit and _holds_nothing(file, sources) for file in sources.asked)


def _holds_nothing(file: SourceFile, sources: Sources) -> bool:
    try:
        content = sources.read(file.absolute)
    except Unreadable:
        return False
    return not (b"(" in content or b"lambda" in content)


def _searched(
    sources: Sources, settings: Settings | None = None, watch: Watch | None = None
) -> Project:
    # Loaded here, so that looking at a rule or at the help does not pay for the class finder.
    from sequence_lint.project.find import FindOptions, find

    read = sources.read if watch is None else _told(sources, watch)
    options = FindOptions(may_hold=sources.may_hold, beside=sources.beside)
    if settings is not None:
        extra = frozenset(settings.extra_bases)
        target = settings.target_keras
        options = replace(options, src=settings.src, extra_bases=extra, target_keras=target)
    return find(sources.files, read, options=options)


def _told(sources: Sources, watch: Watch) -> Callable[[str], bytes]:
    """Reads as *sources* do, and tells how many of the files were passed over."""
    count, total = 0, len(sources.files)

    def read(absolute: str) -> bytes:
        nonlocal count
        count += 1
        if count <= total:  # those that matter are read more than once
            watch("files", count, total)
        return sources.read(absolute)

    return read


def _dry_run(
    project: Project,
    which: tuple[int, ...],
    again: Callable[[], Callable[[int], _Tried]],
    seconds: float,
    jobs: int | None,
    watch: Watch | None,
) -> list[_Tried]:
    """What became of the classes with these numbers; to find them took that many *seconds*."""
    from sequence_lint.parallel import Work, carried_out

    count = len(which)
    work = Work(count, partial(_try, project, which), again, seconds)
    tell = None if watch is None else partial(_tell, watch, count)
    return carried_out(work, jobs, tell)


def _tell(watch: Watch, count: int, done: int) -> None:
    watch("classes", done, count)


def _found_anew(
    sources: Sources, settings: Settings | None, which: tuple[int, ...]
) -> Callable[[int], _Tried]:
    """In a process that inherits nothing, the same files give the same classes once more."""
    return partial(_try, _searched(sources, settings), which)


def _try(project: Project, which: tuple[int, ...], number: int) -> _Tried:
    found = project.classes[which[number]]
    try:
        return _understand(found, project), None
    except Exception as error:
        return None, _not_understood(found, error)


def _connected(project: Project, understood: list[tuple[int, SequenceClass]]) -> Connected:
    """The classes, which come with their numbers, and the calls that their instances reach."""
    if not understood:
        return (), ()
    from sequence_lint.dryrun.callsite import connected

    return connected(project, [(project.classes[i], one) for i, one in understood])


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
    asked = _asked(sources)
    met = (*sources.problems, *(problem for problem in problems if problem.path in asked))
    blamed = {problem.path for problem in met}
    met += tuple(_unparsed(sources, blamed))
    return tuple(error_at(NOT_READ, problem) for problem in met)


def _unparsed(sources: Sources, blamed: set[str]) -> Iterator[Problem]:
    """Files that the user named and that are not Python, even if no class can be in them."""
    from sequence_lint.source.syntax import faults

    for file in sources.asked:
        if file.explicit and file.path not in blamed:
            yield from faults(file, sources.read)
