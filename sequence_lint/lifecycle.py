"""How an instance comes into being: plain frozen data on the constructor of a class."""

from __future__ import annotations

from sequence_lint.batches import Place
from sequence_lint.records import dataclass


@dataclass(frozen=True, slots=True)
class BaseCall:
    """A call of the constructor of Keras' base class.

    ``positional`` are the arguments after the instance as they are written, ``keywords`` the names
    of those given by name. ``complete`` is false where ``*`` or ``**`` brings arguments that nobody
    knows. ``values`` are the numbers and switches among the keywords that are known: those that are
    written, and those that a caller gets without asking.
    """

    place: Place
    positional: tuple[str, ...]
    keywords: tuple[str, ...]
    complete: bool
    values: tuple[tuple[str, int], ...] = ()

    def value(self, keyword: str) -> int | None:
        """The number or switch that is given for *keyword*, None where it is not known."""
        return dict(self.values).get(keyword)


@dataclass(frozen=True, slots=True)
class Setting:
    """A property of Keras' base class that the constructor sets: ``self.workers = …``.

    ``text`` is the statement. ``before_base`` is true where the base class is constructed only
    after that, ``counts`` false where what is set is certainly no number, switch or argument.
    ``value`` is the number or switch, None where it is not known.
    """

    name: str
    text: str
    place: Place
    counts: bool
    before_base: bool
    value: int | None = None


@dataclass(frozen=True, slots=True)
class Constructor:
    """The ``__init__`` that the class has after inheritance, and what it does about its base.

    ``place`` is the `def` of the last one in the chain of linted constructors, ``owner`` the class
    that this stands in. ``reaches_base`` tells whether
    Keras' own constructor runs on some path; None where that cannot be told. ``start`` is where its
    first statement begins, or the comment above that, behind its docstring. It is only given where
    it may be that the base is not reached, and None where it shares its line.
    """

    place: Place
    owner: str
    reaches_base: bool | None
    base_calls: tuple[BaseCall, ...]
    settings: tuple[Setting, ...]
    start: Place | None = None
