"""A method is named like a hook of Keras and is none, so that training never runs it.

## What it does

Reports methods such as `on_epoch_start`, `on_epoch_ends`, `onEpochEnd` or `on_batch_end` that
nothing in the project calls, except perhaps the constructor. Where the class is written for
Keras 2, `on_epoch_begin` is one of them.

## Why is this bad

Keras calls `on_epoch_end` of a Sequence and, from Keras 3.5 on, `on_epoch_begin`. All other names
are those of callbacks, or nobody's. What such a method does, mostly a shuffle, is never done.

## At run time

Nothing is printed on either line of Keras: the method does not run.

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

    def on_epoch_finish(self):
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

- another method of the class, or any file of the project, calls or mentions it;
- a base, a mixin or a metaclass is not known, `keras.callbacks.Callback` for example: it may call
  the method;
- a decorator stands above it, or its body does nothing;
- attributes lack because it is not called: SEQ404 says so;
- the class stands in for another in a test, and is not seen to be passed to Keras.

## References

- <https://keras.io/api/utils/python_utils/#pydataset-class>: the methods that Keras calls.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from sequence_lint.api import Finding, Method, Rule, SequenceClass, Severity, is_double, words

_ABOUT = frozenset(
    """epoch epochs batch batches train training fit test testing predict evaluate eval validation
    val step""".split()
)
_AT_THE_START = frozenset("begin begins beginning start starts started".split())
_AT_THE_END = frozenset(
    "end ends ended ending finish finishes finished done stop complete completed over".split()
)
_BETWEEN = frozenset("the of a".split())
_CLOSE = 0.87
_REAL = "on_epoch_end"
_NEW = "on_epoch_begin"


def check(sequence: SequenceClass) -> Iterator[Finding]:
    """One finding at the `def` of each such method."""
    if not sequence.members_known or is_double(sequence):
        return
    missed = {name for lacking in sequence.lacking for name in lacking.set_in}
    for name in sequence.uncalled:
        method = sequence.method(name)
        if method is None or method.decorated or method.is_stub or name in missed:
            continue
        if _is_meant_as_hook(name, sequence):
            yield _finding(sequence, method)


def _is_meant_as_hook(name: str, sequence: SequenceClass) -> bool:
    if name == _NEW:
        return sequence.keras == frozenset({2})
    first, *rest = words(name) or ("",)
    if first == "on" and rest and set(rest) <= _ABOUT | _AT_THE_START | _AT_THE_END | _BETWEEN:
        return not _ABOUT.isdisjoint(rest) and not (_AT_THE_START | _AT_THE_END).isdisjoint(rest)
    plain = name.replace("_", "").lower()
    real = [one.replace("_", "") for one in (_REAL, _NEW)]
    return bool(get_close_matches(plain, real, 1, _CLOSE))


def _finding(sequence: SequenceClass, method: Method) -> Finding:
    owner, keras = method.owner or sequence.name, "Keras 2" if method.name == _NEW else "Keras"
    return Finding(
        place=method.place,
        message=f"`{owner}.{method.name}` is named like a hook, but {keras} knows no such method "
        "of a Sequence, so it does not run while a model trains.",
        help=_help(method, sequence),
    )


def _help(method: Method, sequence: SequenceClass) -> str:
    said = set(words(method.name))
    if said & {"batch", "batches", "step"}:
        return "Put what it does into `__getitem__`, which makes each batch, or into a callback."
    if said.isdisjoint({"epoch", "epochs"}) and said & _ABOUT:
        return "Put what it does into a callback, which is told of the beginning and end of it."
    if not said & _AT_THE_START:
        return f"Call it `{_REAL}`."
    if sequence.keras == frozenset({3}):
        return f"Call it `{_NEW}`, which Keras 3.5 and later call."
    return f"Call it `{_REAL}`, which runs after each epoch, and call that in `__init__` too."


RULE = Rule(
    code="SEQ405",
    name="unknown-hook",
    severity=Severity.WARNING,
    since="0.1.0",
    doc=__doc__,
    check=check,
)
