"""What the rules about the items of a batch say: too many, none at all, None among them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import faulty_models as faulty
import pytest
import rule_models as made

from sequence_lint.model import Part, Returned, SequenceClass
from sequence_lint.rule import Finding, Severity


def said(code: str, sequence: SequenceClass) -> list[Finding]:
    return list(made.rule(code).check(sequence))


def single(part: Callable[[made.Rows], Part], **changes: object) -> SequenceClass:
    """One sample an index."""
    rows = {"rows": lambda i, n, b: range(n)[i : i + 1]}
    run = made.epochs(made.samples_of, "len(self.x)", part=part, **rows)
    return made.sequence(run, **changes)


# --- SEQ303 ------------------------------------------------------------------------------------


def test_four_items_are_found_once_a_return() -> None:
    [finding] = said("SEQ303", made.returning(faulty.four))
    assert finding.place == made.RETURN_AT
    assert finding.example == "with 10 samples and batches of 4, batch 0 has 4 items"
    assert "`return (image, text, age), label`" in (finding.help or "")
    for code in ("SEQ301", "SEQ302", "SEQ308"):
        assert not said(code, made.returning(faulty.four)), code


def test_items_without_labels_at_the_end_are_all_inputs() -> None:
    def unlabelled(rows: made.Rows) -> Part:
        parts = tuple(made.array(name, rows, text=name) for name in ("a", "b", "c", "d"))
        return Part("tuple", "", parts=parts)

    [finding] = said("SEQ303", made.returning(unlabelled))
    assert "`return (a, b, c, d), labels`" in (finding.help or "")


def test_single_samples_are_asked_about_only_if_they_reach_keras() -> None:
    assert not said("SEQ303", single(faulty.four))
    assert said("SEQ303", single(faulty.four, uses=(faulty.use("predict"),)))


@pytest.mark.parametrize(
    "changes",
    [
        {"own_train_step": True},
        {"part_of_another": True},
        {"methods": (made.method("__getitem__"), made.method("__iter__"))},
        {"qualname": "DummyBatches"},
        {"path": "tests/test_batches.py"},
    ],
)
def test_who_takes_them_elsewhere_may_have_as_many(changes: dict[str, object]) -> None:
    assert not said("SEQ303", made.returning(faulty.four, **changes))
    assert said("SEQ303", made.returning(faulty.four, **changes, uses=(faulty.use("fit"),)))


def test_inputs_alone_beside_inputs_with_labels_are_meant() -> None:
    def nested(rows: made.Rows) -> Part:
        return Part("tuple", "", parts=(faulty.four(rows), made.array("y", rows)))

    both = made.epochs(part=nested) + made.epochs(part=faulty.four, setting=(("y", "None"),))
    assert not said("SEQ303", made.sequence(both))


@pytest.mark.parametrize("part", [made.pair, faulty.pair_and_none, faulty.nothing])
def test_three_items_at_most(part: Callable[[made.Rows], Part]) -> None:
    assert not said("SEQ303", made.returning(part))


# --- SEQ304 ------------------------------------------------------------------------------------


def test_no_batch_is_found_at_the_def() -> None:
    [finding] = said("SEQ304", faulty.without_batch())
    assert finding.place == made.method("__getitem__").place
    assert "returns nothing, so" in finding.message
    assert finding.example == "with 10 samples and batches of 4, batch 0 is None"
    for code in ("SEQ301", "SEQ302", "SEQ303", "SEQ308"):
        assert not said(code, faulty.without_batch()), code


def test_no_batch_under_a_flag_names_it() -> None:
    run = made.epochs(setting=(("training", "True"),))
    run += made.epochs(part=faulty.nothing, setting=(("training", "False"),))
    [finding] = said("SEQ304", made.sequence(run))
    assert "where `training=False`" in finding.message


def test_no_last_batch_is_found() -> None:
    def full_only(rows: made.Rows) -> Part:
        return made.pair(rows) if len(rows) == 4 else faulty.nothing(rows)

    [finding] = said("SEQ304", made.returning(full_only))
    assert "for some batches" in finding.message
    assert (finding.example or "").endswith("batch 2 is None")


def test_a_text_that_nobody_gives_leads_nowhere() -> None:
    run = made.epochs(setting=(("mode", "'train'"),))
    run += made.epochs(part=faulty.nothing, setting=(("mode", "other"),))
    assert not said("SEQ304", made.sequence(run))


def test_a_way_that_is_not_sure_is_left_alone() -> None:
    unsure = tuple(
        replace(
            one,
            batches=tuple(
                replace(b, returned=(*b.returned, Returned(made.RETURN_AT, Part("none", ""), True)))
                for b in one.batches
            ),
        )
        for one in made.epochs()
    )
    assert not said("SEQ304", made.sequence(unsure))


def test_an_attribute_may_be_set_by_somebody_else() -> None:
    def stored(rows: made.Rows) -> Part:
        return Part("none", "self.batch")

    def called(rows: made.Rows) -> Part:
        return Part("none", "self.load(rows)")

    assert not said("SEQ304", made.returning(stored))
    [finding] = said("SEQ304", made.returning(called))
    assert finding.related[0].message == "what is called here returns nothing"


def test_what_a_method_returns_that_heirs_may_fill_is_left_alone() -> None:
    def called(rows: made.Rows) -> Part:
        return Part("none", "self.load(rows)")

    def labelled(rows: made.Rows) -> Part:
        return Part("tuple", "", parts=(made.array("x", rows), Part("none", "self.load(rows)")))

    load = replace(made.method("load"), is_stub=True)
    hook = replace(made.method("on_epoch_end"), is_stub=True)
    plain = made.method("__getitem__")
    for code, part in (("SEQ304", called), ("SEQ308", labelled)):
        assert said(code, made.returning(part, methods=(plain, hook)))
        assert not said(code, made.returning(part, methods=(plain, load)))
    # What ends without a `return` has nothing to be filled.
    fault = faulty.without_batch(methods=(plain, load))
    implicit = tuple(
        replace(
            e,
            batches=tuple(
                replace(b, returned=tuple(replace(r, implicit=True) for r in b.returned))
                for b in e.batches
            ),
        )
        for e in fault.epochs
    )
    assert said("SEQ304", replace(fault, epochs=implicit))


@pytest.mark.parametrize(
    "silent",
    [
        made.right(),
        faulty.without_batch(methods=(replace(made.method("__getitem__"), is_stub=True),)),
        faulty.without_batch(qualname="MockBatches"),
        faulty.without_batch(methods=()),
    ],
)
def test_a_batch_is_returned(silent: SequenceClass) -> None:
    assert not said("SEQ304", silent)


# --- SEQ308 ------------------------------------------------------------------------------------


def test_none_for_labels_is_found_and_precedes_missing_labels() -> None:
    [finding] = said("SEQ308", made.returning(faulty.inputs_and_none))
    assert finding.place == made.RETURN_AT
    assert "in the place of the labels" in finding.message
    assert finding.severity is None
    for code in ("SEQ301", "SEQ302"):
        assert not said(code, made.returning(faulty.inputs_and_none)), code


@pytest.mark.parametrize(
    "changes",
    [
        {"qualname": "PredictionBatches"},
        {"docstring": "Serves pictures without labels."},
        {"uses": (faulty.use("predict"),)},
        {"own_train_step": True},
        {"part_of_another": True},
    ],
)
def test_who_needs_no_labels_may_have_none(changes: dict[str, object]) -> None:
    assert not said("SEQ308", made.returning(faulty.inputs_and_none, **changes))


def test_what_is_fitted_needs_labels_whatever_it_is_called() -> None:
    fitted = {"qualname": "PredictionBatches", "uses": (faulty.use("fit"),)}
    assert said("SEQ308", made.returning(faulty.inputs_and_none, **fitted))
    assert said("SEQ308", single(faulty.inputs_and_none, uses=(faulty.use("fit"),)))
    assert not said("SEQ308", single(faulty.inputs_and_none))


def test_labels_on_another_way_are_enough() -> None:
    run = made.epochs(part=faulty.inputs_and_none, setting=(("labels", "None"),))
    run += made.epochs(setting=(("labels", "other"),))
    assert not said("SEQ308", made.sequence(run))


def test_none_for_weights_is_refused_by_keras_3() -> None:
    fault = made.returning(faulty.pair_and_none)
    [finding] = said("SEQ308", fault)
    assert finding.severity is Severity.NOTE
    assert "in the place of the sample weights" in finding.message
    assert said("SEQ308", replace(fault, keras=faulty.KERAS_3))[0].severity is None
    assert not said("SEQ308", replace(fault, keras=faulty.KERAS_2))


def test_none_for_everything_is_a_stub() -> None:
    def stub(rows: made.Rows) -> Part:
        return Part("tuple", "None, None", parts=(Part("none", "None"), Part("none", "None")))

    assert not said("SEQ308", made.returning(stub, uses=(faulty.use("fit"),)))
    assert not said("SEQ308", made.right())


# --- SEQ309 ------------------------------------------------------------------------------------


def test_a_return_in_the_loop_is_found_once() -> None:
    [finding] = said("SEQ309", faulty.left_early())
    assert finding.place == faulty.EARLY_AT
    assert finding.example == "with 10 samples and batches of 4, batch 0 holds 1 sample"
    for code in ("SEQ101", "SEQ102", "SEQ103", "SEQ304"):
        assert not said(code, faulty.left_early()), code
    assert not said("SEQ309", made.right())
