"""Which values are tensors of TensorFlow, PyTorch, JAX or Keras, and no arrays of NumPy."""

from __future__ import annotations

from types import MappingProxyType

from sequence_lint.dryrun.machine import Machine
from sequence_lint.dryrun.values import Opaque, Value, Vector
from sequence_lint.records import replace

_PACKAGES = MappingProxyType(
    {"tensorflow": "TensorFlow", "torch": "PyTorch", "jax": "JAX", "keras": "Keras"}
)
_WHERE = frozenset("tensorflow torch jax.numpy keras.ops keras.src.ops".split())
"""Modules of which the functions below give tensors."""
_WHOLE = ("tensorflow.image.", "tensorflow.math.", "tensorflow.random.", "jax.numpy.")
"""Modules of which each function gives one."""
_MAKING = frozenset(
    """convert_to_tensor constant cast identity stack concat concatenate cat zeros ones zeros_like
    ones_like expand_dims reshape one_hot gather take transpose tile squeeze tensor as_tensor
    from_numpy rand randn Tensor FloatTensor array map_fn vectorized_map reduce_mean reduce_max
    divide multiply add subtract""".split()
)
_KIND = "a tensor of "


def made(machine: Machine, dotted: str, result: Value) -> Value:
    """*result* of the function *dotted*, as a tensor where that makes one for a batch."""
    module, _, name = dotted.rpartition(".")
    making = (module in _WHERE and name in _MAKING) or dotted.startswith(_WHOLE)
    if machine.phase != "batch" or not making or "keras.preprocessing" in dotted:
        return result
    kind = _KIND + _PACKAGES[dotted.partition(".")[0]]
    if isinstance(result, Opaque):
        return replace(result, why=kind)
    vector = machine.vector(result)
    return result if vector is None else machine.place_cell(replace(vector, kind=kind))


def package(value: Opaque | Vector) -> str:
    """The package that *value* is a tensor of; empty where it is none that is known of."""
    said = value.why if isinstance(value, Opaque) else value.kind
    return said.removeprefix(_KIND) if said.startswith(_KIND) else ""


def as_numpy(value: Opaque) -> Opaque:
    """*value* as an array of NumPy."""
    return replace(value, why="an array") if package(value) else value
