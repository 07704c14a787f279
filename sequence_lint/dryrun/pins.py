"""Which unknown plays which role: collections, batch sizes, counts and flags, pinned by use."""

from __future__ import annotations

from typing import Any, Literal

from sequence_lint.records import dataclass, field

Role = Literal["collection", "batch", "count", "option"]


@dataclass(frozen=True, slots=True)
class Option:
    """One way to set a flag. ``some``: any value that is neither None nor one that is compared."""

    value: Any = None
    some: bool = False

    def __str__(self) -> str:
        return "other" if self.some else repr(self.value)


class NeedsPin(Exception):
    """The dry run met an unknown *key* in a *role*; it starts again with that pinned.

    ``early``: an option that was asked for before any batch was served, so that it may decide on
    the length.
    """

    def __init__(
        self, key: str, role: Role, options: tuple[Option, ...] = (), early: bool = False
    ) -> None:
        super().__init__(key)
        self.key = key
        self.role: Role = role
        self.options = options
        self.early = early


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
                self.counts = [key for key in self.counts if key != need.key]
                return _append(self.collections, need.key)
            case "batch":
                return _append(self.batches, need.key)
            case "count":
                return _append(self.counts, need.key)
            case "option":
                known = self.options.setdefault(need.key, [])
                known.extend(option for option in need.options if option not in known)
                return True

    def has_role(self, key: str) -> bool:
        """True when *key* is a collection, a batch size or a count."""
        return key in self.collections or key in self.batches or key in self.counts

    def no_count(self, deps: frozenset[str]) -> None:
        """What has *deps* is used as a collection: start again if it was taken for a count.

        ``np.random.permutation(x)`` leaves open which of the two it is given.
        """
        for key in self.counts:
            if deps == {f"n:{key}"}:
                raise NeedsPin(key, "collection")

    def is_number(self, key: str) -> bool:
        """True when *key* is a batch size or a count, whatever else it was taken for."""
        return key in self.batches or key in self.counts

    def flags(self) -> tuple[str, ...]:
        """What is tried both ways: all keys with options that are not a number by their role."""
        return tuple(
            key
            for key, options in self.options.items()
            if not self.is_number(key) and len(options) > 1
        )


def _append(keys: list[str], key: str) -> bool:
    if key in keys:
        return False
    keys.append(key)
    return True
