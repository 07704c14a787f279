"""What became of many composed classes, and which rules of the grammar were not understood."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from differential.verdict import judged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from differential.classes import Composed
    from differential.truth import Theatre
    from differential.verdict import Verdict

SHOWN = 12
OFTEN = 10
"""A rule that was drawn more seldom says nothing."""


@dataclass
class Tally:
    """Counts of distinct classes; those drawn again are not judged again."""

    judged: dict[str, Verdict] = field(default_factory=dict)
    epochs: int = 0
    claimed: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    drawn: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[Composed, Verdict]] = field(default_factory=list)

    def judge(self, composed: Composed, theatre: Theatre) -> Verdict:
        """The verdict on *composed*, counted if it is a new one."""
        if composed.text not in self.judged:
            self.judged[composed.text] = verdict = judged(composed, theatre)
            self._count(composed, verdict)
        return self.judged[composed.text]

    @property
    def share(self) -> float:
        """The share of classes that the dry run claims to know in all sizes and settings."""
        return self.claimed / max(len(self.judged), 1)

    def summary(self) -> Iterator[str]:
        """The counts in words, line by line."""
        count = len(self.judged)
        yield f"{count} classes, {self.epochs} epochs compared"
        yield f"{self.claimed} claimed to be known ({self.share:.2%})"
        yield f"{count - len(self.wrong)} agreed, {len(self.wrong)} did not"
        for reason, times in self.reasons.most_common(SHOWN):
            yield f"    {times:6} unknown: {reason}"
        rules = (rule for rule in self.unknown if self.drawn[rule] >= OFTEN)
        ranked = sorted(rules, key=lambda rule: -self.unknown[rule] / self.drawn[rule])
        for rule in ranked[:SHOWN]:
            spelt = " ".join(rule.split())
            yield f"    {self.unknown[rule]:6} of {self.drawn[rule]:6} unknown with {spelt}"

    def _count(self, composed: Composed, verdict: Verdict) -> None:
        rules = set(composed.rules)
        self.epochs += verdict.epochs
        self.drawn.update(rules)
        if verdict.claimed:
            self.claimed += 1
        else:
            self.reasons[verdict.unknown[0]] += 1
            self.unknown.update(rules)
        if verdict.false:
            self.wrong.append((composed, verdict))


def told(composed: Composed, verdict: Verdict) -> str:
    """A class and what is false about it, to be read or made a fixture of."""
    false = "\n".join(f"# {text}" for text in verdict.false)
    return f"{composed.text}\n# {composed.build()}\n{false}\n"
