"""What the rules about the rows of a batch say to hand-made classes."""

from __future__ import annotations

from dataclasses import replace

import pytest
import row_models as rows
import rule_models as made

from sequence_lint.model import NO_ROW, Part, SequenceClass
from sequence_lint.rule import Finding, Severity


def said(code: str, of: SequenceClass) -> list[Finding]:
    return list(made.rule(code).check(of))


# --- SEQ206 ------------------------------------------------------------------------------------


def test_labels_of_the_first_samples_are_found() -> None:
    [finding] = said("SEQ206", rows.of_the_first_labels())
    assert "because the same labels are taken for each index" in finding.message
    assert finding.example == (
        "with 10 samples and batches of 4, batch 1 has samples 4-7 as inputs and samples 0-3 as "
        "labels"
    )


def test_labels_of_another_slice_are_found() -> None:
    overlapping = rows.pairs(lambda of, n: range(of[0] // 4, of[0] // 4 + len(of)) if of else ())
    [finding] = said("SEQ206", overlapping)
    assert "because other rows are selected" in finding.message


def test_inputs_in_a_shuffled_order_beside_labels_in_the_stored_one_are_found() -> None:
    [finding] = said("SEQ206", rows.pairs(lambda of, n: of, mixed=("x",)))
    assert "one of the two follows a shuffled order" in finding.message
    assert finding.help == "Take both by the numbers that the order holds."


def test_a_distance_that_grows_with_the_batch_is_found() -> None:
    def next_batch(of: rows.Rows, samples: int) -> rows.Rows:
        size = 1 if samples == 5 else 4
        return range(samples)[of[0] + size : of[0] + size + size] if of else ()

    [finding] = said("SEQ206", rows.pairs(next_batch))
    assert finding.example is not None
    assert finding.example.startswith("with 5 samples and batches of 1, ")


def test_one_label_too_many_is_found() -> None:
    longer = rows.pairs(lambda of, n: range(n)[of[0] : of[-1] + 2])
    [finding] = said("SEQ206", longer)
    assert "another number of them" in finding.message


@pytest.mark.parametrize(
    "silent",
    [
        made.right(),
        rows.pairs(lambda of, n: of),
        # A step ahead, with and without the first sample after the last.
        rows.pairs(lambda of, n: range(n)[of[0] + 1 : of[-1] + 2]),
        rows.pairs(lambda of, n: [(k + 1) % n for k in of]),
        # Two labels for each row of the inputs.
        rows.pairs(lambda of, n: [k for k in of for _ in (0, 1)]),
        # Rows that were not followed.
        rows.pairs(lambda of, n: [NO_ROW] * len(of)),
        # Pairs from one collection.
        rows.pairs(lambda of, n: list(of)[::-1], name="x"),
        # A collection with rows of its own.
        rows.pairs(lambda of, n: range(len(of)), name="template"),
    ],
)
def test_not_misaligned(silent: SequenceClass) -> None:
    assert not said("SEQ206", silent)


# --- SEQ311 ------------------------------------------------------------------------------------


def test_a_list_with_an_item_for_each_sample_is_found() -> None:
    [finding] = said("SEQ311", rows.in_lists())
    assert finding.place == made.RETURN_AT
    assert finding.example == (
        "with 10 samples and batches of 4, batch 0 has a list of 4 items as labels"
    )
    assert finding.help is not None
    assert "`np.stack(labels)`" in finding.help


def of_two(of: rows.Rows) -> Part:
    both = replace(made.array("x", of), kind="list", rows=2)
    return Part("tuple", "x, y", parts=(both, made.array("y", of)))


def test_a_list_of_the_same_length_for_any_batch_is_one_over_inputs() -> None:
    assert not said("SEQ311", made.returning(of_two))


def test_lists_that_others_take_are_left_alone() -> None:
    own = (made.method("__iter__"), *made.right().methods)
    assert not said("SEQ311", rows.in_lists(methods=own))
    assert not said("SEQ311", rows.in_lists(part_of_another=True))
    assert not said("SEQ311", rows.in_lists(inherited_from=True))
    assert said("SEQ311", rows.in_lists(inherited_from=True, uses=(made.use("fit"),)))


def test_a_list_alone_is_one_only_where_keras_gets_it() -> None:
    def alone(of: rows.Rows) -> Part:
        return replace(made.array("x", of), kind="list")

    assert not said("SEQ311", made.returning(alone))
    assert said("SEQ311", made.returning(alone, uses=(made.use("predict"),)))


# --- SEQ307 ------------------------------------------------------------------------------------


def test_one_row_for_each_index_is_found() -> None:
    [finding] = said("SEQ307", rows.of_one_sample())
    assert finding.place == made.RETURN_AT
    assert finding.example == (
        "with 10 samples and batches of 4, batch 0 is sample 0 alone, and of 10 samples 7 are "
        "never served"
    )
    assert [related.place for related in finding.related] == [made.LENGTH_AT]


def test_rows_that_may_be_batches_are_left_alone() -> None:
    of = rows.of_one_sample()
    every = made.with_length(of.epochs, text="len(self.x) // self.every")
    counted = made.with_length(of.epochs, uses_batch=False)
    assert not said("SEQ307", replace(of, epochs=every, batch_text="self.every"))
    assert not said("SEQ307", replace(of, epochs=counted))
    assert not said("SEQ307", replace(of, parameters=("x", "stride")))
    assert not said("SEQ307", made.right())


# --- SEQ310 ------------------------------------------------------------------------------------


def test_labels_that_are_encoded_by_the_classes_of_a_batch_are_found() -> None:
    [finding] = said("SEQ310", rows.one_hot())
    assert finding.place == made.RETURN_AT
    assert [related.place for related in finding.related] == [rows.ENCODED_AT]
    assert not said("SEQ310", made.right())


# --- SEQ312 ------------------------------------------------------------------------------------


def test_a_dict_of_inputs_and_labels_is_found() -> None:
    [finding] = said("SEQ312", rows.in_a_dict())
    assert finding.place == made.RETURN_AT
    assert finding.help == "Return a tuple of two: `image` first, then `label`."


def test_dicts_that_others_take_apart_are_left_alone() -> None:
    own = (made.method("__iter__"), *made.right().methods)
    assert not said("SEQ312", rows.in_a_dict(own_train_step=True))
    assert not said("SEQ312", rows.in_a_dict(part_of_another=True))
    assert not said("SEQ312", rows.in_a_dict(methods=own))
    assert not said("SEQ312", rows.in_a_dict(uses=(made.use("predict"),)))


# --- SEQ313 ------------------------------------------------------------------------------------


def test_a_bare_tensor_is_found_where_keras_3_is_meant() -> None:
    [sure] = said("SEQ313", rows.of_a_tensor())
    assert sure.severity is None
    assert sure.help == "Return a tuple of it: `(images,)`."
    [unsure] = said("SEQ313", rows.of_a_tensor(keras=frozenset({2, 3})))
    assert unsure.severity is Severity.NOTE
    assert not said("SEQ313", rows.of_a_tensor(keras=frozenset({2})))
    assert not said("SEQ313", rows.of_a_tensor(part_of_another=True))
