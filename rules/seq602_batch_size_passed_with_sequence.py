"""A batch size is passed next to a Sequence, and ignored.

## What it does

Reports `batch_size` in a call of `fit`, `evaluate` or `predict` that is given a Sequence, and
`validation_batch_size` where the validation data is one.

## Why is this bad

How many samples are in a batch is up to `__getitem__`. Whoever changes the number in the call, to
save memory or to compare batch sizes, changes nothing.

## At run time

Nothing is printed, by any backend. With a Sequence of 4 batches of 32 samples, `fit(sequence,
batch_size=8)` trains on 4 batches of 32.

## Bad

```python
import math

import keras


class Pictures(keras.utils.Sequence):
    def __init__(self, x, y, batch_size):
        super().__init__()
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
    model.fit(Pictures(x, y, 32), batch_size=8)
```

## Good

```python
import math

import keras


class Pictures(keras.utils.Sequence):
    def __init__(self, x, y, batch_size):
        super().__init__()
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
    model.fit(Pictures(x, y, 8))
```

## Silent when

- the value is None, or may be None;
- `fit` has validation data that is no Sequence: `batch_size` counts for that;
- labels are given as well: then that is what is wrong (SEQ601), or the call is made for arrays;
- it is not certain that a Sequence reaches the call, or that the object before the dot is a Keras
  model.

## References

- <https://keras.io/api/models/model_training_apis/#fit-method>: `batch_size`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sequence_lint.api import (
    Argument,
    CallSite,
    Finding,
    Fix,
    Related,
    Rule,
    Severity,
    listed,
    without,
)

_METHODS = frozenset({"fit", "evaluate", "predict"})
_PLAIN = re.compile(r"[\w.\[\]\"' +*/-]+")
"""What does nothing but give a value: a number, a name, an item."""


def check_call(call: CallSite) -> Iterator[Finding]:
    """One finding when a batch size is given that nothing uses."""
    if not call.settled or call.method not in _METHODS:
        return
    unused = _of_validation(call) if call.parameter == "validation_data" else _of_training(call)
    if unused:
        yield _finding(call, unused)


def _of_training(call: CallSite) -> list[Argument]:
    """The sizes that nothing uses where the data to fit is a Sequence."""
    validation = call.argument("validation_data")
    arrays = validation is not None and not validation.sequence and validation.text != "None"
    unsure = validation is None and any(not argument.name for argument in call.arguments)
    if call.beside_labels or arrays or unsure:
        return []
    sizes = [call.given("batch_size")]
    if validation is not None and validation.sequence:
        sizes.append(call.given("validation_batch_size"))
    return [size for size in sizes if size is not None]


def _of_validation(call: CallSite) -> list[Argument]:
    """The same where only the validation data is one."""
    data = call.argument("x")
    size = call.given("validation_batch_size")
    return [] if size is None or data is None or data.sequence else [size]


def _finding(call: CallSite, unused: list[Argument]) -> Finding:
    sequence = call.classes[0]
    taken = next((name for name in sequence.parameters if name.endswith("batch_size")), None)
    instead = f"give `{taken}` to `{sequence.name}`" if taken else f"set it in `{sequence.name}`"
    return Finding(
        place=call.place,
        message=f"{listed([argument.spelt() for argument in unused])} "
        f"{'is' if len(unused) == 1 else 'are'} ignored next to a Sequence: a batch has as many "
        f"samples as `{sequence.name}` puts into it.",
        help=f"Leave out {listed([f'`{argument.name}`' for argument in unused])} here, and "
        f"{instead}.",
        related=(Related(sequence.place, "this is the Sequence"),),
        fixes=_fixes(unused),
    )


def _fixes(unused: list[Argument]) -> tuple[Fix, ...]:
    """The call without what it ignores, where that is certain to do nothing else."""
    stretches = [one.removal for one in unused if _PLAIN.fullmatch(one.text)]
    edits = tuple(without(place) for place in stretches if place is not None)
    if len(edits) < len(unused):
        return ()
    names = listed([f"`{argument.name}`" for argument in unused])
    return (Fix(f"Leave out {names}.", edits, "safe"),)


RULE = Rule(
    code="SEQ602",
    name="batch-size-passed-with-sequence",
    severity=Severity.WARNING,
    since="0.1.0",
    doc=__doc__,
    check_call=check_call,
    fix="safe",
)
