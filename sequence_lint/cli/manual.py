"""What the help of `sequence-lint check` says besides its options."""

from __future__ import annotations

SECTIONS = (
    (
        "Rules",
        ("--select", "--ignore", "--extend-select", "--extend-ignore", "--target-keras"),
    ),
    (
        "Files",
        (
            "--exclude",
            "--extend-exclude",
            "--force-exclude",
            "--show-files",
            "--stdin-filename",
        ),
    ),
    (
        "Findings that are there already",
        (
            "--since",
            "--baseline",
            "--write-baseline",
            "--prune-baseline",
            "--add-ignore",
        ),
    ),
    ("Fixes", ("--fix", "--unsafe-fixes", "--diff")),
    ("Output", ("--output-format", "--output-file", "--statistics", "--color")),
    ("Run", ("--fail-on", "--exit-zero", "--jobs", "--isolated", "--help")),
)
"""The options under their headings, by their long names."""

TABLES = (
    (
        "Exit codes",
        (
            ("0", "Nothing was found, or nothing as grave as --fail-on."),
            ("1", "There are findings."),
            ("2", "Something could not be done; all else was."),
            ("130", "Ended by Ctrl-C."),
        ),
    ),
    (
        "Environment",
        (
            ("NO_COLOR", "No colours, and no progress, if it is set."),
            ("COLUMNS", "How wide lines may be, rather than the width of the terminal."),
        ),
    ),
)
"""What there is to know besides, under its headings."""

EXAMPLES = (
    ("sequence-lint check", "lint all that is below the current folder"),
    ("sequence-lint check src/train.py --select SEQ1,SEQ2", "look for some faults only"),
    ("sequence-lint check --extend-ignore super-init-not-called", "switch a rule off, by name"),
    ("sequence-lint check --diff", "show what the safe fixes would change"),
    ("sequence-lint check --fix --unsafe-fixes src", "make all fixes"),
    ("sequence-lint check --since main", "report only what this branch has changed"),
    (
        "sequence-lint check --output-format full --output-format sarif:out.sarif",
        "read the findings, and keep them for another program",
    ),
    (
        "sequence-lint check - --stdin-filename src/train.py < src/train.py",
        "lint the text that an editor hands over",
    ),
)
