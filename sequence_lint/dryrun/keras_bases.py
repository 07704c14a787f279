"""What Keras' own iterator brings to its subclasses, as a class that the dry run interprets.

Source of the facts: the image iterator of Keras 2 and of the legacy part of Keras 3 (its length is
rounded up, and each index hands a slice of an index array to a method of the subclass).
"""

from __future__ import annotations

from typing import Any

from sequence_lint.project.bindings import ClassRef, External
from sequence_lint.project.parse import parse

ITERATOR = """
import numpy as np


class Iterator:
    def __init__(self, n, batch_size, shuffle, seed):
        self.n = n
        self.batch_size = batch_size
        self.shuffle = shuffle
        self.seed = seed
        self.index_array = np.arange(n)
        self.on_epoch_end()

    def __len__(self):
        return (self.n + self.batch_size - 1) // self.batch_size

    def __getitem__(self, idx):
        positions = self.index_array[self.batch_size * idx : self.batch_size * (idx + 1)]
        return self._get_batches_of_transformed_samples(positions)

    def on_epoch_end(self):
        if self.shuffle:
            np.random.shuffle(self.index_array)
"""


def with_keras_members(lineage: tuple[Any, ...], keras_base: str) -> tuple[Any, ...]:
    """*lineage* with the members of Keras' iterator, for the classes that inherit from it."""
    if not keras_base.endswith("image.Iterator"):
        return lineage
    module = parse("keras/preprocessing/image.py", "keras.preprocessing.image", False, ITERATOR)
    node = next(node for node in module.tree.body if type(node).__name__ == "ClassDef")
    stub = ClassRef(module, node)
    return tuple(
        stub if isinstance(entry, External) and entry.dotted == keras_base else entry
        for entry in lineage
    )
