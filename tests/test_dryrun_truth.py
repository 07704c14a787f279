"""What the dry run says about a fixture class, unasked, is what Python does: or it says nothing.

The claims in the fixtures state what has to be understood. Here every epoch of every class that can
be run is compared with real execution, so that nothing that is said beyond the claims is false.
"""

from __future__ import annotations

import os
from functools import cache

import pytest
from fixture_truth import Runnable, all_runnables, truth

from sequence_lint.engine import lint
from sequence_lint.model import Epoch, SequenceClass
from sequence_lint.settings import Settings
from sequence_lint.source.discovery import discover
from sequence_lint.testing import CLAIMS, Claim


@pytest.mark.parametrize("runnable", all_runnables(), ids=lambda each: each.owner)
def test_nothing_false_is_said(runnable: Runnable) -> None:
    found = [
        c
        for c in _classes(runnable.case)
        if c.qualname == runnable.owner and _same_file(c, runnable)
    ]
    assert len(found) == 1
    false = [said for epoch in _comparable(runnable, found[0]) for said in _false(runnable, epoch)]
    assert not false, "\n".join(false)


@cache
def _classes(case: str) -> tuple[SequenceClass, ...]:
    return lint(discover([case]), Settings()).classes


def _same_file(sequence: SequenceClass, runnable: Runnable) -> bool:
    return os.path.abspath(sequence.path) == runnable.path


def _comparable(runnable: Runnable, sequence: SequenceClass) -> list[Epoch]:
    """The epochs that the ``# run:`` comment can bring about."""
    default = sequence.epochs[0].setting if sequence.epochs else ()
    any_setting = "**flags" in runnable.build
    return [
        epoch
        for epoch in sequence.epochs
        if (any_setting or epoch.setting == default)
        and ("batch" not in runnable.build or epoch.size.batch is not None)
    ]


def _false(runnable: Runnable, epoch: Epoch) -> list[str]:
    false = []
    # Of a class whose length is unknown only the first batches are served.
    subjects = ("length", "batches", "rows") if epoch.length.value is not None else ()
    for subject in subjects:
        said, _ = CLAIMS[subject](epoch)
        if "unknown" in said or "?" in said:
            continue
        setting = tuple((name, value.strip("'\"")) for name, value in epoch.setting)
        claim = Claim(subject, said, str(epoch.size), None, epoch.number, setting)
        real = truth(runnable, claim)
        if real != said:
            false.append(f"{subject} of {epoch.size} with {setting}: said {said}, really {real}")
    return false
