"""Which rules a selection turns on."""

from __future__ import annotations

import pytest
from made_up import rule

from sequence_lint.registry import Registry
from sequence_lint.settings import Settings, UnknownRule, chosen

RULES = Registry(
    (
        rule("SEQ101", "length-counts-samples"),
        rule("SEQ102", "partial-batch-dropped"),
        rule("SEQ201", "unbounded-slice"),
        rule("SEQ202", "overlapping-batches", default=False),
    )
)


def codes(select: str = "", ignore: str = "") -> list[str]:
    settings = Settings(tuple(select.split()), tuple(ignore.split()))
    return [rule.code for rule in chosen(settings, RULES)]


@pytest.mark.parametrize(
    ("select", "ignore", "on"),
    [
        ("", "", "SEQ101 SEQ102 SEQ201"),
        ("SEQ101", "", "SEQ101"),
        ("seq101", "", "SEQ101"),
        ("SEQ1", "", "SEQ101 SEQ102"),
        ("SEQ2", "", "SEQ201"),
        ("SEQ202", "", "SEQ202"),
        ("overlapping-batches SEQ1", "", "SEQ101 SEQ102 SEQ202"),
        ("unbounded-slice", "", "SEQ201"),
        ("", "SEQ1", "SEQ201"),
        ("", "partial-batch-dropped", "SEQ101 SEQ201"),
        ("SEQ1", "SEQ101", "SEQ102"),
        ("SEQ101", "SEQ1", "SEQ101"),
        ("SEQ101", "SEQ101", ""),
        ("SEQ", "SEQ2", "SEQ101 SEQ102"),
        ("S", "SEQ", ""),
    ],
)
def test_the_more_exact_selector_decides(select: str, ignore: str, on: str) -> None:
    assert codes(select, ignore) == on.split()


def test_all_unknown_selectors_are_named_with_a_suggestion() -> None:
    with pytest.raises(UnknownRule) as caught:
        codes("SEQ101 SEQ103 lenght-counts-samples", "what")
    lines = str(caught.value).split("\n")
    assert len(lines) == 3
    assert "--select" in lines[0]
    assert "'SEQ103'" in lines[0]
    assert "Did you mean SEQ101 (length-counts-samples)?" in lines[1]
    assert "--ignore" in lines[2]
    assert "`sequence-lint rules`" in lines[2]
