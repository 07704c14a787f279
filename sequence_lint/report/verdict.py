"""An epoch in a few words: how large it is, and how its batches cover the samples."""

from __future__ import annotations

from sequence_lint.model import Epoch
from sequence_lint.report.wording import one_line
from sequence_lint.spelling import counted


def size_of(epoch: Epoch) -> str:
    """How many samples there are, and in batches of how many."""
    samples = counted(epoch.size.samples, "sample")
    return samples if epoch.size.batch is None else f"{samples} in batches of {epoch.size.batch}"


def verdict(epoch: Epoch) -> str:
    """The length, and in a few words how the batches cover the samples."""
    length = epoch.length
    said = f"length {length.value}" if length.value is not None else "length unknown"
    if length.value is None and length.unknown:
        return f"{said}: {one_line(length.unknown)}"
    if epoch.unknown is not None:
        return f"{said}, batches unknown: {one_line(epoch.unknown)}"
    if not epoch.told:
        return f"{said}, which samples a batch serves cannot be told"
    faults = (
        (len(epoch.never_served()), "sample", "dropped"),
        (len(epoch.repeated()), "sample", "repeated"),
        (len(epoch.empty_batches()), "empty batch", ""),
    )
    words = [f"{counted(n, noun)} {rest}".rstrip() for n, noun, rest in faults if n]
    return f"{said}, {', '.join(words) or _all_served(epoch)}"


def _all_served(epoch: Epoch) -> str:
    """Nothing is dropped or repeated: but of what? An order may hold less than the data."""
    count = len(epoch.available)
    if count == epoch.size.samples:
        return "every sample served once"
    return (
        f"each of the {counted(count, 'row')} of `{epoch.order}` served once"
        if count
        else ("nothing to serve")
    )
