"""The Keras that is asked: how it is imported, and what other modules fixtures import beside it."""

from __future__ import annotations

import importlib
import os
import sys
from contextlib import suppress
from types import ModuleType
from typing import Any

import numpy as np
from fixture_stub import add_module, beside_keras, loaders
from fixture_stub.disk import Disk

LINES = ("jax", "torch", "tensorflow", "tf_keras")
"""Keras 3 on its backends, and Keras 2 as it lives on."""
SHARED = ("layers", "losses", "models", "optimizers", "utils")


def load(line: str) -> Any:
    """Import the Keras of *line*. Raises ImportError where it is not installed."""
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    if line == "tf_keras":
        os.environ["TF_USE_LEGACY_KERAS"] = "1"
        return importlib.import_module("tf_keras")
    os.environ["KERAS_BACKEND"] = line
    keras = importlib.import_module("keras")
    if line == "tensorflow":
        # Some fixtures mix the two. Later it would look for its parts and find stand-ins.
        with suppress(ImportError):
            importlib.import_module("tf_keras")
    else:
        # Keras looks once whether there is a TensorFlow; later there will be a stand-in.
        _ = importlib.import_module("keras.src.utils.module_utils").tensorflow.available
    return keras


def versions(line: str) -> dict[str, str]:
    """The versions of what *line* is made of, with that of Python."""
    from importlib.metadata import version

    parts = {
        "jax": ("keras", "jax", "numpy"),
        "torch": ("keras", "torch", "numpy"),
        "tensorflow": ("keras", "tensorflow-cpu", "numpy"),
        "tf_keras": ("tf_keras", "tensorflow-cpu", "numpy"),
    }[line]
    python = ".".join(map(str, sys.version_info[:3]))
    return {**{name: version(name) for name in parts}, "python": python}


def lend(keras: Any, line: str, disk: Disk) -> None:
    """Let fixtures of this process import *keras* by any of its names, and find *disk*."""
    found = beside_keras(disk)
    if line == "tf_keras":
        # What is written for Keras 3 is tried as if it had been written for Keras 2.
        keras.utils.PyDataset = keras.utils.Sequence
        image = importlib.import_module("tf_keras.preprocessing.image")
        _alias(found, "keras", keras, image)
    else:
        image = importlib.import_module("keras.src.legacy.preprocessing.image")
    if line in ("tensorflow", "tf_keras"):
        found["tensorflow"] = importlib.import_module("tensorflow")
    _alias(found, "tensorflow.keras", keras, image)
    sys.modules.update(found)


def _alias(found: dict[str, ModuleType], root: str, keras: Any, image: ModuleType) -> None:
    """Add *keras* under the name *root*, with the iterators of *image*, which need no files."""
    parent, _, last = root.rpartition(".")
    found[root] = keras
    if parent:
        setattr(found[parent], last, keras)
    for name in SHARED:
        found[f"{root}.{name}"] = getattr(keras, name)
    reading = {"load_img": loaders.image_of, "img_to_array": np.asarray}
    apart: dict[str, ModuleType] = {}
    add_module(apart, "preprocessing.image", **{**vars(image), **reading})
    add_module(apart, "preprocessing.sequence", pad_sequences=keras.utils.pad_sequences)
    found.update({f"{root}.{name}": module for name, module in apart.items()})
