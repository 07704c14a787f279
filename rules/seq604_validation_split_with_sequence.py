"""A share of the data is asked for as validation data, which a Sequence cannot be cut into.

## What it does

Reports `validation_split` in a call of `fit` that is given a Sequence.

## Why is this bad

Keras splits arrays: it keeps the last rows back. A Sequence has batches only, in whatever order,
and Keras does not split it. The call stops before the first batch.

## At run time

- Keras 3: `ValueError: Argument validation_split is only supported for tensors or NumPy
  arrays.Found incompatible type in the input: [<class 'Pictures'>]`
- Keras 2: `validation_split is only supported for Tensors or NumPy arrays`

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
    model.fit(Pictures(x, y, 32), validation_split=0.2)
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
    kept = len(x) // 5
    training = Pictures(x[kept:], y[kept:], 32)
    model.fit(training, validation_data=Pictures(x[:kept], y[:kept], 32))
```

## Silent when

- the share is 0 or None, or not known to be another number;
- `validation_data` is given too: Keras then takes that;
- labels are given as well: then that is what is wrong (SEQ601), or the call is made for arrays;
- it is not certain that a Sequence reaches the call, or that the object before the dot is a Keras
  model.

## References

- <https://keras.io/api/models/model_training_apis/#fit-method>: `validation_split`.
"""

from __future__ import annotations

from collections.abc import Iterator

from sequence_lint.api import CallSite, Finding, Related, Rule, Severity


def check_call(call: CallSite) -> Iterator[Finding]:
    """One finding when Keras is told to split the Sequence."""
    if not call.settled or call.parameter != "x" or call.method != "fit":
        return
    split = call.given("validation_split")
    if split is None or not split.number or call.beside_labels or _has_validation_data(call):
        return
    sequence = call.classes[0]
    yield Finding(
        place=call.place,
        message=f"{split.spelt()} is refused with a ValueError: Keras splits arrays only, and "
        f"`{sequence.name}` is a Sequence.",
        help=f"Make a second `{sequence.name}` of the samples to be kept back, and pass it as "
        "`validation_data`.",
        related=(Related(sequence.place, "this is the Sequence"),),
    )


def _has_validation_data(call: CallSite) -> bool:
    """True when validation data is given, or may be."""
    if any(not argument.name for argument in call.arguments):
        return True
    validation = call.argument("validation_data")
    return validation is not None and validation.text != "None"


RULE = Rule(
    code="SEQ604",
    name="validation-split-with-sequence",
    severity=Severity.ERROR,
    since="0.1.0",
    doc=__doc__,
    check_call=check_call,
)
