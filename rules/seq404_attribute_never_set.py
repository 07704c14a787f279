"""A batch, or the length, needs an attribute that the instance does not have.

## What it does

Reports an attribute that `__getitem__`, `__len__` or `on_epoch_end`, or a method that these call,
reads although

- nothing sets it: it is misspelt, or the constructor takes it and never keeps it;
- only `on_epoch_end`, `on_epoch_begin` or a method that nobody calls sets it;
- the constructor sets it under a condition, and it is read without that condition.

What is missing while the instance is made is reported by SEQ403.

## Why is this bad

The read raises. `on_epoch_end` does not help: Keras asks for a batch before it calls that for the
first time. Where only one way of use is broken, for example the one without augmentation, it is
noticed late.

## At run time

`AttributeError: 'Pairs' object has no attribute 'order'`, on both lines of Keras. TensorFlow may
wrap it. Where it is raised in `__len__`, Keras 3 may say first that the data set is infinite.

What only `on_epoch_end` sets lacks in each `predict` and in the first `fit` or `evaluate` of a
model. On JAX and PyTorch, Keras 3 calls `on_epoch_end` before a model that has trained already
gets its first batch, so there it goes unnoticed for as long as no new process begins with it.

## Bad

```python
import math

import keras
import numpy as np


class Pairs(keras.utils.Sequence):
    def __init__(self, x, y, batch_size):
        super().__init__()
        self.x, self.y, self.batch_size = x, y, batch_size

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, index):
        rows = self.order[index * self.batch_size : (index + 1) * self.batch_size]
        return self.x[rows], self.y[rows]

    def on_epoch_end(self):
        self.order = np.random.permutation(len(self.x))
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
        self.on_epoch_end()

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, index):
        rows = self.order[index * self.batch_size : (index + 1) * self.batch_size]
        return self.x[rows], self.y[rows]

    def on_epoch_end(self):
        self.order = np.random.permutation(len(self.x))
```

## Silent when

- a base, a mixin, a decorator or a metaclass is not known, or the class is abstract, or only its
  heirs are used: then those are judged;
- the class has `__getattr__`, `__slots__`, `setattr`, `__dict__` or their like, makes attributes as
  data classes do, or hands itself to other code;
- any file of the project assigns an attribute of that name to another object than `self`;
- the class asks whether it has the attribute, or is ready for an `AttributeError`;
- it is a class attribute, a property, or one of those that Keras' base class has;
- a method sets it that callers may call, such as `initialize` or `reset`. Only where instances are
  seen to reach Keras and no file mentions that method, nobody calls it;
- an argument has to be None for it to lack: mostly the argument is always given then;
- the class has no constructor, and is not seen to be passed to Keras;
- it stands in for another class in a test, and is not seen to be passed to Keras.

It is a warning where a condition decides whether the read is reached.

## References

- <https://keras.io/api/utils/python_utils/#pydataset-class>: `on_epoch_end` is called at the end of
  every epoch.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

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
    """One finding for each attribute, at the first read."""
    if not sequence.stands_for_itself or is_double(sequence):
        return
    if sequence.constructor is None and not sequence.uses:
        return
    for lacking in sequence.lacking:
        if lacking.during != "construction" and not _is_set_up(sequence, lacking):
            yield _finding(sequence, lacking)


def _is_set_up(sequence: SequenceClass, lacking: Lacking) -> bool:
    """Whether a method sets it that callers may call before Keras gets the instance."""
    if lacking.why != "uncalled" or (sequence.instantiated and sequence.uses):
        return False
    return any(not name.startswith(("_", "on_")) for name in lacking.set_in)


def _finding(sequence: SequenceClass, lacking: Lacking) -> Finding:
    name, owner = lacking.name, lacking.owner or sequence.name
    raised = f"`AttributeError: '{sequence.name}' object has no attribute '{name}'`"
    reached = "" if lacking.certain else " where it gets there"
    return Finding(
        place=lacking.place,
        message=f"`{owner}.{lacking.method}` reads `self.{name}`, which {_why(lacking)}, so it "
        f"stops with {raised}{reached}.",
        help=_help(sequence, lacking),
        related=tuple(Related(place, "it is set here") for place in lacking.set_at[:1]),
        severity=None if lacking.certain and not lacking.setting else Severity.WARNING,
    )


def _why(lacking: Lacking) -> str:
    where = " and ".join(f"`{key}` is {value}" for key, value in lacking.setting)
    if lacking.why == "never":
        return "nothing sets" + (f" (where {where})" if where else "")
    if lacking.why == "elsewhere":
        return f"`__init__` does not set where {where}" if where else "`__init__` does not get to"
    setting = listed([f"`{one}`" for one in lacking.set_in])
    if "on_epoch_end" in lacking.set_in:
        return f"only {setting} sets, and Keras asks for a batch before it calls that"
    if "on_epoch_begin" in lacking.set_in:
        return f"only {setting} sets, and Keras may ask for a batch before it calls that"
    return f"only {setting} sets, and nothing calls that"


def _help(sequence: SequenceClass, lacking: Lacking) -> str:
    name = lacking.name
    if lacking.why == "uncalled":
        return f"Call `self.{lacking.set_in[0]}()` at the end of `__init__`."
    if lacking.why == "elsewhere":
        return "Give it a value on every way through `__init__`."
    if name in sequence.parameters:
        return f"Keep the argument: `self.{name} = {name}` in `__init__`."
    there = [one.name for one in sequence.assigned] + [one.name for one in sequence.methods]
    near = get_close_matches(name, there, 1, 0.8)
    if near:
        return f"Put `self.{near[0]}` there, if that is what is meant, or set it in `__init__`."
    return "Give it a value in `__init__`."


RULE = Rule(
    code="SEQ404",
    name="attribute-never-set",
    severity=Severity.ERROR,
    since="0.1.0",
    doc=__doc__,
    check=check,
)
