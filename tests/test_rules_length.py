"""What the rules about the length say to hand-made classes."""

from __future__ import annotations

from dataclasses import replace

import pytest
import rule_models as made

from sequence_lint.model import Bound, Cut, Part, Place, SequenceClass, Size
from sequence_lint.rule import Finding


def said_101(sequence: SequenceClass) -> list[Finding]:
    return list(made.rule("SEQ101").check(sequence))


def said_102(sequence: SequenceClass) -> list[Finding]:
    return list(made.rule("SEQ102").check(sequence))


def test_a_length_that_counts_samples_is_found_with_its_example_and_help() -> None:
    [finding] = said_101(made.counting())
    assert finding.place == made.LENGTH_AT
    assert finding.example == (
        "with 10 samples and batches of 4, len() is 10, so batches 3-9 are empty"
    )
    assert finding.help is not None
    assert "`math.ceil(len(self.x) / self.batch_size)`" in finding.help
    assert [related.place for related in finding.related] == [made.CUT_AT]
    assert not said_102(made.counting())


def test_batches_that_raise_are_said_to_raise() -> None:
    run = made.epochs(made.samples_of, "len(self.x)")
    raised = tuple(
        replace(
            e,
            batches=tuple(
                b if s else made.raising(b) for b, s in zip(e.batches, e.served(), strict=True)
            ),
        )
        for e in run
    )
    [finding] = said_101(made.sequence(raised))
    assert finding.example is not None
    assert "batches 3-9 raise IndexError" in finding.example


def test_where_the_length_is_computed_is_related() -> None:
    computed = Place(made.PATH, 8, 9, 8, 30)
    run = made.with_length(made.epochs(made.samples_of, "len(x)"), computed_at=computed)
    assert computed in [related.place for related in said_101(made.sequence(run))[0].related]


