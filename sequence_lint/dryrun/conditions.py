"""Comparison and truth of values; flags of the caller are tried both ways."""

from __future__ import annotations

import operator
from collections.abc import Callable
from types import MappingProxyType
from typing import Any

from sequence_lint.dryrun.machine import Machine, PathEnd
from sequence_lint.dryrun.pins import Option
from sequence_lint.dryrun.store import deep_origin
from sequence_lint.dryrun.values import (
    INDEX,
    NOWHERE,
    ClassValue,
    Const,
    Function,
    Items,
    Mapping,
    Opaque,
    Origin,
    Ref,
    ShapeOf,
    Tup,
    Value,
    Vector,
    origin,
    tainted,
)

COMPARE: MappingProxyType[str, Callable[[Any, Any], Any]] = MappingProxyType(
    {
        "==": operator.eq,
        "!=": operator.ne,
        "<": operator.lt,
        "<=": operator.le,
        ">": operator.gt,
        ">=": operator.ge,
        "is": operator.is_,
        "is not": operator.is_not,
    }
)


def compare(machine: Machine, symbol: str, left: Value, right: Value, node: Any) -> Value:
    """*left* `symbol` *right* for one comparison operator."""
    if symbol in ("in", "not in"):
        return _membership(machine, symbol, left, right, node)
    match left, right:
        case Const(), Const():
            return _compare_constants(machine, symbol, left, right, node)
        case (Opaque(), Const()) | (Const(), Opaque()):
            return _compare_unknown(machine, symbol, left, right, node)
    if symbol in ("is", "is not", "==", "!=") and _is_none(left) != _is_none(right):
        other = right if _is_none(left) else left
        if isinstance(other, (Ref, Tup, Function, ClassValue, ShapeOf)):
            return Const(symbol in ("is not", "!="), left.origin | right.origin)
    if (vector := machine.vector(left)) is not None and symbol in ("<", ">", "<=", ">="):
        if vector.kind == "list" and not vector.loose and _is_number(right):
            message = f"'{symbol}' not supported between a list and a number"
            raise PathEnd("TypeError", message, machine.at(node))
    if vector is not None or machine.vector(right) is not None:
        both = deep_origin(left, machine.store) | deep_origin(right, machine.store)
        return Opaque("a mask", both, array=True)
    return machine.unknown("a comparison with something unknown", node, left, right)


def counting(value: Value, control: Origin) -> Value:
    """A number that was chosen by a condition on counts or the index depends on them too."""
    if not isinstance(value, Const):
        return value
    deps = frozenset(d for d in control.deps if d == INDEX or d.startswith(("n:", "p:", "lit:")))
    return tainted(value, Origin(frozenset(), deps))


def _is_number(value: Value) -> bool:
    """A number that is written there: one of NumPy would do."""
    return (
        isinstance(value, Const)
        and isinstance(value.value, (int, float))
        and value.origin is NOWHERE
    )


def _is_none(value: Value) -> bool:
    return isinstance(value, Const) and value.value is None


def _compare_constants(
    machine: Machine, symbol: str, left: Const, right: Const, node: Any
) -> Value:
    a, b = left.value, right.value
    if symbol in ("is", "is not") and a is not None and b is not None:
        symbol = {"is": "==", "is not": "!="}[symbol]
    try:
        return Const(bool(COMPARE[symbol](a, b)), left.origin | right.origin)
    except TypeError:
        if a is None or b is None:
            message = f"'{symbol}' not supported with None"
            raise PathEnd("TypeError", message, machine.at(node)) from None
        return machine.unknown("a comparison that Python would refuse", node, left, right)


