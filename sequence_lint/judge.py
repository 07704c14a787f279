"""What the rules say about classes and calls, as diagnostics: each place once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

from sequence_lint.records import replace
from sequence_lint.source.files import Problem

# Rules and models are loaded when there is something to say about a class.
if TYPE_CHECKING:
    from sequence_lint.batches import Place
    from sequence_lint.calls import CallSite
    from sequence_lint.model import SequenceClass
    from sequence_lint.rule import Diagnostic, Finding, Rule
    from sequence_lint.suppression import Suppression

NOT_READ = ("SEQ900", "file-not-read")
CRASHED = ("SEQ902", "internal-error")

_GRADES = ("note", "warning", "error")

_Subject = TypeVar("_Subject")


def judge(
    classes: Iterable[SequenceClass], rules: Iterable[Rule], calls: Iterable[CallSite] = ()
) -> tuple[Diagnostic, ...]:
    """What the rules say about the classes and calls, once for each place.

    An abstract class is judged by what its heirs make of it, and so not for itself. A base class
    and all that inherit from it share code. The class that a place belongs to has the
    word on it, or else the first one; the others that it holds for are named in ``affects``.
    """
    rules = tuple(rules)
    said: dict[tuple[object, ...], list[tuple[SequenceClass, Diagnostic]]] = {}
    for sequence in (sequence for sequence in classes if not sequence.abstract):
        for diagnostic in _of_class(sequence, rules):
            said.setdefault(_place_key(diagnostic), []).append((sequence, diagnostic))
    return (*map(_united, said.values()), *(d for call in calls for d in _of_call(call, rules)))


def judge_suppressions(
    suppressions: Iterable[Suppression], rules: Iterable[Rule]
) -> Iterator[Diagnostic]:
    """What the rules say about comments and entries of baselines that silence nothing.

    A fix that only takes words out of a comment needs no proof by another dry run.
    """
    rules = tuple(rules)
    for one in suppressions:
        for rule in rules:
            name = one.class_name or None
            for each in _asked(rule, rule.check_suppression, one, name, one.place):
                plain = bool(each.fixes) and all(fix.edits == one.removal for fix in each.fixes)
                yield replace(each, proven=plain)


def error_at(kind: tuple[str, str], problem: Problem, class_name: str | None = None) -> Diagnostic:
    """The diagnostic of something that could not be done."""
    from sequence_lint.rule import Diagnostic, Severity

    return Diagnostic(
        path=problem.path,
        code=kind[0],
        name=kind[1],
        severity=Severity.ERROR,
        message=problem.reason,
        line=problem.line,
        column=problem.column,
        end_line=problem.line,
        end_column=problem.column + 1,
        class_name=class_name,
        cell=problem.cell,
    )


def crash(what: str, error: Exception) -> str:
    """How a fault of the tool itself is told."""
    return f"{what} crashed ({type(error).__name__}: {error}), please report this"


def is_error(diagnostic: Diagnostic) -> bool:
    """Whether this is something that could not be done, and no finding."""
    return diagnostic.code in (NOT_READ[0], CRASHED[0])


def _of_class(sequence: SequenceClass, rules: tuple[Rule, ...]) -> Iterator[Diagnostic]:
    name = sequence.qualname
    for rule in rules:
        yield from _asked(rule, rule.check, sequence, name, sequence.place)


def _of_call(call: CallSite, rules: tuple[Rule, ...]) -> Iterator[Diagnostic]:
    name = call.classes[0].qualname if call.classes else None
    for rule in rules:
        yield from _asked(rule, rule.check_call, call, name, call.place)


def _asked(
    rule: Rule,
    check: Callable[[_Subject], Iterable[Finding]],
    subject: _Subject,
    class_name: str | None,
    place: Place,
) -> Iterator[Diagnostic]:
    try:
        # To the end before any of it counts: a rule that crashes halfway found nothing.
        yield from tuple(_diagnostic(found, rule, class_name) for found in check(subject))
    except Exception as error:
        what = crash(f"rule {rule.code} {rule.name} on {class_name or place.path}", error)
        problem = Problem(place.path, place.line, place.column, what, place.cell)
        yield error_at(CRASHED, problem, class_name)


def _diagnostic(finding: Finding, rule: Rule, class_name: str | None) -> Diagnostic:
    from sequence_lint.rule import Diagnostic

    place = finding.place
    return Diagnostic(
        path=place.path,
        code=rule.code,
        name=rule.name,
        severity=finding.severity or rule.severity,
        message=finding.message,
        line=place.line,
        column=place.column,
        end_line=place.end_line,
        end_column=place.end_column,
        class_name=class_name,
        example=finding.example,
        help=finding.help,
        related=finding.related,
        cell=place.cell,
        fixes=finding.fixes,
    )


def _united(said: list[tuple[SequenceClass, Diagnostic]]) -> Diagnostic:
    """One diagnostic for a place that several classes share, as grave as it is for any of them."""
    _, spoken = next((pair for pair in said if _is_own(*pair)), said[0])
    heirs = {_address(sequence, spoken) for sequence, each in said if not _is_own(sequence, each)}
    worst = max((each.severity for _, each in said), key=_GRADES.index)
    return replace(spoken, affects=tuple(sorted(heirs)), severity=worst) if heirs else spoken


def _address(sequence: SequenceClass, diagnostic: Diagnostic) -> str:
    """The name of the class, and where it is if that is another file."""
    if sequence.path == diagnostic.path:
        return sequence.qualname
    from sequence_lint.spelling import address  # wording is not needed before a finding

    where = address(sequence.path, sequence.place.cell, sequence.place.line)
    return f"{sequence.qualname} ({where})"


def _is_own(sequence: SequenceClass, diagnostic: Diagnostic) -> bool:
    """Whether the class stands above the place, in one file with it: heirs come after."""
    if sequence.path != diagnostic.path:
        return False
    return (sequence.place.cell, sequence.place.line) <= (diagnostic.cell, diagnostic.line)


def _place_key(diagnostic: Diagnostic) -> tuple[object, ...]:
    if is_error(diagnostic):
        return (diagnostic,)
    at = diagnostic
    return (at.code, at.path, at.cell, at.line, at.column, at.end_line, at.end_column)
