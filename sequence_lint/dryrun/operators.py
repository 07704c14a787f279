"""Arithmetic, comparison and truth of values, and what using an unknown as a number says of it."""

from __future__ import annotations

import operator
from collections.abc import Callable
from types import MappingProxyType
from typing import Any

from sequence_lint.dryrun.conditions import negated
from sequence_lint.dryrun.machine import DERIVED, Machine, PathEnd
from sequence_lint.dryrun.store import cell_origin, deep_origin
from sequence_lint.dryrun.tensors import package
from sequence_lint.dryrun.values import (
    Blank,
    Const,
    Items,
    Opaque,
    Origin,
    Tup,
    Value,
    Vector,
    Whole,
    origin,
    union,
)
from sequence_lint.records import replace

MAX_NUMBER = 10**15
MAX_REPEAT = 20_000

BINARY: MappingProxyType[str, Callable[[Any, Any], Any]] = MappingProxyType(
    {
        "+": operator.add,
        "-": operator.sub,
        "*": operator.mul,
        "/": operator.truediv,
        "//": operator.floordiv,
        "%": operator.mod,
        "**": operator.pow,
        "&": operator.and_,
        "|": operator.or_,
        "^": operator.xor,
        "<<": operator.lshift,
        ">>": operator.rshift,
    }
)


DIVIDING = frozenset({"/", "//", "%"})

_ARITHMETIC = frozenset({"+", "-", "*", "//", "%"})
"""Operators that give a float as soon as one side is one."""


def binary(machine: Machine, symbol: str, left: Value, right: Value, node: Any) -> Value:
    """*left* `symbol` *right*. Raises PathEnd where Python raises for certain."""
    match left, right:
        case Const(), Const():
            return _constants(machine, symbol, left, right, node)
        case Const(), Opaque():
            _batch_by_use(machine, symbol, left, right)
        case Opaque(), Const():
            if symbol == "*":
                _batch_by_use(machine, symbol, right, left)
    sequences = _sequences(machine, symbol, left, right, node)
    if sequences is not None:
        return sequences
    both = deep_origin(left, machine.store) | deep_origin(right, machine.store)
    array = any(isinstance(side, Opaque) and side.array for side in (left, right))
    floating = symbol == "/" or (symbol in _ARITHMETIC and (_is_float(left) or _is_float(right)))
    extent = _extent(symbol, left, right)
    if machine.phase != "batch" and extent is None and not array:
        key = _key_of_made(machine, left, right, node)
        if key is not None:
            made = machine.named(key, _why(left, right), reached=Origin(frozenset(), both.deps))
            return replace(made, floating=floating) if isinstance(made, Opaque) else made
    return Opaque(_why(left, right), both, array=array, extent=extent, floating=floating)


def _key_of_made(machine: Machine, left: Value, right: Value, node: Any) -> str | None:
    """What ``x / 255.0`` is called where nobody knows `x` yet: it may be a collection like `x`."""
    for one, other in ((left, right), (right, left)):
        if isinstance(one, Opaque) and one.key is not None and not (one.origin.ids or one.floating):
            if isinstance(other, (Const, Opaque)):
                return f"{machine.site(node)}{DERIVED}"
    return None


def _is_float(value: Value) -> bool:
    match value:
        case Const():
            return isinstance(value.value, float)
        case Opaque():
            return value.floating
    return False


def _why(left: Value, right: Value) -> str:
    """The reason that the first unknown operand has; it has to survive the arithmetic."""
    for side, other in ((left, right), (right, left)):
        if isinstance(side, Opaque):
            whole = side.why != Items.ROW.why or isinstance(other, Const)
            return side.why if whole else "arithmetic on an item"
    return "arithmetic on something that is not a number"


def _constants(machine: Machine, symbol: str, left: Const, right: Const, node: Any) -> Value:
    a, b = left.value, right.value
    both = left.origin | right.origin
    if not _can_compute(symbol, a, b):
        return machine.unknown("a computation too large to follow", node, left, right)
    try:
        value = BINARY[symbol](a, b)
    except ZeroDivisionError:
        raise PathEnd("ZeroDivisionError", "division by zero", machine.at(node)) from None
    except Exception:  # the linted code mixes types in a way that raises when it runs
        if a is None or b is None:
            message = f"unsupported operand types for {symbol}: None"
            raise PathEnd("TypeError", message, machine.at(node)) from None
        return machine.unknown("arithmetic that Python would refuse", node, left, right)
    _note_literals(machine, symbol, left, right)
    return Const(value, both | _literal_divisor(symbol, left, right))


