"""`__len__` counts samples although each index serves a batch of several.

## What it does

Reports a `__len__` (or `num_batches`) that grows with the number of samples and takes no account
of the batch size, while `__getitem__` serves several samples per index. The batches past
`ceil(samples / batch_size)` are then empty, or raise.

## Why is this bad

Keras takes the length for the number of *batches* and asks for every one of them. A slice past
the end of the data is no error in Python, it is empty. So an epoch of 100 samples in batches of
32 has 100 steps, of which 96 are empty.

## At run time

- TensorFlow, with arrays that are sliced: nothing is printed. Batch normalisation turns all
  weights into NaN on one empty batch, Adam and step-based schedules move on with every empty
  step.
- JAX: `fit` stops with `TypeError: Gradient only defined for scalar-output functions. Output had
  shape: (0,).`, and `evaluate` returns `nan`.
- PyTorch: `fit` stops with `RuntimeError: grad can be implicitly created only for scalar
  outputs`, and `evaluate` returns `nan`.
- Lists made into arrays, TensorFlow: `TypeError: generator yielded an element of shape (0,) where
  an element of shape (None, 4) was expected.`; JAX and PyTorch: `Expected shape (None, 4), but
  input has incompatible shape (0,)`.
- Samples that are stacked: `ValueError: need at least one array to stack`.
- An array allocated with `batch_size` rows: the rows that nothing was written to are trained on.

## Bad

```python
import keras


class Pairs(keras.utils.Sequence):
    def __init__(self, x, y, batch_size):
        super().__init__()
        self.x, self.y, self.batch_size = x, y, batch_size

    def __len__(self):
        return len(self.x)

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

- an index serves one file, group or ready-made batch (`self.batches[index]`), or one sample;
- the batch size is 1;
- the length is that of another Sequence which also serves the batches;
- the length is given by the caller, or nothing ties it to the data that is served;
- there is one batch too many only (`n // batch_size + 1`).

## References

- <https://keras.io/api/utils/python_utils/#pydataset-class>: `num_batches` is the number of
  batches.
- <https://docs.python.org/3/library/stdtypes.html#common-sequence-operations>: slices past the
  end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sequence_lint.api import (
    Cut,
    Epoch,
    Finding,
    Fix,
    Related,
    Rule,
    SequenceClass,
    Severity,
    instead,
    listed,
    numbered,
    quotient_up,
)


def check(sequence: SequenceClass) -> Iterator[Finding]:
    """One finding for the first setting of the flags under which the length overruns the data."""
    for epochs in sequence.by_setting():
        overruns = [epoch for epoch in epochs if _overruns(epoch)]
        if any(epoch.fills_batches and epoch.never_served() for epoch in overruns):
            # The batches are cut wrong, which SEQ203 says.
            continue
        if len({epoch.length.value for epoch in overruns}) > 1:
            yield _finding(sequence, overruns[0])
            return


def _overruns(epoch: Epoch) -> bool:
    """True when several batches past the data are asked for, by a length that counts samples."""
    length = epoch.length
    if not epoch.told or length.uses_batch or not length.counts or epoch.largest_batch() < 2:
        return False
    return len(epoch.surplus()) > 1 and not _counts_what_an_index_picks(epoch)


def _counts_what_an_index_picks(epoch: Epoch) -> bool:
    """True when each index takes one element of what the length counts: a file, a ready batch."""
    most = 0
    for batch in epoch.batches:
        picked: dict[str, set[int]] = {}
        for cut in batch.cuts:
            if cut.source in epoch.length.counts:
                picked.setdefault(cut.source, set()).update(cut.picked)
        most = max([most, *map(len, picked.values())])
    return most == 1


def _finding(sequence: SequenceClass, epoch: Epoch) -> Finding:
    return Finding(
        place=epoch.length.place or sequence.place,
        message=f"`{sequence.name}.{sequence.length_method}` {_what_it_counts(epoch)}, but each "
        f"index serves a batch of several samples, so Keras asks for batches past the end of the "
        f"data: {_at_run_time(epoch)}.",
        example=f"{epoch.size.spelt()}, len() is {epoch.length.value}, {_surplus_batches(epoch)}",
        help=_help(sequence, epoch),
        related=_related(epoch),
        fixes=_fixes(sequence, epoch),
    )


def _fixes(sequence: SequenceClass, epoch: Epoch) -> tuple[Fix, ...]:
    """The number that is returned, divided by the batch size as the batches spell it."""
    length, batch = epoch.length, sequence.batch_text
    returned = length.ways[0].returned if len(length.ways) == 1 else None
    if returned is None or length.value != len(epoch.available) or not _is_at_hand(epoch, batch):
        return ()
    text = instead(returned, quotient_up(returned.text, batch))
    return (Fix("Divide by the batch size and round up.", (text,), "unsafe", ("math",)),)


def _is_at_hand(epoch: Epoch, batch: str) -> bool:
    """Whether the length can say *batch* too: an attribute, or a number that the slices have."""
    if batch.isdigit():
        cuts = (cut for one in epoch.batches for cut in one.cuts)
        texts = (bound.text for cut in cuts for bound in (cut.start, cut.stop))
        return any(re.search(rf"\b{batch}\b", text) for text in texts)
    return batch.startswith("self.")


def _what_it_counts(epoch: Epoch) -> str:
    if epoch.length.value == len(epoch.available):
        return "returns the number of samples"
    return "grows with the number of samples and leaves out the batch size"


def _errors(epoch: Epoch) -> list[str]:
    surplus = set(epoch.surplus())
    return sorted({b.raised.kind for b in epoch.batches if b.raised and b.index in surplus})


def _at_run_time(epoch: Epoch) -> str:
    if errors := _errors(epoch):
        return f"the first one raises `{errors[0]}`"
    return (
        "TensorFlow takes the empty ones without a word, JAX and PyTorch stop in `fit` because "
        "there is no loss to take a gradient of"
    )


def _surplus_batches(epoch: Epoch) -> str:
    batches = numbered("batch", epoch.surplus())
    if errors := _errors(epoch):
        return f"so {batches} raise {listed(errors)}"
    return f"so {batches} are empty"


def _help(sequence: SequenceClass, epoch: Epoch) -> str:
    length = epoch.length
    samples = length.returned or (length.text if length.computed_at is None else "")
    if length.value != len(epoch.available) or not samples:
        return "Return the number of batches: that of the samples by the batch size, rounded up."
    batch = sequence.batch_text or "batch_size"
    return f"Return the number of batches: `math.ceil({samples} / {batch})`."


def _related(epoch: Epoch) -> tuple[Related, ...]:
    found = []
    if epoch.length.computed_at is not None:
        found.append(Related(epoch.length.computed_at, "the length is computed here"))
    if (cut := _first_batch_cut(epoch)) is not None:
        found.append(Related(cut.place, "each index selects a batch of samples here"))
    return tuple(found)


def _first_batch_cut(epoch: Epoch) -> Cut | None:
    cuts = epoch.batches[0].cuts if epoch.batches else ()
    return next((cut for cut in cuts if cut.direct), next(iter(cuts), None))


RULE = Rule(
    code="SEQ101",
    name="length-counts-samples",
    severity=Severity.ERROR,
    since="0.1.0",
    doc=__doc__,
    check=check,
    fix="unsafe",
)
