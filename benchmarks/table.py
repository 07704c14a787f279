"""Knows how measured costs are set against what is asked of them, and how that is printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from measure import Cost


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: what was run, its cost, and what is asked of it.

    ``figure`` is compared with ``target``; both are in ``unit``. ``None`` asks for nothing.
    A row without a cost sets two other rows against each other.
    """

    what: str
    cost: Cost | None
    figure: float | None = None
    target: float | None = None
    unit: str = "x"

    @property
    def missed(self) -> bool:
        """Is the target there and not met?"""
        return self.figure is not None and self.target is not None and self.figure > self.target


def lines(rows: Sequence[Row]) -> Iterator[str]:
    """The rows as a table in Markdown."""
    width = max(len(row.what) for row in rows)
    yield f"| {'':{width}} |   CPU s |  wall s | MB peak |  figure |  target | |"
    yield f"| {'-' * width} | ------: | ------: | ------: | ------: | ------: | --- |"
    for row in rows:
        figure = target = verdict = ""
        if row.figure is not None:
            figure = f"{row.figure:.3g}{row.unit}"
        if row.target is not None:
            verdict = "FAIL" if row.missed else "PASS"
            target = f"{row.target:.3g}{row.unit}"
        numbers = f"{_measured(row.cost)} | {figure:>7} | {target:>7}"
        yield f"| {row.what:{width}} | {numbers} | {verdict} |"


def _measured(cost: Cost | None) -> str:
    if cost is None:
        return f"{'':7} | {'':7} | {'':7}"
    return f"{cost.cpu:7.3f} | {cost.wall:7.3f} | {cost.peak / 1e6:7.0f}"
