"""What the rules about calls say to hand-made calls."""

from __future__ import annotations

from dataclasses import replace

import call_models as calls
import pytest
import rule_models as made
from call_models import argument, call, stepping

from sequence_lint.calls import Argument, CallSite
from sequence_lint.rule import Finding, Severity

ONLY_2, ONLY_3, BOTH = frozenset({2}), frozenset({3}), frozenset({2, 3})
ALL = ("SEQ601", "SEQ602", "SEQ603", "SEQ604", "SEQ607")


def said(code: str, site: CallSite) -> list[Finding]:
    return list(made.rule(code).check_call(site))


def on_validation(*arguments: Argument, **changes: object) -> CallSite:
    """The same call seen from its validation data."""
    return call(*arguments, parameter="validation_data", **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("code", ALL)
@pytest.mark.parametrize("doubt", [{"model": "unknown"}, {"certain": False}, {"classes": ()}])
def test_doubt_is_silence(code: str, doubt: dict[str, object]) -> None:
    for site in calls.some_calls():
        assert not said(code, replace(site, **doubt))  # type: ignore[arg-type]


@pytest.mark.parametrize("code", ALL)
def test_a_call_with_the_sequence_alone_is_right(code: str) -> None:
    for method in ("fit", "evaluate", "predict"):
        assert not said(code, call(method=method, keras=ONLY_3))


# --- SEQ601 ------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["fit", "evaluate"])
@pytest.mark.parametrize("name", ["y", "sample_weight"])
def test_labels_and_weights_next_to_a_sequence(method: str, name: str) -> None:
    [finding] = said("SEQ601", call(argument(name, "given"), method=method))
    assert finding.place == calls.CALLED_AT
    assert f"`{name}=given`" in finding.message
    assert finding.help is not None
    assert "`Pairs.__getitem__`" in finding.help


def test_labels_and_weights_together_are_one_finding() -> None:
    assert len(said("SEQ601", call(argument("y", "y"), argument("sample_weight", "w")))) == 1


def test_labels_next_to_a_sequence_in_the_validation_data() -> None:
    beside = (argument("y", "labels"),)
    [finding] = said("SEQ601", on_validation(beside=beside))
    assert "in `validation_data`" in finding.message
    assert not said("SEQ601", on_validation(beside=(argument("y", "None"),)))


@pytest.mark.parametrize(
    "silent",
    [
        call(argument("y", "None")),
        call(argument("y", "labels", nothing=True)),
        call(argument("", "*rest")),
        call(argument("y", "labels"), method="predict"),
        call(argument("class_weight", "weights")),
        # Here the labels belong to arrays: only the validation data is a Sequence.
        on_validation(argument("y", "labels")),
    ],
)
def test_what_is_no_label_next_to_a_sequence(silent: CallSite) -> None:
    assert not said("SEQ601", silent)


def test_a_long_value_is_cut_short() -> None:
    [finding] = said("SEQ601", call(argument("y", "np.concatenate([first,\n    " + "z" * 80)))
    assert "`y=np.concatenate([first, zzzzzzzzzzzzzz...`" in finding.message


# --- SEQ602 ------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["fit", "evaluate", "predict"])
def test_a_batch_size_is_ignored(method: str) -> None:
    [finding] = said("SEQ602", call(argument("batch_size", "8"), method=method))
    assert "`batch_size=8` is ignored" in finding.message
    assert finding.help == "Leave out `batch_size` here, and give `batch_size` to `Pairs`."


def test_a_class_that_takes_no_batch_size() -> None:
    fixed = (made.right(parameters=("x", "y")),)
    [finding] = said("SEQ602", call(argument("batch_size", "8"), classes=fixed))
    assert finding.help == "Leave out `batch_size` here, and set it in `Pairs`."


def test_validation_data_that_is_no_sequence_uses_the_batch_size() -> None:
    size = argument("batch_size", "8")
    assert not said("SEQ602", call(size, argument("validation_data", "(x, y)")))
    assert not said("SEQ602", call(size, argument("", "**options")))
    assert said("SEQ602", call(size, argument("validation_data", "held", sequence=True)))
    assert said("SEQ602", call(size, argument("validation_data", "None")))


def test_both_sizes_are_one_finding() -> None:
    sizes = argument("batch_size", "8"), argument("validation_batch_size", "16")
    held = argument("validation_data", "held", sequence=True)
    [finding] = said("SEQ602", call(*sizes, held))
    assert "`batch_size=8` and `validation_batch_size=16` are ignored" in finding.message
    assert not said("SEQ602", on_validation(*sizes, held))


@pytest.mark.parametrize("code", ["SEQ602", "SEQ604", "SEQ607"])
def test_where_labels_are_given_the_call_is_for_arrays_or_they_are_what_is_wrong(code: str) -> None:
    labels = argument("y", "labels", nothing=True)
    for site in calls.some_calls():
        assert not said(code, replace(site, arguments=(*site.arguments, labels)))


def test_the_batch_size_of_the_validation_data() -> None:
    data = argument("x", "x")
    size = argument("validation_batch_size", "8")
    assert said("SEQ602", on_validation(arguments=(data, size)))
    assert not said("SEQ602", on_validation(argument("batch_size", "8")))
    assert not said("SEQ602", call(argument("validation_batch_size", "8")))


def test_no_batch_size_after_all() -> None:
    assert not said("SEQ602", call(argument("batch_size", "None")))
    assert not said("SEQ602", call(argument("batch_size", "size", nothing=True)))


# --- SEQ603 ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["workers", "use_multiprocessing", "max_queue_size"])
def test_workers_in_the_call_are_an_error_on_keras_3(name: str) -> None:
    [finding] = said("SEQ603", call(argument(name, "2"), keras=ONLY_3))
    assert f"does not take `{name}` and raises a TypeError" in finding.message
    assert finding.severity is None
    assert finding.help is not None
    assert "`super().__init__()`" in finding.help


def test_evaluate_raises_another_error() -> None:
    [finding] = said("SEQ603", call(argument("workers", "2"), method="evaluate", keras=ONLY_3))
    assert "raises a ValueError" in finding.message


def test_several_of_them_are_one_finding() -> None:
    both = argument("workers", "2"), argument("use_multiprocessing", "True")
    [finding] = said("SEQ603", call(*both, keras=ONLY_3))
    assert "`workers` and `use_multiprocessing`" in finding.message


def test_a_class_without_a_constructor_takes_them_as_it_is() -> None:
    plain = tuple(method for method in made.right().methods if method.name != "__init__")
    site = call(argument("workers", "2"), keras=ONLY_3, classes=(made.right(methods=plain),))
    assert said("SEQ603", site)[0].help == "Put `workers=2` where `Pairs` is made."


@pytest.mark.parametrize("method", ["fit_generator", "evaluate_generator", "predict_generator"])
def test_methods_that_keras_3_has_no_more(method: str) -> None:
    [finding] = said("SEQ603", call(method=method, keras=ONLY_3))
    assert f"has no `{method}`" in finding.message
    assert finding.help is not None
    assert f"`{method.removesuffix('_generator')}`" in finding.help
    [finding] = said("SEQ603", call(argument("workers", "2"), method=method, keras=ONLY_3))
    assert "workers=2" in (finding.help or "")


@pytest.mark.parametrize("site", [call(argument("workers", "2")), call(method="fit_generator")])
def test_it_depends_on_keras(site: CallSite) -> None:
    assert not said("SEQ603", replace(site, keras=ONLY_2))
    [finding] = said("SEQ603", replace(site, keras=BOTH))
    assert finding.severity is Severity.NOTE


def test_workers_next_to_arrays_are_not_about_a_sequence() -> None:
    assert not said("SEQ603", on_validation(argument("workers", "2"), keras=ONLY_3))


# --- SEQ604 ------------------------------------------------------------------------------------


def test_a_sequence_cannot_be_split() -> None:
    [finding] = said("SEQ604", call(argument("validation_split", "0.2")))
    assert "`validation_split=0.2` is refused" in finding.message


@pytest.mark.parametrize(
    "silent",
    [
        call(argument("validation_split", "0.0")),
        call(argument("validation_split", "None")),
        call(argument("validation_split", "share")),
        call(argument("validation_split", "0.2"), argument("validation_data", "held")),
        call(argument("validation_split", "0.2"), argument("", "**options")),
        call(argument("validation_split", "0.2"), method="evaluate"),
        on_validation(argument("validation_split", "0.2")),
    ],
)
def test_nothing_is_split(silent: CallSite) -> None:
    assert not said("SEQ604", silent)


# --- SEQ607 ------------------------------------------------------------------------------------


def test_fewer_steps_than_batches() -> None:
    [finding] = said("SEQ607", stepping(made.floor_of))
    assert "fewer batches than `Pairs` has" in finding.message
    assert finding.example == (
        "with 10 samples and batches of 4, steps_per_epoch is 2 and len() is 3, "
        "so epoch 1 ends 1 batch early, and epoch 2 has 1 batch only (Keras 3)"
    )
    assert [related.place for related in finding.related] == [made.LENGTH_AT]


def test_keras_2_serves_what_is_left_over_never() -> None:
    [finding] = said("SEQ607", replace(stepping(made.floor_of), keras=ONLY_2))
    assert finding.example is not None
    assert finding.example.endswith("so 1 batch is left out of each epoch")


def test_as_many_steps_as_samples() -> None:
    [finding] = said("SEQ607", stepping(made.samples_of))
    assert finding.example == (
        "with 10 samples and batches of 4, steps_per_epoch is 10 and len() is 3, "
        "so the data runs out 7 batches before the end, where Keras 3 warns and Keras 2 stops"
    )


def test_one_step_more_than_batches_at_some_sizes_only() -> None:
    [finding] = said("SEQ607", stepping(lambda n, b: n // b + 1))
    assert finding.example is not None
    assert finding.example.startswith("with 8 samples and batches of 4, steps_per_epoch is 3")
    assert said("SEQ607", stepping(made.ceil_of, length=made.floor_of))


@pytest.mark.parametrize("method", ["evaluate", "predict"])
def test_steps_of_the_other_methods(method: str) -> None:
    site = replace(stepping(made.floor_of, parameter="steps"), method=method)
    [finding] = said("SEQ607", site)
    assert "so the rest is not" in finding.message
    assert finding.example is not None
    assert finding.example.endswith("so batch 2 is left out")


def test_validation_steps_belong_to_the_validation_data() -> None:
    site = stepping(made.floor_of, parameter="validation_steps")
    assert not said("SEQ607", site)
    assert said("SEQ607", replace(site, parameter="validation_data"))
    training = replace(stepping(made.floor_of), parameter="validation_data")
    assert not said("SEQ607", training)


@pytest.mark.parametrize(
    "silent",
    [
        stepping(made.ceil_of),
        stepping(made.floor_of, length=made.floor_of),
        # Whole multiples, and parts by a formula of their own.
        stepping(lambda n, b: 2 * made.ceil_of(n, b)),
        stepping(lambda n, b: made.ceil_of(n, b) // 2),
        stepping(lambda n, b: n // (10 * b)),
        # A number that was written down, in the call or in the class.
        stepping(lambda n, b: 2),
        stepping(lambda n, b: 100),
        stepping(made.floor_of, length=lambda n, b: 3),
        # A batch is one sample.
        stepping(made.floor_of, length=made.ceil_of, sizes=((10, 1), (8, 1))),
        # A length that counts samples is a fault of its own.
        stepping(made.floor_of, length=made.samples_of),
        # One size alone proves nothing.
        stepping(made.floor_of, sizes=((10, 4),)),
    ],
)
def test_steps_that_say_nothing(silent: CallSite) -> None:
    assert not said("SEQ607", silent)


def test_nothing_is_left_over_where_batches_are_drawn() -> None:
    run = tuple(
        replace(epoch, batches=tuple(replace(batch, random=True) for batch in epoch.batches))
        for epoch in made.epochs()
    )
    drawing = (made.sequence(run),)
    assert not said("SEQ607", replace(stepping(made.floor_of), classes=drawing))
    assert said("SEQ607", replace(stepping(made.samples_of), classes=drawing))
