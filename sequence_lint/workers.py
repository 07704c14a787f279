"""Who makes the batches, and what workers get in each other's way with: plain frozen data."""

from __future__ import annotations

from sequence_lint.batches import Place
from sequence_lint.records import dataclass


@dataclass(frozen=True, slots=True)
class Workers:
    """Where it is said that workers make the batches, and what is written there.

    ``processes`` is false for threads. ``count`` is how many there are, None where that is asked
    for and not known. ``text`` says it as it is written: ``use_multiprocessing=True``.
    """

    processes: bool
    count: int | None
    place: Place
    text: str

    @property
    def several(self) -> bool:
        """True when there are certainly more than one."""
        return self.count is not None and self.count > 1


@dataclass(frozen=True, slots=True)
class Held:
    """An attribute that keeps, once an instance is made, what cannot be pickled.

    ``what`` is that in words (``an open file``), ``refusal`` what Python says to it.
    """

    name: str
    what: str
    refusal: str
    place: Place
