"""A batch has more than three items, and Keras takes three at most.

## What it does

Reports a `__getitem__` that returns a flat tuple or list of more than three.

## Why is this bad

The position in the tuple decides what an item is: inputs, labels, sample weights. There is no
fourth position. Several inputs, or several outputs, have to be one item: a tuple of their own.

## At run time

In `fit`, `evaluate` and `predict`:

- Keras 3: `ValueError: PyDataset.__getitem__() must return a tuple or a dict. If a tuple, it must
  be ordered either (input,) or (inputs, targets) or (inputs, targets, sample_weights).`
- Keras 2: `ValueError: Data is expected to be in format x, (x,), (x, y), or (x, y,
  sample_weight), found: ...`

## Bad

```python
import math

import keras


class Adverts(keras.utils.Sequence):
    def __init__(self, images, texts, ages, clicks, batch_size):
        super().__init__()
        self.images, self.texts, self.ages = images, texts, ages
        self.clicks = clicks
        self.batch_size = batch_size

    def __len__(self):
        return math.ceil(len(self.images) / self.batch_size)

    def __getitem__(self, index):
        start = index * self.batch_size
        end = start + self.batch_size
        images = self.images[start:end]
        texts = self.texts[start:end]
        ages = self.ages[start:end]
        return images, texts, ages, self.clicks[start:end]
```

## Good

```python
import math

import keras


class Adverts(keras.utils.Sequence):
    def __init__(self, images, texts, ages, clicks, batch_size):
        super().__init__()
        self.images, self.texts, self.ages = images, texts, ages
        self.clicks = clicks
        self.batch_size = batch_size

    def __len__(self):
        return math.ceil(len(self.images) / self.batch_size)

    def __getitem__(self, index):
        start = index * self.batch_size
        end = start + self.batch_size
        images = self.images[start:end]
        texts = self.texts[start:end]
        ages = self.ages[start:end]
        return (images, texts, ages), self.clicks[start:end]
```

## Silent when

- the class is iterated by itself (`__iter__`), or the project trains by itself (`train_step`,
  `GradientTape`, `train_on_batch`), and no instance is seen to be passed to `fit`, `evaluate` or
  `predict`;
- the class stands in for another in a test, and is not seen to be passed to Keras;
- an index serves a single sample: a list of samples that Keras never gets;
- a list holds samples, and not the parts of a batch;
- the same items are the inputs of a pair on another way (`return inputs` beside `return inputs,
  y`);
- another Sequence of the project takes the batches apart.

## References

- <https://keras.io/api/models/model_training_apis/#fit-method>: what a batch of a `PyDataset` may
  be.
"""

from __future__ import annotations

from collections.abc import Iterator

from sequence_lint.api import (
    Batch,
    Epoch,
    Finding,
    Part,
    Returned,
    Rule,
    SequenceClass,
    Severity,
    is_double,
    label_like,
)


def check(sequence: SequenceClass) -> Iterator[Finding]:
    """One finding for each `return` of more than three items."""
    reaches_keras = any(use.certain for use in sequence.uses)
    if not reaches_keras and (_goes_elsewhere(sequence) or is_double(sequence)):
        return
    done = set()
    for epoch in sequence.epochs:
        for batch in epoch.batches:
            for returned in batch.returned:
                if returned.place in done or not _is_too_long(sequence, returned.part):
                    continue
                if reaches_keras or batch.is_of_several(returned):
                    done.add(returned.place)
                    yield _finding(sequence, epoch, batch, returned)


def _goes_elsewhere(sequence: SequenceClass) -> bool:
    own = sequence.own_train_step or sequence.part_of_another
    return own or sequence.method("__iter__") is not None


def _is_too_long(sequence: SequenceClass, part: Part) -> bool:
    if part.kind not in ("tuple", "list") or len(part.parts) <= 3:
        return False
    # Who asks for inputs alone where there are labels as well knows what a batch is.
    inputs = [one.part.parts[0] for one in sequence.returns() if one.part.parts]
    return all(len(one.parts) != len(part.parts) for one in inputs)


def _finding(sequence: SequenceClass, epoch: Epoch, batch: Batch, returned: Returned) -> Finding:
    items = returned.part.parts
    return Finding(
        place=returned.place,
        message=f"`{sequence.name}` returns a {returned.part.kind} of {len(items)}, and Keras "
        "takes inputs, labels and sample weights only, so `fit`, `evaluate` and `predict` stop "
        "with a `ValueError`.",
        example=f"{epoch.size.spelt()}, batch {batch.index} has {len(items)} items"
        if epoch.size.batch is not None
        else None,
        help=_help(returned),
    )


def _help(returned: Returned) -> str:
    texts = [item.text for item in returned.part.parts]
    advice = "Put the inputs into a tuple of their own"
    if not all(texts) or len(", ".join(texts)) > 70:
        return f"{advice}, and the labels after it: `return (a, b, c), y`."
    *inputs, last = texts
    if label_like(last):
        return f"{advice}: `return ({', '.join(inputs)}), {last}`."
    return f"{advice}: `return ({', '.join(texts)}), labels`."


RULE = Rule(
    code="SEQ303",
    name="too-many-items",
    severity=Severity.ERROR,
    since="0.1.0",
    doc=__doc__,
    check=check,
)
