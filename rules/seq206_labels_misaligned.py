"""Inputs and labels of one batch come from different samples.

## What it does

Reports a batch in which row 0 of the inputs is made from one sample and row 0 of the labels, of
the sample weights or of further inputs from another: another slice, the place in the batch instead
of the number of the sample (`labels[i]` in a loop over the chosen ids), inputs that follow a
shuffled order beside labels in the stored one, all labels beside the inputs of one batch, or labels
that lie there block by block and are reshaped as if they lay sample by sample.

## Why is this bad

A model is told wrong answers. It trains on them without a word, and learns nothing or, where the
labels of neighbours are much alike, a little less than it could.

## At run time

Nothing is printed where there are as many labels as inputs. Otherwise TensorFlow says
`InvalidArgumentError ... Incompatible shapes`, JAX `TypeError: sub got incompatible shapes for
broadcasting`, PyTorch `RuntimeError: The size of tensor a must match the size of tensor b`.

## Bad

```python
import math

import keras
import numpy as np


class Images(keras.utils.PyDataset):
    def __init__(self, paths, labels, batch_size):
        super().__init__()
        self.paths, self.labels, self.batch_size = paths, labels, batch_size
        self.order = np.random.permutation(len(paths))

    def __len__(self):
        return math.ceil(len(self.paths) / self.batch_size)

    def __getitem__(self, index):
        ids = self.order[index * self.batch_size : (index + 1) * self.batch_size]
        images, labels = np.empty((len(ids), 64, 64, 3)), np.empty(len(ids))
        for i, k in enumerate(ids):
            images[i] = np.load(self.paths[k])
            labels[i] = self.labels[i]
        return images, labels
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
        self.order = np.random.permutation(len(paths))

    def __len__(self):
        return math.ceil(len(self.paths) / self.batch_size)

    def __getitem__(self, index):
        ids = self.order[index * self.batch_size : (index + 1) * self.batch_size]
        images, labels = np.empty((len(ids), 64, 64, 3)), np.empty(len(ids))
        for i, k in enumerate(ids):
            images[i] = np.load(self.paths[k])
            labels[i] = self.labels[k]
        return images, labels
```

## Silent when

- labels are those of a later or earlier sample by the same distance in every row, as in forecasts;
- inputs and labels are of different resolution, so that one row stands for several of the other;
- both come from one collection, as in pairs, triplets and next frames;
- it is meant: one collection is in a batch twice, in two orders, a name says so (`negatives`,
  `shuffled_labels`, a flag `random_labels`), or of all arrays only a further input is shuffled;
- a sample cannot be followed to its row, or chance draws it;
- the selection of the inputs is itself wrong (SEQ202, SEQ203), or everything is the same for each
  index (SEQ205).

## References

- <https://keras.io/api/utils/python_utils/#pydataset-class>: what the items of a batch are.
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
    Related,
    Rule,
    SequenceClass,
    Severity,
    numbered,
    wants_wrong_labels,
    words,
)

_ROLES = ("inputs", "labels", "sample weights")
_FURTHER = "further inputs"
_ON_PURPOSE = frozenset(
    """negative negatives neg negs random permuted shuffled scrambled mixup mix mixed cutmix other
    others another partner unpaired mismatched corrupted fake distractor impostor""".split()
)


@dataclass(frozen=True, slots=True)
class _Leaf:
    """An array of a batch: what it is for, and the positions of its rows, source by source.

    ``rows`` holds the rows where they were followed one by one, otherwise the samples in any order.
    """

    role: str
    part: Part
    rows: dict[str, tuple[int, ...]]
    ordered: bool


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two arrays of one batch that have to be of the same samples, and what each is made from.

    ``related`` is true where both are made from one collection, which pairs and triplets are.
    """

    batch: Batch
    one: _Leaf
    other: _Leaf
    left: tuple[int, ...]
    right: tuple[int, ...]
    related: bool


def check(sequence: SequenceClass) -> Iterator[Finding]:
    """One finding for the first epoch in which rows of two arrays do not belong together."""
    steady: dict[tuple[int, int], set[int]] = {}
    for epoch in sequence.epochs:
        if not sequence.is_meant(epoch) or _wrong_itself(epoch):
            continue
        if wants_wrong_labels(sequence, epoch):
            continue
        if (mixed := next(_about_a_reshape(sequence, epoch), None)) is not None:
            yield mixed
            return
        for where, pairs in _pairs(epoch).items():
            wrong = _mixed_apart(pairs) or _elsewhere(epoch, pairs, steady.setdefault(where, set()))
            if wrong is not None:
                yield _finding(sequence, epoch, wrong, pairs)
                return


def _wrong_itself(epoch: Epoch) -> bool:
    """True when the selection by the index is wrong: then that is said, and not this."""
    if not epoch.told:
        return False
    missing = epoch.never_served()
    served = [position for positions in epoch.served() for position in positions]
    return bool(epoch.repeated()) or bool(missing and served and missing[0] < max(served))


