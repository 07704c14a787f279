"""The drawing of what the dry run understood."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made_up import batch, epoch, floor_epoch, place, sequence_class

from sequence_lint.model import NotFollowed, Part, Raised, SequenceClass
from sequence_lint.report.show import to_text


def shown(sequence: SequenceClass, width: int = 80, *, blocks: bool = False) -> str:
    return to_text((sequence,), width, color=False, blocks=blocks)


def test_a_class_that_drops_its_tail() -> None:
    assert shown(sequence_class(epochs=(floor_epoch(), floor_epoch(8)))) == (
        "Gen (gen.py:6:7)\n"
        "  a Sequence by: keras.utils.Sequence (line 6) -> keras.utils.PyDataset\n"
        "  length: len(self.x) // self.b (line 11)\n"
        "\n"
        "  10 samples in batches of 4: length 2, 2 samples dropped\n"
        "    batch 0  ####......  0-3\n"
        "    batch 1  ....####..  4-7\n"
        "    never    ........xx  8-9 dropped\n"
        "\n"
        "  other sizes:\n"
        "    8 samples in batches of 4: length 2, every sample served once\n"
        "\n"
        "  returns: (self.x[...]: 4 rows from x, self.y[...]: 4 rows from x) (line 14)\n"
    )


def test_repeated_and_empty_batches_are_marked() -> None:
    text = shown(
        sequence_class(
            epochs=(
                epoch(
                    4,
                    3,
                    (
                        batch(0, range(3)),
                        batch(1, range(2, 4)),
                        batch(2, ()),
                        batch(3, (), Raised("IndexError", "out of range", place())),
                    ),
                ),
            )
        )
    )
    assert "    batch 0  ###.  0-2\n" in text
    assert "    batch 1  ..2#  2-3, 2 again\n" in text
    assert "    batch 2  ....  empty\n" in text
    assert "    batch 3  ....  raises IndexError\n" in text
    assert "length 4, 1 sample repeated, 2 empty batches" in text


def test_blocks_and_plain_cells_tell_the_same() -> None:
    sequence = sequence_class()
    blocks = shown(sequence, blocks=True)
    assert "████······" in blocks
    assert not blocks.isascii()
    assert shown(sequence).isascii()
    assert blocks.translate(str.maketrans("█·▒", "#.2")) == shown(sequence)


def test_colour_adds_nothing_but_colour() -> None:
    import re

    colored = to_text((sequence_class(),), 80, color=True, blocks=False)
    assert "\x1b[32m####" in colored
    assert re.sub(r"\x1b\[[\d;]*m", "", colored) == shown(sequence_class())


def test_each_setting_of_the_flags_is_drawn() -> None:
    dropping = epoch(4, 3, (batch(0, range(3)),), (("drop_last", "True"),))
    keeping = epoch(4, 3, (batch(0, range(3)), batch(1, (3,))), (("drop_last", "False"),))
    text = shown(sequence_class(epochs=(dropping, keeping)), 100)
    assert "4 samples in batches of 3 (drop_last=True): length 1, 1 sample dropped" in text
    assert "4 samples in batches of 3 (drop_last=False): length 2, every sample served once" in text


def test_settings_that_agree_are_drawn_together() -> None:
    epochs = [
        epoch(4, 3, (batch(0, range(3)), batch(1, (3,))), (("shuffle", str(on)),), shuffled=on)
        for on in (True, False)
    ]
    text = shown(sequence_class(epochs=tuple(epochs)), 120)
    assert "4 samples in batches of 3 (any shuffle): length 2, every" in text
    assert text.count("batch 1") == 1
    assert "places in the order" in text


def test_places_in_other_files_name_the_file() -> None:
    sequence = sequence_class()
    moved = replace(floor_epoch().length, place=place(3, path="base.py"))
    text = shown(replace(sequence, epochs=(replace(floor_epoch(), length=moved),)))
    assert "length: len(self.x) // self.b (base.py:3:7)" in text


def test_what_is_unknown_says_why() -> None:
    unknown = floor_epoch()
    unknown = replace(
        unknown,
        unknown="`load` is not in the linted files",
        length=replace(unknown.length, value=None, unknown="self.n is given by the caller"),
    )
    text = shown(
        sequence_class(
            epochs=(unknown,),
            bases_known=False,
            not_followed=(NotFollowed("a call of `load`", place(9)), NotFollowed("luck", None)),
        )
    )
    assert "length unknown: self.n is given by the caller" in text
    assert "bases: not all are known" in text
    assert "  not followed:\n    a call of `load` (line 9)\n    luck\n" in text
    assert "batch 0" not in text


def test_unknown_batches_with_a_known_length() -> None:
    text = shown(sequence_class(epochs=(replace(floor_epoch(), unknown="drawn by chance"),)))
    assert "length 2, batches unknown: drawn by chance" in text


def test_batches_drawn_at_random_are_not_drawn() -> None:
    drawn = replace(batch(0, range(4)), random=True)
    text = shown(sequence_class(epochs=(epoch(10, 4, (drawn,)),)), 100)
    assert "length 1, which samples a batch serves cannot be told" in text
    assert "batch 0" not in text


def test_a_class_of_which_nothing_is_known_is_still_shown() -> None:
    assert shown(sequence_class(epochs=())).startswith("Gen (gen.py:6:7)\n")


def test_a_long_epoch_leaves_out_the_middle() -> None:
    text = shown(sequence_class(epochs=(epoch(100, 4, tuple(batch(i, (i,)) for i in range(100))),)))
    rows = [line for line in text.split("\n") if line.startswith("    ")]
    assert len(rows) < 45
    assert "87 more" in text
    assert "batch 99" in text


@pytest.mark.parametrize("width", [24, 40, 80])
def test_strips_fit_the_terminal(width: int) -> None:
    text = shown(sequence_class(epochs=(floor_epoch(100, 32),)), width)
    assert max(map(len, text.split("\n"))) <= width
    assert text.count("#") == 96
    assert not [line for line in text.split("\n") if line != line.rstrip()]


def test_containers_are_shown_as_they_are_returned() -> None:
    array = Part("array", "a", rows=1)
    one = Part("tuple", "t", parts=(array,))
    keyed = Part("dict", "d", keys=("in", "aux"), parts=(array, Part("unknown", "f(x)")))
    returned = replace(
        batch(0, ()).returned[0], part=Part("list", "l", parts=(one, keyed, Part("none", "None")))
    )
    first = replace(batch(0, range(4)), returned=(returned,))
    text = shown(sequence_class(epochs=(epoch(4, 4, (first,)),)), 200)
    assert "returns: [(a: 1 row,), {in: a: 1 row, aux: f(x): unknown}, None] (line 14)" in text


def test_an_order_that_holds_less_than_the_data_is_named() -> None:
    short = epoch(4, 3, (batch(0, range(3)),))
    text = shown(sequence_class(epochs=(replace(short, available=(0, 1, 2)),)), 100)
    assert "length 1, each of the 3 rows of `x` served once" in text
    text = shown(sequence_class(epochs=(replace(short, available=(), batches=()),)), 100)
    assert "nothing to serve" in text
