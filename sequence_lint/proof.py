"""Whether a fix mends what it is for and does no harm: the classes are dry-run with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from sequence_lint.comparing import Owner, key_of, said, worsened
from sequence_lint.engine import Judged, judged
from sequence_lint.judge import NOT_READ
from sequence_lint.records import dataclass, field, replace
from sequence_lint.resolving import collide, contents, file_of, resolved
from sequence_lint.source.editing import NotEditable
from sequence_lint.spelling import address

if TYPE_CHECKING:
    from sequence_lint.engine import Watch
    from sequence_lint.fixes import Fix
    from sequence_lint.rule import Diagnostic
    from sequence_lint.settings import Settings
    from sequence_lint.source.files import SourceFile
    from sequence_lint.source.sources import Sources


@dataclass(frozen=True, slots=True)
class Proven:
    """*diagnostics*, each with the one fix that stood the proof or with none.

    ``notices`` tell of rules whose fixes are no fixes at all.
    """

    diagnostics: tuple[Diagnostic, ...]
    notices: tuple[str, ...] = ()


@dataclass(slots=True)
class _Case:
    """A diagnostic on its way through the proof, with the alternatives that are left."""

    number: int
    diagnostic: Diagnostic
    left: list[Fix]
    alone: bool = False
    offered: Fix | None = None

    @property
    def owner(self) -> Owner:
        return self.diagnostic.path, self.diagnostic.class_name


@dataclass(slots=True)
class _Court:
    """The project as it is, what is said of it, and what waits to be tried on it."""

    sources: Sources
    settings: Settings
    jobs: int | None
    watch: Watch | None
    before: Judged
    pending: list[_Case]
    notices: list[str] = field(default_factory=list)


def proven(
    diagnostics: Sequence[Diagnostic],
    sources: Sources,
    settings: Settings,
    jobs: int | None = 1,
    watch: Watch | None = None,
) -> Proven:
    """Try the fixes that rules propose for *diagnostics*, in memory, and keep what stands.

    A fix stands when what it is for is not said any more with it, no rule says more than before,
    and whatever was known of the classes still is. Rules that are on by default count, whether
    *settings* turn them off or not.
    """
    # What is about comments was proven where it was found: no class is another one without them.
    open_ones = ((at, d) for at, d in enumerate(diagnostics) if d.fixes and not d.proven)
    cases = [_Case(at, diagnostic, list(diagnostic.fixes)) for at, diagnostic in open_ones]
    if not cases:
        return Proven(tuple(diagnostics))
    cases = [case for case in cases if _resolve(case, sources)]
    about = sources.changed({}, _files(cases, sources))
    full = _full(settings)
    before = judged(about, full, jobs, watch)
    court = _Court(about, full, jobs, watch, before, list(cases))
    while court.pending:
        _try(court, _wave(court.pending))
    offered = {case.number: case.offered for case in cases if case.offered is not None}
    return Proven(
        tuple(_told(d, offered.get(at)) for at, d in enumerate(diagnostics)),
        tuple(dict.fromkeys(court.notices)),
    )


def harmless(
    fixes: Sequence[Fix], sources: Sources, settings: Settings, jobs: int | None = 1
) -> bool:
    """Whether nothing gets worse where *fixes*, each of which stood the proof, are all made."""
    paths = {edit.place.path for fix in fixes for edit in fix.edits}
    about = sources.changed({}, [file_of(path, sources) for path in sorted(paths)])
    full = _full(settings)
    try:
        changed = about.changed(contents(fixes, about))
    except NotEditable:
        return False
    before, after = judged(about, full, jobs), judged(changed, full, jobs)
    return not worsened(before, after, strict=all(fix.safety == "safe" for fix in fixes))


def _full(settings: Settings) -> Settings:
    """With all rules on that are so by default, and those that *settings* select besides."""
    added = (*settings.select, *settings.extend_select)
    return replace(settings, select=(), ignore=(), extend_ignore=(), extend_select=added)


def _told(diagnostic: Diagnostic, fix: Fix | None) -> Diagnostic:
    if diagnostic.proven or not diagnostic.fixes:
        return diagnostic
    return replace(diagnostic, fixes=() if fix is None else (fix,), proven=fix is not None)


def _resolve(case: _Case, sources: Sources) -> bool:
    """Make the fixes of *case* ready to be made. False where none of them can be."""
    left = []
    for fix in case.left:
        with suppress(NotEditable):
            left.append(resolved(fix, sources))
    case.left = left
    return bool(left)


def _files(cases: Iterable[_Case], sources: Sources) -> list[SourceFile]:
    """The files that the fixes of *cases* change, and those that they are for."""
    edited = {edit.place.path for case in cases for fix in case.left for edit in fix.edits}
    paths = edited | {case.diagnostic.path for case in cases}
    return [file_of(path, sources) for path in sorted(paths)]


def _wave(pending: Sequence[_Case]) -> list[_Case]:
    """Cases to try in one go: of different classes, equally safe, and with edits far apart."""
    first, *others = pending
    wave = [first]
    for case in others if not first.alone else ():
        fix = case.left[0]
        if case.alone or fix.safety != first.left[0].safety:
            continue
        if not any(case.owner == one.owner or collide(fix, one.left[0]) for one in wave):
            wave.append(case)
    return wave


def _try(court: _Court, wave: list[_Case]) -> None:
    """Try the first alternatives of the *wave*, and decide on each or put it back."""
    fixes = [case.left[0] for case in wave]
    try:
        changed = court.sources.changed(contents(fixes, court.sources))
    except NotEditable:
        _decide(court, wave, [False] * len(wave))
        return
    after = judged(changed, court.settings, court.jobs, court.watch)
    wrong = worsened(court.before, after, strict=fixes[0].safety == "safe")
    broken = _unread(after) - _unread(court.before)
    if len(wave) > 1 and (broken or wrong - {case.owner for case in wave}):
        # Who is to blame shows when each is tried by itself.
        for case in wave:
            case.alone = True
        return
    mends = [not broken and _silenced(case, court.before, after) for case in wave]
    for case, silent in zip(wave, mends, strict=True):
        if not silent:
            court.notices.append(_blame(case, "leaves no Python" if broken else "mends nothing"))
    blamed = [_is_wrong(case, wave, wrong) for case in wave]
    _decide(court, wave, [m and not w for m, w in zip(mends, blamed, strict=True)])


def _is_wrong(case: _Case, wave: Sequence[_Case], wrong: set[Owner]) -> bool:
    """Whether something got worse that *case* may be to blame for."""
    return case.owner in wrong or (len(wave) == 1 and bool(wrong))


def _decide(court: _Court, wave: Sequence[_Case], good: Sequence[bool]) -> None:
    for case, stands in zip(wave, good, strict=True):
        fix = case.left.pop(0)
        case.offered = fix if stands else None
        if stands or not case.left:
            court.pending.remove(case)


def _unread(judged: Judged) -> set[str]:
    return {each.path for each in judged.diagnostics if each.code == NOT_READ[0]}


def _silenced(case: _Case, before: Judged, after: Judged) -> bool:
    key = key_of(case.diagnostic)
    return said(after)[key] < said(before)[key]


def _blame(case: _Case, why: str) -> str:
    at = case.diagnostic
    where = address(at.path, at.cell, at.line)
    return f"{where}: the fix of {at.code} {at.name} {why} and is dropped, please report this"
