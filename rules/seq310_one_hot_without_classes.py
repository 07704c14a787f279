"""The labels of a batch are one-hot encoded without the number of classes.

## What it does

Reports `to_categorical(labels)` and `pandas.get_dummies(labels)` on the labels of one batch, where
nothing says how many classes there are.

## Why is this bad

Both make as many columns as the labels at hand need. A batch in which the last class does not occur
gets fewer of them, and `get_dummies` gives a column another meaning where any class is missing.

## At run time

Training stops at the first such batch, which comes sooner or later: `ValueError: Arguments target
and output must have the same shape`, on JAX with other losses `TypeError: sub got incompatible
shapes for broadcasting`, on TensorFlow ``TypeError: `generator` yielded an element of shape (2, 2)
where an element of shape (None, 3) was expected``, in Keras 2 `InvalidArgumentError: Incompatible
shapes: [2,2] vs. [2,3]`. `get_dummies` on a batch that has the right number of classes, but not
all of them, is wrong without a word.

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
        rows = slice(index * self.batch_size, (index + 1) * self.batch_size)
        return self.x[rows], keras.utils.to_categorical(self.y[rows])
```

## Good

```python
import math

import keras


class Pairs(keras.utils.PyDataset):
    def __init__(self, x, y, batch_size):
        super().__init__()
        self.x, self.batch_size = x, batch_size
        self.y = keras.utils.to_categorical(y)

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, index):
        rows = slice(index * self.batch_size, (index + 1) * self.batch_size)
        return self.x[rows], self.y[rows]
```

## Silent when

- the number of classes is given, by place or by name;
- the labels are encoded as a whole in the constructor;
- the same labels are encoded for each index;
- `get_dummies` is followed by `reindex` or `align`.

## References

- <https://keras.io/api/utils/python_utils/#to_categorical-function>: `num_classes`, which is
  inferred as the greatest label and one where it is not given.
"""

from __future__ import annotations

from collections.abc import Iterator

from sequence_lint.api import Finding, Place, Related, Rule, SequenceClass, Severity


def check(sequence: SequenceClass) -> Iterator[Finding]:
    """One finding for each `return` after such a call, with the calls as related places."""
    found: dict[Place, dict[Place, None]] = {}
    shown = next(
        (e for e in sequence.epochs if any(b.one_hot and b.returned for b in e.batches)), None
    )
    for epoch in sequence.epochs if shown is not None else ():
        for batch in epoch.batches:
            if batch.one_hot and batch.returned and sequence.is_meant(epoch):
                at = batch.returned[0].place
                found.setdefault(at, {}).update(dict.fromkeys(batch.one_hot))
    for at, calls in found.items():
        assert shown is not None
        yield Finding(
            place=at,
            message=f"The labels of each batch of `{sequence.name}` are one-hot encoded without "
            "the number of classes, so a batch that lacks the last class has fewer columns than "
            "the others.",
            example=f"{shown.size.spelt()}, the labels 0, 1, 1, 0 of one batch get 2 columns and "
            "the labels 2, 0, 1, 2 of another get 3",
            help="Give the number of classes, `to_categorical(labels, num_classes)`, or encode "
            "all labels in the constructor.",
            related=tuple(
                Related(call, "the labels are encoded here") for call in calls if call != at
            ),
        )


RULE = Rule(
    code="SEQ310",
    name="one-hot-without-classes",
    severity=Severity.WARNING,
    since="0.1.0",
    doc=__doc__,
    check=check,
)
