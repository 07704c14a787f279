"""What rules report does what their documentation says, in real Keras; what is right trains."""

from __future__ import annotations

import re
import tempfile
from dataclasses import replace
from functools import cache

import pytest
from fixture_truth import Runnable, all_runnables

from oracle import departures
from oracle.asking import LINE, ask
from oracle.cases import Case
from oracle.effects import (
    EFFECTS,
    KERAS_3,
    UNOBSERVED,
    UNSEEN,
    UNSEEN_ON,
    Effect,
    meant_in,
    refused,
)
from oracle.gathering import Fixture, examples, fixtures
from oracle.outcomes import Outcome
from sequence_lint.registry import load
from sequence_lint.rule import Rule, Severity
from sequence_lint.testing import ranges

RULES = load().rules
ALL_RULES = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
FIRING = [fixture for fixture in fixtures() if fixture.fires]
SILENT = [fixture for fixture in fixtures() if fixture.silent]
MOST_NOT_TRIED = 0.25
"""Of the silent fixtures so many may be such that Keras never comes to see their batches."""
pytestmark = pytest.mark.xdist_group("oracle rules")


def effect_of(rule: Rule) -> Effect:
    """What is promised. Errors are refused where nothing else is said."""
    if rule.code in UNOBSERVED:
        pytest.skip(UNOBSERVED[rule.code])
    found = EFFECTS.get(rule.code)
    if found is None and rule.severity is Severity.ERROR:
        return Effect(refused)
    assert found is not None, f"say in oracle/effects.py what can be seen of {rule.code}"
    if found.lines and LINE not in found.lines:
        pytest.skip("this Keras takes it")
    return found


def given(code: str, fixture: Fixture) -> Case:
    """The fixture as a case of the rule *code*, which finds something in it."""
    samples, batch = (fixture.case.samples, fixture.case.batch)
    if code in EFFECTS and not fixture.case.call:
        samples, batch = EFFECTS[code].size
    how = meant_in(code, fixture.case.owner)
    name = f"{code} {fixture.case.name}"
    return replace(
        fixture.case,
        name=name,
        samples=samples,
        batch=batch,
        meant=how,
        chance=by_chance(code),
    )


def by_chance(code: str) -> bool:
    """True where the effect of the rule *code* is there with orders that are random."""
    return code in EFFECTS and EFFECTS[code].chance


@cache
def outcomes() -> dict[str, Outcome]:
    """All that these tests want to know, asked at once."""
    cases = [fixture.case for fixture in SILENT]
    cases += [given(code, fixture) for fixture in FIRING for code in fixture.fires]
    with tempfile.TemporaryDirectory() as folder:
        for rule in RULES:
            bad, good = examples(rule, folder)
            size = EFFECTS[rule.code].example_size if rule.code in EFFECTS else (100, 32)
            how = meant_in(rule.code, bad.owner)
            bad = replace(bad, samples=size[0], batch=size[1], meant=how)
            cases += [replace(bad, chance=by_chance(rule.code)), good]
        return ask(cases).outcomes


@ALL_RULES
def test_the_bad_example_does_what_is_promised(rule: Rule) -> None:
    effect = effect_of(rule)
    assert effect.there(outcomes()[f"{rule.code} Bad"]), outcomes()[f"{rule.code} Bad"]


@ALL_RULES
def test_what_keras_prints_is_in_the_documentation(rule: Rule) -> None:
    """The text that the bad example ends with is quoted, with ``...`` for what varies."""
    outcome = outcomes()[f"{rule.code} Bad"]
    raised = outcome.fit.raised or outcome.called.raised or outcome.predict.raised
    if not raised or raised.endswith(":"):
        pytest.skip("nothing is printed")
    skip_what_is_for_keras_3(rule, outcome)
    text = plain(raised)
    assert any(alike(each, text) for each in quotes(rule)), (raised, quotes(rule))


def skip_what_is_for_keras_3(rule: Rule, outcome: Outcome) -> None:
    """Some examples take what Keras 2 has not: a hook, a property, `workers` in the constructor."""
    about = rule.code in EFFECTS and EFFECTS[rule.code].lines == KERAS_3
    raised = (outcome.unbuilt, outcome.called.raised)
    takes_workers = any("object.__init__() takes exactly one" in text for text in raised)
    if LINE == "tf_keras" and (about or takes_workers):
        pytest.skip("it is written for Keras 3")


