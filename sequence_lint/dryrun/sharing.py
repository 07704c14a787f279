"""What a run saw that workers share: random generators, arrays that are kept, open things."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sequence_lint.dryrun.values import Function, Instance, Opaque, Ref, Value, Vector
from sequence_lint.model import Assigned, Draw
from sequence_lint.records import dataclass, field, replace
from sequence_lint.workers import Held

if TYPE_CHECKING:
    from sequence_lint.dryrun.machine import Machine

GENERATOR = "a random number generator"
"""Why nothing is known of a generator that outlives the batch."""

_MAKE_GENERATORS = frozenset({"default_rng", "RandomState", "Generator", "Random"})
_DRAW_NOTHING = frozenset(
    "default_rng get_state set_state getstate setstate Generator SeedSequence".split()
)
_ENTRY = re.compile(r"(\['[^']*'\])+")

_LOCK = "cannot pickle '_thread.lock' object"
_FILE = "cannot pickle '_io.BufferedReader' object"
_TEXT = "cannot pickle '_io.TextIOWrapper' object"
_HDF5 = "h5py objects cannot be pickled"

# What is made by calling these, and what Python says when it is to be pickled.
_OPEN = MappingProxyType(
    {
        "builtins.open": ("an open file", _TEXT),
        "io.open": ("an open file", _TEXT),
        "gzip.open": ("an open file", _FILE),
        "bz2.open": ("an open file", _FILE),
        "lzma.open": ("an open file", _FILE),
        "zipfile.ZipFile": ("an open archive", _FILE),
        "tarfile.open": ("an open archive", _FILE),
        "h5py.File": ("an open HDF5 file", _HDF5),
        "threading.Lock": ("a lock", _LOCK),
        "threading.RLock": ("a lock", "cannot pickle '_thread.RLock' object"),
        "threading.Condition": ("a lock", "cannot pickle '_thread.RLock' object"),
        "threading.Semaphore": ("a lock", _LOCK),
        "threading.Event": ("an event of threads", _LOCK),
        "threading.local": ("data of one thread", "cannot pickle '_thread._local' object"),
        "queue.Queue": ("a queue of threads", _LOCK),
        "concurrent.futures.ThreadPoolExecutor": ("a pool of threads", _LOCK),
        "sqlite3.connect": ("a connection", "cannot pickle 'sqlite3.Connection' object"),
        "socket.socket": ("a connection", "cannot pickle 'socket' object"),
        "tensorflow.Session": ("a session", "cannot pickle 'Session' object"),
        "tensorflow.compat.v1.Session": ("a session", "cannot pickle 'Session' object"),
        "lmdb.open": ("an open database", "cannot pickle 'Environment' object"),
        "cv2.VideoCapture": ("an open video", "cannot pickle 'cv2.VideoCapture' object"),
    }
)
_GENERATOR = ("a generator", "cannot pickle 'generator' object")
_LAMBDA = ("a lambda", "Can't pickle <function <lambda>>")
_INNER = ("a function that is defined inside another", "Can't pickle local object")


@dataclass(slots=True)
class Sharing:
    """What was seen so far.

    ``draws`` are those of the running batch. ``made`` are unknowns by their keys, with what gave
    them. ``attributes`` are those of the instance once it is made, ``arrays`` its arrays by their
    addresses, as they were when the running batch began, ``views`` the slices of arrays.
    """

    draws: dict[Draw, None] = field(default_factory=dict)
    made: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, Value] = field(default_factory=dict)
    arrays: dict[int, tuple[str, Vector]] = field(default_factory=dict)
    views: dict[int, int] = field(default_factory=dict)

    def begin_batch(self, machine: Machine, instance: Ref) -> None:
        """A batch is about to be made."""
        self.draws = {}
        self.arrays = {}
        self.views = {}
        cell = machine.cell(instance)
        if isinstance(cell, Instance):
            for name, value in cell.attributes.items():
                array = machine.cell(value)
                if isinstance(value, Ref) and isinstance(array, Vector) and not array.loose:
                    self.arrays[value.address] = (name, array)

    def end_construction(self, machine: Machine, instance: Ref) -> None:
        """The instance is made."""
        cell = machine.cell(instance)
        if isinstance(cell, Instance):
            self.attributes = dict(cell.attributes)

    def note_draw(self, machine: Machine, dotted: str, node: Any) -> None:
        """A random function of a library is called."""
        library, _, name = dotted.rpartition(".")
        if machine.phase != "batch" or library not in ("numpy.random", "random"):
            return
        if name not in _DRAW_NOTHING and name not in _MAKE_GENERATORS:
            self.draws[Draw(dotted, machine.at(node), name == "seed")] = None

    def note_method(self, machine: Machine, receiver: Opaque, node: Any) -> None:
        """A method of a random generator is called."""
        if machine.phase == "batch" and receiver.why is GENERATOR:
            name = machine.text(node.func)
            self.draws[Draw(name, machine.at(node), name.endswith(".seed"))] = None

    def note_view(self, base: Value, made: Value) -> None:
        """*made* is a slice of *base*: of an array it is a view, and no copy."""
        if isinstance(base, Ref) and isinstance(made, Ref) and self.arrays:
            self.views[made.address] = self.views.get(base.address, base.address)

    def note_made(self, machine: Machine, dotted: str, result: Value) -> Value:
        """A function of a library gave *result*, which is to be told from others."""
        if not isinstance(result, Opaque):
            return result
        outlives = machine.phase != "batch" or machine.frame.node is None
        if outlives and dotted.rpartition(".")[2] in _MAKE_GENERATORS and result.origin.random:
            return replace(result, why=GENERATOR)
        if result.key is not None and dotted in _OPEN:
            self.made[result.key] = dotted
        return result

    def filled(self, machine: Machine, value: Value) -> str:
        """The attribute that keeps the array *value*, if the running batch changed it, else ""."""
        if not isinstance(value, Ref):
            return ""
        address = self.views.get(value.address, value.address)
        name, before = self.arrays.get(address, ("", None))
        if before is None or before.kind != "array" or machine.store[address] is before:
            return ""
        return name

    def held(self, machine: Machine, assigned: Iterable[Assigned]) -> tuple[Held, ...]:
        """The attributes that cannot be pickled, in the order in which they are set."""
        places = {each.name: each.place for each in assigned}
        found = ((name, self._what(machine, value)) for name, value in self.attributes.items())
        return tuple(
            Held(name, *what, places[name])
            for name, what in found
            if what is not None and name in places
        )

    def _what(self, machine: Machine, value: Value) -> tuple[str, str] | None:
        match value:
            case Function(node=node) if type(node).__name__ == "Lambda":
                return _LAMBDA
            case Function(closure=closure) if closure is not None:
                return _INNER
            case Opaque(why="a generator"):
                return _GENERATOR
        return next(
            (_OPEN[self.made[key]] for key in self._keys(machine, value) if key in self.made), None
        )

    def _keys(self, machine: Machine, value: Value) -> Iterator[str]:
        """What *value* is known by; a data set of a file that is open counts as the file."""
        key = _key(machine, value)
        if key is None:
            return
        yield key
        for opened, dotted in self.made.items():
            if dotted == "h5py.File" and key.startswith(opened):
                if _ENTRY.fullmatch(key[len(opened) :]):
                    yield opened


def _key(machine: Machine, value: Value) -> str | None:
    """The key of an unknown, or of the collection that one was pinned to; None for copies."""
    if isinstance(value, Opaque):
        return None if value.array else value.key
    source = getattr(machine.cell(value), "source", None)
    if source not in machine.pins.collections or machine.collection(source) != value:
        return None
    return str(source)
