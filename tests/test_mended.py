"""All fixes of all fixtures and of composed classes: they run right with them, and as before."""

from __future__ import annotations

import ast
import os
from pathlib import Path

import pytest
from differential.classes import JUDGED, Composed, composed
from differential.truth import Theatre
from differential.verdict import dry_run
from fixture_truth import FIXTURES, all_runnables
from hypothesis import HealthCheck, Phase, given, seed, settings
from mended_truth import claims, copied, epoch_of, mend, moved, wrongs

from sequence_lint.engine import lint
from sequence_lint.registry import load
from sequence_lint.settings import Settings
from sequence_lint.source.discovery import discover, only

RUNNABLE = all_runnables()
CASES = sorted({runnable.case for runnable in RUNNABLE})
SHARES, EACH = 4, 40
ORDER = ("safe", "unsafe")


@pytest.mark.parametrize("case", CASES, ids=lambda case: Path(case).stem)
def test_fixtures_run_as_before_or_better(case: str, tmp_path: Path) -> None:
    made = mend(discover([case]))
    assert not made.outcome.notices
    for changed in made.files:
        ast.parse(changed.after)
    if not made.files:
        return
    copy = copied(case, tmp_path, made)
    for runnable in (one for one in RUNNABLE if one.case == case):
        for claim in claims(runnable):
            before, after = epoch_of(runnable, claim), epoch_of(moved(runnable, copy), claim)
            text = (f"{runnable.owner} {claim.size}: {wrong}" for wrong in wrongs(before, after))
            assert not list(text) or _is_as_bad(before)


def _is_as_bad(before: object) -> bool:
    """What raised before and was not mended raises still."""
    batches = getattr(before, "batches", ())
    return isinstance(before, Exception) or any(isinstance(one, Exception) for one in batches)


@pytest.mark.parametrize("share", range(SHARES))
def test_composed_classes_run_as_before_or_better(share: int) -> None:
    fixed: list[str] = []

    @seed(share)
    @settings(
        max_examples=EACH,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(composed())
    def holds(one: Composed) -> None:
        fixed.extend(_mended_codes(one))

    holds()
    assert {"SEQ102"} <= set(fixed)
    assert len(fixed) >= EACH // 8


def _mended_codes(one: Composed) -> tuple[str, ...]:
    made = mend(only(one.text.encode(), "composed.py"))
    assert not made.outcome.notices, one.text
    if not made.files:
        return ()
    after = Composed(made.files[0].after.decode(), one.given, one.otherwise, one.parameters, ())
    left = {each.code for each in made.outcome.diagnostics if each.class_name == JUDGED}
    understood = dry_run(one.text)
    assert understood is not None
    with Theatre() as theatre:
        stages = theatre.stage(one), theatre.stage(after)
        for epoch in understood.epochs:
            if epoch.size.batch is None or not all(n in one.parameters for n, _ in epoch.setting):
                continue
            old, new = (stage.play(epoch) for stage in stages)
            if old.refused:
                continue
            assert not new.refused, after.text
            assert left or not list(wrongs(old.seen, new.seen)), after.text
            if "SEQ102" in made.fixed and not left and epoch.told:
                served = set[int]().union(*(new.made_of(at) for at in range(len(new.seen.batches))))
                assert served == set(range(epoch.size.samples)), after.text
    return made.fixed


def test_what_a_rule_says_of_its_fixes_is_true() -> None:
    """``Rule.fix`` is the boldest of the fixes that it proposes in its fixture and its page."""
    for rule in load().rules:
        stem = f"{rule.code}_{rule.name}".lower().replace("-", "_")
        bad = rule.doc.partition("## Bad\n")[2].partition("```python\n")[2].partition("```")[0]
        said = Settings(extend_select=(rule.code,))
        both = (discover([os.path.join(FIXTURES, f"{stem}.py")]), only(bad.encode(), "bad.py"))
        each = (found for sources in both for found in lint(sources, said).diagnostics)
        proposed = {fix.safety for found in each if found.code == rule.code for fix in found.fixes}
        assert rule.fix == max(proposed, key=ORDER.index, default="none"), rule.code
