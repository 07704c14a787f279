"""Knows that ``python -m sequence_lint`` is the command line."""

import os
import sys

if __name__ == "__main__":
    # `python -m` looks for modules in the working directory first. That is where the linted code
    # is, and nothing of it may be run: no rules that it announces, no module that is called like
    # one of those that are needed.
    if sys.path and sys.path[0] in ("", os.getcwd()):
        del sys.path[0]
    from sequence_lint.cli import main

    main()
