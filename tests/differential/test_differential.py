"""What the dry run claims to know of composed classes is what they do, and it claims a lot."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from differential.classes import CHOICES, Composed, compose, composed
from differential.tally import Tally, told
from differential.truth import Theatre
from differential.verdict import dry_run, judged

SHARES = 4
"""The classes are drawn in shares, so that several processes can work on them."""

EACH = 600
ENOUGH = 0.95
"""How many of a hundred classes the dry run has to claim to know."""


@pytest.fixture(scope="module")
def theatre() -> Iterator[Theatre]:
    with Theatre() as opened:
        yield opened


@pytest.mark.parametrize("share", range(SHARES))
def test_claims_hold_and_are_many(share: int, theatre: Theatre) -> None:
    tally = Tally()

    @seed(share)
    @settings(
        max_examples=EACH,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
    @given(composed())
    def agree(one: Composed) -> None:
        verdict = tally.judge(one, theatre)
        assert not verdict.false, told(one, verdict)

    agree()
    print("\n".join(tally.summary()))
    assert len(tally.judged) >= EACH // 2
    assert tally.share >= ENOUGH, "\n".join(tally.summary())


def test_a_seed_gives_the_same_class() -> None:
    chance = bytes(range(CHOICES))
    assert compose(chance) == compose(chance)
    assert compose(chance).text != compose(bytes(CHOICES)).text
    assert "__getitem__" in compose(bytes(CHOICES)).text


PLAIN = """
import numpy as np
from keras.utils import Sequence

class Gen(Sequence):
    def __init__(self, x, y, batch_size):
        self.x, self.y, self.batch_size = x, y, batch_size
    def __len__(self):
        return len(self.x) // self.batch_size
    def __getitem__(self, idx):
        rows = slice(idx * self.batch_size, (idx + 1) * self.batch_size)
        return self.x[rows], self.y[rows]
"""


@pytest.mark.parametrize(
    ("here", "there", "false"),
    [
        ("", "", ""),
        ("// self.batch_size", "// self.batch_size + 1", "length: said 2, really 3"),
        ("(idx + 1) * self.batch_size", "idx * self.batch_size + 2", "said 0-3 | 4-7, really 0-1"),
        ("self.y[rows]", "self.y[rows][:1]", "1 is said to have 4 rows, really 1"),
        ("return self.x", "raise KeyError(self.x[rows])\n        return self.x", "!KeyError"),
        ("self.x[rows],", "{'a': self.x[rows]},", "0 is said to have 4 rows, really 1"),
    ],
)
def test_disagreements_are_seen(here: str, there: str, false: str, theatre: Theatre) -> None:
    """What is run is not what is dry-run, so that what is said is false."""
    given = (("x", "samples"), ("y", "labels"), ("batch_size", "batch"))
    run = PLAIN.replace(here, there) if here else PLAIN
    verdict = judged(Composed(run, given, (), frozenset(), ()), theatre, dry_run(PLAIN))
    assert verdict.claimed
    assert bool(verdict.false) == bool(false)
    assert any(false in text for text in verdict.false) or not false


def test_what_is_not_known_is_counted(theatre: Theatre) -> None:
    unknown = PLAIN.replace("len(self.x) // self.batch_size", "self.steps")
    given = (("x", "samples"), ("y", "labels"), ("batch_size", "batch"))
    verdict = judged(Composed(unknown, given, (), frozenset(), ()), theatre)
    assert not verdict.claimed
    assert not verdict.false
