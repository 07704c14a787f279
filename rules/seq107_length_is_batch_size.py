"""The length is the batch size, and not the number of batches.

## What it does

Reports a `__len__` (or `num_batches`) that returns the batch size.

## Why is this bad

The length is the number of batches in an epoch. The batch size has nothing to do with it: with
100 samples in batches of 32, Keras asks for 32 batches, of which 28 are empty. With 10000
samples, 8976 of them are never served.

## At run time

Nothing is printed where there are more samples than batches ask for. Past the end of the data it
is as with any length that is too large: TensorFlow takes the empty batches without a word, JAX
stops with `TypeError: Gradient only defined for scalar-output functions. Output had shape:
(0,).`, PyTorch with `RuntimeError: grad can be implicitly created only for scalar outputs`.

## Bad

```python
import keras


class Pairs(keras.utils.Sequence):
    def __init__(self, x, y, batch_size):
        super().__init__()
        self.x, self.y, self.batch_size = x, y, batch_size

    def __len__(self):
        return self.batch_size

    def __getitem__(self, index):
        start = index * self.batch_size
        end = start + self.batch_size
        return self.x[start:end], self.y[start:end]
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

- the number only happens to be the same, or nothing ties the batch size to the batches.

## References

- <https://keras.io/api/utils/python_utils/#pydataset-class>: `num_batches` is the number of
  batches.
"""

from __future__ import annotations

from collections.abc import Iterator

from sequence_lint.api import Epoch, Finding, Rule, SequenceClass, Severity, words


def check(sequence: SequenceClass) -> Iterator[Finding]:
    """One finding when the length is the batch size for every data set, under the same setting."""
    for epochs in sequence.by_setting():
        if epochs and all(map(_is_batch_size, epochs)) and _by_more_than_chance(epochs):
            yield _finding(sequence, epochs[0])
            return


def _is_batch_size(epoch: Epoch) -> bool:
    length = epoch.length
    return (
        epoch.size.batch is not None
        and length.value == epoch.size.batch
        and not isinstance(length.value, float)
        and not length.counts
    )


def _by_more_than_chance(epochs: tuple[Epoch, ...]) -> bool:
    """True when it follows the batch size, or is called so."""
    if any(epoch.length.uses_batch for epoch in epochs):
        return len({epoch.size.batch for epoch in epochs}) > 1
    said = words(epochs[0].length.returned)
    return "batch" in said and "size" in said


def _finding(sequence: SequenceClass, epoch: Epoch) -> Finding:
    batch = sequence.batch_text or "batch_size"
    return Finding(
        place=epoch.length.place or sequence.place,
        message=f"`{sequence.name}.{sequence.length_method}` returns the batch size, and Keras "
        "takes it for the number of batches in an epoch.",
        example=f"{epoch.size.spelt()}, len() is {epoch.length.value}, and "
        f"{_needed(epoch.size.samples, epoch.size.batch or 1)}",
        help="Return the number of batches: `math.ceil(samples / "
        f"{batch if not batch.isdecimal() else 'batch_size'})`.",
    )


def _needed(samples: int, batch: int) -> str:
    needed = -(-samples // batch)
    return f"{needed} batches hold all samples" if needed > 1 else "1 batch holds all samples"


RULE = Rule(
    code="SEQ107",
    name="length-is-batch-size",
    severity=Severity.WARNING,
    since="0.1.0",
    doc=__doc__,
    check=check,
)
