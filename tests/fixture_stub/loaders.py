"""Loading from disk, without a disk: what comes back is told by the path alone."""

from __future__ import annotations

import zlib
from typing import Any

import numpy as np


def array_of(path: object, **_: object) -> Any:
    """One number that differs from path to path, as an array."""
    return np.array([float(zlib.crc32(str(path).encode()) % 100_003)])


def image_of(path: object, *_: object, **__: object) -> Any:
    """An image of one pixel and three channels that differs from path to path."""
    return np.ones((1, 1, 3)) * array_of(path)


def resize(image: Any, size: object, **_: object) -> Any:
    """The image as it is."""
    return image


def tensor(of: Any, dtype: Any = None) -> Any:
    """An array stands for the tensor."""
    return np.array(of, dtype=dtype)


def to_categorical(y: Any, num_classes: int | None = None) -> Any:
    """Rows of zeros with a one in the column of the class."""
    numbers = np.asarray(y, dtype=int)
    return np.eye(num_classes or int(numbers.max()) + 1)[numbers]


def pad_sequences(sequences: Any, maxlen: int = 4, **_: object) -> Any:
    """Each sequence as a row of *maxlen* numbers, cut or filled with zeros in front."""
    rows = np.zeros((len(sequences), maxlen))
    for row, sequence in zip(rows, sequences, strict=True):
        kept = list(sequence)[-maxlen:]
        row[maxlen - len(kept) :] = kept
    return rows
