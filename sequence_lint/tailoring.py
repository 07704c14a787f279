"""What the settings of a project make of findings: their severity, and files where they are off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from sequence_lint.judge import is_error
from sequence_lint.records import replace
from sequence_lint.settings import GRADES, Settings, fit

# What a finding is, is loaded when there is one.
if TYPE_CHECKING:
    from sequence_lint.rule import Diagnostic, Rule
    from sequence_lint.source.files import SourceFile
    from sequence_lint.source.globs import PerFile


def tailored(
    found: Iterable[Diagnostic], settings: Settings, files: Iterable[SourceFile]
) -> Iterator[Diagnostic]:
    """What the rules *found*, without what is ignored in its file, and as grave as it shall be.

    What could not be done stays as it is.
    """
    ignores = (*settings.per_file_ignores, *settings.extend_per_file_ignores)
    if not ignores and not settings.severity:
        yield from found
        return
    absolute = {file.path: file.absolute for file in files} if ignores else {}
    off: dict[str, tuple[str, ...]] = {}
    for each in found:
        if is_error(each):
            yield each
            continue
        if each.path not in off:
            off[each.path] = selectors_off(ignores, absolute.get(each.path, ""))
        if not any(fit(each.code, each.name, one) for one in off[each.path]):
            yield _graded(each, settings.severity)


def selectors_off(ignores: Iterable[PerFile], absolute: str) -> tuple[str, ...]:
    """The selectors of the rules that are ignored in the file with that *absolute* path."""
    return tuple(
        selector for each in ignores if _is_meant(each, absolute) for selector in each.selectors
    )


def is_off(rule: Rule, settings: Settings, absolute: str) -> bool:
    """Whether what the rule finds in the file with that *absolute* path is ignored."""
    ignores = (*settings.per_file_ignores, *settings.extend_per_file_ignores)
    return any(fit(rule.code, rule.name, one) for one in selectors_off(ignores, absolute))


def is_grave(diagnostic: Diagnostic, grade: str) -> bool:
    """Whether the diagnostic is at least of that grade."""
    return GRADES.index(diagnostic.severity.value) >= GRADES.index(grade)


def _is_meant(each: PerFile, absolute: str) -> bool:
    from sequence_lint.source.globs import Globs

    return Globs((each.glob,)).fit(absolute) is not each.but


def _graded(diagnostic: Diagnostic, severity: tuple[tuple[str, str], ...]) -> Diagnostic:
    """With the severity of the most exact selector, of equal ones that of the first."""
    fitting = [
        (fit(diagnostic.code, diagnostic.name, selector), grade) for selector, grade in severity
    ]
    weight, grade = max(fitting, key=lambda pair: pair[0], default=(0, ""))
    if not weight:
        return diagnostic
    from sequence_lint.rule import Severity

    return replace(diagnostic, severity=Severity(grade))
