"""The last batch reads element by element past the end of the data and raises.

## What it does

Reports an element access in `__getitem__`, or in a helper that it calls, that raises `IndexError`
(`KeyError` for a label of a frame, as in `df.loc[k]`) in the last batch when that is not full: a
loop over `range(batch_size)` or over `range(index * batch_size, (index + 1) * batch_size)` beside a
length that is rounded up.

## Why is this bad

A slice ends at the end of the data by itself, an index does not. The class works as long as the
batch size divides the number of samples. For any other number the epoch stops before its end.

## At run time

`IndexError: list index out of range`, or `IndexError: index 100 is out of bounds for axis 0 with
size 100` for arrays. TensorFlow wraps it: `UnknownError: Graph execution error`.

## Bad

```python
import math

import keras
import numpy as np


class Pairs(keras.utils.PyDataset):
    def __init__(self, x, y, batch_size):
        super().__init__()
        self.x, self.y, self.batch_size = x, y, batch_size

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, index):
        rows = range(index * self.batch_size, (index + 1) * self.batch_size)
        return np.array([self.x[k] for k in rows]), np.array([self.y[k] for k in rows])
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

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, index):
        stop = min((index + 1) * self.batch_size, len(self.x))
        rows = range(index * self.batch_size, stop)
        return np.array([self.x[k] for k in rows]), np.array([self.y[k] for k in rows])
```

## Silent when

- the data is cut by slices, which end with it;
- the end is clamped, or the index wraps around;
- the length is rounded down, so that the last batch is always full;
- the class raises by itself (`if index >= len(self): raise IndexError`);
- batches of other sizes raise as well: then it is not the tail.

## References

- <https://docs.python.org/3/library/stdtypes.html#common-sequence-operations>: an index past the
  end raises, a slice does not.
"""

from __future__ import annotations

from collections.abc import Iterator

from sequence_lint.api import (
    Batch,
    Epoch,
    Finding,
    Raised,
    Related,
    Rule,
    SequenceClass,
    Severity,
    counted,
)


def check(sequence: SequenceClass) -> Iterator[Finding]:
    """One finding when only batches that are not full raise, under the default setting."""
    for epochs in sequence.by_setting()[:1]:
        raising = [(epoch, raised) for epoch in epochs if (raised := _in_the_tail(epoch))]
        if raising and any(_runs_full(epoch) for epoch in epochs):
            yield _finding(sequence, *raising[0])


def _in_the_tail(epoch: Epoch) -> Raised | None:
    """What the last batch raises, when it is the only one and not full."""
    if not epoch.known or epoch.size.batch is None or not epoch.size.samples % epoch.size.batch:
        return None
    raised = [batch for batch in epoch.batches if batch.raised is not None]
    if len(epoch.batches) < 2 or [batch.index for batch in raised] != [len(epoch.batches) - 1]:
        return None
    error = raised[0].raised
    # A label that is not there is a KeyError: ``df.loc[n]``.
    kinds = ("IndexError", "KeyError")
    past_end = error is not None and error.kind in kinds and not error.on_purpose
    return error if past_end and _serves_in_full(epoch.batches[:-1]) else None


def _runs_full(epoch: Epoch) -> bool:
    """True when all batches are full and none raises."""
    full = epoch.fills_batches and bool(epoch.batches)
    return full and all(batch.raised is None for batch in epoch.batches)


def _serves_in_full(batches: tuple[Batch, ...]) -> bool:
    return all(batch.returned for batch in batches)


def _finding(sequence: SequenceClass, epoch: Epoch, raised: Raised) -> Finding:
    last = epoch.batches[-1].index
    batch = epoch.size.batch or 1
    rest = epoch.size.samples % batch
    return Finding(
        place=raised.place,
        message=f"`{sequence.name}` reads past the end of the data in the last batch when that is "
        f"not full, and stops with `{raised.kind}`.",
        example=f"{epoch.size.spelt()}, batch {last} has {counted(rest, 'sample')}, and a full "
        f"batch is read: {raised.message}",
        help="Let the loop end at the last sample, by `min((index + 1) * batch_size, n)`, or go "
        "over the samples of the batch instead of over `range(batch_size)`.",
        related=_related(epoch),
    )


def _related(epoch: Epoch) -> tuple[Related, ...]:
    place = epoch.length.computed_at or epoch.length.place
    return (Related(place, "the length counts the last batch too"),) if place is not None else ()


RULE = Rule(
    code="SEQ204",
    name="index-past-end",
    severity=Severity.ERROR,
    since="0.1.0",
    doc=__doc__,
    check=check,
)
