"""A tensor is returned alone, where Keras 3 wants a tuple.

## What it does

Reports a `__getitem__` that returns one tensor of TensorFlow, PyTorch, JAX or `keras.ops`, and
nothing around it.

## Why is this bad

Keras 3 makes a batch of a bare array, but only of one of NumPy. Of a tensor it does not know
whether its first axis is meant as the parts of a batch, and refuses it, in `predict` too.

## At run time

Keras 3: `ValueError: PyDataset.__getitem__() must return a tuple or a dict. If a tuple, it must be
ordered either (input,) or (inputs, targets) or (inputs, targets, sample_weights). Received: ...`
Keras 2 takes the tensor.

## Bad

```python
import math

import keras


class ForAnAutoencoder(keras.utils.PyDataset):
    def __init__(self, x, batch_size):
        super().__init__()
        self.x, self.batch_size = x, batch_size

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, index):
        rows = slice(index * self.batch_size, (index + 1) * self.batch_size)
        return keras.ops.convert_to_tensor(self.x[rows])
```

## Good

```python
import math

import keras


class ForAnAutoencoder(keras.utils.PyDataset):
    def __init__(self, x, batch_size):
        super().__init__()
        self.x, self.batch_size = x, batch_size

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, index):
        rows = slice(index * self.batch_size, (index + 1) * self.batch_size)
        images = keras.ops.convert_to_tensor(self.x[rows])
        return images, images
```

## Silent when

- the file is written for Keras 2; where its line of Keras is not known, this is a note;
- the tensor stands in a tuple, list or dict, or was made an array of NumPy;
- it is not known whether it is a tensor, as with what the caller gives;
- the class has its own `__iter__`, or another Sequence of the project is made of it;
- a file of the project trains by hand (`GradientTape`, `train_on_batch`, `train_step`), and no
  instance is seen to reach `fit` or its kin.

## References

- <https://keras.io/api/utils/python_utils/#pydataset-class>: what `__getitem__` may return.
"""

from __future__ import annotations

from collections.abc import Iterator

from sequence_lint.api import Finding, Rule, SequenceClass, Severity, may_pass_by_keras

_ONLY_3 = frozenset({3})


def check(sequence: SequenceClass) -> Iterator[Finding]:
    """One finding for each `return` that gives a tensor alone."""
    if 3 not in sequence.keras or may_pass_by_keras(sequence):
        return
    seen = {}
    for returned in sequence.returns():
        if returned.part.tensor and not returned.part.parts and returned.place not in seen:
            text = returned.part.text
            seen[returned.place] = Finding(
                place=returned.place,
                message=f"A batch of `{sequence.name}` is a bare tensor of "
                f"{returned.part.tensor}, which Keras 3 refuses with `ValueError: "
                "PyDataset.__getitem__() must return a tuple or a dict`.",
                help=f"Return a tuple of it: `({text},)`."
                if len(text) < 60
                else "Return a tuple of it: `(batch,)`.",
                severity=None if sequence.keras == _ONLY_3 else Severity.NOTE,
            )
    yield from seen.values()


RULE = Rule(
    code="SEQ313",
    name="bare-tensor",
    severity=Severity.ERROR,
    since="0.1.0",
    doc=__doc__,
    check=check,
    keras=_ONLY_3,
)
