"""Several inputs are returned side by side, and Keras reads the second one as the labels.

## What it does

Reports a flat tuple or list of three or two arrays which are all inputs by their names, and a
flat tuple of three with the labels at the end (`image, meta, y`).

## Why is this bad

The position in the tuple decides: the first item is the input of the model, the second the
labels, the third the sample weights. `(image, text, numbers)` is one input with `text` as labels
and `numbers` as sample weights. Several inputs have to be *one* item: a tuple of their own.

## At run time

- A model with several inputs stops in `fit`, `evaluate` and `predict`. Keras 3: `ValueError:
  Layer "..." expects 3 named input(s) with keys [...], but it received 1 input tensors.`; Keras
  2: `ValueError: Layer "model" expects 3 input(s), but it received 1 input tensors`. `predict` on
  JAX says `ValueError: Output with path ... is not connected to ...`.
- A model with one input trains without a word when the shapes happen to fit: a third item of one
  number a row becomes sample weights, and where that number is 0 the loss is exactly 0.0.

## Bad

```python
import math

import keras


class Adverts(keras.utils.Sequence):
    def __init__(self, images, texts, numbers, batch_size):
        super().__init__()
        self.images, self.texts, self.numbers = images, texts, numbers
        self.batch_size = batch_size

    def __len__(self):
        return math.ceil(len(self.images) / self.batch_size)

    def __getitem__(self, index):
        start = index * self.batch_size
        end = start + self.batch_size
        image_input = self.images[start:end]
        text_input = self.texts[start:end]
        number_input = self.numbers[start:end]
        return image_input, text_input, number_input
```

## Good

```python
import math

import keras


class Adverts(keras.utils.Sequence):
    def __init__(self, images, texts, numbers, clicks, batch_size):
        super().__init__()
        self.images, self.texts, self.numbers = images, texts, numbers
        self.clicks = clicks
        self.batch_size = batch_size

    def __len__(self):
        return math.ceil(len(self.images) / self.batch_size)

    def __getitem__(self, index):
        start = index * self.batch_size
        end = start + self.batch_size
        image_input = self.images[start:end]
        text_input = self.texts[start:end]
        number_input = self.numbers[start:end]
        return (image_input, text_input, number_input), self.clicks[start:end]
```

## Silent when

- the second item may be labels by one of its names, or is not clearly an input;
- the third item is called weights or a mask, or its name tells nothing;
- the project trains by itself (`train_step`, `GradientTape`, `train_on_batch`, `add_loss`), unless
  all calls that instances reach are seen to be on models that train the way of Keras;
- the class is iterated by itself (`__iter__`);
- an index serves a single sample, or an item cannot be followed;
- the same array is returned twice (`x, x`).

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
    counted,
    epochs_for_keras,
    label_like,
    listed,
    weight_like,
    words,
)

# Words that name an input of whatever kind. Not in here: what is as often a target (captions).
_INPUT = frozenset(
    """input inputs image images img imgs picture pictures photo photos text texts txt token tokens
    word words char chars sentence sentences question questions context feature features feat feats
    numerical numeric number numbers categorical tabular meta metadata aux auxiliary audio audios
    spectrogram spectrograms mel waveform waveforms signal signals frame frames video videos title
    titles embedding embeddings user users item items demographics covariates static lidar radar
    query queries document documents doc docs pixels rgb sensor sensors""".split()
)
# Words that hardly ever name a target: enough for a pair, where `(image, text)` may be captioning.
_ONLY_INPUT = frozenset(
    """input inputs meta metadata aux auxiliary tabular numerical numeric covariates demographics
    static""".split()
)
_X = frozenset({"x", "xs"})
_ORDER = frozenset("index indexes indices idx idxs order ids rows permutation".split())
_NOT_A_TARGET_MASK = frozenset("attention padding pad input key src".split())
_OTHER_LOSS = frozenset("triplet triplets siamese contrastive anchor anchors".split())


def check(sequence: SequenceClass) -> Iterator[Finding]:
    """One finding for each `return` whose items Keras takes for something else."""
    if sequence.own_train_step or sequence.method("__iter__") is not None or _own_loss(sequence):
        return
    done = set()
    for epoch, batch, returned in _batches_of_several(sequence):
        if returned.place not in done and _is_misread(sequence, returned.part):
            done.add(returned.place)
            yield _finding(sequence, epoch, batch, returned)


def _own_loss(sequence: SequenceClass) -> bool:
    return not _OTHER_LOSS.isdisjoint(words(f"{sequence.qualname} {sequence.docstring}"))


def _batches_of_several(sequence: SequenceClass) -> Iterator[tuple[Epoch, Batch, Returned]]:
    for epoch in epochs_for_keras(sequence):
        for batch in epoch.batches:
            for returned in batch.returned:
                if batch.is_of_several(returned):
                    yield epoch, batch, returned


def _is_misread(sequence: SequenceClass, part: Part) -> bool:
    """True when all items are known, flat, and the second is beyond doubt an input."""
    items = part.parts
    if part.kind not in ("tuple", "list") or len(items) not in (2, 3):
        return False
    if any(item.kind != "array" for item in items) or _same(items[0], items[1]):
        return False
    if _may_be_target(items[0]) or not _is_input(items[1]):
        return False
    if len(items) == 2:
        return _is_input(items[0]) and _never_a_target(sequence, items)
    return _is_input(items[2]) or (_is_label(items[2]) and not _is_weight(items[2]))


def _same(one: Part, other: Part) -> bool:
    return one.names == other.names and one.served == other.served


def _all_names(item: Part) -> tuple[str, ...]:
    return (*item.names, item.text, *(source for source, _ in item.served))


def _mask_of_inputs(name: str) -> bool:
    said = frozenset(words(name))
    return bool(said & {"mask", "masks"}) and bool(said & _NOT_A_TARGET_MASK)


def _is_label(item: Part) -> bool:
    return any(label_like(name) and not _mask_of_inputs(name) for name in _all_names(item))


def _is_weight(item: Part) -> bool:
    return any(weight_like(name) and not _mask_of_inputs(name) for name in _all_names(item))


def _may_be_target(item: Part) -> bool:
    return _is_label(item) or _is_weight(item)


def _is_input(item: Part) -> bool:
    """True when the name at the `return`, or else all stored data in it, says input.

    Names on the way there do not count for that, they are often the variables of a loop.
    """
    if _may_be_target(item):
        return False
    if item.called and _input_like(item.called):
        return True
    stored = [source for source, _ in item.served if _ORDER.isdisjoint(words(source))]
    return bool(stored) and all(_input_like(source) for source in stored)


def _input_like(name: str) -> bool:
    said = words(name)
    return _mask_of_inputs(name) or not _INPUT.isdisjoint(said) or not _X.isdisjoint(said)


def _never_a_target(sequence: SequenceClass, items: tuple[Part, ...]) -> bool:
    """True when there is more to say against a pair of input and label than the names alone."""
    first, second = items
    if not _ONLY_INPUT.isdisjoint(words(second.called)) or sequence.labels_kept():
        return True
    if "x" in words(first.called) and "x" in words(second.called):
        return first.called != second.called
    return (first.called, second.called) in _nested_inputs(sequence)


def _nested_inputs(sequence: SequenceClass) -> set[tuple[str, ...]]:
    """The names of inputs that another `return` of the class puts into a tuple of their own."""
    nested = set()
    for returned in sequence.returns():
        first = returned.part.parts[0] if returned.part.parts else None
        if first is not None and first.kind in ("tuple", "list"):
            nested.add(tuple(leaf.called for leaf in first.leaves()))
    return nested


def _finding(sequence: SequenceClass, epoch: Epoch, batch: Batch, returned: Returned) -> Finding:
    items = returned.part.parts
    names = [_shown(item) for item in items]
    roles = [f"`{names[1]}` as the labels"]
    roles += [f"`{names[2]}` as the sample weights"] if len(items) == 3 else []
    return Finding(
        place=returned.place,
        message=f"`{sequence.name}` returns {_what(items)}, so Keras takes {listed(roles)}, and a "
        "model with several inputs stops with an error.",
        example=f"{epoch.size.spelt()}, batch {batch.index} is read as {_reading(items, names)}",
        help=_help(items, names),
    )


def _what(items: tuple[Part, ...]) -> str:
    if len(items) == 3 and _is_label(items[2]):
        return "two inputs and the labels side by side"
    return f"{'three' if len(items) == 3 else 'two'} inputs side by side"


def _reading(items: tuple[Part, ...], names: list[str]) -> str:
    roles = ("x", "y", "sample_weight")
    read = []
    for role, item, name in zip(roles, items, names, strict=False):
        rows = f" ({counted(item.rows, 'row')})" if item.rows is not None else ""
        read.append(f"{role} = `{name}`{rows}")
    return listed(read)


def _help(items: tuple[Part, ...], names: list[str]) -> str:
    advice = "Put the inputs into a tuple of their own"
    if len(items) == 3 and _is_label(items[2]):
        return f"{advice}: `return ({names[0]}, {names[1]}), {names[2]}`."
    inputs = f"({', '.join(names)})"
    return f"{advice}: `return {inputs}, labels`, or without labels `return ({inputs},)`."


def _shown(item: Part) -> str:
    """How to call an item in a sentence: its text, or its name where the text is long."""
    return item.text if len(item.text) <= 40 or not item.called else item.called


RULE = Rule(
    code="SEQ302",
    name="inputs-read-as-labels",
    severity=Severity.WARNING,
    since="0.1.0",
    doc=__doc__,
    check=check,
)
