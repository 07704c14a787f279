"""Knows that ``python -m sequence_lint`` is the command line."""

from sequence_lint.cli import main

if __name__ == "__main__":
    main()
