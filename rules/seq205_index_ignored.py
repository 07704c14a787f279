"""Every index serves the same samples.

## What it does

Reports a `__getitem__` in which the index has no part in what is selected: a parameter that is
overwritten (`index = 0`), a slice that begins at the first sample each time (`x[:batch_size]`), or
rows that are taken by their place in the batch (`for i, k in enumerate(ids): batch[i] = x[i]`).

## Why is this bad

A model is fitted to the first samples, over and over, and to nothing else. `evaluate` measures
these alone, and `predict` gives the same rows again and again.

## At run time

Nothing is printed. With 100 samples and batches of 32, 68 samples are never served, and the loss
falls faster than it does on all the data.

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
        index = 0
        start = index * self.batch_size
        end = start + self.batch_size
        return self.x[start:end], self.y[start:end]
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

- batches are drawn at random, shuffled while they are made, generated, or taken by a cursor;
- there is one batch only, or each batch holds all the data;
- the number of batches is written down as a number, as tests and benchmarks do;
- the index has a part in anything that is returned, for example as a seed or a file number;
- another setting of the flags serves by index;
- `__getitem__` takes no index at all: SEQ406 says so.

## References

- <https://keras.io/api/utils/python_utils/#pydataset-class>: `__getitem__` gets the batch at that
  position.
"""

from __future__ import annotations

from collections.abc import Iterator

from sequence_lint.api import (
    Batch,
    Epoch,
    Finding,
    Part,
    Place,
    Related,
    Rule,
    SequenceClass,
    Severity,
    counted,
    is_double,
    numbered,
)


def check(sequence: SequenceClass) -> Iterator[Finding]:
    """One finding when every setting of the flags serves the same samples at each index."""
    if sequence.settings_left or is_double(sequence) or _takes_no_index(sequence):
        return
    shown = [next((e for e in of if _same(e)), None) for of in sequence.by_setting()]
    first = shown[0] if shown else None
    if first is None or None in shown or any(_varies(e) for e in sequence.epochs):
        return
    source = _same(first)
    place = _place(first, source)
    if place is not None:
        yield _finding(sequence, first, source, place)


def _takes_no_index(sequence: SequenceClass) -> bool:
    # That alone is the fault: such a method cannot be called with one.
    method = sequence.method("__getitem__")
    signature = method.signature if method is not None else None
    return signature is not None and signature.refuses(1) is not None


def _place(epoch: Epoch, source: str) -> Place | None:
    """Where the rows are taken: not by the index, or by a number of rows that comes from it."""
    index_cut = epoch.index_cut()
    cuts = ((cut.source, cut.place) for cut in epoch.batches[0].cuts if cut.form == "element")
    places = [at for of, at in (*epoch.batches[0].fixed, *cuts) if of == source]
    return next((at for at in places if index_cut is None or at != index_cut.place), None)


def _varies(epoch: Epoch) -> bool:
    """True when an epoch of several full batches is not of the same samples."""
    several = len(epoch.batches) > 1 and epoch.size.samples >= 2 * (epoch.size.batch or 1)
    return several and not _same(epoch)


def _same(epoch: Epoch) -> str:
    """The collection of which each batch serves the same few rows; empty if there is none."""
    length = epoch.length
    written = length.value is not None and not length.counts
    if len(epoch.batches) < 2 or written or any(_not_followed(b) for b in epoch.batches):
        return ""
    full = [leaves for batch in epoch.batches if (leaves := _leaves(batch))]
    if len(full) != len(epoch.batches):
        return ""
    if all(leaf.fixed for leaves in full for leaf in leaves):
        return _constant(epoch, full)
    return _by_place(epoch, full)


def _not_followed(batch: Batch) -> bool:
    return batch.raised is not None or batch.unknown is not None or batch.random


def _leaves(batch: Batch) -> list[Part]:
    return [leaf for returned in batch.returned for leaf in returned.part.leaves()]


def _constant(epoch: Epoch, batches: list[list[Part]]) -> str:
    """The collection where nothing that is returned depends on the index."""
    each = {tuple(leaf.served for leaf in leaves) for leaves in batches}
    if len(each) != 1:
        return ""
    return next((of for of, at in _served(batches[0]) if _is_some(epoch, at)), "")


def _by_place(epoch: Epoch, batches: list[list[Part]]) -> str:
    """The collection of which the rows 0, 1, 2 and so on are served, whatever the index selects.

    The index then decides on nothing but how many samples there are.
    """
    found = ""
    if not epoch.known:
        return ""
    for batch, leaves in zip(epoch.batches, batches, strict=True):
        count = next((len(c.picked) for c in batch.cuts if c.direct and c.form != "element"), 0)
        for source, positions in _served(leaves):
            if positions != tuple(range(count)):
                return ""
            found = found or (source if _is_some(epoch, positions) else "")
    traced = all(leaf.served or leaf.rows is not None for leaf in batches[0])
    several = sum(bool(list(_served(leaves))) for leaves in batches) > 1
    return found if traced and several else ""


def _served(leaves: list[Part]) -> Iterator[tuple[str, tuple[int, ...]]]:
    return (each for leaf in leaves for each in leaf.served)


def _is_some(epoch: Epoch, positions: tuple[int, ...]) -> bool:
    """True when the rows are known, and are not all that there are."""
    return bool(positions) and min(positions) >= 0 and len(positions) < epoch.size.samples


def _finding(sequence: SequenceClass, epoch: Epoch, source: str, place: Place) -> Finding:
    served = next(at for of, at in _served(_leaves(epoch.batches[0])) if of == source)
    left = epoch.size.samples - len(served)
    size = sequence.batch_text or "batch_size"
    batch = epoch.size.batch or len(served)
    return Finding(
        place=place,
        message=f"Every index of `{sequence.name}` serves the same samples, because it has no part "
        "in what is selected, which Keras does not notice.",
        example=f"with {counted(epoch.size.samples, 'sample')} and batches of {batch}, each batch "
        f"holds {numbered('sample', served)}, so {left} of the "
        f"{counted(epoch.size.samples, 'sample')} are never served",
        help=f"Let the index select: from `index * {size}` to `(index + 1) * {size}`, or by the "
        "numbers that it picks.",
        related=_related(epoch),
    )


def _related(epoch: Epoch) -> tuple[Related, ...]:
    cut = epoch.index_cut()
    if cut is not None:
        return (Related(cut.place, "what the index selects here is not used"),)
    return ()


RULE = Rule(
    code="SEQ205",
    name="index-ignored",
    severity=Severity.WARNING,
    since="0.1.0",
    doc=__doc__,
    check=check,
)
