"""Knows that ``python -m sequence_lint`` is the command line."""

import os
import sys

from sequence_lint.cli import main

if __name__ == "__main__":
    # `python -m` looks for modules in the working directory first. That is where the linted code
    # is, and nothing of it may be run: no pack of rules that it brings, and no module that is
    # called like one of ours.
    if sys.path and sys.path[0] in ("", os.getcwd()):
        del sys.path[0]
    main()
