"""What a composed class really does: it is built for each epoch of its dry run, and served."""

from __future__ import annotations

import gc
import warnings
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np
from fixture_stub import stubbed
from fixture_stub.disk import Disk
from fixture_truth import Observed, Runnable, Scene, observe, same

from differential.classes import JUDGED, Composed
from sequence_lint.testing import Claim

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from sequence_lint.model import Epoch


@dataclass(frozen=True)
class Happened:
    """An epoch as it was. ``refused`` is the exception of the constructor, the length or the hook.

    ``seen`` is the epoch with the samples as they are, ``others`` has one for each sample that was
    exchanged for another one.
    """

    refused: str
    seen: Observed
    others: tuple[Observed, ...]

    def made_of(self, batch: int, part: Callable[[Any], Any] = lambda value: value) -> set[int]:
        """The samples that *part* of the batch changes with."""
        before = self.seen.batches[batch]
        if isinstance(before, Exception):
            return set()
        return {
            sample
            for sample, other in enumerate(self.others)
            if _differs(part, before, other.batches[batch])
        }


class Stage:
    """A composed module, executed once, that can be asked for epochs."""

    def __init__(self, composed: Composed, disk: Disk) -> None:
        self._composed = composed
        self._disk = disk
        self._module = ModuleType("composed")
        exec(compile(composed.text, "composed.py", "exec"), vars(self._module))

    def play(self, epoch: Epoch) -> Happened:
        """The epoch that *epoch* claims to be."""
        build = self._composed.build(epoch.setting)
        claim = Claim("batches", "", str(epoch.size), None, epoch.number, ())
        scene = Scene(self._module, self._disk, Runnable("", "", JUDGED, build, ()), claim)
        try:
            seen = observe(scene, None)
        except Exception as error:
            return Happened(type(error).__name__, Observed(None, []), ())
        others = tuple(observe(scene, sample) for sample in range(epoch.size.samples))
        return Happened("", seen, others)


class Theatre:
    """The stand-ins of the fixtures, set up once for many classes."""

    def __init__(self) -> None:
        self._disk = Disk()
        self._inside: AbstractContextManager[None] = stubbed(self._disk)
        self._warnings = warnings.catch_warnings()

    def __enter__(self) -> Theatre:
        self._warnings.__enter__()
        warnings.simplefilter("ignore")
        gc.freeze()  # what was loaded before has not to be looked at again and again
        self._inside.__enter__()
        return self

    def __exit__(self, *exception: object) -> None:
        self._inside.__exit__(None, None, None)
        gc.unfreeze()
        self._warnings.__exit__(None, None, None)

    def stage(self, composed: Composed) -> Stage:
        """*composed* as an executed module."""
        return Stage(composed, self._disk)


def rows_of(value: Any) -> int | None:
    """The extent of the first axis, None where there is none."""
    if isinstance(value, np.ndarray):
        return len(value) if value.ndim else None
    return len(value) if hasattr(value, "__len__") else None


def parts_of(value: Any, kind: str) -> Iterator[tuple[str, Any]]:
    """The parts of a tuple, list or dict with their keys; raises TypeError for another kind."""
    if {"tuple": tuple, "list": list, "dict": dict}[kind] is not type(value):
        raise TypeError(type(value).__name__)
    if isinstance(value, dict):
        yield from ((str(key), part) for key, part in value.items())
    else:
        yield from ((str(at), part) for at, part in enumerate(value))


def _differs(part: Callable[[Any], Any], before: Any, after: Any) -> bool:
    return isinstance(after, Exception) or not same(part(before), part(after))
