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


def sample(collection: Any, k: int) -> list[Any]:
    """The first *k* of a collection."""
    return list(collection)[:k]


def choice(of: Any, size: Any = None, replace: bool = True, p: Any = None) -> Any:
    """Without replacement the first of them; otherwise what NumPy draws."""
    if replace or size is None:
        return _choice(of, size, replace, p)
    return permutation(of)[:size]


_choice = np.random.choice


class Generator:
    """Stands for what `numpy.random.default_rng` and `numpy.random.RandomState` give."""

    def __init__(self, seed: object = None) -> None:
        self.seed = seed

    def shuffle(self, collection: Any) -> None:
        shuffle(collection)

    def permutation(self, of: Any) -> Any:
        return permutation(of)

    def uniform(self, low: float = 0.0, high: float = 1.0) -> float:
        return low
