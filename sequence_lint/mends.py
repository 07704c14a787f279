"""Edits that several rules propose."""

from __future__ import annotations

from sequence_lint.fixes import Edit, instead
from sequence_lint.model import Batch, Epoch


def filled_rows(epoch: Epoch, short: Batch) -> tuple[Edit, ...]:
    """Let each array that is allocated with the rows of a full batch have those of its samples.

    *short* is a batch of *epoch* that is not full. How many samples it has is asked of a variable
    of which that is the length. Empty where there is no array, or none for one of them.
    """
    count = len(epoch.serves(short) or ())
    edits = []
    for allocation in short.allocations:
        name = next((name for name, length in allocation.lengths if length == count), None)
        if allocation.rows is None or name is None:
            return ()
        edits.append(instead(allocation.rows, f"len({name})"))
    return tuple(edits)
