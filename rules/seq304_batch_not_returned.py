"""`__getitem__` makes a batch and does not return it.

## What it does

Reports a `__getitem__` that ends without a `return`, or returns None: on every way through it, or
on one that a setting of a flag or the number of samples leads to.

## Why is this bad

A function that ends without a `return` gives None, and None is no batch. Where it happens for some
batches only, the fault comes late in an epoch, and with several workers the batch is left out
without a word or `fit` waits for it for ever.

## At run time

In `fit`, `evaluate` and `predict`:

- Keras 3: `ValueError: PyDataset.__getitem__() must return a tuple or a dict. ... Received: None
  of type <class 'NoneType'>`
- Keras 2: `AttributeError: 'NoneType' object has no attribute 'shape'`
- PyTorch with `workers=2`, None for some batches: `fit` never comes back.

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
        batch = self.x[start:end], self.y[start:end]
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
        batch = self.x[start:end], self.y[start:end]
        return batch
```

## Silent when

- the body is a stub (`pass`, `...`, a docstring) or the class is abstract;
- the class stands in for another in a test, and is not seen to be passed to Keras;
- the other way raises, or tries again;
- the way ends without a `return` under a condition that cannot be followed, or for a text only
  that the class compares with nowhere (`mode` is neither `train` nor `test`);
- an attribute is returned that is None at first and may be set from outside, or what a method
  returns that heirs may fill.

## References

- <https://keras.io/api/utils/python_utils/#pydataset-class>: `__getitem__` returns a complete
  batch.
"""

from __future__ import annotations

from collections.abc import Iterator

from sequence_lint.api import (
    Batch,
    Epoch,
    Finding,
    Method,
    Related,
    Returned,
    Rule,
    SequenceClass,
    Severity,
    is_double,
    is_read,
)


def check(sequence: SequenceClass) -> Iterator[Finding]:
    """One finding at the `def`, for the first batch that is certainly None."""
    method = sequence.method("__getitem__")
    if method is None or method.is_stub or method.is_generator or is_double(sequence):
        return
    for epoch in sequence.epochs:
        if not sequence.is_meant(epoch):
            continue
        for batch in epoch.batches:
            if batch.returned and all(_is_lost(sequence, one) for one in batch.returned):
                yield _finding(sequence, method, epoch, batch)
                return


def _is_lost(sequence: SequenceClass, returned: Returned) -> bool:
    """True for None that no heir and no other object can have filled in the meantime."""
    if returned.implicit or returned.part.text in ("", "None"):
        return _is_nothing(returned)
    return _is_nothing(returned) and not is_read(returned.part.text) and not sequence.has_gaps


def _is_nothing(returned: Returned) -> bool:
    return returned.part.kind == "none"


def _finding(sequence: SequenceClass, method: Method, epoch: Epoch, batch: Batch) -> Finding:
    returned = batch.returned[0]
    return Finding(
        place=method.place,
        message=f"`{sequence.name}.__getitem__` returns nothing{_when(sequence, epoch)}, so there "
        "is no batch, and `fit`, `evaluate` and `predict` stop with an error.",
        example=f"{epoch.size.spelt()}, batch {batch.index} is None"
        if epoch.size.batch is not None
        else None,
        help="Return the batch as a tuple at the end of every way: `return x, y`.",
        related=() if returned.implicit else (Related(returned.place, _what(returned)),),
    )


def _what(returned: Returned) -> str:
    if returned.part.text.endswith(")"):
        return "what is called here returns nothing"
    return "None is returned here"


def _when(sequence: SequenceClass, epoch: Epoch) -> str:
    """Where it happens, when it does not happen always."""
    if all(map(_is_nothing, sequence.returns())):
        return ""
    default = sequence.epochs[0].setting
    said = [f"{name}={value}" for name, value in epoch.setting if (name, value) not in default]
    return f" where `{', '.join(said)}`" if said else " for some batches"


RULE = Rule(
    code="SEQ304",
    name="batch-not-returned",
    severity=Severity.ERROR,
    since="0.1.0",
    doc=__doc__,
    check=check,
)
