"""The stored data is changed while a batch is made from it.

## What it does

Reports a `__getitem__`, or a helper that it calls, that changes a slice of stored data in place:
`images = self.x[start:end]` and then `images /= 255`. A slice of a NumPy array is a view, no copy.

## Why is this bad

The stored array changes each time that a batch is made. Each epoch is trained on other numbers:
after the second one, pixels have been divided by 255 twice. Keras also asks for one or two batches
before an epoch. The array that the caller gave is the same one, and is changed with it.

## At run time

Nothing is printed as long as the array holds floats.

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
        images = self.x[start:end]
        images /= 255
        return images, self.y[start:end]
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
        images = self.x[start:end] / 255
        return images, self.y[start:end]
```

## Silent when

- a copy is changed: `copy()`, `astype(...)`, `np.array(...)`, or rows selected by an array;
- the data is no array as far as its use or its name tells: lists, data frames, files;
- a single row is changed as a whole, and nothing tells that it is an array and no number;
- what is written neither depends on what was there nor on chance: it comes to the same each time;
- the change is under a condition that was not followed.

## References

- <https://numpy.org/doc/stable/user/basics.copies.html>: slices are views.
"""

from __future__ import annotations

from collections.abc import Iterator

from sequence_lint.api import (
    Batch,
    Edit,
    Epoch,
    Finding,
    Related,
    Rule,
    SequenceClass,
    Severity,
    numbered,
)


def check(sequence: SequenceClass) -> Iterator[Finding]:
    """One finding for each statement that changes stored data."""
    seen = set()
    for epoch in sequence.epochs:
        for batch in epoch.batches:
            for edit in batch.edits:
                if edit.place not in seen:
                    seen.add(edit.place)
                    yield _finding(sequence, epoch, batch, edit)


def _finding(sequence: SequenceClass, epoch: Epoch, batch: Batch, edit: Edit) -> Finding:
    return Finding(
        place=edit.place,
        message=f"`{sequence.name}` changes the stored `{edit.source}` by `{edit.text}`, because "
        "what is selected from an array by a slice or a number is no copy.",
        example=_example(epoch, batch, edit),
        help="Make a new array instead, as `x = x / 255` does, or begin with `.copy()`.",
        related=(Related(edit.view, "this is the stored data itself"),),
    )


def _example(epoch: Epoch, batch: Batch, edit: Edit) -> str | None:
    picked = {at for cut in batch.cuts if cut.place == edit.view for at in cut.picked}
    if not picked or epoch.size.batch is None:
        return None
    samples = numbered("sample", sorted(picked))
    verb = "changes" if len(picked) == 1 else "change"
    return f"{epoch.size.spelt()}, {samples} {verb} each time that batch {batch.index} is made"


RULE = Rule(
    code="SEQ411",
    name="source-edited-in-place",
    severity=Severity.WARNING,
    since="0.1.0",
    doc=__doc__,
    check=check,
)
