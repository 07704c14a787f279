"""The order is built anew after it was shuffled.

## What it does

Reports an order that is shuffled and then replaced by one that is not: `on_epoch_end` shuffles
`self.indexes` and assigns `np.arange(...)` to it afterwards, the constructor shuffles what
`on_epoch_end` then builds in order, or each batch builds the order for itself.

## Why is this bad

The shuffle has no effect. Every epoch has the same batches with the same samples in them, in the
order in which they are stored. Where that is sorted by class, a batch is all of one class. Keras
changes the order of the batches, and never what is in them.

## At run time

Nothing is printed.

## Bad

```python
import math

import keras
import numpy as np


class Pairs(keras.utils.PyDataset):
    def __init__(self, x, y, batch_size):
        super().__init__()
        self.x, self.y, self.batch_size = x, y, batch_size
        self.order = np.arange(len(x))

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, index):
        start = index * self.batch_size
        rows = self.order[start : start + self.batch_size]
        return self.x[rows], self.y[rows]

    def on_epoch_end(self):
        np.random.shuffle(self.order)
        self.order = np.arange(len(self.x))
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
        self.order = np.arange(len(x))

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, index):
        start = index * self.batch_size
        rows = self.order[start : start + self.batch_size]
        return self.x[rows], self.y[rows]

    def on_epoch_end(self):
        np.random.shuffle(self.order)
```

## Silent when

- the order is built first and shuffled then, as most classes do;
- what replaces the order was made from it, or is shuffled too under a condition that was not
  followed;
- the shuffle counts under another setting of the flags;
- the shuffle before it is one of `__getitem__`;
- no batch reads the order.

## References

- <https://keras.io/api/utils/python_utils/#pydataset-class>: `on_epoch_end` is called after each
  epoch.
"""

from __future__ import annotations

from collections.abc import Iterator

from sequence_lint.api import (
    Epoch,
    Finding,
    Related,
    Rule,
    SequenceClass,
    Severity,
    Undone,
    listed,
    numbered,
)


def check(sequence: SequenceClass) -> Iterator[Finding]:
    """One finding for each place where a shuffled order is replaced by a plain one."""
    seen = set()
    for epoch in sorted(sequence.epochs, key=lambda one: -one.number):
        for undone in epoch.undone:
            if undone.rebuilt not in seen and _always(sequence, undone):
                seen.add(undone.rebuilt)
                yield _finding(sequence, epoch, undone)


def _always(sequence: SequenceClass, undone: Undone) -> bool:
    """True when the shuffle is undone under each setting of the flags under which it is made."""
    if undone.shuffled.moment == "batch":
        return False
    last = [epoch for epoch in sequence.epochs if epoch.number > 1]
    made = [epoch for epoch in last if _makes(epoch, undone)]
    return all(any(one.rebuilt == undone.rebuilt for one in epoch.undone) for epoch in made)


def _makes(epoch: Epoch, undone: Undone) -> bool:
    return any(shuffle.place == undone.shuffled.place for shuffle in epoch.shuffles)


def _finding(sequence: SequenceClass, epoch: Epoch, undone: Undone) -> Finding:
    name = undone.attribute
    return Finding(
        place=undone.rebuilt,
        message=f"`{sequence.name}` builds `self.{name}` anew after it was shuffled, so every "
        "epoch serves the samples in the order in which they are stored.",
        example=_example(epoch),
        help=f"Build `self.{name}` first and shuffle it then.",
        related=(Related(undone.shuffled.place, "this shuffle has no effect"),),
    )


def _example(epoch: Epoch) -> str | None:
    if not epoch.told or (epoch.size.batch or 1) < 2:
        return None
    each = [numbered("sample", positions) for positions in epoch.served() if positions]
    return f"{epoch.size.spelt()}, each epoch has batches of {listed(each)}"


RULE = Rule(
    code="SEQ407",
    name="shuffle-undone",
    severity=Severity.WARNING,
    since="0.1.0",
    doc=__doc__,
    check=check,
)
