"""What `on_epoch_end` shuffles is not what the batches are made from.

## What it does

Reports an `on_epoch_end` that shuffles an order which no batch reads: `__getitem__` selects from
the data directly, or the shuffled copy that `np.random.permutation(...)` or `df.sample(frac=1)`
returns is not kept.

## Why is this bad

The shuffle has no effect. Every epoch has the same batches with the same samples in them. Keras
changes the order of the batches, and never what is in them.

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
        self.on_epoch_end()

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, index):
        start = index * self.batch_size
        end = start + self.batch_size
        return self.x[start:end], self.y[start:end]

    def on_epoch_end(self):
        self.order = np.arange(len(self.x))
        np.random.shuffle(self.order)
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
        self.on_epoch_end()

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, index):
        start = index * self.batch_size
        rows = self.order[start : start + self.batch_size]
        return self.x[rows], self.y[rows]

    def on_epoch_end(self):
        self.order = np.arange(len(self.x))
        np.random.shuffle(self.order)
```

## Silent when

- any method besides `on_epoch_end` and what it calls reads the shuffled attribute, or anything that
  was made from it;
- code that is not linted gets hold of the order or of the instance;
- `on_epoch_end` shuffles something else too that the batches are made from;
- batches are drawn at random;
- the class has heirs or an unknown base, which may read what it shuffles.

## References

- <https://keras.io/api/utils/python_utils/#pydataset-class>: `on_epoch_end` is called after each
  epoch.
"""

from __future__ import annotations

from collections.abc import Iterator

from sequence_lint.api import (
    Batch,
    Epoch,
    Finding,
    Related,
    Returned,
    Rule,
    SequenceClass,
    Severity,
    Shuffle,
    listed,
    numbered,
)


def check(sequence: SequenceClass) -> Iterator[Finding]:
    """One finding when no setting of the flags makes batches of anything that is shuffled."""
    if not sequence.members_known or sequence.inherited_from or _for_others(sequence):
        return
    second = [epoch for epoch in sequence.epochs if epoch.number == 2]
    shuffling = [epoch for epoch in second if _by_the_hook(epoch)]
    if not shuffling or not all(map(_is_unread, shuffling)):
        return
    for place, shuffle in {s.place: s for e in shuffling for s in _by_the_hook(e)}.items():
        what, read = _names(shuffle), shuffling[0].index_cut()
        yield Finding(
            place=place,
            message=f"`on_epoch_end` of `{sequence.name}` shuffles {what}, and no batch is made "
            "from that, so the batches are the same in every epoch.",
            example=_example(shuffling[0]),
            help=_help(shuffle),
            related=(Related(read.place, "batches are selected here"),) if read else (),
        )


def _for_others(sequence: SequenceClass) -> bool:
    """True when a base shuffles, and the class has a way of its own to make batches."""
    hook, item = sequence.method("on_epoch_end"), sequence.method("__getitem__")
    return hook is None or item is None or (hook.inherited and not item.inherited)


def _by_the_hook(epoch: Epoch) -> list[Shuffle]:
    return [shuffle for shuffle in epoch.shuffles if shuffle.moment == "hook"]


def _is_unread(epoch: Epoch) -> bool:
    """True when nothing that the hook shuffles has a part in the batches, and chance has none."""
    if epoch.shuffled or not epoch.batches or any(map(_not_followed, epoch.batches)):
        return False
    return all(shuffle.read is False for shuffle in _by_the_hook(epoch))


def _not_followed(batch: Batch) -> bool:
    if batch.raised is not None or batch.unknown is not None or batch.random:
        return True
    return any(batch.draws_from(source) for returned in batch.returned for source in _of(returned))


def _of(returned: Returned) -> set[str]:
    return {source for leaf in returned.part.leaves() for source, _ in leaf.served}


def _names(shuffle: Shuffle) -> str:
    if shuffle.lost or not shuffle.attributes:
        return f"a copy of `{shuffle.source}` that it throws away" if shuffle.source else "a copy"
    return " and ".join(f"`self.{name}`" for name in shuffle.attributes)


def _example(epoch: Epoch) -> str | None:
    if not epoch.told or (epoch.size.batch or 1) < 2:
        return None
    each = [numbered("sample", positions) for positions in epoch.served() if positions]
    return f"{epoch.size.spelt()}, each epoch has batches of {listed(each)}"


def _help(shuffle: Shuffle) -> str:
    if shuffle.lost:
        return "Give what the call returns to the order that `__getitem__` reads."
    name = shuffle.attributes[0]
    return (
        f"Let `__getitem__` take its part of `self.{name}` and select the samples with that: "
        f"`rows = self.{name}[start:end]`, `self.x[rows]`."
    )


RULE = Rule(
    code="SEQ408",
    name="shuffled-order-unused",
    severity=Severity.WARNING,
    since="0.1.0",
    doc=__doc__,
    check=check,
)
