"""The command line: arguments in, exit code out."""

from __future__ import annotations

import sys
from typing import NoReturn

INTERRUPTED = 130


def main() -> NoReturn:
    """Run the command line and end the process: 0 clean, 1 findings, 2 not done, 130 Ctrl-C."""
    try:
        # Inside, so that Ctrl-C while Python is still loading ends quietly too.
        from sequence_lint.cli.group import run

        code = run()
    except KeyboardInterrupt:
        code = INTERRUPTED
    sys.exit(code)
