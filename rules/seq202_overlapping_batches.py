"""Different batches serve the same samples.

## What it does

Reports batches that overlap although each of them is full: `[index : index + batch_size]`, where
the index of a batch is taken for that of a sample, or an end that lies one sample too far.

## Why is this bad

Some samples are seen twice or more in each epoch and weigh more than others. Where the index is
taken for a sample, most of the data is never seen at all. `predict` returns more rows than there
are samples, and rows that belong to others.

## At run time

Nothing is printed. With 100 samples and batches of 32, `[index : index + batch_size]` serves 35
samples in four batches, and `predict` returns 128 rows.

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
        end = index + self.batch_size
        return self.x[index:end], self.y[index:end]
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

- only the last batch overlaps: it wraps around, or is shifted back to be full;
- batches are drawn at random, or every batch is the same (SEQ205);
- a slice has no end, or one that does not follow the index (SEQ201);
- windows overlap by design: the step between them is no batch size, or is called a stride, a step
  or an overlap, or there are more of them than batches;
- the sample that two batches share is the next value of a series, of which inputs and targets
  are made.

## References

- <https://keras.io/api/utils/python_utils/#pydataset-class>: the example there cuts by `low` and
  `high`.
"""

from __future__ import annotations

from collections.abc import Iterator

from sequence_lint.api import (
    Batch,
    Cut,
    Epoch,
    Finding,
    Related,
    Rule,
    SequenceClass,
    Severity,
    numbered,
    words,
)

_BY_DESIGN = frozenset(
    "stride strides step hop shift overlap overlaps window windows lookback lag delay".split()
)


def check(sequence: SequenceClass) -> Iterator[Finding]:
    """One finding when full batches overlap under the default setting, whatever the size."""
    for epochs in sequence.by_setting()[:1]:
        overlapping = [epoch for epoch in epochs if _overlaps(epoch)]
        if not any(epoch.fills_batches for epoch in overlapping):
            continue
        cut = overlapping[0].index_cut()
        if cut is not None and not _is_by_design(cut, overlapping[0]):
            yield _finding(sequence, overlapping[0], cut)


def _overlaps(epoch: Epoch) -> bool:
    """True when the first batches share samples, by a step of one or an end one too far."""
    size = epoch.size.batch
    if size is None or size < 2 or not epoch.told or not epoch.length.uses_batch:
        return False
    if len(epoch.batches) < 2 or len(epoch.batches) > -(-epoch.size.samples // size) + 1:
        return False
    first, second = (_served(epoch, batch) for batch in epoch.batches[:2])
    if not first or not second or first == second or not first & second:
        return False
    step = min(second) - min(first)
    return (step == 1 and len(first) == size) or (step == size and len(first) == size + 1)


def _served(epoch: Epoch, batch: Batch) -> set[int]:
    """What each part of the batch that is made of the order serves; nothing where they differ.

    Rows that are made of several samples each are none of those that overlap by mistake.
    """
    leaves = [leaf for returned in batch.returned for leaf in returned.part.leaves()]
    found = [(leaf.rows, dict(leaf.served).get(epoch.order)) for leaf in leaves]
    traced = [(rows, set(at)) for rows, at in found if at]
    if any(rows not in (None, len(at)) for rows, at in traced):
        return set()
    if len(epoch.serves(batch) or ()) > (epoch.size.batch or 0) and any(
        r is None for r, _ in traced
    ):
        return set()
    if len({frozenset(at) for _, at in traced}) > 1:
        return set()
    return set(epoch.serves(batch) or ())


def _is_by_design(cut: Cut, epoch: Epoch) -> bool:
    """True where the slice is SEQ201's, or its bounds or the length speak of windows."""
    unbounded = not cut.stop.given or not cut.stop.by_index or not cut.start.by_index
    if cut.form == "slice" and unbounded:
        return True
    said = words(f"{cut.start.text} {cut.stop.text} {epoch.length.text} {epoch.length.returned}")
    return not _BY_DESIGN.isdisjoint(said)


def _finding(sequence: SequenceClass, epoch: Epoch, cut: Cut) -> Finding:
    again, missed = epoch.repeated(), epoch.never_served()
    never = f", and {numbered('sample', missed)} never" if missed else ""
    return Finding(
        place=cut.place,
        message=f"The batches of `{sequence.name}` overlap, so samples are served more than once "
        "in an epoch, which Keras does not notice.",
        example=f"{epoch.size.spelt()}, {_batches(epoch)}, so {numbered('sample', again)} "
        f"{'is' if len(again) == 1 else 'are'} served more than once{never}",
        help=_help(sequence, epoch),
        related=_related(epoch),
    )


def _batches(epoch: Epoch) -> str:
    served = epoch.served()
    return " and ".join(f"batch {at} holds {numbered('sample', served[at])}" for at in range(2))


def _help(sequence: SequenceClass, epoch: Epoch) -> str:
    size = sequence.batch_text or "batch_size"
    right = f"from `index * {size}` to `(index + 1) * {size}`"
    first, second = epoch.served()[:2]
    if min(second) - min(first) == 1:
        return f"Let a batch go {right}: the index counts batches, and not samples."
    return f"Let a batch go {right}: the end of a slice or range is not part of it."


def _related(epoch: Epoch) -> tuple[Related, ...]:
    place = epoch.length.computed_at or epoch.length.place
    return (Related(place, "the length counts batches"),) if place is not None else ()


RULE = Rule(
    code="SEQ202",
    name="overlapping-batches",
    severity=Severity.WARNING,
    since="0.1.0",
    doc=__doc__,
    check=check,
)
