"""sequence-lint as a plugin of pylint: the same findings, under ids that pylint can take.

A rule ``SEQnnn`` has the id ``8nnn`` after the letter of its severity: E for an error, W for a
warning, R for a note, and F where something could not be done. Its symbol is its name after
``seq-``, because pylint has some of these names already.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pylint.checkers import BaseRawFileChecker

from sequence_lint.judge import CRASHED, NOT_READ
from sequence_lint.per_file import PerFile
from sequence_lint.registry import load
from sequence_lint.report.wording import said

if TYPE_CHECKING:
    from pylint.lint import PyLinter

    from sequence_lint.rule import Diagnostic

Message = tuple[str, str, str]
"""What pylint wants to know of one: its text, its symbol, and what it is about."""

_TEXT = "%s"
_OURS = re.compile(r"SEQ([1-9]\d\d)")
_LETTERS = (("error", "E"), ("warning", "W"), ("note", "R"))


def register(linter: PyLinter) -> None:
    """Give pylint a checker for each hundred of rules; pylint calls this to load the plugin.

    The messages of a checker have to have their first two digits in common.
    """
    messages = known()
    asked = _Asked({code: number for code, (number, _) in messages.items()})
    each = dict(messages.values())
    for digits in sorted({number[1:3] for number in each}):
        own = {number: told for number, told in each.items() if number[1:3] == digits}
        linter.register_checker(_Checker(linter, own, asked))


def known() -> dict[str, tuple[str, Message]]:
    """The message of each code with its id.

    Rules of other people's packs may have codes that no id can be made of. They share a message
    for each severity, which stands here instead of a code.
    """
    found = {}
    for place, (severity, letter) in enumerate(_LETTERS, 1):
        about = f"A rule of another pack found something that is graded as {severity}."
        found[severity] = f"{letter}800{place}", (_TEXT, f"seq-other-{severity}", about)
    for code, name in (NOT_READ, CRASHED):
        found[code] = f"F8{code[3:]}", (_TEXT, f"seq-{name}", "Something could not be done.")
    letters = dict(_LETTERS)
    for rule in load().rules:
        if ours := _OURS.fullmatch(rule.code):
            about = f"{rule.summary}. `sequence-lint rule {rule.code}` tells more."
            number = f"{letters[rule.severity.value]}8{ours[1]}"
            found[rule.code] = number, (_TEXT, f"seq-{rule.name}", about)
    return found


class _Asked:
    """The findings in the file that pylint is at: all checkers ask for them, one after the other.

    *numbers* are the ids that findings have, by their codes.
    """

    def __init__(self, numbers: dict[str, str]) -> None:
        self._numbers = numbers
        self._per_file = PerFile()
        self._tree: Any = None
        self._found: tuple[Diagnostic, ...] = ()

    def of(self, tree: Any, *, from_stdin: bool) -> Iterator[tuple[str, Diagnostic]]:
        """The findings in the file of that tree of pylint, each after its id."""
        if tree is not self._tree:
            self._tree, self._found = tree, self._looked_at(tree, from_stdin)
        for each in self._found:
            number = self._numbers.get(each.code)
            yield number or self._numbers[each.severity.value], each

    def _looked_at(self, tree: Any, from_stdin: bool) -> tuple[Diagnostic, ...]:
        if not from_stdin:
            return self._per_file.of(tree.file)
        with tree.stream() as stream:
            return self._per_file.of_text(stream.read(), tree.file)


class _Checker(BaseRawFileChecker):
    """The messages of a hundred of rules. pylint calls it if one of them is enabled."""

    name = "sequence-lint"

    def __init__(self, linter: PyLinter, messages: dict[str, Message], asked: _Asked) -> None:
        self.msgs = dict(messages)
        self._asked = asked
        super().__init__(linter)

    def process_module(self, node: Any) -> None:
        """Tell what was found in the file of that tree."""
        for number, each in self._asked.of(node, from_stdin=self.linter.config.from_stdin):
            if number in self.msgs:
                self.add_message(
                    number,
                    line=each.line,
                    args=(f"{each.code} {said(each)}",),
                    col_offset=each.column - 1,
                    end_lineno=each.end_line,
                    end_col_offset=each.end_column - 1,
                )
