"""Fixtures in which no rule finds anything, and which still do not serve each sample once.

``python -m oracle.departures``, from the folder ``tests``, writes the list anew. Every entry has to
be one on purpose: a class for prediction, one that drops the rest and says so, one that draws at
random, a fault that is another rule's matter, a base class that nobody knows.
"""

from __future__ import annotations

import json
import os

from oracle.asking import ask
from oracle.gathering import fixtures
from oracle.outcomes import Outcome
from sequence_lint.testing import ranges

LIST = os.path.join(os.path.dirname(os.path.abspath(__file__)), "recorded", "departures.json")
NOT_TRIED = ("not built", "raises by itself")
"""Nothing is seen of Keras here."""
KINDS = (*NOT_TRIED, "refused", "predicts only", "drops", "other labels", "serves otherwise")


def main() -> None:
    """Write the list of those fixtures."""
    cases = [fixture.case for fixture in fixtures() if fixture.silent]
    found = departures(list(ask(cases).outcomes.values()))
    with open(LIST, "w", encoding="utf-8") as stream:
        json.dump(found, stream, indent=1, ensure_ascii=False)
        stream.write("\n")


def listed() -> dict[str, dict[str, str]]:
    """The list: names of fixtures and what becomes of them, by kinds."""
    with open(LIST, encoding="utf-8") as stream:
        found: dict[str, dict[str, str]] = json.load(stream)
    return found


def departures(outcomes: list[Outcome]) -> dict[str, dict[str, str]]:
    """The list that *outcomes* would give."""
    found: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
    for outcome in outcomes:
        kind, text = kind_of(outcome)
        if kind:
            found[kind][outcome.name] = text
    return {kind: dict(sorted(names.items())) for kind, names in found.items()}


def kind_of(outcome: Outcome) -> tuple[str, str]:
    """What is not right about *outcome*, and what it comes to; "" for what is right."""
    by_itself = [batch for batch in outcome.served if isinstance(batch, str)]
    raised = outcome.fit.raised or outcome.evaluate.raised or outcome.predict.raised
    if outcome.unbuilt:
        return "not built", outcome.unbuilt
    if outcome.asked:
        return ("refused", outcome.called.raised) if outcome.called.raised else ("", "")
    if outcome.clean:
        return "", ""
    if isinstance(outcome.length, str) and raised:
        return "raises by itself", outcome.length
    if by_itself:
        return "raises by itself", by_itself[0]
    if raised and outcome.predict.rows == outcome.samples:
        return "predicts only", raised
    if raised:
        return "refused", raised
    served = " | ".join(ranges(step) for step in outcome.epochs[0]) if outcome.epochs else ""
    if outcome.exactly_once and (outcome.apart or outcome.uneven):
        return "other labels", served[:200]
    kind = "drops" if outcome.never and not outcome.again else "serves otherwise"
    return kind, served[:200]


if __name__ == "__main__":
    main()
