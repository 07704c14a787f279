"""Models of what chance does: shuffling, permuting and drawing."""

from __future__ import annotations

from typing import Any

from sequence_lint.dryrun.binding import Arguments
from sequence_lint.dryrun.library_builtins import ordered
from sequence_lint.dryrun.machine import Machine
from sequence_lint.dryrun.store import deep_origin
from sequence_lint.dryrun.values import (
    RANDOM,
    Const,
    Opaque,
    Origin,
    Ref,
    Tup,
    Value,
    Vector,
    origin,
    unknown,
)
from sequence_lint.model import DRAWN_ROW
from sequence_lint.records import replace

MAX_ORDER = 50_000


def made_random(value: Opaque) -> Opaque:
    """*value* as something that chance decides."""
    return replace(value, origin=value.origin | origin(RANDOM), key=None)


def shuffle(machine: Machine, arguments: Arguments, node: Any) -> Value:
    """An order shuffled in place keeps its samples; which comes when is chance."""
    value = arguments.get(0)
    cell = machine.cell(value) if value is not None else None
    if isinstance(value, Ref) and isinstance(cell, Vector):
        if cell.source is not None:
            machine.changes.reordered.add(cell.source)
        made = machine.changes.note_shuffle(machine, cell, arguments, node, lost=False)
        machine.store[value.address] = made
    return Const(None)


def reordered(machine: Machine, vector: Vector, arguments: Arguments, node: Any) -> Ref:
    """The rows of *vector* in another order, as a collection of its own."""
    lost = type(node.parent).__name__ == "Expr"
    if vector.source is not None:
        machine.changes.reordered.add(vector.source)
    return machine.place_cell(machine.changes.note_shuffle(machine, vector, arguments, node, lost))


def permutation(machine: Machine, arguments: Arguments, node: Any) -> Value:
    """Another order of the same samples."""
    value = arguments.get(0)
    if isinstance(value, Opaque) and value.argument and machine.phase != "batch":
        machine.need(value, "count")
    if isinstance(value, Const) and isinstance(value.value, int) and value.value <= MAX_ORDER:
        made = machine.vector(ordered(machine, range(value.value), value.origin, node, "array"))
        assert made is not None
        return reordered(machine, made, arguments, node)
    vector = machine.vector(value) if value is not None else None
    if vector is not None:
        return reordered(machine, replace(vector, kind="array"), arguments, node)
    return made_random(unknown("a random order", *arguments.all(), array=True))


def shuffled_together(machine: Machine, arguments: Arguments, node: Any) -> Value:
    """``sklearn.utils.shuffle(a, b)``: each of them in the same other order."""
    if len(arguments.positional) < 2:
        return permutation(machine, arguments, node)
    for value in arguments.positional:
        if isinstance(value, Opaque) and value.argument and machine.phase != "batch":
            machine.need(value, "collection")
    vectors = [machine.vector(value) for value in arguments.positional]
    known = [vector for vector in vectors if vector is not None]
    if len(known) < len(vectors):
        return made_random(unknown("a random order", *arguments.all()))
    lost = type(node.parent).__name__ == "Expr"
    first = machine.changes.note_shuffle(machine, known[0], arguments, node, lost)
    order = Origin(frozenset(), first.origin.deps - known[0].origin.deps)
    others = [replace(v, shuffled=True, origin=v.origin | order) for v in known[1:]]
    return Tup(tuple(machine.place_cell(each) for each in (first, *others)))


def drawn(machine: Machine, arguments: Arguments, node: Any) -> Value:
    """Random rows of the first argument; all of them, once each, is only another order."""
    population, size = arguments.get(0), arguments.get(1, "size")
    if size is None:
        size = arguments.keywords.get("k")
    vector = machine.vector(population) if population is not None else None
    if takes_all(machine, arguments, population, vector, size):
        return permutation(machine, Arguments([population] if population else [], {}), node)
    reached = origin(RANDOM)
    for value in arguments.all():
        reached = reached | Origin(frozenset(), deep_origin(value, machine.store).deps)
    if vector is not None and vector.source is not None:
        reached = reached | Origin(frozenset({(vector.source, DRAWN_ROW)}))
    return Opaque("drawn at random", reached, array=size is not None)


def takes_all(
    machine: Machine,
    arguments: Arguments,
    population: Value | None,
    vector: Vector | None,
    size: Value | None,
) -> bool:
    """True when as many are drawn as there are, none twice: only another order."""
    if not isinstance(size, Const):
        return False
    replacing = arguments.get(2, "replace")
    if replacing is None or not isinstance(replacing, Const) or replacing.value:
        return False
    if vector is not None and vector.rows is not None:
        return bool(size.value == len(vector.rows))
    return isinstance(population, Const) and bool(population.value == size.value)


def sample(machine: Machine, arguments: Arguments, node: Any) -> Value:
    """``random.sample(population, k)`` draws without putting back."""
    without = Arguments(arguments.positional, {**arguments.keywords, "replace": Const(False)})
    taken = drawn(machine, without, node)
    vector = machine.vector(taken)
    return taken if vector is None else machine.place_cell(replace(vector, kind="list"))


def random_number(machine: Machine, arguments: Arguments, node: Any) -> Value:
    """A number, or an array of numbers, that chance decides."""
    sized = arguments.get(0) is not None and "size" in arguments.keywords
    return made_random(unknown("a random number", *arguments.all(), array=sized))
