"""A list of arrays stands for the inputs or the targets inside the returned tuple.

## What it does

Reports a batch such as `[image, numbers], y` or `x, [y1, y2]`: a tuple in which the several inputs
or outputs of the model are held by a list. The list may be built by `append`, by a comprehension or
in the constructor.

## Why is this bad

Keras 3 on TensorFlow describes a batch by a nested tuple and refuses lists in it, so the same
class that trained on Keras 2 stops before the first step. JAX and PyTorch take it, with a warning
where the model has one input.

## At run time

Keras 3 on TensorFlow: `TypeError: output_signature must contain objects that are subclass of
tf.TypeSpec but found <class 'list'> which is not.` Keras 2 takes the list.

## Bad

```python
import math

import keras


class Pairs(keras.utils.PyDataset):
    def __init__(self, images, numbers, y, batch_size):
        super().__init__()
        self.images, self.numbers, self.y, self.batch_size = images, numbers, y, batch_size

    def __len__(self):
        return math.ceil(len(self.images) / self.batch_size)

    def __getitem__(self, index):
        rows = slice(index * self.batch_size, (index + 1) * self.batch_size)
        return [self.images[rows], self.numbers[rows]], self.y[rows]
```

## Good

```python
import math

import keras


class Pairs(keras.utils.PyDataset):
    def __init__(self, images, numbers, y, batch_size):
        super().__init__()
        self.images, self.numbers, self.y, self.batch_size = images, numbers, y, batch_size

    def __len__(self):
        return math.ceil(len(self.images) / self.batch_size)

    def __getitem__(self, index):
        rows = slice(index * self.batch_size, (index + 1) * self.batch_size)
        return (self.images[rows], self.numbers[rows]), self.y[rows]
```

## Silent when

- the file is written for Keras 2; where its line of Keras is not known, this is a note;
- the batch itself is a list (`[x, y]`), which every Keras takes;
- it is a list over the samples, which is SEQ311, or it is not known what it holds;
- the class has its own `__iter__`, or another Sequence of the project is made of it;
- a file of the project trains by hand (`GradientTape`, `train_on_batch`, `train_step`), and no
  instance is seen to reach `fit` or its kin.

## References

- <https://keras.io/api/utils/python_utils/#pydataset-class>
- <https://www.tensorflow.org/api_docs/python/tf/data/Dataset#from_generator>: what an
  `output_signature` may hold.
"""

from __future__ import annotations

from collections.abc import Iterator

from sequence_lint.api import (
    Finding,
    Fix,
    Part,
    Returned,
    Rule,
    SequenceClass,
    Severity,
    as_tuple,
    may_pass_by_keras,
)

_ROLES = ("inputs", "targets", "sample weights")
_ONLY_3 = frozenset({3})


def check(sequence: SequenceClass) -> Iterator[Finding]:
    """One finding for each `return` that gives a tuple with a list of arrays in it."""
    if 3 not in sequence.keras or may_pass_by_keras(sequence):
        return
    seen = {}
    # The first epoch shows what the class is made for. Later ones may mix what was a list before.
    batches = (batch for run in sequence.by_setting() for each in run for batch in each.batches)
    for returned in (each for batch in batches for each in batch.returned):
        if returned.place not in seen and (lists := _lists(returned.part)):
            seen[returned.place] = _finding(sequence, returned, lists)
    yield from seen.values()


def _lists(batch: Part) -> tuple[tuple[str, Part], ...]:
    """The lists of arrays in a returned tuple, each with what it stands for."""
    if batch.kind != "tuple" or len(batch.parts) > len(_ROLES):
        return ()
    return tuple(
        (role, part)
        for role, part in zip(_ROLES, batch.parts, strict=False)
        if part.kind == "list" and part.parts and all(_is_array(inner) for inner in part.parts)
    )


def _is_array(part: Part) -> bool:
    return part.kind not in ("none", "scalar")


def _finding(
    sequence: SequenceClass, returned: Returned, lists: tuple[tuple[str, Part], ...]
) -> Finding:
    roles = " and the ".join(role for role, _ in lists)
    _, first = lists[0]
    return Finding(
        place=returned.place,
        message=f"The {roles} in batches of `{sequence.name}` are a list of arrays, which Keras 3 "
        "on TensorFlow refuses with `TypeError: output_signature must contain objects that are "
        "subclass of tf.TypeSpec`.",
        help=_help(first),
        severity=None if sequence.keras == _ONLY_3 else Severity.NOTE,
        fixes=_fixes(returned, lists),
    )


def _fixes(returned: Returned, lists: tuple[tuple[str, Part], ...]) -> tuple[Fix, ...]:
    """Tuples instead, where all of the batch is written at the `return`."""
    parts = returned.part.parts
    if len(returned.items) != len(parts):
        return ()
    found = [part for _, part in lists]
    written = zip(returned.items, parts, strict=True)
    edits = (edit for item, part in written if part in found for edit in as_tuple(item))
    what = " and the ".join(role for role, _ in lists)
    return (Fix(f"Make the {what} a tuple.", tuple(edits), "safe"),)


def _help(part: Part) -> str:
    text = part.text
    if text.startswith("[") and text.endswith("]") and " for " not in text:
        inner = text[1:-1].strip().rstrip(",")
        comma = "," if len(part.parts) == 1 else ""
        return f"Return a tuple in its place: `({inner}{comma})`."
    return (
        f"Return a tuple in its place: `tuple({text})`." if text else "Return a tuple in its place."
    )


RULE = Rule(
    code="SEQ306",
    name="list-in-batch",
    severity=Severity.ERROR,
    since="0.1.0",
    doc=__doc__,
    check=check,
    keras=_ONLY_3,
    fix="safe",
)
