"""What becomes of a class by its fixes: it is run with NumPy before and after them."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from differential.truth import parts_of
from fixture_stub import stubbed
from fixture_stub.disk import Disk
from fixture_truth import Observed, Runnable, Scene, _module, observe, same

from sequence_lint.fixes import Safety
from sequence_lint.mending import Mended, mended
from sequence_lint.settings import Settings
from sequence_lint.source.sources import Sources
from sequence_lint.testing import Claim

ALL: tuple[Safety, ...] = ("safe", "unsafe")


def mend(sources: Sources) -> Mended:
    """All fixes of all rules, in memory."""
    return mended(sources, Settings(), ALL)


def copied(case: str, folder: Path, made: Mended) -> str:
    """A copy of a fixture file or folder in *folder*, with the fixes in it."""
    target = folder / Path(case).name
    (shutil.copytree if Path(case).is_dir() else shutil.copyfile)(case, target)
    for changed in made.files:
        beside = Path(changed.file.absolute).relative_to(Path(case).parent)
        (folder / beside).write_bytes(changed.after)
    return str(target)


def moved(runnable: Runnable, case: str) -> Runnable:
    """The same class in a copy of its case."""
    path = Path(case)
    if path.is_dir():
        path /= Path(runnable.path).relative_to(runnable.case)
    return replace(runnable, path=str(path), case=case)


def claims(runnable: Runnable) -> list[Claim]:
    """The epochs that the comments of the class speak of, or else the readable one."""
    asked = dict.fromkeys((c.size or "10/4", c.setting, c.epoch) for _, c in runnable.claims)
    each = asked or {("10/4", (), 1): None}
    return [Claim("batches", "", size, None, epoch, setting) for size, setting, epoch in each]


def epoch_of(runnable: Runnable, claim: Claim) -> Observed | Exception:
    """The epoch, or what the class raised instead of being made or counted."""
    disk = Disk()
    with stubbed(disk):
        try:
            return observe(Scene(_module(runnable), disk, runnable, claim), None)
        except Exception as error:
            return error


def wrongs(before: Observed | Exception, after: Observed | Exception) -> Iterator[str]:
    """What is worse or needlessly different after the fixes, in words.

    A batch that held samples holds the same ones. A list may have become a tuple. An array may
    have lost rows at its end that the others of its batch never had.
    """
    if isinstance(after, Exception):
        if not isinstance(before, Exception):
            yield f"raises {after!r}"
        return
    if isinstance(before, Exception):
        return
    if isinstance(before.length, int) and after.length > before.length + 1:
        yield f"has {after.length} batches, had {before.length}"
    for at, (old, new) in enumerate(zip(before.batches, after.batches, strict=False)):
        if isinstance(old, Exception) or is_empty(old):
            continue
        if isinstance(new, Exception) or not _alike(old, new):
            yield f"batch {at} was {old!r:.200}, is {new!r:.200}"
    yield from _incomplete(after)


def _incomplete(after: Observed) -> Iterator[str]:
    """A batch that cannot be made, or a length that Python refuses, is no mend."""
    if isinstance(after.length, float):
        yield f"the length is {after.length}, no integer"
    for at, batch in enumerate(after.batches):
        if isinstance(batch, Exception):
            yield f"batch {at} raises {batch!r}"


def is_empty(value: Any) -> bool:
    """Whether a batch has no rows."""
    return all(len(leaf) == 0 for leaf in leaves(value) if hasattr(leaf, "__len__"))


def leaves(value: Any) -> Iterator[Any]:
    """The arrays of a batch."""
    if isinstance(value, (tuple, dict)) or (isinstance(value, list) and _holds_arrays(value)):
        for _, part in parts_of(value, type(value).__name__):
            yield from leaves(part)
    else:
        yield value


def _holds_arrays(value: Iterable[Any]) -> bool:
    return all(isinstance(part, (np.ndarray, tuple, list)) for part in value)


def _alike(old: Any, new: Any) -> bool:
    if isinstance(old, (tuple, list)) and isinstance(new, (tuple, list)):
        return len(old) == len(new) and all(map(_alike, old, new))
    if isinstance(old, np.ndarray) and isinstance(new, np.ndarray) and old.ndim and new.ndim:
        return len(new) <= len(old) and np.array_equal(old[: len(new)], new)
    return same(old, new)