def _about_a_reshape(sequence: SequenceClass, epoch: Epoch) -> Iterator[Finding]:
    """What a reshape made of several samples a row, beside rows of one sample each."""
    for batch in epoch.batches:
        leaves = [leaf for returned in batch.returned for leaf in _leaves(returned.part)]
        made = next((leaf for leaf in leaves if leaf.part.put_together), None)
        if made is not None and any(leaf.part.tracks for leaf in leaves):
            yield Finding(
                place=batch.returned[0].place,
                message=f"The {made.role} in batches of `{sequence.name}` are mixed up by a "
                "reshape: they lie there block by block, and it takes them sample by sample.",
                example=f"{epoch.size.spelt()}, row 0 of batch {batch.index} is made of "
                f"{numbered('sample', made.part.put_together)}",
                help="Reshape to the blocks and swap the axes: `np.reshape(y, (3, n)).T`.",
            )


def _pairs(epoch: Epoch) -> dict[tuple[int, int], list[_Pair]]:
    """The arrays to compare, batch by batch, by their places in what is returned."""
    found: dict[tuple[int, int], list[_Pair]] = {}
    for batch in epoch.batches:
        if batch.raised is None and batch.unknown is None and len(batch.returned) == 1:
            leaves = list(_leaves(batch.returned[0].part))
            for at, one in enumerate(leaves):
                for number, other in enumerate(leaves[at + 1 :], at + 1):
                    if one.role != _ROLES[0] or _is_meant(leaves, one, other):
                        continue
                    if (pair := _pair(epoch, batch, one, other)) is not None:
                        found.setdefault((at, number), []).append(pair)
    return found


def _is_meant(leaves: list[_Leaf], one: _Leaf, other: _Leaf) -> bool:
    """True when it shows that the two are not to be of the same samples."""
    if not _ON_PURPOSE.isdisjoint(words(other.part.called)):
        return True
    beside = [leaf for leaf in leaves if leaf is not one and leaf is not other]
    if any(_is_second(leaf, third) for leaf in (one, other) for third in beside):
        return True
    if bool(one.part.mixed) == bool(other.part.mixed):
        return False
    shuffled = one if one.part.mixed else other
    inputs = [leaf for leaf in (one, other, *beside) if leaf.role == _ROLES[0]]
    if shuffled.role != _ROLES[0] or len(inputs) < 2:
        return False
    # An order that one input has was made for that; one that was forgotten is used elsewhere.
    orders = set(shuffled.part.orders)
    return all(
        orders.isdisjoint(leaf.part.orders)
        for leaf in (one, other, *beside)
        if leaf is not shuffled
    )


def _is_second(leaf: _Leaf, third: _Leaf) -> bool:
    """True when the two select from one collection, but otherwise."""
    shared = set(leaf.rows) & set(third.rows)
    differs = any(leaf.rows[source] != third.rows[source] for source in shared)
    return differs or (bool(shared) and leaf.part.orders != third.part.orders)


def _leaves(batch: Part) -> Iterator[_Leaf]:
    """The arrays of a batch, with what each is for."""
    items = batch.parts if batch.kind in ("tuple", "list") else (batch,)
    if not 1 < len(items) <= len(_ROLES):
        items = (batch,)
    for role, item in zip(_ROLES, items, strict=False):
        for part in item.leaves():
            yield _leaf(role, part)


def _leaf(role: str, part: Part) -> _Leaf:
    if part.tracks:
        return _Leaf(role, part, dict(part.tracks), True)
    known = {source: at for source, at in part.served if at and min(at) >= 0}
    whole = len(known) == len(part.served) and part.kind in ("array", "unknown")
    return _Leaf(role, part, known if whole and not part.random else {}, False)


def _pair(epoch: Epoch, batch: Batch, one: _Leaf, other: _Leaf) -> _Pair | None:
    """The two where it is known which samples they have, and that these are of the same kind."""
    shared = set(one.rows) & set(other.rows)
    if any(one.rows[source] == other.rows[source] for source in shared):
        return None
    left, right = _samples(epoch, batch, one), _samples(epoch, batch, other)
    if not left or not right:
        return None
    if not (one.ordered and other.ordered):
        left, right = tuple(sorted(left)), tuple(sorted(right))
    return _Pair(batch, one, other, left, right, bool(shared))


def _samples(epoch: Epoch, batch: Batch, leaf: _Leaf) -> tuple[int, ...]:
    """The samples that the rows are made from, where all sources agree on them."""
    each = set(leaf.rows.values())
    [rows] = each if len(each) == 1 else [()]
    known = epoch.collections | {source for source, _ in batch.fixed}
    return rows if set(leaf.rows) <= known and rows and min(rows) >= 0 else ()


def _mixed_apart(pairs: list[_Pair]) -> _Pair | None:
    """The first pair of which one follows a shuffled order, and the other the stored one."""
    for pair in pairs:
        several = len(pair.left) == len(pair.right) > 1 and not pair.related
        if several and bool(pair.one.part.mixed) != bool(pair.other.part.mixed):
            return pair
    return None


