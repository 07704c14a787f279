"""Findings file by file, for linters that ask for one file at a time and know no projects."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from sequence_lint.records import replace
from sequence_lint.settings import BadConfiguration, Settings, UnknownRule

if TYPE_CHECKING:
    from sequence_lint.rule import Diagnostic
    from sequence_lint.source.roots import Root
    from sequence_lint.source.sources import Sources

    _Projects = tuple[Sources, ...]

# Another linter names every file to us, those that our settings exclude as well.
_GIVEN = Settings(force_exclude=True)


class PerFile:
    """The findings of whole projects, kept, and given out by file.

    The first file of a project is linted alone, as a part of it, because it often is the only one.
    With the second the whole project is linted, once. A file that belongs to none is linted alone.
    What a walk through the project would leave out has no findings.
    """

    def __init__(self) -> None:
        self._found: dict[str, tuple[Diagnostic, ...]] = {}
        self._walked: dict[Root, _Projects] = {}
        self._linted: set[Root] = set()
        # What went wrong, with its kind, and whether it was told.
        self._faults: dict[tuple[tuple[str, str], str], bool] = {}

    def expect(self, paths: Sequence[str]) -> None:
        """Lint at once the files that *paths* stand for: they are going to be asked for."""
        from sequence_lint.run import projects_of

        projects = self._lint(lambda: projects_of(paths, _GIVEN))
        self._linted.update(each.root for each in projects)

    def of(self, path: str) -> tuple[Diagnostic, ...]:
        """The findings in the file, in published order.

        What could not be done and belongs to no file is told once, at the beginning of the first
        file that is asked for.
        """
        key = os.path.realpath(path)
        if key not in self._found:
            self._look_at(path, key)
        return (*self._untold(path), *self._found.get(key, ()))

    def of_text(self, content: bytes, path: str | None) -> tuple[Diagnostic, ...]:
        """The findings in a text that takes the place of the file *path*, if it has one."""
        from sequence_lint.run import projects_of

        alone = PerFile()
        alone._lint(lambda: projects_of(("-",), _GIVEN, content, path))
        found = (each for every in alone._found.values() for each in every)
        return (*alone._untold(path or "<stdin>"), *found)

    def _look_at(self, path: str, key: str) -> None:
        from sequence_lint.run import projects_of
        from sequence_lint.source.roots import root_above

        root = root_above(os.path.dirname(os.path.abspath(path)))
        if not root.folder:
            self._lint(lambda: projects_of((path,), _GIVEN))
        elif root in self._walked:
            self._linted.add(root)
            self._lint(partial(self._walked.pop, root))
        elif root not in self._linted:
            self._walked[root] = projects_of((root.folder,), _GIVEN)
            self._lint(lambda: tuple(_only(key, self._walked[root])))

    def _lint(self, choose: Callable[[], _Projects]) -> _Projects:
        """Lint the projects, and keep what is found in the files that were asked about."""
        from sequence_lint.judge import CRASHED
        from sequence_lint.run import lint_projects

        projects: _Projects = ()
        try:
            projects = choose()
            outcome = lint_projects(projects, _GIVEN)
        except Exception as error:  # the other linter has more to do
            self._fail(error)
            return projects
        found: dict[str, list[Diagnostic]] = {}
        for diagnostic in outcome.diagnostics:
            found.setdefault(diagnostic.path, []).append(diagnostic)
        for file in (file for project in projects for file in project.asked):
            self._found[os.path.realpath(file.absolute)] = tuple(found.get(file.path, ()))
        self._note(CRASHED, outcome.notices)
        return projects

    def _fail(self, error: Exception) -> None:
        from sequence_lint.judge import CRASHED, NOT_READ, crash
        from sequence_lint.registry import NotInstalled

        if isinstance(error, (BadConfiguration, NotInstalled, OSError, UnknownRule)):
            self._note(NOT_READ, str(error).splitlines())
        else:
            self._note(CRASHED, [crash("sequence-lint", error)])

    def _note(self, kind: tuple[str, str], reasons: Iterable[str]) -> None:
        for reason in reasons:
            self._faults.setdefault((kind, reason), False)

    def _untold(self, path: str) -> Iterator[Diagnostic]:
        from sequence_lint.judge import error_at
        from sequence_lint.source.files import Problem

        for (kind, reason), told in list(self._faults.items()):
            if not told:
                self._faults[kind, reason] = True
                yield error_at(kind, Problem(path, 1, 1, reason))


def _only(key: str, projects: _Projects) -> Iterator[Sources]:
    """The project that has the file of that real path, with nothing else asked about."""
    from sequence_lint.source.sources import Sources

    for project in projects:
        wanted = [file for file in project.asked if os.path.realpath(file.absolute) == key]
        if wanted:
            others = tuple(
                replace(file, asked=False) for file in project.files if file not in wanted
            )
            named = [replace(file, explicit=True) for file in wanted]
            yield Sources(named, (), None, project.root, partial(tuple, others))
