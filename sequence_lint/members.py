"""Single members of a class as frozen plain data: arguments of methods, attributes that lack."""

from __future__ import annotations

from typing import Literal

from sequence_lint.batches import Place
from sequence_lint.records import dataclass


@dataclass(frozen=True, slots=True)
class Signature:
    """What a method takes when it is called on an instance, besides the instance.

    ``first`` tells who takes the instance: a parameter, nobody (``def __len__():``), or, where the
    method is a property, that there is nothing to call. ``required`` are the parameters without a
    default that take positional arguments, ``optional`` those with one; ``more`` is true for
    ``*args``. ``keywords`` are those without a default that can be given by name only.
    """

    first: Literal["taken", "nobody", "property"]
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    more: bool = False
    keywords: tuple[str, ...] = ()

    def refuses(self, given: int) -> str | None:
        """What Python says about a call with *given* positional arguments; None if it works."""
        if self.first == "property":
            return "object is not callable"
        if self.first == "nobody":
            return None if self.more else _too_many(0, 0, given + 1)
        least, most = len(self.required), len(self.required) + len(self.optional)
        if given > most and not self.more:
            return _too_many(least + 1, most + 1, given + 1)
        if given < least:
            return _missing("positional", self.required[given:])
        return _missing("keyword-only", self.keywords) if self.keywords else None


def _too_many(least: int, most: int, given: int) -> str:
    takes = str(most) if least == most else f"from {least} to {most}"
    one, were = "" if most == 1 else "s", "was" if given == 1 else "were"
    return f"takes {takes} positional argument{one} but {given} {were} given"


def _missing(kind: str, names: tuple[str, ...]) -> str:
    *before, last = [f"'{name}'" for name in names]
    joined = f"{', '.join(before)}{',' if len(before) > 1 else ''} and {last}" if before else last
    one = "" if len(names) == 1 else "s"
    return f"missing {len(names)} required {kind} argument{one}: {joined}"


@dataclass(frozen=True, slots=True)
class Lacking:
    """An attribute that a method reads while the instance does not have it.

    ``method`` of the class ``owner`` reads it first at ``place``, ``during`` that phase. ``why``:
    nothing sets it at all (``never``), the constructor does so after that (``later``), only the
    methods ``set_in`` do, and nothing calls these before (``uncalled``), or the constructor does
    so on another way than this (``elsewhere``). ``set_at`` are the places where it is set.
    ``certain`` is false where a condition that is not known decides whether the read is reached.
    ``setting`` are the flags that are to be set otherwise than by default for that.
    """

    name: str
    place: Place
    owner: str
    method: str
    during: Literal["construction", "length", "batch", "hook"]
    why: Literal["never", "later", "uncalled", "elsewhere"]
    certain: bool
    set_in: tuple[str, ...] = ()
    set_at: tuple[Place, ...] = ()
    setting: tuple[tuple[str, str], ...] = ()
