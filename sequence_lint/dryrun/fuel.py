"""The steps that a dry run may take."""

from __future__ import annotations


class OutOfFuel(Exception):
    """The class takes more steps than it may."""


class RunTooLong(Exception):
    """One run takes more steps than it may; without its dearest function it may take fewer."""


class Fuel:
    """The steps that one class may take: over all its runs, and in the present one."""

    __slots__ = ("floor", "left")

    def __init__(self, steps: int) -> None:
        self.left = steps
        self.floor = 0

    def start_run(self, steps: int) -> None:
        """Allow the run that begins *steps*."""
        self.floor = max(self.left - steps, 0)

    def burn(self, steps: int = 1) -> None:
        """Take *steps*; raises RunTooLong or OutOfFuel when there are not that many left."""
        self.left -= steps
        if self.left < self.floor:
            if self.left < 0:
                raise OutOfFuel
            raise RunTooLong
