"""How many batches a call asks for by a formula, worked out on the data sets of the class."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from types import MappingProxyType
from typing import Any

from sequence_lint.calls import Steps
from sequence_lint.model import Epoch, SequenceClass, Size
from sequence_lint.project.bindings import External
from sequence_lint.project.callsites import FoundCall
from sequence_lint.project.construction import Construction
from sequence_lint.project.flow import Flow
from sequence_lint.project.module import Module
from sequence_lint.project.terms import Made
from sequence_lint.records import dataclass

_ROUNDING: MappingProxyType[str, Callable[[float], float]] = MappingProxyType(
    {
        "math.ceil": math.ceil,
        "math.floor": math.floor,
        "numpy.ceil": math.ceil,
        "numpy.floor": math.floor,
        "builtins.int": int,
        "builtins.round": round,
        "builtins.float": float,
        "numpy.int32": int,
        "numpy.int64": int,
    }
)
_OPERATORS: MappingProxyType[str, Callable[[float, float], float]] = MappingProxyType(
    {
        "+": operator.add,
        "-": operator.sub,
        "*": operator.mul,
        "/": operator.truediv,
        "//": operator.floordiv,
    }
)
_ARGUMENTS = MappingProxyType(
    {"x": ("steps_per_epoch", "steps"), "validation_data": ("validation_steps",)}
)
_MOST_NODES = 60


class _Untold(Exception):
    """The formula has a part that nobody knows."""


def steps(flow: Flow, site: FoundCall, sequence: SequenceClass) -> tuple[Steps, ...]:
    """The steps that the call asks for beside the length of the Sequence, size by size.

    Empty unless both are formulas over the same data.
    """
    if len(site.made) != 1 or not site.certain:
        return ()
    made = site.made[0]
    construction = Construction.of(flow, made)
    if construction is None or _single(construction, sequence):
        return ()
    epochs = epochs_of(construction, sequence)
    worked = []
    for given in site.arguments:
        if given.name in _ARGUMENTS[site.parameter]:
            for epoch in epochs:
                formula = Formula(flow, made, construction, sequence, epoch)
                asked = formula.value(site.module, given.node)
                length = epoch.length.value
                if asked is None or not isinstance(length, int):
                    return ()
                worked.append(Steps(given.name, epoch.size, asked, length))
    return tuple(worked)


def _single(construction: Construction, sequence: SequenceClass) -> bool:
    """Whether a batch is a single sample, so that batches and samples are the same number."""
    return any(
        role.kind == "batch" and construction.literal(role.name) in ("0", "1")
        for role in sequence.roles
    )


def epochs_of(construction: Construction, sequence: SequenceClass) -> tuple[Epoch, ...]:
    """The epochs of the setting that the instance is made with; none where that is unknown."""
    settings = sequence.by_setting()
    if not settings or not settings[0]:
        return ()
    usual = dict(settings[0][0].setting)
    chosen: dict[str, str] = {}
    for flag in sequence.flags:
        written = construction.literal(flag)
        if written is not None:
            chosen[flag] = written
        elif construction.gives(flag):
            return ()
    for epochs in settings:
        setting = dict(epochs[0].setting)
        if all(option == chosen.get(flag, usual.get(flag)) for flag, option in setting.items()):
            if all(flag in setting for flag in chosen):
                return epochs
    return ()


@dataclass(slots=True)
class Formula:
    """A formula at a call, read with the imaginary data set of one epoch."""

    flow: Flow
    made: Made
    construction: Construction
    sequence: SequenceClass
    epoch: Epoch
    nodes: int = 0
    counted: bool = False
    batches: int = 0

    def value(self, module: Module, node: Any) -> int | None:
        """The whole number that the formula gives, None if that is not known or not of the data."""
        try:
            found = self._value(module, node)
        except (_Untold, ArithmeticError, ValueError):
            return None
        if not self.counted or found != int(found):
            return None
        return int(found)

    @property
    def _size(self) -> Size:
        return self.epoch.size

    def _value(self, module: Module, node: Any) -> float:
        self.nodes += 1
        if self.nodes > _MOST_NODES:
            raise _Untold
        # A number is the batch size only where it divides: `len(x) // 2 + 2`.
        if type(node).__name__ != "Const" and self._is(module, node, "batch"):
            return self._batch()
        if self._is(module, node, "count"):
            return self._samples()
        match type(node).__name__:
            case "Const" if type(node.value) in (int, float):
                return float(node.value) if type(node.value) is float else int(node.value)
            case "BinOp" if node.op in _OPERATORS:
                left = self._value(module, node.left)
                right = self._divisor(module, node)
                return _OPERATORS[node.op](left, right)
            case "UnaryOp" if node.op == "-":
                return -self._value(module, node.operand)
            case "Call":
                return self._called(module, node)
            case "Subscript" if self._is_shape(module, node):
                return self._samples()
            case "Name":
                return self._value(*self._assigned(module, node))
        raise _Untold

    def _divisor(self, module: Module, node: Any) -> float:
        """The right side; to divide by anything but the batch size is to count something else."""
        if node.op not in ("/", "//"):
            return self._value(module, node.right)
        if self._is(module, node.right, "batch"):
            return self._batch()
        before = self.batches
        value = self._value(module, node.right)
        written = not any(role.kind == "batch" for role in self.sequence.roles)
        if value != self._batch() or not (written or self.batches > before + 1):
            raise _Untold
        return value

    def _called(self, module: Module, call: Any) -> float:
        if len(call.args) != 1 or call.keywords:
            raise _Untold
        match self.flow.of(module, call.func):
            case (External("builtins.len"),):
                return self._length(module, call.args[0])
            case (External(dotted),) if dotted in _ROUNDING:
                return _ROUNDING[dotted](self._value(module, call.args[0]))
        raise _Untold

    def _length(self, module: Module, node: Any) -> float:
        if self._is(module, node, "data"):
            return self._samples()
        length = self.epoch.length.value
        if self._is_instance(module, node) and isinstance(length, int):
            self.counted = True
            return length
        raise _Untold

    def _is_shape(self, module: Module, node: Any) -> bool:
        shape = node.value
        if type(shape).__name__ != "Attribute" or shape.attrname != "shape":
            return False
        first = type(node.slice).__name__ == "Const" and node.slice.value == 0
        return first and self._is(module, shape.expr, "data")

    def _is(self, module: Module, node: Any, kind: str) -> bool:
        """Whether the expression has that role for the instance."""
        names = [role.name for role in self.sequence.roles if role.kind == kind]
        if type(node).__name__ == "Attribute" and f"self.{node.attrname}" in names:
            if self._is_instance(module, node.expr):
                return True
        return any(
            self.construction.is_same(name, module, node) for name in names if "." not in name
        )

    def _is_instance(self, module: Module, node: Any) -> bool:
        match self.flow.of(module, node):
            case (Made(node=made),):
                return made is self.made.node
        return False

    def _assigned(self, module: Module, node: Any) -> tuple[Module, Any]:
        found = self.flow.sole_value(module, node)
        if found is None:
            raise _Untold
        return found

    def _samples(self) -> float:
        self.counted = True
        return self._size.samples

    def _batch(self) -> float:
        if self._size.batch is None:
            raise _Untold
        self.batches += 1
        return self._size.batch
