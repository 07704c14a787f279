"""What the rules about slices and returned batches say to hand-made classes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
import rule_models as made
from rule_models import Rows, array, cut, sequence

from sequence_lint.model import Bound, Cut, Part, Place, Returned, SequenceClass
from sequence_lint.rule import Finding, Severity

STAYS = Bound(given=True, by_index=False, text="self.batch_size")


def said_201(of: SequenceClass) -> list[Finding]:
    return list(made.rule("SEQ201").check(of))


def said_301(of: SequenceClass) -> list[Finding]:
    return list(made.rule("SEQ301").check(of))


def said_302(of: SequenceClass) -> list[Finding]:
    return list(made.rule("SEQ302").check(of))


# --- SEQ201 ------------------------------------------------------------------------------------


def sliced(rows: Callable[[int, int, int], Rows], **changes: object) -> SequenceClass:
    def cuts(picked: Rows, samples: int) -> list[Cut]:
        return [cut(picked, samples, **changes)]

    return sequence(made.epochs(rows=rows, cuts=cuts))


def no_end(i: int, n: int, b: int) -> Rows:
    return range(n)[i * b :]


def test_a_slice_without_an_end() -> None:
    [finding] = said_201(sliced(no_end, stop=made.NOT_GIVEN))
    assert finding.place == made.CUT_AT
    assert "has no end" in finding.message
    assert finding.example == (
        "with 10 samples and batches of 4, batches 0-2 hold 10, 6 and 2 samples, "
        "so samples 4-9 are served more than once"
    )
    assert finding.help is not None
    assert "(index + 1) * self.batch_size" in finding.help


def test_a_slice_whose_end_stays() -> None:
    [finding] = said_201(sliced(lambda i, n, b: range(n)[i * b : b], stop=STAYS))
    assert "ends at `self.batch_size` for every index" in finding.message
    assert finding.example is not None
    assert finding.example.endswith("batches 0-2 hold 4, 0 and 0 samples")


def test_a_slice_without_a_start() -> None:
    [finding] = said_201(sliced(lambda i, n, b: range(n)[: (i + 1) * b], start=made.NOT_GIVEN))
    assert "no start" in finding.message


def test_several_slices_are_one_finding() -> None:
    other = Place(made.PATH, 15, 40, 15, 50)

    def cuts(rows: Rows, samples: int) -> list[Cut]:
        both = made.NOT_GIVEN
        return [
            cut(rows, samples, stop=both),
            cut(rows, samples, stop=both, source="y", place=other),
        ]

    [finding] = said_201(sequence(made.epochs(rows=no_end, cuts=cuts)))
    assert [related.place for related in finding.related] == [other]


@pytest.mark.parametrize(
    "silent",
    [
        made.right(),
        # The bounds look wrong, the batches do not.
        sliced(lambda i, n, b: range(n)[i * b : (i + 1) * b], stop=made.NOT_GIVEN),
        sliced(no_end, stop=made.NOT_GIVEN, in_loop=True),
        sliced(no_end, stop=made.NOT_GIVEN, direct=False),
        sliced(no_end, stop=made.NOT_GIVEN, form="gather"),
        # What is sliced does not reach the batch.
        sliced(no_end, stop=made.NOT_GIVEN, source="rates"),
        # Batches of an unknown size.
        sequence(
            replace(e, size=replace(e.size, batch=None))
            for e in sliced(no_end, stop=made.NOT_GIVEN).epochs
        ),
    ],
)
def test_no_unbounded_slice(silent: SequenceClass) -> None:
    assert not said_201(silent)


def test_what_is_cut_to_size_afterwards_is_silent() -> None:
    def cuts(rows: Rows, samples: int) -> list[Cut]:
        return [cut(range(samples)[rows[0] if rows else samples :], samples, stop=made.NOT_GIVEN)]

    assert not said_201(sequence(made.epochs(cuts=cuts)))


def test_a_branch_for_the_last_batch_is_silent() -> None:
    def cuts(rows: Rows, samples: int) -> list[Cut]:
        last = samples - 1 in rows
        return [cut(rows, samples, stop=made.NOT_GIVEN if last else made.UP_TO_IT)]

    assert not said_201(sequence(made.epochs(cuts=cuts)))


# --- SEQ301 ------------------------------------------------------------------------------------


def bare(rows: Rows) -> Part:
    return array("x", rows)


def of_one(kind: str) -> Callable[[Rows], Part]:
    def made_of(rows: Rows) -> Part:
        return Part(kind, "", parts=(array("x", rows),))  # type: ignore[arg-type]

    return made_of


@pytest.mark.parametrize("part", [bare, of_one("tuple"), of_one("list")])
def test_inputs_only(part: Callable[[Rows], Part]) -> None:
    [finding] = said_301(made.returning(part))
    assert finding.place == made.RETURN_AT
    assert "although it keeps `y`" in finding.message
    assert finding.severity is None
    assert finding.help is not None
    assert "`return x, y`" in finding.help


def test_inputs_only_and_nothing_else_is_kept() -> None:
    [finding] = said_301(made.returning(bare, stored=("x",)))
    assert "nothing says it is for prediction" in finding.message
    assert finding.example is not None
    assert "batch 0 is one array of 4 rows" in finding.example


def test_an_instance_that_is_fitted_makes_it_an_error() -> None:
    [finding] = said_301(made.returning(bare, uses=(made.use("fit"), made.use("predict"))))
    assert finding.severity is Severity.ERROR


def test_a_fit_of_nobody_knows_what_is_no_proof() -> None:
    unknown = replace(made.use("fit"), model="unknown")
    [finding] = said_301(made.returning(bare, uses=(unknown,)))
    assert finding.severity is None


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "PredictionFeed", "qualname": "PredictionFeed"},
        {"qualname": "TestImages"},
        {"docstring": "Images for inference."},
        {"docstring": "A self-supervised task."},
        {"docstring": "Images without labels."},
        {"module_docstring": "Feeds the autoencoder."},
        {"methods": (made.method("__getitem__"), made.method("predict_batch"))},
        {"methods": (made.method("__getitem__", "One unlabelled batch."),)},
        {"flags": ("is_test",)},
        {"parameters": ("x", "for_prediction")},
        {"path": "app/inference/feeding.py"},
        {"path": "app/embeddings.py"},
        {"uses": (made.use("predict"),)},
        {"own_train_step": True},
        {"bases_known": False},
        {"abstract": True},
    ],
)
def test_what_says_that_no_labels_are_needed(changes: dict[str, object]) -> None:
    assert not said_301(made.returning(bare, **changes))


def test_a_folder_of_tests_says_nothing() -> None:
    assert said_301(made.returning(bare, path="tests/feeding.py"))


def test_a_setting_of_a_mode_says_it() -> None:
    run = made.epochs(part=bare, setting=(("mode", "predict"),))
    assert not said_301(sequence(run))


@pytest.mark.parametrize(
    "part",
    [
        made.pair,
        lambda rows: Part("dict", "", keys=("x",), parts=(array("x", rows),)),
        lambda rows: Part("unknown", "collate(x)"),
        lambda rows: replace(array("x", rows), names=("x", "labels")),
        lambda rows: Part("list", "", parts=tuple(array("x", [row]) for row in rows)),
        lambda rows: array("x", rows[:1]),
        lambda rows: Part("tuple", "", parts=(array("x", rows), Part("none", "None"))),
    ],
)
def test_no_missing_labels(part: Callable[[Rows], Part]) -> None:
    assert not said_301(made.returning(part))


def test_another_path_with_labels_silences() -> None:
    fitting = made.epochs(setting=(("to_fit", "True"),))
    predicting = made.epochs(part=bare, setting=(("to_fit", "False"),))
    assert not said_301(sequence(fitting + predicting))


def test_other_returns_are_related() -> None:
    other = Place(made.PATH, 18, 9, 18, 20)
    run = tuple(
        replace(
            e,
            batches=tuple(
                replace(b, returned=(*b.returned, Returned(other, b.returned[0].part)))
                for b in e.batches
            ),
        )
        for e in made.epochs(part=bare)
    )
    [finding] = said_301(sequence(run))
    assert [related.place for related in finding.related] == [other]


# --- SEQ302 ------------------------------------------------------------------------------------


def side_by_side(*names: str, kind: str = "tuple") -> SequenceClass:
    def part(rows: Rows) -> Part:
        parts = tuple(array(name, rows) for name in names)
        return Part(kind, ", ".join(names), parts=parts)  # type: ignore[arg-type]

    return made.returning(part, stored=names)


@pytest.mark.parametrize("kind", ["tuple", "list"])
def test_three_inputs(kind: str) -> None:
    [finding] = said_302(side_by_side("images", "texts", "numbers", kind=kind))
    assert finding.place == made.RETURN_AT
    assert "three inputs side by side" in finding.message
    assert "`self.texts[at:end]` as the labels" in finding.message
    assert finding.example is not None
    assert "sample_weight = `self.numbers[at:end]` (4 rows)" in finding.example


@pytest.mark.parametrize(
    "names",
    [
        ("image", "meta", "y"),
        ("input_ids", "attention_mask", "labels"),
        ("x_image", "x_text", "target"),
        ("encoder_input", "decoder_input", "decoder_target"),
    ],
)
def test_labels_last(names: tuple[str, ...]) -> None:
    [finding] = said_302(side_by_side(*names))
    assert "two inputs and the labels side by side" in finding.message
    assert finding.help is not None
    assert f"), self.{names[2]}[at:end]`" in finding.help


@pytest.mark.parametrize(
    "names", [("images", "metadata"), ("x1", "x2"), ("input_a", "input_b"), ("image", "aux_input")]
)
def test_pairs_of_inputs(names: tuple[str, ...]) -> None:
    assert said_302(side_by_side(*names))


@pytest.mark.parametrize(
    "names",
    [
        ("x", "y"),
        ("x", "y", "weights"),
        ("images", "masks"),
        ("images", "labels", "meta"),
        ("tokens", "tags", "mask"),
        ("image", "meta", "sample_weight"),
        ("image", "meta", "mask"),
        ("noisy_images", "clean_images"),
        ("images", "captions"),
        ("images", "texts"),
        ("photos", "sketches"),
        ("source_tokens", "target_tokens", "lengths"),
        ("first", "second", "third"),
        ("images", "boxes", "classes"),
        ("low_res", "high_res"),
        ("x", "x_next"),
        ("left_images", "right_images"),
        ("images", "images"),
        ("inputs", "inputs"),
    ],
)
def test_names_that_prove_nothing(names: tuple[str, ...]) -> None:
    assert not said_302(side_by_side(*names))


THREE = side_by_side("images", "texts", "numbers")


@pytest.mark.parametrize(
    "changes",
    [
        {"own_train_step": True},
        {"methods": (made.method("__getitem__"), made.method("__iter__"))},
        {"docstring": "Triplets of anchor, positive and negative."},
    ],
)
def test_batches_that_keras_does_not_take_apart(changes: dict[str, object]) -> None:
    assert said_302(THREE)
    assert not said_302(replace(THREE, **changes))  # type: ignore[arg-type]


def test_a_pair_that_another_path_nests() -> None:
    def flat(rows: Rows) -> Part:
        return Part("tuple", "", parts=(array("images", rows), array("texts", rows)))

    def nested(rows: Rows) -> Part:
        return Part("tuple", "", parts=(flat(rows), array("clicks", rows)))

    alone = sequence(made.epochs(part=flat), stored=("images", "texts"))
    assert not said_302(alone)
    both = sequence(alone.epochs + made.epochs(part=nested), stored=("images", "texts"))
    assert len(said_302(both)) == 1


def test_items_that_are_not_known_arrays() -> None:
    def part(rows: Rows) -> Part:
        unknown = replace(array("texts", rows), kind="unknown")
        return Part("tuple", "", parts=(array("images", rows), unknown, array("numbers", rows)))

    assert not said_302(made.returning(part))
