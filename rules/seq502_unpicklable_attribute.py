"""Worker processes cannot be sent what the instance keeps.

## What it does

Reports an attribute that keeps an open file, an HDF5 file, a lock, a session, a generator or a
lambda once the instance is made, where worker processes are asked for: by
`use_multiprocessing=True` in the constructor of the base class, where an instance is made, or in
the call.

## Why is this bad

On macOS and Windows, and wherever processes are not forked, the instance is pickled to be sent to
the workers, and these things cannot be. On Linux a fork gets them all the same, but an open file
then has one position for all processes: two workers that read at once get parts of each other's
data.

## At run time

Where processes are started anew: `TypeError: cannot pickle '_io.TextIOWrapper' object`,
`TypeError: h5py objects cannot be pickled`, `TypeError: cannot pickle '_thread.lock' object`,
`TypeError: cannot pickle 'generator' object` or `AttributeError: Can't pickle local object`. Where
they are forked, nothing is printed.

## Bad

```python
import math

import h5py
import keras


class Stored(keras.utils.PyDataset):
    def __init__(self, path, y, batch_size, **kwargs):
        super().__init__(**kwargs)
        self.file = h5py.File(path, "r")
        self.y, self.batch_size = y, batch_size

    def __len__(self):
        return math.ceil(len(self.y) / self.batch_size)

    def __getitem__(self, index):
        rows = slice(index * self.batch_size, (index + 1) * self.batch_size)
        return self.file["images"][rows], self.y[rows]


def train(path, y):
    model = keras.Sequential([keras.layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(Stored(path, y, 32, workers=2, use_multiprocessing=True))
```

## Good

```python
import math

import h5py
import keras


class Stored(keras.utils.PyDataset):
    def __init__(self, path, y, batch_size, **kwargs):
        super().__init__(**kwargs)
        self.path, self.file = path, None
        self.y, self.batch_size = y, batch_size

    def __len__(self):
        return math.ceil(len(self.y) / self.batch_size)

    def __getitem__(self, index):
        if self.file is None:
            self.file = h5py.File(self.path, "r")
        rows = slice(index * self.batch_size, (index + 1) * self.batch_size)
        return self.file["images"][rows], self.y[rows]


def train(path, y):
    model = keras.Sequential([keras.layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(Stored(path, y, 32, workers=2, use_multiprocessing=True))
```

## Silent when

- it is opened when the first batch is made, so that each worker has its own;
- the class says how it is pickled: `__getstate__`, `__reduce__`;
- workers are threads, or it is not seen that processes are asked for;
- it is not certain what the attribute keeps.

## References

- <https://docs.python.org/3/library/pickle.html#what-can-be-pickled-and-unpickled>
- <https://docs.python.org/3/library/multiprocessing.html#contexts-and-start-methods>
"""

from __future__ import annotations

from collections.abc import Iterator

from sequence_lint.api import Finding, Related, Rule, SequenceClass, Severity

_PICKLED_BY_ITSELF = frozenset({"__getstate__", "__reduce__", "__reduce_ex__"})


def check(sequence: SequenceClass) -> Iterator[Finding]:
    """One finding for each attribute that stands in the way of processes."""
    asked = next((one for one in sequence.workers if one.processes), None)
    if asked is None or not _PICKLED_BY_ITSELF.isdisjoint(sequence.defined):
        return
    for held in sequence.held:
        yield Finding(
            place=held.place,
            message=f"`{sequence.name}` keeps {held.what} in `self.{held.name}`, and "
            f"`{asked.text}` asks for worker processes: where they are not forked, as on macOS and "
            f"Windows, making the first batch fails with `{held.refusal}`.",
            help=f"Make it when the first batch is asked for, so that each process has its own, "
            f"and begin with `self.{held.name} = None`.",
            related=(Related(asked.place, "the processes are asked for here"),),
        )


RULE = Rule(
    code="SEQ502",
    name="unpicklable-attribute",
    severity=Severity.WARNING,
    since="0.1.0",
    doc=__doc__,
    check=check,
)
