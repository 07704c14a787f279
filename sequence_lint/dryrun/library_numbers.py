"""Models of functions on numbers: rounding, dividing, extremes, sums."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sequence_lint.dryrun.attributes import counted
from sequence_lint.dryrun.binding import Arguments
from sequence_lint.dryrun.conditions import compare, truth
from sequence_lint.dryrun.expressions import spread_out
from sequence_lint.dryrun.machine import Machine
from sequence_lint.dryrun.values import (
    NOWHERE,
    Const,
    Opaque,
    Ref,
    Tup,
    Value,
    origin,
    union,
    unknown,
)
from sequence_lint.records import replace

Model = Callable[[Machine, Arguments, Any], Value]


def extreme_model(symbol: str) -> Model:
    """``min`` or ``max``: the first number that no other is *symbol* than."""

    def model(machine: Machine, arguments: Arguments, node: Any) -> Value:
        values = list(arguments.positional)
        if len(values) == 1:
            values = spread_out(machine, values[0]) or []
        given = [value for value in values if isinstance(value, Opaque)]
        if len(given) == 1 and given[0].argument and len(values) > 1:
            # The extreme of one argument and known numbers stands for that argument, until use
            # says what it is and it is computed.
            return given[0]
        if not values or not all(isinstance(value, Const) for value in values):
            return machine.unknown("the extreme of something unknown", node, *arguments.all())
        best = values[0]
        for value in values[1:]:
            if truth(machine, compare(machine, symbol, value, best, node)):
                best = value
        assert isinstance(best, Const)
        return Const(best.value, union(values))

    return model


NARROW = frozenset({"int8", "uint8", "int16", "uint16"})
"""Integer types that a number of batches can be too large for."""


def narrowed(value: Value, dtype: str) -> Value:
    """*value* once it is of type *dtype*: which narrow type it went through is not forgotten."""
    if dtype not in NARROW or not isinstance(value, (Const, Opaque)):
        return value
    return replace(value, origin=value.origin | origin(f"as:{dtype}"))


def narrow_model(dtype: str) -> Model:
    """``np.uint8(number)``."""
    whole = number_model(int)

    def model(machine: Machine, arguments: Arguments, node: Any) -> Value:
        return narrowed(whole(machine, arguments, node), dtype)

    return model


def number_model(convert: Callable[[Any], Any]) -> Model:
    """A function that turns a number into another, as `convert` does."""
    floating = isinstance(convert(1), float)

    def model(machine: Machine, arguments: Arguments, node: Any) -> Value:
        value = arguments.get(0)
        if isinstance(value, Const):
            try:
                return Const(convert(value.value), value.origin)
            except (TypeError, ValueError, OverflowError):
                return machine.unknown("a number that Python would refuse", node, value)
        vector = machine.vector(value) if value is not None else None
        if vector is not None:
            return machine.place_cell(replace(vector, kind="array"))
        if isinstance(value, Opaque):
            # ``abs`` keeps the type, the others have one that they give.
            kept = value.floating and convert is abs
            return replace(value, extent=None, floating=floating or kept)
        return unknown("a number that is not known", *arguments.all())

    return model


def round_model(machine: Machine, arguments: Arguments, node: Any) -> Value:
    """``round``: whole without digits, as Python has it."""
    value, digits = arguments.get(0), arguments.get(1, "ndigits")
    if isinstance(value, Const) and isinstance(value.value, (int, float)):
        if digits is None:
            return Const(round(value.value), value.origin)
        if isinstance(digits, Const) and isinstance(digits.value, int):
            return Const(round(value.value, digits.value), value.origin)
    return unknown("a rounded number", *arguments.all())


def round_of_array_model(machine: Machine, arguments: Arguments, node: Any) -> Value:
    """``np.round``: a float stays one, whatever the digits."""
    digits = arguments.get(1, "decimals") or Const(0)
    rounded = round_model(machine, Arguments([*arguments.positional[:1], digits], {}), node)
    given = arguments.get(0)
    floating = isinstance(given, Opaque) and given.floating
    return replace(rounded, floating=floating) if isinstance(rounded, Opaque) else rounded


def divmod_model(machine: Machine, arguments: Arguments, node: Any) -> Value:
    """``divmod``: quotient and remainder."""
    from sequence_lint.dryrun.operators import binary

    left, right = arguments.positional
    return Tup((binary(machine, "//", left, right, node), binary(machine, "%", left, right, node)))


def sum_model(machine: Machine, arguments: Arguments, node: Any) -> Value:
    """``sum``: of known numbers, and of lists where they are added."""
    from sequence_lint.dryrun.operators import binary

    rows = spread_out(machine, arguments.positional[0])
    start = arguments.get(1, "start")
    if rows is None or not all(isinstance(row, (Const, Ref)) for row in rows):
        return unknown("a sum of things unknown", *arguments.all())
    total: Value = start if start is not None else Const(0)
    for row in rows:
        total = binary(machine, "+", total, row, node)
    vector = machine.vector(arguments.positional[0])
    deps = counted(vector) if vector is not None else NOWHERE
    return Const(total.value, total.origin | deps) if isinstance(total, Const) else total


def divided_model(machine: Machine, arguments: Arguments, node: Any, symbol: str) -> Value:
    """The function that stands for the operator *symbol*."""
    from sequence_lint.dryrun.operators import binary

    left, right = arguments.positional[:2]
    return binary(machine, symbol, left, right, node)
