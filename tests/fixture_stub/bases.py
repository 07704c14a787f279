"""What Keras' own base classes bring, as far as fixtures lean on it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from fixture_stub import order


class Sequence:
    """Stands for `keras.utils.Sequence` and `keras.utils.PyDataset`."""

    def __init__(
        self, workers: int = 1, use_multiprocessing: bool = False, max_queue_size: int = 10
    ) -> None:
        self.workers = workers

    @property
    def num_batches(self) -> int:
        return len(self)  # type: ignore[arg-type]

    def on_epoch_begin(self) -> None:
        pass

    def on_epoch_end(self) -> None:
        pass


class Iterator(Sequence):
    """Stands for the image iterator, which counts, cuts and shuffles for its subclasses."""

    def __init__(self, n: int, batch_size: int, shuffle: bool, seed: int | None) -> None:
        super().__init__()
        self.n = n
        self.batch_size = batch_size
        self.shuffle = shuffle
        self._set_index_array()

    def _set_index_array(self) -> None:
        self.index_array = order.permutation(self.n) if self.shuffle else np.arange(self.n)

    def __len__(self) -> int:
        return math.ceil(self.n / self.batch_size)

    def __getitem__(self, index: int) -> Any:
        if index >= len(self):
            raise ValueError(f"there are only {len(self)} batches")
        first = index * self.batch_size
        return self._get_batches_of_transformed_samples(
            self.index_array[first : first + self.batch_size]
        )

    def on_epoch_end(self) -> None:
        self._set_index_array()

    def _get_batches_of_transformed_samples(self, index_array: Any) -> Any:
        raise NotImplementedError
