"""`num_batches` has to be a property in Keras 3, and is not.

## What it does

Reports `num_batches` as a plain method of a Sequence, and `self.num_batches = ..` in one of its
methods.

## Why is this bad

In Keras 3 the base class has a property of that name, without a setter. A plain method in its
place is compared with a number as if it were one, and assigning to it is refused.

## At run time

- A plain method, Keras 3: `TypeError: '>' not supported between instances of 'method' and 'int'`,
  on TensorFlow `TypeError: '<' not supported between instances of 'method' and 'int'`
- An assignment, Keras 3: `AttributeError: property 'num_batches' of 'Pairs' object has no setter`
- Keras 2 has no such property, and both work there.

## Bad

```python
import math

import keras


class Pairs(keras.utils.PyDataset):
    def __init__(self, x, y, batch_size):
        super().__init__()
        self.x, self.y, self.batch_size = x, y, batch_size

    def num_batches(self):
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

    @property
    def num_batches(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, index):
        start = index * self.batch_size
        end = start + self.batch_size
        return self.x[start:end], self.y[start:end]
```

## Silent when

- the class gives the name a meaning of its own that can be set: a class attribute, or a property
  with a setter;
- the class is written for Keras 2; where that cannot be told, it is a note;
- a base or mixin is not known.

## References

- <https://keras.io/api/utils/python_utils/#pydataset-class>: `num_batches` is a property there.
"""

from __future__ import annotations

from collections.abc import Iterator

from sequence_lint.api import Finding, Fix, Method, Rule, SequenceClass, Severity, line_above

_NAME = "num_batches"


def check(sequence: SequenceClass) -> Iterator[Finding]:
    """One finding, at the `def` or else at the first assignment."""
    if 3 not in sequence.keras or not sequence.members_known:
        return
    milder = None if sequence.keras == frozenset({3}) else Severity.NOTE
    method = sequence.method(_NAME)
    if method is not None and not method.decorated:
        yield Finding(
            place=method.place,
            message=f"`{sequence.name}.{_NAME}` is a plain method, and Keras 3 reads it as a "
            "number, so `fit`, `evaluate` and `predict` stop with a `TypeError`.",
            help="Put `@property` above it.",
            severity=milder,
            fixes=_fixes(sequence, method),
        )
        return
    assigned = next((one for one in sequence.assigned if one.name == _NAME), None)
    if assigned is not None and _NAME not in sequence.defined:
        yield Finding(
            place=assigned.place,
            message=f"`{sequence.name}` assigns `self.{_NAME}`, which is a property without a "
            "setter in Keras 3, so the constructor stops with an `AttributeError`."
            if assigned.method == "__init__"
            else f"`{sequence.name}` assigns `self.{_NAME}`, which is a property without a setter "
            "in Keras 3, so this raises an `AttributeError`.",
            help="Call the attribute otherwise, `self.batches` for example, or define `@property "
            f"def {_NAME}(self)`.",
            severity=milder,
        )


def _fixes(sequence: SequenceClass, method: Method) -> tuple[Fix, ...]:
    """The decorator, where nobody calls the method by hand."""
    takes_more = method.signature is None or method.signature.refuses(0) is not None
    if _NAME not in sequence.uncalled or takes_more:
        return ()
    above = line_above(method.place, "@property")
    return (Fix("Make `num_batches` a property.", (above,), "safe"),)


RULE = Rule(
    code="SEQ108",
    name="num-batches-not-property",
    severity=Severity.ERROR,
    since="0.1.0",
    doc=__doc__,
    check=check,
    keras=frozenset({3}),
    fix="safe",
)
