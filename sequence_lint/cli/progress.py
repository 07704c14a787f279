"""When a run shows how far it is: on a terminal, on standard error, after a second."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TextIO, TypeVar

# rich is loaded when there is something to draw: few runs last that long.
if TYPE_CHECKING:
    from types import TracebackType

    from sequence_lint.engine import Watch
    from sequence_lint.report.progress import Display

_Result = TypeVar("_Result")

PATIENCE = 1.0
"""Seconds for which nothing is shown."""

INTERVAL = 0.1
"""Seconds between two pictures."""


class Progress:
    """Draws what it is told, in its time. To be left as a context, however the run ends."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._clock = clock
        self._next = clock() + PATIENCE
        self._display: Display | None = None

    def __enter__(self) -> Progress:
        return self

    def __call__(self, stage: str, done: int, total: int) -> None:
        now = self._clock()
        if now < self._next:
            return
        self._next = now + INTERVAL
        if self._display is None:
            from sequence_lint.report.progress import Display

            self._display = Display(self._stream)
        self._display.show(stage, done, total)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        if self._display is not None:
            self._display.close()


def watched(run: Callable[[Watch | None], _Result], *, plain: bool = False) -> _Result:
    """What *run* returns, which is given something to tell its progress if anybody can see it.

    Who wants *plain* output gets nothing else on the terminal either.
    """
    if plain or not _can_be_seen():
        return run(None)
    with Progress(sys.stderr) as progress:
        return run(progress)


def _can_be_seen() -> bool:
    """Whether standard error is a terminal that takes more than plain lines."""
    if sys.stderr is None or not sys.stderr.isatty():
        return False
    plain = os.environ.get("NO_COLOR") or os.environ.get("CI")
    return not plain and os.environ.get("TERM") not in ("dumb", "unknown")
