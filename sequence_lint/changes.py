"""What an epoch changes: orders that are shuffled, stored data that is edited, cursors that move.

Plain frozen data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sequence_lint.records import dataclass

if TYPE_CHECKING:
    from sequence_lint.batches import Place

Moment = Literal["construct", "length", "batch", "hook"]
"""When something happens: while the instance is made, ``len()`` is asked for, a batch is made, or
``on_epoch_end`` is called by Keras."""


@dataclass(frozen=True, slots=True)
class Shuffle:
    """One random order that is given to a collection.

    ``number`` tells it from the others of a run; parts and cuts name it in their ``orders``.
    ``source`` is the collection, ``place`` the call. ``attributes`` of the instance hold what was
    shuffled once the moment is over. ``luck`` is the state of the random generator as far as it can
    be told: the same for two shuffles of one generator with no seeding in between, empty where
    nothing is known. ``certain`` is false below a condition that was not followed, ``batch`` the
    index of the batch that is made at that moment. ``lost`` is true where nobody takes what the
    call returns. ``read`` tells whether anything may read the shuffled collection besides what
    shuffles it; None where that cannot be told.
    """

    number: int
    source: str
    place: Place
    moment: Moment
    luck: str = ""
    certain: bool = True
    batch: int | None = None
    lost: bool = False
    attributes: tuple[str, ...] = ()
    read: bool | None = None


@dataclass(frozen=True, slots=True)
class Undone:
    """An attribute whose shuffled order is replaced by one that is not shuffled.

    ``rebuilt`` is the assignment, at ``moment``, and ``shuffled`` the shuffle before it.
    """

    attribute: str
    rebuilt: Place
    moment: Moment
    shuffled: Shuffle


@dataclass(frozen=True, slots=True)
class Edit:
    """A change in place of stored data while a batch is made.

    ``source`` is the data, ``text`` the statement. ``view`` is where the rows are taken from it
    without a copy.
    """

    source: str
    place: Place
    text: str
    view: Place


@dataclass(frozen=True, slots=True)
class Cursor:
    """What a batch leaves for the next, which decides on the data that that one gets.

    ``name`` is what moves, as the class spells it, and ``kind`` how: a number that is counted up,
    something taken out of a list, or the next item of an iterator.
    """

    name: str
    place: Place
    kind: Literal["number", "taken", "next"]
