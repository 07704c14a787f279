"""Nothing says how many batches there are.

## What it does

Reports a class that serves batches, or is passed to Keras, and has no `__len__`: neither itself
nor in a base. Keras 3 takes a `num_batches` property in its place.

## Why is this bad

Keras asks a Sequence how many batches an epoch has before it asks for the first one. The base
class cannot know, so it raises.

## At run time

In `fit`, `evaluate` and `predict`:

- Keras 3: `NotImplementedError: You need to implement the num_batches property: ...`
- Keras 2: `NotImplementedError`, without a text

## Bad

```python
import keras


class Pairs(keras.utils.Sequence):
    def __init__(self, x, y, batch_size):
        super().__init__()
        self.x, self.y, self.batch_size = x, y, batch_size

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

- a base class, a mixin, a decorator or a metaclass is not known, and may bring the length;
- the class is abstract, a stub, or has heirs in the project: then those are judged;
- its name says that it is to be inherited from (`BaseLoader`, `LengthMixin`) and nothing makes an
  instance of it;
- it stands in for another class in a test, by its name or its place, and is not seen to be passed
  to Keras;
- it serves no batches itself and is never passed to Keras, such as a factory.

## References

- <https://keras.io/api/utils/python_utils/#pydataset-class>: `__getitem__` and `num_batches` are
  what a subclass has to bring.
"""

from __future__ import annotations

from collections.abc import Iterator

from sequence_lint.api import Finding, Rule, SequenceClass, Severity, is_double


def check(sequence: SequenceClass) -> Iterator[Finding]:
    """One finding at the class, when every member of it is in sight and none is the length."""
    if (
        "__len__" in sequence.defined
        or is_double(sequence)
        or not sequence.is_whole
        or not sequence.from_scratch
    ):
        return
    if not sequence.uses and not _serves(sequence):
        return
    if "num_batches" in sequence.defined and 3 in sequence.keras:
        return
    yield Finding(
        place=sequence.place,
        message=f"`{sequence.name}` has no `__len__`, so Keras cannot know how many batches there "
        f"are and stops with `NotImplementedError`{_lookalike(sequence)}.",
        help="Define `__len__`, and return the number of batches: that of the samples by the batch "
        "size, rounded up.",
    )


def _serves(sequence: SequenceClass) -> bool:
    method = sequence.method("__getitem__")
    return method is not None and not method.is_stub


def _lookalike(sequence: SequenceClass) -> str:
    """What the class calls the method that it means for it."""
    for method in sequence.methods:
        plain = method.name.strip("_").lower()
        if plain in ("len", "length") and method.name != "__len__":
            return f": `{method.name}` is a method that nobody calls"
    return ""


RULE = Rule(
    code="SEQ105",
    name="length-missing",
    severity=Severity.ERROR,
    since="0.1.0",
    doc=__doc__,
    check=check,
)
