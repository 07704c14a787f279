"""SEQ605 on predictions in a random order, asked about calls made by hand."""

from __future__ import annotations

import call_models as calls
import pytest
import rule_models as made

from sequence_lint.rule import Finding

SHUFFLED = made.rule("SEQ605")


def said(**changes: object) -> list[Finding]:
    return list(SHUFFLED.check_call(calls.call(**{"method": "predict", **changes})))  # type: ignore[arg-type]


def test_the_call_is_shown_with_the_place_where_they_meet() -> None:
    [finding] = said(misread=calls.MISREAD)
    assert finding.place == calls.CALLED_AT
    assert "`Pairs` shuffles `order`" in finding.message
    assert "`y_test` is not" in finding.message
    assert [each.place for each in finding.related] == [calls.MISREAD.place, made.right().place]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"misread": calls.MISREAD, "certain": False},
        {"misread": calls.MISREAD, "model": "unknown"},
    ],
)
def test_silent(changes: dict[str, object]) -> None:
    assert said(**changes) == []
