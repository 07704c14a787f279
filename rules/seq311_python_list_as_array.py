"""A Python list of samples stands where Keras wants an array.

## What it does

Reports inputs, labels or sample weights that are returned as a list with an item for each sample:
a comprehension over the paths of a batch, a list that `append` fills, `tolist()`, a slice of a
list that the constructor made.

## Why is this bad

To Keras a list holds one array for each input or output of the model. A list of 32 images is a
batch for a model with 32 inputs, and a list of numbers is one for 32 outputs without any axis.

## At run time

Inputs: `ValueError: Layer "..." expects 1 named input(s) ..., but it received 32 input tensors`.
Labels: `ValueError: y_true and y_pred have different structures.` Keras 3 on TensorFlow says
`ValueError: When passing a dataset to a Keras model, the arrays must be at least rank 1` of
numbers, and `TypeError: output_signature must contain objects that are subclass of tf.TypeSpec` of
arrays. Keras 2 says `ValueError: Layer "..." expects 1 input(s), but it received 32 input tensors`.

## Bad

```python
import math

import keras
import numpy as np


class Images(keras.utils.PyDataset):
    def __init__(self, paths, labels, batch_size):
        super().__init__()
        self.paths, self.labels, self.batch_size = paths, labels, batch_size

    def __len__(self):
        return math.ceil(len(self.paths) / self.batch_size)

    def __getitem__(self, index):
        at = slice(index * self.batch_size, (index + 1) * self.batch_size)
        images = [np.load(path) for path in self.paths[at]]
        return images, self.labels[at]
```

## Good

```python
import math

import keras
import numpy as np


class Images(keras.utils.PyDataset):
    def __init__(self, paths, labels, batch_size):
        super().__init__()
        self.paths, self.labels, self.batch_size = paths, labels, batch_size

    def __len__(self):
        return math.ceil(len(self.paths) / self.batch_size)

    def __getitem__(self, index):
        at = slice(index * self.batch_size, (index + 1) * self.batch_size)
        images = [np.load(path) for path in self.paths[at]]
        return np.stack(images), self.labels[at]
```

## Silent when

- it is a list over the inputs or outputs of the model (SEQ306), or it is not known what it is over;
- it is not known whether it is a list at all, as with what the caller gives;
- the class has its own `__iter__`, is inherited from, or another Sequence of the project is made of
  it, so that somebody else may make arrays of its lists;
- a file of the project trains by hand (`GradientTape`, `train_on_batch`, `train_step`), and no
  instance is seen to reach `fit` or its kin;
- it is all that is returned, and no instance is seen to reach Keras;
- another setting of the flags is the default.

## References

- <https://keras.io/api/utils/python_utils/#pydataset-class>
- <https://numpy.org/doc/stable/reference/generated/numpy.stack.html>
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sequence_lint.api import (
    Batch,
    Epoch,
    Finding,
    Part,
    Place,
    Rule,
    SequenceClass,
    Severity,
    counted,
    is_double,
    may_pass_by_keras,
)

_ROLES = ("inputs", "labels", "sample weights")


@dataclass(frozen=True, slots=True)
class _List:
    """A list in a batch: what it stands for, and how many samples the batch serves, if known."""

    epoch: Epoch
    batch: Batch
    role: str
    part: Part
    samples: int | None


def check(sequence: SequenceClass) -> Iterator[Finding]:
    """One finding for each `return` that gives lists of samples with the flags as they are."""
    if _goes_elsewhere(sequence) or not sequence.epochs:
        return
    found: dict[Place, dict[str, list[_List]]] = {}
    for epoch in sequence.by_setting()[0]:
        for batch in epoch.batches:
            served = epoch.serves(batch)
            for returned in batch.returned:
                for role, part in _items(returned.part, bool(sequence.uses)):
                    if part.kind == "list" and not part.parts and part.rows is not None:
                        one = _List(
                            epoch, batch, role, part, None if served is None else len(served)
                        )
                        found.setdefault(returned.place, {}).setdefault(role, []).append(one)
    for place, roles in found.items():
        over = {role: lists for role, lists in roles.items() if _is_over_samples(lists)}
        if over:
            yield _finding(sequence, place, over)


def _goes_elsewhere(sequence: SequenceClass) -> bool:
    """True when it may be somebody else than Keras who takes the batches."""
    if may_pass_by_keras(sequence) or is_double(sequence):
        return True
    return sequence.inherited_from and not sequence.uses


def _items(batch: Part, reaches_keras: bool) -> Iterator[tuple[str, Part]]:
    """What is returned, each with what it stands for.

    A list alone may be what a program of its own wants, where nothing says that Keras gets it.
    """
    if batch.kind in ("tuple", "list") and 0 < len(batch.parts) <= len(_ROLES):
        yield from zip(_ROLES, batch.parts, strict=False)
    elif reaches_keras:
        yield _ROLES[0], batch


def _is_over_samples(lists: list[_List]) -> bool:
    """True when each list has an item for each sample, and is not as long by chance."""
    if any(one.samples is not None and one.part.rows != one.samples for one in lists):
        return False
    lengths = {one.part.rows for one in lists if one.samples is not None}
    return len(lengths) > 1 or any(_of_one_each(one.part) for one in lists)


def _of_one_each(part: Part) -> bool:
    """True when each of several items was made from a sample of its own."""
    return any(len(set(rows)) == len(rows) > 1 and min(rows) >= 0 for _, rows in part.tracks)


def _finding(sequence: SequenceClass, place: Place, over: dict[str, list[_List]]) -> Finding:
    roles = " and the ".join(over)
    first = max(next(iter(over.values())), key=lambda one: (one.part.rows or 0, -one.batch.index))
    count = first.part.rows or 0
    return Finding(
        place=place,
        message=f"The {roles} in batches of `{sequence.name}` are a Python list with an item for "
        "each sample, which Keras takes for one array for each input or output of the model.",
        example=f"{first.epoch.size.spelt()}, batch {first.batch.index} has a list of "
        f"{counted(count, 'item')} as {first.role}",
        help=_help(first.part),
    )


def _help(part: Part) -> str:
    name = part.text if part.text.isidentifier() else "..."
    return f"Make an array of it before it is returned: `np.array({name})` or `np.stack({name})`."


RULE = Rule(
    code="SEQ311",
    name="python-list-as-array",
    severity=Severity.ERROR,
    since="0.1.0",
    doc=__doc__,
    check=check,
)
