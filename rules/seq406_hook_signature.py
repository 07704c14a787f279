"""Keras cannot call a method of the class the way it does.

## What it does

Reports `__getitem__`, `__len__`, `on_epoch_end` and `on_epoch_begin` with parameters that Keras
gives no arguments for, or without one for what it gives: the index, and the instance itself.
A `__len__` or `on_epoch_end` that is a property is reported too, because it is called.

## Why is this bad

Keras calls `sequence[index]`, `len(sequence)`, `sequence.on_epoch_end()` and, from Keras 3.5 on,
`sequence.on_epoch_begin()`. An epoch number or logs, as callbacks get them, are not given. So the
call raises. Where that is the end of an epoch, Keras 2 trains for one epoch first.

## At run time

- `__getitem__(self)`: `TypeError: Pairs.__getitem__() takes 1 positional argument but 2 were given`
- `on_epoch_end(self, epoch)`:
  `TypeError: Pairs.on_epoch_end() missing 1 required positional argument: 'epoch'`. Keras 3 calls
  it before the first epoch already.
- `@property` above `__len__`: `TypeError: 'int' object is not callable`

## Bad

```python
import math

import keras
import numpy as np


class Pairs(keras.utils.Sequence):
    def __init__(self, x, y, batch_size):
        super().__init__()
        self.x, self.y, self.batch_size = x, y, batch_size
        self.order = np.arange(len(x))

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, index):
        rows = self.order[index * self.batch_size : (index + 1) * self.batch_size]
        return self.x[rows], self.y[rows]

    def on_epoch_end(self, epoch, logs=None):
        np.random.shuffle(self.order)
```

## Good

```python
import math

import keras
import numpy as np


class Pairs(keras.utils.Sequence):
    def __init__(self, x, y, batch_size):
        super().__init__()
        self.x, self.y, self.batch_size = x, y, batch_size
        self.order = np.arange(len(x))

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, index):
        rows = self.order[index * self.batch_size : (index + 1) * self.batch_size]
        return self.x[rows], self.y[rows]

    def on_epoch_end(self):
        np.random.shuffle(self.order)
```

## Silent when

- what Keras does not give has a default, or `*args` takes it;
- a decorator other than `@property` and `@classmethod` stands above the method;
- the method is inherited, and a base or mixin that is not known may bring another one;
- it is `on_epoch_begin`, and the class is written for Keras 2, which does not call it. Where that
  cannot be told, it is a note;
- the class is abstract, or stands in for another in a test and is not seen to be passed to Keras.

## References

- <https://keras.io/api/utils/python_utils/#pydataset-class>: the methods of the class.
"""

from __future__ import annotations

from collections.abc import Iterator

from sequence_lint.api import Finding, Method, Rule, SequenceClass, Severity, is_double

_CALLED = (
    ("__getitem__", "sequence[index]", "(self, index)"),
    ("__len__", "len(sequence)", "(self)"),
    ("on_epoch_end", "sequence.on_epoch_end()", "(self)"),
    ("on_epoch_begin", "sequence.on_epoch_begin()", "(self)"),
)


def check(sequence: SequenceClass) -> Iterator[Finding]:
    """One finding for each method that refuses the call."""
    if is_double(sequence):
        return
    for name, call, parameters in _CALLED:
        method = sequence.method(name)
        if method is None or not _is_judged(sequence, method):
            continue
        refused = _refused(method)
        if refused is not None:
            yield Finding(
                place=method.place,
                message=f"`{sequence.name}.{name}` cannot be called the way Keras calls it, "
                f"`{call}`: {refused}.",
                help=_help(method, parameters),
                severity=_severity(sequence, name),
            )


def _is_judged(sequence: SequenceClass, method: Method) -> bool:
    if method.inherited and not sequence.bases_known:
        return False
    return method.name != "on_epoch_begin" or 3 in sequence.keras


def _refused(method: Method) -> str | None:
    """What Python says to the call, None where it works or cannot be told."""
    signature = method.signature
    if signature is None or (signature.first == "property" and method.name == "__getitem__"):
        return None
    refused = signature.refuses(1 if method.name == "__getitem__" else 0)
    if refused is None:
        return None
    if signature.first == "property":
        return "it is a property, and what that gives is no function"
    return f"Python says that it {refused}" if refused.startswith("takes") else f"it is {refused}"


def _help(method: Method, parameters: str) -> str:
    if method.signature is not None and method.signature.first == "property":
        return "Remove `@property`."
    return (
        f"Define it as `def {method.name}{parameters}:`, and keep what else it needs in attributes."
    )


def _severity(sequence: SequenceClass, name: str) -> Severity | None:
    undecided = name == "on_epoch_begin" and sequence.keras != frozenset({3})
    return Severity.NOTE if undecided else None


RULE = Rule(
    code="SEQ406",
    name="hook-signature",
    severity=Severity.ERROR,
    since="0.1.0",
    doc=__doc__,
    check=check,
)
