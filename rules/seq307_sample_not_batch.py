"""One sample is returned where the length counts batches.

## What it does

Reports a `__getitem__` that returns one row of the stored data for each index, without an axis for
the rows of a batch, in a class whose length divides the number of samples by a batch size.

## Why is this bad

Keras takes the first axis of each array for the rows of a batch. An image of 64 rows is a batch of
64 samples for it. And as each index gives one sample, all but the first few are never served.

## At run time

Keras says `ValueError: Invalid input shape for input ... Expected shape (None, ...), but input has
incompatible shape ...`, or `ValueError: Input 0 of layer "..." is incompatible with the layer`.
Keras 3 on TensorFlow says of labels that are numbers `ValueError: When passing a dataset to a Keras
model, the arrays must be at least rank 1`. Keras 2 lets TensorFlow find out, with a text like
`InvalidArgumentError: In[0] ndims must be >= 2: 1`.

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
        return self.x[index], self.y[index]
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
        rows = slice(index * self.batch_size, (index + 1) * self.batch_size)
        return self.x[rows], self.y[rows]
```

## Silent when

- an axis is added (`x[index][None]`, `np.expand_dims(x[index], 0)`, `np.array([x[index]])`);
- the row goes through a function, a file or an index of its own, so that it may be a batch;
- the length counts rows, or something else than what is returned: rows may be ready-made batches;
- the length or a parameter speaks of strides or windows, or what divides is not called a batch;
- a comma stands where a colon is meant (SEQ203).

## References

- <https://keras.io/api/utils/python_utils/#pydataset-class>: `__getitem__` returns a whole batch.
"""

from __future__ import annotations

from collections.abc import Iterator

from sequence_lint.api import (
    Batch,
    Epoch,
    Finding,
    Part,
    Related,
    Rule,
    SequenceClass,
    Severity,
    counted,
    is_double,
    numbered,
    words,
)

_ON_PURPOSE = frozenset("stride strides step hop skip subsample every window windows fold".split())


def check(sequence: SequenceClass) -> Iterator[Finding]:
    """One finding where each index of the default setting gives one row, and there are too few."""
    if not sequence.epochs or is_double(sequence) or _said(" ".join(sequence.parameters)):
        return
    shown = next((e for e in sequence.by_setting()[0] if _gives_rows(e)), None)
    if shown is None or _said(shown.length.text):
        return
    if "batch" in words(f"{shown.length.text} {sequence.batch_text}"):
        yield _finding(sequence, shown, shown.batches[0])


def _gives_rows(epoch: Epoch) -> bool:
    """True when several batches of a size that is no 1 are all of one row of what is counted."""
    size, cut = epoch.size.batch or 1, epoch.index_cut()
    if size < 2 or not epoch.length.uses_batch or len(epoch.batches) < 2 or cut is None:
        return False
    whole = epoch.size.samples // size
    counts = epoch.length.value in (whole, whole + 1) and epoch.order in epoch.length.counts
    return counts and all(_is_one_row(epoch, batch) for batch in epoch.batches)


def _is_one_row(epoch: Epoch, batch: Batch) -> bool:
    first = [next(returned.part.leaves(), None) for returned in batch.returned]
    rows = all(leaf is not None and _is_row(leaf) for leaf in first)
    return bool(first) and rows and len(epoch.serves(batch) or ()) == 1


def _is_row(leaf: Part) -> bool:
    return leaf.is_item and leaf.rows is None and not leaf.random


def _said(text: str) -> bool:
    return not _ON_PURPOSE.isdisjoint(words(text))


def _finding(sequence: SequenceClass, epoch: Epoch, batch: Batch) -> Finding:
    size = sequence.batch_text or "batch_size"
    rows = sorted(epoch.serves(batch) or ())
    left = epoch.size.samples - len(epoch.batches)
    place = epoch.length.computed_at or epoch.length.place
    return Finding(
        place=batch.returned[0].place,
        message=f"An index of `{sequence.name}` gives one sample without an axis for the rows of a "
        "batch, although the length counts batches, so Keras takes the first axis of the sample "
        "for rows.",
        example=f"{epoch.size.spelt()}, batch {batch.index} is {numbered('sample', rows)} alone, "
        f"and of {counted(epoch.size.samples, 'sample')} {left} are never served",
        help=f"Return the samples from `index * {size}` to `(index + 1) * {size}`.",
        related=() if place is None else (Related(place, "the length counts batches"),),
    )


RULE = Rule(
    code="SEQ307",
    name="sample-not-batch",
    severity=Severity.WARNING,
    since="0.1.0",
    doc=__doc__,
    check=check,
)
