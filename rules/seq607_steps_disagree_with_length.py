"""The call asks for another number of batches than the Sequence has.

## What it does

Reports `steps_per_epoch`, `validation_steps` and `steps` that are computed from the same data as
the length of the Sequence, and differ from it: `n // batch_size` next to a length that is rounded
up, the number of samples next to a number of batches.

## Why is this bad

A Sequence knows how many batches it has, and Keras asks it. A second formula next to it can only
agree or be wrong. With too few steps a batch is left over in each epoch: Keras 3 serves it as an
epoch of its own, Keras 2 leaves it out. With too many the data runs out before the epoch is over.

## At run time

With 100 samples, batches of 32, `steps_per_epoch=3` next to a length of 4, and `shuffle=False`
(without it `fit` shuffles the batches, and the one that is left is another one each time):

- Keras 3: epoch 1 has batches 0-2, epoch 2 has batch 3 only, epoch 3 has batches 0-2 again, with
  `UserWarning: Your input ran out of data; interrupting training.`
- Keras 2: each epoch has batches 0-2, and nothing is printed.

With more steps than batches Keras 3 prints the same warning and ends each epoch early. Keras 2
logs one too, and stops training for good in the first epoch.

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


def train(x, y, batch_size):
    model = keras.Sequential([keras.layers.Dense(1)])
    model.compile("adam", "mse")
    pictures = Pictures(x, y, batch_size)
    model.fit(pictures, steps_per_epoch=len(x) // batch_size, epochs=10)
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


def train(x, y, batch_size):
    model = keras.Sequential([keras.layers.Dense(1)])
    model.compile("adam", "mse")
    pictures = Pictures(x, y, batch_size)
    model.fit(pictures, epochs=10)
```

## Silent when

- both formulas give the same number for each number of samples;
- the steps are a whole multiple of the length, a part of the data by a formula of their own, or a
  number that is written down;
- a batch is a single sample;
- batches are drawn at random and the steps are fewer: then none is left over;
- the length or the steps cannot be followed, or are computed from different data;
- it is not certain that a Sequence reaches the call, or that the object before the dot is a Keras
  model.

## References

- <https://keras.io/api/models/model_training_apis/#fit-method>: `steps_per_epoch` and
  `validation_steps`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sequence_lint.api import (
    CallSite,
    Finding,
    Related,
    Rule,
    SequenceClass,
    Severity,
    Size,
    Steps,
    counted,
    numbered,
)

_Count = Callable[[int, int], int]
_ROUNDED: tuple[_Count, ...] = (
    lambda samples, batch: samples // batch,
    lambda samples, batch: -(-samples // batch),
    lambda samples, batch: samples // batch + 1,
)
_COUNTS: tuple[_Count, ...] = (*_ROUNDED, lambda samples, _: samples)


def check_call(call: CallSite) -> Iterator[Finding]:
    """One finding for each argument that counts the batches of the data otherwise."""
    if not call.settled or (call.parameter == "x" and call.beside_labels):
        return
    about = {step.parameter: True for step in call.steps if _is_about(step.parameter, call)}
    for parameter in about:
        worked = [step for step in call.steps if step.parameter == parameter]
        shown = _disagreement(worked)
        if shown is not None and not (shown.asked < shown.length and _drawn(call)):
            yield _finding(call, shown)


def _is_about(parameter: str, call: CallSite) -> bool:
    return (parameter == "validation_steps") == (call.parameter == "validation_data")


def _disagreement(worked: list[Steps]) -> Steps | None:
    """The first size where the two numbers differ, if they are two counts of the same data."""
    several = [step for step in worked if (step.size.batch or 0) > 1]
    if not _is_count(several, [step.length for step in several], _ROUNDED):
        return None
    if not _is_count(several, [step.asked for step in several], _COUNTS):
        return None
    if all(step.length and step.asked % step.length == 0 for step in several):
        return None
    differing = (step for step in several if step.asked != step.length)
    return next((step for step in differing if step.asked and step.length), None)


def _is_count(worked: list[Steps], values: list[int], counts: tuple[_Count, ...]) -> bool:
    """Whether one formula gives all the values, which a written number does not fit by chance."""
    if len(set(values)) < 2:
        return False
    return any([_of(count, step.size) for step in worked] == values for count in counts)


def _of(count: _Count, size: Size) -> int:
    return count(size.samples, size.batch or 1)


def _drawn(call: CallSite) -> bool:
    """True when an instance may draw its batches at random."""
    return any(map(_draws, call.classes))


def _draws(sequence: SequenceClass) -> bool:
    return any(batch.random for epoch in sequence.epochs for batch in epoch.batches)


def _finding(call: CallSite, shown: Steps) -> Finding:
    sequence = call.classes[0]
    argument = call.argument(shown.parameter)
    spelt = argument.spelt() if argument is not None else f"`{shown.parameter}`"
    how_many = "fewer" if shown.asked < shown.length else "more"
    return Finding(
        place=call.place,
        message=f"{spelt} asks for {how_many} batches than `{sequence.name}` has, "
        f"{_consequence(call, shown)}.",
        example=f"{shown.size.spelt()}, {shown.parameter} is {shown.asked} and len() is "
        f"{shown.length}, so {_shown(call, shown)}",
        help=f"Leave out `{shown.parameter}`: Keras asks the Sequence for its length.",
        related=_related(sequence),
    )


def _consequence(call: CallSite, shown: Steps) -> str:
    if shown.asked > shown.length:
        return "so the data runs out before all of them are done"
    if shown.parameter == "steps_per_epoch":
        return "so the rest is an epoch of its own in Keras 3, and left out of each one in Keras 2"
    what = "predicted" if call.method.startswith("predict") else "measured"
    return f"so the rest is not {what}"


def _shown(call: CallSite, shown: Steps) -> str:
    if shown.asked > shown.length:
        return (
            f"the data runs out {counted(shown.asked - shown.length, 'batch')} before the end, "
            "where Keras 3 warns and Keras 2 stops"
        )
    left = range(shown.asked, shown.length)
    verb = "is" if len(left) == 1 else "are"
    if shown.parameter != "steps_per_epoch":
        return f"{numbered('batch', left)} {verb} left out"
    # `fit` shuffles the batches, and in each epoch anew, so that these have no numbers.
    rest = counted(len(left), "batch")
    if 3 in call.keras:
        return f"epoch 1 ends {rest} early, and epoch 2 has {rest} only (Keras 3)"
    return f"{rest} {verb} left out of each epoch"


def _related(sequence: SequenceClass) -> tuple[Related, ...]:
    places = (epoch.length.place for epoch in sequence.epochs)
    length = next((place for place in places if place is not None), None)
    if length is None:
        return (Related(sequence.place, "this is the Sequence"),)
    return (Related(length, f"this is the length of `{sequence.name}`"),)


RULE = Rule(
    code="SEQ607",
    name="steps-disagree-with-length",
    severity=Severity.WARNING,
    since="0.1.0",
    doc=__doc__,
    check_call=check_call,
)
