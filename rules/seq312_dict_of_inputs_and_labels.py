"""One dict holds inputs and labels together.

## What it does

Reports a batch that is nothing but a dict, in which some keys are called like inputs and others
like labels: `{"image": images, "label": labels}`.

## Why is this bad

Keras takes a dict for named inputs, and all of it for inputs. `fit` then has no labels to compare
with, and a model without an input of the name of the labels stops before that.

## At run time

`ValueError: None values not supported.` on TensorFlow, `ValueError: None is not a valid value for
jnp.array` on JAX, or `ValueError: Missing data for input "...". You passed a data dictionary with
keys [...]`. Keras 2: `ValueError: Target data is missing. Your model was compiled with loss=...`.

## Bad

```python
import math

import keras


class Pairs(keras.utils.PyDataset):
    def __init__(self, images, labels, batch_size):
        super().__init__()
        self.images, self.labels, self.batch_size = images, labels, batch_size

    def __len__(self):
        return math.ceil(len(self.images) / self.batch_size)

    def __getitem__(self, index):
        rows = slice(index * self.batch_size, (index + 1) * self.batch_size)
        return {"image": self.images[rows], "label": self.labels[rows]}
```

## Good

```python
import math

import keras


class Pairs(keras.utils.PyDataset):
    def __init__(self, images, labels, batch_size):
        super().__init__()
        self.images, self.labels, self.batch_size = images, labels, batch_size

    def __len__(self):
        return math.ceil(len(self.images) / self.batch_size)

    def __getitem__(self, index):
        rows = slice(index * self.batch_size, (index + 1) * self.batch_size)
        return {"image": self.images[rows]}, {"label": self.labels[rows]}
```

## Silent when

- labels stand beside the dict, in a tuple;
- no key is called like labels, or each is: dicts of inputs and dicts of labels have names of any
  kind;
- a key says what the labels are for as an input (`decoder_label`, `label_mask`);
- a training step or a loss of the project may take the dict apart, no model of Keras is seen to be
  trained, or the class is for prediction;
- the class has its own `__iter__`, or another Sequence of the project is made of it.

## References

- <https://keras.io/api/utils/python_utils/#pydataset-class>: a batch is `(inputs, targets)`; a dict
  alone is inputs.
"""

from __future__ import annotations

from collections.abc import Iterator

from sequence_lint.api import (
    Finding,
    Part,
    Returned,
    Rule,
    SequenceClass,
    Severity,
    is_double,
    listed,
    needs_no_labels,
    words,
)

_LABELS = frozenset("y ys label labels target targets ytrue groundtruth annotation".split())
_INPUTS = frozenset(
    """x xs input inputs image images img imgs feature features text texts audio video frame frames
    token tokens ids data signal spectrogram""".split()
)


def check(sequence: SequenceClass) -> Iterator[Finding]:
    """One finding for each `return` that gives nothing but a dict of both."""
    if _goes_elsewhere(sequence) or needs_no_labels(sequence):
        return
    seen = {}
    for epoch in sequence.epochs:
        for batch in epoch.batches:
            for returned in batch.returned:
                if returned.place not in seen and _holds_both(returned.part):
                    seen[returned.place] = _finding(sequence, returned)
    yield from seen.values()


def _goes_elsewhere(sequence: SequenceClass) -> bool:
    """True when it may not be Keras, as it is, that takes the batches."""
    if sequence.own_train_step or sequence.part_of_another or is_double(sequence):
        return True
    return sequence.abstract or sequence.method("__iter__") is not None


def _holds_both(part: Part) -> bool:
    if part.kind != "dict" or len(part.keys) < 2 or "?" in part.keys:
        return False
    labels = [key for key in part.keys if _is(key, _LABELS)]
    return bool(labels) and any(_is(key, _INPUTS) for key in part.keys if key not in labels)


def _is(key: str, names: frozenset[str]) -> bool:
    """True for a key of which each word that is no number is one of *names*, or `train`."""
    said = {word for word in words(key) if not word.isdigit()} - {"train", "batch", "true"}
    return bool(said) and said <= names


def _finding(sequence: SequenceClass, returned: Returned) -> Finding:
    keys = returned.part.keys
    labels = [f"`{key}`" for key in keys if _is(key, _LABELS)]
    inputs = [f"`{key}`" for key in keys if not _is(key, _LABELS)]
    return Finding(
        place=returned.place,
        message=f"A batch of `{sequence.name}` is one dict of inputs and labels, and Keras takes "
        f"all of a dict for inputs, {listed(labels)} too.",
        help=f"Return a tuple of two: {listed(inputs)} first, then {listed(labels)}.",
    )


RULE = Rule(
    code="SEQ312",
    name="dict-of-inputs-and-labels",
    severity=Severity.WARNING,
    since="0.1.0",
    doc=__doc__,
    check=check,
)
