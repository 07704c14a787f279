"""A model of one layer that takes exactly the batches it is shown, and notes what it is given."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from copy import deepcopy
from types import MappingProxyType
from typing import Any

import numpy as np

from oracle.cases import ALL_INPUTS, AS_ARRAYS, LABELS_LAST, ONE_SAMPLE

RATE = 0.01


def meant(batch: Any, how: str) -> tuple[Any, Any]:
    """Inputs and labels in *batch* as its author means them; no labels are None."""
    if how == ALL_INPUTS:
        return tuple(batch), None
    if how == LABELS_LAST:
        return tuple(batch[:-1]), batch[-1]
    if how == ONE_SAMPLE:
        batch = tuple(np.asarray(item)[None] for item in batch)
    if how == AS_ARRAYS and isinstance(batch, list):
        return np.asarray(batch), None
    if how == AS_ARRAYS:
        batch = tuple(np.asarray(item) if isinstance(item, list) else item for item in batch)
    if isinstance(batch, (tuple, list)) and 1 <= len(batch) <= 3:
        return batch[0], batch[1] if len(batch) > 1 else None
    return batch, None


class Notes:
    """The data of each training step, by epochs."""

    def __init__(self) -> None:
        self.epochs: list[list[Any]] = []

    def begin(self, *_: object) -> None:
        """An epoch begins."""
        self.epochs.append([])

    def add(self, data: Any) -> None:
        """One step of the epoch is given *data*."""
        self.epochs[-1].append(data)


class Models:
    """Models by the shapes that they take. One is kept as long as nothing goes wrong with it.

    Keras compiles a model anew for each object, which takes longer than all the rest.
    """

    def __init__(self, keras: Any) -> None:
        self._keras, self._backend = keras, backend_of(keras)
        self._kept: dict[str, tuple[Any, list[Any]]] = {}

    def fitting(self, batches: list[Any], how: str, watched: bool) -> Any:
        """A model for the first of *batches* that there can be one for, else for three numbers."""
        for batch in batches:
            x, y = meant(batch, how)
            try:
                return self._of(_shapes(x), Shape() if y is None else _shapes(y), watched)
            except ValueError:
                continue
        return self._of(Shape((3,)), Shape(), watched)

    def drop(self, model: Any) -> None:
        """Forget *model*, in which training stopped half-way.

        Keras 3 on TensorFlow keeps nothing in it but the weights, which are set for each use.
        """
        if self._backend == "tensorflow" and self._keras.__name__ != "tf_keras":
            return
        self._kept = {key: kept for key, kept in self._kept.items() if kept[0] is not model}

    def forget(self) -> None:
        """Forget all models: nobody knows which one was interrupted."""
        self._kept.clear()

    def _of(self, inputs: Any, outputs: Any, watched: bool) -> Any:
        key = repr((inputs, outputs, watched))
        if key not in self._kept:
            model = self._made(inputs, outputs, watched)
            self._kept[key] = (model, model.get_weights())
        model, weights = self._kept[key]
        model.set_weights(weights)
        return model

    def _made(self, inputs: Any, outputs: Any, watched: bool) -> Any:
        """A compiled model."""
        keras = self._keras
        keras.utils.set_random_seed(7)
        entries = _mapped(inputs, keras.layers.Input)
        each = [_row(keras, leaf) for leaf in leaves(entries)]
        joined = keras.layers.Concatenate()(each) if len(each) > 1 else each[0]
        results = _mapped(outputs, lambda shape: _head(keras, joined, shape))
        kind = WATCHING[self._backend](keras.Model) if watched else keras.Model
        model = kind(inputs=entries, outputs=results, name="model")
        eagerly = self._backend == "torch"
        model.compile(keras.optimizers.SGD(RATE), "mse", run_eagerly=eagerly)
        return model


def backend_of(keras: Any) -> str:
    """What *keras* runs on."""
    return "tensorflow" if keras.__name__ == "tf_keras" else str(keras.backend.backend())


def leaves(of: Any) -> list[Any]:
    """The arrays in nested tuples, lists and dicts."""
    if isinstance(of, dict):
        return [leaf for value in of.values() for leaf in leaves(value)]
    if isinstance(of, (tuple, list)):
        return [leaf for value in of for leaf in leaves(value)]
    return [] if of is None else [of]


def _copied(of: Any) -> Any:
    """*of* with a copy of each array: a tensor may share its numbers with the array behind it."""
    if isinstance(of, dict):
        return {key: _copied(value) for key, value in of.items()}
    if isinstance(of, (tuple, list)):
        return [_copied(value) for value in of]
    return None if of is None else np.array(of.detach().cpu() if hasattr(of, "detach") else of)


class Shape(tuple[Any, ...]):
    """The shape of one sample, told from a tuple of several arrays."""


def _shapes(of: Any) -> Any:
    """*of* with the shape of a row for each array. Raises ValueError where one is no array."""
    if isinstance(of, dict):
        return {key: _shapes(value) for key, value in of.items()}
    if isinstance(of, (tuple, list)):
        if not of or isinstance(of[0], (int, float, str, np.number)):
            raise ValueError("rows that are no array")
        return [_shapes(value) for value in of]
    array = np.asarray(of)
    if array.ndim == 0 or not len(array) or array.dtype.kind not in "fiub":
        raise ValueError("no numbers")
    return Shape(array.shape[1:])


def _mapped(shapes: Any, make: Any) -> Any:
    if isinstance(shapes, dict):
        return {key: _mapped(value, make) for key, value in shapes.items()}
    if isinstance(shapes, list):
        return [_mapped(value, make) for value in shapes]
    return make(tuple(shapes))


def _row(keras: Any, entry: Any) -> Any:
    """A few bounded numbers for each row, whatever its shape and size."""
    layers = keras.layers
    flat = layers.Flatten()(entry) if len(entry.shape) != 2 else entry
    return layers.Activation("softsign")(flat)


def _head(keras: Any, joined: Any, shape: tuple[int, ...]) -> Any:
    size = int(np.prod(shape)) if shape else 1
    out = keras.layers.Dense(size)(joined)
    return keras.layers.Reshape(shape)(out) if len(shape) > 1 else out


def _on_torch(model: Any) -> Any:
    """A class of models that put the data of each training step into their ``notes``."""

    class Watching(model):  # type: ignore[misc]
        def train_step(self, data: Any) -> Any:
            self.notes.add(_copied(data))
            return super().train_step(data)

    return Watching


def _on_tensorflow(model: Any) -> Any:
    """The same where the step is compiled: it gets an operation that notes its data."""

    class Watching(model):  # type: ignore[misc]
        def train_step(self, data: Any) -> Any:
            note_in_graph(data, self._note)
            return super().train_step(data)

        def _note(self, *arrays: Any) -> None:
            self.notes.add(_copied(arrays))

    return Watching


def note_in_graph(data: Any, note: Callable[..., None]) -> None:
    """Add to the TensorFlow step that is being built an operation that calls *note* with *data*."""
    tf = importlib.import_module("tensorflow")
    given = [each for each in tf.nest.flatten(data) if each is not None]
    tf.numpy_function(note, given, [])


def _on_jax(model: Any) -> Any:
    """The same where no operation of the step sees numbers: they come from an iterator."""

    class Watching(model):  # type: ignore[misc]
        train_function: Any

        def make_train_function(self, force: bool = False) -> Any:
            if self.train_function is None or force:
                super().make_train_function(force)
                self.train_function = _noting(self, self.train_function)
            return self.train_function

    return Watching


def _noting(model: Any, function: Any) -> Any:
    """A training function that notes what it takes.

    What is noted is a copy: the Sequence may fill the same array for the next step.
    """

    def noted(batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            model.notes.add(deepcopy(batch))
            yield batch

    return lambda state, batches: function(state, noted(batches))


WATCHING = MappingProxyType({"torch": _on_torch, "tensorflow": _on_tensorflow, "jax": _on_jax})
"""By backend, what makes a class of models one of such as note what they are trained with."""
