"""Expressions: one function a kind of node."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import MappingProxyType
from typing import Any

from sequence_lint.dryrun.attributes import attribute, get_closure
from sequence_lint.dryrun.calls import call_node
from sequence_lint.dryrun.conditions import compare, counting, truth
from sequence_lint.dryrun.generators import take_yielded
from sequence_lint.dryrun.iteration import UNKNOWN_RANGE, Loop, iterate
from sequence_lint.dryrun.machine import Flow, Machine
from sequence_lint.dryrun.names import name_value
from sequence_lint.dryrun.operators import binary, unary
from sequence_lint.dryrun.store import deep_origin
from sequence_lint.dryrun.subscripts import select
from sequence_lint.dryrun.targets import assign
from sequence_lint.dryrun.values import (
    NOWHERE,
    Const,
    Function,
    Mapping,
    Opaque,
    Origin,
    SliceOf,
    Tup,
    Value,
    Vector,
    tainted,
    union,
    unknown,
)


def _const(machine: Machine, node: Any) -> Value:
    return Const(node.value)


def _attribute(machine: Machine, node: Any) -> Value:
    return attribute(machine, machine.evaluate(node.expr), node.attrname, node)


def _subscript(machine: Machine, node: Any) -> Value:
    base = machine.evaluate(node.value)
    return select(machine, base, machine.evaluate(node.slice), node)


def _slice(machine: Machine, node: Any) -> Value:
    bounds = [
        None if part is None else machine.evaluate(part)
        for part in (node.lower, node.upper, node.step)
    ]
    return SliceOf(*bounds)


def _bin_op(machine: Machine, node: Any) -> Value:
    left = machine.evaluate(node.left)
    return binary(machine, node.op, left, machine.evaluate(node.right), node)


def _unary_op(machine: Machine, node: Any) -> Value:
    return unary(machine, node.op, machine.evaluate(node.operand), node)


def _bool_op(machine: Machine, node: Any) -> Value:
    """`and`, `or`: the first operand that decides; unknown where one before it is unknown."""
    stops_at = node.op == "or"
    undecided: list[Value] = []
    passed = NOWHERE
    doubts = machine.doubts
    for part in node.values:
        # What stands behind an unknown operand may never be asked for.
        machine.doubts = doubts + len(undecided)
        value = machine.evaluate(part)
        machine.doubts = doubts
        known = truth(machine, value)
        if known is stops_at and not undecided:
            return counting(value, passed)
        passed = passed | value.origin
        if known is stops_at:
            # As a condition it is decided; which of the operands it is, is not known.
            reached = union([*undecided, value])
            return (
                Opaque("one of several values", reached, some=True)
                if stops_at
                else Const(False, reached)
            )
        if known is None:
            undecided.append(value)
        last = value
    if not undecided:
        return last
    return machine.unknown("a condition that could not be followed", node, *undecided)


def _compare(machine: Machine, node: Any) -> Value:
    left = machine.evaluate(node.left)
    results: list[Value] = []
    for symbol, part in node.ops:
        right = machine.evaluate(part)
        result = compare(machine, symbol, left, right, node)
        if truth(machine, result) is False:
            return result
        results.append(result)
        left = right
    undecided = [result for result in results if truth(machine, result) is None]
    if len(results) == 1 or not undecided:
        return tainted(results[-1], union(results))
    return machine.unknown("a comparison with something unknown", node, *undecided)


def _if_exp(machine: Machine, node: Any) -> Value:
    test = machine.evaluate(node.test)
    known = truth(machine, test)
    if known is not None:
        return counting(machine.evaluate(node.body if known else node.orelse), test.origin)
    name = f"<choice {id(node)}>"

    def branch(part: Any) -> Callable[[], Flow | None]:
        def run() -> Flow | None:
            machine.frame.names[name] = machine.evaluate(part)
            return None

        return run

    machine.fork([branch(node.body), branch(node.orelse)])
    return machine.frame.names.pop(name)


def _items(machine: Machine, nodes: list[Any]) -> tuple[tuple[Value, ...], tuple[str, ...], bool]:
    """The values of the elements, how they are written, and whether all are known one by one."""
    values: list[Value] = []
    texts: list[str] = []
    for node in nodes:
        if type(node).__name__ != "Starred":
            values.append(machine.evaluate(node))
            texts.append(machine.text(node))
            continue
        spread = spread_out(machine, machine.evaluate(node.value))
        if spread is None:
            values.append(machine.unknown("a starred value of unknown length", node))
            return tuple(values), (), False
        values.extend(spread)
        texts.extend(machine.text(node.value) for _ in spread)
    return tuple(values), tuple(texts), True


def spread_out(machine: Machine, value: Value) -> list[Value] | None:
    """The items of ``*value``; None when their number is unknown."""
    if isinstance(value, Tup):
        return value.parts()
    vector = machine.vector(value)
    if vector is None or vector.rows is None:
        return None
    return [vector.row(at) for at in range(len(vector.rows))]


def _tuple(machine: Machine, node: Any) -> Value:
    items, texts, complete = _items(machine, node.elts)
    if not complete and not items:
        return machine.unknown("a tuple of unknown length", node)
    if not complete:
        # The first items are still known: np.empty((batch, *shape)) needs no more.
        return Tup(items)
    return Tup(items, texts)


def _list(machine: Machine, node: Any) -> Value:
    items, texts, complete = _items(machine, node.elts)
    if not complete:
        return _uncounted_list(machine, list_source(machine, node), union(items))
    source = list_source(machine, node)
    ids = range(len(items)) if source is not None else None
    return machine.place_cell(Vector(items, "list", source, ids, texts=texts))


def list_source(machine: Machine, node: Any) -> str | None:
    """The identity of a list that is made outside a batch: it can be cut into batches later."""
    return None if machine.phase == "batch" else machine.site(node)


def _dict(machine: Machine, node: Any) -> Value:
    entries: dict[Any, Value] = {}
    rest: Value | None = None
    for key_node, value_node in node.items:
        value = machine.evaluate(value_node)
        if type(key_node).__name__ == "DictUnpack":
            cell = machine.cell(value)
            if isinstance(cell, Mapping) and cell.rest is None:
                entries.update(cell.entries)
            else:
                rest = unknown("an entry of a dict that is not known", value)
            continue
        key = machine.evaluate(key_node)
        if isinstance(key, Const) and key.value.__hash__ is not None:
            entries[key.value] = value
        else:
            rest = unknown("an entry of a dict that is not known", key, value)
    return machine.place_cell(Mapping(entries, rest))


def _comprehension(machine: Machine, node: Any, element: Callable[[], Value]) -> Value:
    """The rows that a comprehension makes, as a list; its names stay its own."""
    rows: list[Value] = []
    over = [machine.evaluate(node.generators[0].iter)]
    before = dict(machine.frame.names)
    hidden = machine.frame.loops

    def add() -> None:
        rows.append(element())

    machine.frame.loops += 1
    try:
        complete = _generators(machine, node.generators, over[0], add)
    finally:
        machine.frame.loops = hidden
        kept = {name: machine.frame.names[name] for name in before if name in machine.frame.names}
        machine.frame.names = {**kept, **before}
    if not complete:
        reached = union([Opaque("", deep_origin(row, machine.store)) for row in rows])
        source = None if _is_unknown_range(over[0]) else list_source(machine, node)
        return _uncounted_list(machine, source, reached)
    source = list_source(machine, node)
    ids = range(len(rows)) if source is not None else None
    counted = _counted_by(machine, node, over[0])
    return machine.place_cell(Vector(tuple(rows), "list", source, ids, counted))


def _generators(
    machine: Machine, generators: Sequence[Any], over: Value, add: Callable[[], None]
) -> bool:
    """Run *add* for all that the generators give, the first of them over *over*.

    Whether each of them could be followed. A function inside of another one that calls itself
    would do, but it would hold on to the machine, and only a collection of garbage ends that.
    """
    first, *rest = generators

    def inner() -> bool:
        if rest:
            return _generators(machine, rest, machine.evaluate(rest[0].iter), add)
        add()
        return True

    return _generator(machine, first, over, inner)


def _is_unknown_range(value: Value) -> bool:
    """What is made for each number of such a range has no row for each sample: groups, mostly."""
    return isinstance(value, Opaque) and value.why == UNKNOWN_RANGE


def _uncounted_list(machine: Machine, source: str | None, reached: Origin) -> Value:
    return machine.place_cell(machine.uncounted(Vector((), "list", source), reached))


def _counted_by(machine: Machine, node: Any, iterable: Value) -> Origin:
    """A list with a row for each item of a collection has as many rows as that."""
    if len(node.generators) != 1 or node.generators[0].ifs:
        return NOWHERE
    vector = machine.vector(iterable)
    if vector is None:
        return NOWHERE
    deps = {dep for dep in vector.origin.deps if dep.startswith(("n:", "index", "p:", "random"))}
    if vector.source is not None:
        deps.add(f"n:{vector.source}")
    return Origin(frozenset(), frozenset(deps))


def _generator(
    machine: Machine, generator: Any, iterable: Value, inner: Callable[[], bool]
) -> bool:
    """One `for` of a comprehension. False when the number of items could not be told."""
    loop: Loop = iterate(machine, iterable, generator.iter)
    if loop.items is None:
        assign(machine, generator.target, loop.element)
        inner()
        return False
    complete = True
    for item in loop.items:
        machine.fuel.burn()
        assign(machine, generator.target, item)
        tests = [truth(machine, machine.evaluate(test)) for test in generator.ifs]
        if any(test is False for test in tests):
            continue
        if any(test is None for test in tests):
            complete = False
        complete = inner() and complete
    return complete


def _list_comp(machine: Machine, node: Any) -> Value:
    return _comprehension(machine, node, lambda: machine.evaluate(node.elt))


def _set(machine: Machine, node: Any) -> Value:
    items, _, _ = _items(machine, node.elts)
    if all(isinstance(item, Const) for item in items):
        return machine.place_cell(Vector(items, "set"))
    return machine.unknown("a set", node, *items)


def _set_comp(machine: Machine, node: Any) -> Value:
    made = machine.vector(_list_comp(machine, node))
    reached = made.origin if made is not None else NOWHERE
    return Opaque("a set", reached)


def _dict_comp(machine: Machine, node: Any) -> Value:
    pairs = _comprehension(
        machine,
        node,
        lambda: Tup((machine.evaluate(node.key), machine.evaluate(node.value))),
    )
    vector = machine.vector(pairs)
    entries: dict[Any, Value] = {}
    if vector is None or vector.rows is None:
        return machine.place_cell(Mapping({}, unknown("an entry of a dict", pairs)))
    rests: list[Value] = []
    for at in range(len(vector.rows)):
        pair = vector.row(at)
        if isinstance(pair, Tup) and isinstance(pair.items[0], Const):
            entries[pair.items[0].value] = pair.items[1]
        else:
            rests.append(pair)
    rest = unknown("an entry of a dict that is not known", *rests) if rests else None
    return machine.place_cell(Mapping(entries, rest))


def _lambda(machine: Machine, node: Any) -> Value:
    return Function(machine.frame.module, node, get_closure(machine.frame), machine.frame.owner)


def _joined_str(machine: Machine, node: Any) -> Value:
    parts = [
        deep_origin(machine.evaluate(part.value), machine.store)
        for part in node.values
        if type(part).__name__ == "FormattedValue"
    ]
    return Opaque("text", union([Opaque("", part) for part in parts]))


def _named_expr(machine: Machine, node: Any) -> Value:
    value = machine.evaluate(node.value)
    assign(machine, node.target, value)
    return value


def _yielded(machine: Machine, node: Any) -> Value:
    value = machine.evaluate(node.value) if node.value is not None else Const(None)
    return take_yielded(machine, value, several=type(node).__name__ == "YieldFrom")


def _awaited(machine: Machine, node: Any) -> Value:
    return machine.unknown("a coroutine is not followed", node, machine.evaluate(node.value))


def _starred(machine: Machine, node: Any) -> Value:
    return machine.evaluate(node.value)


EVALUATORS: MappingProxyType[str, Callable[[Machine, Any], Value]] = MappingProxyType(
    {
        "Const": _const,
        "Name": name_value,
        "Attribute": _attribute,
        "Subscript": _subscript,
        "Slice": _slice,
        "BinOp": _bin_op,
        "UnaryOp": _unary_op,
        "BoolOp": _bool_op,
        "Compare": _compare,
        "IfExp": _if_exp,
        "Tuple": _tuple,
        "List": _list,
        "Set": _set,
        "Dict": _dict,
        "ListComp": _list_comp,
        "GeneratorExp": _list_comp,
        "SetComp": _set_comp,
        "DictComp": _dict_comp,
        "Lambda": _lambda,
        "JoinedStr": _joined_str,
        "NamedExpr": _named_expr,
        "Yield": _yielded,
        "YieldFrom": _yielded,
        "Await": _awaited,
        "Starred": _starred,
        "Call": call_node,
    }
)
