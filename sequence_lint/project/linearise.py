"""Python's method resolution order (C3) over a graph of classes, however broken the graph is."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

_Class = TypeVar("_Class", bound=Hashable)


def linearise(parents: Mapping[_Class, tuple[_Class, ...]]) -> dict[_Class, tuple[_Class, ...]]:
    """The order of each class, itself first, from the bases of each class.

    Where Python would refuse a hierarchy (no consistent order, a class among its own bases), the
    order is depth first, each class once.
    """
    orders: dict[_Class, tuple[_Class, ...]] = {}
    for one in _bases_first(parents):
        above = parents[one]
        order = None
        if all(base in orders for base in above):
            order = _merge([list(orders[base]) for base in above] + [list(above)])
        orders[one] = _depth_first(one, parents) if order is None else (one, *order)
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
            stack += [base for base in reversed(parents[one]) if base not in entered]
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
            if sequence[0] is head or sequence[0] == head:
                del sequence[0]
        sequences = [sequence for sequence in sequences if sequence]
    return merged


def _depth_first(start: _Class, parents: Mapping[_Class, tuple[_Class, ...]]) -> tuple[_Class, ...]:
    order: dict[_Class, None] = {}
    stack = [start]
    while stack:
        one = stack.pop()
        if one not in order:
            order[one] = None
            stack += reversed(parents[one])
    return tuple(order)
