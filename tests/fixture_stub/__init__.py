"""Stand-ins for Keras, pandas and image loading, so that fixtures can run with NumPy alone."""

from __future__ import annotations

import glob
import os
import random
import sys
from contextlib import ExitStack, contextmanager
from types import ModuleType
from typing import TYPE_CHECKING
from unittest.mock import patch

import numpy as np

from fixture_stub import bases, loaders, order
from fixture_stub.disk import Disk
from fixture_stub.frame import Frame

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def stubbed(disk: Disk) -> Iterator[None]:
    """Replace what fixtures import, what they find on disk, and what they draw at random.

    Random orders become the stored order, because the linter numbers samples by their place in the
    order. Fresh arrays hold zeros, because what ``np.empty`` holds is no sample.
    """
    with patch.dict(sys.modules, _modules(disk)), settled(disk):
        yield


@contextmanager
def settled(disk: Disk, chance: bool = False) -> Iterator[None]:
    """The part of `stubbed` that leaves the modules as they are, and random orders if *chance*."""
    patches = [each for each in _PATCHES if not chance or each[2].__module__ != order.__name__]
    with ExitStack() as stack:
        for target, name, replacement in (*patches, *_found_on(disk)):
            stack.enter_context(patch.object(target, name, replacement))
        yield


def beside_keras(disk: Disk) -> dict[str, ModuleType]:
    """Stand-ins for what fixtures import beside Keras, by their names."""
    found: dict[str, ModuleType] = {}
    add_module(found, "pandas", DataFrame=Frame, read_csv=disk.table)
    add_module(found, "h5py", File=disk.store)
    add_module(found, "tensorflow", convert_to_tensor=loaders.tensor, float32=np.float32)
    add_module(found, "cv2", imread=loaders.image_of, resize=loaders.resize)
    return found


def add_module(found: dict[str, ModuleType], dotted: str, **members: object) -> None:
    """Add to *found* a module with *members*, and empty ones for the packages around it."""
    parent = ""
    for part in dotted.split("."):
        name = f"{parent}.{part}" if parent else part
        if name not in found:
            found[name] = ModuleType(name)
            if parent:
                setattr(found[parent], part, found[name])
        parent = name
    vars(found[dotted]).update(members)


_PATCHES = (
    (np, "empty", np.zeros),
    (np, "load", loaders.array_of),
    (np.random, "shuffle", order.shuffle),
    (np.random, "permutation", order.permutation),
    (np.random, "default_rng", order.Generator),
    (np.random, "RandomState", order.Generator),
    (np.random, "choice", order.choice),
    (random, "shuffle", order.shuffle),
    (random, "sample", order.sample),
)


def _found_on(disk: Disk) -> tuple[tuple[object, str, object], ...]:
    return ((os, "listdir", disk.names), (glob, "glob", disk.names))


def _modules(disk: Disk) -> dict[str, ModuleType]:
    found = beside_keras(disk)
    for root in ("keras", "tensorflow.keras", "tf_keras"):
        add_module(found, root)
        add_module(found, f"{root}.utils", **_KERAS_UTILS)
        add_module(found, f"{root}.preprocessing")
        add_module(found, f"{root}.preprocessing.image", **_KERAS_IMAGE)
        add_module(found, f"{root}.preprocessing.sequence", pad_sequences=loaders.pad_sequences)
    return found


_KERAS_UTILS = {
    "Sequence": bases.Sequence,
    "PyDataset": bases.Sequence,
    "to_categorical": loaders.to_categorical,
}
_KERAS_IMAGE = {
    "Iterator": bases.Iterator,
    "load_img": loaders.image_of,
    "img_to_array": np.asarray,
}
