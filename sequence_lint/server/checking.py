"""What sequence-lint says about the files that are open: one run, which may be called off."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sequence_lint.registry import NotInstalled
from sequence_lint.report.wording import lines_of_file
from sequence_lint.run import lint_projects, projects_open
from sequence_lint.server.documents import Document, Opened
from sequence_lint.settings import BadConfiguration, Settings, UnknownRule
from sequence_lint.source.sources import NOTEBOOK

if TYPE_CHECKING:
    from sequence_lint.engine import Outcome
    from sequence_lint.model import SequenceClass
    from sequence_lint.rule import Diagnostic
    from sequence_lint.source.sources import Sources


class CalledOff(BaseException):
    """The run is not wanted any more. No Exception: those are caught and told on the way."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was said about a document: findings with their lines in it, and the classes in it.

    ``files`` gives the absolute path of a file of the project by the path that it is shown with.
    """

    document: Document
    said: tuple[Diagnostic, ...] = ()
    classes: tuple[SequenceClass, ...] = ()
    files: Callable[[str], str | None] = lambda _path: None


@dataclass(frozen=True, slots=True)
class Checks:
    """What came of a run; ``complaints`` are for the user, in a line each."""

    checked: tuple[Checked, ...]
    complaints: tuple[str, ...]


def check(
    opened: Sequence[Opened], folders: Sequence[str], given: Settings, wanted: Callable[[], bool]
) -> Checks:
    """Lint the projects that the files belong to, and say what there is to say of each document.

    *folders* are those that the editor works in. Raises `CalledOff` soon after it is not *wanted*
    any more. Whatever else goes wrong in a project is a complaint, and the others are linted.
    """
    complaints: list[str] = []
    checked = {document.uri: Checked(document) for one in opened for document in one.documents}

    def watch(_stage: str, _done: int, _count: int) -> None:
        if not wanted():
            raise CalledOff

    texts = {one.path: one.content for one in opened}
    for project in _projects(texts, folders, given, complaints):
        watch("projects", 0, 0)
        try:
            outcome = lint_projects((project,), given, 1, watch)
        except Exception as error:
            complaints += _complaints(error)
            continue
        complaints += outcome.notices
        checked.update((each.document.uri, each) for each in _shared(outcome, project, opened))
    return Checks(tuple(checked.values()), tuple(dict.fromkeys(complaints)))


def _projects(
    texts: dict[str, bytes], folders: Sequence[str], given: Settings, complaints: list[str]
) -> tuple[Sources, ...]:
    try:
        return projects_open(texts, folders, given)
    except Exception as error:
        complaints += _complaints(error)
        return ()


def _complaints(error: Exception) -> list[str]:
    if isinstance(error, (BadConfiguration, NotInstalled, UnknownRule, OSError)):
        return str(error).splitlines()
    return [f"internal error, please report this ({type(error).__name__}: {error})"]


def _shared(outcome: Outcome, project: Sources, opened: Iterable[Opened]) -> Iterator[Checked]:
    """What was said of a project, shared out among the documents that show its files."""
    paths = {file.path: file.absolute for file in project.files}
    by_file: dict[str, list[Diagnostic]] = {}
    for each in outcome.diagnostics:
        by_file.setdefault(paths.get(each.path, ""), []).append(each)
    for one in opened:
        said = by_file.get(one.path, [])
        classes = [each for each in outcome.classes if paths.get(each.path) == one.path]
        if one.is_notebook:
            yield from _by_cells(one, said, classes, paths.get)
        elif one.path.endswith(NOTEBOOK):
            placed = tuple(_in_json(each, outcome) for each in said)
            yield Checked(one.documents[0], placed, (), paths.get)
        else:
            yield Checked(one.documents[0], tuple(said), tuple(classes), paths.get)


def _by_cells(
    notebook: Opened,
    said: Iterable[Diagnostic],
    classes: Iterable[SequenceClass],
    files: Callable[[str], str | None],
) -> Iterator[Checked]:
    for number, document in enumerate(notebook.documents, 1):
        # What is said of the notebook as a whole is shown where it begins.
        mine = tuple(each for each in said if max(each.cell, 1) == number)
        held = tuple(each for each in classes if each.place.cell == number)
        yield Checked(document, mine, held, files)


def _in_json(diagnostic: Diagnostic, outcome: Outcome) -> Diagnostic:
    """With the lines of the JSON text, as a whole: columns count within the text of the cell."""
    first, last = lines_of_file(diagnostic, outcome) or (1, 1)
    end = sys.maxsize
    return replace(diagnostic, cell=0, line=first, column=1, end_line=last, end_column=end)
