"""Which unknown plays which role: collections, batch sizes, counts and flags, pinned by use."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Role = Literal["collection", "batch", "count", "option"]


@dataclass(frozen=True, slots=True)
class Option:
    """One way to set a flag. ``some``: any value that is neither None nor one that is compared."""

    value: Any = None
    some: bool = False

    def __str__(self) -> str:
        return "other" if self.some else repr(self.value)


class NeedsPin(Exception):
    """The dry run met an unknown *key* in a *role*; it starts again with that pinned."""

    def __init__(self, key: str, role: Role, options: tuple[Option, ...] = ()) -> None:
        super().__init__(key)
        self.key = key
        self.role: Role = role
        self.options = options


@dataclass(slots=True)
class Pins:
    """All that was pinned so far for one class. Keys are in the order in which they were met."""

    collections: list[str] = field(default_factory=list)
    batches: list[str] = field(default_factory=list)
    counts: list[str] = field(default_factory=list)
    options: dict[str, list[Option]] = field(default_factory=dict)

    def add(self, need: NeedsPin) -> bool:
        """Pin what *need* asks for; False when it was pinned already (it cannot be helped)."""
        match need.role:
            case "collection":
                return _append(self.collections, need.key)
            case "batch":
                return _append(self.batches, need.key)
            case "count":
                return _append(self.counts, need.key)
            case "option":
                known = self.options.setdefault(need.key, [])
                news = [option for option in need.options if option not in known]
                known.extend(news)
                return bool(news)

    def has_role(self, key: str) -> bool:
        """True when *key* is a collection, a batch size or a count."""
        return key in self.collections or key in self.batches or key in self.counts

    def flags(self) -> dict[str, list[Option]]:
        """What is tried both ways: the options of all keys that are not a number by their role."""
        numbers = {*self.batches, *self.counts}
        return {
            key: options
            for key, options in self.options.items()
            if key not in numbers and len(options) > 1
        }

    def size(self) -> int:
        """How much is pinned: grows with each new pin."""
        options = sum(len(options) for options in self.options.values())
        return len(self.collections) + len(self.batches) + len(self.counts) + options


def _append(keys: list[str], key: str) -> bool:
    if key in keys:
        return False
    keys.append(key)
    return True