def _compare_unknown(machine: Machine, symbol: str, left: Value, right: Value, node: Any) -> Value:
    unknown, const = (left, right) if isinstance(left, Opaque) else (right, left)
    assert isinstance(unknown, Opaque)
    assert isinstance(const, Const)
    if symbol in ("is", "is not", "==", "!=") and unknown.argument:
        if const.value is None or isinstance(const.value, (str, bool)):
            chosen = machine.choose(unknown, *_alternatives(unknown, const.value))
            if chosen is not None:
                equal = not chosen.some and chosen.value == const.value
                verdict = equal is (symbol in ("is", "=="))
                return Const(verdict, unknown.origin | origin(f"flag:{unknown.key}"))
    return machine.unknown("a comparison with something unknown", node, left, right)


def _alternatives(unknown: Opaque, compared: Any) -> tuple[Option, ...]:
    """The default first, then the value that the code compares with, then any other."""
    options = [Option(compared), Option(some=True)]
    if isinstance(compared, bool):
        options = [Option(compared), Option(not compared)]
    default = unknown.default
    if isinstance(default, Const) and not (compared is None and default.value is not None):
        plain = isinstance(default.value, (str, bool, int, float)) or default.value is None
        if plain:
            first = Option(default.value)
            return (first, *(option for option in options if option != first))
    if compared is None:
        # Whoever has to give it, or may give something, gives something.
        options.reverse()
    return tuple(options)


def _membership(machine: Machine, symbol: str, left: Value, right: Value, node: Any) -> Value:
    wanted = symbol == "in"
    items = _known_items(machine, right)
    if items is not None and isinstance(left, Opaque) and left.argument:
        texts = [item for item in items if isinstance(item.value, str)]
        if texts and len(texts) == len(items):
            for item in texts:
                chosen = machine.choose(left, *_alternatives(left, item.value))
            if chosen is not None:
                found = not chosen.some and chosen.value in [item.value for item in texts]
                return Const(found is wanted, left.origin | origin(f"flag:{left.key}"))
    if items is not None and isinstance(left, Const):
        found = any(item.value == left.value for item in items)
        return Const(found is wanted, left.origin | right.origin)
    cell = machine.cell(right)
    if isinstance(cell, Mapping) and cell.rest is None and isinstance(left, Const):
        return Const((left.value in cell.entries) is wanted, left.origin)
    return machine.unknown("a membership test on something unknown", node, left, right)


def _known_items(machine: Machine, value: Value) -> list[Const] | None:
    items: list[Value] = []
    if isinstance(value, Tup):
        items = list(value.items)
    elif isinstance(value, Const) and isinstance(value.value, str):
        return None
    else:
        vector = machine.vector(value)
        if vector is None or vector.rows is None or isinstance(vector.rows, Items):
            return None
        items = list(vector.rows)
    consts = [item for item in items if isinstance(item, Const)]
    return consts if len(consts) == len(items) else None


def truth(machine: Machine, value: Value) -> bool | None:
    """Is *value* true? None when that is unknown. A flag of the caller is tried both ways."""
    match value:
        case Const():
            return bool(value.value)
        case Tup():
            return bool(value.items)
        case Opaque(some=True):
            return True
        case Opaque() if value.argument:
            chosen = machine.choose(value, *_truths(value))
            return None if chosen is None else chosen.some or bool(chosen.value)
        case Function() | ClassValue():
            return True
    cell = machine.cell(value)
    if isinstance(cell, Vector):
        return None if cell.rows is None else len(cell.rows) > 0
    if isinstance(cell, Mapping):
        return None if cell.rest is not None else bool(cell.entries)
    return None


def _truths(value: Opaque) -> tuple[Option, ...]:
    default = value.default
    if not isinstance(default, Const):
        return (Option(True), Option(False))
    if isinstance(default.value, bool):
        return (Option(default.value), Option(not default.value))
    if default.value:
        return (Option(some=True), Option(False))
    return (Option(default.value), Option(some=True))


def negated(machine: Machine, value: Value, node: Any) -> Value:
    """``not value``."""
    known = truth(machine, value)
    if known is None:
        return machine.unknown("a condition that could not be followed", node, value)
    return Const(not known, value.origin)
