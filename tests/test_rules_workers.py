"""The rules on workers, asked about models made by hand, and what Python says to what they find."""

from __future__ import annotations

import pickle
import threading
from collections.abc import Callable
from dataclasses import replace
from tempfile import TemporaryFile

import pytest
import rule_models as made
import worker_models as working

from sequence_lint.model import Draw, SequenceClass, Workers
from sequence_lint.rule import Finding

DRAWS, PICKLES, SHARES = map(made.rule, ("SEQ501", "SEQ502", "SEQ503"))
ONE_PROCESS = replace(working.PROCESSES, count=1)
SOME_PROCESSES = replace(working.PROCESSES, count=None)


def assert_refused(thing: object, refusal: str) -> None:
    """Python says so when it is to pickle *thing*, and the documentation quotes it."""
    with pytest.raises((TypeError, AttributeError, pickle.PicklingError)) as refused:
        pickle.dumps(thing)
    text = str(refused.value).replace("get local", "pickle local")  # 3.12.5 and later
    assert refusal in text
    assert f"`TypeError: {refusal}`" in PICKLES.doc or f"`AttributeError: {refusal}`" in PICKLES.doc


def said(rule: object, sequence: SequenceClass) -> list[Finding]:
    return list(rule.check(sequence))  # type: ignore[attr-defined]


class TestDraws:
    def test_the_first_draw_is_shown_with_the_processes_and_the_others(self) -> None:
        other = Draw("numpy.random.normal", made.CUT_AT)
        [finding] = said(DRAWS, working.drawing(working.DRAW, other))
        assert finding.place == working.DRAWN_AT
        assert "NumPy's global generator" in finding.message
        assert [each.place for each in finding.related] == [working.ASKED_AT, made.CUT_AT]

    def test_a_generator_of_its_own_is_called_by_its_name(self) -> None:
        [finding] = said(DRAWS, working.drawing(Draw("self.rng.normal", working.DRAWN_AT)))
        assert "draws from `self.rng` while" in finding.message

    def test_processes_that_nobody_counted_are_several(self) -> None:
        assert said(DRAWS, working.drawing(working.DRAW, workers=SOME_PROCESSES))

    @pytest.mark.parametrize("workers", [None, working.THREADS, ONE_PROCESS])
    def test_silent_without_processes(self, workers: Workers | None) -> None:
        assert said(DRAWS, working.drawing(working.DRAW, workers=workers)) == []

    @pytest.mark.parametrize(
        "draws",
        [
            (),
            (Draw("random.random", working.DRAWN_AT),),
            (Draw("numpy.random.seed", made.CUT_AT, seeds=True), working.DRAW),
        ],
    )
    def test_silent_about_these_draws(self, draws: tuple[Draw, ...]) -> None:
        assert said(DRAWS, working.drawing(*draws)) == []


class TestPickles:
    @pytest.mark.parametrize("workers", [working.PROCESSES, ONE_PROCESS, SOME_PROCESSES])
    def test_each_attribute_is_shown(self, workers: Workers) -> None:
        other = replace(working.LOCK, name="other", place=made.CUT_AT)
        findings = said(PICKLES, working.holding(working.LOCK, other, workers=workers))
        assert [finding.place for finding in findings] == [working.HELD_AT, made.CUT_AT]
        assert "keeps a lock in `self.lock`" in findings[0].message

    @pytest.mark.parametrize(
        "sequence",
        [
            working.holding(),
            working.holding(working.LOCK, workers=None),
            working.holding(working.LOCK, workers=working.THREADS),
            working.holding(working.LOCK, defined=frozenset({"__getstate__"})),
        ],
    )
    def test_silent(self, sequence: SequenceClass) -> None:
        assert said(PICKLES, sequence) == []

    @pytest.mark.parametrize(
        ("make", "refusal"),
        [
            (threading.Lock, "cannot pickle '_thread.lock' object"),
            (lambda: (n for n in range(2)), "cannot pickle 'generator' object"),
            (lambda: lambda: None, "Can't pickle local object"),
        ],
    )
    def test_python_says_what_is_quoted(self, make: Callable[[], object], refusal: str) -> None:
        assert_refused(make(), refusal)

    def test_python_refuses_open_files(self) -> None:
        with TemporaryFile("w") as file:
            assert_refused(file, "cannot pickle '_io.TextIOWrapper' object")


class TestShares:
    def test_the_return_and_the_threads_are_shown(self) -> None:
        [finding] = said(SHARES, working.sharing())
        assert finding.place == made.RETURN_AT
        assert "fills `self.images`" in finding.message
        assert "4 threads" in finding.message
        assert [each.place for each in finding.related] == [working.ASKED_AT]

    @pytest.mark.parametrize(
        "workers",
        [
            None,
            working.PROCESSES,
            replace(working.THREADS, count=1),
            replace(working.THREADS, count=None),
        ],
    )
    def test_silent_without_several_threads(self, workers: Workers | None) -> None:
        assert said(SHARES, working.sharing(workers=workers)) == []

    def test_silent_about_an_array_of_the_batch(self) -> None:
        assert said(SHARES, working.sharing(kept="")) == []
