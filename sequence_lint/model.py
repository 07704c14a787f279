"""What the dry run understood of one class: plain frozen data, all that a rule gets to see.

Nothing in here knows the parsed tree. Samples are numbered from 0 in the order in which they are
stored; a *source* is the name of a stored collection as the class spells it (``"x"``,
``"indexes"``, ``"df['path'].values"``).
"""

from __future__ import annotations

from typing import Literal

from sequence_lint.batches import (
    ANY_ROW,
    DRAWN_ROW,
    NO_ROW,
    Batch,
    Bound,
    Cut,
    Draw,
    Part,
    Place,
    Raised,
    Returned,
)
from sequence_lint.changes import Cursor, Edit, Shuffle, Undone
from sequence_lint.lengths import Length, Size, Way
from sequence_lint.lifecycle import Constructor
from sequence_lint.members import Lacking, Signature
from sequence_lint.records import dataclass, field
from sequence_lint.workers import Held, Workers

__all__ = [
    "ANY_ROW",
    "DRAWN_ROW",
    "NO_ROW",
    "Assigned",
    "BaseStep",
    "Batch",
    "Bound",
    "Cursor",
    "Cut",
    "Draw",
    "Edit",
    "Epoch",
    "Held",
    "Lacking",
    "Length",
    "Method",
    "ModelKind",
    "NotFollowed",
    "Part",
    "Place",
    "Raised",
    "Returned",
    "Role",
    "SequenceClass",
    "Shuffle",
    "Signature",
    "Size",
    "Training",
    "Undone",
    "Use",
    "Way",
    "Workers",
]

ModelKind = Literal["keras", "unknown"]
"""What is known of the object whose method is called. A call on anything that is known to be
something else than a Keras model is no use and no call site at all."""

Training = Literal["keras", "own", "unknown"]
"""Who takes the batches apart: Keras as it is, a training step or loss of the model's own, or
nobody knows."""


