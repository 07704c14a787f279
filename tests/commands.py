"""Runs the command line as a user does: in a process and a folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

FLOOR = """\
from tensorflow import keras


class Floor(keras.utils.Sequence):
    def __init__(self, x, y, batch_size):
        super().__init__()
        self.x, self.y, self.batch_size = x, y, batch_size

    def __len__(self):
        return len(self.x) // self.batch_size

    def __getitem__(self, index):
        start = index * self.batch_size
        return self.x[start : start + self.batch_size], self.y[start : start + self.batch_size]
"""
CEIL = FLOOR.replace("class Floor", "class Ceil").replace(
    "len(self.x) // self.batch_size", "-(-len(self.x) // self.batch_size)"
)
COUNTS = FLOOR.replace("class Floor", "class Counts").replace(
    "len(self.x) // self.batch_size", "len(self.x)"
)


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "sequence_lint", *arguments]


def environment(**changes: str) -> dict[str, str]:
    """The environment without what would change the output."""
    clean = {
        key: value
        for key, value in os.environ.items()
        if key not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "PYTHONPATH", "TERM")
        and not key.startswith("MAKE")
    }
    return {**clean, **changes}


def sequence_lint(
    *arguments: str, cwd: Path, stdin: bytes = b"", timeout: float = 60, **env: str
) -> Ran:
    """Run the tool with *arguments* in the folder *cwd*."""
    return run(command(*arguments), cwd=cwd, stdin=stdin, timeout=timeout, **env)


def run(
    line: Sequence[str], *, cwd: Path, stdin: bytes = b"", timeout: float = 60, **env: str
) -> Ran:
    """Run any command line."""
    done = subprocess.run(
        line, cwd=cwd, input=stdin, capture_output=True, env=environment(**env), timeout=timeout
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
