"""How many different random numbers several workers draw: run in a process that has Keras 3."""

from __future__ import annotations

import importlib
import json
import random
import sys
import time
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

BATCHES = 8
EITHER: Mapping[str, Callable[[Any, int], float]] = MappingProxyType(
    {
        "numpy": lambda kept, index: np.random.random(),
        "kept": lambda kept, index: kept.random(),
        "python": lambda kept, index: random.random(),
        "of the index": lambda kept, index: np.random.default_rng(index).random(),
    }
)
"""The ways to draw a number for a batch, by the generator that it comes from."""


def main() -> None:
    """Print for each way, with processes and with threads, how many numbers were different."""
    keras: Any = importlib.import_module("keras")

    class Drawing(keras.utils.PyDataset):  # type: ignore[misc]
        def __init__(self, way: str, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            self.way, self.kept = way, np.random.default_rng(5)

        def __len__(self) -> int:
            return BATCHES

        def __getitem__(self, index: int) -> Any:
            drawn = EITHER[self.way](self.kept, index)
            time.sleep(0.05)  # so that no worker makes all of them before another begins
            return np.full((4, 1), drawn), np.zeros((4, 1))

    model = keras.Sequential([keras.layers.Input((1,)), keras.layers.Identity()])
    found = {}
    for way in EITHER:
        for processes in (True, False):
            data = Drawing(way, workers=2, use_multiprocessing=processes)
            rows = model.predict(data, verbose=0)[:, 0]
            found[f"{way}, {'processes' if processes else 'threads'}"] = len(set(rows.tolist()))
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
