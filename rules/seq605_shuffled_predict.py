"""Predictions for shuffled samples are compared with labels in their own order.

## What it does

Reports a call of `predict` that is given an instance which shuffles its samples, where the result
meets labels that were not shuffled with them: in a function that scores predictions
(`accuracy_score`, `confusion_matrix` …) or in a comparison.

## Why is this bad

`predict` returns a row for each sample in the order in which the Sequence serves them. Row 0 then
belongs to a sample that chance chose, and is compared with the label of sample 0. What comes out is
about as good as guessing, however good the model is.

## At run time

Nothing is printed. `evaluate` on the same instance is right, because there each batch brings its
own labels.

## Bad

```python
import math

import keras
import numpy as np
from sklearn.metrics import accuracy_score


class Pairs(keras.utils.PyDataset):
    def __init__(self, x, y, batch_size, shuffle=True):
        super().__init__()
        self.x, self.y, self.batch_size, self.shuffle = x, y, batch_size, shuffle
        self.order = np.arange(len(x))
        self.on_epoch_end()

    def on_epoch_end(self):
        if self.shuffle:
            np.random.shuffle(self.order)

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, index):
        rows = self.order[index * self.batch_size : (index + 1) * self.batch_size]
        return self.x[rows], self.y[rows]


def test(x, y):
    labels = np.asarray(y)
    model = keras.Sequential([keras.layers.Dense(3)])
    pairs = Pairs(x, y, 32)
    predicted = model.predict(pairs)
    return accuracy_score(labels, predicted.argmax(axis=1))
```

## Good

```python
import math

import keras
import numpy as np
from sklearn.metrics import accuracy_score


class Pairs(keras.utils.PyDataset):
    def __init__(self, x, y, batch_size, shuffle=True):
        super().__init__()
        self.x, self.y, self.batch_size, self.shuffle = x, y, batch_size, shuffle
        self.order = np.arange(len(x))
        self.on_epoch_end()

    def on_epoch_end(self):
        if self.shuffle:
            np.random.shuffle(self.order)

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, index):
        rows = self.order[index * self.batch_size : (index + 1) * self.batch_size]
        return self.x[rows], self.y[rows]


def test(x, y):
    labels = np.asarray(y)
    model = keras.Sequential([keras.layers.Dense(3)])
    pairs = Pairs(x, y, 32, shuffle=False)
    predicted = model.predict(pairs)
    return accuracy_score(labels, predicted.argmax(axis=1))
```

## Silent when

- the instance is made with a setting that does not shuffle;
- the labels are put into the order of the Sequence (`y[pairs.order]`), or collected from its
  batches;
- something is done with the instance, such as `pairs.shuffle = False` or a call of its methods;
- the samples themselves are shuffled and not an order of their own: the labels may be shuffled with
  them;
- it is not seen that the result meets labels.

## References

- <https://keras.io/api/models/model_training_apis/#predict-method>
"""

from __future__ import annotations

from collections.abc import Iterator

from sequence_lint.api import CallSite, Finding, Related, Rule, Severity


def check_call(call: CallSite) -> Iterator[Finding]:
    """One finding where the result of the call meets labels in another order."""
    if call.misread is None or not call.settled:
        return
    sequence, labels = call.classes[0], call.misread.labels
    yield Finding(
        place=call.place,
        message=f"`{sequence.name}` shuffles `{call.misread.order}`, so the rows that "
        f"`{call.method}` returns are in a random order, and `{labels}` is not.",
        help=f"Make an instance for `{call.method}` that does not shuffle, or put the labels into "
        f"the order of its `{call.misread.order}` too.",
        related=(
            Related(call.misread.place, "here the two are compared row by row"),
            Related(sequence.place, "this is the Sequence"),
        ),
    )


RULE = Rule(
    code="SEQ605",
    name="shuffled-predict",
    severity=Severity.WARNING,
    since="0.1.0",
    doc=__doc__,
    check_call=check_call,
)
