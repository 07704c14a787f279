"""What baselines make of the findings of a run: those that are accepted, and entries too many."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from sequence_lint.baseline import Baseline, Key, read_baseline, written
from sequence_lint.judge import is_error, judge_suppressions
from sequence_lint.records import dataclass, field, replace
from sequence_lint.source.stated import shown
from sequence_lint.tailoring import is_grave, is_off, tailored

if TYPE_CHECKING:
    from sequence_lint.engine import Outcome
    from sequence_lint.registry import Registry
    from sequence_lint.rule import Diagnostic, Rule
    from sequence_lint.settings import Settings
    from sequence_lint.source.files import SourceFile
    from sequence_lint.source.sources import Sources
    from sequence_lint.suppression import Suppression


@dataclass(frozen=True, slots=True)
class Rewritten:
    """The content that the baseline with that absolute path shall have.

    ``allowed`` is how many findings it allows for then, ``before`` how many it did.
    """

    file: str
    content: bytes
    allowed: int
    before: int


class Baselines:
    """The baselines of the projects of a run, read before anything is linted.

    Raises `settings.BadConfiguration` where one cannot be read. One that is not there is empty
    where it is to be written.
    """

    def __init__(self, settings: Sequence[Settings]) -> None:
        self._settings = tuple(settings)
        self._held = {one.baseline: _held(one) for one in settings if one.baseline}

    def applied(self, outcomes: Sequence[Outcome], projects: Sequence[Sources]) -> list[Outcome]:
        """The outcomes of the projects without what is accepted, and with what is out of date."""
        made = list(outcomes)
        for file, baseline in self._held.items():
            numbers = [i for i, own in enumerate(self._settings) if own.baseline == file]
            parts = [_Part(self._settings[i], projects[i], made[i], file) for i in numbers]
            for number, outcome in zip(numbers, _applied(baseline, parts), strict=True):
                made[number] = outcome
        return made


@dataclass(slots=True)
class _Part:
    """A project that the baseline in *file* is for, what was found in it, and what was on."""

    settings: Settings
    sources: Sources
    outcome: Outcome
    file: str
    _absolute: dict[str, str] = field(init=False)
    _registry: Registry | None = None
    _linted: dict[str, SourceFile] | None = None

    def __post_init__(self) -> None:
        self._absolute = {file.path: file.absolute for file in self.sources.asked}

    def key(self, finding: Diagnostic) -> Key:
        path = self._absolute.get(finding.path) or os.path.abspath(finding.path)
        return Key(self._named(path), finding.class_name or "", finding.code)

    @property
    def linted(self) -> Mapping[str, SourceFile]:
        """The files that were looked at as a whole, by their paths in the baseline."""
        if self._linted is None:
            failed = {each.path for each in self.outcome.diagnostics if is_error(each)}
            files = (file for file in self.sources.asked if file.path not in failed)
            self._linted = {self._named(file.absolute): file for file in files}
        return self._linted

    @property
    def registry(self) -> Registry:
        """All rules; only where an entry may be out of date, because it takes a while."""
        if self._registry is None:
            from sequence_lint.registry import load

            self._registry = load()
        return self._registry

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that are on."""
        from sequence_lint.settings import chosen

        return chosen(self.settings, self.registry)

    def looked_for(self, key: Key) -> bool:
        """Whether all that the entry is about would have been found."""
        file = self.linted.get(key.path)
        if file is None or self.outcome.notices or self.registry.broken:
            return False
        if self.registry.find(key.code) is None:
            return True  # the rule is gone
        ran = (rule for rule in self.rules if rule.code == key.code)
        return any(not is_off(rule, self.settings, file.absolute) for rule in ran)

    def _named(self, path: str) -> str:
        try:
            path = os.path.relpath(path, os.path.dirname(self.file))
        except ValueError:  # on two drives
            return path
        return path.replace(os.sep, "/")


