"""Which model stands for which library function or method, found by its name."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Any

from sequence_lint.dryrun import tensors
from sequence_lint.dryrun.binding import Arguments
from sequence_lint.dryrun.calls import unknown_call
from sequence_lint.dryrun.library_arrays import ARRAYS
from sequence_lint.dryrun.library_builtins import BUILTINS
from sequence_lint.dryrun.library_methods import (
    LIST_METHODS,
    MAPPING_METHODS,
    VECTOR_METHODS,
    method_of_unknown,
)
from sequence_lint.dryrun.library_numbers import narrowed
from sequence_lint.dryrun.library_shapes import SHAPES
from sequence_lint.dryrun.machine import Machine
from sequence_lint.dryrun.store import deep_origin
from sequence_lint.dryrun.values import (
    Const,
    Foreign,
    Instance,
    Mapping,
    Method,
    Opaque,
    Ref,
    ShapeOf,
    Tup,
    Value,
    Vector,
)

Model = Callable[[Machine, Arguments, Any], Value]

ARRAY_PACKAGES = (
    "numpy.",
    "tensorflow.",
    "keras.ops.",
    "keras.backend.",
    "jax.numpy.",
    "torch.",
    "cupy.",
)
"""Packages of which unknown functions are taken to give one array when they are given one."""

SHORT = MappingProxyType(
    {
        "jax.numpy.": "numpy.",
        "cupy.": "numpy.",
        "keras.ops.": "numpy.",
        "keras.src.ops.": "numpy.",
        "tensorflow.experimental.numpy.": "numpy.",
        "tensorflow.math.": "numpy.",
        "tensorflow.keras.": "keras.",
        "tf_keras.": "keras.",
        "tensorflow.python.keras.": "keras.",
        "scipy.": "numpy.",
    }
)


def canonical(dotted: str) -> str:
    """*dotted* under the package that the tables name it by."""
    for prefix, short in SHORT.items():
        if dotted.startswith(prefix):
            return short + dotted[len(prefix) :]
    return dotted


def call_foreign(machine: Machine, callee: Foreign, arguments: Arguments, node: Any) -> Value:
    """A call of something from outside the linted files."""
    dotted = canonical(callee.dotted)
    if dotted.startswith("super."):
        return _inherited_from_keras(machine, dotted, arguments, node)
    random = ".random." in f".{dotted}." or dotted.startswith("secrets.")
    if random:
        machine.sharing.note_draw(machine, callee.dotted, node)
    model = SHAPES.get(dotted) or BUILTINS.get(dotted) or ARRAYS.get(dotted)
    if model is not None and arguments.complete:
        return tensors.made(machine, callee.dotted, model(machine, arguments, node))
    array = dotted.startswith(ARRAY_PACKAGES) and not dotted.startswith("tensorflow.data")
    result = unknown_call(machine, callee, arguments, node, array=array and not random)
    if random and isinstance(result, Opaque):
        from sequence_lint.dryrun.library_random import made_random

        result = made_random(result)
    result = tensors.made(machine, callee.dotted, result)
    return machine.sharing.note_made(machine, callee.dotted, result)


def _inherited_from_keras(machine: Machine, dotted: str, arguments: Arguments, node: Any) -> Value:
    """A method of the Keras base or of a base outside the linted files."""
    if dotted in ("super.__init__", "super.on_epoch_end", "super.on_epoch_begin"):
        return Const(None)
    return unknown_call(machine, Foreign(dotted), arguments, node)


def call_method(machine: Machine, callee: Method, arguments: Arguments, node: Any) -> Value:
    """A call of a method of a list, array, frame, dict, text or unknown."""
    receiver, name = callee.receiver, callee.name
    cell = machine.cell(receiver)
    if isinstance(cell, Mapping) and isinstance(receiver, Ref):
        mapping_model = MAPPING_METHODS.get(name)
        if mapping_model is not None:
            return mapping_model(machine, receiver, cell, arguments, node)
    if isinstance(cell, Vector) and isinstance(receiver, Ref):
        return _vector_method(machine, receiver, cell, name, arguments, node)
    if isinstance(cell, Instance):
        return unknown_call(machine, receiver, arguments, node)
    if isinstance(receiver, (Const, Tup, ShapeOf)):
        reached = deep_origin(receiver, machine.store)
        for value in arguments.all():
            reached = reached | deep_origin(value, machine.store)
        if isinstance(receiver, Const) and name in ("item", "astype"):
            return _cast(receiver, arguments)
        return Opaque("text", reached)
    return unknown_call(machine, receiver, arguments, node)


def call_on_unknown(
    machine: Machine, base: Opaque, name: str, arguments: Arguments, node: Any
) -> Value:
    """``base.name(…)`` where *base* is unknown."""
    return method_of_unknown(machine, base, name, arguments, node)


def _cast(receiver: Const, arguments: Arguments) -> Value:
    """``np.ceil(n / b).astype(int)``: the number as the type that is asked for."""
    wanted = arguments.get(0, "dtype")
    if wanted is None:
        return receiver
    spelt = wanted.dotted if isinstance(wanted, Foreign) else ""
    if isinstance(wanted, Const) and isinstance(wanted.value, str):
        spelt = wanted.value
    if "int" in spelt and isinstance(receiver.value, (int, float)):
        whole = Const(int(receiver.value), receiver.origin)
        return narrowed(whole, spelt.rpartition(".")[2])
    if "float" in spelt and isinstance(receiver.value, (int, float)):
        return Const(float(receiver.value), receiver.origin)
    return Opaque("a number of a type that is not known", receiver.origin)


def _vector_method(
    machine: Machine, receiver: Ref, cell: Vector, name: str, arguments: Arguments, node: Any
) -> Value:
    list_model = LIST_METHODS.get(name)
    if list_model is not None and arguments.complete:
        return list_model(machine, receiver, cell, arguments, node)
    vector = machine.vector(receiver)
    assert vector is not None
    vector_model = VECTOR_METHODS.get(name)
    if vector_model is not None and arguments.complete:
        return vector_model(machine, vector, arguments, node)
    whole = Opaque("an array", deep_origin(receiver, machine.store), array=True)
    return unknown_call(machine, whole, arguments, node)
