"""`__len__` computes the length and does not return it.

## What it does

Reports a `__len__` (or `num_batches`) that ends without a `return`, or returns None: on every way
through it, or under one setting of a flag, or for some numbers of samples.

## Why is this bad

A function that ends without a `return` gives None, and None is no length.

## At run time

`TypeError: 'NoneType' object cannot be interpreted as an integer` in `fit`, `evaluate` and
`predict`, on every line of Keras and every backend.

## Bad

```python
import math

import keras


class Pairs(keras.utils.Sequence):
    def __init__(self, x, y, batch_size):
        super().__init__()
        self.x, self.y, self.batch_size = x, y, batch_size

    def __len__(self):
        math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, index):
        start = index * self.batch_size
        end = start + self.batch_size
        return self.x[start:end], self.y[start:end]
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

- the body is a stub (`pass`, `...`, a docstring) or the class is abstract;
- the other way raises;
- the way is taken for a text only that the class compares with nowhere (`mode` is neither `train`
  nor `test`), or under a condition that cannot be followed;
- an attribute is returned that is None at first and may be set from outside, or what a method
  returns that heirs may fill;
- a Sequence without end is meant (`num_batches` returns None by a `return None` of its own).

## References

- <https://docs.python.org/3/reference/datamodel.html#object.__len__>: an integer that is not
  negative.
"""

from __future__ import annotations

from collections.abc import Iterator

from sequence_lint.api import Epoch, Finding, Rule, SequenceClass, Severity, Way, is_read


def check(sequence: SequenceClass) -> Iterator[Finding]:
    """One finding at the first way that certainly ends without a length."""
    method = sequence.method(sequence.length_method)
    if method is None or method.is_stub or method.is_generator:
        return
    for epoch in sequence.epochs:
        ways = epoch.length.ways
        if ways and all(map(_gives_nothing, ways)) and sequence.is_meant(epoch):
            if not _may_be_meant(sequence, ways[0]):
                yield _finding(sequence, epoch, ways[0])
                return


def _gives_nothing(way: Way) -> bool:
    return way.gives == "none"


def _may_be_meant(sequence: SequenceClass, way: Way) -> bool:
    """True for a Sequence without end, and for what an heir or somebody else may have set."""
    if sequence.length_method == "num_batches" and way.text:
        return True
    return way.text not in ("", "None") and (is_read(way.text) or sequence.has_gaps)


def _finding(sequence: SequenceClass, epoch: Epoch, way: Way) -> Finding:
    when = _when(sequence, epoch)
    return Finding(
        place=way.place,
        message=f"`{sequence.name}.{sequence.length_method}` returns nothing{when}, so `fit`, "
        "`evaluate` and `predict` stop with a `TypeError`.",
        example=f"{epoch.size.spelt()}, the length is None and no integer"
        if epoch.size.batch is not None
        else None,
        help="Return the number of batches: that of the samples by the batch size, rounded up.",
    )


def _when(sequence: SequenceClass, epoch: Epoch) -> str:
    """Where it happens, when it does not happen always."""
    default = sequence.epochs[0].setting
    said = [f"{name}={value}" for name, value in epoch.setting if (name, value) not in default]
    if said:
        return f" where `{', '.join(said)}`"
    method = sequence.method(sequence.length_method)
    return " on one of its ways" if method is not None and method.gives else ""


RULE = Rule(
    code="SEQ106",
    name="length-not-returned",
    severity=Severity.ERROR,
    since="0.1.0",
    doc=__doc__,
    check=check,
)
