"""Nothing serves the batches.

## What it does

Reports a class that has a length, or is passed to Keras, and no `__getitem__`: neither itself nor
in a base. A misspelt one (`__get_item__`, `getitem`) is pointed out.

## Why is this bad

Keras gets each batch from `__getitem__`. That of the base class raises. An own `__iter__` or
`__next__` does not help: Keras does not use them for a Sequence.

## At run time

`NotImplementedError`, without a text, in `fit`, `evaluate` and `predict`, on both lines of Keras.

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

    def __get_item__(self, index):
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

- a base class, a mixin, a decorator or a metaclass is not known, and may bring the method;
- the class is abstract, a stub, or has heirs in the project: then those are judged;
- its name says that it is to be inherited from (`BaseLoader`, `LengthMixin`) and nothing makes an
  instance of it;
- it stands in for another class in a test, by its name or its place, and is not seen to be passed
  to Keras;
- it iterates by itself (`__iter__`) and is never seen to be passed to Keras;
- it has no length of its own and is never passed to Keras, such as a factory.

## References

- <https://keras.io/api/utils/python_utils/#pydataset-class>: `__getitem__` and `num_batches` are
  what a subclass has to bring.
"""

from __future__ import annotations

from collections.abc import Iterator

from sequence_lint.api import Finding, Method, Related, Rule, SequenceClass, Severity, is_double


def check(sequence: SequenceClass) -> Iterator[Finding]:
    """One finding at the class, when every member of it is in sight and none serves batches."""
    if (
        "__getitem__" in sequence.defined
        or is_double(sequence)
        or not sequence.is_whole
        or not sequence.from_scratch
    ):
        return
    if not sequence.uses and not _has_length(sequence):
        return
    if "__iter__" in sequence.defined and not sequence.uses:
        return
    meant = next((method for method in sequence.methods if _is_misspelt(method)), None)
    said = "" if meant is None else f": `{meant.name}` is a method that Keras does not know"
    yield Finding(
        place=sequence.place,
        message=f"`{sequence.name}` has no `__getitem__`, so there are no batches, and Keras stops "
        f"with `NotImplementedError`{said}.",
        help="Define `__getitem__(self, index)`, and return the inputs and labels of one batch.",
        related=() if meant is None else (Related(meant.place, "it is called otherwise here"),),
    )


def _has_length(sequence: SequenceClass) -> bool:
    method = sequence.method(sequence.length_method)
    return method is not None and not method.is_stub


def _is_misspelt(method: Method) -> bool:
    plain = method.name.replace("_", "").lower()
    return plain in ("getitem", "getitems", "getiem", "gettiem") and method.name != "__getitem__"


RULE = Rule(
    code="SEQ314",
    name="getitem-missing",
    severity=Severity.ERROR,
    since="0.1.0",
    doc=__doc__,
    check=check,
)
