"""The page docs/keras-behaviour.md, made of what the oracle recorded.

Run `python docs/keras_behaviour.py` after a recording; with `--check` it only says what is stale.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "keras-behaviour.md"
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from oracle.faults import FAULTS, Fault  # noqa: E402
from oracle.line import LINES  # noqa: E402
from oracle.record import recorded  # noqa: E402

TITLES = {
    "jax": "Keras 3 on JAX",
    "torch": "Keras 3 on PyTorch",
    "tensorflow": "Keras 3 on TensorFlow",
    "tf_keras": "Keras 2 (tf_keras)",
}
RAISED = re.compile(r"(Error|Iteration|Exception)$")
INTRODUCTION = """\
# What Keras does with faulty Sequences

Each fault below is a class that was really trained: `fit` for two epochs, `evaluate` and `predict`,
with a model of one layer. Unless the title says otherwise there are 100 samples of three numbers,
in batches of 32. The tables are made from the records in `tests/oracle/recorded/` by
`docs/keras_behaviour.py`, and nothing in them is written by hand. `make test` compares the record
of Keras 3 on JAX with what happens now, `make oracle` those of TensorFlow and Keras 2.

"4 never" means that four samples were in no training step of the first epoch, "4 again" that
there were four services too many in it, "steps without samples" that steps were trained on nothing
that the class had stored. "Other numbers" are those of arrays that changed between the epochs. An
exception is given by its type and its first line. Where
Keras or TensorFlow wrap it in one of their own, it is the one inside. TensorFlow makes batches
ahead: the batches by epoch are those that came to a training step.
"""


def main(arguments: list[str]) -> int:
    """Write the page; with ``--check`` only say whether it is stale, and return 1 if so."""
    stale = not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page()
    if stale and arguments != ["--check"]:
        PAGE.write_text(page(), encoding="utf-8")
    return int(stale and arguments == ["--check"])


def page() -> str:
    """The whole page, made of the records that there are."""
    records: dict[str, Any] = {line: found for line in LINES if (found := recorded(line))}
    parts = [INTRODUCTION, _versions(records)]
    section = ""
    for fault in FAULTS:
        if fault.section != section:
            section = fault.section
            parts.append(f"## {section if section != 'None' else 'No fault'}\n")
        parts.append(_fault(fault, records))
    return "\n".join(parts)


def _versions(records: dict[str, Any]) -> str:
    rows = ["| | versions |", "| --- | --- |"]
    for line, record in records.items():
        said = ", ".join(f"{name} {version}" for name, version in record["versions"].items())
        rows.append(f"| {TITLES[line]} | {said} |")
    return "\n".join(rows) + "\n"


def _fault(fault: Fault, records: dict[str, Any]) -> str:
    """One fault with its table: a row for each outcome, with the lines of Keras that share it."""
    written = f", `{fault.written}`" if fault.written else ""
    rows = [f"**{fault.title}**{written}\n", "| | " + " | ".join(_parts(fault, records)) + " |"]
    rows.append("| --- " * (len(_parts(fault, records)) + 1) + "|")
    shared: dict[tuple[str, ...], list[str]] = {}
    for line, record in records.items():
        said = record["faults"][fault.title]
        cells = tuple(said.get(part, _otherwise(said)) for part in _parts(fault, records))
        shared.setdefault(cells, []).append(TITLES[line])
    for cells, lines in shared.items():
        rows.append(f"| {', '.join(lines)} | {' | '.join(map(_cell, cells))} |")
    return "\n".join(rows) + "\n"


def _parts(fault: Fault, records: dict[str, Any]) -> list[str]:
    """The columns: those of the line that got furthest."""
    said = [list(record["faults"][fault.title]) for record in records.values()]
    return max(said, key=len)


def _otherwise(said: dict[str, str]) -> str:
    return next((f"{text}" for text in said.values()), "")


def _cell(text: str) -> str:
    """*text* as a cell; an exception is set as code, which may hold single backticks."""
    escaped = text.replace("|", "\\|")
    return f"`` {escaped} ``" if RAISED.search(text.partition(":")[0]) else escaped


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
