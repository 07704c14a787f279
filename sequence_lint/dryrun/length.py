"""The ways through the length of a class, and what kind of value each of them gives."""

from __future__ import annotations

from typing import Any, Literal

from sequence_lint.dryrun.epoch import RanLength, Run
from sequence_lint.dryrun.excerpts import whole
from sequence_lint.dryrun.machine import Exit
from sequence_lint.dryrun.values import Const, Opaque, Value
from sequence_lint.model import Way


def ways(run: Run, ran: RanLength) -> tuple[Way, ...]:
    """All ways through the length that this run could not rule out."""
    if ran.owner is None:
        return ()
    return tuple(_way(run, ran, path) for path in ran.paths)


def _way(run: Run, ran: RanLength, path: Exit) -> Way:
    module = ran.owner.module
    if path.node is None:
        return Way(module.place(ran.function), "none")
    returned = path.node.value
    if returned is None:
        return Way(module.place(path.node), _gives(path.value))
    text = spelt(run, module, returned)
    return Way(module.place(path.node), _gives(path.value), text, whole(module, returned))


def _gives(value: Value) -> Literal["float", "int", "none", "unknown"]:
    match value:
        case Const(value=None):
            return "none"
        case Const(value=float()) | Opaque(floating=True):
            return "float"
        case Const(value=int()):
            return "int"
    return "unknown"


def spelt(run: Run, module: Any, node: Any) -> str:
    """How *node* of *module* is spelt."""
    frame = run.machine.frame
    before, frame.module = frame.module, module
    try:
        return run.machine.text(node)
    finally:
        frame.module = before
