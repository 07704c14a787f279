"""The Sequence is that of one Keras, and the model that of another.

## What it does

Reports a call of `fit`, `evaluate` or `predict` where the model and the Sequence come from packages
that do not know each other: `tf_keras` and `keras`, or `tensorflow.python.keras` and any other.

## Why is this bad

Each of these packages has a class `Sequence` of its own, and a model looks for that of its own
package. To the model of another one the Sequence is an object that it cannot read.
`tensorflow.python.keras` is a copy that TensorFlow keeps for its own use and stopped using in
version 2.6; it is still there to be imported.

## At run time

- Keras 3: `ValueError: Unrecognized data type: x=<...> (of type <class '...'>)`
- Keras 2: `ValueError: Failed to find data adapter that can handle input`

## Bad

```python
import math

import keras
from tf_keras.utils import Sequence


class Pairs(Sequence):
    def __init__(self, x, y, batch_size):
        self.x, self.y, self.batch_size = x, y, batch_size

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, index):
        rows = slice(index * self.batch_size, (index + 1) * self.batch_size)
        return self.x[rows], self.y[rows]


def train(x, y):
    model = keras.Sequential([keras.layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(Pairs(x, y, 32))
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
        rows = slice(index * self.batch_size, (index + 1) * self.batch_size)
        return self.x[rows], self.y[rows]


def train(x, y):
    model = keras.Sequential([keras.layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(Pairs(x, y, 32))
```

## Silent when

- one is from `keras` and the other from `tensorflow.keras`: these are one package since
  TensorFlow 2.6;
- one is from `tf_keras` and the other from `tensorflow.keras`, which are one package where
  `TF_USE_LEGACY_KERAS` is set;
- either may be from several packages, as in `try: import keras` with an `except ImportError`;
- the requirements ask for TensorFlow before 2.6, where `tensorflow.python.keras` is
  `tensorflow.keras`;
- it is not certain that the Sequence reaches the call, or where the model comes from.

## References

- <https://keras.io/keras_3/>: which package is which Keras.
- <https://github.com/keras-team/tf-keras>
"""

from __future__ import annotations

from collections.abc import Iterator

from sequence_lint.api import CallSite, Finding, Related, Rule, Severity

_COPY = "tensorflow.python.keras"
_APART = (frozenset({"tf_keras", "keras"}),)


def check_call(call: CallSite) -> Iterator[Finding]:
    """One finding where the two packages do not know each other."""
    own, other = call.packages
    if not call.settled or not own or not other or own == other:
        return
    if _COPY not in call.packages and frozenset(call.packages) not in _APART:
        return
    sequence = call.classes[0]
    yield Finding(
        place=call.place,
        message=f"`{sequence.name}` is a Sequence of `{own}` and the model is one of `{other}`, "
        "which does not know it, so the call fails with a ValueError.",
        help="Make the Sequence and the model with the same package: import `Sequence` or "
        f"`PyDataset` from `{other}.utils`."
        if own == _COPY or other != _COPY
        else f"Make the model with the package of the Sequence: import it from `{own}`.",
        related=(Related(sequence.place, "this is the Sequence"),),
    )


RULE = Rule(
    code="SEQ606",
    name="mixed-keras",
    severity=Severity.WARNING,
    since="0.1.0",
    doc=__doc__,
    check_call=check_call,
)
