"""Labels or weights are passed next to a Sequence, which has to bring them itself.

## What it does

Reports `y` or `sample_weight` in a call of `fit` or `evaluate` that is given a Sequence, by name or
by position, and labels that stand next to a Sequence in `validation_data`.

## Why is this bad

A Sequence makes whole batches, inputs and labels together. Keras has no way to cut labels from
elsewhere to the same batches, and refuses them.

## At run time

For labels:

- Keras 3: `ValueError: When providing x as a PyDataset, y should not be passed. Instead, the
  targets should be included as part of the PyDataset.`
- Keras 2: ``ValueError: `y` argument is not supported when using `keras.utils.Sequence` as
  input.``

For weights:

- Keras 3: `ValueError: ... sample_weights should not be passed. Instead, the sample weights should
  be included as part of the PyDataset.`
- Keras 2: `` `sample_weight` argument is not supported when using ...``

## Bad

```python
import math

import keras


class Pictures(keras.utils.Sequence):
    def __init__(self, x, y, batch_size):
        super().__init__()
        self.x, self.y, self.batch_size = x, y, batch_size

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, index):
        start = index * self.batch_size
        end = start + self.batch_size
        return self.x[start:end], self.y[start:end]


def train(x, y):
    model = keras.Sequential([keras.layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(Pictures(x, y, 32), y)
```

## Good

```python
import math

import keras


class Pictures(keras.utils.Sequence):
    def __init__(self, x, y, batch_size):
        super().__init__()
        self.x, self.y, self.batch_size = x, y, batch_size

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, index):
        start = index * self.batch_size
        end = start + self.batch_size
        return self.x[start:end], self.y[start:end]


def train(x, y):
    model = keras.Sequential([keras.layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(Pictures(x, y, 32))
```

## Silent when

- the value is None, or may be None (`def train(x, y=None)`);
- it is not certain that a Sequence reaches the call, or that the object before the dot is a Keras
  model (a scikit-learn estimator or a class of one's own may take `y`).

## References

- <https://keras.io/api/models/model_training_apis/#fit-method>: `y` and `sample_weight`.
"""

from __future__ import annotations

from collections.abc import Iterator

from sequence_lint.api import Argument, CallSite, Finding, Related, Rule, Severity

_REFUSED = ("y", "sample_weight")
_METHODS = frozenset({"fit", "evaluate"})


def check_call(call: CallSite) -> Iterator[Finding]:
    """One finding when labels or weights come next to the Sequence."""
    if not call.settled or call.method not in _METHODS:
        return
    given = call.beside if call.parameter == "validation_data" else call.arguments
    refused = [one for one in given if one.name in _REFUSED and not one.nothing]
    if refused:
        yield _finding(call, refused[0])


def _finding(call: CallSite, argument: Argument) -> Finding:
    sequence = call.classes[0]
    role, items = "labels", "inputs, labels"
    if argument.name == "sample_weight":
        role, items = "weights", "inputs, labels, weights"
    where = " in `validation_data`" if call.parameter == "validation_data" else ""
    return Finding(
        place=call.place,
        message=f"{argument.spelt()} stands next to a Sequence{where}, which Keras refuses with a "
        f"ValueError: `{sequence.name}` has to bring its {role} in each batch.",
        help=f"Return `{items}` from `{sequence.name}.__getitem__`, and leave out "
        f"`{argument.name}` here.",
        related=(Related(sequence.place, "this is the Sequence"),),
    )


RULE = Rule(
    code="SEQ601",
    name="targets-passed-with-sequence",
    severity=Severity.ERROR,
    since="0.1.0",
    doc=__doc__,
    check_call=check_call,
)
