"""Of which stored sample each row of an array is made, and whether chance decides on the order."""

from __future__ import annotations

from collections.abc import Iterable

from sequence_lint.dryrun.changes import ORDER, numbers
from sequence_lint.dryrun.machine import Machine
from sequence_lint.dryrun.store import deep_origin
from sequence_lint.dryrun.values import (
    NOWHERE,
    Items,
    Opaque,
    Origin,
    Value,
    Vector,
    Whole,
    origin,
)
from sequence_lint.model import NO_ROW

MAX_TRACED = 512
"""Rows of an array that are traced one by one at most."""

_AS_STORED = "as stored"
"""The dependency of rows that were taken in the stored order, while there is a shuffled copy."""

PUT_TOGETHER = "a row that a reshape put together from other samples"

Tracks = tuple[tuple[str, tuple[int, ...]], ...]


def tracks(machine: Machine, vector: Vector) -> Tracks:
    """For each source the position that each row of *vector* is made from.

    NO_ROW stands where a row is made from none or from several rows of the source.
    """
    rows = vector.rows
    if rows is None or not 0 < len(rows) <= MAX_TRACED:
        return ()
    found: dict[str, list[int]] = {}
    if vector.source is not None and vector.ids is not None:
        found[vector.source] = list(vector.ids)
    if not isinstance(rows, (Items, Whole)):
        for at, row in enumerate(rows):
            _trace(found, at, len(rows), deep_origin(row, machine.store).ids)
    shared = {source for source, _ in vector.origin.ids}
    return tuple(
        (machine.shown(source), tuple(found[source]))
        for source in sorted(found)
        if source not in shared and any(position >= 0 for position in found[source])
    )


def _trace(
    found: dict[str, list[int]], at: int, count: int, ids: Iterable[tuple[str, int]]
) -> None:
    """Enter what row *at* of *count* is made from."""
    seen: set[str] = set()
    for source, position in ids:
        positions = found.setdefault(source, [NO_ROW] * count)
        twice = source in seen or positions[at] not in (NO_ROW, position)
        positions[at] = NO_ROW if twice else position
        seen.add(source)


def mixes(machine: Machine, vector: Vector, rows: int) -> bool:
    """True when a reshape to so many *rows* puts several samples into each, and all into several.

    That is so for blocks, one after the other, with a row for each of the same samples: the first
    rows of the first block become one row.
    """
    count = len(vector.rows or ())
    if rows < 2 or count <= rows or count % rows:
        return False
    traced = [positions for _, positions in tracks(machine, vector)]
    firsts = {positions[:rows] for positions in traced if min(positions) >= 0}
    return any(len(set(first)) == rows and (first * (count // rows)) in traced for first in firsts)


def put_together(vector: Vector) -> tuple[int, ...]:
    """What the first row is made from, where a reshape put all rows together; else nothing."""
    rows = vector.rows
    if rows is None or isinstance(rows, (Items, Whole)) or not rows:
        return ()
    if not all(isinstance(row, Opaque) and row.why == PUT_TOGETHER for row in rows):
        return ()
    first = rows[0]
    assert isinstance(first, Opaque)
    return tuple(sorted({at for _, at in first.origin.ids}))


def as_stored(machine: Machine, vector: Vector, key: Value) -> Origin:
    """What rows that *key* takes from *vector* have to say, where a copy of it was shuffled."""
    if vector.source not in machine.changes.reordered:
        return NOWHERE
    if numbers(vector.origin.deps | key.origin.deps, ORDER):
        return NOWHERE
    return origin(_AS_STORED)


def mixed(machine: Machine, sources: Iterable[str], deps: frozenset[str]) -> tuple[str, ...]:
    """Those of *sources*, by the names they are shown with, that were shuffled.

    A copy may have been shuffled, so what has no shuffle among its *deps* is in no such order, and
    neither is what was made from the copy and from what is stored.
    """
    changes = machine.changes
    certain = numbers(deps, ORDER) and _AS_STORED not in deps
    keys = changes.mixed | (changes.reordered if certain else set())
    shuffled = {machine.shown(source) for source in keys}
    return tuple(source for source in sources if source in shuffled)