def _can_compute(symbol: str, a: Any, b: Any) -> bool:
    if isinstance(a, (str, bytes, tuple)) or isinstance(b, (str, bytes, tuple)):
        size = (
            len(a) if isinstance(a, (str, bytes, tuple)) else len(b) if hasattr(b, "__len__") else 0
        )
        count = b if isinstance(b, int) else a if isinstance(a, int) else 1
        return symbol != "*" or size * max(count, 1) <= MAX_REPEAT
    if not isinstance(a, (int, float)) or not isinstance(b, (int, float)):
        return True
    if symbol in ("**", "<<"):
        return abs(a) <= 10**6 and abs(b) <= 64
    return abs(a) <= MAX_NUMBER and abs(b) <= MAX_NUMBER


def _is_whole(value: Const) -> bool:
    return isinstance(value.value, (int, float)) and not isinstance(value.value, bool)


def _note_literals(machine: Machine, symbol: str, left: Const, right: Const) -> None:
    """A written number that multiplies the batch index is how large a batch is."""
    if symbol != "*":
        return
    for index, factor in ((left, right), (right, left)):
        written = not factor.origin.deps and not factor.origin.ids
        if index.origin.by_index and written and isinstance(factor.value, int) and factor.value > 1:
            machine.literals.add(factor.value)


def _literal_divisor(symbol: str, left: Const, right: Const) -> Origin:
    """A written divisor of a count, or factor of the index: two of them can be told apart."""
    if not _is_whole(right) or not _is_whole(left):
        return Origin()
    pairs = [(left, right)] if symbol in DIVIDING else [(left, right), (right, left)]
    if symbol not in DIVIDING and symbol != "*":
        return Origin()
    for subject, number in pairs:
        counts = any(dep.startswith("n:") for dep in subject.origin.deps)
        indexed = subject.origin.by_index and symbol == "*"
        if number.origin.deps or number.value in (0, 1, 1.0, -1):
            continue
        if (counts and symbol in DIVIDING) or indexed:
            return origin(f"lit:{abs(int(number.value))}")
    return Origin()


def _batch_by_use(machine: Machine, symbol: str, number: Const, other: Opaque) -> None:
    """What multiplies the batch index or divides a number of samples is a batch size."""
    if not other.argument and other.key is None:
        return
    counts = any(dep.startswith("n:") for dep in number.origin.deps)
    if (symbol == "*" and number.origin.by_index) or (symbol in DIVIDING and counts):
        machine.need(other, "batch")


def _extent(symbol: str, left: Value, right: Value) -> str | None:
    """The key of an unknown that is added to a known number: the end of a slice, perhaps."""
    if symbol != "+":
        return None
    match left, right:
        case (Const(), Opaque(argument=True)) if right.key is not None:
            return right.key
        case (Opaque(argument=True), Const()) if left.key is not None:
            return left.key
    return None


def _sequences(machine: Machine, symbol: str, left: Value, right: Value, node: Any) -> Value | None:
    """Arithmetic in which a list, array or tuple takes part; None when none does."""
    match left, right:
        case Tup(), Tup() if symbol == "+":
            texts = left.texts + right.texts if left.texts and right.texts else ()
            return Tup(left.items + right.items, texts, left.origin | right.origin)
        case (Const(value=str()), _) if symbol == "%":
            return Opaque("text", deep_origin(right, machine.store))
        case (Tup(), Const(value=int())) if symbol == "*" and right.value * len(left.items) < 1000:
            return Tup(left.items * right.value, (), left.origin | right.origin)
    one, two = machine.vector(left), machine.vector(right)
    if one is None and two is None:
        return None
    if one is not None and two is not None and symbol == "+" and "list" == one.kind == two.kind:
        return machine.place_cell(concatenated(one, two))
    if one is not None and one.kind == "list" and symbol == "*":
        if isinstance(right, Const):
            return machine.place_cell(repeated(one, right))
        _batch_of_iterators(machine, one, right)
    if one is not None and two is not None:
        return machine.place_cell(_elementwise(machine, symbol, one, two, node))
    vector, scalar = (one, right) if one is not None else (two, left)
    assert vector is not None
    if vector.kind == "list" and not vector.loose and _is_written(node, one is not None):
        message = f"unsupported operand types for {symbol}: a list and a number"
        raise PathEnd("TypeError", message, machine.at(node))
    return machine.place_cell(_broadcast(machine, symbol, vector, scalar, one is not None, node))