def _elsewhere(epoch: Epoch, pairs: list[_Pair], steady: set[int]) -> _Pair | None:
    """The first pair that is of different samples, if no distance explains that.

    *steady* are the distances that explained it in the epochs before: they must be the same again.
    """
    alike = [pair for pair in pairs if len(pair.left) == len(pair.right)]
    if any(pair.related for pair in pairs) and not _one_stays(alike):
        return None
    if not alike or pairs[0] not in alike:
        return _of_other_extent(epoch, pairs)
    rows = [each for pair in alike for each in zip(pair.left, pair.right, strict=True)]
    apart = {right - left for left, right in rows}
    steady |= apart if len(apart) == 1 else set()
    if len({distance % epoch.size.samples for distance in apart}) > 1:
        return next((pair for pair in alike if pair.left != pair.right), None)
    # By as many as are in a batch, for example.
    return alike[-1] if len(steady) > 1 and len(apart) == 1 and apart != {0} else None


def _of_other_extent(epoch: Epoch, pairs: list[_Pair]) -> _Pair | None:
    """All labels or weights beside the inputs of a batch, or a few more or less than the inputs."""
    first = pairs[0]
    if first.other.role == _ROLES[0] or not (first.one.ordered and first.other.ordered):
        return None
    if len(first.left) != epoch.size.batch or epoch.size.samples < 2 * len(first.left):
        return None
    few, many = sorted((len(first.left), len(first.right)))
    everything = first.right == tuple(range(epoch.size.samples)) and first.other.part.fixed
    if everything or (many % few and many < 2 * few):
        return first
    return None


def _one_stays(pairs: list[_Pair]) -> bool:
    """True when the one are the first samples in each batch, and the other are not."""
    first = [_stays(pairs, side) and getattr(pairs[0], side)[0] == 0 for side in ("left", "right")]
    return first[0] != first[1]


def _finding(sequence: SequenceClass, epoch: Epoch, wrong: _Pair, pairs: list[_Pair]) -> Finding:
    culprit, other = _culprit(wrong, pairs)
    at = _taken_at(wrong.batch, culprit) or wrong.batch.returned[0].place
    beside = _taken_at(wrong.batch, other)
    role = _role(wrong, wrong.other)
    return Finding(
        place=at,
        message=f"The {role} in batches of `{sequence.name}` are not those of the inputs beside "
        f"them, {_why(wrong, culprit, pairs)}.",
        example=f"{epoch.size.spelt()}, batch {wrong.batch.index} has "
        f"{_shown(wrong.one, wrong.left)} as inputs and {_shown(wrong.other, wrong.right)} as "
        f"{role}",
        help=_help(culprit, other),
        related=()
        if beside is None or beside == at
        else (Related(beside, f"the {_role(wrong, other)} are selected here"),),
    )


def _role(wrong: _Pair, leaf: _Leaf) -> str:
    return _FURTHER if leaf is wrong.other and leaf.role == _ROLES[0] else leaf.role


def _culprit(wrong: _Pair, pairs: list[_Pair]) -> tuple[_Leaf, _Leaf]:
    """Which of the two does not follow the index or the order, and the other one."""
    if _stays(pairs, "left") or (wrong.other.part.mixed and not wrong.one.part.mixed):
        return wrong.one, wrong.other
    return wrong.other, wrong.one


def _stays(pairs: list[_Pair], side: str) -> bool:
    """True when it begins with the same sample in each batch."""
    return len({getattr(pair, side)[0] for pair in pairs}) == 1 < len(pairs)


def _why(wrong: _Pair, culprit: _Leaf, pairs: list[_Pair]) -> str:
    side = "left" if culprit is wrong.one else "right"
    if _stays(pairs, side):
        return f"because the same {culprit.role} are taken for each index"
    if bool(wrong.one.part.mixed) != bool(wrong.other.part.mixed):
        return "because one of the two follows a shuffled order and the other the stored one"
    what = "other rows are" if len(wrong.left) == len(wrong.right) else "another number of them is"
    return f"because {what} selected"


def _shown(leaf: _Leaf, rows: tuple[int, ...]) -> str:
    """``samples 4-7``, in the order they have where that is not the stored one."""
    if leaf.part.mixed:
        return f"{numbered('place', rows)} of the shuffled order"
    if list(rows) == sorted(rows):
        return numbered("sample", rows)
    return f"samples {', '.join(map(str, rows))}"


def _taken_at(batch: Batch, leaf: _Leaf) -> Place | None:
    """Where what *leaf* is made from is selected."""
    cuts = [(cut.source, cut.place) for cut in batch.cuts]
    own = [source for source in leaf.rows if source not in leaf.part.mixed] or list(leaf.rows)
    return next((at for of, at in [*cuts, *batch.fixed] if of in own), None)


def _help(culprit: _Leaf, other: _Leaf) -> str:
    if culprit.part.mixed != other.part.mixed:
        return "Take both by the numbers that the order holds."
    return "Take both with the same slice, or by the same numbers of samples."


RULE = Rule(
    code="SEQ206",
    name="labels-misaligned",
    severity=Severity.WARNING,
    since="0.1.0",
    doc=__doc__,
    check=check,
)
