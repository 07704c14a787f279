"""What the arguments and attributes of a class stand for, as the dry run found out."""

from __future__ import annotations

from sequence_lint.dryrun.epoch import Run
from sequence_lint.dryrun.pins import Pins
from sequence_lint.dryrun.sizes import READABLE
from sequence_lint.dryrun.values import Const, Instance, Ref, Vector
from sequence_lint.model import Role


def roles(pins: Pins, first: Run | None, parameters: tuple[str, ...]) -> tuple[Role, ...]:
    """The roles of constructor parameters and of attributes, in the order they were found."""
    found = [Role(key, "data") for key in pins.collections if key in parameters]
    found += [Role(key, "batch") for key in pins.batches[:1] if key in parameters]
    return (*found, *(_of_attributes(pins, first) if first is not None else ()))


def _of_attributes(pins: Pins, first: Run) -> list[Role]:
    cell = first.machine.store[first.instance.address]
    if not isinstance(cell, Instance):
        return []
    batch = f"p:{pins.batches[0]}" if pins.batches else ""
    found = []
    for name, value in cell.attributes.items():
        match value:
            case Const(value=int()) if batch and value.origin.deps == frozenset({batch}):
                found.append(Role(f"self.{name}", "batch"))
            case Const(value=int()) if _counts(value):
                found.append(Role(f"self.{name}", "count"))
            case Ref(address) if _is_data(first.machine.store[address]):
                found.append(Role(f"self.{name}", "data"))
    return found


def _counts(value: Const) -> bool:
    """Whether this is the number of rows of a collection and nothing else."""
    deps = value.origin.deps
    if not deps or not all(dep.startswith("n:") for dep in deps):
        return False
    return bool(value.value == READABLE.samples)


def _is_data(cell: object) -> bool:
    if not isinstance(cell, Vector) or cell.source is None or cell.rows is None:
        return False
    return len(cell.rows) == READABLE.samples
