"""The constructor needs an attribute before it is there.

## What it does

Reports an attribute that is read while the instance is made, and that is set only later or never.
Mostly `__init__` calls `on_epoch_end` before the attributes that this reads are assigned.

## Why is this bad

No instance can be made: the read raises. Where a flag decides, the class works until somebody sets
it.

## At run time

Keras is not reached. Making the instance raises
`AttributeError: 'Pairs' object has no attribute 'shuffle'`.

## Bad

```python
import math

import keras
import numpy as np


class Pairs(keras.utils.Sequence):
    def __init__(self, x, y, batch_size, shuffle=True):
        super().__init__()
        self.x, self.y, self.batch_size = x, y, batch_size
        self.on_epoch_end()
        self.shuffle = shuffle

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, index):
        rows = self.order[index * self.batch_size : (index + 1) * self.batch_size]
        return self.x[rows], self.y[rows]

    def on_epoch_end(self):
        self.order = np.arange(len(self.x))
        if self.shuffle:
            np.random.shuffle(self.order)
```

## Good

```python
import math

import keras
import numpy as np


class Pairs(keras.utils.Sequence):
    def __init__(self, x, y, batch_size, shuffle=True):
        super().__init__()
        self.x, self.y, self.batch_size = x, y, batch_size
        self.shuffle = shuffle
        self.on_epoch_end()

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, index):
        rows = self.order[index * self.batch_size : (index + 1) * self.batch_size]
        return self.x[rows], self.y[rows]

    def on_epoch_end(self):
        self.order = np.arange(len(self.x))
        if self.shuffle:
            np.random.shuffle(self.order)
```

## Silent when

- a base, a mixin, a decorator or a metaclass is not known, or the class is abstract, or only its
  heirs are used: then those are judged;
- the class has `__getattr__`, `__slots__`, `setattr`, `__dict__` or their like, makes attributes as
  data classes do, or hands itself to other code;
- any file of the project assigns an attribute of that name to another object than `self`;
- the class asks whether it has the attribute, or is ready for an `AttributeError`;
- it is a class attribute, a property, or one of those that Keras' base class has;
- the class stands in for another in a test, and is not seen to be passed to Keras.

It is a warning where a flag or a condition decides whether the read is reached.

## References

- <https://docs.python.org/3/tutorial/classes.html#instance-objects>: attributes come into being
  when they are assigned.
"""

from __future__ import annotations

from collections.abc import Iterator

from sequence_lint.api import (
    Finding,
    Lacking,
    Related,
    Rule,
    SequenceClass,
    Severity,
    is_double,
    listed,
)


def check(sequence: SequenceClass) -> Iterator[Finding]:
    """One finding for each attribute that lacks while the instance is made, at the first read."""
    if not sequence.stands_for_itself or is_double(sequence):
        return
    for lacking in sequence.lacking:
        if lacking.during == "construction":
            yield _finding(sequence, lacking)


def _finding(sequence: SequenceClass, lacking: Lacking) -> Finding:
    name, owner = lacking.name, lacking.owner or sequence.name
    where = "".join(f" with {key}={value}" for key, value in lacking.setting)
    reached = "" if lacking.certain else " where it gets there"
    return Finding(
        place=lacking.place,
        message=f"`{owner}.{lacking.method}` reads `self.{name}` while the instance is made, "
        f"{_why(lacking)}, so making one{where} stops with `AttributeError: '{sequence.name}' "
        f"object has no attribute '{name}'`{reached}.",
        help=_help(lacking),
        related=tuple(Related(place, "it is set here") for place in lacking.set_at[:1]),
        severity=None if lacking.certain and not lacking.setting else Severity.WARNING,
    )


def _why(lacking: Lacking) -> str:
    if lacking.why == "never":
        return "and nothing ever sets it"
    if lacking.why == "later":
        return "before it is set"
    return f"and only {listed([f'`{one}`' for one in lacking.set_in])} sets it, which is not called"


def _help(lacking: Lacking) -> str:
    if lacking.why != "later":
        return "Give it a value in `__init__`, before it is read."
    if lacking.setting and lacking.method == "__init__":
        return "Give it a value on every way that leads there."
    if lacking.method == "__init__":
        return "Move the assignment before the read."
    return f"Move the assignment before the call of `{lacking.method}`."


RULE = Rule(
    code="SEQ403",
    name="hook-before-attributes",
    severity=Severity.ERROR,
    since="0.1.0",
    doc=__doc__,
    check=check,
)
