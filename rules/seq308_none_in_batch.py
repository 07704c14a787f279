"""A batch holds None where its labels or sample weights belong.

## What it does

Reports a batch of inputs and None (`x, None`), on every way through `__getitem__`, and a batch
with None as the sample weights (`x, y, None`).

## Why is this bad

Without labels there is no loss, so `fit` and `evaluate` cannot work; `predict` is fine with
`(x, None)`. In Keras 3 on TensorFlow each item of a batch has to be an array, and None as the
sample weights is none. Leaving the item out says the same and works everywhere.

## At run time

`(x, None)`, in `fit`, with a compiled loss:

- Keras 3 on TensorFlow: `ValueError: None values not supported.`
- Keras 3 on JAX: `ValueError: None is not a valid value for jnp.array`
- Keras 3 on PyTorch: `ValueError: Invalid dtype: object`
- Keras 2: `ValueError: Target data is missing. Your model was compiled with loss=..., and
  therefore expects target data to be provided in fit().`

`(x, y, None)`:

- Keras 3 on TensorFlow: `InvalidArgumentError: ... TypeError: generator yielded an element that
  did not match the expected structure`
- Keras 2, and Keras 3 on JAX and PyTorch: it works.

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

    def __getitem__(self, index):
        start = index * self.batch_size
        end = start + self.batch_size
        return self.x[start:end], None
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

- an attribute is returned that is None at first and may be set from outside, or what a method
  returns that heirs may fill;
- some way through `__getitem__` returns labels in that place (`if self.labels is None:`);
- the class, its methods, flags and docstring, or the module and its folder speak of prediction,
  test or inference, or of data without labels, or an instance is only seen to be passed to
  `predict`;
- the project trains by itself (`train_step`, `GradientTape`, `train_on_batch`) or adds a loss that
  needs no labels (`add_loss`);
- the third item is None and the class is written for Keras 2; where that cannot be told, it is a
  note.

## References

- <https://keras.io/api/models/model_training_apis/#fit-method>: what a batch of a `PyDataset` may
  be.
"""

from __future__ import annotations

from collections.abc import Iterator

from sequence_lint.api import (
    Batch,
    Epoch,
    Finding,
    Part,
    Returned,
    Rule,
    SequenceClass,
    Severity,
    is_read,
    needs_no_labels,
)


def check(sequence: SequenceClass) -> Iterator[Finding]:
    """One finding for each such `return`: of no labels, or else of no sample weights."""
    done = set()
    for epoch in sequence.epochs:
        for batch in epoch.batches:
            for returned in batch.returned:
                if returned.place in done or not _reaches_keras(sequence, batch, returned):
                    continue
                found = _judged(sequence, epoch, batch, returned)
                if found is not None:
                    done.add(returned.place)
                    yield found


def _reaches_keras(sequence: SequenceClass, batch: Batch, returned: Returned) -> bool:
    if sequence.own_train_step or sequence.part_of_another:
        return False
    return _is_fitted(sequence) or batch.is_of_several(returned)


def _is_fitted(sequence: SequenceClass) -> bool:
    return any(use.method.startswith("fit") and use.certain for use in sequence.uses)


def _judged(
    sequence: SequenceClass, epoch: Epoch, batch: Batch, returned: Returned
) -> Finding | None:
    if not sequence.is_meant(epoch) or _may_be_filled(sequence, returned.part):
        return None
    if _is_without_labels(returned.part):
        if _needs_labels(sequence):
            return _no_labels(sequence, epoch, batch, returned)
    elif _is_without_weights(returned.part) and 3 in sequence.keras:
        return _no_weights(sequence, epoch, batch, returned)
    return None


def _may_be_filled(sequence: SequenceClass, part: Part) -> bool:
    """True when None may be something else by the time that Keras asks."""
    nothing = [item.text for item in part.parts if item.kind == "none"]
    return any(text != "None" and (is_read(text) or sequence.has_gaps) for text in nothing)


def _kinds(part: Part) -> list[str]:
    return [item.kind for item in part.parts] if part.kind in ("tuple", "list") else []


def _is_without_labels(part: Part) -> bool:
    """True for ``(x, None)`` and ``(x, None, None)``."""
    kinds = _kinds(part)
    return kinds[1:] in (["none"], ["none", "none"]) and kinds[0] not in ("none", "scalar")


def _is_without_weights(part: Part) -> bool:
    kinds = _kinds(part)
    return len(kinds) == 3 and kinds[2] == "none" and not {"none", "scalar"} & set(kinds[:2])


def _needs_labels(sequence: SequenceClass) -> bool:
    """True when there are never labels, and nothing says that the class does without."""
    if not all(_is_without_labels(returned.part) for returned in sequence.returns()):
        return False
    return _is_fitted(sequence) or not needs_no_labels(sequence)


def _no_labels(sequence: SequenceClass, epoch: Epoch, batch: Batch, returned: Returned) -> Finding:
    return Finding(
        place=returned.place,
        message=f"Batches of `{sequence.name}` hold nothing in the place of the labels, so `fit` "
        "has no targets and stops with an error.",
        example=_example(epoch, batch, "the inputs and None"),
        help="Return a tuple of the inputs and the labels of the same rows, `return x, y`; where "
        "the class is for `predict` only, return `(x,)` and say so in its name.",
    )


def _no_weights(sequence: SequenceClass, epoch: Epoch, batch: Batch, returned: Returned) -> Finding:
    return Finding(
        place=returned.place,
        message=f"Batches of `{sequence.name}` hold nothing in the place of the sample weights, "
        "which Keras 3 on TensorFlow refuses.",
        example=_example(epoch, batch, "inputs, labels and None"),
        help="Return inputs and labels only where there are no weights: `return x, y`.",
        severity=None if sequence.keras == frozenset({3}) else Severity.NOTE,
    )


def _example(epoch: Epoch, batch: Batch, held: str) -> str | None:
    if epoch.size.batch is None:
        return None
    return f"{epoch.size.spelt()}, batch {batch.index} is a tuple of {held}"


RULE = Rule(
    code="SEQ308",
    name="none-in-batch",
    severity=Severity.ERROR,
    since="0.1.0",
    doc=__doc__,
    check=check,
)
