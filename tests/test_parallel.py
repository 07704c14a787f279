"""Work is shared out among processes, whatever becomes of them, and the outcome is the same."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from sequence_lint import parallel
from sequence_lint.parallel import Work, carried_out, start_method

METHODS = ["spawn"] if sys.platform == "win32" else ["fork", "spawn"]
# Newer Pythons warn of threads in a process that forks, and pytest has some.
pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")

Do = Callable[[int], object]


def again(do: Do) -> Do:
    return do


def work(do: Do, count: int = 30) -> Work[object]:
    return Work(count, do, partial(again, do))


def square(index: int) -> object:
    return index * index


def slow(index: int) -> object:
    time.sleep(0.02)
    return index


def whose(index: int) -> object:
    time.sleep(0.005)
    return os.getpid()


def killed_elsewhere(home: int, index: int) -> object:
    if os.getpid() != home and index == 7:
        os.kill(os.getpid(), signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
    return index


def raised_elsewhere(home: int, index: int) -> object:
    if os.getpid() != home:
        raise SystemExit if index % 2 else MemoryError
    return index


def not_to_be_sent(index: int) -> object:
    return (lambda: index) if index == 3 else index


def raises(index: int) -> object:
    raise LookupError(str(index))


@pytest.fixture(autouse=True)
def nobody_is_left() -> object:
    yield
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("jobs", [1, 2, 3, 8])
def test_results_come_in_order(jobs: int) -> None:
    assert carried_out(work(square), jobs, method=METHODS[0]) == [square(i) for i in range(30)]


def test_results_come_in_order_from_processes_that_inherit_nothing() -> None:
    assert carried_out(work(square), 2, method="spawn") == [square(i) for i in range(30)]


@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_there_may_be_more_jobs_than_pieces(count: int) -> None:
    assert carried_out(work(square, count), 8, method=METHODS[0]) == [0, 1, 4, 9, 16][:count]


@pytest.mark.parametrize("method", METHODS)
def test_other_processes_do_it(method: str) -> None:
    pids = set(carried_out(work(whose), 2, method=method))
    assert os.getpid() not in pids
    assert len(pids) == 2


def test_one_job_is_this_process() -> None:
    assert set(carried_out(work(whose), 1)) == {os.getpid()}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("disaster", [killed_elsewhere, raised_elsewhere])
def test_what_a_dead_process_leaves_is_done_here(
    method: str, disaster: Callable[[int, int], object], capfd: pytest.CaptureFixture[str]
) -> None:
    pieces = work(partial(disaster, os.getpid()))
    assert carried_out(pieces, 3, method=method) == list(range(30))
    assert capfd.readouterr() == ("", "")


def test_what_cannot_be_sent_is_done_here() -> None:
    results = carried_out(work(not_to_be_sent), 2, method=METHODS[0])
    assert results[4:] == list(range(4, 30))
    assert callable(results[3])


def test_what_is_raised_is_raised_here() -> None:
    with pytest.raises(LookupError, match="0"):
        carried_out(work(raises), 2, method=METHODS[0])


@pytest.mark.parametrize("method", METHODS)
def test_without_processes_it_goes_on_alone(method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr("multiprocessing.process.BaseProcess.start", refuse)
    assert set(carried_out(work(whose), 3, method=method)) == {os.getpid()}


def test_no_shared_memory_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Semaphores need /dev/shm, which some containers do not have."""
    monkeypatch.setitem(sys.modules, "_multiprocessing", None)
    monkeypatch.setitem(sys.modules, "multiprocessing.synchronize", None)
    pids = set(carried_out(work(whose), 2, method=METHODS[0]))
    assert os.getpid() not in pids


def test_a_daemon_which_may_have_no_children_works_alone() -> None:
    context: Any = multiprocessing.get_context(METHODS[0])
    ours, theirs = context.Pipe()
    process = context.Process(target=in_a_daemon, args=(theirs,), daemon=True)
    process.start()
    pid = process.pid
    assert ours.poll(30)
    assert ours.recv() == {pid}
    process.join()


def in_a_daemon(connection: Any) -> None:
    connection.send(set(carried_out(work(whose), 2)))


def test_ctrl_c_ends_the_others() -> None:
    def interrupt(done: int) -> None:
        raise KeyboardInterrupt

    before = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        carried_out(work(slow, 1000), 2, interrupt, METHODS[0])
    assert time.monotonic() - before < 10  # alone it would take twenty


def test_it_tells_how_far_it_is() -> None:
    for jobs in (1, 3):
        told: list[int] = []
        carried_out(work(square), jobs, told.append, METHODS[0])
        assert told == list(range(1, 31))


class Clock:
    """Processor time of which each piece takes so many seconds."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
        self.now = 0.0
        self.seconds = seconds
        self.here = 0
        monkeypatch.setattr(time, "thread_time", lambda: self.now)
        monkeypatch.setattr(parallel, "processors", lambda: 2)

    def do(self, index: int) -> object:
        self.now += self.seconds
        self.here += 1
        return index

    def run(self, count: int, method: str, anew_seconds: float = 0.0) -> int:
        """How many pieces this process did itself before it called for help."""
        pieces = Work(count, self.do, partial(again, square), anew_seconds)
        assert len(carried_out(pieces, None, method=method)) == count
        return self.here


def test_little_work_is_done_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Clock(monkeypatch, 0.01).run(40, "fork") == 40


def test_help_comes_when_the_rest_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Clock(monkeypatch, 0.01).run(400, METHODS[0]) == 1


def test_help_that_has_to_find_everything_again_comes_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert Clock(monkeypatch, 0.01).run(200, "spawn") == 200
    assert Clock(monkeypatch, 0.01).run(600, "spawn", anew_seconds=10) == 600
    assert Clock(monkeypatch, 0.01).run(600, "spawn") == 1


def test_one_processor_is_no_help(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch, 1)
    monkeypatch.setattr(parallel, "processors", lambda: 1)
    assert clock.run(50, "fork") == 50


def test_processors_are_those_that_may_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 5, 7}, raising=False)
    assert parallel.processors() == 3


def test_a_process_with_threads_does_not_fork() -> None:
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    assert start_method() == "spawn"
    done.set()
    other.join()
