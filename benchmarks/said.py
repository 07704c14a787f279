"""Knows how to ask for findings without the proof of fixes, which takes longer than all else.

``python benchmarks/said.py [2|3|auto]`` lints the current folder and prints a JSON document.
"""

from __future__ import annotations

import json
import sys

from sequence_lint.run import lint_projects, projects_of
from sequence_lint.settings import Settings


def main(target_keras: str = "auto") -> None:
    """Print how many files and classes there are, and what is said of them."""
    given = Settings(target_keras=target_keras)
    outcome = lint_projects(projects_of((".",), given), given, None)
    diagnostics = [
        {"path": d.path, "cell": d.cell, "line": d.line, "code": d.code, "message": d.message}
        for d in outcome.diagnostics
    ]
    summary = {"files": outcome.files, "classes": len(outcome.classes)}
    print(json.dumps({"diagnostics": diagnostics, "summary": summary}))


if __name__ == "__main__":
    main(*sys.argv[1:])
