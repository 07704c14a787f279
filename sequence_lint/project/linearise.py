"""Python's method resolution order (C3) over a graph of classes, however broken the graph is."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

_Class = TypeVar("_Class", bound=Hashable)


def linearise(
    parents: Mapping[_Class, tuple[_Class, ...]], known: Mapping[_Class, tuple[_Class, ...]]
) -> dict[_Class, tuple[_Class, ...]]:
    """The order of each class in *parents*, itself first, from the bases of each class.

    The orders of bases that are not in *parents* are *known*. Where Python would refuse a
    hierarchy (no consistent order, a class among its own bases), the order is depth first, each
    class once.
    """
    orders: dict[_Class, tuple[_Class, ...]] = {}
    for one in _bases_first(parents):
        above = parents[one]
        merged: list[_Class] | None = None
        over = [known.get(base) or orders.get(base) for base in above]
        if len(over) == 1 and over[0]:
            merged = [*over[0]]
        elif all(over):
            merged = _merge([list(order) for order in over if order] + [list(above)])
        orders[one] = _depth_first(one, parents, known) if merged is None else (one, *merged)
    return orders


def _bases_first(parents: Mapping[_Class, tuple[_Class, ...]]) -> list[_Class]:
    """All classes, bases before what inherits from them as far as there is no cycle."""
    done: dict[_Class, None] = {}
    entered: set[_Class] = set()
    for start in parents:
        stack = [start]
        while stack:
            one = stack[-1]
            if one in entered:
                done.setdefault(stack.pop())
                continue
            entered.add(one)
            bases = reversed(parents[one])
            stack += [base for base in bases if base in parents and base not in entered]
    return list(done)


def _merge(sequences: list[list[_Class]]) -> list[_Class] | None:
    """The C3 merge, None if there is none."""
    merged: list[_Class] = []
    sequences = [sequence for sequence in sequences if sequence]
    while sequences:
        tails = {one for sequence in sequences for one in sequence[1:]}
        head = next((sequence[0] for sequence in sequences if sequence[0] not in tails), None)
        if head is None:
            return None
        merged.append(head)
        for sequence in sequences:
            if sequence[0] == head:
                del sequence[0]
        sequences = [sequence for sequence in sequences if sequence]
    return merged


def _depth_first(
    start: _Class,
    parents: Mapping[_Class, tuple[_Class, ...]],
    known: Mapping[_Class, tuple[_Class, ...]],
) -> tuple[_Class, ...]:
    order: dict[_Class, None] = {}
    stack = [start]
    while stack:
        one = stack.pop()
        if one in known:
            order.update(dict.fromkeys(above for above in known[one] if above not in order))
        elif one not in order:
            order[one] = None
            stack += reversed(parents[one])
    return tuple(order)
