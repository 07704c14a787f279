"""One array is filled and returned for all batches, while several threads make them.

## What it does

Reports an array that the class keeps, fills for each batch and returns as it is, where several
worker threads are asked for: by `workers=4` in the constructor of the base class, where an instance
is made, or in the call.

## Why is this bad

Workers make batches ahead of training, and the batches wait in a queue. All of them are the same
array, which the next batch overwrites. What is trained on is then the batch that was made last,
again and again, and part of the data is never seen.

## At run time

Nothing is printed. With 256 samples in 8 batches and 4 workers, all 8 batches were the same one,
and 224 samples were never seen. With one worker each batch is used before the next is made.

## Bad

```python
import math

import keras
import numpy as np


class Filled(keras.utils.PyDataset):
    def __init__(self, x, y, batch_size):
        super().__init__(workers=4)
        self.x, self.y, self.batch_size = x, y, batch_size
        self.batch = np.zeros((batch_size, x.shape[1]))

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, index):
        rows = slice(index * self.batch_size, (index + 1) * self.batch_size)
        samples = self.x[rows]
        for place, sample in enumerate(samples):
            self.batch[place] = sample
        return self.batch[: len(samples)], self.y[rows]
```

## Good

```python
import math

import keras
import numpy as np


class Filled(keras.utils.PyDataset):
    def __init__(self, x, y, batch_size):
        super().__init__(workers=4)
        self.x, self.y, self.batch_size = x, y, batch_size

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, index):
        rows = slice(index * self.batch_size, (index + 1) * self.batch_size)
        samples = self.x[rows]
        batch = np.zeros((len(samples), self.x.shape[1]))
        for place, sample in enumerate(samples):
            batch[place] = sample
        return batch, self.y[rows]
```

## Silent when

- a copy is returned (`self.batch.copy()`, `np.array(self.batch)`);
- there is one worker, or the workers are processes, to which each has an array of its own;
- it is not seen that several threads are asked for.

## References

- <https://keras.io/api/utils/python_utils/#pydataset-class>: what `workers` does.
"""

from __future__ import annotations

from collections.abc import Iterator

from sequence_lint.api import Finding, Place, Related, Rule, SequenceClass, Severity, counted


def check(sequence: SequenceClass) -> Iterator[Finding]:
    """One finding at the `return`, where several threads make the batches."""
    asked = next((one for one in sequence.workers if one.several and not one.processes), None)
    shared = next(_shared(sequence), None)
    if asked is None or shared is None:
        return
    place, name = shared
    yield Finding(
        place=place,
        message=f"`{sequence.name}` fills `self.{name}` for each batch and returns that array "
        f"itself, and `{asked.text}` asks for {counted(asked.count or 0, 'thread')} that make "
        "batches ahead, so a batch is overwritten before it is trained on.",
        help=f"Make an array for each batch, or return `self.{name}.copy()`.",
        related=(Related(asked.place, "the threads are asked for here"),),
    )


def _shared(sequence: SequenceClass) -> Iterator[tuple[Place, str]]:
    """The `return` statements that give an array of the instance that was filled for the batch."""
    for epoch in sequence.epochs:
        if sequence.is_meant(epoch):
            for returned in (each for batch in epoch.batches for each in batch.returned):
                for leaf in returned.part.leaves():
                    if leaf.kept:
                        yield returned.place, leaf.kept


RULE = Rule(
    code="SEQ503",
    name="shared-batch-buffer",
    severity=Severity.WARNING,
    since="0.1.0",
    doc=__doc__,
    check=check,
)
