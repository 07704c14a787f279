"""The number of workers is set and then reset by the constructor of the base class.

## What it does

Reports `self.workers`, `self.use_multiprocessing` or `self.max_queue_size` that the constructor
sets before it calls `super().__init__()`. It also points out, as a note, where a class keeps
something else under one of these names, a pool of threads for example.

## Why is this bad

In Keras 3 these three are properties of the base class, and its constructor sets them to their
defaults: one worker, no processes, a queue of 10. What was set before is lost, and training goes
on with one thread. What is no number in their place is taken for one later.

## At run time

Nothing is printed for a value that is reset. Something else than a number under the name `workers`
stops `fit` with `TypeError: '>' not supported between instances of 'str' and 'int'` or its like.

## Bad

```python
import math

import keras


class Pairs(keras.utils.PyDataset):
    def __init__(self, x, y, batch_size):
        self.workers = 4
        super().__init__()
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
        super().__init__(workers=4)
        self.x, self.y, self.batch_size = x, y, batch_size

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, index):
        start = index * self.batch_size
        end = start + self.batch_size
        return self.x[start:end], self.y[start:end]
```

## Silent when

- the base class is constructed first, or not at all: then the value stays;
- a base or mixin is not known;
- the file is written for Keras 2, where these are plain attributes.

## References

- <https://keras.io/api/utils/python_utils/#pydataset-class>: the arguments of the constructor.
"""

from __future__ import annotations

from collections.abc import Iterator

from sequence_lint.api import (
    Constructor,
    Finding,
    Related,
    Rule,
    SequenceClass,
    Setting,
    Severity,
)


def check(sequence: SequenceClass) -> Iterator[Finding]:
    """One finding for each setting that is lost, or that is none."""
    made = sequence.constructor
    if made is None or not sequence.bases_known or 3 not in sequence.keras:
        return
    for setting in made.settings:
        if not setting.counts:
            yield _something_else(made, setting)
        elif setting.before_base:
            yield Finding(
                place=setting.place,
                message=f"`{made.owner}.__init__` sets `{setting.name}` before it calls the "
                "constructor of Keras' base class, which sets the default again.",
                help=f"Give it to the base class, `super().__init__({setting.name}=...)`, or set "
                "it after that call.",
                related=tuple(
                    Related(call.place, "this call sets it to its default")
                    for call in made.base_calls[:1]
                ),
                severity=None if sequence.keras == frozenset({3}) else Severity.NOTE,
            )


def _something_else(made: Constructor, setting: Setting) -> Finding:
    return Finding(
        place=setting.place,
        message=f"`{made.owner}.__init__` keeps something else under the name `{setting.name}`, "
        "which is a property of Keras' base class and says how batches are fetched.",
        help="Keep it under another name.",
        severity=Severity.NOTE,
    )


RULE = Rule(
    code="SEQ402",
    name="workers-set-before-super",
    severity=Severity.WARNING,
    since="0.1.0",
    doc=__doc__,
    check=check,
    keras=frozenset({3}),
)
