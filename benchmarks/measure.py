"""Knows what a command costs: processor time, wall time and memory of the process it starts."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import IO

# The kernel counts the peak in kilobytes, on macOS in bytes.
_PEAK_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took: ``cpu`` (user and system) and ``wall`` in seconds, ``peak`` in bytes."""

    cpu: float
    wall: float
    peak: float
    exit_code: int


def run(command: Sequence[str], cwd: str | None = None, stdout: IO[bytes] | None = None) -> Cost:
    """Run *command* to its end and say what it took, threads and awaited children included.

    Its standard output goes to *stdout* or nowhere, standard error nowhere.
    """
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=cwd, stdout=stdout or subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    # Waited for already: without this, Popen would look for the process once more.
    process.returncode = os.waitstatus_to_exitcode(status)
    cpu = usage.ru_utime + usage.ru_stime
    return Cost(cpu, wall, usage.ru_maxrss * _PEAK_UNIT, process.returncode)


def interleaved(
    commands: Mapping[str, Sequence[str]], rounds: int, *, warm: bool = True
) -> dict[str, Cost]:
    """The medians of *rounds* runs of each command, one after the other in every round.

    So a machine that is busy for a while is busy for all of them. If *warm*, a first round fills
    the caches of the system and does not count. Raises `RuntimeError` for a command that ends with
    another exit code in one round than in the first one.
    """
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(rounds + warm):
        for name, command in commands.items():
            costs[name].append(run(command))
    return {name: _median(name, runs, int(warm)) for name, runs in costs.items()}


def _median(name: str, runs: Sequence[Cost], start: int) -> Cost:
    codes = {cost.exit_code for cost in runs}
    if len(codes) > 1:
        raise RuntimeError(f"{name} ended with different exit codes: {sorted(codes)}")
    counted = runs[start:]
    return Cost(
        median(cost.cpu for cost in counted),
        median(cost.wall for cost in counted),
        median(cost.peak for cost in counted),
        runs[0].exit_code,
    )
