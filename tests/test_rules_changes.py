"""What the rules about shuffles, edits and cursors say to hand-made classes."""

from __future__ import annotations

from dataclasses import replace

import changing_models as changing
import pytest
import rule_models as made

from sequence_lint.model import Cursor, SequenceClass
from sequence_lint.rule import Finding, Severity


def said(code: str, of: SequenceClass) -> list[Finding]:
    return list(made.rule(code).check(of))


# --- SEQ407 ------------------------------------------------------------------------------------


def test_an_order_that_is_rebuilt_is_found_where_that_is_done() -> None:
    [finding] = said("SEQ407", changing.undone())
    assert finding.place == changing.REBUILT_AT
    assert [one.place for one in finding.related] == [changing.SHUFFLED_AT]
    assert finding.example == (
        "with 10 samples and batches of 4, each epoch has batches of samples 0-3, samples 4-7 and "
        "samples 8-9"
    )


def test_a_shuffle_has_to_be_undone_under_each_setting_that_makes_it() -> None:
    of = changing.undone()
    other = replace(of.epochs[-1], setting=(("shuffle", "False"),), undone=())
    assert said("SEQ407", replace(of, epochs=(*of.epochs, other)))
    mixed = replace(other, shuffles=(changing.shuffle(),))
    assert not said("SEQ407", replace(of, epochs=(*of.epochs, mixed)))
    assert not said("SEQ407", changing.undone(shuffled=changing.shuffle(moment="batch")))


# --- SEQ408 ------------------------------------------------------------------------------------


def test_a_shuffle_that_nothing_reads_is_found() -> None:
    [finding] = said("SEQ408", changing.unread())
    assert finding.place == changing.SHUFFLED_AT
    assert "shuffles `self.order`" in finding.message
    assert finding.help is not None
    assert "`self.x[rows]`" in finding.help
    assert [one.place for one in finding.related] == [made.CUT_AT]


def test_a_copy_that_is_thrown_away_is_found() -> None:
    lost = changing.shuffle(read=False, lost=True, attributes=())
    [finding] = said("SEQ408", changing.unread(lost))
    assert "a copy of `order` that it throws away" in finding.message


@pytest.mark.parametrize(
    "silent",
    [
        changing.unread(changing.shuffle(read=True)),
        changing.unread(changing.shuffle(read=None)),
        changing.unread(changing.shuffle(read=False, moment="construct")),
        changing.unread(members_known=False),
        changing.unread(inherited_from=True),
        changing.unread(methods=()),
        changing.sequence(changing.epochs()),
        changing.sequence(changing.epochs(shuffles=(changing.shuffle(read=False),), shuffled=True)),
        changing.sequence(
            changing.epochs(
                shuffles=(changing.shuffle(read=False), changing.shuffle(1, read=True)),
            )
        ),
    ],
    ids="read unknown constructor base heirs methods none shuffled another".split(),
)
def test_what_may_be_read_or_is_mixed_anyway_is_silent(silent: SequenceClass) -> None:
    assert not said("SEQ408", silent)


def test_a_hook_that_serves_other_heirs_is_silent() -> None:
    hook = replace(made.method("on_epoch_end"), inherited=True)
    methods = (*map(made.method, changing.METHODS[:3]), hook)
    assert not said("SEQ408", changing.unread(methods=methods))
    inherited = tuple(replace(one, inherited=True) for one in methods)
    assert said("SEQ408", changing.unread(methods=inherited))


# --- SEQ409 ------------------------------------------------------------------------------------


def test_two_orders_are_found_at_the_second_shuffle() -> None:
    [finding] = said("SEQ409", changing.apart())
    assert finding.place == changing.REBUILT_AT
    assert "shuffles `x` and `y` one by one" in finding.message
    assert [one.place for one in finding.related] == [changing.SHUFFLED_AT]
    assert finding.example == (
        "with 10 samples and batches of 4, batch 0 takes places 0-3 of `x` and of `y`, which are "
        "in different orders"
    )


@pytest.mark.parametrize("luck", ["", "np.random#1", "self.rng#0"])
def test_another_generator_or_seed_is_silent(luck: str) -> None:
    assert not said("SEQ409", changing.apart(two=changing.shuffle(1, luck=luck)))
    nothing = changing.shuffle(luck="")
    assert not said("SEQ409", changing.apart(nothing, replace(nothing, number=1)))


