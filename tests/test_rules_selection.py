"""What the rules about the samples of an index say to hand-made classes."""

from __future__ import annotations

from dataclasses import replace

import pytest
import rule_models as made
import selection_models as wrong

from sequence_lint.model import Part, SequenceClass
from sequence_lint.rule import Finding

ABOUT_SELECTIONS = ("SEQ101", "SEQ102", "SEQ103", "SEQ201", "SEQ202", "SEQ203", "SEQ204", "SEQ207")


def said(code: str, of: SequenceClass) -> list[Finding]:
    return list(made.rule(code).check(of))


def speaking(of: SequenceClass) -> set[str]:
    return {code for code in ABOUT_SELECTIONS if said(code, of)}


def test_one_cause_is_one_finding() -> None:
    def wrong_end(i: int, n: int, b: int) -> made.Rows:
        return range(n)[i * b : (i + 1) * b - 1]

    floor = made.epochs(made.floor_of, "len(self.x) // self.batch_size", rows=wrong_end)
    assert speaking(wrong.overlapping()) == {"SEQ202"}
    assert speaking(wrong.ending_early()) == {"SEQ203"}
    assert speaking(made.sequence(floor)) == {"SEQ203"}
    assert speaking(wrong.raising_in_the_tail()) == {"SEQ204"}
    assert speaking(made.returning(wrong.padded)) == {"SEQ207"}
    assert speaking(made.floor()) == {"SEQ102"}
    assert speaking(made.counting()) == {"SEQ101"}
    assert not speaking(made.right())


def test_no_end_is_no_overlap_and_no_gap() -> None:
    growing = made.epochs(
        rows=lambda i, n, b: range(n)[i * b :],
        cuts=lambda rows, samples: [made.cut(rows, samples, stop=made.NOT_GIVEN)],
    )
    assert speaking(made.sequence(growing)) == {"SEQ201"}


# --- SEQ202 ------------------------------------------------------------------------------------


def test_overlaps_are_found_with_what_is_missed() -> None:
    [finding] = said("SEQ202", wrong.overlapping())
    assert finding.place == made.CUT_AT
    assert finding.example == (
        "with 10 samples and batches of 4, batch 0 holds samples 0-3 and batch 1 holds samples "
        "1-4, so samples 1-4 are served more than once, and samples 6-9 never"
    )
    assert [related.place for related in finding.related] == [made.LENGTH_AT]


def in_rows_of_two(rows: made.Rows) -> Part:
    x = replace(made.array("x", rows), rows=max(len(rows) - 1, 0))
    return Part("tuple", "x, y", parts=(x, made.array("y", rows)))


@pytest.mark.parametrize(
    "silent",
    [
        made.right(),
        # The last batch is shifted back, or begins anew.
        wrong.selecting(
            lambda i, n, b: range(max(min((i + 1) * b, n) - b, 0), min((i + 1) * b, n))
        ),
        wrong.selecting(lambda i, n, b: [k % n for k in range(i * b, (i + 1) * b)]),
        # Windows of a width of their own.
        wrong.selecting(lambda i, n, b: range(n)[i * b : (i + 1) * b + 3]),
        # Rows that are made of a sample and the next.
        wrong.selecting(lambda i, n, b: range(n)[i * b : (i + 1) * b + 1], part=in_rows_of_two),
        # As many windows as there are samples.
        made.sequence(
            made.epochs(
                lambda n, b: max(n - b, 0), "n - batch_size", rows=lambda i, n, b: range(i, i + b)
            )
        ),
        # One group over and over.
        wrong.selecting(lambda i, n, b: range(n)[:b]),
    ],
)
def test_no_overlap(silent: SequenceClass) -> None:
    assert not said("SEQ202", silent)


def test_overlaps_that_a_name_speaks_of_are_meant() -> None:
    plain = wrong.overlapping()
    named = made.with_length(plain.epochs, text="len(self.x) // self.stride")
    assert not said("SEQ202", replace(plain, epochs=named))


# --- SEQ203 ------------------------------------------------------------------------------------


def test_gaps_are_found() -> None:
    [finding] = said("SEQ203", wrong.ending_early())
    assert finding.place == made.CUT_AT
    assert finding.example is not None
    assert finding.example.endswith("so samples 3 and 7 are never served")


def test_a_clamp_to_the_last_sample_is_found() -> None:
    clamped = wrong.selecting(lambda i, n, b: range(i * b, min((i + 1) * b, n - 1)))
    [finding] = said("SEQ203", clamped)
    assert finding.example is not None
    assert "sample 9 is never served" in finding.example