@dataclass(frozen=True, slots=True)
class Epoch:
    """One pass over the imaginary data set under one setting of the flags.

    ``order`` is the collection that the batch index cuts, ``available`` its positions: what could
    be served. Both are empty, and ``unknown`` says why, when batches cannot be told apart.
    ``beyond`` is the batch one past the last, as ``__getitem__(len(self))`` would make it.
    ``shuffled`` is true when the order is random, so that positions stand for places in it.
    ``collections`` are the sources that hold each sample once, in the order of the samples.
    ``shuffles`` are those of this epoch and of what was before it; so with ``undone``, the orders
    that were rebuilt after that. ``rebuilt`` are the attributes that the hook assigned before it.
    """

    size: Size
    setting: tuple[tuple[str, str], ...]
    length: Length
    batches: tuple[Batch, ...]
    beyond: Batch | None
    order: str
    available: tuple[int, ...]
    shuffled: bool
    unknown: str | None
    number: int = 1
    shuffles: tuple[Shuffle, ...] = ()
    rebuilt: frozenset[str] = frozenset()
    undone: tuple[Undone, ...] = ()
    collections: frozenset[str] = frozenset()
    _serves: dict[int, tuple[Batch, frozenset[int] | None]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def known(self) -> bool:
        """True when the length and every batch of the epoch were followed."""
        return self.unknown is None

    def serves(self, batch: Batch) -> frozenset[int] | None:
        """Positions of the order that *batch* serves; None when that cannot be told.

        What becomes of the samples on the way is not always followed. Then those count that the
        batch index selected.
        """
        known = self._serves.get(id(batch))  # many rules ask, and it is dear to find out
        if known is None or known[0] is not batch:
            known = self._serves[id(batch)] = batch, self._found_to_serve(batch)
        return known[1]

    def _found_to_serve(self, batch: Batch) -> frozenset[int] | None:
        if batch.raised is not None:
            return frozenset()
        served = batch.served(self.order)
        if served is not None or batch.random or batch.unknown is not None:
            return served
        if batch.draws_from(self.order) or batch.ways_differ(self.order):
            return None
        selected = [c.picked for c in batch.cuts if c.direct and c.source == self.order]
        return frozenset().union(*selected) if selected else None

    def served(self) -> tuple[tuple[int, ...], ...]:
        """Positions of the order, a tuple a batch. Only for epochs that are `known`."""
        return tuple(tuple(sorted(self.serves(batch) or ())) for batch in self.batches)

    def never_served(self) -> tuple[int, ...]:
        """Positions that no batch serves. Only for epochs that are `known`."""
        seen = {position for positions in self.served() for position in positions}
        return tuple(position for position in self.available if position not in seen)

    def repeated(self) -> tuple[int, ...]:
        """Positions that more than one batch serves. Only for epochs that are `known`."""
        seen: set[int] = set()
        again: set[int] = set()
        for positions in self.served():
            again.update(seen.intersection(positions))
            seen.update(positions)
        return tuple(sorted(again))

    def empty_batches(self) -> tuple[int, ...]:
        """Indices of the batches that serve nothing or raise. Only for epochs that are `known`."""
        return tuple(b.index for b, s in zip(self.batches, self.served(), strict=True) if not s)

    def largest_batch(self) -> int:
        """The most samples that one batch serves. Only for epochs that are `known`."""
        return max((len(positions) for positions in self.served()), default=0)

    @property
    def told(self) -> bool:
        """True when for every single batch it is certain which positions of the order it serves."""
        return (
            self.known
            and bool(self.order)
            and all(self.serves(batch) is not None for batch in self.batches)
        )

    @property
    def fills_batches(self) -> bool:
        """True when the samples fill batches of several without a rest."""
        batch = self.size.batch
        return batch is not None and batch > 1 and self.size.samples % batch == 0

    def index_cut(self) -> Cut | None:
        """The first selection from the order by the index itself."""
        cuts = (cut for batch in self.batches for cut in batch.cuts)
        return next((cut for cut in cuts if cut.direct and cut.source == self.order), None)

    def surplus(self) -> tuple[int, ...]:
        """Indices of the batches after the last one that serves something. Only when `told`."""
        empty = set(self.empty_batches())
        last = max((b.index for b in self.batches if b.index not in empty), default=-1)
        return tuple(b.index for b in self.batches if b.index > last)


@dataclass(frozen=True, slots=True)
class BaseStep:
    """One step of the chain that makes a class a Sequence: ``name`` as written, and where."""

    name: str
    place: Place | None


@dataclass(frozen=True, slots=True)
class Method:
    """A method as the class has it after inheritance.

    ``decorated`` is true where a decorator stands above it, ``is_generator`` where a `yield` stands
    in it, ``is_stub`` where its body does nothing or refuses to work, ``gives`` where a `return` in
    it gives something. ``signature`` is None where a decorator may change it.
    """

    name: str
    place: Place
    owner: str
    docstring: str
    inherited: bool
    decorated: bool = False
    is_generator: bool = False
    is_stub: bool = False
    gives: bool = False
    signature: Signature | None = None


@dataclass(frozen=True, slots=True)
class Assigned:
    """An attribute that a method sets on the instance: ``self.name = …``, where it is first set."""

    name: str
    place: Place
    method: str


@dataclass(frozen=True, slots=True)
class NotFollowed:
    """Something that the dry run could not follow, and why."""

    reason: str
    place: Place | None


@dataclass(frozen=True, slots=True)
class Role:
    """What a parameter of the constructor (``x``) or an attribute (``self.n``) stands for.

    ``data`` is a collection with a row a sample, ``count`` the number of these, ``batch`` the batch
    size.
    """

    name: str
    kind: Literal["data", "count", "batch"]


@dataclass(frozen=True, slots=True)
class Use:
    """A call of ``fit``, ``predict`` or one of their kin that an instance of the class reaches.

    ``method`` is its name and ``place`` where that stands, ``parameter`` what the instance is for:
    ``x`` or ``validation_data``. ``certain`` is false where something else may reach it as well.
    ``model`` is what is known of the object before the dot, ``training`` how that trains.
    """

    method: str
    parameter: str
    place: Place
    model: ModelKind = "unknown"
    training: Training = "unknown"
    certain: bool = True


_MAY_BE_EMPTY = frozenset({"__init__", "on_epoch_end", "on_epoch_begin"})


@dataclass(frozen=True, slots=True)
class SequenceClass:
    """A custom Sequence, understood.

    ``keras_base`` is the canonical Keras class it descends from (``keras.utils.PyDataset``,
    ``keras.preprocessing.image.Iterator`` …). ``bases_known`` is false where a base or mixin could
    not be resolved: the class may then inherit anything. ``stored`` names the attributes that hold
    what the constructor was given or loaded. ``length_remarks`` are the comments and docstrings
    that stand at the length. ``epochs`` come readable size first, default flags first, and after
    them the second epochs of the readable size.
    ``batch_text`` is how the class spells its batch size (``self.batch_size``, ``32``), empty if
    that cannot be told. ``uses`` are the calls that an instance is seen to reach, by their places;
    ``instantiated`` is true where an instance is made anywhere. ``own_train_step`` is true where a
    training step, loop or loss of the project may take the batches apart; ``part_of_another`` where
    another Sequence is made of Sequences like this one. Both are only asked where labels may be
    missing.
    ``defined`` are the names that the class body, or that of a linted base, gives a meaning,
    methods or not, and ``members_known`` tells that nothing else (an unknown base, a decorator, a
    metaclass) may add one. ``assigned`` are the attributes that methods set on the instance.
    ``inherited_from`` is true where another class of the project has this one as a base.
    ``constructor`` is None where no linted class has an ``__init__``, or none was followed.
    ``settings_left`` is true where a flag that may decide on the length was never set otherwise
    than by default. ``roles`` tell what parameters and attributes stand for. ``keras`` holds the
    lines of Keras, 2 and 3, that it may be written for. ``workers`` tell where it is said that
    workers make the batches, ``held`` what an instance keeps and no other process can be sent.
    ``lacking`` are attributes that methods read without their being there. ``uncalled`` are the
    methods named like hooks, and a plain ``num_batches``, that only the constructor may call.
    """

    name: str
    qualname: str
    path: str
    module: str
    place: Place
    chain: tuple[BaseStep, ...]
    keras_base: str
    bases_known: bool
    abstract: bool
    docstring: str
    module_docstring: str
    methods: tuple[Method, ...]
    stored: tuple[str, ...]
    parameters: tuple[str, ...]
    flags: tuple[str, ...]
    length_remarks: tuple[str, ...]
    epochs: tuple[Epoch, ...]
    not_followed: tuple[NotFollowed, ...]
    batch_text: str = ""
    uses: tuple[Use, ...] = ()
    instantiated: bool = False
    own_train_step: bool = False
    part_of_another: bool = False
    settings_left: bool = False
    keras: frozenset[int] = frozenset({2, 3})
    constructor: Constructor | None = None
    defined: frozenset[str] = frozenset()
    members_known: bool = False
    assigned: tuple[Assigned, ...] = ()
    inherited_from: bool = False
    roles: tuple[Role, ...] = ()
    lacking: tuple[Lacking, ...] = ()
    uncalled: tuple[str, ...] = ()
    workers: tuple[Workers, ...] = ()
    held: tuple[Held, ...] = ()

    def method(self, name: str) -> Method | None:
        """The method *name* after inheritance, or None."""
        return next((method for method in self.methods if method.name == name), None)

    @property
    def passed_to(self) -> tuple[str, ...]:
        """The names of the methods that an instance reaches, sorted: ``("fit", "predict")``."""
        return tuple(sorted({use.method for use in self.uses}))

    @property
    def length_method(self) -> str:
        """The method that says how many batches there are: Keras 3 prefers ``num_batches``."""
        return "num_batches" if self.method("num_batches") is not None else "__len__"

    @property
    def is_whole(self) -> bool:
        """True when what the class lacks is lacking: all its members are in sight, and it is not
        there for others to inherit from."""
        if not self.members_known or self.abstract or self.inherited_from:
            return False
        from sequence_lint.spelling import for_heirs  # the vocabulary is for rules only

        return self.instantiated or bool(self.uses) or not for_heirs(self.name)

    @property
    def stands_for_itself(self) -> bool:
        """True when what an instance lacks is lacking: the class is whole, or instances of it and
        not only of its heirs reach Keras."""
        return self.is_whole or (self.members_known and not self.abstract and bool(self.uses))

    @property
    def has_gaps(self) -> bool:
        """True when a method does nothing as it stands, so that heirs elsewhere may fill it."""
        return any(one.is_stub and one.name not in _MAY_BE_EMPTY for one in self.methods)

    @property
    def from_scratch(self) -> bool:
        """True when Keras' base class brings neither a length nor batches."""
        return self.keras_base in ("keras.utils.Sequence", "keras.utils.PyDataset")

    def is_meant(self, epoch: Epoch) -> bool:
        """False where *epoch* sets a flag to a text that the class never compares it with.

        Who calls the class with ``mode="train"`` or ``"test"`` cannot meet that setting.
        """
        compared = {
            name for one in self.epochs for name, value in one.setting if value[:1] in ("'", '"')
        }
        return not any(value == "other" and name in compared for name, value in epoch.setting)

    def by_setting(self) -> tuple[tuple[Epoch, ...], ...]:
        """The first epochs, a tuple for each setting of the flags; the default comes first."""
        settings: dict[tuple[tuple[str, str], ...], list[Epoch]] = {}
        for epoch in (epoch for epoch in self.epochs if epoch.number == 1):
            settings.setdefault(epoch.setting, []).append(epoch)
        return tuple(tuple(epochs) for epochs in settings.values())

    def returns(self) -> tuple[Returned, ...]:
        """Everything that a batch of any size and setting returned, in the order of the epochs."""
        return tuple(r for epoch in self.epochs for b in epoch.batches for r in b.returned)

    def labels_kept(self) -> tuple[str, ...]:
        """Stored attributes that are called like labels and reach no returned batch."""
        from sequence_lint.spelling import stores_labels  # the vocabulary is for rules only

        reached: set[str] = set()
        for returned in self.returns():
            for leaf in returned.part.leaves():
                reached.update(leaf.names, (source for source, _ in leaf.served))
        return tuple(name for name in self.stored if stores_labels(name) and name not in reached)
