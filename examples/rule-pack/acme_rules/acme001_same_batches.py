"""Every epoch puts the same samples together in a batch.

## What it does

Reports a class for training whose second epoch has the batches of the first one.

## Why is this bad

The gradient of a batch depends on the company that a sample keeps. Where that never changes, a
model may learn the company too.

## At run time

Nothing is printed. `fit(shuffle=True)` serves the batches in another order, and leaves in each
batch what was in it.

## Bad

```python
import math

import keras


class Pairs(keras.utils.PyDataset):
    def __init__(self, x, y, batch_size):
        super().__init__()
        self.x, self.y, self.batch_size = x, y, batch_size

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, index):
        start = index * self.batch_size
        end = start + self.batch_size
        return self.x[start:end], self.y[start:end]
```

## Good

```python
import math

import keras
import numpy as np


class Pairs(keras.utils.PyDataset):
    def __init__(self, x, y, batch_size):
        super().__init__()
        self.x, self.y, self.batch_size = x, y, batch_size
        self.order = np.random.permutation(len(x))

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, index):
        start = index * self.batch_size
        chosen = self.order[start : start + self.batch_size]
        return self.x[chosen], self.y[chosen]

    def on_epoch_end(self):
        np.random.shuffle(self.order)
```

## Silent when

- a flag of the class decides on it, and one of its settings shuffles;
- the class is only seen in `evaluate`, `predict` or as `validation_data`, or says that it is for
  prediction;
- a batch draws its samples at random, or cannot be followed.

## References

- <https://keras.io/api/models/model_training_apis/#fit-method>: what `shuffle` does.
"""

from __future__ import annotations

from collections.abc import Iterator

from sequence_lint.api import (
    Epoch,
    Finding,
    Rule,
    SequenceClass,
    Severity,
    counted,
    needs_no_labels,
    numbered,
)


def check(sequence: SequenceClass) -> Iterator[Finding]:
    """One finding when no setting of the flags ever changes a batch."""
    if sequence.settings_left or not _is_for_training(sequence):
        return
    if not all(_in_order(epoch) for epoch in sequence.epochs):
        return
    first = sequence.epochs[0] if sequence.epochs else None
    again = next((epoch for epoch in sequence.epochs if epoch.number == 2), None)
    if first is None or again is None or first.largest_batch() < 2:
        return
    if first.size == again.size and first.served() == again.served():
        yield _finding(sequence, first)


def _is_for_training(sequence: SequenceClass) -> bool:
    if needs_no_labels(sequence):
        return False
    # Where no call is seen, it may be for anything, so for training too.
    return not sequence.uses or any((u.method, u.parameter) == ("fit", "x") for u in sequence.uses)


def _in_order(epoch: Epoch) -> bool:
    """True when it is certain what each batch holds, and chance has no part in it."""
    return epoch.told and not epoch.shuffled and not any(b.random for b in epoch.batches)


def _finding(sequence: SequenceClass, epoch: Epoch) -> Finding:
    samples = counted(epoch.size.samples, "sample")
    return Finding(
        place=sequence.place,
        message=f"`{sequence.name}` puts the same samples together in every epoch.",
        example=f"with {samples} and batches of {epoch.size.batch}, batch 0 holds "
        f"{numbered('sample', epoch.served()[0])} in the first epoch and in the second",
        help="Keep an array of indexes, select the batches from it, and shuffle it in "
        "`on_epoch_end`.",
    )


RULE = Rule(
    code="ACME001",
    name="same-batches",
    severity=Severity.NOTE,
    since="0.1.0",
    doc=__doc__,
    check=check,
)
