"""What a name can stand for in the linted files, as the class finder hands it to the dry run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sequence_lint.records import dataclass

if TYPE_CHECKING:
    from sequence_lint.project.module import Module


@dataclass(frozen=True, slots=True)
class External:
    """Something outside the linted files, by its canonical dotted name: ``numpy.ceil``."""

    dotted: str


@dataclass(frozen=True, slots=True, eq=False)
class ModuleRef:
    """A module of the linted files."""

    module: Module


@dataclass(frozen=True, slots=True, eq=False)
class FunctionRef:
    """A function of the linted files; ``node`` is its astroid FunctionDef."""

    module: Module
    node: Any


@dataclass(frozen=True, slots=True, eq=False)
class ClassRef:
    """A class of the linted files; ``node`` is its astroid ClassDef."""

    module: Module
    node: Any


@dataclass(frozen=True, slots=True, eq=False)
class ValueRef:
    """A name assigned in a module or function; ``node`` is the astroid expression it is given.

    ``sure`` is false where several assignments compete (branches, loops, augmented assignment).
    """

    module: Module
    node: Any
    sure: bool


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A name that the linted files do not explain."""

    reason: str


Binding = External | ModuleRef | FunctionRef | ClassRef | ValueRef | Unresolved


@dataclass(frozen=True, slots=True, eq=False)
class ChainStep:
    """A base as written in the source, and the place of that text (None for Keras' own part)."""

    name: str
    module: Module | None
    node: Any


@dataclass(frozen=True, slots=True, eq=False)
class FoundClass:
    """A class that is a Keras Sequence.

    ``qualname`` follows Python (``make.<locals>.Gen``). ``keras_base`` is canonical:
    ``keras.utils.Sequence``, ``keras.utils.PyDataset``, ``keras.preprocessing.image.Iterator``, ….
    ``lineage`` is the linearised hierarchy from the class itself on: project classes as ClassRef,
    foreign ones as External. ``bases_known`` is false when a base or mixin anywhere in the
    hierarchy could not be resolved or is foreign (other than Keras, ``object``, ``abc.ABC``,
    ``typing.Generic`` and the like, which bring nothing).
    """

    module: Module
    node: Any
    qualname: str
    keras_base: str
    chain: tuple[ChainStep, ...]
    lineage: tuple[ClassRef | External, ...]
    bases_known: bool
