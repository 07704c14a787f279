"""What the rules about too many batches, floats, nothing and batch sizes say of lengths."""

from __future__ import annotations

from dataclasses import replace

import faulty_models as faulty
import pytest
import rule_models as made

from sequence_lint.model import Place, SequenceClass, Way
from sequence_lint.rule import Finding, Severity
from sequence_lint.spelling import is_read


def said(code: str, sequence: SequenceClass) -> list[Finding]:
    return list(made.rule(code).check(sequence))


# --- SEQ103 ------------------------------------------------------------------------------------


def test_a_batch_too_many_is_found_where_batches_come_out_even() -> None:
    [finding] = said("SEQ103", faulty.one_too_many())
    assert "too many where the samples fill their batches" in finding.message
    assert finding.place == made.LENGTH_AT
    assert finding.example == ("with 8 samples and batches of 4, len() is 3, so batch 2 is empty")
    assert finding.help is not None
    assert "math.ceil" in finding.help
    assert [related.place for related in finding.related] == [made.CUT_AT]


def test_a_batch_too_many_is_no_count_of_samples_and_drops_nothing() -> None:
    assert not said("SEQ101", faulty.one_too_many())
    assert not said("SEQ102", faulty.one_too_many())
    assert not said("SEQ103", made.counting())
    assert not said("SEQ103", made.floor())


def test_a_batch_too_many_that_raises_is_said_to_raise() -> None:
    run = tuple(
        replace(
            e,
            batches=tuple(
                b if s else made.raising(b, "ValueError")
                for b, s in zip(e.batches, e.served(), strict=True)
            ),
        )
        for e in faulty.one_too_many().epochs
    )
    [finding] = said("SEQ103", made.sequence(run))
    assert "raises `ValueError`" in finding.message
    assert "batch 2 raises ValueError" in (finding.example or "")


