"""Hand-made models of classes whose batches or hooks change what is stored."""

from __future__ import annotations

from dataclasses import replace

import rule_models as made

from sequence_lint.model import Epoch, Part, Place, SequenceClass, Shuffle, Undone

SHUFFLED_AT = Place(made.PATH, 20, 9, 20, 38)
REBUILT_AT = Place(made.PATH, 21, 9, 21, 36)
METHODS = ("__init__", "__len__", "__getitem__", "on_epoch_end")


def some_faults() -> list[SequenceClass]:
    """One class for each of the rules about what is changed."""
    return [undone(), unread(), apart()]


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
