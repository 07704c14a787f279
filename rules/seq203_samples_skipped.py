"""Samples inside the data are never served, although the batches are counted right.

## What it does

Reports samples that no batch serves for another reason than a length that drops the tail: a slice
that ends one sample early (`(index + 1) * batch_size - 1`), an end that is clamped to the last
sample (`min(end, len(x) - 1)`), a start that leaves the first batch out, a comma for a colon
(`x[start, end]`), an order that counts batches (`np.arange(len(self))`) or begins at 1.

## Why is this bad

These samples take no part in training or evaluation, in every epoch. `predict` returns fewer rows
than there are samples, and from the first gap on they no longer line up with their inputs.

## At run time

Nothing is printed. With 100 samples and batches of 32, a slice that ends at
`(index + 1) * batch_size - 1` serves 97 samples, and `predict` returns 97 rows. A comma for a colon
is refused by most data: `IndexError: index 32 is out of bounds for axis 1 with size 3`, or
`TypeError: list indices must be integers or slices, not tuple`.

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
        end = (index + 1) * self.batch_size - 1
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
        end = (index + 1) * self.batch_size
        return self.x[start:end], self.y[start:end]
```

## Silent when

- only the tail is missing, because the length is rounded down (SEQ102);
- batches overlap, are all the same, or have no end (SEQ202, SEQ205, SEQ201);
- batches are drawn at random, or a setting of the flags serves everything;
- every batch leaves out the same share by a step (`x[start:end:2]`), or the slice, the length or a
  parameter speaks of strides, folds, splits or of leaving samples out.

## References

- <https://docs.python.org/3/library/stdtypes.html#common-sequence-operations>: the end of a slice
  is not part of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from sequence_lint.api import (
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

_ON_PURPOSE = frozenset(
    """stride strides step hop skip skips subsample downsample fold folds split splits every holdout
    window windows lookback horizon lag delay drop dropped offset""".split()
)


class _Gap(NamedTuple):
    epoch: Epoch
    missed: tuple[int, ...]
    served: tuple[tuple[int, ...], ...]


def check(sequence: SequenceClass) -> Iterator[Finding]:
    """One finding when samples are left out where all batches could be full."""
    commas = [epoch for epoch in sequence.epochs if _comma(epoch) is not None]
    if commas:
        yield _about_a_comma(sequence, commas[0])
        return
    settings = sequence.by_setting()
    if not settings or sequence.settings_left or _said(" ".join(sequence.parameters)):
        return
    told = [epoch for epoch in settings[0] if epoch.told]
    gaps = [gap for epoch in told if (gap := _gap(epoch)) is not None]
    whole = [epoch for epoch in told if epoch.fills_batches]
    if not gaps or not whole or not all(any(gap.epoch is e for gap in gaps) for e in whole):
        return
    if any(_serves_all(epochs) for epochs in settings[1:]):
        return
    cut = gaps[0].epoch.index_cut()
    if cut is not None and not _is_meant(cut, gaps[0].epoch):
        yield _finding(sequence, gaps[0], cut)


def _comma(epoch: Epoch) -> tuple[Cut, ...] | None:
    """The selections ``x[start, end]`` by which each batch takes one item of one sample."""
    size = epoch.size.batch
    taken = tuple(
        cut
        for batch in epoch.batches
        for cut in batch.cuts[:1]
        if size and cut.direct and cut.form == "element"
        if (cut.picked, cut.column) == ((batch.index * size,), (batch.index + 1) * size)
    )
    return taken if size != 1 and 1 < len(taken) == len(epoch.batches) else None


def _about_a_comma(sequence: SequenceClass, epoch: Epoch) -> Finding:
    taken = _comma(epoch) or ()
    asked = [f"batch {at} takes item {cut.column} of sample {cut.picked[0]}" for at, cut in
             enumerate(taken[:2])]  # fmt: skip
    return Finding(
        place=taken[0].place,
        message=f"The batches of `{sequence.name}` are no batches: a comma between two numbers "
        "takes one item of one sample, and a colon takes all samples from the one to the other.",
        example=f"{epoch.size.spelt()}, {' and '.join(asked)}",
        help="Write a colon for the comma: `x[start:end]`.",
        related=_related(epoch),
    )


def _gap(epoch: Epoch) -> _Gap | None:
    """What is left out of the order, or of what the order selects from."""
    if not epoch.batches or any(batch.raised is not None for batch in epoch.batches):
        return None
    missed = epoch.never_served()
    if missed and epoch.order in epoch.length.counts:
        return _Gap(epoch, missed, epoch.served()) if _skips(epoch, missed) else None
    if missed or epoch.order in epoch.length.counts or epoch.largest_batch() < 2:
        return None
    return next((gap for of in sorted(epoch.length.counts) if (gap := _behind(epoch, of))), None)


def _skips(epoch: Epoch, missed: tuple[int, ...]) -> bool:
    """True when samples are missed that are no tail of less than a batch."""
    if epoch.repeated() or epoch.largest_batch() < 2:
        return False
    tail = tuple(sorted(epoch.available))[-len(missed) :]
    return tuple(sorted(missed)) != tail or _asks_for_all(epoch)


def _asks_for_all(epoch: Epoch) -> bool:
    """True when there are as many batches as are needed, so that the length drops nothing."""
    return epoch.length.value == -(-len(epoch.available) // (epoch.size.batch or 1))


def _behind(epoch: Epoch, source: str) -> _Gap | None:
    """What the order, although all of it is served, leaves out of the data that it selects from."""
    served = [batch.served(source) for batch in epoch.batches]
    seen = frozenset().union(*(positions or () for positions in served))
    if any(positions is None for positions in served) or epoch.repeated():
        return None
    if not seen or len(seen) < sum(len(positions or ()) for positions in served):
        return None
    missed = tuple(at for at in range(epoch.size.samples) if at not in seen)
    tail = epoch.size.samples % (epoch.size.batch or 1)
    if len(missed) <= tail and not _asks_for_all(epoch):
        return None
    rows = tuple(tuple(sorted(positions or ())) for positions in served)
    return _Gap(epoch, missed, rows) if missed else None


def _serves_all(epochs: tuple[Epoch, ...]) -> bool:
    return any(e.told and e.batches and not e.never_served() for e in epochs)


def _is_meant(cut: Cut, epoch: Epoch) -> bool:
    """True where the slice is SEQ201's, takes every second row, or is spelt like a purpose."""
    unbounded = not cut.stop.given or not cut.stop.by_index or not cut.start.by_index
    if cut.form == "slice" and unbounded:
        return True
    if cut.form == "gather" and cut.picked[1:] and 1 not in _steps(cut.picked):
        return True
    return _said(
        f"{cut.start.text} {cut.stop.text} {cut.source} {epoch.length.text} {epoch.length.returned}"
    )


