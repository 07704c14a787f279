"""`match` patterns: does a value fit, and which names does it bind."""

from __future__ import annotations

from typing import Any

from sequence_lint.dryrun.conditions import compare, truth
from sequence_lint.dryrun.machine import Machine
from sequence_lint.dryrun.targets import assign
from sequence_lint.dryrun.values import Const, Opaque, Tup, Value


def matches(machine: Machine, pattern: Any, subject: Value) -> bool | None:
    """Does *subject* fit *pattern*? None when that is unknown. Captured names are bound."""
    match type(pattern).__name__:
        case "MatchValue":
            value = machine.evaluate(pattern.value)
            return truth(machine, compare(machine, "==", subject, value, pattern))
        case "MatchSingleton":
            value = Const(pattern.value)
            return truth(machine, compare(machine, "is", subject, value, pattern))
        case "MatchAs":
            return _capture(machine, pattern, subject)
        case "MatchOr":
            verdicts = [matches(machine, part, subject) for part in pattern.patterns]
            if any(verdicts):
                return True
            return None if None in verdicts else False
        case "MatchSequence":
            return _sequence(machine, pattern, subject)
    for name in _captured(pattern):
        machine.frame.names[name] = Opaque("captured by a pattern that is not followed")
    return None


def _capture(machine: Machine, pattern: Any, subject: Value) -> bool | None:
    verdict = True if pattern.pattern is None else matches(machine, pattern.pattern, subject)
    if pattern.name is not None and verdict is not False:
        assign(machine, pattern.name, subject)
    return verdict


def _sequence(machine: Machine, pattern: Any, subject: Value) -> bool | None:
    if not isinstance(subject, Tup) or any(
        type(part).__name__ == "MatchStar" for part in pattern.patterns
    ):
        return None
    if len(subject.items) != len(pattern.patterns):
        return False
    pairs = zip(pattern.patterns, subject.items, strict=True)
    verdicts = [matches(machine, part, item) for part, item in pairs]
    if False in verdicts:
        return False
    return None if None in verdicts else True


def _captured(pattern: Any) -> list[str]:
    nodes = [pattern, *getattr(pattern, "patterns", [])]
    names = [getattr(node, "name", None) for node in nodes]
    return [found for name in names if (found := getattr(name, "name", None)) is not None]
