"""When to lint: a while after the last change, and never on with what has changed meanwhile."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from sequence_lint.records import replace
from sequence_lint.rule import Diagnostic
from sequence_lint.server.checking import CalledOff, Checked, Checks, check
from sequence_lint.server.documents import Documents, Opened
from sequence_lint.settings import Settings

DELAY = 0.3
"""Seconds without a change before the files are linted: less than between two thoughts."""


class Session:
    """What one editor has open, and what was said about it last.

    *publish* is called with what was said of a document, *complain* with lines for the user.
    ``checked`` has the former by the URI of the document. One thread does the linting, so that the
    editor is answered meanwhile. Nothing here may be called by another than that of the loop.
    """

    def __init__(
        self,
        given: Settings,
        publish: Callable[[Checked], None],
        complain: Callable[[str], None],
    ) -> None:
        self.documents = Documents()
        self.folders: list[str] = []
        self.checked: dict[str, Checked] = {}
        self._given = given
        self._publish = publish
        self._complain = complain
        self._complaints: tuple[str, ...] = ()
        self._number = 0
        self._timer: asyncio.TimerHandle | None = None
        self._settled = asyncio.Event()
        self._settled.set()
        self._thread = ThreadPoolExecutor(1, "lint")

    def touch(self) -> None:
        """Something has changed: what is being done is in vain, and is begun anew in a while."""
        self._number += 1
        if self._timer is not None:
            self._timer.cancel()
        self._settled.set()  # whoever waits has asked about what is not there any more
        self._settled = asyncio.Event()
        self._timer = asyncio.get_running_loop().call_later(DELAY, self._start, self._number)

    def forget(self, uris: Iterable[str]) -> None:
        """These documents were closed, so nothing is said of them any more."""
        for uri in uris:
            checked = self.checked.pop(uri, None)
            if checked is not None:
                self._publish(Checked(checked.document))
        self.touch()

    async def settled(self, uri: str) -> Checked | None:
        """What was said of the document, with the fixes, as soon as all of that is known.

        None where the document has changed meanwhile, or nothing was said of it.
        """
        await self._settled.wait()
        checked = self.checked.get(uri)
        if checked is None or checked.document != self.documents.of(uri):
            return None
        return checked

    def end(self) -> None:
        """Call off what is being done."""
        self._number += 1
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _start(self, number: int) -> None:
        loop = asyncio.get_running_loop()
        opened = tuple(self.documents.opened())
        work = partial(self._work, loop, number, opened, tuple(self.folders))
        loop.run_in_executor(self._thread, work).add_done_callback(partial(self._end, number))

    def _work(
        self,
        loop: asyncio.AbstractEventLoop,
        number: int,
        opened: Sequence[Opened],
        folders: Sequence[str],
    ) -> None:
        wanted = partial(self._is_wanted, number)
        try:
            for checks in check(opened, folders, self._given, wanted):
                loop.call_soon_threadsafe(self._take, number, checks)
        except CalledOff:
            return
        finally:
            # The trees of a run are full of cycles, and a server lives long.
            gc.collect()

    def _is_wanted(self, number: int) -> bool:
        return number == self._number

    def _take(self, number: int, checks: Checks) -> None:
        if number != self._number:
            return
        before = self.checked
        self.checked = {each.document.uri: each for each in checks.checked}
        for each in checks.checked:
            known = before.get(each.document.uri)
            if known is None or not _same(known, each):
                self._publish(each)
        for line in checks.complaints:
            if line not in self._complaints:  # it was said, and stands until it is mended
                self._complain(line)
        self._complaints = checks.complaints

    def _end(self, number: int, future: asyncio.Future[None]) -> None:
        error = None if future.cancelled() else future.exception()
        if error is not None:
            self._complain(f"internal error, please report this ({type(error).__name__}: {error})")
        if number == self._number:
            self._settled.set()


def _same(one: Checked, other: Checked) -> bool:
    """Whether an editor would see no difference."""
    return one.document == other.document and _seen(one) == _seen(other)


def _seen(checked: Checked) -> list[Diagnostic]:
    return [replace(each, fixes=(), proven=False) for each in checked.said]