def test_always_one_too_many_is_shown_with_the_first_size() -> None:
    run = made.epochs(lambda n, b: -(-n // b) + 1, "math.ceil(n / self.batch_size) + 1")
    [finding] = said("SEQ103", made.sequence(run))
    assert (finding.example or "").startswith("with 10 samples and batches of 4, len() is 4")
    assert "one batch too many, and" in finding.message


EVEN = made.epochs(lambda n, b: n // b + 1, "n // self.batch_size + 1")


@pytest.mark.parametrize(
    "silent",
    [
        made.right(),
        # The last batch is filled by others.
        made.sequence(
            made.epochs(
                lambda n, b: n // b + 1,
                "n // self.batch_size + 1",
                rows=lambda i, n, b: [k % n for k in range(i * b, (i + 1) * b)],
            )
        ),
        # The slice is wrong as well.
        made.sequence(
            made.epochs(
                lambda n, b: n // b + 1,
                "n // self.batch_size + 1",
                rows=lambda i, n, b: range(n)[i * b : (i + 1) * b - 1],
            )
        ),
        made.sequence(made.each(EVEN, available=(0, 1, 2))),
        made.sequence(made.each(EVEN, unknown="not followed")),
        made.sequence(made.with_length(EVEN, uses_batch=False)),
        made.sequence(made.with_length(EVEN, counts=frozenset())),
        made.sequence(faulty.lengths(EVEN, value=lambda length: float(length.value))),
    ],
)
def test_no_batch_too_many(silent: SequenceClass) -> None:
    assert not said("SEQ103", silent)


# --- SEQ104 ------------------------------------------------------------------------------------


def test_a_float_is_found_at_its_return() -> None:
    [finding] = said("SEQ104", faulty.of_float())
    assert finding.place == made.LENGTH_AT
    assert finding.severity is None
    assert (finding.example or "").startswith(
        "with 10 samples and batches of 4, the length is 3 as"
    )
    assert "`math.ceil(len(self.x) / self.batch_size)`" in (finding.help or "")
    for code in ("SEQ101", "SEQ102", "SEQ103", "SEQ106", "SEQ107"):
        assert not said(code, faulty.of_float()), code


def test_a_float_that_drops_the_tail_is_one_finding() -> None:
    run = made.epochs(made.floor_of, "np.floor(len(self.x) / self.batch_size)")
    value = {"value": lambda length: float(length.value)}
    dropping = made.sequence(faulty.lengths(run, ways=faulty.ways("float"), **value))
    assert len(said("SEQ104", dropping)) == 1
    assert not said("SEQ102", dropping)


def test_several_floats_are_one_finding() -> None:
    [finding] = said("SEQ104", faulty.of_float("float", "float"))
    assert finding.place == faulty.OTHER_WAY_AT
    assert [related.place for related in finding.related] == [made.LENGTH_AT]


def test_where_a_float_is_computed_is_related() -> None:
    computed = Place(made.PATH, 8, 9, 8, 30)
    run = faulty.lengths(faulty.of_float().epochs, computed_at=computed)
    assert said("SEQ104", made.sequence(run))[0].related[0].place == computed


def test_a_float_is_found_where_its_value_is_unknown() -> None:
    run = faulty.lengths(faulty.of_float().epochs, value=None)
    [finding] = said("SEQ104", made.sequence(run))
    assert finding.example is None


@pytest.mark.parametrize(
    ("dtype", "most", "after"),
    [("uint8", 255, 0), ("int8", 127, -128), ("uint16", 65535, 0), ("int16", 32767, -32768)],
)
def test_a_narrow_integer_is_a_note(dtype: str, most: int, after: int) -> None:
    narrow = faulty.lengths(made.epochs(), narrow=dtype, ways=faulty.ways("int"))
    [finding] = said("SEQ104", made.sequence(narrow))
    assert finding.severity is Severity.NOTE
    assert finding.message.endswith(f"in `{dtype}`, which wraps round past {most}.")
    assert f"{most + 1} batches are {after} in `{dtype}`" in (finding.example or "")


@pytest.mark.parametrize("gives", ["int", "unknown", "none"])
def test_no_float(gives: str) -> None:
    assert not said("SEQ104", made.sequence(faulty.lengths(made.epochs(), ways=faulty.ways(gives))))


# --- SEQ106 ------------------------------------------------------------------------------------


def test_a_length_of_nothing_is_found() -> None:
    [finding] = said("SEQ106", faulty.giving_nothing())
    assert finding.place == made.LENGTH_AT
    assert "returns nothing, so" in finding.message
    assert finding.example == "with 10 samples and batches of 4, the length is None and no integer"
    assert not said("SEQ104", faulty.giving_nothing())


def test_a_length_of_nothing_on_one_way_says_so() -> None:
    methods = (replace(made.method("__len__"), gives=True),)
    [finding] = said("SEQ106", faulty.giving_nothing(methods=methods))
    assert "returns nothing on one of its ways" in finding.message


def test_a_length_of_nothing_names_the_flag() -> None:
    right = faulty.lengths(made.epochs(setting=(("drop_last", "False"),)), ways=faulty.ways("int"))
    wrong = made.each(faulty.giving_nothing().epochs, setting=(("drop_last", "True"),))
    [finding] = said("SEQ106", made.sequence(right + wrong))
    assert "where `drop_last=True`" in finding.message


def test_a_text_that_nobody_gives_leads_nowhere() -> None:
    right = made.epochs(setting=(("mode", "'train'"),))
    wrong = made.each(faulty.giving_nothing().epochs, setting=(("mode", "other"),))
    assert not said("SEQ106", made.sequence(right + wrong))
    # Something that is compared with no text may be given.
    right = made.epochs(setting=(("steps", "None"),))
    wrong = made.each(faulty.giving_nothing().epochs, setting=(("steps", "other"),))
    assert said("SEQ106", made.sequence(right + wrong))


@pytest.mark.parametrize(
    "silent",
    [
        made.right(),
        faulty.giving_nothing("none", "int"),
        faulty.giving_nothing("unknown"),
        # Heirs may fill what it calls.
        faulty.giving_nothing(
            methods=(made.method("__len__"), replace(made.method("count"), is_stub=True))
        ),
        # Somebody else may have set it.
        made.sequence(
            faulty.lengths(
                faulty.giving_nothing().epochs, ways=(Way(made.LENGTH_AT, "none", "self.steps"),)
            )
        ),
        faulty.giving_nothing(methods=(replace(made.method("__len__"), is_stub=True),)),
        faulty.giving_nothing(methods=(replace(made.method("__len__"), is_generator=True),)),
        # Without end, by a `return` of its own.
        faulty.giving_nothing(methods=(made.method("num_batches"),)),
    ],
)
def test_a_length_is_returned(silent: SequenceClass) -> None:
    assert not said("SEQ106", silent)


# --- SEQ107 ------------------------------------------------------------------------------------


def test_the_batch_size_is_found() -> None:
    [finding] = said("SEQ107", faulty.of_batch_size())
    assert finding.place == made.LENGTH_AT
    assert finding.example == (
        "with 10 samples and batches of 4, len() is 4, and 3 batches hold all samples"
    )
    for code in ("SEQ101", "SEQ102", "SEQ103"):
        assert not said(code, faulty.of_batch_size()), code


def test_a_written_batch_size_is_found_by_its_name_only() -> None:
    named = faulty.lengths(
        made.epochs(lambda n, b: 4, "4")[:2], counts=frozenset(), returned="self.batch_size"
    )
    assert said("SEQ107", made.sequence(named))
    assert not said("SEQ107", made.sequence(faulty.lengths(named, returned="4")))


@pytest.mark.parametrize(
    "silent",
    [
        made.right(),
        made.floor(),
        made.counting(),
        # It is the same by chance, for one size.
        made.sequence(faulty.of_batch_size().epochs[:1]),
        made.sequence(faulty.lengths(faulty.of_batch_size().epochs, counts=frozenset({"x"}))),
        made.sequence(made.epochs(lambda n, b: 7, "7")),
    ],
)
def test_no_batch_size(silent: SequenceClass) -> None:
    assert not said("SEQ107", silent)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("self.batch", True),
        ("self.cache[index]", True),
        ("cache[index]", True),
        ("self.store.batches[0].x", True),
        ("None", False),
        ("batch", False),
        ("", False),
        ("self.load(index)", False),
        ("None if self.y is None else self.y[rows]", False),
    ],
)
def test_what_others_may_set_is_told_from_what_is_computed(text: str, read: bool) -> None:
    assert is_read(text) is read
