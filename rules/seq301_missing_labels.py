"""Batches hold inputs only, so that `fit` has nothing to compare with.

## What it does

Reports a `__getitem__` that returns a bare array, a tuple of one or a list of one on every path,
where the class keeps labels that it never returns, or nothing about it says that it is for
prediction.

## Why is this bad

A Sequence has to bring its labels in the batch. They cannot be passed next to it: `fit(sequence,
y)` is an error too. Without them there is no loss, and `fit` and `evaluate` cannot work.
`predict` is fine.

## At run time

In `fit`, with a compiled loss:

- Keras 3 on TensorFlow: `ValueError: None values not supported.`
- Keras 3 on JAX: `ValueError: None is not a valid value for jnp.array`
- Keras 3 on PyTorch: `ValueError: Invalid dtype: object`
- Keras 2: `ValueError: Target data is missing. Your model was compiled with loss=..., and
  therefore expects target data to be provided in fit().`

`evaluate` stops with the same errors, except on Keras 2: there it returns 0.0 and says nothing.

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
        return self.x[start:end]
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
```

## Silent when

- some path returns labels as well (`if self.to_fit:`), or something that cannot be followed;
- the class, its methods, flags and docstring, or the module and its folder speak of prediction,
  test or inference, of unlabelled data, autoencoders, embeddings or self-supervised learning;
- an instance is only seen to be passed to `predict`;
- the project trains by itself (`train_step`, `GradientTape`, `train_on_batch`) or adds a loss that
  needs no labels (`add_loss`), unless all calls that instances reach are seen to be on models that
  train the way of Keras;
- another Sequence of the project is made of Sequences like this one (`x: list[Sequence]`,
  `Paired(Column(a), Column(b))`);
- a batch is a dict, or an index serves a single sample;
- a base class is not known.

## References

- <https://keras.io/api/models/model_training_apis/#fit-method>: `x` as a `PyDataset`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sequence_lint.api import (
    Batch,
    Epoch,
    Finding,
    Part,
    Place,
    Related,
    Returned,
    Rule,
    SequenceClass,
    Severity,
    counted,
    label_like,
    needs_no_labels,
)


class _Seen(NamedTuple):
    epoch: Epoch
    batch: Batch
    returned: Returned


def check(sequence: SequenceClass) -> Iterator[Finding]:
    """One finding at the first `return`, when no path of any setting returns labels."""
    seen = _all_returned(sequence)
    shown = next((one for one in seen if _is_batch(one)), None)
    if shown is None or not all(_inputs_only(one.returned.part) for one in seen):
        return
    if _cannot_tell(sequence) or needs_no_labels(sequence):
        return
    yield _finding(
        sequence, shown, sorted({one.returned.place for one in seen}, key=lambda at: at.order)
    )


def _all_returned(sequence: SequenceClass) -> list[_Seen]:
    return [
        _Seen(epoch, batch, returned)
        for epoch in sequence.epochs
        for batch in epoch.batches
        for returned in batch.returned
    ]


def _is_batch(seen: _Seen) -> bool:
    """True when the index cut several samples out of stored data, and they are returned."""
    return seen.batch.is_of_several(seen.returned)


def _inputs_only(part: Part) -> bool:
    """True for a bare array, or a tuple or list of one, which is known to hold no labels."""
    if part.kind in ("tuple", "list"):
        if len(part.parts) != 1:
            return False
        leaves = list(part.leaves())
    else:
        leaves = [part]
    if not leaves or any(leaf.kind != "array" for leaf in leaves):
        return False
    return not any(label_like(name) for leaf in leaves for name in leaf.names)


def _cannot_tell(sequence: SequenceClass) -> bool:
    """True when labels may come in by another way than can be seen."""
    if not sequence.bases_known or sequence.abstract or sequence.own_train_step:
        return True
    if sequence.part_of_another:
        return True
    lost = (b for e in sequence.epochs for b in e.batches if b.unknown and not b.returned)
    return next(lost, None) is not None


def _finding(sequence: SequenceClass, shown: _Seen, places: list[Place]) -> Finding:
    kept = sequence.labels_kept()
    evidence = f"although it keeps `{kept[0]}`" if kept else "and nothing says it is for prediction"
    fitted = any(one.method.startswith("fit") and one.model == "keras" for one in sequence.uses)
    place = shown.returned.place
    return Finding(
        place=place,
        message=f"Batches of `{sequence.name}` hold inputs only {evidence}, so `fit` has no "
        "targets and stops with an error.",
        example=f"{shown.epoch.size.spelt()}, batch {shown.batch.index} is "
        f"{_described(shown.returned.part)}, and Keras 3 on TensorFlow stops in `fit` with "
        "`ValueError: None values not supported.`",
        help=_help(kept),
        related=tuple(
            Related(other, "inputs only are returned here too")
            for other in places
            if other != place
        ),
        severity=Severity.ERROR if fitted else None,
    )


def _described(part: Part) -> str:
    leaves = list(part.leaves())
    rows = f" of {counted(leaves[0].rows, 'row')}" if leaves[0].rows is not None else ""
    if part.kind == "array":
        return f"one array{rows}"
    arrays = "one array" if len(leaves) == 1 else f"{len(leaves)} arrays"
    return f"a {part.kind} of one, which holds {arrays}{rows}"


def _help(kept: tuple[str, ...]) -> str:
    labels = f"the same rows of `{kept[0]}`" if kept else "the labels of the same rows"
    return (
        f"Return a tuple of the inputs and {labels}, `return x, y`; where the class is for "
        "`predict` only, say so in its name or docstring."
    )


RULE = Rule(
    code="SEQ301",
    name="missing-labels",
    severity=Severity.WARNING,
    since="0.1.0",
    doc=__doc__,
    check=check,
)
