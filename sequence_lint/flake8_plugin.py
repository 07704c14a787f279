"""sequence-lint as a plugin of flake8: the same findings, under the same codes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar, Protocol

import sequence_lint
from sequence_lint.per_file import PerFile

if TYPE_CHECKING:
    import ast

    from sequence_lint.rule import Diagnostic


class _Options(Protocol):
    filenames: list[str]
    stdin_display_name: str


class Plugin:
    """What flake8 makes for each file, and asks for the findings there."""

    name = "sequence-lint"
    version = sequence_lint.__version__
    _options: ClassVar[_Options]
    _findings: ClassVar[PerFile]

    @classmethod
    def parse_options(cls, options: _Options) -> None:
        """Take note of what is going to be asked for.

        Several files are linted here: flake8 is about to start processes, each of which would have
        to do so for itself.
        """
        cls._options, cls._findings = options, PerFile()
        paths = options.filenames or ["."]
        if "-" not in paths and (len(paths) > 1 or os.path.isdir(paths[0])):
            cls._findings.expect(paths)

    # flake8 goes by the names of the parameters. Without a tree it would ask for each line anew.
    def __init__(self, tree: ast.AST, filename: str, lines: Sequence[str]) -> None:  # noqa: ARG002
        self._filename, self._lines = filename, lines

    def run(self) -> Iterator[tuple[int, int, str, type[Plugin]]]:
        """Line, column counted from 0, code with text, and this class, for each finding."""
        from sequence_lint.report.wording import said

        for each in self._found():
            yield each.line, each.column - 1, f"{each.code} {said(each)}", type(self)

    def _found(self) -> tuple[Diagnostic, ...]:
        from sequence_lint.source.texts import encoded

        shown = self._options.stdin_display_name
        if "-" not in self._options.filenames or self._filename != shown:
            return self._findings.of(self._filename)
        path = None if shown == "stdin" else shown
        return self._findings.of_text(encoded("".join(self._lines)), path)
