"""How the fixes of a project are made: those that stand the proof, until there are no more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from sequence_lint.engine import Outcome, Watch, lint
from sequence_lint.proof import harmless, proven
from sequence_lint.records import dataclass, field, replace
from sequence_lint.resolving import collide, contents
from sequence_lint.source.editing import NotEditable

if TYPE_CHECKING:
    from sequence_lint.fixes import Fix, Safety
    from sequence_lint.rule import Diagnostic
    from sequence_lint.settings import Settings
    from sequence_lint.source.files import SourceFile
    from sequence_lint.source.sources import Sources

MOST_ROUNDS = 20
"""A fix may make room for another one. Rules whose fixes never end are at fault."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A file with the contents that it had when it was read, and those that it shall have."""

    file: SourceFile
    before: bytes
    after: bytes


@dataclass(frozen=True, slots=True)
class Mended:
    """A project after its fixes, of which nothing was written.

    ``outcome`` is what is said of it as it is now, ``files`` are those that changed, and ``fixed``
    are the codes of the rules, one for each fix.
    """

    outcome: Outcome
    files: tuple[Changed, ...]
    fixed: tuple[str, ...]


@dataclass(slots=True)
class _Work:
    sources: Sources
    files: dict[str, Changed] = field(default_factory=dict)
    fixed: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


def mended(
    sources: Sources,
    settings: Settings,
    allowed: Iterable[Safety],
    jobs: int | None = 1,
    watch: Watch | None = None,
) -> Mended:
    """Lint the project and make all fixes that are *allowed*; raises what `engine.lint` raises."""
    safeties = frozenset(allowed)
    work = _Work(sources)
    outcome = lint(sources, settings, jobs, watch)
    for _ in range(MOST_ROUNDS):
        found = proven(_about(outcome.diagnostics, safeties), work.sources, settings, jobs)
        work.notices += found.notices
        if not _make(work, _apart(found.diagnostics), settings, jobs):
            break
        outcome = lint(work.sources, settings, jobs)
    else:
        work.notices.append(f"there were still fixes to make after {MOST_ROUNDS} rounds")
    notices = tuple(dict.fromkeys((*outcome.notices, *work.notices)))
    files = tuple(sorted(work.files.values(), key=lambda changed: changed.file.path))
    return Mended(replace(outcome, notices=notices), files, tuple(sorted(work.fixed)))


def _about(diagnostics: Iterable[Diagnostic], safeties: frozenset[Safety]) -> list[Diagnostic]:
    """Those with a fix that is allowed, and of their fixes only these."""
    each = ((d, tuple(f for f in d.fixes if f.safety in safeties)) for d in diagnostics)
    return [replace(diagnostic, fixes=fixes) for diagnostic, fixes in each if fixes]


def _apart(diagnostics: Iterable[Diagnostic]) -> list[tuple[str, Fix]]:
    """The fixes that can be made in one go, with their rules; the others wait for the next."""
    chosen: list[tuple[str, Fix]] = []
    for each in diagnostics:
        fix = each.fix
        if fix is not None and not any(collide(fix, other) for _, other in chosen):
            chosen.append((each.code, fix))
    return chosen


def _make(
    work: _Work, chosen: Sequence[tuple[str, Fix]], settings: Settings, jobs: int | None
) -> bool:
    """Make the fixes that were *chosen*, or the first of them where they do not go together."""
    if not chosen:
        return False
    if len(chosen) > 1 and not harmless([fix for _, fix in chosen], work.sources, settings, jobs):
        chosen = chosen[:1]
    try:
        made = contents([fix for _, fix in chosen], work.sources)
    except NotEditable as error:
        work.notices.append(f"a fix was not made: {error}")
        return False
    for path, content in made.items():
        _note(work, path, content)
    work.sources = work.sources.changed(made)
    work.fixed += [code for code, _ in chosen]
    return True


def _note(work: _Work, absolute: str, content: bytes) -> None:
    known = work.files.get(absolute)
    if known is not None:
        work.files[absolute] = replace(known, after=content)
        return
    file = next(file for file in work.sources.files if file.absolute == absolute)
    work.files[absolute] = Changed(file, work.sources.raw(absolute), content)
