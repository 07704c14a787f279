"""A rule is a value: its documentation, what it is called, and one pure function."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Enum
from typing import TYPE_CHECKING, Literal

from sequence_lint.fixes import Fix
from sequence_lint.model import Place, SequenceClass
from sequence_lint.records import dataclass

if TYPE_CHECKING:
    from sequence_lint.calls import CallSite
    from sequence_lint.suppression import Suppression


class Severity(str, Enum):
    """How sure and how bad: an error raises at run time, a warning is silent, a note asks."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that a finding is about, with a few words on what it has to do with it."""

    place: Place
    message: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says about one place.

    ``message`` is one sentence; ``example`` the worked counterexample of the dry run; ``help`` what
    to write instead. ``severity`` overrides that of the rule where this case is milder or worse.
    ``fixes`` are mends of which the first that stands the proof is taken.
    """

    place: Place
    message: str
    example: str | None = None
    help: str | None = None
    related: tuple[Related, ...] = ()
    severity: Severity | None = None
    fixes: tuple[Fix, ...] = ()


FixSafety = Literal["none", "shown", "unsafe", "safe"]


def _silent(_: object) -> Iterable[Finding]:
    return ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One check. ``doc`` is the docstring of the module of the rule, with the fixed headings.

    ``check`` is asked about each Sequence, ``check_call`` about each place where one reaches Keras,
    ``check_suppression`` about all that is there to silence findings and does not.
    """

    code: str
    name: str
    severity: Severity
    since: str
    doc: str
    check: Callable[[SequenceClass], Iterable[Finding]] = _silent
    check_call: Callable[[CallSite], Iterable[Finding]] = _silent
    check_suppression: Callable[[Suppression], Iterable[Finding]] = _silent
    keras: frozenset[int] = frozenset({2, 3})
    fix: FixSafety = "none"
    default: bool = True

    @property
    def summary(self) -> str:
        """The first line of the documentation, without the full stop."""
        return self.doc.strip().splitlines()[0].rstrip(".")

    @property
    def about_suppressions(self) -> bool:
        """Whether it is about what silences findings, and so can only be asked after all others."""
        return self.check_suppression is not _silent


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """What the tool publishes: a finding with its rule, class and address.

    ``cell`` is the number of the cell in a notebook, counted from 1 over all cells, and lines count
    within it; elsewhere it is 0. ``affects`` names the classes that the finding holds for where it
    is about code that they inherit from ``class_name`` or from a mixin, sorted. ``fixes`` are
    proposals of the rule, and once they were proven (``proven``) at most one, with all its edits.
    """

    path: str
    code: str
    name: str
    severity: Severity
    message: str
    line: int
    column: int
    end_line: int
    end_column: int
    class_name: str | None = None
    example: str | None = None
    help: str | None = None
    related: tuple[Related, ...] = ()
    url: str | None = None
    cell: int = 0
    affects: tuple[str, ...] = ()
    fixes: tuple[Fix, ...] = ()
    proven: bool = False

    @property
    def fix(self) -> Fix | None:
        """The fix that is offered: one that was proven, with its imports among the edits."""
        return self.fixes[0] if self.proven and self.fixes else None

    @property
    def order(self) -> tuple[str, int, int, int, str, str]:
        """The key of the published order: path, position, code."""
        return (self.path, self.cell, self.line, self.column, self.code, self.message)
