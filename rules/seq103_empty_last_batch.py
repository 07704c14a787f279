"""There is one batch too many, which is empty where the samples fill whole batches.

## What it does

Reports a length that asks for one batch past the end of the data: `n // batch_size + 1`, which is
one too many where the batch size divides the number of samples, and `ceil(n / batch_size) + 1`,
which always is.

## Why is this bad

`n // batch_size + 1` is right for most numbers of samples, so the class works until a data set
comes along that fills its batches. A slice past the end of the data is no error in Python, it is
empty, and Keras trains on the empty batch.

## At run time

- TensorFlow, with arrays that are sliced: nothing is printed. Batch normalisation turns all
  weights into NaN on one empty batch, Adam and step-based schedules move on with it.
- JAX: `fit` stops with `TypeError: Gradient only defined for scalar-output functions. Output had
  shape: (0,).`, and `evaluate` returns `nan`.
- PyTorch: `fit` stops with `RuntimeError: grad can be implicitly created only for scalar
  outputs`, and `evaluate` returns `nan`.
- Samples that are stacked: `ValueError: need at least one array to stack`.

## Bad

```python
import keras


class Pairs(keras.utils.Sequence):
    def __init__(self, x, y, batch_size):
        super().__init__()
        self.x, self.y, self.batch_size = x, y, batch_size

    def __len__(self):
        return len(self.x) // self.batch_size + 1

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

- the length is rounded up by another spelling: `(n - 1) // b + 1`, `(n + b - 1) // b`,
  `-(-n // b)`, `n // b + bool(n % b)`;
- the last batch is filled from somewhere (wrapped round, shifted back, drawn at random);
- several batches are past the end, because the length counts samples (SEQ101);
- other batches are wrong as well: then the slice is at fault, and not the length;
- the length is given by the caller, or nothing ties it to the data that is served.

## References

- <https://docs.python.org/3/library/math.html#math.ceil>
- <https://docs.python.org/3/library/stdtypes.html#common-sequence-operations>: slices past the
  end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sequence_lint.api import (
    Epoch,
    Finding,
    Fix,
    Related,
    Rule,
    SequenceClass,
    Severity,
    instead,
    rounded_up,
)


def check(sequence: SequenceClass) -> Iterator[Finding]:
    """One finding for the first setting of the flags under which there is a batch too many."""
    for epochs in sequence.by_setting():
        epoch = _shows_one_too_many(epochs)
        if epoch is not None:
            yield _finding(sequence, epoch)
            return


def _shows_one_too_many(epochs: Sequence[Epoch]) -> Epoch | None:
    """The first epoch with an empty last batch, if that is all that any of them has wrong."""
    known = [epoch for epoch in epochs if epoch.told]
    if len({epoch.length.value for epoch in known}) < 2 or any(map(_wrong_otherwise, known)):
        return None
    return next((epoch for epoch in known if epoch.surplus() and epoch.largest_batch() > 1), None)


def _wrong_otherwise(epoch: Epoch) -> bool:
    """True when the length is of another kind, or more than the last batch is amiss.

    An order that holds less than all samples leaves some out, and the length is as it should be.
    """
    if len(epoch.available) != epoch.size.samples:
        return True
    length = epoch.length
    if not isinstance(length.value, int) or not length.uses_batch or not length.counts:
        return True
    if len(epoch.surplus()) > 1 or epoch.empty_batches() != epoch.surplus():
        return True
    return bool(epoch.never_served() or epoch.repeated())


def _finding(sequence: SequenceClass, epoch: Epoch) -> Finding:
    return Finding(
        place=epoch.length.place or sequence.place,
        message=f"`{sequence.name}.{sequence.length_method}` asks for one batch too many"
        f"{_when(epoch)}, and {_at_run_time(epoch)}.",
        example=f"{epoch.size.spelt()}, len() is {epoch.length.value}, {_last(epoch)}",
        help="Return the number of samples by the batch size, rounded up once: "
        f"`math.ceil(samples / {sequence.batch_text or 'batch_size'})`.",
        related=_related(epoch),
        fixes=_fixes(epoch),
    )


def _fixes(epoch: Epoch) -> tuple[Fix, ...]:
    """The division, rounded up once."""
    written = epoch.length.written
    text = rounded_up(written.text) if written is not None else None
    if written is None or text is None or len(epoch.length.ways) != 1:
        return ()
    edit = instead(written, text)
    return (Fix("Round the length up with `math.ceil`.", (edit,), "unsafe", ("math",)),)


def _when(epoch: Epoch) -> str:
    """Where that happens, when it does not happen always."""
    comes_out_even = len(epoch.available) % epoch.largest_batch() == 0
    return " where the samples fill their batches" if comes_out_even else ""


def _errors(epoch: Epoch) -> list[str]:
    surplus = epoch.surplus()
    return [b.raised.kind for b in epoch.batches if b.raised and b.index in surplus]


def _at_run_time(epoch: Epoch) -> str:
    if errors := _errors(epoch):
        return f"that one raises `{errors[0]}`"
    return (
        "TensorFlow takes the empty one without a word, JAX and PyTorch stop in `fit` because "
        "there is no loss to take a gradient of"
    )


def _last(epoch: Epoch) -> str:
    [index] = epoch.surplus()
    errors = _errors(epoch)
    return f"so batch {index} {f'raises {errors[0]}' if errors else 'is empty'}"


def _related(epoch: Epoch) -> tuple[Related, ...]:
    found = []
    if epoch.length.computed_at is not None:
        found.append(Related(epoch.length.computed_at, "the number of batches is computed here"))
    cuts = (cut for batch in epoch.batches for cut in batch.cuts if cut.direct)
    if (cut := next(cuts, None)) is not None:
        found.append(Related(cut.place, "each index selects its batch here"))
    return tuple(found)


RULE = Rule(
    code="SEQ103",
    name="empty-last-batch",
    severity=Severity.WARNING,
    since="0.1.0",
    doc=__doc__,
    check=check,
    fix="unsafe",
)
