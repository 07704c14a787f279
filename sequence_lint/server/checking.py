"""What sequence-lint says about the files that are open: one run, which may be called off."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from sequence_lint.records import dataclass, replace
from sequence_lint.registry import NotInstalled
from sequence_lint.report.wording import lines_of_file
from sequence_lint.run import lint_projects, projects_open, prove_project
from sequence_lint.server.documents import Document, Opened, unopened
from sequence_lint.settings import BadConfiguration, Settings, UnknownRule
from sequence_lint.source.sources import NOTEBOOK

if TYPE_CHECKING:
    from sequence_lint.engine import Outcome, Watch
    from sequence_lint.model import SequenceClass
    from sequence_lint.rule import Diagnostic
    from sequence_lint.source.sources import Sources

_Linted = tuple["Sources", "Outcome"]
Where = Callable[[str, int], Document | None]
"""Gives the document that shows a file, by the path it is shown with, or a cell of a notebook."""


class CalledOff(BaseException):
    """The run is not wanted any more. No Exception: those are caught and told on the way."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was said about a document: findings with their lines in it, and the classes in it.

    ``where`` gives documents that are open, and others as they are on the disk; cells that are not
    open have none.
    """

    document: Document
    said: tuple[Diagnostic, ...] = ()
    classes: tuple[SequenceClass, ...] = ()
    where: Where = lambda _path, _cell: None


@dataclass(frozen=True, slots=True)
class Checks:
    """What came of a run; ``complaints`` are for the user, in a line each."""

    checked: tuple[Checked, ...]
    complaints: tuple[str, ...]


def check(
    opened: Sequence[Opened], folders: Sequence[str], given: Settings, wanted: Callable[[], bool]
) -> Iterator[Checks]:
    """Lint the projects that the files belong to, and say what there is to say of each document.

    It is said as soon as possible, and once more with the fixes where they had to be tried.
    *folders* are those that the editor works in. Raises `CalledOff` soon after it is not *wanted*
    any more. Whatever else goes wrong in a project is a complaint, and the others are linted.
    """
    complaints: list[str] = []

    def watch(_stage: str, _done: int, _count: int) -> None:
        if not wanted():
            raise CalledOff

    texts = {one.path: one.content for one in opened}
    linted: list[_Linted] = []
    for project in _projects(texts, folders, given, complaints):
        watch("projects", 0, 0)
        try:
            linted.append((project, lint_projects((project,), given, 1, watch)))
        except Exception as error:
            complaints += _complaints(error)
    yield _checks(opened, linted, complaints)
    if any(each.fixes for _, outcome in linted for each in outcome.diagnostics):
        proven = [_proven(project, outcome, given, watch) for project, outcome in linted]
        yield _checks(opened, proven, complaints)


def _projects(
    texts: dict[str, bytes], folders: Sequence[str], given: Settings, complaints: list[str]
) -> tuple[Sources, ...]:
    try:
        return projects_open(texts, folders, given)
    except Exception as error:
        complaints += _complaints(error)
        return ()


def _proven(project: Sources, outcome: Outcome, given: Settings, watch: Watch) -> _Linted:
    try:
        return project, prove_project(outcome, project, given, watch)
    except Exception as error:
        return project, replace(outcome, notices=(*outcome.notices, *_complaints(error)))


def _complaints(error: Exception) -> list[str]:
    if isinstance(error, (BadConfiguration, NotInstalled, UnknownRule, OSError)):
        return str(error).splitlines()
    return [f"internal error, please report this ({type(error).__name__}: {error})"]


def _checks(
    opened: Sequence[Opened], linted: Iterable[_Linted], complaints: Iterable[str]
) -> Checks:
    checked = {document.uri: Checked(document) for one in opened for document in one.documents}
    told = list(complaints)
    for project, outcome in linted:
        told += outcome.notices
        checked.update((each.document.uri, each) for each in _shared(outcome, project, opened))
    return Checks(tuple(checked.values()), tuple(dict.fromkeys(told)))


def _shared(outcome: Outcome, project: Sources, opened: Sequence[Opened]) -> Iterator[Checked]:
    """What was said of a project, shared out among the documents that show its files."""
    paths = {file.path: file.absolute for file in project.files}
    mine = {file.absolute for file in project.asked}
    where = _finder(outcome, paths, opened)
    for one in opened:
        if one.path not in mine:
            continue
        said = [each for each in outcome.diagnostics if paths.get(each.path) == one.path]
        classes = [each for each in outcome.classes if paths.get(each.path) == one.path]
        if one.is_notebook:
            yield from _by_cells(one, said, classes, where)
        elif one.path.endswith(NOTEBOOK):
            placed = tuple(_in_json(each, outcome) for each in said)
            yield Checked(one.documents[0], placed)
        else:
            yield Checked(one.documents[0], tuple(said), tuple(classes), where)


def _finder(outcome: Outcome, paths: dict[str, str], opened: Sequence[Opened]) -> Where:
    by_path = {one.path: one for one in opened}

    def where(path: str, cell: int) -> Document | None:
        absolute = paths.get(path)
        if absolute is None:
            return None
        shown = by_path.get(absolute)
        if shown is not None and shown.is_notebook == bool(cell):
            return shown.documents[max(cell - 1, 0)]
        return None if shown or cell else unopened(absolute, "\n".join(outcome.lines(path, 0)))

    return where


def _by_cells(
    notebook: Opened,
    said: Iterable[Diagnostic],
    classes: Iterable[SequenceClass],
    where: Where,
) -> Iterator[Checked]:
    for number, document in enumerate(notebook.documents, 1):
        # What is said of the notebook as a whole is shown where it begins.
        mine = tuple(each for each in said if max(each.cell, 1) == number)
        held = tuple(each for each in classes if each.place.cell == number)
        yield Checked(document, mine, held, where)


def _in_json(diagnostic: Diagnostic, outcome: Outcome) -> Diagnostic:
    """With the lines of the JSON text, as a whole: columns count within the text of the cell."""
    first, last = lines_of_file(diagnostic, outcome) or (1, 1)
    end = sys.maxsize
    return replace(diagnostic, cell=0, line=first, column=1, end_line=last, end_column=end)
