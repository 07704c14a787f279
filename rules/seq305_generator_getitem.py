"""`__getitem__` yields, so each index gives a generator and no batch.

## What it does

Reports a `yield` in `__getitem__`.

## Why is this bad

A `yield` makes a generator function of it: calling it runs nothing of its body and gives a
generator object. Keras asks a Sequence for one batch an index, it does not iterate over what it
gets.

## At run time

In `fit`, `evaluate` and `predict`:

- Keras 3: `ValueError: PyDataset.__getitem__() must return a tuple or a dict. ... Received:
  <generator object Pairs.__getitem__ at 0x...>`
- Keras 2: `AttributeError: 'generator' object has no attribute 'shape'`

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
        end = start + self.batch_size
        yield self.x[start:end], self.y[start:end]
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

- the `yield` stands in a function inside of it;
- the class stands in for another in a test, and is not seen to be passed to Keras;
- the class is abstract.

## References

- <https://docs.python.org/3/reference/expressions.html#yield-expressions>
"""

from __future__ import annotations

from collections.abc import Iterator

from sequence_lint.api import Finding, Rule, SequenceClass, Severity, is_double


def check(sequence: SequenceClass) -> Iterator[Finding]:
    """One finding at the `def` of a generator function."""
    method = sequence.method("__getitem__")
    if method is None or not method.is_generator or method.decorated or is_double(sequence):
        return
    yield Finding(
        place=method.place,
        message=f"`{sequence.name}.__getitem__` yields, so each index gives a generator and no "
        "batch, and `fit`, `evaluate` and `predict` stop with an error.",
        help="Return the batch of this index instead: `return x, y`.",
    )


RULE = Rule(
    code="SEQ305",
    name="generator-getitem",
    severity=Severity.ERROR,
    since="0.1.0",
    doc=__doc__,
    check=check,
)
