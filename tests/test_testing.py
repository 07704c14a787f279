"""The fixture checker complains about all that is unexpected or unmet, and about nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sequence_lint.model import (
    Batch,
    Epoch,
    Length,
    NotFollowed,
    Part,
    Place,
    Raised,
    Returned,
    SequenceClass,
    Size,
)
from sequence_lint.rule import Diagnostic, Severity
from sequence_lint.testing import (
    FixtureError,
    check_fixture,
    complaints,
    ranges,
    read_claim,
    read_remarks,
)

PLACE = Place("f.py", 2, 1, 2, 9)


def diagnostic(code: str, line: int, **changes: str) -> Diagnostic:
    texts = {"message": "samples 8-9 are lost", "example": "with 10", "help": "use ceil", **changes}
    return Diagnostic(
        "f.py", code, f"name-of-{code.lower()}", Severity.ERROR, texts["message"], line, 1, line, 5,
        example=texts["example"], help=texts["help"],
    )  # fmt: skip


def check(text: str, *diagnostics: Diagnostic) -> list[str]:
    return complaints(read_remarks("f.py", text), diagnostics, [])


@pytest.mark.parametrize(
    "comment",
    [
        "expect: SEQ102",
        "expect: name-of-seq102",
        'expect: SEQ102 "8-9"',
        'expect: SEQ102 "8-9" "with 10"',
        'expect: SEQ102 "ceil"',
        "noqa: E501  # expect: SEQ102",
    ],
)
def test_what_is_expected_and_fires_is_good(comment: str) -> None:
    assert check(f"a = 1  # {comment}", diagnostic("SEQ102", 1)) == []


def test_several_on_one_line() -> None:
    found = diagnostic("SEQ102", 1), diagnostic("SEQ301", 1)
    assert check('a = 1  # expect: SEQ102 "8-9", SEQ301', *found) == []
    assert check("a = 1  # expect: SEQ102  # expect: SEQ301", *found) == []


def test_twice_expected_must_fire_twice() -> None:
    text = "a = 1  # expect: SEQ201, SEQ201"
    assert check(text, diagnostic("SEQ201", 1), diagnostic("SEQ201", 1)) == []
    assert check(text, diagnostic("SEQ201", 1)) == ["f.py:1: SEQ201 is expected and does not fire"]


def test_rules_that_are_not_run(tmp_path: Path) -> None:
    fixture = tmp_path / "fixture.py"
    text = (Path(__file__).parent.parent / "examples" / "first_generator.py").read_text()
    fixture.write_text(text, encoding="utf-8")
    codes = {each.split(": ")[1].split(" ")[1] for each in check_fixture([str(fixture)])}
    assert "SEQ101" in codes
    fixture.write_text(f"# without: {', '.join(sorted(codes))}\n{text}", encoding="utf-8")
    assert check_fixture([str(fixture)]) == []


def test_other_lines() -> None:
    text = "# expect+1: SEQ102\na = 1\n# expect-1: SEQ301\n"
    assert check(text, diagnostic("SEQ102", 2), diagnostic("SEQ301", 2)) == []
    assert check("# expect+1: SEQ102\na = 1\n") == [
        "f.py:1: SEQ102 is expected on line 2 and does not fire"
    ]


def test_everything_is_listed_at_once_in_order() -> None:
    text = 'a = 1  # expect: SEQ102 "0-3"\nb = 2\nc = 3  # expect: SEQ301\n'
    assert check(text, diagnostic("SEQ201", 2), diagnostic("SEQ102", 1)) == [
        'f.py:1: SEQ102 with "0-3" is expected and does not fire',
        "f.py:1: unexpected SEQ102: samples 8-9 are lost",
        "f.py:2: unexpected SEQ201: samples 8-9 are lost",
        "f.py:3: SEQ301 is expected and does not fire",
    ]


def test_a_gap_is_silent_until_it_closes() -> None:
    text = "a = 1  # gap: SEQ102\n"
    assert check(text) == []
    assert check(text, diagnostic("SEQ102", 1)) == [
        "f.py:1: the gap is closed: SEQ102 fires here now, write `expect`"
    ]


def test_a_gap_beside_what_is_expected_twice() -> None:
    text = "a = 1  # gap: SEQ201  # expect: SEQ201"
    assert check(text, diagnostic("SEQ201", 1)) == []


@pytest.mark.parametrize(
    "comment",
    [
        "expect: ",
        "expect: SEQ102 8-9",
        "expect: 102",
        "expects SEQ102",
        "expect SEQ102",
        "expect - SEQ102",
        "gap for SEQ102",
        "expect-model: lenght = 3",
        "expect-model: length",
        "expect-model: length = 3",
    ],
)
def test_what_is_not_understood_is_said(comment: str) -> None:
    assert len(check(f"a = 1  # {comment}")) == 1


def test_prose_is_left_alone() -> None:
    assert check("# expect the unexpected\n# gap between frames\n# we expect: nothing\n") == []


def test_strings_are_no_comments() -> None:
    assert check('a = "# expect: SEQ102"\n') == []


def test_owner_is_the_innermost_class() -> None:
    text = (
        "class A:  # expect-model: length = 1\n"
        "    class B:\n"
        "        # expect-model: length = 2\n"
        "        x = 1\n"
        "    # expect-model: length = 3\n"
        "    x = 1\n"
        "def make():\n"
        "    class C:\n"
        "        # expect-model: length = 4\n"
        "        x = 1\n"
        "# expect-model: length = 5\n"
    )
    owners = [remark.owner for remark in read_remarks("f.py", text)]
    assert owners == ["A", "A.B", "A", "make.<locals>.C", ""]


def test_ranges() -> None:
    assert ranges([]) == "-"
    assert ranges([3, 2, 1, 7, 9, 8, 3]) == "1-3,7-9"
    assert ranges(range(1)) == "0"


def test_claims_are_read_from_the_end() -> None:
    claim = read_claim(
        'length = unknown because "a of 3/4" of 10 / 4 in epoch 2 when a=True, b="x"'
    )
    assert (claim.value, claim.reason) == ("unknown", "a of 3/4")
    assert (claim.size, claim.epoch) == ("10/4", 2)
    assert claim.setting == (("a", "True"), ("b", "x"))


def test_a_claim_about_nothing_raises() -> None:
    with pytest.raises(FixtureError, match="never served"):
        read_claim("speed = 3")


def part(*positions: int, rows: int | None = None) -> Part:
    return Part("array", "x", rows=rows, served=(("x", positions),))


def batch(index: int, returned: Part, **changes: object) -> Batch:
    whole = Batch(index, (), (Returned(PLACE, returned),), None, None, False)
    return replace(whole, **changes)  # type: ignore[arg-type]


def length(value: float | None, unknown: str | None = None) -> Length:
    return Length(value, unknown, None, None, frozenset(), True, "n")


TEN_BY_FOUR = Size(10, 4)


def epoch(*batches: Batch, size: Size = TEN_BY_FOUR, **changes: object) -> Epoch:
    whole = Epoch(
        size, (), length(len(batches)), batches, None, "x", tuple(range(size.samples)), False, None
    )
    return replace(whole, **changes)  # type: ignore[arg-type]


PAIR = Part("tuple", "x, y", parts=(part(0, 1, 2, 3, rows=4), Part("none", "None")))
NESTED = Part(
    "tuple", "", parts=(Part("dict", "", ("a", "b"), (Part("list", ""), PAIR)), Part("scalar", ""))
)
TWO_PATHS = replace(
    batch(0, part()),
    returned=tuple(
        Returned(PLACE, each) for each in (part(), part(1), Part("tuple", "", (), (part(),)))
    ),
)
WHOLE = epoch(
    batch(0, PAIR),
    batch(1, part(4, 5, 7)),
    batch(2, part()),
    batch(3, part(), raised=Raised("IndexError", "", PLACE)),
)
UNKNOWN = epoch(
    batch(0, NESTED), length=length(None, "given by the caller"), unknown="drawn at random"
)
SETTINGS = tuple(
    epoch(
        setting=(("drop_last", str(drop)), ("mode", "'fit'")), length=length(value), number=number
    )
    for drop, value, number in ((False, 3, 1), (True, 2, 1), (False, 9, 2))
)


THERE = "drop_last=False, mode='fit'; drop_last=True, mode='fit'"


def sequence(*epochs: Epoch, **changes: object) -> SequenceClass:
    whole = SequenceClass(
        "Gen", "Gen", "f.py", "f", PLACE, (), "keras.utils.Sequence", True, False, "", "", (),
        (), (), ("drop_last", "shuffle"), (), epochs, (NotFollowed("too odd", None),),
    )  # fmt: skip
    return replace(whole, **changes)  # type: ignore[arg-type]


def claim(text: str, found: SequenceClass, keyword: str = "expect-model") -> list[str]:
    remarks = read_remarks("f.py", f"class Gen:\n    # {keyword}: {text}\n    x = 1\n")
    return complaints(remarks, [], [found])


@pytest.mark.parametrize(
    ("text", "epochs"),
    [
        ("length = 4", (WHOLE,)),
        ("length = 4 of 10/4", (WHOLE,)),
        ("length = 2.5", (epoch(length=length(2.5)),)),
        ("length = unknown", (UNKNOWN,)),
        ('length = unknown because "by the caller" of 10/4', (UNKNOWN,)),
        ('length = unknown because "Too odd"', ()),
        ("batches = 0-3 | 4-5,7 | - | !IndexError of 10/4", (WHOLE,)),
        ("batches = 0 - 3|4-5, 7|-|!IndexError", (WHOLE,)),
        ("batches = none of 3/4", (WHOLE, epoch(size=Size(3, 4)))),
        ("batches = none of 3/?", (WHOLE, epoch(size=Size(3, None)))),
        ('batches = unknown because "at random"', (UNKNOWN,)),
        ("never served = 6,8-9", (WHOLE,)),
        ("never served = none", (epoch(batch(0, part(*range(10)))),)),
        ("never served = unknown", (UNKNOWN,)),
        ("order = x", (WHOLE,)),
        ("order = unknown", (epoch(order="", unknown="why"),)),
        ("shuffled = no", (WHOLE,)),
        ("shuffled = yes", (epoch(shuffled=True),)),
        ("returns = (array, none)", (WHOLE,)),
        ("returns = ({a: [], b: (array, none)}, scalar)", (UNKNOWN,)),
        ("returns = array or (array,)", (epoch(TWO_PATHS),)),
        ("rows = 4 | ? | ? | !IndexError", (WHOLE,)),
        ("flags = drop_last, shuffle", (WHOLE,)),
        ("length = 3", SETTINGS),
        ("length = 2 when drop_last=True", SETTINGS),
        ("length = 2 of 10/4 when drop_last=True, mode=fit", SETTINGS),
        ("length = 9 in epoch 2", SETTINGS),
    ],
)  # fmt: skip
def test_true_claims(text: str, epochs: tuple[Epoch, ...]) -> None:
    assert claim(text, sequence(*epochs)) == []
    assert claim(text, sequence(*epochs), "gap-model") == [
        "f.py:2: Gen: the gap is closed: this holds now, write `expect-model`"
    ]


@pytest.mark.parametrize(
    ("text", "epochs", "say"),
    [
        ("length = 3", (WHOLE,), "length is 4, expected 3"),
        ("length = 4.0", (WHOLE,), "length is 4, expected 4.0"),
        ("length = 3", (UNKNOWN,), 'length is unknown because "given by the caller", expected 3'),
        (
            'length = unknown because "random"',
            (UNKNOWN,),
            'length is unknown because "given by the caller", expected because "random"',
        ),
        (
            "batches = 0-3 | 4-7 | 8-9",
            (WHOLE,),
            "batches is 0-3 | 4-5,7 | - | !IndexError, expected 0-3|4-7|8-9",
        ),
        ("length = 3 of 8/4", (WHOLE,), "no dry run of 8/4 in epoch 1, there is 10/4"),
        ("length = 3 in epoch 3", (WHOLE,), "no dry run of any size in epoch 3, there is none"),
        ("length = 3 of 8/4", (), "no dry run of 8/4 in epoch 1, there is none"),
        (
            "length = 3 when shuffle=True",
            SETTINGS,
            f"no dry run with that setting, there is {THERE}",
        ),
        ("flags = none", (WHOLE,), "flags is drop_last, shuffle, expected none"),
    ],
)
def test_false_claims(text: str, epochs: tuple[Epoch, ...], say: str) -> None:
    assert claim(text, sequence(*epochs)) == [f"f.py:2: Gen: {say}"]
    assert claim(text, sequence(*epochs), "gap-model") == []


def test_files_that_cannot_be_read_are_complaints(tmp_path: object) -> None:
    path = f"{tmp_path}/broken.py"
    with open(path, "w", encoding="utf-8") as stream:
        stream.write("def broken(:\n    pass  # expect: SEQ102\n")
    first, *_ = check_fixture([path])
    assert "broken.py:1: cannot be read as a fixture: invalid syntax" in first
    assert len(check_fixture([f"{tmp_path}/missing.py"])) == 1


def test_a_class_that_is_not_found() -> None:
    assert claim("length = 3", sequence(WHOLE, qualname="Other")) == [
        "f.py:2: Gen is not found as a Sequence"
    ]
    assert claim("length = 3", sequence(WHOLE, path="g.py")) == [
        "f.py:2: Gen is not found as a Sequence"
    ]
