"""How arguments meet parameters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sequence_lint.dryrun.machine import Exit, Machine
from sequence_lint.dryrun.values import (
    Const,
    Function,
    Mapping,
    Opaque,
    Tup,
    Value,
)
from sequence_lint.records import dataclass


@dataclass(frozen=True, slots=True)
class Arguments:
    """Evaluated arguments. ``complete`` is false where ``*`` or ``**`` brought unknown ones.

    ``opened`` is true where the keywords of the caller are passed on: any more may be given.
    """

    positional: list[Value]
    keywords: dict[str, Value]
    complete: bool = True
    opened: bool = False

    def get(self, position: int, name: str | None = None) -> Value | None:
        """The argument at *position* or under *name*; None when it is not given."""
        if position < len(self.positional):
            return self.positional[position]
        return self.keywords.get(name) if name is not None else None

    def all(self) -> list[Value]:
        """Every argument value."""
        return [*self.positional, *self.keywords.values()]


def body_paths(machine: Machine, body: list[Any]) -> list[Exit]:
    """The ways a function body ends: its returns, and None where a path falls out of it."""
    flow = machine.execute(body)
    paths = [exit_ for exit_ in (flow.exits if flow else ()) if exit_.kind == "return"]
    if flow is None or flow.falls:
        paths.append(Exit("return", machine.state()))
    return paths


def bind(
    machine: Machine,
    function: Function,
    positional: Sequence[Value],
    keywords: dict[str, Value],
    opened: bool = False,
) -> None:
    """Bind the arguments of *function* in the running frame.

    ``opened``: the keywords of the caller are passed on, so that what has a default may be given.
    """
    spec = function.node.args
    names = machine.frame.names
    formal = [*(spec.posonlyargs or ()), *(spec.args or ())]
    for parameter, value in zip(formal, positional, strict=False):
        names[parameter.name] = value
    remaining = dict(keywords)
    for parameter in [*formal, *(spec.kwonlyargs or ())]:
        if parameter.name in remaining:
            names[parameter.name] = remaining.pop(parameter.name)
    for parameter, default in defaults(function.node):
        if parameter.name not in names and default is not None:
            value = machine.evaluate(default)
            names[parameter.name] = _passed_on(machine, parameter.name, value) if opened else value
    for parameter in [*formal, *(spec.kwonlyargs or ())]:
        if parameter.name not in names:
            missing: Value = Opaque("an argument that is not given")
            names[parameter.name] = (
                _passed_on(machine, parameter.name, missing) if opened else missing
            )
    if spec.vararg:
        names[spec.vararg] = Tup(tuple(positional[len(formal) :]))
    if spec.kwarg:
        names[spec.kwarg] = machine.place_cell(Mapping(dict(remaining)))


def _passed_on(machine: Machine, name: str, default: Value) -> Value:
    given = default if isinstance(default, Const) else None
    return machine.named(name, "given by the caller", argument=True, default=given)


def defaults(function_node: Any) -> list[tuple[Any, Any]]:
    """The parameters of a function with their default expressions (None where there is none)."""
    spec = function_node.args
    formal = [*(spec.posonlyargs or ()), *(spec.args or ())]
    given = list(spec.defaults or ())
    padded = [None] * (len(formal) - len(given)) + given
    return [
        *zip(formal, padded, strict=True),
        *zip(spec.kwonlyargs or (), spec.kw_defaults or (), strict=True),
    ]
