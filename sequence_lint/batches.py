"""What one batch is: what was cut from which data, what was returned, what raised.

Plain frozen data. Samples are numbered from 0 in the order in which they are stored; a *source* is
the name of a stored collection as the class spells it (``"x"``, ``"indexes"``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from sequence_lint.changes import Cursor, Edit
from sequence_lint.records import dataclass

ANY_ROW = -1
"""The position of "some row of this source, nobody knows which"."""


DRAWN_ROW = -2
"""The position of "a row of this source that chance decides on"."""

NO_ROW = -3
"""Stands where a row is made from no row of a source, or from several."""


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of source text. Lines and columns count from 1, columns in characters.

    ``end_column`` is exclusive. ``path`` is the path as the user is shown it. In a notebook
    ``cell`` counts its cells from 1, and lines count within the cell; elsewhere it is 0.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    cell: int = 0

    @property
    def order(self) -> tuple[str, int, int, int, int, int]:
        """The key to sort places by: where they begin, then where they end."""
        return (self.path, self.cell, self.line, self.column, self.end_line, self.end_column)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """An expression, and its whole text as it stands in the file."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Bound:
    """One end of a slice: is it written, does it depend on the batch index, how is it spelt."""

    given: bool
    by_index: bool
    text: str


@dataclass(frozen=True, slots=True)
class Cut:
    """One selection from stored data that depends on the batch index.

    ``available`` are the positions in the collection at that moment, ``picked`` those that the
    selection took. ``direct`` is true where the index itself was computed with (``x[i*b:]``) and
    false where a value found in another collection selects (``x[order[k]]``). ``returned`` is true
    when every picked sample reaches the returned batch. ``orders`` are the numbers of the shuffles
    that decided which samples are at these positions. ``column`` is the number that an element is
    taken by along the second axis (``x[start, end]``), where the index has a part in it.
    """

    source: str
    place: Place
    form: Literal["slice", "element", "gather"]
    start: Bound
    stop: Bound
    available: tuple[int, ...]
    picked: tuple[int, ...]
    direct: bool
    in_loop: bool
    orders: tuple[int, ...] = ()
    column: int | None = None


PartKind = Literal["tuple", "list", "dict", "array", "none", "scalar", "unknown"]


@dataclass(frozen=True, slots=True)
class Part:
    """A returned value, or a part of one. A ``"list"`` without parts is a list over samples.

    ``rows`` is the extent of the first axis where known. ``served`` lists (source, positions) of
    all samples the value was made from, ANY_ROW and DRAWN_ROW among them. ``names`` are the names
    that the value had on its way (stored data, attributes, variables), in that order. ``buffer``
    is the allocation of an array that has as many rows as the batch size, however many samples
    were put into it. ``fixed`` is true where neither the batch index nor chance had a part in it.
    ``kept`` is the attribute whose own array it is, where that is filled anew for each batch.
    ``tracks`` tell for each source, as far as rows were followed one by one, which position each
    row was made from, NO_ROW among them. ``mixed`` are the sources of ``served`` that were
    shuffled. ``is_item`` is true for one row of stored data, with no axis for the rows of a batch;
    ``tensor`` is the package that it is a tensor of, empty where it is none.
    ``orders`` are the numbers of the shuffles that had a part in it. Where a reshape made
    each row from other samples, ``put_together`` are those that the first row is made from.
    """

    kind: PartKind
    text: str
    keys: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    rows: int | None = None
    served: tuple[tuple[str, tuple[int, ...]], ...] = ()
    names: tuple[str, ...] = ()
    buffer: Place | None = None
    blank_rows: int = 0
    random: bool = False
    fixed: bool = False
    kept: str = ""
    tracks: tuple[tuple[str, tuple[int, ...]], ...] = ()
    mixed: tuple[str, ...] = ()
    is_item: bool = False
    tensor: str = ""
    orders: tuple[int, ...] = ()
    put_together: tuple[int, ...] = ()

    def leaves(self) -> Iterator[Part]:
        """The parts that hold no parts of their own, left to right."""
        if self.parts:
            for part in self.parts:
                yield from part.leaves()
        else:
            yield self

    @property
    def called(self) -> str:
        """What the value is called where it is returned: ``np.array(self.texts[a:b])`` is texts.

        Empty where that is no variable or attribute, a part of one, or an array made of one.
        """
        from sequence_lint.spelling import called  # wording is not needed before a finding

        return called(self.text)

    @property
    def holds_nothing(self) -> bool:
        """True where no sample can be in it: no rows, none that was filled, or None."""
        return self.kind == "none" or self.rows in (0, self.blank_rows)

    def most_served(self) -> int:
        """The most samples of one source that the value was made from."""
        return max((len(set(at)) for leaf in self.leaves() for _, at in leaf.served), default=0)


@dataclass(frozen=True, slots=True)
class Returned:
    """What one `return` statement gave.

    ``place`` is that statement; for an implicit None it is the `def`. ``items`` are those of a
    tuple that is written there, where a list is among them.
    """

    place: Place
    part: Part
    implicit: bool = False
    items: tuple[Excerpt, ...] = ()


