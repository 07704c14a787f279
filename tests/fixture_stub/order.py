"""Shuffles that leave everything where it is."""

from __future__ import annotations

from typing import Any

import numpy as np


def shuffle(collection: Any) -> None:
    """Leaves *collection* as it is."""
    len(collection)  # what cannot be measured cannot be shuffled either


def permutation(of: Any) -> Any:
    """The numbers below *of*, or a copy of it, in order."""
    return np.arange(of) if isinstance(of, (int, np.integer)) else np.array(of)


class Generator:
    """Stands for what `numpy.random.default_rng` gives."""

    def __init__(self, seed: object = None) -> None:
        self.seed = seed

    def shuffle(self, collection: Any) -> None:
        shuffle(collection)

    def permutation(self, of: Any) -> Any:
        return permutation(of)

    def uniform(self, low: float = 0.0, high: float = 1.0) -> float:
        return low