def _is_written(node: Any, right: bool) -> bool:
    """Whether the other operand is a number that is written there: one of NumPy would do."""
    operand = getattr(node, "right" if right else "left", None)
    return isinstance(getattr(operand, "value", None), (int, float))


def _batch_of_iterators(machine: Machine, vector: Vector, times: Value) -> None:
    """``[iter(x)] * p`` is for taking p items at a time."""
    inner = machine.vector(vector.rows[0]) if vector.rows else None
    if inner is not None and inner.kind == "iterator":
        if isinstance(times, Opaque) and times.argument:
            machine.need(times, "batch")


def concatenated(one: Vector, two: Vector) -> Vector:
    """The rows of *one* and then those of *two*, each with the identity that it has there."""
    shared = one.origin | two.origin
    if one.rows is None or two.rows is None:
        return replace(one, rows=None, ids=None, origin=shared, texts=())
    if not len(two.rows):
        return replace(one, origin=shared)
    rows = tuple(one.row(at) for at in range(len(one.rows)))
    rows += tuple(two.row(at) for at in range(len(two.rows)))
    texts = one.texts + two.texts if one.texts and two.texts else ()
    return Vector(rows, one.kind, texts=texts, shuffled=one.shuffled or two.shuffled)


def repeated(vector: Vector, times: Const) -> Vector:
    """``[a, b] * times``."""
    count = times.value
    if vector.rows is None or not isinstance(count, int) or count * len(vector.rows) > MAX_REPEAT:
        return replace(vector, rows=None, ids=None)
    rows = tuple(vector.row(at) for at in range(len(vector.rows))) * max(count, 0)
    return Vector(rows, vector.kind, origin=times.origin)


def _broadcast(
    machine: Machine, symbol: str, vector: Vector, scalar: Value, first: bool, node: Any
) -> Vector:
    """Each row with *scalar*. Whole numbers are computed, all else keeps its identity only."""
    added = deep_origin(scalar, machine.store)
    kind = vector.kind if package(vector) else "array"
    if vector.rows is None or isinstance(vector.rows, Items):
        return replace(vector, origin=vector.origin | added, kind=kind, texts=())
    rows: list[Value] = []
    for row in vector.rows:
        machine.fuel.burn()
        if isinstance(row, Const) and isinstance(scalar, Const):
            pair = (row, scalar) if first else (scalar, row)
            rows.append(binary(machine, symbol, pair[0], pair[1], node))
        elif isinstance(row, Blank):
            rows.append(row)
        else:
            rows.append(Opaque("arithmetic", deep_origin(row, machine.store), array=True))
    numbers = _numbers(rows)
    kept = replace(vector, rows=numbers if numbers is not None else tuple(rows), kind=kind)
    return replace(kept, origin=vector.origin | added, texts=(), loose=False)


def _numbers(rows: list[Value]) -> Whole | None:
    if rows and all(
        isinstance(r, Const) and type(r.value) is int and not r.origin.ids for r in rows
    ):
        return Whole(tuple(row.value for row in rows if isinstance(row, Const)))
    return None


def _elementwise(machine: Machine, symbol: str, one: Vector, two: Vector, node: Any) -> Vector:
    if one.rows is None or two.rows is None or len(one.rows) != len(two.rows):
        shared = cell_origin(one, machine.store) | cell_origin(two, machine.store)
        return Vector(None, "array", origin=shared)
    rows = []
    for at in range(len(one.rows)):
        machine.fuel.burn()
        a, b = one.row(at), two.row(at)
        if isinstance(a, Const) and isinstance(b, Const):
            rows.append(binary(machine, symbol, a, b, node))
        else:
            both = deep_origin(a, machine.store) | deep_origin(b, machine.store)
            rows.append(Opaque("arithmetic", both, array=True))
    return Vector(tuple(rows), "array")


def unary(machine: Machine, symbol: str, value: Value, node: Any) -> Value:
    """``-value``, ``+value``, ``~value``, ``not value``."""
    if symbol == "not":
        return negated(machine, value, node)
    if isinstance(value, Const) and isinstance(value.value, (int, float)):
        number = value.value
        if symbol == "~":
            return Const(~int(number), value.origin)
        return Const(-number if symbol == "-" else +number, value.origin)
    vector = machine.vector(value)
    if vector is not None:
        rows = vector.rows if isinstance(vector.rows, Items) else None
        return machine.place_cell(
            replace(vector, rows=rows, origin=cell_origin(vector, machine.store))
        )
    array = isinstance(value, Opaque) and value.array
    return Opaque("arithmetic on something unknown", union([value]), array=array)
