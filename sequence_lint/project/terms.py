"""What the flow of instances tells apart: classes, what was made of them, and groups of such."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import TYPE_CHECKING, Any

from sequence_lint.project.bindings import ClassRef, External, FunctionRef, ModuleRef
from sequence_lint.records import dataclass

if TYPE_CHECKING:
    from sequence_lint.project.module import Module


class Blank(Enum):
    """``NOTHING`` is None; ``UNKNOWN`` is whatever could not be followed."""

    NOTHING = "nothing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """An instance of a linted class; ``node`` in ``module`` is the call that makes it.

    ``own`` is true for the object that a method belongs to (`self`, `cls()`): it may be an instance
    of a subclass.
    """

    ref: ClassRef
    module: Module
    node: Any
    own: bool = False


@dataclass(frozen=True, slots=True)
class Foreign:
    """What a call of something outside the linted files gives, by the dotted name of that."""

    dotted: str


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """A tuple, list, dict or iterator. The key of an entry is None where any key may have it.

    ``open`` is true where there may be other entries.
    """

    entries: tuple[tuple[object, Terms], ...]
    open: bool = False

    def at(self, key: object) -> Terms:
        """What stands under *key*; under any key for None."""
        found = [t for k, terms in self.entries if key is None or k in (None, key) for t in terms]
        missing = self.open or not found
        return joined([*found, Blank.UNKNOWN] if missing else found)


@dataclass(frozen=True, slots=True, eq=False)
class Bound:
    """A function of a class, taken from an instance of the class or from the class."""

    function: FunctionRef
    receiver: Made | ClassRef


@dataclass(frozen=True, slots=True, eq=False)
class Partial:
    """A class or function with some arguments given beforehand."""

    called: Terms


@dataclass(frozen=True, slots=True, eq=False)
class GroupMethod:
    """A method of a group, such as ``items``."""

    group: Group
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Above:
    """What ``super()`` gives in a method: the object, and where the look-up begins."""

    receiver: Made
    lineage: tuple[ClassRef | External, ...]


@dataclass(frozen=True, slots=True)
class Number:
    """A number that is written down."""

    value: float


Term = (
    External
    | ModuleRef
    | FunctionRef
    | ClassRef
    | Made
    | Foreign
    | Group
    | Bound
    | Partial
    | GroupMethod
    | Above
    | Number
    | Blank
)
Terms = tuple[Term, ...]
"""All that an expression can be, in the order of the source. Empty: nothing new by this way."""

UNKNOWN: Terms = (Blank.UNKNOWN,)

_MOST_TERMS = 40


def joined(terms: Iterable[Term]) -> Terms:
    """The terms without repeats; of too many, the first ones and what nobody knows."""
    found: dict[object, Term] = {}
    for term in terms:
        found[_identity(term)] = term
        if len(found) > _MOST_TERMS:
            found[Blank.UNKNOWN] = Blank.UNKNOWN
            break
    return tuple(found.values())


def _identity(term: Term) -> object:
    match term:
        case Made(ref, _, node, own):
            return id(ref.node), id(node), own
        case ClassRef(_, node) | FunctionRef(_, node):
            return id(node)
        case ModuleRef(module):
            return id(module)
        case External() | Foreign() | Number() | Blank():
            return term
    return id(term)
