"""The samples that do not fill the last batch are never served.

## What it does

Reports a length that stops before the last, partial batch: `n // batch_size`, `int(n /
batch_size)`, `int(np.floor(n / batch_size))`, `math.ceil(n // batch_size)`, `round(n /
batch_size)`, a loop that counts whole batches only. A length of one batch too few (`math.ceil(n /
batch_size) - 1`, `n // batch_size - 1`) is reported too. Where the batch arrays are allocated with
`batch_size` rows as well, one finding names both: mending either alone breaks the class.

## Why is this bad

Up to `batch_size - 1` samples take no part. In training these are the same ones in each epoch
unless the order is shuffled anew. Evaluation measures fewer samples than it is given, and
`predict` returns fewer rows than there are samples, so that results no longer line up with their
inputs.

## At run time

Nothing is printed, by any backend. With 100 samples and batches of 32, `evaluate` measures 96 and
`predict` returns 96 rows. With fewer samples than one batch the length is 0: TensorFlow says
`ValueError: The PyDataset has length 0`, Keras 2 `ValueError: Expected input data to be
non-empty.`

Changing the length alone, where the array has `batch_size` rows, serves rows that were never
filled: `predict` then returns 128 rows for 100 samples.

## Bad

```python
import keras


class Pairs(keras.utils.Sequence):
    def __init__(self, x, y, batch_size):
        super().__init__()
        self.x, self.y, self.batch_size = x, y, batch_size

    def __len__(self):
        return len(self.x) // self.batch_size

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

- a setting of the flags serves every sample in batches of several (`drop_last`,
  `drop_remainder`);
- a comment or docstring at the length says that the rest is dropped on purpose, or the name of
  what it returns says so (`self.full_batches`);
- the number of samples is cut to a multiple of the batch size before, checked to be one, or said to
  be one;
- batches are drawn at random, or by a cursor;
- the length is given by the caller;
- the divisor is the size of a group of rows that belong together (`n // self.views`).

## References

- <https://keras.io/api/utils/python_utils/#pydataset-class>: the example there rounds up.
- <https://docs.python.org/3/library/math.html#math.ceil>
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sequence_lint.api import (
    Batch,
    Epoch,
    Finding,
    Fix,
    Part,
    Place,
    Related,
    Rule,
    SequenceClass,
    Severity,
    counted,
    filled_rows,
    instead,
    numbered,
    rounded_up,
    words,
)

_ON_PURPOSE = re.compile(
    r"\b(drop(s|ped|ping)?|discard(s|ed|ing)?|ignor(e|es|ed|ing)|skip(s|ped|ping)?|omit(s|ted|ting)?"
    r"|truncat(e|es|ed|ing)|trim(s|med|ming)?|leav(e|es|ing) out|left out|throw(s|n)? away|cut off"
    r"|los(e|es|t|ing)|exclud(e|es|ed|ing)|(only|just) (full|whole|complete)"
    r"|(full|whole|complete) batch(es)?|incomplete|partial|remainder|left ?over|not full)\b",
    re.IGNORECASE,
)
_DIVIDES = re.compile(r"%[^#]*==?\s*0|\bdivisib|\bmultiple of\b", re.IGNORECASE)
"""The author says that the batch size divides the number of samples."""
_DENIED = re.compile(
    r"\b(never|not|no|nothing|without|don't|doesn't|isn't|aren't|avoid(s|ing)?( to)?)"
    r"( is| are| be)? (drop|discard|ignor|skip|omit|truncat|trim|los|exclud)\w*",
    re.IGNORECASE,
)
_KEEPS_OR_DROPS = frozenset("drop keep include allow discard skip ignore use pad".split())
_TAIL = frozenset("last remainder tail partial incomplete leftover rest".split())
_WHOLE = frozenset("full complete whole usable trimmed truncated drop dropped".split())
_TAIL_ONLY = "the last batch when it is not full"
_GROUP = frozenset(
    """group groups window windows frame frames view views crop crops timestep timesteps seq
    sequence sequences clip clips bag bags patch patches tile tiles way shot shots fold folds per
    stride""".split()
)


def check(sequence: SequenceClass) -> Iterator[Finding]:
    """One finding when some setting drops the tail, and no setting serves it."""
    if _on_purpose(sequence) or sequence.settings_left:
        return
    settings = sequence.by_setting()
    dropping = [epoch for epochs in settings if (epoch := _shows_a_drop(epochs)) is not None]
    if dropping and not any(_may_serve_all(epochs, dropping[0]) for epochs in settings):
        yield _finding(sequence, dropping[0])


def _on_purpose(sequence: SequenceClass) -> bool:
    """True when a remark at the length, or a name, says what becomes of the tail."""
    if any(_ON_PURPOSE.search(_DENIED.sub("", remark)) for remark in sequence.length_remarks):
        return True
    if any(_DIVIDES.search(remark) for remark in sequence.length_remarks):
        return True
    for name in (*sequence.flags, *sequence.parameters):
        said = frozenset(words(name))
        if said & _KEEPS_OR_DROPS and said & _TAIL:
            return True
    return any(_named_on_purpose(epoch) for epoch in sequence.epochs)


def _named_on_purpose(epoch: Epoch) -> bool:
    """True when the length is named after whole batches, or divides by the size of a group."""
    if not _WHOLE.isdisjoint(words(f"{epoch.length.text} {epoch.length.returned}")):
        return True
    quotient = epoch.length.quotient()
    return quotient is not None and not _GROUP.isdisjoint(words(quotient[1]))


def _shows_a_drop(epochs: Iterable[Epoch]) -> Epoch | None:
    """The first epoch that drops a tail, provided all sizes agree that only a tail is dropped."""
    told = [epoch for epoch in epochs if epoch.told and epoch.number == 1]
    if _one_too_few(told):
        return told[0]
    drops = [epoch for epoch in told if _drops_a_tail(epoch)]
    if not drops or any(_wrong_otherwise(epoch) for epoch in told):
        return None
    follows_the_data = len({epoch.length.value for epoch in told}) > 1
    return drops[0] if follows_the_data and not _one_row_a_batch(drops[0]) else None


def _drops_a_tail(epoch: Epoch) -> bool:
    """True when just the end of the order is left out, and it is shorter than a batch."""
    missed = epoch.never_served()
    if not missed or not epoch.batches or not isinstance(epoch.length.value, int):
        return False
    tail = tuple(sorted(epoch.available))[-len(missed) :]
    if tuple(sorted(missed)) != tail or len(missed) >= epoch.largest_batch():
        return False
    return not epoch.repeated() and not epoch.empty_batches() and _next_would_serve(epoch, missed)


def _one_too_few(told: list[Epoch]) -> bool:
    """True when the length is the quotient less one, rounded up or down, and no more is amiss."""
    sized = [epoch for epoch in told if (epoch.size.batch or 1) > 1 and epoch.batches]
    less = [_batches_less(epoch) for epoch in sized]
    lengths_agree = any(all(by[way] == 1 for by in less) for way in (0, 1))
    full_and_not = {epoch.fills_batches for epoch in sized} == {True, False}
    return full_and_not and lengths_agree and all(map(_goes_on, sized))


def _batches_less(epoch: Epoch) -> tuple[float, float]:
    """By how many the length is less than the quotient rounded down, and rounded up."""
    count, size = len(epoch.available), epoch.size.batch or 1
    length = epoch.length.value if epoch.length.uses_batch else None
    return (count // size - (length or 0), -(-count // size) - (length or 0))


def _goes_on(epoch: Epoch) -> bool:
    """True when the batches are full and in order, of nothing but that, and the next is there."""
    size, served = epoch.size.batch or 1, epoch.served()
    order = sorted(epoch.available)
    if [*served] != [tuple(order[at * size : (at + 1) * size]) for at in range(len(served))]:
        return False
    if not epoch.never_served() or not _next_would_serve(epoch, epoch.never_served()):
        return False
    return all(
        set(at) <= set(rows) or min(at, default=0) < 0
        for batch, rows in zip(epoch.batches, served, strict=True)
        for leaf in _leaves(batch)
        for _, at in leaf.served
    )


def _next_would_serve(epoch: Epoch, missed: tuple[int, ...]) -> bool:
    """False when the batch after the last one is known to serve nothing of what is missed."""
    beyond = epoch.beyond
    if beyond is None or beyond.raised is not None:
        return True
    served = epoch.serves(beyond)
    return served is None or bool(served & set(missed))


def _wrong_otherwise(epoch: Epoch) -> bool:
    """True when samples are missed although they fill batches, or batches are empty.

    A batch of two stretches looks ahead: what is the last of one has no other to go with it.
    """
    largest = epoch.largest_batch()
    if epoch.empty_batches() or any(_looks_ahead(epoch, batch) for batch in epoch.batches):
        return True
    return bool(largest and len(epoch.available) % largest == 0 and epoch.never_served())


def _looks_ahead(epoch: Epoch, batch: Batch) -> bool:
    """True when parts of a batch are of different rows of the order."""
    parts = [set(dict(leaf.served).get(epoch.order, ())) for leaf in _leaves(batch)]
    return any(one.isdisjoint(other) for one in parts for other in parts if one and other)


def _one_row_a_batch(epoch: Epoch) -> bool:
    """True when the samples of an index make up a single row: a group, and not a batch."""
    rows = {leaf.rows for batch in epoch.batches for leaf in _leaves(batch)}
    return rows == {1}


def _may_serve_all(epochs: Iterable[Epoch], dropping: Epoch) -> bool:
    """True when a setting serves, or could serve, what *dropping* leaves out."""
    for epoch in epochs:
        if epoch.size != dropping.size or epoch.number != 1:
            continue
        if epoch.length.value is None:
            return True
        if epoch.told:
            return not epoch.never_served() and epoch.largest_batch() > 1
        drawn = any(batch.random for batch in epoch.batches)
        return not drawn and epoch.length.value > (dropping.length.value or 0)
    return False


def _finding(sequence: SequenceClass, epoch: Epoch) -> Finding:
    method = f"`{sequence.name}.{sequence.length_method}`"
    allocation = _allocation(epoch)
    left_out = _left_out(sequence, epoch)
    return Finding(
        place=epoch.length.place or sequence.place,
        message=f"{method} leaves out {left_out}, {_consequence(allocation)}.",
        example=f"{epoch.size.spelt()}, len() is {epoch.length.value}, so "
        + _missed(sequence, epoch),
        help=_help(epoch, allocation, left_out == _TAIL_ONLY),
        related=_related(epoch, allocation),
        fixes=_fixes(epoch),
    )


def _fixes(epoch: Epoch) -> tuple[Fix, ...]:
    """The length rounded up, and with it the rows of the arrays of a full batch."""
    written = epoch.length.written
    text = rounded_up(written.text) if written is not None else None
    if written is None or text is None or len(epoch.length.ways) != 1:
        return ()
    length = instead(written, text)
    rows = filled_rows(epoch, epoch.beyond) if epoch.beyond is not None else ()
    if not rows:
        return (Fix("Round the length up with `math.ceil`.", (length,), "unsafe", ("math",)),)
    message = "Round the length up with `math.ceil`, and allocate the rows that a batch has."
    return (Fix(message, (length, *rows), "unsafe", ("math",)),)


def _left_out(sequence: SequenceClass, epoch: Epoch) -> str:
    """Which batches are lacking, in words."""
    if len(epoch.never_served()) > (epoch.size.batch or 1):
        return "the last full batch and what comes after it"
    usual = (other for other in sequence.epochs if other.setting == epoch.setting and other.told)
    if any(other.fills_batches and other.never_served() for other in usual):
        return "the last batch, whether it is full or not"
    return _TAIL_ONLY


def _consequence(allocation: Place | None) -> str:
    if allocation is None:
        return (
            "so its samples take no part and `predict` returns too few rows, which Keras does not "
            "notice"
        )
    return (
        "and the batch array always has as many rows as a full one, so its samples take no part "
        "and both have to change together"
    )


def _missed(sequence: SequenceClass, epoch: Epoch) -> str:
    missed = epoch.never_served()
    never = f"{'is' if len(missed) == 1 else 'are'} never served"
    same = (each for each in sequence.epochs if each.told and each.number == 2 and each.batches)
    after = [e for e in same if (e.size, e.setting) == (epoch.size, epoch.setting)]
    if not epoch.shuffled:
        when = " in epoch 1, others later" * any(each.shuffled for each in after)
        return f"{numbered('sample', missed)} {never}{when}"
    anew = not any(each.batches[0].orders == epoch.batches[0].orders for each in after)
    when = "in an epoch, others after each shuffle" if anew else "in any epoch"
    return f"{len(missed)} of the {counted(len(epoch.available), 'sample')} {never} {when}"


def _help(epoch: Epoch, allocation: Place | None, only_the_tail: bool) -> str:
    quotient = epoch.length.quotient() if only_the_tail else None
    length = (
        f"`math.ceil({quotient[0]} / {quotient[1]})`" if quotient else "the quotient rounded up"
    )
    raises = _raises_beyond(epoch) is not None
    if allocation is not None and raises:
        return (
            f"Return {length}, allocate as many rows as the batch has samples, for example "
            "`np.empty((len(batch), ...))`, and end the loop that fills them at the last sample: "
            "rounding up alone would raise an error in the last batch."
        )
    if allocation is not None:
        return (
            f"Return {length}, and allocate as many rows as the batch has samples, for example "
            "`np.empty((len(batch), ...))`: rounding up alone would serve rows that were never "
            "filled."
        )
    if raises:
        return (
            f"Return {length}, and end the selection at the last sample: rounding up alone would "
            "raise an error in the last batch."
        )
    return f"Return {length}; if the rest is dropped on purpose, say so in a comment there."


def _related(epoch: Epoch, allocation: Place | None) -> tuple[Related, ...]:
    found = []
    if epoch.length.computed_at is not None:
        found.append(Related(epoch.length.computed_at, "the number of batches is computed here"))
    if allocation is not None:
        found.append(Related(allocation, "this array has the rows of a full batch"))
    if (raises := _raises_beyond(epoch)) is not None:
        found.append(Related(raises, "this would raise an error in a batch that is not full"))
    cuts = (cut for batch in epoch.batches for cut in batch.cuts if cut.direct)
    if not found and (cut := next(cuts, None)) is not None:
        found.append(Related(cut.place, "each index selects its batch here"))
    return tuple(found)


def _allocation(epoch: Epoch) -> Place | None:
    """Where an array of a full batch's rows is allocated for a batch."""
    batches = (*epoch.batches, *((epoch.beyond,) if epoch.beyond else ()))
    leaves = (leaf for batch in batches for leaf in _leaves(batch))
    returned = next((leaf.buffer for leaf in leaves if leaf.buffer is not None), None)
    made = next((place for batch in batches for place in batch.buffers), None)
    return returned or made


def _raises_beyond(epoch: Epoch) -> Place | None:
    raised = epoch.beyond.raised if epoch.beyond is not None else None
    return raised.place if raised is not None else None


def _leaves(batch: Batch) -> Iterator[Part]:
    for returned in batch.returned:
        yield from returned.part.leaves()


RULE = Rule(
    code="SEQ102",
    name="partial-batch-dropped",
    severity=Severity.WARNING,
    since="0.1.0",
    doc=__doc__,
    check=check,
    fix="unsafe",
)
