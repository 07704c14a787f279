"""The order is shuffled while batches are made from it.

## What it does

Reports a `__getitem__`, or a `__len__`, that shuffles the order or the data that the batches are
selected from and keeps it. Where only the first or the last batch does so, it is a note.

## Why is this bad

The places that an index selects hold other samples each time. What one batch had may come again in
the next, and other samples are in no batch of the epoch. A third of them is missed in each epoch,
as if the batches were drawn with replacement. A shuffle in the first or the last batch does no harm
only while Keras asks for the batches in their order, which `fit` does not do by default.

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
        np.random.shuffle(self.order)
        start = index * self.batch_size
        rows = self.order[start : start + self.batch_size]
        return self.x[rows], self.y[rows]
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

- only the samples of one batch are shuffled, or a copy that is not kept;
- the index has no part in what is selected: batches are then drawn at random on purpose;
- the shuffle is under a condition that was not followed;
- a batch goes on where the one before stopped, which is another rule's.

## References

- <https://keras.io/api/utils/python_utils/#pydataset-class>: `on_epoch_end` is called after each
  epoch.
"""

from __future__ import annotations

from collections.abc import Iterator

from sequence_lint.api import (
    Cut,
    Epoch,
    Finding,
    Place,
    Related,
    Rule,
    SequenceClass,
    Severity,
    Shuffle,
    counted,
    numbered,
)


def check(sequence: SequenceClass) -> Iterator[Finding]:
    """One finding for each place where what batches are selected from is shuffled meanwhile."""
    found: dict[Place, Finding] = {}
    for epoch in sequence.epochs:
        if epoch.number > 1 or len(epoch.batches) < 2:
            continue
        for shuffle in epoch.shuffles:
            cut = _selected(sequence, epoch, shuffle)
            if cut is None:
                continue
            finding = _finding(sequence, epoch, shuffle, cut)
            known = found.get(shuffle.place)
            if known is None or (known.severity is not None and finding.severity is None):
                found[shuffle.place] = finding
    yield from found.values()


def _selected(sequence: SequenceClass, epoch: Epoch, shuffle: Shuffle) -> Cut | None:
    """What the index selects from the order that *shuffle* made, if that order is kept."""
    if any(batch.cursors for batch in epoch.batches):
        return None
    if shuffle.moment not in ("batch", "length") or not shuffle.certain or not shuffle.attributes:
        return None
    same = (e for e in sequence.epochs if (e.size, e.setting) == (epoch.size, epoch.setting))
    cuts = (cut for one in same for batch in one.batches for cut in batch.cuts)
    return next((cut for cut in cuts if cut.direct and shuffle.number in cut.orders), None)


def _is_rare(epoch: Epoch, shuffle: Shuffle) -> bool:
    """True when only the first or the last batch shuffles, or the length does."""
    if shuffle.moment == "length":
        return True
    batches = {one.batch for one in epoch.shuffles if one.place == shuffle.place}
    return batches in ({0}, {len(epoch.batches) - 1})


def _finding(sequence: SequenceClass, epoch: Epoch, shuffle: Shuffle, cut: Cut) -> Finding:
    name, rare = shuffle.attributes[0], _is_rare(epoch, shuffle)
    method = "__len__" if shuffle.moment == "length" else "__getitem__"
    result = (
        "which is right only as long as Keras asks in one certain order"
        if rare
        else "so samples are repeated and others are in no batch"
    )
    return Finding(
        place=shuffle.place,
        message=f"`{method}` of `{sequence.name}` shuffles `self.{name}`, from which batches are "
        f"selected, {result}.",
        example=_example(epoch, shuffle, cut),
        help="Move the shuffle to `on_epoch_end`, which Keras calls between two epochs.",
        related=(Related(cut.place, "batches are selected here"),),
        severity=Severity.NOTE if rare else None,
    )


def _example(epoch: Epoch, shuffle: Shuffle, cut: Cut) -> str | None:
    if (epoch.size.batch or 1) < 2 or not cut.picked:
        return None
    size = f"with {counted(epoch.size.samples, 'sample')} and batches of {epoch.size.batch}"
    when = "asking for the length" if shuffle.batch is None else f"making batch {shuffle.batch}"
    return f"{size}, {numbered('place', cut.picked)} of `{cut.source}` hold others after {when}"


RULE = Rule(
    code="SEQ413",
    name="shuffled-in-getitem",
    severity=Severity.WARNING,
    since="0.1.0",
    doc=__doc__,
    check=check,
)
