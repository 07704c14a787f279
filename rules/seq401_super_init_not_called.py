"""The constructor never reaches the one of Keras' base class.

## What it does

Reports an `__init__` from which the constructor of `keras.utils.PyDataset` (or `Sequence`) is not
reached on any path: there is no `super().__init__()`, or its brackets were forgotten.

## Why is this bad

Keras 3 warns at the first use, and the class cannot take `workers`, `use_multiprocessing` and
`max_queue_size`, the only way to ask for workers there. Nothing fails, and on Keras 2 nothing is
printed, so this is a note.

## At run time

Keras 3, on every backend: `UserWarning: Your PyDataset class should call
super().__init__(**kwargs) in its constructor. **kwargs can include workers, use_multiprocessing,
max_queue_size. Do not pass these arguments to fit(), as they will be ignored.`

## Bad

```python
import math

import keras


class Pairs(keras.utils.PyDataset):
    def __init__(self, x, y, batch_size):
        self.x, self.y, self.batch_size = x, y, batch_size

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, index):
        start = index * self.batch_size
        end = start + self.batch_size
        return self.x[start:end], self.y[start:end]
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
        start = index * self.batch_size
        end = start + self.batch_size
        return self.x[start:end], self.y[start:end]
```

## Silent when

- the base is reached by another way: `Sequence.__init__(self)`, a helper that calls it, a linted
  base class, the next class in line where there are several bases;
- the instance is handed to code that is not linted and may do it;
- a base or mixin is not known, or the class inherits from one of Keras' own iterators;
- there is no `__init__` at all;
- the file is written for Keras 2, where the base class has no constructor, or nothing tells that
  it is written for Keras 3: `target-keras = "3"` in the settings makes the rule speak then.

## References

- <https://keras.io/api/utils/python_utils/#pydataset-class>: the example there calls it.
"""

from __future__ import annotations

from collections.abc import Iterator

from sequence_lint.api import Constructor, Finding, Fix, Rule, SequenceClass, Severity, line_above

_ONLY_3 = frozenset({3})
_OF_BASE = frozenset({"workers", "use_multiprocessing", "max_queue_size"})
"""What the constructor of the base sets."""
_BASES = frozenset({"keras.utils.PyDataset", "keras.utils.Sequence"})


def check(sequence: SequenceClass) -> Iterator[Finding]:
    """One finding at the `def` of the constructor."""
    made = sequence.constructor
    if made is None or made.reaches_base is not False:
        return
    if not sequence.bases_known or sequence.keras_base not in _BASES:
        return
    # Of code that may be for either line nearly all leaves the call out, as Keras 2 let it.
    if sequence.keras != _ONLY_3:
        return
    yield Finding(
        place=made.place,
        message=f"`{made.owner}.__init__` never calls the constructor of Keras' base class, so "
        "Keras 3 warns, and the class cannot take `workers`, `use_multiprocessing` or "
        "`max_queue_size`.",
        help="Begin it with `super().__init__()`, or with `super().__init__(**kwargs)` where "
        "callers may ask for workers.",
        fixes=_fixes(sequence, made),
    )


def _fixes(sequence: SequenceClass, made: Constructor) -> tuple[Fix, ...]:
    """The call without arguments, as the first statement."""
    if made.start is None or not _OF_BASE.isdisjoint(sequence.defined):
        return ()
    call = line_above(made.start, "super().__init__()")
    return (Fix("Begin the constructor with `super().__init__()`.", (call,), "safe"),)


RULE = Rule(
    code="SEQ401",
    name="super-init-not-called",
    severity=Severity.NOTE,
    since="0.1.0",
    doc=__doc__,
    check=check,
    keras=_ONLY_3,
    fix="safe",
)
