"""The rules on constructors, and that on lists in a batch, asked about models made by hand."""

from __future__ import annotations

import constructor_models as wrong
import pytest
import rule_models as made

from sequence_lint.rule import Finding, Severity

LISTS, NOT_CALLED, SET_BEFORE, ARGUMENTS = map(made.rule, ("SEQ306", "SEQ401", "SEQ402", "SEQ412"))
KERAS_2, KERAS_3 = frozenset({2}), frozenset({3})


def said(rule: object, sequence: object) -> list[Finding]:
    return list(rule.check(sequence))  # type: ignore[attr-defined]


class TestNotCalled:
    def test_the_constructor_is_shown(self) -> None:
        [finding] = said(NOT_CALLED, wrong.never_called())
        assert finding.place == wrong.INIT_AT
        assert "`Pairs.__init__`" in finding.message

    @pytest.mark.parametrize(
        "sequence",
        [
            made.right(),
            wrong.constructed(),
            wrong.constructed(reaches_base=None, base_calls=(), keras=KERAS_3),
            wrong.never_called(bases_known=False),
            wrong.never_called(keras=KERAS_2),
            wrong.never_called(keras=frozenset({2, 3})),
            wrong.never_called(keras_base="keras.preprocessing.image.Iterator"),
        ],
    )
    def test_silent(self, sequence: object) -> None:
        assert said(NOT_CALLED, sequence) == []


class TestSetBefore:
    @pytest.mark.parametrize(
        ("keras", "severity"), [(KERAS_3, None), (frozenset({2, 3}), Severity.NOTE)]
    )
    def test_it_is_a_note_where_keras_is_not_known(
        self, keras: frozenset[int], severity: Severity | None
    ) -> None:
        [finding] = said(SET_BEFORE, wrong.constructed(settings=(wrong.early(),), keras=keras))
        assert finding.place == wrong.SET_AT
        assert finding.severity == severity
        assert [each.place for each in finding.related] == [wrong.CALL_AT]

    def test_something_else_under_the_name_is_a_note(self) -> None:
        pool = wrong.early(counts=False, before_base=False)
        [finding] = said(SET_BEFORE, wrong.constructed(settings=(pool,), keras=KERAS_3))
        assert finding.severity is Severity.NOTE

    @pytest.mark.parametrize(
        "sequence",
        [
            made.right(),
            wrong.constructed(settings=(wrong.early(before_base=False),)),
            wrong.constructed(settings=(wrong.early(),), bases_known=False),
            wrong.constructed(settings=(wrong.early(),), keras=KERAS_2),
        ],
    )
    def test_silent(self, sequence: object) -> None:
        assert said(SET_BEFORE, sequence) == []


class TestArguments:
    def test_all_that_is_wrong_is_named(self) -> None:
        call = wrong.given("x", "self.y", keywords=("batch_size", "workers"))
        [finding] = said(ARGUMENTS, wrong.constructed(base_calls=(call,)))
        assert finding.place == wrong.CALL_AT
        assert "`x`, `self.y` and `batch_size=`" in finding.message

    @pytest.mark.parametrize(
        "call",
        [
            wrong.given(),
            wrong.given("4", "True"),
            wrong.given("self.num_workers"),
            wrong.given(keywords=("workers", "use_multiprocessing", "max_queue_size")),
            wrong.given("x", complete=False),
        ],
    )
    def test_silent(self, call: object) -> None:
        assert said(ARGUMENTS, wrong.constructed(base_calls=(call,))) == []  # type: ignore[arg-type]

    def test_silent_where_something_unknown_may_take_them(self) -> None:
        call = wrong.given("x")
        assert said(ARGUMENTS, wrong.constructed(base_calls=(call,), bases_known=False)) == []


class TestLists:
    @pytest.mark.parametrize(
        ("keras", "severity"), [(KERAS_3, None), (frozenset({2, 3}), Severity.NOTE)]
    )
    def test_once_for_a_return(self, keras: frozenset[int], severity: Severity | None) -> None:
        [finding] = said(LISTS, made.returning(wrong.listed, keras=keras))
        assert "The inputs" in finding.message
        assert "`(image, age)`" in str(finding.help)
        assert finding.severity == severity

    @pytest.mark.parametrize(
        "changes",
        [
            {"keras": KERAS_2},
            {"part_of_another": True},
            {"methods": (made.method("__iter__"),)},
        ],
    )
    def test_silent(self, changes: dict[str, object]) -> None:
        assert said(LISTS, made.returning(wrong.listed, **changes)) == []
