"""Batches drawn as strips: one cell a sample, in the order of the class."""

from __future__ import annotations

from collections.abc import Iterator

from sequence_lint.model import Epoch
from sequence_lint.records import dataclass
from sequence_lint.spelling import ranges

_MOST_ROWS = 14


@dataclass(frozen=True, slots=True)
class Cells:
    """The characters that stand for a sample of a batch."""

    served: str
    again: str
    dropped: str
    other: str


BLOCKS = Cells("█", "▒", "x", "·")
PLAIN = Cells("#", "2", "x", ".")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the drawing: ``label``, the strip in ``cells``, a remark on what is odd."""

    label: str
    cells: str
    remark: str


def rows(epoch: Epoch, cells: Cells) -> tuple[Row, ...]:
    """A row a batch and one for what no batch serves. Only for epochs that are known.

    Of a long epoch the middle is left out; a row with an empty strip says how much.
    """
    drawn = tuple(_batches(epoch, cells))
    if len(drawn) > _MOST_ROWS:
        left_out = len(drawn) - _MOST_ROWS + 1
        drawn = (*drawn[: _MOST_ROWS - 3], Row("...", "", f"{left_out} more"), *drawn[-2:])
    dropped = epoch.never_served()
    if not dropped:
        return drawn
    strip = "".join(cells.dropped if p in dropped else cells.other for p in epoch.available)
    return (*drawn, Row("never", strip, f"{ranges(dropped)} dropped"))


def _batches(epoch: Epoch, cells: Cells) -> Iterator[Row]:
    seen: set[int] = set()
    for batch, positions in zip(epoch.batches, epoch.served(), strict=True):
        again = seen.intersection(positions)
        strip = "".join(_cell(p, positions, again, cells) for p in epoch.available)
        yield Row(f"batch {batch.index}", strip, _remark(epoch, batch.index, positions, again))
        seen.update(positions)


def _cell(position: int, served: tuple[int, ...], again: set[int], cells: Cells) -> str:
    if position in again:
        return cells.again
    return cells.served if position in served else cells.other


def _remark(epoch: Epoch, index: int, served: tuple[int, ...], again: set[int]) -> str:
    raised = next((b.raised for b in epoch.batches if b.index == index), None)
    if raised is not None:
        return f"raises {raised.kind}"
    if not served:
        return "empty"
    return f"{ranges(served)}, {ranges(again)} again" if again else ranges(served)