@dataclass(frozen=True, slots=True)
class Raised:
    """An exception that is raised for certain, for example ``IndexError``.

    ``on_purpose`` is true where the class raises it by a statement, and not Python by itself.
    """

    kind: str
    message: str
    place: Place
    on_purpose: bool = False


@dataclass(frozen=True, slots=True)
class Allocation:
    """An array that is allocated with the rows of a full batch.

    ``rows`` is how many that are, as it is written; None where it is not written there. ``lengths``
    are the local variables of which it is known how many items they have, with their number.
    """

    place: Place
    rows: Excerpt | None
    lengths: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Draw:
    """A call, while a batch is made, of a random generator that outlives the batch.

    ``name`` is what is called (``numpy.random.rand``, ``self.rng.normal``). ``seeds`` is true where
    it sets the state of the generator and draws nothing.
    """

    name: str
    place: Place
    seeds: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """``__getitem__(index)``: what was cut, what was returned on each path, what raised.

    ``buffers`` are the allocations of arrays with the rows of a full batch, ``allocations`` what
    there is to know of them. ``left_early`` are the `return` statements, of this method or of one
    that it calls, that stand inside a loop over several items, unconditionally, and return what
    that loop was collecting. ``fixed`` lists (source, place) of the selections from stored data in
    which the index has no part. ``draws`` are the calls of random generators that all batches
    share. ``one_hot`` are the calls that encode the labels of this batch with as many columns as it
    has classes. ``cursors`` are what earlier batches left behind, where that and not the index
    decides on the data. ``edits`` are the changes of stored data.
    """

    index: int
    cuts: tuple[Cut, ...]
    returned: tuple[Returned, ...]
    raised: Raised | None
    unknown: str | None
    random: bool
    buffers: tuple[Place, ...] = ()
    left_early: tuple[Place, ...] = ()
    fixed: tuple[tuple[str, Place], ...] = ()
    draws: tuple[Draw, ...] = ()
    one_hot: tuple[Place, ...] = ()
    cursors: tuple[Cursor, ...] = ()
    allocations: tuple[Allocation, ...] = ()
    edits: tuple[Edit, ...] = ()

    def served(self, source: str) -> frozenset[int] | None:
        """Positions of *source* in the returned batch; None when that cannot be told.

        Where nothing that is returned tells its way back to what the index selected, the selection
        itself stands in.
        """
        if self.unknown is not None or self.random:
            return None
        leaves = [leaf for returned in self.returned for leaf in returned.part.leaves()]
        if leaves and all(leaf.holds_nothing for leaf in leaves):
            return frozenset()
        if not any(self.reaches(name) for name in (source, *(cut.source for cut in self.cuts))):
            return frozenset(at for cut in self.cuts if cut.source == source for at in cut.picked)
        if self.ways_differ(source):
            return None
        ways = [self._served_by(returned, source) for returned in self.returned]
        found = max(ways, key=len, default=frozenset())
        return None if any(position < 0 for position in found) else found

    @property
    def orders(self) -> frozenset[int]:
        """The numbers of the shuffles that decided which samples are where its cuts are."""
        return frozenset(number for cut in self.cuts for number in cut.orders)

    def _served_by(self, returned: Returned, source: str) -> frozenset[int]:
        leaves = returned.part.leaves()
        return frozenset(
            at for leaf in leaves for n, ids in leaf.served if n == source for at in ids
        )

    def ways_differ(self, source: str) -> bool:
        """True when an unknown condition decides which samples of *source* are returned."""
        ways = {self._served_by(returned, source) for returned in self.returned}
        return len(ways - {frozenset()}) > 1

    def draws_from(self, source: str) -> bool:
        """True when chance picks rows of *source*, so that any of them may be served."""
        leaves = (leaf for returned in self.returned for leaf in returned.part.leaves())
        return any(
            name == source and DRAWN_ROW in at for leaf in leaves for name, at in leaf.served
        )

    def reaches(self, source: str) -> bool:
        """True when a part of what is returned was made from *source*."""
        leaves = (leaf for returned in self.returned for leaf in returned.part.leaves())
        return any(name == source for leaf in leaves for name, _ in leaf.served)

    def is_of_several(self, returned: Returned) -> bool:
        """True when *returned* was made from several samples that the index selected.

        Where it is not followed which of the selected samples were used, all of them count.
        """
        if not self.cuts:
            return False
        served = [each for leaf in returned.part.leaves() for each in leaf.served]
        lost = {name for name, positions in served if min(positions, default=0) < 0}
        if not any(self.reaches(cut.source) for cut in self.cuts):
            lost.update(cut.source for cut in self.cuts)
        selected = (c for c in self.cuts if c.direct and c.source in lost)
        return returned.part.most_served() > 1 or any(len(c.picked) > 1 for c in selected)
