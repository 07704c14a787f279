"""The call takes no workers on Keras 3: they are set where the Sequence is made.

## What it does

Reports `workers`, `use_multiprocessing` and `max_queue_size` in a call of `fit`, `evaluate` or
`predict` that is given a Sequence, and calls of `fit_generator`, `evaluate_generator` and
`predict_generator`, in code for Keras 3.

## Why is this bad

Keras 3 moved the three settings to the constructor of the Sequence, and took the three methods
away. On Keras 2 the same calls are right, so the rule asks first which of the two the code is
written for.

## At run time

On Keras 3:

- `TypeError: TensorFlowTrainer.fit() got an unexpected keyword argument 'workers'` (or
  `TorchTrainer`, `JAXTrainer`)
- in `evaluate`: `ValueError: Arguments not recognized: {'workers': 2}`
- `AttributeError: 'Functional' object has no attribute 'fit_generator'`

## Bad

```python
import math

import keras


class Pictures(keras.utils.PyDataset):
    def __init__(self, x, y, batch_size, **kwargs):
        super().__init__(**kwargs)
        self.x, self.y, self.batch_size = x, y, batch_size

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, index):
        start = index * self.batch_size
        end = start + self.batch_size
        return self.x[start:end], self.y[start:end]


def train(x, y):
    model = keras.Sequential([keras.layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(Pictures(x, y, 32), workers=4)
```

## Good

```python
import math

import keras


class Pictures(keras.utils.PyDataset):
    def __init__(self, x, y, batch_size, **kwargs):
        super().__init__(**kwargs)
        self.x, self.y, self.batch_size = x, y, batch_size

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, index):
        start = index * self.batch_size
        end = start + self.batch_size
        return self.x[start:end], self.y[start:end]


def train(x, y):
    model = keras.Sequential([keras.layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(Pictures(x, y, 32, workers=4))
```

## Silent when

- the code is written for Keras 2. Such a call is itself a sign of that, so something stronger has
  to speak for Keras 3: `PyDataset`, `keras.ops`, a requirement such as `keras>=3` or
  `tensorflow>=2.16`. Where strong signs speak for both, the finding is a note;
- it is not certain that a Sequence reaches the call, or that the object before the dot is a Keras
  model.

## References

- <https://keras.io/api/utils/python_utils/#pydataset-class>: `workers`, `use_multiprocessing` and
  `max_queue_size`.
- <https://keras.io/guides/migrating_to_keras_3/>
"""

from __future__ import annotations

from collections.abc import Iterator

from sequence_lint.api import Argument, CallSite, Finding, Related, Rule, Severity, listed

_MOVED = ("workers", "use_multiprocessing", "max_queue_size")
_METHODS = ("fit", "evaluate", "predict")
_SUFFIX = "_generator"


def check_call(call: CallSite) -> Iterator[Finding]:
    """One finding for a call that Keras 3 refuses, a note where it may be for Keras 2."""
    if not call.settled or call.parameter != "x" or 3 not in call.keras:
        return
    moved = [argument for argument in call.arguments if argument.name in _MOVED]
    if call.method in tuple(f"{method}{_SUFFIX}" for method in _METHODS):
        yield _gone(call, moved)
    elif call.method in _METHODS and moved:
        yield _refused(call, moved)


def _gone(call: CallSite, moved: list[Argument]) -> Finding:
    name = call.classes[0].name
    also = f", and {_constructor(call, moved)}" if moved else ""
    return _finding(
        call,
        f"Keras 3 has no `{call.method}`, so this call with `{name}` raises an AttributeError.",
        f"Call `{call.method.removesuffix(_SUFFIX)}` with the same Sequence{also}.",
    )


def _refused(call: CallSite, moved: list[Argument]) -> Finding:
    names = listed([f"`{argument.name}`" for argument in moved])
    error = "a ValueError" if call.method == "evaluate" else "a TypeError"
    return _finding(
        call,
        f"`{call.method}` of Keras 3 does not take {names} and raises {error}: "
        f"`{call.classes[0].name}` takes what is said about workers.",
        f"{_constructor(call, moved, start='P')}.",
    )


def _constructor(call: CallSite, moved: list[Argument], start: str = "p") -> str:
    options = listed([argument.spelt() for argument in moved])
    sequence = call.classes[0]
    if sequence.method("__init__") is None:
        return f"{start}ut {options} where `{sequence.name}` is made"
    return (
        f"{start}ass {options} to `{sequence.name}`, and on to `super().__init__()` in its "
        "constructor, for example by `**kwargs`"
    )


def _finding(call: CallSite, message: str, instead: str) -> Finding:
    return Finding(
        place=call.place,
        message=message,
        help=instead,
        related=(Related(call.classes[0].place, "this is the Sequence"),),
        severity=Severity.NOTE if 2 in call.keras else None,
    )


RULE = Rule(
    code="SEQ603",
    name="workers-passed-to-fit",
    severity=Severity.ERROR,
    since="0.1.0",
    doc=__doc__,
    check_call=check_call,
    keras=frozenset({3}),
)