def plain(text: str) -> str:
    """*text* without marks, dots, and what differs from module to module and backend to backend."""
    text = re.sub(r"\b(JAX|Torch|TensorFlow)Trainer\b", "Trainer", text.replace("`", ""))
    return re.sub(r"<class '[\w.]*?(\w+)'>", r"<class '\1'>", text)


def quotes(rule: Rule) -> list[str]:
    """What is set as code in the section on run time, on one line each."""
    part = rule.doc.partition("## At run time")[2].partition("\n## ")[0]
    found = re.findall(r"``\s?(.*?)\s?``|`([^`]+)`", part, re.DOTALL)
    return [plain(" ".join((double or single).split())) for double, single in found]


def alike(quoted: str, text: str) -> bool:
    """True when *text* is what was *quoted*, whose ``...`` stand for anything."""
    parts = [re.escape(part.strip()) for part in quoted.split("...")]
    if len(max(parts, key=len)) < 12:
        return False
    return any(re.search(r".*".join(parts), each) for each in (text, text.replace("...", "")))


@ALL_RULES
def test_the_good_example_trains_and_serves_each_sample_once(rule: Rule) -> None:
    outcome = outcomes()[f"{rule.code} Good"]
    skip_what_is_for_keras_3(rule, outcome)
    assert not outcome.called.raised
    assert outcome.asked or outcome.clean, outcome


@cache
def unseen() -> dict[str, Outcome]:
    """What the firing fixtures that did nothing do with more data: batches may be written down."""
    cases = []
    for code, fixture in ((code, each) for each in FIRING for code in each.fires):
        case = given(code, fixture)
        effect = EFFECTS.get(code, Effect(refused))
        if not effect.there(outcomes()[case.name]):
            cases.append(replace(case, samples=effect.large[0], batch=effect.large[1]))
    return ask(cases).outcomes


@ALL_RULES
def test_firing_fixtures_do_what_is_promised(rule: Rule) -> None:
    """Three of them at least, and all of those of which Keras sees anything."""
    effect = effect_of(rule)
    names = [given(rule.code, each).name for each in FIRING if rule.code in each.fires]
    seen = [unseen().get(name) or outcomes()[name] for name in names]
    there = [outcome.name for outcome in seen if effect.there(outcome)]
    without = {
        outcome.name.partition(" ")[2]: departures.kind_of(outcome)
        for outcome in seen
        if outcome.name not in there
    }
    assert len(there) >= min(3, len(names)), without
    tried = {n for n, (kind, _) in without.items() if kind not in departures.NOT_TRIED}
    assert tried <= UNSEEN.keys() | UNSEEN_ON.get(LINE, {}).keys(), without


@pytest.mark.skipif(LINE != "jax", reason="the list is that of one line")
def test_silent_fixtures_train_and_serve_each_sample_once_or_are_listed() -> None:
    found = departures.departures([outcomes()[fixture.case.name] for fixture in SILENT])
    listed = departures.listed()
    for kind in departures.KINDS:
        assert found[kind].keys() == listed[kind].keys(), (
            f"{kind}: look at these and run `python -m oracle.departures` in tests/"
        )


def test_few_silent_fixtures_cannot_be_tried() -> None:
    kinds = [departures.kind_of(outcomes()[fixture.case.name])[0] for fixture in SILENT]
    not_tried = sum(kind in departures.NOT_TRIED for kind in kinds)
    assert not_tried <= MOST_NOT_TRIED * len(SILENT), not_tried


def test_claims_of_fixtures_hold_in_keras() -> None:
    """What a fixture says about its batches is what Keras trains with."""
    checked = 0
    for runnable in all_runnables():
        names = [f.case.name for f in SILENT if (f.case.path, f.case.owner) == key(runnable)]
        for _, claim in runnable.claims if names else ():
            if claim.subject != "batches" or claim.setting or claim.epoch > 1:
                continue
            outcome = outcomes()[names[0]]
            if claim.size == "10/4" and isinstance(outcome.length, int) and not outcome.unbuilt:
                real = "|".join(shown(batch) for batch in outcome.served)
                assert real == claim.value, (names[0], real)
                checked += 1
    assert checked >= 60


def key(runnable: Runnable) -> tuple[str, str]:
    return (runnable.path, runnable.owner)


def shown(batch: tuple[int, ...] | str) -> str:
    return "!" + batch.partition(":")[0] if isinstance(batch, str) else ranges(batch)
