"""How numbered pieces of work are shared out among processes, with the same outcome as alone."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sequence_lint.records import dataclass

# multiprocessing is loaded when a process is started: most runs need none.
if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

_Result = TypeVar("_Result")
_Make = Callable[[], Callable[[int], Any]]

MOST = 60
"""Windows can wait for no more processes at once."""

_SMALLEST_GAIN = 0.25
_FORK_SECONDS = 0.05
_SPAWN_SECONDS = 0.6
_SHARE = 8


@dataclass(frozen=True, slots=True)
class Work(Generic[_Result]):
    """*count* pieces of work that do not depend on each other, numbered from 0.

    ``do`` does a piece in this process, or in one that is forked from it. ``anew`` can be pickled
    and makes such a ``do`` in a process that knows nothing yet; this takes about ``anew_seconds``.
    What a piece results in can be pickled.
    """

    count: int
    do: Callable[[int], _Result]
    anew: Callable[[], Callable[[int], _Result]]
    anew_seconds: float = 0.0


def carried_out(
    work: Work[_Result],
    jobs: int | None = 1,
    tell: Callable[[int], object] | None = None,
    method: str | None = None,
) -> list[_Result]:
    """The results of all pieces in their order, whoever did which.

    At most *jobs* processes share them. None leaves it to the amount of work: this process starts
    alone and gets help when the rest is long enough. *tell* is told how many pieces are done.
    *method* is how a process is started: ``fork``, ``spawn`` or what suits this one.
    """
    results: dict[int, _Result] = {}
    # Closed even if `tell` is where Ctrl-C strikes: no process may be left behind.
    with closing(_results(work, jobs, method or start_method())) as arriving:
        for index, result in arriving:
            results[index] = result
            if tell is not None:
                tell(len(results))
    return [results[index] for index in range(work.count)]


def start_method() -> str:
    """``fork`` where it is safe: on Linux, in a process that has one thread."""
    import threading

    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


def processors() -> int:
    """How many processors this process may use."""
    import os

    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _results(
    work: Work[_Result], jobs: int | None, method: str
) -> Generator[tuple[int, _Result], None, None]:
    size = min(processors() if jobs is None else jobs, MOST)
    start = 0
    if jobs is None and size > 1:
        start = yield from _until_help_pays(work, size, method)
    rest: Sequence[int] = range(start, work.count)
    if min(size, len(rest)) > 1:
        crew = _Crew(min(size, len(rest)), rest)
        try:
            crew.start(method, work)
            yield from crew.results()
        finally:
            crew.dismiss()
        rest = crew.undone()
    for index in rest:
        yield index, work.do(index)


def _until_help_pays(
    work: Work[_Result], size: int, method: str
) -> Generator[tuple[int, _Result], None, int]:
    """Do pieces one by one as long as that is likely to be as fast; returns the next one."""
    from time import thread_time

    begun = thread_time()
    start_seconds = _FORK_SECONDS if method == "fork" else _SPAWN_SECONDS + work.anew_seconds
    for index in range(work.count):
        left = (thread_time() - begun) / max(index, 1) * (work.count - index)
        if left - left / size > max(2 * start_seconds, _SMALLEST_GAIN):
            return index
        yield index, work.do(index)
    return work.count


class _Crew:
    """Processes that are given a few pieces at a time. Those of one that dies stay undone."""

    def __init__(self, size: int, pieces: Sequence[int]) -> None:
        self._size = size
        self._waiting = deque(pieces)
        self._given: dict[Connection, set[int]] = {}
        self._lost: set[int] = set()
        self._processes: list[BaseProcess] = []

    def start(self, method: str, work: Work[Any]) -> None:
        """Start as many of the processes as can be had."""
        import multiprocessing

        context: Any = multiprocessing.get_context(method)
        make: _Make = work.anew if method != "fork" else _Inherited(work.do)
        with _interrupts_held_back():
            for _ in range(self._size):
                try:
                    self._start_one(context, make, inherits=method == "fork")
                except Exception:
                    # No more processes to be had, or none from within this one: a daemon.
                    return

    def results(self) -> Iterator[tuple[int, Any]]:
        """What comes in, until all is done or all processes are gone."""
        from multiprocessing.connection import wait

        for connection in list(self._given):
            self._feed(connection)
        while self._given:
            ready = wait(list(self._given))
            for connection in [one for one in self._given if one in ready]:
                yield from self._received(connection)

    def undone(self) -> list[int]:
        """The pieces without a result, in their order."""
        return sorted({*self._lost, *self._waiting})

    def dismiss(self) -> None:
        """End all processes at once and wait for their end: none of them holds anything."""
        for connection in self._given:
            connection.close()
        for process in self._processes:
            process.kill()
        for process in self._processes:
            process.join()
            process.close()

    def _start_one(self, context: Any, make: _Make, *, inherits: bool) -> None:
        ours, theirs = context.Pipe()
        # A forked process has copies of our ends. Left open, they would hide from it and from
        # others that this process has gone.
        copies = (*self._given, ours) if inherits else ()
        process = context.Process(target=_serve, args=(theirs, copies, make), daemon=True)
        try:
            process.start()
        except BaseException:
            ours.close()
            raise
        finally:
            theirs.close()
        self._processes.append(process)
        self._given[ours] = set()

    def _received(self, connection: Connection) -> Iterator[tuple[int, Any]]:
        try:
            index, result = connection.recv()
        except Exception:
            # It died, maybe in the middle of a sentence. What it was given is done once more here.
            self._lost |= self._given.pop(connection)
            connection.close()
            return
        self._given[connection].discard(index)
        self._feed(connection)
        yield index, result

    def _feed(self, connection: Connection) -> None:
        """Give the next pieces before the process runs out of them, or let it go."""
        given = self._given[connection]
        if len(given) > 1:
            return
        count = min(max(len(self._waiting) // (4 * self._size), 1), _SHARE, len(self._waiting))
        share = [self._waiting.popleft() for _ in range(count)]
        given.update(share)
        if not given:
            del self._given[connection]
            connection.close()
        elif share:
            try:
                connection.send(share)
            except OSError:
                return  # it has died, which is noticed when its results are asked for


class _Inherited:
    """What a forked process does not have to make anew."""

    def __init__(self, do: Callable[[int], Any]) -> None:
        self._do = do

    def __call__(self) -> Callable[[int], Any]:
        return self._do


def _serve(connection: Connection, copies: Sequence[Connection], make: _Make) -> None:
    """The life of a process of the crew: do what is sent, until there is nobody to send it."""
    import gc
    import signal

    for copy in copies:
        copy.close()
    # Ctrl-C reaches all processes of a terminal: it is for the first one to end the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What was inherited stays: to go through it for garbage would copy all of its memory.
    gc.freeze()
    try:
        do = make()
        while True:
            for index in connection.recv():
                connection.send((index, do(index)))
    except Exception:
        # The end of the pipe is the end of the work. Anything else happens once more, and is
        # told, in the process that does these pieces instead.
        return


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Ctrl-C waits, so that no process is hit by it before it has learnt to ignore it."""
    import signal

    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
