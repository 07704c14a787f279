"""Knows what a person said after reading each finding on real code against that code."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

TRUE, FALSE, MISSED = "true", "false", "missed"


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """What is judged: a rule at a line of a file of a package or repository, without version.

    In a notebook lines count within the ``cell``, which counts from 1; elsewhere that is 0.
    """

    package: str
    path: str
    cell: int
    line: int
    code: str

    @property
    def place(self) -> str:
        """Where it is, as people write it."""
        cell = f":cell {self.cell}" if self.cell else ""
        return f"{self.path}{cell}:{self.line}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """``word`` is true or false for a finding, and missed where one should be; ``why`` in brief."""

    word: str
    why: str


def read(file: Path) -> dict[Spot, Verdict]:
    """The recorded verdicts. Raises `ValueError` for a row that makes no sense."""
    with file.open(encoding="utf-8", newline="") as stream:
        return dict(_rows(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)))


def _rows(rows: Iterable[dict[str, str]]) -> Iterator[tuple[Spot, Verdict]]:
    for row in rows:
        if row["verdict"] not in (TRUE, FALSE, MISSED):
            raise ValueError(f"{row['package']} {row['path']}: no verdict {row['verdict']!r}")
        cell = int(row["cell"] or 0)
        spot = Spot(row["package"], row["path"], cell, int(row["line"]), row["code"])
        yield spot, Verdict(row["verdict"], row["why"])


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was found against what was said, for the packages that were linted.

    ``unread`` findings have no verdict, ``gone`` true ones are not found any more, ``caught`` ones
    were recorded as missed.
    """

    true: tuple[Spot, ...]
    false: tuple[Spot, ...]
    unread: tuple[Spot, ...]
    missed: tuple[Spot, ...]
    gone: tuple[Spot, ...]
    caught: tuple[Spot, ...]

    @property
    def settled(self) -> bool:
        """Is all as recorded, and no false alarm standing?"""
        return not (self.false or self.unread or self.gone or self.caught)


def compare(found: Iterable[Spot], said: dict[Spot, Verdict], packages: set[str]) -> Comparison:
    """Compare the findings in *packages* with the verdicts on them, each group in order."""
    spots = sorted(set(found))
    here = sorted(spot for spot in said if spot.package in packages)

    def known(word: str, among: Iterable[Spot]) -> tuple[Spot, ...]:
        return tuple(spot for spot in among if spot in said and said[spot].word == word)

    absent = [spot for spot in here if spot not in set(spots)]
    return Comparison(
        true=known(TRUE, spots),
        false=known(FALSE, spots),
        unread=tuple(spot for spot in spots if spot not in said),
        missed=known(MISSED, absent),
        gone=known(TRUE, absent),
        caught=known(MISSED, spots),
    )
