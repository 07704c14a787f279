"""A slice of the data has one end that does not move with the index.

## What it does

Reports a slice of stored data in `__getitem__`, or in a helper that it calls, of which only one
end depends on the batch index: no end (`x[i * b:]`), an end that stays where it is (`x[i *
b:b]`), or no start (`x[:(i + 1) * b]`). The dry run must show that batches grow, shrink or
repeat.

## Why is this bad

`x[i * b:]` is everything from there on. The first batch is the whole data set, which is what a
Sequence is there to avoid, and the last samples are served once for each batch. `x[:(i + 1) * b]`
does the same to the first samples. `x[i * b:b]` is one good batch, and then nothing.

## At run time

Keras takes batches of any size, so nothing is printed for batches that grow or repeat: with 100
samples and batches of 32, `x[i * b:]` serves 100, 68, 36 and 4 samples and `predict` returns 208
rows. Where batches come out empty, JAX stops in `fit` with `TypeError: Gradient only defined for
scalar-output functions. Output had shape: (0,).` and PyTorch with `RuntimeError: grad can be
implicitly created only for scalar outputs`; TensorFlow goes on.

## Bad

```python
import math

import keras


class Pairs(keras.utils.Sequence):
    def __init__(self, x, y, batch_size):
        super().__init__()
        self.x, self.y, self.batch_size = x, y, batch_size

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, index):
        start = index * self.batch_size
        return self.x[start:], self.y[start:]
```

## Good

```python
import math

import keras


class Pairs(keras.utils.Sequence):
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

- the slice is a window of one sample, taken in a loop over the samples of a batch;
- what was picked is cut to size afterwards (`x[start:][:batch_size]`);
- what is sliced does not reach the batch;
- the slice is that of an explicit branch for the last batch.

## References

- <https://docs.python.org/3/library/stdtypes.html#common-sequence-operations>: ends that are left
  out.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from sequence_lint.api import (
    Batch,
    Cut,
    Epoch,
    Finding,
    Place,
    Related,
    Rule,
    SequenceClass,
    Severity,
    listed,
    numbered,
)


class _Use(NamedTuple):
    epoch: Epoch
    batch: Batch
    cut: Cut


def check(sequence: SequenceClass) -> Iterator[Finding]:
    """One finding a class, at the first such slice; the others are related places."""
    shown = [uses for uses in map(_worked_example, _by_place(sequence).values()) if uses]
    if not shown:
        return
    first, *others = sorted(shown, key=lambda uses: uses[0].cut.place.order)
    cut, size = first[0].cut, first[0].epoch.size
    yield Finding(
        place=cut.place,
        message=f"{_what_is_wrong(sequence, cut)}, and Keras takes batches of any size without a "
        "word.",
        example=f"{size.spelt()}, {_sizes(first)}",
        help="Let both ends move with the index: from `index * {0}` to `(index + 1) * {0}`.".format(
            sequence.batch_text or "batch_size"
        ),
        related=tuple(Related(uses[0].cut.place, "the same fault is here") for uses in others),
    )


def _by_place(sequence: SequenceClass) -> dict[Place, list[_Use]]:
    """All slices of the dry run that the index takes directly, by where they stand."""
    found: dict[Place, list[_Use]] = {}
    for epoch in sequence.epochs:
        for batch in epoch.batches:
            for cut in batch.cuts:
                if cut.form == "slice" and cut.direct:
                    found.setdefault(cut.place, []).append(_Use(epoch, batch, cut))
    return found


def _worked_example(uses: list[_Use]) -> list[_Use]:
    """The uses of the first epoch that shows the fault; none if anything speaks against it."""
    shapes = {_fault(use.cut) for use in uses}
    if len(shapes) != 1 or None in shapes or any(use.cut.in_loop for use in uses):
        return []
    epochs: dict[int, list[_Use]] = {}
    for use in uses:
        epochs.setdefault(id(use.epoch), []).append(use)
    return next((of for of in epochs.values() if _shows_it(of)), [])


def _fault(cut: Cut) -> str | None:
    start, stop = cut.start, cut.stop
    if start.given and start.by_index and not stop.given:
        return "no end"
    if start.given and start.by_index and not stop.by_index:
        return "end stays"
    if stop.given and stop.by_index and not start.by_index:
        return "no start"
    return None


def _shows_it(uses: list[_Use]) -> bool:
    """True when batches of one epoch grow or shrink as the open end has it, or repeat."""
    epoch = uses[0].epoch
    indices = [use.batch.index for use in uses]
    if epoch.size.batch is None or epoch.size.batch < 2 or len(set(indices)) != len(indices):
        return False
    if len(uses) < 2 or not all(_reaches_the_batch(use) for use in uses):
        return False
    picked = [set(use.cut.picked) for use in uses]
    first, second = len(picked[0]), len(picked[1])
    if first == second or (first < second) != (_fault(uses[0].cut) == "no start"):
        return False
    uneven = any(len(one) != len(other) for one, other in pairwise(picked[:-1]))
    return uneven or any(one & other for one, other in pairwise(picked))


def _reaches_the_batch(use: _Use) -> bool:
    """True when all that was picked is in the returned batch: nothing was cut away later."""
    if use.batch.raised is not None:
        return False
    if use.cut.picked and not use.batch.reaches(use.cut.source):
        return False
    served = use.batch.served(use.cut.source)
    return served is not None and set(use.cut.picked) <= served


def _what_is_wrong(sequence: SequenceClass, cut: Cut) -> str:
    slice_of = f"The slice of `{cut.source}` in `{sequence.name}`"
    match _fault(cut):
        case "no end":
            return f"{slice_of} has no end, so each batch also holds the samples of all later ones"
        case "end stays":
            return (
                f"{slice_of} ends at `{cut.stop.text}` for every index, so batches shrink instead "
                "of moving on"
            )
        case _:
            return (
                f"{slice_of} has no start that moves with the index, so each batch repeats the "
                "samples of all earlier ones"
            )


def _sizes(uses: list[_Use]) -> str:
    """``batches 0-2 hold 10, 6 and 2 samples, so samples 4-9 are served more than once``."""
    shown = uses[:4]
    batches = numbered("batch", [use.batch.index for use in shown])
    sizes = listed([str(len(use.cut.picked)) for use in shown])
    seen: set[int] = set()
    again: set[int] = set()
    for use in uses:
        again.update(seen.intersection(use.cut.picked))
        seen.update(use.cut.picked)
    if not again:
        return f"{batches} hold {sizes} samples"
    repeated = f"{numbered('sample', sorted(again))} {'is' if len(again) == 1 else 'are'}"
    return f"{batches} hold {sizes} samples, so {repeated} served more than once"


RULE = Rule(
    code="SEQ201",
    name="unbounded-slice",
    severity=Severity.WARNING,
    since="0.1.0",
    doc=__doc__,
    check=check,
)
