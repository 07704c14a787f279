"""Models of array functions: making, joining, shuffling and drawing from arrays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from sequence_lint.dryrun.calls import Arguments, unknown_call
from sequence_lint.dryrun.expressions import list_source, spread_out
from sequence_lint.dryrun.library_builtins import ordered, whole_numbers
from sequence_lint.dryrun.machine import Machine, PathEnd
from sequence_lint.dryrun.store import deep_origin
from sequence_lint.dryrun.subscripts import select
from sequence_lint.dryrun.values import (
    NOWHERE,
    RANDOM,
    Blank,
    Const,
    Foreign,
    Mapping,
    Opaque,
    Origin,
    Ref,
    ShapeOf,
    Tup,
    Value,
    Vector,
    Whole,
    origin,
    unknown,
)
from sequence_lint.model import DRAWN_ROW

Model = Callable[[Machine, Arguments, Any], Value]
MAX_ROWS = 50_000


def made_random(value: Opaque) -> Opaque:
    """*value* as something that chance decides."""
    return replace(value, origin=value.origin | origin(RANDOM), key=None)


def same_rows(machine: Machine, arguments: Arguments, node: Any) -> Value:
    """A function that gives an array with the rows of its first argument."""
    value = arguments.get(0)
    if value is None:
        value = next(iter(arguments.keywords.values()), None)
    if value is None:
        return unknown("an array", array=True)
    return as_array(machine, value, node)


def as_array(machine: Machine, value: Value, node: Any) -> Value:
    """``np.array(value)``: the same rows; a list of unknown rows is an array of unknown rows."""
    if isinstance(value, (Tup, Const, ShapeOf)):
        if isinstance(value, Const) and not isinstance(value.value, (str, bytes)):
            return value
        items = list(value.items) if isinstance(value, Tup) else []
        return machine.place_cell(Vector(tuple(items), "array"))
    vector = machine.vector(value)
    if vector is None:
        reached = deep_origin(value, machine.store)
        if isinstance(value, Opaque):
            return replace(value, origin=reached, array=True, extent=None)
        return Opaque("an array", reached, array=True)
    source, ids = vector.source, vector.ids
    if source is None and isinstance(vector.rows, Whole) and not vector.origin.by_index:
        made = list_source(machine, node)
        source, ids = made, vector.rows.numbers if made is not None else None
    return machine.place_cell(
        replace(vector, kind="array", source=source, ids=ids, texts=(), buffer=None)
    )


def _allocate(machine: Machine, arguments: Arguments, node: Any) -> Value:
    """``np.empty(shape)``: blank rows; how many is the first number of the shape."""
    shape = arguments.get(0, "shape")
    first: Value | None = shape
    if isinstance(shape, Tup):
        first = shape.items[0] if shape.items else None
    elif shape is not None and (vector := machine.vector(shape)) is not None:
        first = vector.row(0) if vector.rows else None
    elif isinstance(shape, ShapeOf):
        first = Const(shape.rows, shape.origin)
    if isinstance(first, Const) and isinstance(first.value, (int, float)):
        count = int(first.value)
        if 0 <= count <= MAX_ROWS:
            machine.fuel.burn(1 + count // 32)
            fixed = None if first.origin.by_index or first.origin.ids else (machine.at(node))
            rows = (Blank(),) * count
            shared = Origin(frozenset(), first.origin.deps)
            return machine.place_cell(Vector(rows, "array", origin=shared, buffer=fixed))
    reached = deep_origin(first, machine.store) if first is not None else NOWHERE
    return machine.place_cell(Vector(None, "array", origin=Origin(frozenset(), reached.deps)))


def _like(machine: Machine, arguments: Arguments, node: Any) -> Value:
    vector = machine.vector(arguments.positional[0])
    if vector is None or vector.rows is None:
        return Opaque("an array", deep_origin(arguments.positional[0], machine.store), array=True)
    return machine.place_cell(Vector((Blank(),) * len(vector.rows), "array", origin=vector.origin))


def _arange(machine: Machine, arguments: Arguments, node: Any) -> Value:
    named = [
        arguments.keywords[name] for name in ("start", "stop", "step") if name in arguments.keywords
    ]
    return whole_numbers(machine, [*arguments.positional[:3], *named], node, "array")


def _stack(machine: Machine, arguments: Arguments, node: Any) -> Value:
    """``np.stack(list)``: a row for each item; an empty list raises."""
    vector = _rows_of(machine, arguments)
    if vector is None or vector.rows is None:
        return Opaque("an array", deep_origin(arguments.positional[0], machine.store), array=True)
    if not len(vector.rows):
        message = "need at least one array to stack"
        raise PathEnd("ValueError", message, machine.at(node))
    if _axis(arguments) not in (0, None):
        return Opaque("an array", _deep(machine, vector), array=True)
    return machine.place_cell(replace(vector, kind="array", texts=(), buffer=None))


def _axis(arguments: Arguments) -> int | None:
    axis = arguments.get(1, "axis")
    if axis is None:
        return None
    return axis.value if isinstance(axis, Const) and isinstance(axis.value, int) else -1


def _deep(machine: Machine, vector: Vector) -> Origin:
    return deep_origin(machine.place_cell(vector), machine.store)


def _rows_of(machine: Machine, arguments: Arguments) -> Vector | None:
    value = arguments.get(0)
    if isinstance(value, Tup):
        return Vector(value.items, "list", origin=value.origin)
    return machine.vector(value) if value is not None else None


def _concatenate(machine: Machine, arguments: Arguments, node: Any) -> Value:
    """``np.concatenate([a, b])``: the rows of each after one another, along the first axis."""
    vector = _rows_of(machine, arguments)
    everything = deep_origin(arguments.positional[0], machine.store)
    if vector is None or vector.rows is None:
        return Opaque("an array", everything, array=True)
    if _axis(arguments) not in (0, None):
        return Opaque("an array", everything, array=True, rows=_first_extent(machine, vector))
    if not len(vector.rows):
        message = "need at least one array to concatenate"
        raise PathEnd("ValueError", message, machine.at(node))
    rows: list[Value] = []
    for at in range(len(vector.rows)):
        part = machine.vector(vector.row(at))
        if part is None or part.rows is None:
            return Opaque("an array", everything, array=True)
        rows.extend(part.row(position) for position in range(len(part.rows)))
    machine.fuel.burn(1 + len(rows) // 8)
    source = list_source(machine, node)
    ids = range(len(rows)) if source is not None else None
    return machine.place_cell(Vector(tuple(rows), "array", source, ids, vector.origin))


def _first_extent(machine: Machine, vector: Vector) -> int | None:
    """The number of rows of the first part, which all parts share when they stand side by side."""
    part = machine.vector(vector.rows[0]) if vector.rows else None
    return len(part.rows) if part is not None and part.rows is not None else None


def _side_by_side(machine: Machine, arguments: Arguments, node: Any) -> Value:
    vector = _rows_of(machine, arguments)
    extent = _first_extent(machine, vector) if vector is not None else None
    reached = deep_origin(arguments.positional[0], machine.store)
    return Opaque("an array", reached, array=True, rows=extent)


def _split(machine: Machine, arguments: Arguments, node: Any) -> Value:
    """``np.split(x, edges)``: the groups between the edges."""
    vector, edges = _rows_of(machine, arguments), arguments.get(1, "indices_or_sections")
    if isinstance(edges, Const):
        return _array_split(machine, arguments, node)
    if vector is None and isinstance(arguments.get(0), Opaque):
        machine.need(arguments.positional[0], "collection")  # type: ignore[arg-type]
    at = spread_out(machine, edges) if edges is not None else None
    known = [edge.value for edge in at or () if isinstance(edge, Const)]
    if vector is None or vector.rows is None or at is None or len(known) != len(at):
        return unknown_call(machine, Foreign("numpy.split"), arguments, node)
    bounds = [0, *known, len(vector.rows)]
    parts = tuple(
        machine.place_cell(vector.pick(range(len(vector.rows))[lo:hi], NOWHERE))
        for lo, hi in zip(bounds, bounds[1:], strict=False)
    )
    return _groups(machine, parts, deep_origin(edges, machine.store) if edges else NOWHERE, node)


def _groups(machine: Machine, parts: tuple[Value, ...], reached: Origin, node: Any) -> Value:
    source = list_source(machine, node)
    ids = range(len(parts)) if source is not None else None
    shared = Origin(frozenset(), reached.deps)
    return machine.place_cell(Vector(parts, "list", source, ids, shared))


def _vstack(machine: Machine, arguments: Arguments, node: Any) -> Value:
    vector = _rows_of(machine, arguments)
    if vector is not None and vector.rows is not None and len(vector.rows):
        if machine.vector(vector.rows[0]) is not None:
            return _concatenate(machine, arguments, node)
        return Opaque("an array", _deep(machine, vector), array=True)
    return _concatenate(machine, arguments, node)


def _array_only(machine: Machine, arguments: Arguments, node: Any) -> Value:
    """One array of which the rows are not known."""
    reached = NOWHERE
    for value in arguments.all():
        reached = reached | deep_origin(value, machine.store)
    return Opaque("an array", reached, array=True)


def _take(machine: Machine, arguments: Arguments, node: Any) -> Value:
    base, positions = arguments.get(0), arguments.get(1, "indices")
    axis, mode = arguments.get(2, "axis"), arguments.keywords.get("mode")
    if (
        base is None
        or positions is None
        or (isinstance(axis, Const) and axis.value not in (0, None))
    ):
        return _array_only(machine, arguments, node)
    if isinstance(mode, Const) and mode.value in ("wrap", "clip"):
        positions = _brought_inside(machine, base, positions, mode.value)
    return select(machine, base, positions, node)


def _brought_inside(machine: Machine, base: Value, positions: Value, mode: str) -> Value:
    data, picked = machine.vector(base), machine.vector(positions)
    if data is None or picked is None or data.rows is None or not len(data.rows):
        return positions
    if not isinstance(picked.rows, Whole):
        return positions
    count = len(data.rows)
    inside = tuple(
        number % count if mode == "wrap" else min(max(number, 0), count - 1)
        for number in picked.rows.numbers
    )
    return machine.place_cell(replace(picked, rows=Whole(inside)))


def _shuffle(machine: Machine, arguments: Arguments, node: Any) -> Value:
    """An order shuffled in place keeps its samples; which comes when is chance."""
    value = arguments.get(0)
    cell = machine.cell(value) if value is not None else None
    if isinstance(value, Ref) and isinstance(cell, Vector):
        machine.store[value.address] = replace(cell, shuffled=True)
    return Const(None)


def _permutation(machine: Machine, arguments: Arguments, node: Any) -> Value:
    value = arguments.get(0)
    if isinstance(value, Opaque) and value.argument and machine.phase != "batch":
        machine.need(value, "count")
    if isinstance(value, Const) and isinstance(value.value, int) and value.value <= MAX_ROWS:
        made = machine.vector(ordered(machine, range(value.value), value.origin, node, "array"))
        assert made is not None
        return machine.place_cell(replace(made, shuffled=True))
    vector = machine.vector(value) if value is not None else None
    if vector is not None:
        return machine.place_cell(replace(vector, shuffled=True, kind="array"))
    return made_random(unknown("a random order", *arguments.all(), array=True))


def _drawn(machine: Machine, arguments: Arguments, node: Any) -> Value:
    """Random rows of the first argument; all of them, once each, is only another order."""
    population, size = arguments.get(0), arguments.get(1, "size")
    if size is None:
        size = arguments.keywords.get("k")
    vector = machine.vector(population) if population is not None else None
    if _takes_all(machine, arguments, population, vector, size):
        return _permutation(machine, Arguments([population] if population else [], {}), node)
    reached = origin(RANDOM)
    for value in arguments.all():
        reached = reached | Origin(frozenset(), deep_origin(value, machine.store).deps)
    if vector is not None and vector.source is not None:
        reached = reached | Origin(frozenset({(vector.source, DRAWN_ROW)}))
    return Opaque("drawn at random", reached, array=size is not None)


def _takes_all(
    machine: Machine,
    arguments: Arguments,
    population: Value | None,
    vector: Vector | None,
    size: Value | None,
) -> bool:
    if not isinstance(size, Const):
        return False
    replacing = arguments.get(2, "replace")
    if replacing is None or not isinstance(replacing, Const) or replacing.value:
        return False
    if vector is not None and vector.rows is not None:
        return size.value == len(vector.rows)
    return isinstance(population, Const) and population.value == size.value


def _sample(machine: Machine, arguments: Arguments, node: Any) -> Value:
    """``random.sample(population, k)`` draws without putting back."""
    without = Arguments(arguments.positional, {**arguments.keywords, "replace": Const(False)})
    return _drawn(machine, without, node)


def _random_number(machine: Machine, arguments: Arguments, node: Any) -> Value:
    sized = arguments.get(0) is not None and "size" in arguments.keywords
    return made_random(unknown("a random number", *arguments.all(), array=sized))


def _array_split(machine: Machine, arguments: Arguments, node: Any) -> Value:
    """``np.array_split(x, k)``: k ready-made groups, sizes as even as can be."""
    vector, groups = _rows_of(machine, arguments), arguments.get(1, "indices_or_sections")
    if vector is None or vector.rows is None or not isinstance(groups, Const):
        return unknown_call(machine, Foreign("numpy.array_split"), arguments, node)
    if not isinstance(groups.value, (int, float)) or not 0 < groups.value <= MAX_ROWS:
        return unknown_call(machine, Foreign("numpy.array_split"), arguments, node)
    count, size = int(groups.value), len(vector.rows)
    bounds = [at * (size // count) + min(at, size % count) for at in range(count + 1)]
    parts = tuple(
        machine.place_cell(vector.pick(range(lo, hi), NOWHERE))
        for lo, hi in zip(bounds, bounds[1:], strict=False)
    )
    return _groups(machine, parts, groups.origin, node)


def _expand(machine: Machine, arguments: Arguments, node: Any) -> Value:
    axis = arguments.get(1, "axis")
    if isinstance(axis, Const) and axis.value not in (0,):
        return same_rows(machine, arguments, node)
    reached = deep_origin(arguments.positional[0], machine.store)
    return Opaque("an array with a new axis", reached, array=True, rows=1)


def _linspace(machine: Machine, arguments: Arguments, node: Any) -> Value:
    count = arguments.get(2, "num")
    if isinstance(count, Const) and isinstance(count.value, int) and count.value <= MAX_ROWS:
        rows = (Opaque("a number", array=False),) * count.value
        return machine.place_cell(Vector(rows, "array", origin=count.origin))
    return _array_only(machine, arguments, node)


def _chained(machine: Machine, arguments: Arguments, node: Any) -> Value:
    parts = [spread_out(machine, value) for value in arguments.positional]
    if any(part is None for part in parts):
        return unknown("items of something unknown", *arguments.positional)
    return machine.place_cell(Vector(tuple(v for part in parts for v in part or ()), "list"))


def _flattened(machine: Machine, arguments: Arguments, node: Any) -> Value:
    rows = spread_out(machine, arguments.positional[0])
    return _chained(machine, Arguments(rows or [], {}, rows is not None), node)


def _endless_cycle(machine: Machine, arguments: Arguments, node: Any) -> Value:
    reached = deep_origin(arguments.positional[0], machine.store) | origin("cursor")
    return Opaque("an endless iterator", reached)


def _defaultdict(machine: Machine, arguments: Arguments, node: Any) -> Value:
    return machine.place_cell(Mapping({}, unknown("an entry of a dict that is not known")))


def _table(model: Model, *names: str) -> dict[str, Model]:
    return dict.fromkeys(names, model)


ARRAYS: MappingProxyType[str, Model] = MappingProxyType(
    {
        **_table(
            same_rows,
            *(
                f"numpy.{name}"
                for name in (
                    "array asarray asanyarray ascontiguousarray asfortranarray copy abs sqrt log "
                    "log1p exp square clip nan_to_num float_power sign tanh sin cos power negative "
                    "array_str flip_rows atleast_2d require cast convert_to_tensor convert_to_numpy"
                ).split()
            ),
            "numpy.ma.array",
            "copy.copy",
            "copy.deepcopy",
            "builtins.iter",
            "tqdm.tqdm",
            "tqdm.auto.tqdm",
            "tqdm.notebook.tqdm",
            "tqdm.trange",
            "pandas.DataFrame",
            "pandas.Series",
            "pandas.Index",
            "tensorflow.convert_to_tensor",
            "tensorflow.constant",
            "tensorflow.cast",
            "tensorflow.identity",
            "tensorflow.stop_gradient",
            "tensorflow.abs",
            "tensorflow.one_hot",
            "torch.tensor",
            "torch.as_tensor",
            "torch.from_numpy",
            "keras.utils.to_categorical",
            "keras.utils.np_utils.to_categorical",
            "keras.utils.all_utils.to_categorical",
            "keras.preprocessing.sequence.pad_sequences",
            "keras.utils.pad_sequences",
            "keras.backend.cast",
            "keras.backend.constant",
        ),
        **_table(_allocate, "numpy.empty", "numpy.zeros", "numpy.ones", "numpy.full"),
        **_table(_allocate, "tensorflow.zeros", "tensorflow.ones", "torch.empty", "torch.zeros"),
        **_table(
            _like, "numpy.empty_like", "numpy.zeros_like", "numpy.ones_like", "numpy.full_like"
        ),
        **_table(_arange, "numpy.arange", "tensorflow.range", "torch.arange"),
        **_table(_stack, "numpy.stack", "tensorflow.stack", "torch.stack"),
        **_table(_concatenate, "numpy.concatenate", "numpy.concat", "numpy.append_rows"),
        **_table(_concatenate, "tensorflow.concat", "torch.cat"),
        **_table(_vstack, "numpy.vstack", "numpy.row_stack"),
        **_table(_array_only, "numpy.reshape"),
        **_table(_side_by_side, "numpy.hstack", "numpy.dstack", "numpy.column_stack"),
        **_table(_split, "numpy.split"),
        **_table(_array_only, "numpy.repeat", "numpy.tile", "numpy.squeeze", "numpy.transpose"),
        **_table(_array_only, "numpy.where", "numpy.append", "numpy.pad", "numpy.load"),
        **_table(_take, "numpy.take", "tensorflow.gather"),
        **_table(_shuffle, "numpy.random.shuffle", "random.shuffle"),
        **_table(_permutation, "numpy.random.permutation", "sklearn.utils.shuffle"),
        **_table(_permutation, "torch.randperm", "tensorflow.random.shuffle"),
        **_table(_drawn, "numpy.random.choice", "random.choices", "random.choice"),
        **_table(_sample, "random.sample"),
        **_table(
            _random_number,
            *(
                f"numpy.random.{name}"
                for name in (
                    "randint rand randn random random_sample uniform normal beta binomial poisson "
                    "random_integers standard_normal exponential laplace gamma"
                ).split()
            ),
            "random.random",
            "random.randint",
            "random.uniform",
            "random.gauss",
            "random.randrange",
            "random.getrandbits",
        ),
        **_table(_array_split, "numpy.array_split"),
        **_table(_expand, "numpy.expand_dims", "tensorflow.expand_dims"),
        **_table(_linspace, "numpy.linspace"),
        **_table(_chained, "itertools.chain"),
        **_table(_flattened, "itertools.chain.from_iterable"),
        **_table(_endless_cycle, "itertools.cycle"),
        **_table(_defaultdict, "collections.defaultdict"),
    }
)
