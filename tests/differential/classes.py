"""The grammar as a whole: a strategy for modules with one class to be judged."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from differential.batches import write_batch
from differential.cuts import write_cut
from differential.groups import write_groups
from differential.heirs import SHAPES, write_classes
from differential.lengths import write_length
from differential.orders import write_order
from differential.pen import Draft, Pen
from differential.storages import Storage, write_storage

JUDGED = "Gen"
"""The name of the class that is run and dry-run."""

CHOICES = 96
"""More than a class takes."""


@dataclass(frozen=True)
class Composed:
    """A module that defines `JUDGED`, and how to build one.

    ``given`` are the arguments to give, each an expression over the names of
    `fixture_truth.provisions`; ``parameters`` all names that the constructor takes.
    """

    text: str
    given: tuple[tuple[str, str], ...]
    otherwise: tuple[tuple[str, str], ...]
    parameters: frozenset[str]
    rules: tuple[str, ...]

    def build(self, setting: tuple[tuple[str, str], ...] = ()) -> str:
        """The expression that makes an instance with the flags of *setting*."""
        chosen = dict(self.given)
        for name, value in setting:
            if value != "other":
                chosen[name] = value
            elif name not in chosen:
                chosen[name] = dict(self.otherwise).get(name, "'other'")
        return f"{JUDGED}({', '.join(f'{name}={value}' for name, value in chosen.items())})"


def composed() -> st.SearchStrategy[Composed]:
    """Classes in the words of people who write them."""
    return st.binary(min_size=CHOICES, max_size=CHOICES).map(compose)


def compose(chance: bytes) -> Composed:
    """The class that *chance* chooses."""
    draft = Draft(Pen(chance))
    draft.shape = draft.pen.pick("class", *SHAPES)
    _spell(draft)
    storage = write_storage(draft)
    _count(draft, storage)
    if draft.pen.whether("groups", 8):
        write_groups(draft, storage)
    else:
        order = write_order(draft, storage)
        if order and draft.pen.whether("order counted", 4):
            draft.words["N"] = f"len({order})"
        write_length(draft)
        cut = write_cut(draft, order)
        draft.item = write_batch(draft, storage, cut)
    if draft.length_name == "num_batches":
        # Keras' base class has no `__len__` of its own.
        draft.item = [line.replace("len(self)", "self.num_batches") for line in draft.item]
    text = write_classes(draft)
    given, otherwise = tuple(draft.given.items()), tuple(draft.otherwise.items())
    rules = tuple(draft.pen.rules)
    return Composed(text, given, otherwise, frozenset(draft.parameters), rules)


def _spell(draft: Draft) -> None:
    """The batch index and the batch size."""
    draft.words["I"] = draft.pen.pick("index", "idx", "index", "i", "item", "batch_idx", "step")
    form = draft.pen.pick(
        "batch size", *["argument"] * 6, *["default"] * 3, "class", "module", "constructor", "int()"
    )
    name = draft.pen.pick("batch size called", "batch_size", "batch_size", "bs", "batch", "n_batch")
    draft.words["B"] = f"self.{name}"
    match form:
        case "argument" | "int()":
            draft.take(name, "batch")
            draft.setup.append(f"self.{name} = {f'int({name})' if form == 'int()' else name}")
        case "default":
            draft.take(name, "batch", draft.pen.pick("batch default", "32", "4", "16", "1"))
            draft.setup.append(f"self.{name} = {name}")
        case "class":
            draft.members.append(f"{name} = {draft.pen.pick('literal', '4', '8', '3')}")
        case "module":
            draft.above += [f"BATCH_SIZE = {draft.pen.pick('literal', '4', '8', '3')}", "", ""]
            draft.words["B"] = "BATCH_SIZE"
        case _:
            draft.setup.append(f"self.{name} = {draft.pen.pick('literal', '4', '8', '3')}")


def _count(draft: Draft, storage: Storage) -> None:
    """How many samples there are."""
    count = draft.pen.pick("count", *storage.counts)
    kept = draft.pen.pick(
        "count kept as", "", "", "", "n", "num_samples", "_size", "property", "method"
    )
    draft.words["N"] = count
    if kept == "property":
        draft.define("size(self)", [f"return {count}"], "@property")
        draft.words["N"] = "self.size"
    elif kept == "method":
        draft.define("_count_samples(self)", [f"return {count}"])
        draft.words["N"] = "self._count_samples()"
    elif kept:
        draft.setup.append(f"self.{kept} = {count}")
        draft.words["N"] = f"self.{kept}"
