"""The data of a batch depends on which batches were made before it.

## What it does

Reports a `__getitem__`, or what it calls, that goes on where the batch before stopped: it selects
by a counter that it moves itself, takes items out of a list (`pop`), or asks an iterator for the
`next` one, and the index has no part in what is returned.

## Why is this bad

Keras asks for one or two batches before an epoch to see what they look like, for batches in a
random order, and for some of them in advance. With a counter these calls use up data: samples are
left out, and the last batches of an epoch are empty or raise. `predict` returns fewer rows than
there are samples, and in an order that nobody knows. Each worker process has a counter of its own,
so all of them serve the same.

## At run time

Nothing is printed as long as the data lasts. An empty batch at the end stops `fit` on JAX with
`TypeError: Gradient only defined for scalar-output functions. Output had shape: (0,).`

## Bad

```python
import math

import keras


class Pairs(keras.utils.PyDataset):
    def __init__(self, x, y, batch_size):
        super().__init__()
        self.x, self.y, self.batch_size = x, y, batch_size
        self.at = 0

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, index):
        start = self.at
        self.at += self.batch_size
        return self.x[start : self.at], self.y[start : self.at]
```

## Good

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

## Silent when

- the index has a part in what is returned: counters of calls, generators that only augment;
- what is kept is a cache, a lock, or a file that is opened when it is first needed;
- the iterator is made for one batch;
- there is one batch only.

## References

- <https://keras.io/api/utils/python_utils/#pydataset-class>: `__getitem__` gets the batch at that
  position.
"""

from __future__ import annotations

from collections.abc import Iterator

from sequence_lint.api import (
    Batch,
    Cursor,
    Epoch,
    Finding,
    Rule,
    SequenceClass,
    Severity,
    is_double,
    numbered,
)


def check(sequence: SequenceClass) -> Iterator[Finding]:
    """One finding for each class whose batches go on where the one before stopped."""
    if is_double(sequence):
        return
    for epoch in sequence.epochs:
        if epoch.length.value is not None and epoch.length.value <= 1:
            continue
        for batch in epoch.batches:
            if batch.cursors:
                yield _finding(sequence, epoch, batch.cursors[0])
                return


def _finding(sequence: SequenceClass, epoch: Epoch, cursor: Cursor) -> Finding:
    size = sequence.batch_text or "batch_size"
    return Finding(
        place=cursor.place,
        message=f"A batch of `{sequence.name}` {_how(cursor)}, whatever index Keras asks for.",
        example=_example(epoch),
        help=f"Let the index select: from `index * {size}` to `(index + 1) * {size}`, so that the "
        "same index always gives the same samples.",
    )


def _how(cursor: Cursor) -> str:
    match cursor.kind:
        case "number":
            return f"goes on from `{cursor.name}`, which it moves itself"
        case "taken":
            return f"takes its data out of `{cursor.name}`"
        case "next":
            return f"asks `{cursor.name}` for what is next"


def _example(epoch: Epoch) -> str | None:
    served = [_served(batch) for batch in epoch.batches[:2]]
    if len(served) < 2 or None in served or served[0] == served[1] or epoch.size.batch is None:
        return None
    first, second = (numbered("sample", positions or ()) for positions in served)
    return f"{epoch.size.spelt()}, batch 0 holds {first}, and {second} if it is asked for again"


def _served(batch: Batch) -> tuple[int, ...] | None:
    """The samples in the first thing that is returned; None where they are not known."""
    leaves = [leaf for returned in batch.returned for leaf in returned.part.leaves()]
    served = leaves[0].served if leaves else ()
    if len(served) != 1 or not served[0][1] or min(served[0][1]) < 0:
        return None
    return served[0][1]


RULE = Rule(
    code="SEQ410",
    name="stateful-getitem",
    severity=Severity.WARNING,
    since="0.1.0",
    doc=__doc__,
    check=check,
)
