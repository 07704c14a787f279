"""How one goes through parts of a parsed tree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def each_node(*starts: Any) -> Iterator[Any]:
    """The nodes and all below them, the last one first, without recursion."""
    pending = list(starts)
    while pending:
        node = pending.pop()
        yield node
        # Half of all nodes are names and constants: to ask them for children takes longest here.
        if node._astroid_fields:  # noqa: SLF001
            pending.extend(node.get_children())


def each_below(node: Any) -> Iterator[Any]:
    """All nodes below that one."""
    return each_node(*node.get_children())