def _steps(picked: tuple[int, ...]) -> set[int]:
    return {after - before for before, after in pairwise(picked)}


def _said(text: str) -> bool:
    return not _ON_PURPOSE.isdisjoint(words(text))


def _finding(sequence: SequenceClass, gap: _Gap, cut: Cut) -> Finding:
    missed = numbered("sample", gap.missed)
    return Finding(
        place=cut.place,
        message=f"The batches of `{sequence.name}` leave samples out that belong to them, in every "
        "epoch, which Keras does not notice.",
        example=f"{gap.epoch.size.spelt()}, {_batches(gap)}, so {missed} "
        f"{'is' if len(gap.missed) == 1 else 'are'} never served",
        help=_help(sequence, gap, cut),
        related=_related(gap.epoch),
    )


def _batches(gap: _Gap) -> str:
    """The first batch and the first one that is shorter, in words."""
    least = min(range(len(gap.served)), key=lambda at: len(gap.served[at]))
    return " and ".join(
        f"batch {at} holds {numbered('sample', gap.served[at]) if gap.served[at] else 'none'}"
        for at in sorted({0, least or min(1, len(gap.served) - 1)})
    )


def _help(sequence: SequenceClass, gap: _Gap, cut: Cut) -> str:
    size = sequence.batch_text or "batch_size"
    if gap.epoch.order not in gap.epoch.length.counts:
        return f"Let `{cut.source}` hold a number for each sample, from 0 on."
    return (
        f"Let a batch go from `index * {size}` to `(index + 1) * {size}`: the end of a slice is "
        "not part of it, and one past the end of the data does no harm."
    )


def _related(epoch: Epoch) -> tuple[Related, ...]:
    place = epoch.length.computed_at or epoch.length.place
    return (Related(place, "the length counts batches"),) if place is not None else ()


RULE = Rule(
    code="SEQ203",
    name="samples-skipped",
    severity=Severity.WARNING,
    since="0.1.0",
    doc=__doc__,
    check=check,
)
