"""Hand-made models of classes whose batches or hooks change what is stored."""

from __future__ import annotations

from dataclasses import replace

import rule_models as made

from sequence_lint.model import (
    Cursor,
    Cut,
    Edit,
    Epoch,
    Part,
    Place,
    SequenceClass,
    Shuffle,
    Undone,
)

SHUFFLED_AT = Place(made.PATH, 20, 9, 20, 38)
REBUILT_AT = Place(made.PATH, 21, 9, 21, 36)
METHODS = ("__init__", "__len__", "__getitem__", "on_epoch_end")


def some_faults() -> list[SequenceClass]:
    """One class for each of the rules about what is changed."""
    return [undone(), unread(), apart(), moving(), meanwhile(), editing()]


def shuffle(number: int = 0, **changes: object) -> Shuffle:
    """A shuffle of ``self.order`` by the hook."""
    plain = Shuffle(number, "order", SHUFFLED_AT, "hook", "np.random#0", attributes=("order",))
    return replace(plain, **changes)  # type: ignore[arg-type]


def epochs(**later: object) -> tuple[Epoch, ...]:
    """The epochs of a class that is right, and a second one that differs in that."""
    first = made.epochs()
    return (*first, replace(first[0], number=2, **later))  # type: ignore[arg-type]


def sequence(run: tuple[Epoch, ...], **changes: object) -> SequenceClass:
    methods = tuple(map(made.method, METHODS))
    plain = made.sequence(run, methods=methods, members_known=True)
    return replace(plain, **changes)  # type: ignore[arg-type]


def undone(**changes: object) -> SequenceClass:
    """The hook shuffles the order and builds it anew."""
    one = Undone("order", REBUILT_AT, "hook", shuffle())
    return sequence(epochs(undone=(replace(one, **changes),)))  # type: ignore[arg-type]


def unread(of: Shuffle | None = None, **changes: object) -> SequenceClass:
    """The hook shuffles what nothing reads."""
    return sequence(epochs(shuffles=(of or shuffle(read=False),)), **changes)


def apart(one: Shuffle | None = None, two: Shuffle | None = None, **later: object) -> SequenceClass:
    """Inputs and labels from places of ``x`` and ``y``, the second of which was shuffled later."""
    one, two = one or shuffle(source="x"), two or shuffle(1, source="y", place=REBUILT_AT)

    def pair(rows: made.Rows) -> Part:
        x = replace(made.array("x", rows), orders=(one.number,))
        y = replace(made.array("y", rows), orders=(two.number,))
        return Part("tuple", "x, y", parts=(x, y))

    shuffles = tuple({shuffle.number: shuffle for shuffle in (one, two)}.values())
    run = made.each(made.epochs(part=pair), shuffles=shuffles)
    return sequence((*run, replace(run[0], number=2, **later)))  # type: ignore[arg-type]


def moving(cursor: Cursor | None = None, **changes: object) -> SequenceClass:
    """Batches go on from ``self.at``."""
    at = cursor or Cursor("self.at", REBUILT_AT, "number")
    run = []
    for epoch in made.epochs():
        batches = tuple(replace(batch, cursors=(at,)) for batch in epoch.batches)
        run.append(replace(epoch, batches=batches, unknown="goes on"))
    return sequence(tuple(run), **changes)


def meanwhile(batches: tuple[int | None, ...] = (0, 1, 2), **changes: object) -> SequenceClass:
    """The order is shuffled when these batches are made, and read by all."""
    plain = {"moment": "batch", "place": REBUILT_AT, **changes}
    shuffles = tuple(shuffle(n, batch=at, **plain) for n, at in enumerate(batches))

    def cuts(rows: made.Rows, samples: int) -> list[Cut]:
        return [made.cut(rows, samples, source="order", orders=(0,))]

    return sequence(made.each(made.epochs(cuts=cuts), shuffles=shuffles))


def editing() -> SequenceClass:
    """Each batch divides what it selects, in place."""
    edit = Edit("x", REBUILT_AT, "images /= 255", made.CUT_AT)
    run = []
    for epoch in made.epochs():
        batches = tuple(replace(batch, edits=(edit,)) for batch in epoch.batches)
        run.append(replace(epoch, batches=batches))
    return sequence(tuple(run))
