"""Inputs and labels are shuffled one by one, so that they no longer belong together.

## What it does

Reports batches whose inputs and labels come from the same places of two collections that are in
different random orders: each of them was shuffled for itself. Where only one of them is shuffled,
SEQ206 speaks.

## Why is this bad

Each input gets the label of some other sample. The model learns the average of the labels and
nothing else, whatever its size, and the loss says that it does not learn.

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

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, index):
        start = index * self.batch_size
        end = start + self.batch_size
        return self.x[start:end], self.y[start:end]

    def on_epoch_end(self):
        np.random.shuffle(self.x)
        np.random.shuffle(self.y)
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
        start = index * self.batch_size
        end = start + self.batch_size
        return self.x[start:end], self.y[start:end]

    def on_epoch_end(self):
        order = np.random.permutation(len(self.x))
        self.x, self.y = self.x[order], self.y[order]
```

## Silent when

- the random generator is seeded, or its state is set, between the two shuffles;
- each shuffle has a seed or a generator of its own;
- one order selects from both, or both are shuffled as pairs;
- the labels are made from the inputs, or from the same collection;
- only a part of the inputs is shuffled, as for examples that are meant not to match;
- what is returned as labels is not called so, as in two sets of images that are no pairs.

## References

- <https://numpy.org/doc/stable/reference/random/generated/numpy.random.shuffle.html>: shuffles in
  place, in an order of its own each time.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass

from sequence_lint.api import (
    Batch,
    Epoch,
    Finding,
    Part,
    Related,
    Rule,
    SequenceClass,
    Severity,
    Shuffle,
    label_like,
    numbered,
    wants_wrong_labels,
)


@dataclass(frozen=True, slots=True)
class Apart:
    """Inputs and labels from the same *places* of two collections, each of which was shuffled."""

    inputs: str
    labels: str
    places: tuple[int, ...]
    shuffles: tuple[Shuffle, Shuffle]


def check(sequence: SequenceClass) -> Iterator[Finding]:
    """One finding for each shuffle that takes inputs and labels apart."""
    seen = set()
    for epoch in sequence.epochs:
        for batch in () if wants_wrong_labels(sequence, epoch) else epoch.batches:
            apart = _in_batch(epoch, batch)
            if apart is None:
                continue
            last = max(apart.shuffles, key=lambda one: one.number)
            if last.place not in seen:
                seen.add(last.place)
                yield _finding(sequence, epoch, batch, apart, last)


def _in_batch(epoch: Epoch, batch: Batch) -> Apart | None:
    """What is apart in *batch*: each of its inputs with each of its labels."""
    for returned in batch.returned:
        parts = returned.part.parts
        if returned.part.kind not in ("tuple", "list") or len(parts) < 2:
            continue
        pairs = [(x, y) for x in parts[0].leaves() for y in parts[1].leaves()]
        found = [_apart(epoch, x, y) for x, y in pairs]
        if found and found[0] is not None and None not in found:
            return found[0]
    return None


def _apart(epoch: Epoch, inputs: Part, labels: Part) -> Apart | None:
    """Whether the two come from the same places of collections that were shuffled otherwise."""
    one, two = dict(inputs.served), dict(labels.served)
    shared = {source for source, places in one.items() if two.get(source) == places}
    mine, theirs = one.keys() - shared, two.keys() - shared
    each = {places for of in (one, two) for source, places in of.items() if source not in shared}
    if not mine or not theirs or mine & theirs or len(each) != 1 or min(min(each), default=-1) < 0:
        return None
    of_inputs = _last(epoch, set(inputs.orders) - set(labels.orders))
    of_labels = _last(epoch, set(labels.orders) - set(inputs.orders))
    if of_inputs is None or of_labels is None or not _by_chance(of_inputs, of_labels):
        return None
    names = _name(mine, of_inputs), _name(theirs, of_labels)
    if not label_like(names[1]):
        return None
    return Apart(*names, min(each), (of_inputs, of_labels))


def _name(sources: Set[str], shuffle: Shuffle) -> str:
    """The data among *sources*, which is what is not just the order that was shuffled."""
    return min(sources - {shuffle.source}, default=shuffle.source)


def _last(epoch: Epoch, numbers: set[int]) -> Shuffle | None:
    return next((one for one in reversed(epoch.shuffles) if one.number in numbers), None)


def _by_chance(one: Shuffle, two: Shuffle) -> bool:
    """True when one generator made both orders, and was not seeded in between."""
    return one.luck == two.luck != ""


def _finding(
    sequence: SequenceClass, epoch: Epoch, batch: Batch, apart: Apart, last: Shuffle
) -> Finding:
    x, y = f"`{apart.inputs}`", f"`{apart.labels}`"
    others = (one for one in apart.shuffles if one.place != last.place)
    places = numbered("place", apart.places)
    return Finding(
        place=last.place,
        message=f"`{sequence.name}` shuffles {x} and {y} one by one, so that inputs no longer "
        "belong to their labels.",
        example=f"{epoch.size.spelt()}, batch {batch.index} takes {places} of {x} and of {y}, "
        "which are in different orders"
        if epoch.size.batch is not None
        else None,
        help="Make one order, `order = np.random.permutation(len(x))`, and select from both with "
        "it.",
        related=tuple(Related(one.place, "this is shuffled for itself") for one in others),
    )


RULE = Rule(
    code="SEQ409",
    name="shuffled-apart",
    severity=Severity.WARNING,
    since="0.1.0",
    doc=__doc__,
    check=check,
)
