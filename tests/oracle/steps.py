"""The arrays that a training step was given, and whether two steps or epochs had the same."""

from __future__ import annotations

from typing import Any

import numpy as np

from oracle import tiny


def same_batches(epochs: list[list[Any]]) -> bool | None:
    """True when the second epoch had the batches of the first, in whatever order they came.

    None where there were not two epochs with as many steps.
    """
    if len(epochs) < 2 or len(epochs[0]) != len(epochs[1]):
        return None
    left = [arrays(step) for step in epochs[0]]
    for step in epochs[1]:
        found = next((at for at, one in enumerate(left) if equal(one, arrays(step))), None)
        if found is None:
            return False
        del left[found]
    return True


def row_counts(step: Any) -> list[int]:
    """The number of rows of each array that came to *step*."""
    return [len(leaf) for leaf in tiny.leaves(step) if np.ndim(plain(leaf))]


def arrays(batch: Any) -> list[Any]:
    """The arrays of *batch*, left to right."""
    return [np.array(plain(leaf), dtype="float32") for leaf in tiny.leaves(batch)]


def plain(leaf: Any) -> Any:
    """*leaf* as NumPy takes it."""
    return leaf.detach().cpu().numpy() if hasattr(leaf, "detach") else leaf


def equal(one: list[Any], other: list[Any]) -> bool:
    """True when the arrays hold the same numbers."""
    if len(one) != len(other):
        return False
    pairs = zip(one, other, strict=True)
    return all(a.size == b.size and np.array_equal(a.ravel(), b.ravel()) for a, b in pairs)
