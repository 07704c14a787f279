"""The imaginary data sets: a readable one first, then those at which lengths differ."""

from __future__ import annotations

from sequence_lint.model import Size

READABLE = Size(10, 4)


def around(batch: int) -> tuple[Size, ...]:
    """Data sets for batches of *batch* samples, which the class itself writes down.

    A partial last batch, an exact multiple, fewer samples than one batch, one sample.
    """
    if batch <= 1:
        return (Size(10, batch), Size(1, batch))
    partial = max(round(3.125 * batch), 2 * batch + 1)
    if partial % batch == 0:
        partial += 1
    return (Size(partial, batch), Size(3 * batch, batch), Size(max(batch * 2 // 3, 1), batch))


def chosen() -> tuple[Size, ...]:
    """Data sets for a batch size that the caller chooses."""
    return (READABLE, Size(8, 4), Size(3, 4), Size(1, 4), Size(5, 1))
