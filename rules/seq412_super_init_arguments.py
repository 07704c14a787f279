"""The constructor of Keras' base class is given arguments that it does not take.

## What it does

Reports `super().__init__(x, y)` and `super().__init__(batch_size=...)` where the next class in line
is Keras' own. It takes `workers`, `use_multiprocessing` and `max_queue_size`, and nothing else.

## Why is this bad

The instance cannot be made, or it is made with the data in place of the number of workers and fails
later. The base class stores no data: that is for the class itself to do.

## At run time

Keras 3: `TypeError: PyDataset.__init__() got an unexpected keyword argument 'batch_size'`. Data
given by position is taken as `workers` and `use_multiprocessing`: `ValueError: The truth value of
an array with more than one element is ambiguous.`

Keras 2: `TypeError: object.__init__() takes exactly one argument (the instance to initialize)`.

## Bad

```python
import math

import keras


class Pairs(keras.utils.PyDataset):
    def __init__(self, x, y, batch_size):
        super().__init__(x, y)
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
    def __init__(self, x, y, batch_size, **kwargs):
        super().__init__(**kwargs)
        self.x, self.y, self.batch_size = x, y, batch_size

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, index):
        start = index * self.batch_size
        end = start + self.batch_size
        return self.x[start:end], self.y[start:end]
```

## Silent when

- the next class in line is one of the project, or a base or mixin is not known;
- only the three settings of Keras 3 are given, by name or by position;
- arguments are passed on by `*args` or `**kwargs`;
- the class inherits from one of Keras' own iterators, which take data.

## References

- <https://keras.io/api/utils/python_utils/#pydataset-class>: the arguments of the constructor.
"""

from __future__ import annotations

from collections.abc import Iterator

from sequence_lint.api import BaseCall, Finding, Rule, SequenceClass, Severity, listed, words

_BASES = frozenset({"keras.utils.PyDataset", "keras.utils.Sequence"})
_TAKEN = ("workers", "use_multiprocessing", "max_queue_size")
_SETTINGS = frozenset("worker workers multiprocessing processes queue jobs threads".split())


def check(sequence: SequenceClass) -> Iterator[Finding]:
    """One finding for each call with arguments that the base class does not take."""
    made = sequence.constructor
    if made is None or not sequence.bases_known or sequence.keras_base not in _BASES:
        return
    for call in made.base_calls:
        if wrong := _wrong(call):
            yield Finding(
                place=call.place,
                message=f"`{made.owner}.__init__` gives {listed(wrong)} to the constructor of "
                "Keras' base class, which takes only `workers`, `use_multiprocessing` and "
                "`max_queue_size`.",
                help="Keep the data on `self`, and call `super().__init__()` or "
                "`super().__init__(**kwargs)`.",
            )


def _wrong(call: BaseCall) -> tuple[str, ...]:
    """The arguments that the base class does not take, as they are written."""
    if not call.complete:
        return ()
    named = tuple(f"`{name}=`" for name in call.keywords if name not in _TAKEN)
    return (*(f"`{text}`" for text in call.positional if _is_data(text)), *named)


def _is_data(text: str) -> bool:
    """False for what may be a number of workers or a switch."""
    return (
        text[:1].isalpha() and text not in ("True", "False") and _SETTINGS.isdisjoint(words(text))
    )


RULE = Rule(
    code="SEQ412",
    name="super-init-arguments",
    severity=Severity.ERROR,
    since="0.1.0",
    doc=__doc__,
    check=check,
)