def _held(settings: Settings) -> Baseline:
    if settings.revise == "write" and not os.path.lexists(settings.baseline):
        return Baseline(settings.baseline, {})
    return read_baseline(settings.baseline)


def _applied(baseline: Baseline, parts: Sequence[_Part]) -> Iterator[Outcome]:
    found = Counter(part.key(each) for part in parts for each in part.outcome.findings)
    stale = [key for key in baseline.counts if _is_stale(key, baseline, found, parts)]
    rewritten: tuple[Rewritten, ...] = ()
    if parts[0].settings.revise:
        counts = _revised(
            baseline.counts, found, stale, writing=parts[0].settings.revise == "write"
        )
        rewritten = (_rewritten(baseline, counts),)
        baseline, stale = replace(baseline, counts=counts), []
    for number, part in enumerate(parts):
        kept = [
            each for each in part.outcome.diagnostics if not _accepted(each, part, baseline, found)
        ]
        # What belongs to none of the projects is told with the first of them.
        about = [_suppression(key, baseline, found[key]) for key in stale] if number == 0 else []
        yield _outcome(part, kept, about, baseline, rewritten if number == 0 else ())


def _accepted(
    diagnostic: Diagnostic, part: _Part, baseline: Baseline, found: Mapping[Key, int]
) -> bool:
    """Nobody can tell which ones are new, so more than are allowed for are all told."""
    if is_error(diagnostic):
        return False
    key = part.key(diagnostic)
    return found[key] <= baseline.counts.get(key, 0)


def _is_stale(
    key: Key, baseline: Baseline, found: Mapping[Key, int], parts: Iterable[_Part]
) -> bool:
    if found[key] >= baseline.counts[key]:
        return False
    gone = not os.path.lexists(os.path.join(os.path.dirname(baseline.file), key.path))
    return gone or any(part.looked_for(key) for part in parts)


def _revised(
    counts: Mapping[Key, int], found: Mapping[Key, int], stale: Iterable[Key], *, writing: bool
) -> dict[Key, int]:
    """The counts without what is gone and, where that is to be written, with all that was found."""
    revised = {**counts, **{key: found[key] for key in stale}}
    if writing:
        revised |= {key: max(count, revised.get(key, 0)) for key, count in found.items()}
    return {key: count for key, count in revised.items() if count}


def _rewritten(baseline: Baseline, counts: Mapping[Key, int]) -> Rewritten:
    before = sum(baseline.counts.values())
    return Rewritten(baseline.file, written(counts).encode(), sum(counts.values()), before)


def _suppression(key: Key, baseline: Baseline, found: int) -> Suppression:
    from sequence_lint.batches import Place
    from sequence_lint.suppression import Suppression

    line = baseline.line_of(key)
    width = len(baseline.text.split("\n")[line - 1])
    return Suppression(
        place=Place(shown(baseline.file), line, 1, line, width + 1),
        kind="baseline",
        unused=(key.code,),
        class_name=key.class_name,
        allowed=baseline.counts[key],
        found=found,
        subject=key.path,
    )


def _outcome(
    part: _Part,
    kept: list[Diagnostic],
    about: list[Suppression],
    baseline: Baseline,
    rewritten: tuple[Rewritten, ...],
) -> Outcome:
    outcome, path = part.outcome, shown(baseline.file)
    if not about:
        return replace(outcome, diagnostics=tuple(kept), baselines=rewritten)
    stale = tailored(judge_suppressions(about, part.rules), part.settings, part.sources.asked)

    def lines(asked: str, cell: int) -> tuple[str, ...]:
        text = tuple(baseline.text.split("\n")) if asked == path else ()
        return text or outcome.lines(asked, cell)

    def fails(each: Diagnostic) -> bool:
        own = each.path == path and is_grave(each, part.settings.fail_on)
        return own or outcome.fails(each)

    told = tuple(sorted((*kept, *stale), key=lambda each: each.order))
    return replace(outcome, diagnostics=told, lines=lines, fails=fails)
