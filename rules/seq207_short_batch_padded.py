"""The last batch has the rows of a full one, some of which nothing was written to.

## What it does

Reports an array that is allocated with `batch_size` rows and returned whole where the last batch
is shorter: filled from a slice that ends with the data, or not at all (`np.ones(batch_size)`)
beside inputs that have fewer rows.

## Why is this bad

`np.empty` leaves whatever was in memory in the rows that are too many, `np.zeros` makes black
images of class 0. They are trained on and measured like any sample.

## At run time

Nothing is printed where inputs and labels are both too long: with 100 samples and batches of 32,
`predict` returns 128 rows. Where one is longer than the other, TensorFlow says
`InvalidArgumentError ... Incompatible shapes`, JAX `TypeError: sub got incompatible shapes for
broadcasting`, PyTorch `RuntimeError: The size of tensor a must match the size of tensor b`.

## Bad

```python
import math

import keras
import numpy as np


class Images(keras.utils.PyDataset):
    def __init__(self, paths, labels, batch_size):
        super().__init__()
        self.paths, self.labels, self.batch_size = paths, labels, batch_size

    def __len__(self):
        return math.ceil(len(self.paths) / self.batch_size)

    def __getitem__(self, index):
        at = slice(index * self.batch_size, (index + 1) * self.batch_size)
        images = np.empty((self.batch_size, 64, 64, 3))
        for i, path in enumerate(self.paths[at]):
            images[i] = np.load(path)
        return images, self.labels[at]
```

## Good

```python
import math

import keras
import numpy as np


class Images(keras.utils.PyDataset):
    def __init__(self, paths, labels, batch_size):
        super().__init__()
        self.paths, self.labels, self.batch_size = paths, labels, batch_size

    def __len__(self):
        return math.ceil(len(self.paths) / self.batch_size)

    def __getitem__(self, index):
        at = slice(index * self.batch_size, (index + 1) * self.batch_size)
        paths = self.paths[at]
        images = np.empty((len(paths), 64, 64, 3))
        for i, path in enumerate(paths):
            images[i] = np.load(path)
        return images, self.labels[at]
```

## Silent when

- the array is cut to the length of the batch before it is returned;
- sample weights or a mask are returned too, which can leave the empty rows out;
- the last batch is filled up: wrapped round, shifted back, drawn at random;
- the length is rounded down, so that every batch is full: then SEQ102 names both changes;
- what becomes of the array is not followed.

## References

- <https://numpy.org/doc/stable/reference/generated/numpy.empty.html>: arbitrary values until they
  are set.
"""

from __future__ import annotations

from collections.abc import Iterator

from sequence_lint.api import (
    Batch,
    Epoch,
    Finding,
    Fix,
    Part,
    Place,
    Related,
    Rule,
    SequenceClass,
    Severity,
    counted,
    filled_rows,
    words,
)

_LEAVES_OUT = frozenset("mask masks weight weights valid lengths".split())


def check(sequence: SequenceClass) -> Iterator[Finding]:
    """One finding where an epoch that serves all samples asks for a short batch in a long array."""
    for epochs in sequence.by_setting():
        for epoch in epochs:
            if not sequence.is_meant(epoch) or not _serves_all_once(epoch):
                continue
            short = epoch.batches[-1]
            long = list(dict.fromkeys(_too_long(epoch, short)))
            if long:
                yield _finding(sequence, epoch, short, long)
                return


def _serves_all_once(epoch: Epoch) -> bool:
    """True when several batches serve everything once, and the last is not full."""
    size = epoch.size.batch
    if size is None or not epoch.told or len(epoch.batches) < 2 or epoch.never_served():
        return False
    counts = [len(positions) for positions in epoch.served()]
    full = all(count == size for count in counts[:-1])
    return full and 0 < counts[-1] < size and not epoch.repeated()


def _too_long(epoch: Epoch, short: Batch) -> Iterator[Place]:
    """The allocations of what is returned with a full batch's rows in the *short* one."""
    size, count = epoch.size.batch or 0, len(epoch.serves(short) or ())
    for returned in short.returned:
        parts = list(returned.part.leaves())
        if len(returned.part.parts) == 3 or any(_leaves_rows_out(part) for part in parts):
            return
        for part in parts:
            if part.buffer is not None and part.rows == size:
                beside = any(other.rows == count for other in parts)
                if part.blank_rows == size - count or (part.blank_rows == size and beside):
                    yield part.buffer


def _leaves_rows_out(part: Part) -> bool:
    """True for what tells a loss or a layer which rows count."""
    return any(not _LEAVES_OUT.isdisjoint(words(name)) for name in (*part.names, part.called))


def _finding(sequence: SequenceClass, epoch: Epoch, short: Batch, long: list[Place]) -> Finding:
    rest = len(epoch.serves(short) or ())
    size = epoch.size.batch or 0
    return Finding(
        place=long[0],
        message=f"`{sequence.name}` returns an array with the rows of a full batch in the last "
        "batch too, so rows that nothing was written to are served as samples.",
        example=f"{epoch.size.spelt()}, batch {short.index} has {counted(rest, 'sample')} and an "
        f"array of {size} rows, of which {size - rest} "
        f"{'was' if size - rest == 1 else 'were'} never filled",
        help="Make as many rows as the batch has samples, for example `np.empty((len(batch), "
        "...))`, or return the first of them only.",
        related=(
            *(Related(place, "so has this array") for place in long[1:]),
            *_asked_for(epoch),
        ),
        fixes=_fixes(epoch, short),
    )


def _fixes(epoch: Epoch, short: Batch) -> tuple[Fix, ...]:
    edits = filled_rows(epoch, short)
    return (Fix("Allocate the rows that a batch has.", edits, "unsafe"),) if edits else ()


def _asked_for(epoch: Epoch) -> tuple[Related, ...]:
    place = epoch.length.computed_at or epoch.length.place
    return (Related(place, "the length counts the last batch too"),) if place is not None else ()


RULE = Rule(
    code="SEQ207",
    name="short-batch-padded",
    severity=Severity.WARNING,
    since="0.1.0",
    doc=__doc__,
    check=check,
    fix="unsafe",
)
