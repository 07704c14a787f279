"""What the dry run says about a composed class, held against what the class does."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from differential.classes import JUDGED, Composed
from differential.truth import Happened, Theatre, parts_of, rows_of
from sequence_lint.engine import examine
from sequence_lint.source.discovery import only
from sequence_lint.testing import CLAIMS, ranges

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sequence_lint.model import Epoch, Part, SequenceClass

REFUSED = "construction raises "


@dataclass
class Verdict:
    """``unknown`` are the reasons for which the dry run does not claim to know, one an epoch.

    ``false`` are its claims that do not hold, in words. ``epochs`` counts what was compared.
    """

    unknown: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)
    epochs: int = 0

    @property
    def claimed(self) -> bool:
        """True where the dry run knows every epoch of every size and setting that it tried."""
        return not self.unknown


def judged(composed: Composed, theatre: Theatre, said: SequenceClass | None = None) -> Verdict:
    """Dry-run *composed* (or take what was *said* before), run it, and compare."""
    verdict = Verdict()
    said = said or dry_run(composed.text)
    if said is None or not said.epochs:
        verdict.unknown.append("the class is not found")
        return verdict
    stage = theatre.stage(composed)
    for epoch in said.epochs:
        if not all(name in composed.parameters for name, _ in epoch.setting):
            verdict.unknown.append("a flag that is no argument")
            continue
        if (reason := _unknown(epoch)) is not None:
            verdict.unknown.append(reason)
        if epoch.size.batch is not None and _says_something(epoch):
            verdict.epochs += 1
            verdict.false += [
                f"{epoch.size} {dict(epoch.setting)} epoch {epoch.number}: {text}"
                for text in _false(epoch, stage.play(epoch))
            ]
    return verdict


def dry_run(text: str) -> SequenceClass | None:
    """What is understood of the class to be judged in *text*."""
    understood = examine(only(text.encode(), "composed.py"))
    assert not understood.errors, understood.errors
    return next((one for one in understood.classes if one.name == JUDGED), None)


def _says_something(epoch: Epoch) -> bool:
    return epoch.unknown is None or _refused(epoch) or epoch.length.value is not None


def _refused(epoch: Epoch) -> bool:
    return (epoch.unknown or "").startswith(REFUSED)


def _unknown(epoch: Epoch) -> str | None:
    """Why *epoch* is not claimed to be known; None where it is."""
    if epoch.size.batch is None:
        return "the batch size is not tied to the batches"
    if epoch.told or _refused(epoch):
        return None
    if epoch.unknown is not None:
        return epoch.unknown
    return "it is not certain what a batch serves"


def _false(epoch: Epoch, real: Happened) -> Iterator[str]:
    if _refused(epoch) or real.refused:
        said = (epoch.unknown or "nothing").removeprefix(REFUSED)
        if epoch.unknown is not None and not _refused(epoch):
            return
        if said != real.refused:
            yield f"said to raise {said}, raised {real.refused or 'nothing'}"
        return
    if str(epoch.length.value) != str(real.seen.length):
        yield f"length: said {epoch.length.value}, really {real.seen.length}"
        return
    if epoch.unknown is None:
        if epoch.told:
            yield from _batches(epoch, real)
        yield from _parts(epoch, real)


def _batches(epoch: Epoch, real: Happened) -> Iterator[str]:
    said, _ = CLAIMS["batches"](epoch)
    each = [
        f"!{type(batch).__name__}" if isinstance(batch, Exception) else ranges(real.made_of(at))
        for at, batch in enumerate(real.seen.batches)
    ]
    if (really := " | ".join(each) or "none") != said:
        yield f"batches: said {said}, really {really}"


def _parts(epoch: Epoch, real: Happened) -> Iterator[str]:
    """What is said of each part of each batch that was followed to its only `return`."""
    for batch in epoch.batches:
        value = real.seen.batches[batch.index]
        if isinstance(value, Exception) != (batch.raised is not None):
            yield f"batch {batch.index}: said {batch.raised}, really {value!r:.80}"
        elif batch.raised is None and len(batch.returned) == 1:
            made_of = partial(real.made_of, batch.index)
            for text in _part(batch.returned[0].part, value, (), made_of):
                yield f"batch {batch.index}: {text}"


def _part(part: Part, value: Any, path: tuple[str, ...], made_of: Any) -> Iterator[str]:
    where = "/".join(path) or "all"
    if part.kind in ("tuple", "list", "dict") and part.parts:
        try:
            inner = list(parts_of(value, part.kind))
        except TypeError as error:
            yield f"{where} is said to be a {part.kind}, really {error}"
            return
        if len(inner) != len(part.parts):
            yield f"{where} is said to have {len(part.parts)} parts, really {len(inner)}"
            return
        for one, (key, each) in zip(part.parts, inner, strict=True):
            yield from _part(one, each, (*path, key), made_of)
        return
    if part.kind == "none" and value is not None:
        yield f"{where} is said to be None"
    if part.rows is not None and rows_of(value) != part.rows:
        yield f"{where} is said to have {part.rows} rows, really {rows_of(value)}"
    yield from _origin(part, where, made_of(partial(_at, path)))


def _origin(part: Part, where: str, really: set[int]) -> Iterator[str]:
    """Everything that had a part in it has to be among what is said, if anything is."""
    said = {at for _, positions in part.served for at in positions}
    if part.kind == "array" and min(said, default=-1) >= 0 and not really <= said:
        yield f"{where} is said to be made of {ranges(said)}, really {ranges(really)}"


def _at(path: tuple[str, ...], value: Any) -> Any:
    for key in path:
        value = dict(parts_of(value, type(value).__name__))[key]
    return value