@pytest.mark.parametrize(
    "silent",
    [
        made.right(),
        made.floor(),
        made.right(settings_left=True),
        replace(wrong.ending_early(), settings_left=True),
        replace(wrong.ending_early(), parameters=("x", "y", "batch_size", "stride")),
        # A batch less than there are.
        made.sequence(made.epochs(lambda n, b: max(-(-n // b) - 1, 0), "ceil(n / batch_size) - 1")),
    ],
)
def test_no_gap(silent: SequenceClass) -> None:
    assert not said("SEQ203", silent)


def test_a_gap_that_a_flag_closes_is_silent() -> None:
    plain = wrong.ending_early()
    other = made.each(made.right().epochs, setting=(("whole", "True"),))
    assert not said("SEQ203", replace(plain, epochs=(*plain.epochs, *other)))


# --- SEQ204 ------------------------------------------------------------------------------------


def test_an_error_in_the_tail_is_found_where_it_is_raised() -> None:
    [finding] = said("SEQ204", wrong.raising_in_the_tail())
    assert finding.place == made.CUT_AT
    assert finding.example is not None
    assert "batch 2 has 2 samples" in finding.example


def test_errors_elsewhere_or_on_purpose_are_not_of_the_tail() -> None:
    tail = wrong.raising_in_the_tail()
    everywhere = wrong.changed(made.right(), lambda _, batch: made.raising(batch))
    meant = wrong.changed(
        tail,
        lambda _, b: replace(b, raised=replace(b.raised, on_purpose=True)) if b.raised else b,
    )
    for silent in (made.right(), everywhere, meant, wrong.raising_in_the_tail("ValueError")):
        assert not said("SEQ204", silent)
    lost = made.each(tail.epochs, unknown="not tied")
    assert not said("SEQ204", replace(tail, epochs=lost))


# --- SEQ205 ------------------------------------------------------------------------------------


def test_the_same_samples_for_each_index_are_found() -> None:
    [finding] = said("SEQ205", wrong.always_the_first())
    assert finding.place == wrong.TAKEN_AT
    assert finding.example == (
        "with 10 samples and batches of 4, each batch holds samples 0-3, so 6 of the 10 samples "
        "are never served"
    )


def test_what_the_index_or_chance_has_a_part_in_is_not_the_same() -> None:
    plain = wrong.always_the_first()

    def loose(rows: made.Rows) -> Part:
        x, y = wrong.fixed_pair(rows).parts
        return Part("tuple", "x, y", parts=(x, replace(y, fixed=False)))

    def served(batch_part: Part) -> SequenceClass:
        return wrong.changed(
            plain,
            lambda _, b: replace(b, returned=(replace(b.returned[0], part=batch_part),)),
        )

    written = made.with_length(plain.epochs, counts=frozenset())
    drawn = wrong.changed(plain, lambda _, batch: replace(batch, random=True))
    other = made.each(made.right().epochs, setting=(("debug", "False"),))
    for silent in (
        made.right(),
        drawn,
        served(loose(range(4))),
        served(wrong.fixed_pair(range(10))),
        replace(plain, epochs=written),
        replace(plain, epochs=(*plain.epochs, *other)),
        replace(plain, qualname="FakePairs"),
        replace(plain, settings_left=True),
    ):
        assert not said("SEQ205", silent)


# --- SEQ207 ------------------------------------------------------------------------------------


def test_rows_that_were_never_filled_are_found() -> None:
    [finding] = said("SEQ207", made.returning(wrong.padded))
    assert finding.place == made.ALLOCATED_AT
    assert finding.example == (
        "with 10 samples and batches of 4, batch 2 has 2 samples and an array of 4 rows, of which "
        "2 were never filled"
    )


def test_masks_weights_and_full_batches_are_silent() -> None:
    def weighted(rows: made.Rows) -> Part:
        parts = (*wrong.padded(rows).parts, made.array("w", rows))
        return Part("tuple", "x, y, w", parts=parts)

    def masked(rows: made.Rows) -> Part:
        x, y = wrong.padded(rows).parts
        return Part("tuple", "(x, mask), y", parts=(x, replace(y, names=("mask",))))

    floor = made.epochs(made.floor_of, "len(self.x) // self.batch_size", part=wrong.padded)
    for silent in (
        made.right(),
        made.returning(weighted),
        made.returning(masked),
        made.sequence(floor),
    ):
        assert not said("SEQ207", silent)
