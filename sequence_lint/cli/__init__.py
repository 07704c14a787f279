"""The command line: arguments in, exit code out."""

from __future__ import annotations

import gc
import os
import sys
from typing import NoReturn

INTERRUPTED = 130


def main() -> NoReturn:
    """Run the command line and end the process: 0 clean, 1 findings, 2 not done, 130 Ctrl-C."""
    # What is made on the way to a small answer is used until the end: to look for garbage in it as
    # often as usual takes longer than anything else. This many objects are some 50 MB.
    gc.set_threshold(400_000, 20, 100)
    try:
        # Inside, so that Ctrl-C while Python is still loading ends quietly too.
        from sequence_lint.cli.group import run

        code = run()
    except KeyboardInterrupt:
        code = INTERRUPTED
    _end(code)


def _end(code: int) -> NoReturn:
    """End at once: taking the parsed trees apart piece by piece would serve nobody."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, OSError, ValueError):
            continue  # the reader is gone, or there never was one
    os._exit(code)
