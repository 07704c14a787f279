"""The loop that collects the samples of a batch returns in its first round.

## What it does

Reports a `return` that stands in the body of the loop that fills the batch, under no condition,
and gives what the loop is collecting.

## Why is this bad

It is mostly one level of indentation too many. The loop never comes to its second sample, so each
batch holds one sample of those that it was made for, or an array of which all but the first row
were never filled.

## At run time

Nothing is printed. With 100 samples in batches of 32, an epoch trains on 4 samples; where the
array was allocated with `batch_size` rows, on 4 samples and on the 124 rows that nothing was
written to.

## Bad

```python
import math

import keras
import numpy as np


class Pairs(keras.utils.Sequence):
    def __init__(self, x, y, batch_size):
        super().__init__()
        self.x, self.y, self.batch_size = x, y, batch_size

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, index):
        start = index * self.batch_size
        end = start + self.batch_size
        x, y = [], []
        for image, label in zip(self.x[start:end], self.y[start:end]):
            x.append(image / 255)
            y.append(label)
            return np.array(x), np.array(y)
```

## Good

```python
import math

import keras
import numpy as np


class Pairs(keras.utils.Sequence):
    def __init__(self, x, y, batch_size):
        super().__init__()
        self.x, self.y, self.batch_size = x, y, batch_size

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, index):
        start = index * self.batch_size
        end = start + self.batch_size
        x, y = [], []
        for image, label in zip(self.x[start:end], self.y[start:end]):
            x.append(image / 255)
            y.append(label)
        return np.array(x), np.array(y)
```

## Silent when

- the `return` stands under a condition, or what is returned is not what the loop collects;
- the loop looks for something or tries again (`continue`, `break`, `try`);
- it has one round only, or a number of rounds that cannot be told.

## References

- <https://docs.python.org/3/reference/simple_stmts.html#the-return-statement>
"""

from __future__ import annotations

from collections.abc import Iterator

from sequence_lint.api import Batch, Epoch, Finding, Place, Rule, SequenceClass, Severity, counted


def check(sequence: SequenceClass) -> Iterator[Finding]:
    """One finding for each such `return`."""
    done: set[Place] = set()
    for epoch in sequence.epochs:
        for batch in epoch.batches:
            for place in batch.left_early:
                if place not in done:
                    done.add(place)
                    yield _finding(sequence, epoch, batch, place)


def _finding(sequence: SequenceClass, epoch: Epoch, batch: Batch, place: Place) -> Finding:
    return Finding(
        place=place,
        message=f"`{sequence.name}` returns inside the loop that collects a batch, so the loop "
        "ends after its first sample, which Keras does not notice.",
        example=_example(epoch, batch),
        help="Move the `return` out of the loop, to the same indentation as the `for`.",
    )


def _example(epoch: Epoch, batch: Batch) -> str | None:
    if epoch.size.batch is None or not epoch.told:
        return None
    held = counted(len(epoch.serves(batch) or ()), "sample")
    return f"{epoch.size.spelt()}, batch {batch.index} holds {held}"


RULE = Rule(
    code="SEQ309",
    name="returned-inside-loop",
    severity=Severity.WARNING,
    since="0.1.0",
    doc=__doc__,
    check=check,
)
