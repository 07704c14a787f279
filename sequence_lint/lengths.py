"""What the length of a class is on an imaginary data set, and by which ways it comes about."""

from __future__ import annotations

from typing import Literal

from sequence_lint.batches import Excerpt, Place
from sequence_lint.records import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """An imaginary data set: *samples* rows served in batches of *batch* (None: not tied)."""

    samples: int
    batch: int | None

    def __str__(self) -> str:
        return f"{self.samples}/{self.batch if self.batch is not None else '?'}"

    def spelt(self) -> str:
        """The size as a sentence says it: ``with 10 samples and batches of 4``."""
        from sequence_lint.spelling import counted  # wording is not needed before a finding

        batches = "" if self.batch is None else f" and batches of {self.batch}"
        return f"with {counted(self.samples, 'sample')}{batches}"


@dataclass(frozen=True, slots=True)
class Way:
    """One way through ``__len__``, and what it gives.

    ``place`` is its `return`, and the `def` where it falls out of the end. ``gives`` is what kind
    of value that is: a float of Python or NumPy, a whole number, None; unknown for all else.
    ``text`` is the returned expression on one line, cut short where it is long, and ``returned``
    the same as it is written; empty and None where there is none.
    """

    place: Place
    gives: Literal["float", "int", "none", "unknown"]
    text: str = ""
    returned: Excerpt | None = None


@dataclass(frozen=True, slots=True)
class Length:
    """What ``len()`` of the class is in one epoch.

    ``value`` is None when it is unknown; ``unknown`` then says why. ``counts`` names the
    collections that it counts, ``uses_batch`` tells whether the batch size has a part in it.
    ``place`` is the `return` of ``__len__`` and ``returned`` the expression in it; ``computed_at``
    the arithmetic, if that is elsewhere. ``text`` is the arithmetic as it is written there, on one
    line and cut short where it is long, ``written`` all of it.
    ``ways`` are all ways to a `return` that could be taken in this epoch: more than one where a
    condition was not followed. ``narrow`` names the integer type of less than 32 bits that the
    number went through (``uint8``), empty where it went through none.
    """

    value: int | float | None
    unknown: str | None
    place: Place | None
    computed_at: Place | None
    counts: frozenset[str]
    uses_batch: bool
    text: str
    returned: str = ""
    ways: tuple[Way, ...] = ()
    narrow: str = ""
    written: Excerpt | None = None

    def quotient(self) -> tuple[str, str] | None:
        """What is divided by what, as the class spells it, when ``text`` is one division."""
        from sequence_lint.arithmetic import quotient  # parsing is not needed before a finding

        return quotient(self.text)