def test_one_order_for_both_is_silent() -> None:
    assert not said("SEQ409", changing.apart(two=changing.shuffle(0)))


def test_an_order_that_nobody_knows_is_silent() -> None:
    of = changing.apart()
    shuffles = of.epochs[0].shuffles
    known = tuple(replace(epoch, shuffles=shuffles[:1]) for epoch in of.epochs)
    assert not said("SEQ409", replace(of, epochs=known))


# --- SEQ410 ------------------------------------------------------------------------------------


def test_a_cursor_is_found_where_it_moves() -> None:
    [finding] = said("SEQ410", changing.moving())
    assert finding.place == changing.REBUILT_AT
    assert finding.message == (
        "A batch of `Pairs` goes on from `self.at`, which it moves itself, whatever index Keras "
        "asks for."
    )
    assert finding.example == (
        "with 10 samples and batches of 4, batch 0 holds samples 0-3, and samples 4-7 if it is "
        "asked for again"
    )


def test_what_is_taken_and_what_is_next_is_said() -> None:
    taken = Cursor("self.left", made.CUT_AT, "taken")
    assert "out of `self.left`" in said("SEQ410", changing.moving(taken))[0].message
    after = replace(taken, kind="next")
    assert "asks `self.left` for what is next" in said("SEQ410", changing.moving(after))[0].message


def test_one_batch_and_doubles_are_silent() -> None:
    one = made.with_length(changing.moving().epochs, value=1)
    assert not said("SEQ410", changing.sequence(one))
    assert not said("SEQ410", changing.moving(name="FakeSource", path="tests/feeds.py"))


# --- SEQ413 ------------------------------------------------------------------------------------


def test_a_shuffle_in_each_batch_is_found() -> None:
    [finding] = said("SEQ413", changing.meanwhile())
    assert finding.place == changing.REBUILT_AT
    assert finding.severity is None
    assert finding.example == (
        "with 10 samples and batches of 4, places 0-3 of `order` hold others after making batch 0"
    )


@pytest.mark.parametrize("batches", [(0,), (2,)])
def test_the_first_or_the_last_batch_alone_is_a_note(batches: tuple[int, ...]) -> None:
    [finding] = said("SEQ413", of_one_size(changing.meanwhile(batches)))
    assert finding.severity is Severity.NOTE


def test_the_length_is_a_note() -> None:
    [finding] = said("SEQ413", changing.meanwhile((None,), moment="length"))
    assert finding.severity is Severity.NOTE
    assert "`__len__` of `Pairs`" in finding.message
    assert (finding.example or "").endswith("after asking for the length")


def of_one_size(of: SequenceClass) -> SequenceClass:
    return replace(of, epochs=of.epochs[:1])


@pytest.mark.parametrize(
    "changes",
    [{"moment": "hook"}, {"moment": "construct"}, {"certain": False}, {"attributes": ()}],
    ids=lambda changes: next(iter(changes)),
)
def test_other_shuffles_are_silent(changes: dict[str, object]) -> None:
    assert not said("SEQ413", changing.meanwhile(**changes))  # type: ignore[arg-type]


def test_an_order_that_no_index_cuts_is_silent() -> None:
    drawn = [replace(batch, cuts=()) for batch in changing.meanwhile().epochs[0].batches]
    of = of_one_size(changing.meanwhile())
    assert not said("SEQ413", replace(of, epochs=made.each(of.epochs, batches=tuple(drawn))))


def test_a_cursor_that_begins_anew_is_silent() -> None:
    of = of_one_size(changing.meanwhile())
    moved = [
        replace(b, cursors=(Cursor("self.at", made.CUT_AT, "number"),))
        for b in of.epochs[0].batches
    ]
    assert not said("SEQ413", replace(of, epochs=made.each(of.epochs, batches=tuple(moved))))


# --- SEQ411 ------------------------------------------------------------------------------------


def test_a_change_of_stored_data_is_found_once() -> None:
    [finding] = said("SEQ411", changing.editing())
    assert finding.place == changing.REBUILT_AT
    assert "changes the stored `x` by `images /= 255`" in finding.message
    assert [one.place for one in finding.related] == [made.CUT_AT]
    assert finding.example == (
        "with 10 samples and batches of 4, samples 0-3 change each time that batch 0 is made"
    )
    assert not said("SEQ411", made.right())