@pytest.mark.parametrize(
    "silent",
    [
        made.right(),
        made.floor(),
        # One batch too many only, which is another fault.
        made.sequence(made.epochs(lambda n, b: n // b + 1, "len(self.x) // self.batch_size + 1")),
        # One sample an index.
        made.sequence(
            made.epochs(made.samples_of, "len(self.x)", rows=lambda i, n, b: range(n)[i : i + 1])
        ),
        # Windows, of which none is empty.
        made.sequence(
            made.epochs(
                made.samples_of,
                "len(self.x)",
                rows=lambda i, n, b: [k % n for k in range(i, i + b)],
            )
        ),
        # A number that was written down.
        made.sequence(made.epochs(lambda n, b: 1000, "1000")),
        made.sequence(
            made.with_length(made.epochs(made.samples_of, "self.steps"), counts=frozenset())
        ),
        # Nothing tells which batch serves what.
        made.sequence(
            made.each(made.epochs(made.samples_of, "len(self.x)"), unknown="not followed")
        ),
    ],
)
def test_no_length_that_counts_samples(silent: SequenceClass) -> None:
    assert not said_101(silent)


def test_an_element_of_what_is_counted_is_a_file_or_a_ready_batch() -> None:
    """The index takes one label and a stretch of the recording: the length counts labels."""

    def cuts(rows: made.Rows, samples: int) -> list[Cut]:
        label = made.cut(rows[:1], samples, source="marks", form="element")
        return [made.cut(rows, samples), label]

    run = made.epochs(made.samples_of, "len(self.marks)", cuts=cuts)
    assert said_101(made.sequence(run))
    counted = made.with_length(run, counts=frozenset({"marks"}))
    assert not said_101(made.sequence(counted))


def test_one_setting_of_a_flag_can_count_samples() -> None:
    right = made.epochs(setting=(("whole", "True"),))
    wrong = made.epochs(made.samples_of, "len(self.x)", setting=(("whole", "False"),))
    assert len(said_101(made.sequence(right + wrong))) == 1


def test_a_floor_is_found_with_its_example_and_help() -> None:
    [finding] = said_102(made.floor())
    assert finding.place == made.LENGTH_AT
    assert finding.example == (
        "with 10 samples and batches of 4, len() is 2, so samples 8-9 are never served"
    )
    assert finding.help is not None
    assert finding.help.startswith("Return `math.ceil(len(self.x) / self.batch_size)`")
    assert not said_101(made.floor())


def test_a_single_missed_sample_is_one() -> None:
    run = [e for e in made.epochs(made.floor_of, "n // self.batch_size") if e.size != Size(10, 4)]
    nine = made.epoch((9, 4), made.floor_of, "n // self.batch_size")
    [finding] = said_102(made.sequence([nine, *run]))
    assert finding.example is not None
    assert finding.example.endswith("so sample 8 is never served")


def test_a_shuffled_order_misses_others_each_time() -> None:
    run = made.each(made.epochs(made.floor_of, "n // b"), shuffled=True)
    [finding] = said_102(made.sequence(run))
    assert finding.example is not None
    assert "2 of the 10 samples are never served in an epoch" in finding.example


def test_a_full_allocation_is_named_in_the_same_finding() -> None:
    def filled(rows: made.Rows) -> Part:
        x = made.array("x", rows, buffer=made.ALLOCATED_AT, full=4)
        return Part("tuple", "X, y", parts=(x, made.array("y", rows)))

    run = made.epochs(made.floor_of, "len(self.x) // self.batch_size", part=filled)
    [finding] = said_102(made.sequence(run))
    assert "both have to change" in finding.message
    assert made.ALLOCATED_AT in [related.place for related in finding.related]
    assert finding.help is not None
    assert "allocate" in finding.help


def test_an_error_past_the_end_is_named_in_the_same_finding() -> None:
    run = tuple(
        replace(e, beyond=e.beyond and made.raising(e.beyond))
        for e in made.epochs(made.floor_of, "len(self.x) // self.batch_size")
    )
    [finding] = said_102(made.sequence(run))
    assert made.CUT_AT in [related.place for related in finding.related]
    assert finding.help is not None
    assert "raise an error" in finding.help


@pytest.mark.parametrize(
    "remark",
    [
        "the incomplete last batch is dropped",
        "Drops the remainder.",
        "samples that do not fill a batch are ignored",
        "only full batches",
        "we skip what is left over",
        "Number of complete batches",
    ],
)
def test_a_remark_that_the_rest_is_dropped_silences(remark: str) -> None:
    assert not said_102(made.floor(length_remarks=(remark,)))


@pytest.mark.parametrize(
    "remark",
    [
        "Returns the number of batches per epoch.",
        "Denotes the number of steps.",
        "each sample at most once",
        "never drops a sample",
        "without dropping samples",
    ],
)
def test_a_remark_about_something_else_does_not_silence(remark: str) -> None:
    assert said_102(made.floor(length_remarks=(remark,)))


@pytest.mark.parametrize("name", ["drop_last", "drop_remainder", "dropLast", "keep_last_batch"])
def test_a_flag_that_offers_the_choice_silences(name: str) -> None:
    assert not said_102(made.floor(parameters=("x", "y", "batch_size", name)))
    assert not said_102(made.floor(flags=(name,)))


def test_a_setting_that_serves_everything_silences() -> None:
    dropping = made.epochs(made.floor_of, "n // b", setting=(("training", "True"),))
    serving = made.epochs(setting=(("training", "False"),))
    assert not said_102(made.sequence(dropping + serving))


def test_a_setting_that_serves_samples_one_by_one_does_not() -> None:
    dropping = made.epochs(made.floor_of, "n // b", setting=(("single", "False"),))
    singly = tuple(
        made.epoch(
            size,
            made.samples_of,
            "n // b",
            rows=lambda i, n, b: range(n)[i : i + 1],
            setting=(("single", "True"),),
        )
        for size in made.SIZES
    )
    assert said_102(made.sequence(dropping + singly))


def test_a_setting_that_draws_at_random_proves_nothing() -> None:
    dropping = made.epochs(made.floor_of, "n // b", setting=(("draw", "False"),))
    drawing = tuple(
        replace(
            e,
            setting=(("draw", "True"),),
            batches=tuple(replace(b, random=True) for b in e.batches),
            unknown="batches are drawn at random",
        )
        for e in dropping
    )
    assert said_102(made.sequence(dropping + drawing))
    assert not said_102(made.sequence(drawing))


def test_a_setting_of_unknown_length_silences() -> None:
    dropping = made.epochs(made.floor_of, "n // b", setting=(("steps", "None"),))
    given = made.each(dropping, setting=(("steps", "given"),), unknown="given by the caller")
    given = made.with_length(given, value=None, unknown="given by the caller")
    assert not said_102(made.sequence(dropping + given))


@pytest.mark.parametrize(
    "silent",
    [
        made.right(),
        made.counting(),
        made.sequence(made.epochs(lambda n, b: n // b + 1, "n // self.batch_size + 1")),
        # Samples are missed inside of batches: the slice is wrong.
        made.sequence(
            made.epochs(
                made.floor_of, "n // b", rows=lambda i, n, b: range(n)[i * b : (i + 1) * b - 1]
            )
        ),
        # The last sample is missed by the slice although the length is right.
        made.sequence(made.epochs(rows=lambda i, n, b: range(n)[i * b : min((i + 1) * b, n - 1)])),
        # A whole batch is missed even where batches come out even.
        made.sequence(made.epochs(lambda n, b: -(-n // b) - 1, "math.ceil(n / b) - 1")),
        # A number that was written down.
        made.sequence(made.epochs(lambda n, b: 1, "1")),
        # What it divides by is a group of rows.
        made.sequence(made.epochs(made.floor_of, "len(self.x) // self.views")),
        # The name says it.
        made.sequence(made.epochs(made.floor_of, "self.full_batches")),
    ],
)
def test_no_partial_batch_is_dropped(silent: SequenceClass) -> None:
    assert not said_102(silent)


def test_samples_of_an_index_that_make_one_row_are_a_group() -> None:
    def one_row(rows: made.Rows) -> Part:
        return Part("tuple", "x, y", parts=tuple(made.array(n, rows, full=1) for n in "xy"))

    assert not said_102(made.sequence(made.epochs(made.floor_of, "n // self.k", part=one_row)))


def test_bounds_of_the_builder_are_those_of_a_batch() -> None:
    assert made.cut(range(4), 10).stop == Bound(True, True, "at + self.batch_size")
