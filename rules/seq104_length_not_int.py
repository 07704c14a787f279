"""The length is no whole number, and `len()` refuses it.

## What it does

Reports a `__len__` (or `num_batches`) that returns a float: `np.ceil(..)`, `np.floor(..)` and
`np.round(..)` give floats although their values are whole, and so do `/` and `round(x, 1)`. A
number that goes through a narrow integer type (`np.uint8`, `np.int16`) is reported as a note: it
wraps round where there are more batches than the type can count.

## Why is this bad

Python's `len()` takes whole numbers only. The class fails at the first question Keras asks.

## At run time

In `fit`, `evaluate` and `predict`, on every line of Keras and every backend, and for a Sequence
that is passed as validation data too:

- `np.ceil(..)` and its like: `TypeError: 'numpy.float64' object cannot be interpreted as an
  integer`
- a division, `round(x, 0)`: `TypeError: 'float' object cannot be interpreted as an integer`

## Bad

```python
import keras
import numpy as np


class Pairs(keras.utils.Sequence):
    def __init__(self, x, y, batch_size):
        super().__init__()
        self.x, self.y, self.batch_size = x, y, batch_size

    def __len__(self):
        return np.ceil(len(self.x) / self.batch_size)

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

- the number is made whole: `int(..)`, `.astype(int)`, `np.int64(..)`, `//` of whole numbers,
  `math.ceil(..)`, `math.floor(..)`, `round(x)`;
- the type of what is returned cannot be told.

## References

- <https://docs.python.org/3/reference/datamodel.html#object.__len__>: an integer that is not
  negative.
- <https://numpy.org/doc/stable/reference/generated/numpy.ceil.html>: floats in, floats out.
"""

from __future__ import annotations

from collections.abc import Iterator

from sequence_lint.api import (
    Epoch,
    Excerpt,
    Finding,
    Fix,
    Related,
    Rule,
    SequenceClass,
    Severity,
    Way,
    around,
    instead,
    rounded_up,
)


def check(sequence: SequenceClass) -> Iterator[Finding]:
    """One finding at the first `return` of a float, or else one for a type that wraps round."""
    found: dict[Way, Epoch] = {}
    for epoch in sequence.epochs:
        for way in epoch.length.ways:
            if way.gives == "float":
                found.setdefault(way, epoch)
    if found:
        yield _no_int(sequence, found)
        return
    for epoch in sequence.epochs:
        if epoch.length.narrow:
            yield _too_narrow(sequence, epoch)
            return


def _no_int(sequence: SequenceClass, found: dict[Way, Epoch]) -> Finding:
    first, *others = sorted(found, key=lambda way: way.place.order)
    length = found[first].length
    related = [Related(way.place, "a float is returned here too") for way in others]
    if length.computed_at is not None:
        related.append(Related(length.computed_at, "the number is computed here"))
    return Finding(
        place=first.place,
        message=f"`{sequence.name}.{sequence.length_method}` returns a float, and Python takes "
        "whole numbers only as a length, so `fit`, `evaluate` and `predict` stop with a "
        "`TypeError`.",
        example=_example(found[first]),
        help=_help(first, length.quotient() if len(length.ways) == 1 else None),
        related=tuple(dict.fromkeys(related)),
        fixes=_fixes(tuple(way.returned for way in found if way.returned is not None)),
    )


def _fixes(returned: tuple[Excerpt, ...]) -> tuple[Fix, ...]:
    """The number made whole as it is; where that would round it down, rounded up."""
    whole = tuple(edit for each in returned for edit in around(each.place, "int(", ")"))
    as_it_is = Fix("Make the length an integer with `int`.", whole, "safe")
    quotients = [(each, rounded_up(each.text)) for each in returned]
    up = tuple(instead(each, text) for each, text in quotients if text is not None)
    if len(up) < len(returned):
        return (as_it_is,)
    return as_it_is, Fix("Round the length up with `math.ceil`.", up, "safe", ("math",))


def _example(epoch: Epoch) -> str | None:
    if not isinstance(epoch.length.value, float):
        return None
    return (
        f"{epoch.size.spelt()}, the length is {epoch.length.value:g} as a float, and len() raises "
        "`TypeError`: it cannot be interpreted as an integer"
    )


def _help(way: Way, quotient: tuple[str, str] | None) -> str:
    if quotient is not None:
        return f"Return `math.ceil({quotient[0]} / {quotient[1]})`, which is an integer."
    if way.text and len(way.text) < 60:
        return f"Return `int({way.text})`, or round up with `math.ceil`."
    return "Return an integer: round up with `math.ceil`."


def _too_narrow(sequence: SequenceClass, epoch: Epoch) -> Finding:
    narrow = epoch.length.narrow
    most = (1 << int(narrow.lstrip("uint")) - (not narrow.startswith("u"))) - 1
    return Finding(
        place=epoch.length.place or sequence.place,
        message=f"`{sequence.name}.{sequence.length_method}` counts batches in `{narrow}`, which "
        f"wraps round past {most}.",
        example=f"{epoch.size.spelt()}, len() is {epoch.length.value}, but {most + 1} batches are "
        f"{0 if narrow.startswith('u') else -most - 1} in `{narrow}`",
        help="Return `int(..)` of the number, which has no end.",
        severity=Severity.NOTE,
    )


RULE = Rule(
    code="SEQ104",
    name="length-not-int",
    severity=Severity.ERROR,
    since="0.1.0",
    doc=__doc__,
    check=check,
    fix="safe",
)
