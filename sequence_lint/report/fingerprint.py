"""By what a finding is known again after its lines have moved."""

from __future__ import annotations

from collections import Counter

from sequence_lint.engine import Outcome
from sequence_lint.rule import Diagnostic

VERSION = "v1"
"""Raised when the same finding gets another fingerprint, so that nobody compares the two."""


def fingerprints(outcome: Outcome) -> tuple[str, ...]:
    """A fingerprint for each diagnostic, 32 hexadecimal digits; no two are the same.

    It is made from the path, the rule, the class and the text of the line without its blanks, and
    from how many of the same came before. So it stays when lines or cells are put before, when the
    line is indented otherwise and when the message is worded anew.
    """
    met: Counter[tuple[str, ...]] = Counter()
    made = []
    for diagnostic in outcome.diagnostics:
        key = _key(diagnostic, outcome)
        made.append(_digest((*key, str(met[key]))))
        met[key] += 1
    return tuple(made)


def _key(diagnostic: Diagnostic, outcome: Outcome) -> tuple[str, ...]:
    lines = outcome.lines(diagnostic.path, diagnostic.cell)
    known = 1 <= diagnostic.line <= len(lines)
    text = "".join(lines[diagnostic.line - 1].split()) if known else ""
    return (diagnostic.path, diagnostic.code, diagnostic.class_name or "", text)


def _digest(parts: tuple[str, ...]) -> str:
    from hashlib import sha256

    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
