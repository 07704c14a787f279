"""What is worse about a project after a change: new faults, and what nobody knows any more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import zip_longest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sequence_lint.engine import Judged
    from sequence_lint.model import Epoch, SequenceClass
    from sequence_lint.rule import Diagnostic

Owner = tuple[str, "str | None"]
"""The path and the class that something is said of."""

Said = tuple[str, "str | None", str]


def said(judged: Judged) -> Counter[Said]:
    """How often each rule speaks of each class."""
    return Counter(key_of(diagnostic) for diagnostic in judged.diagnostics)


def key_of(diagnostic: Diagnostic) -> Said:
    """The path, the class and the rule; lines move when something is changed."""
    return diagnostic.path, diagnostic.class_name, diagnostic.code


def worsened(before: Judged, after: Judged, *, strict: bool) -> set[Owner]:
    """Who has a new fault, or is not understood as it was.

    Where *strict*, no class may have another length than before either.
    """
    new = said(after) - said(before)
    wrong: set[Owner] = {(path, name) for path, name, _ in new}
    wrong |= {owner for owner, count in (_calls(before) - _calls(after)).items() if count}
    old, now = _classes(before), _classes(after)
    return wrong | {
        owner
        for owner, classes in old.items()
        for one, other in zip_longest(classes, now.get(owner, ()))
        if one is None or other is None or not _as_known(one, other, strict=strict)
    }


def _calls(judged: Judged) -> Counter[Owner]:
    """How many calls are certain to be given an instance of a class."""
    return Counter(
        (call.place.path, call.classes[0].qualname) for call in judged.calls if call.settled
    )


def _classes(judged: Judged) -> dict[Owner, list[SequenceClass]]:
    found: dict[Owner, list[SequenceClass]] = {}
    for each in judged.classes:
        found.setdefault((each.path, each.qualname), []).append(each)
    return found


def _as_known(before: SequenceClass, after: SequenceClass, *, strict: bool) -> bool:
    """Whether each epoch of *before* is understood after it too, with the same batches."""
    now = {_about(epoch): epoch for epoch in after.epochs}
    return all(
        _agree(epoch, now.get(_about(epoch)), strict=strict)
        for epoch in before.epochs
        if epoch.length.value is not None or epoch.told
    )


def _about(epoch: Epoch) -> tuple[object, ...]:
    return epoch.size, epoch.setting, epoch.number


def _agree(before: Epoch, after: Epoch | None, *, strict: bool) -> bool:
    if after is None or (before.told and not after.told):
        return False
    length, now = before.length.value, after.length.value
    if length is not None and now is None:
        return False
    if strict and isinstance(length, int) and length != now:
        return False
    return not before.told or _same(before.served(), after.served())


def _same(before: Iterable[tuple[int, ...]], after: Iterable[tuple[int, ...]]) -> bool:
    """Whether the batches that both have serve the same; one that served nothing does not count."""
    return all(not was or was == now for was, now in zip(before, after, strict=False))
