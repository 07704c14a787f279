"""Ask Keras what it does with every fault, and keep the answer: ``python -m oracle.record LINE``.

Run from the folder ``tests``. One file a line is written into ``oracle/recorded/``; the page
docs/keras-behaviour.md is made of these files.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from typing import TypedDict

from oracle import faults
from oracle.asking import Answer, ask
from oracle.outcomes import Outcome, Step


class Recorded(TypedDict):
    """What is kept of a line: its versions, and what it does with each fault, by parts."""

    versions: dict[str, str]
    faults: dict[str, dict[str, str]]


RECORDED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "recorded")


def main(line: str) -> None:
    """Record all faults on *line*."""
    with open(_path(line), "w", encoding="utf-8") as stream:
        json.dump(as_recorded(answers(line)), stream, indent=1, ensure_ascii=False)
        stream.write("\n")


def answers(line: str) -> Answer:
    """What *line* does with every fault."""
    with tempfile.TemporaryDirectory() as folder:
        return ask(faults.cases(folder), line)


def recorded(line: str) -> Recorded | None:
    """The record of *line*, or None where there is none."""
    if not os.path.exists(_path(line)):
        return None
    with open(_path(line), encoding="utf-8") as stream:
        found: Recorded = json.load(stream)
    return found


def as_recorded(answer: Answer) -> Recorded:
    """*answer* as it is kept: versions, and for each fault what happens, in words."""
    said = {name: told(outcome) for name, outcome in answer.outcomes.items()}
    return {"versions": answer.versions, "faults": said}


def told(outcome: Outcome) -> dict[str, str]:
    """What happened, by the part of Keras that it happened in; losses are left out."""
    if outcome.unbuilt:
        return {"making it": outcome.unbuilt}
    if outcome.asked:
        return {"the call": _told_call(outcome)}
    return {
        "fit": outcome.fit.raised or f"{_trained(outcome)}{_nan(outcome.fit)}",
        "evaluate": outcome.evaluate.raised or f"works{_nan(outcome.evaluate)}",
        "predict": outcome.predict.raised or f"{outcome.predict.rows} rows",
    }


def _trained(outcome: Outcome) -> str:
    if outcome.apart and not outcome.uneven:
        return f"{outcome.apart} batches with labels of other samples"
    said = [f"{len(outcome.never)} never" * bool(outcome.never)]
    said += [f"{outcome.again} again" * bool(outcome.again)]
    if outcome.epochs and (empty := sum(not step for step in outcome.epochs[0])):
        said.append(f"{empty} {'step' if empty == 1 else 'steps'} without samples")
    if (more := outcome.trained - sum(outcome.times.values())) > 0:
        said.append(f"{more} rows that are no samples")
    if outcome.uneven:
        said.append(f"{outcome.uneven} steps with more inputs than labels")
    if outcome.same is False:
        said.append("other numbers in the second epoch")
    return ", ".join(part for part in said if part) or "each sample once"


def _told_call(outcome: Outcome) -> str:
    if outcome.called.raised:
        return outcome.called.raised
    asked = "; ".join(", ".join(map(str, sorted(epoch))) or "none" for epoch in outcome.asked[1:])
    ran_out = any("ran out of data" in text for text in outcome.called.warned)
    return f"batches by epoch: {asked}{' (a warning: ran out of data)' * ran_out}"


def _nan(step: Step) -> str:
    return ", loss is nan" if step.loss == "nan" else ""


def _path(line: str) -> str:
    return os.path.join(RECORDED, f"{line}.json")


if __name__ == "__main__":
    for each in sys.argv[1:]:
        main(each)
