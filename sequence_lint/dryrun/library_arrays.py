"""Models of array functions: making, joining, shuffling and drawing from arrays."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Any

from sequence_lint.dryrun.allocations import note_allocation
from sequence_lint.dryrun.binding import Arguments
from sequence_lint.dryrun.calls import unknown_call
from sequence_lint.dryrun.expressions import list_source, spread_out
from sequence_lint.dryrun.library_builtins import whole_numbers
from sequence_lint.dryrun.library_groups import (
    array_only,
    array_split,
    concatenate,
    side_by_side,
    split,
    stack,
    vstack,
)
from sequence_lint.dryrun.library_random import (
    drawn,
    permutation,
    random_number,
    sample,
    shuffle,
    shuffled_together,
)
from sequence_lint.dryrun.machine import Machine, PathEnd
from sequence_lint.dryrun.store import deep_origin
from sequence_lint.dryrun.subscripts import select
from sequence_lint.dryrun.tensors import as_numpy
from sequence_lint.dryrun.values import (
    NOWHERE,
    Blank,
    Const,
    Foreign,
    Mapping,
    Opaque,
    Origin,
    ShapeOf,
    Tup,
    Value,
    Vector,
    Whole,
    origin,
    unknown,
)
from sequence_lint.records import replace

Model = Callable[[Machine, Arguments, Any], Value]
MAX_ROWS = 50_000


def same_rows(machine: Machine, arguments: Arguments, node: Any) -> Value:
    """A function that gives an array with the rows of its first argument."""
    value = arguments.get(0)
    if value is None:
        value = next(iter(arguments.keywords.values()), None)
    if value is None:
        return unknown("an array", array=True)
    vector = machine.vector(value)
    typed = "dtype" in arguments.keywords or len(arguments.positional) > 1
    if typed and vector is not None and vector.rows is not None and not vector.rows:
        value = machine.place_cell(replace(vector, kind="array"))
    return as_array(machine, value, node)


def _one_hot(machine: Machine, arguments: Arguments, node: Any) -> Value:
    """``to_categorical(y, classes)``: the same rows. Without classes, those of *y* are counted."""
    named = {"num_classes", "nb_classes"} & arguments.keywords.keys()
    if len(arguments.positional) < 2 and not named:
        _note_one_hot(machine, arguments, node)
    return same_rows(machine, arguments, node)


def _dummies(machine: Machine, arguments: Arguments, node: Any) -> Value:
    """``pandas.get_dummies(y)``, which makes a column for each value that occurs."""
    if getattr(node.parent, "attrname", "") not in ("reindex", "align"):
        _note_one_hot(machine, arguments, node)
    return unknown_call(machine, Foreign("pandas.get_dummies"), arguments, node, array=True)


def _note_one_hot(machine: Machine, arguments: Arguments, node: Any) -> None:
    """Remember that the columns depend on which classes are in this batch."""
    value = arguments.get(0)
    reached = deep_origin(value, machine.store) if value is not None else NOWHERE
    if machine.phase == "batch" and reached.ids and (reached.by_index or reached.random):
        machine.one_hot.append(machine.at(node))


def _two_axes(machine: Machine, arguments: Arguments, node: Any) -> Value:
    """``np.atleast_2d(x)``: the rows of an array of rows; one sample may become a row."""
    given = arguments.get(0)
    if given is None or isinstance(given, Opaque):
        return array_only(machine, arguments, node)
    return as_array(machine, given, node)


def other_numbers(machine: Machine, arguments: Arguments, node: Any) -> Value:
    """A function that makes other numbers of those in its first argument, row by row."""
    value = same_rows(machine, arguments, node)
    if isinstance(value, Const):
        return unknown("a number that is not computed", *arguments.all())
    vector = machine.vector(value)
    if vector is None or not isinstance(vector.rows, Whole):
        return value
    rows = (Opaque("a number that is not computed"),) * len(vector.rows)
    return machine.place_cell(replace(vector, rows=rows))


def as_array(machine: Machine, value: Value, node: Any) -> Value:
    """``np.array(value)``: the same rows; a list of unknown rows is an array of unknown rows."""
    if isinstance(value, (Tup, Const, ShapeOf)):
        if isinstance(value, Const) and not isinstance(value.value, (str, bytes)):
            return value
        if isinstance(value, Tup):
            return machine.place_cell(Vector(value.items, "array", origin=value.origin))
        return machine.place_cell(Vector((), "array"))
    vector = machine.vector(value)
    if vector is None:
        reached = deep_origin(value, machine.store)
        if isinstance(value, Opaque):
            return replace(as_numpy(value), origin=reached, array=True, extent=None)
        return Opaque("an array", reached, array=True)
    source, ids = vector.source, vector.ids
    if source is None and isinstance(vector.rows, Whole) and not vector.origin.by_index:
        made = list_source(machine, node)
        source, ids = made, vector.rows.numbers if made is not None else None
    # An array made of an empty list is one of floats, which cannot select.
    empty = vector.rows is not None and not vector.rows
    kind = "empty" if empty and vector.kind in ("list", "tuple", "range") else "array"
    return machine.place_cell(
        replace(vector, kind=kind, source=source, ids=ids, texts=(), buffer=None)
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
        if count < 0:
            raise PathEnd("ValueError", "negative dimensions are not allowed", machine.at(node))
        if count <= MAX_ROWS:
            machine.fuel.burn(1 + count // 32)
            fixed = None if first.origin.by_index or first.origin.ids else (machine.at(node))
            if machine.phase == "batch" and fixed is not None and count == machine.batch > 1:
                note_allocation(machine, node, fixed)
            rows = (Blank(),) * count
            shared = Origin(frozenset(), first.origin.deps)
            return machine.place_cell(Vector(rows, "array", origin=shared, buffer=fixed))
    reached = deep_origin(first, machine.store) if first is not None else NOWHERE
    return machine.place_cell(Vector(None, "array", origin=Origin(frozenset(), reached.deps)))


def _identity(machine: Machine, arguments: Arguments, node: Any) -> Value:
    """``np.eye(n)``: as many rows as columns."""
    count = arguments.get(0, "N")
    if isinstance(count, Const) and isinstance(count.value, int) and 0 <= count.value <= MAX_ROWS:
        return machine.place_cell(Vector((Opaque("a row of a table"),) * count.value, "array"))
    return array_only(machine, arguments, node)


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


def _take(machine: Machine, arguments: Arguments, node: Any) -> Value:
    base, positions = arguments.get(0), arguments.get(1, "indices")
    axis, mode = arguments.get(2, "axis"), arguments.keywords.get("mode")
    if (
        base is None
        or positions is None
        or (isinstance(axis, Const) and axis.value not in (0, None))
    ):
        return array_only(machine, arguments, node)
    if isinstance(mode, Const) and mode.value in ("wrap", "clip"):
        positions = _brought_inside(machine, base, positions, mode.value)
    vector = machine.vector(base)
    if vector is not None and vector.kind == "list":
        # A list does not take a list of positions, NumPy does for it.
        base = machine.place_cell(replace(vector, kind="array"))
    return taken(machine, base, positions, node)


def taken(machine: Machine, base: Value, positions: Value, node: Any) -> Value:
    """``base.take(positions)``. Raises PathEnd where the positions are an empty array of floats."""
    picked = machine.vector(positions)
    if picked is not None and picked.kind == "empty":
        message = "Cannot cast array data from dtype('float64') to dtype('int64')"
        raise PathEnd("TypeError", message, machine.at(node))
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


def _expand(machine: Machine, arguments: Arguments, node: Any) -> Value:
    axis = arguments.get(1, "axis")
    if isinstance(axis, Const) and axis.value != 0:
        return same_rows(machine, arguments, node)
    reached = deep_origin(arguments.positional[0], machine.store)
    return Opaque("an array with a new axis", reached, array=True, rows=1)


def _linspace(machine: Machine, arguments: Arguments, node: Any) -> Value:
    count = arguments.get(2, "num")
    if isinstance(count, Const) and isinstance(count.value, int) and count.value <= MAX_ROWS:
        rows = (Opaque("a number", array=False),) * count.value
        return machine.place_cell(Vector(rows, "array", origin=count.origin))
    return array_only(machine, arguments, node)


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


def _iterator(machine: Machine, arguments: Arguments, node: Any) -> Value:
    """``iter(x)``: the same rows, of which `zip` takes each once."""
    made = same_rows(machine, arguments, node)
    vector = machine.vector(made)
    return made if vector is None else machine.place_cell(replace(vector, kind="iterator"))


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
                    "array asarray asanyarray ascontiguousarray asfortranarray copy nan_to_num "
                    "require cast convert_to_tensor convert_to_numpy"
                ).split()
            ),
            "numpy.ma.array",
            "copy.copy",
            "copy.deepcopy",
            "tqdm.tqdm",
            "tqdm.auto.tqdm",
            "tqdm.notebook.tqdm",
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
            "keras.preprocessing.sequence.pad_sequences",
            "keras.utils.pad_sequences",
            "keras.backend.cast",
            "keras.backend.constant",
        ),
        **_table(
            _one_hot,
            "keras.utils.to_categorical",
            "keras.utils.np_utils.to_categorical",
            "keras.utils.all_utils.to_categorical",
        ),
        **_table(_dummies, "pandas.get_dummies"),
        **_table(
            other_numbers,
            *(
                f"numpy.{name}"
                for name in (
                    "abs sqrt log log1p exp square float_power sign tanh sin cos power negative"
                ).split()
            ),
        ),
        **_table(_allocate, "numpy.empty", "numpy.zeros", "numpy.ones", "numpy.full"),
        **_table(_allocate, "tensorflow.zeros", "tensorflow.ones", "torch.empty", "torch.zeros"),
        **_table(
            _like, "numpy.empty_like", "numpy.zeros_like", "numpy.ones_like", "numpy.full_like"
        ),
        **_table(_arange, "numpy.arange", "tensorflow.range", "torch.arange"),
        **_table(stack, "numpy.stack", "tensorflow.stack", "torch.stack"),
        **_table(concatenate, "numpy.concatenate", "numpy.concat"),
        **_table(concatenate, "tensorflow.concat", "torch.cat"),
        **_table(vstack, "numpy.vstack", "numpy.row_stack"),
        **_table(side_by_side, "numpy.hstack", "numpy.dstack", "numpy.column_stack"),
        **_table(split, "numpy.split"),
        **_table(array_only, "numpy.repeat", "numpy.tile", "numpy.transpose"),
        **_table(_two_axes, "numpy.atleast_2d"),
        **_table(array_only, "numpy.where", "numpy.append", "numpy.pad", "numpy.load"),
        **_table(_take, "numpy.take", "tensorflow.gather"),
        **_table(shuffle, "numpy.random.shuffle", "random.shuffle"),
        **_table(permutation, "numpy.random.permutation"),
        **_table(shuffled_together, "sklearn.utils.shuffle"),
        **_table(permutation, "torch.randperm", "tensorflow.random.shuffle"),
        **_table(drawn, "numpy.random.choice", "random.choices", "random.choice"),
        **_table(sample, "random.sample"),
        **_table(
            random_number,
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
        **_table(array_split, "numpy.array_split"),
        **_table(_expand, "numpy.expand_dims", "tensorflow.expand_dims"),
        **_table(_linspace, "numpy.linspace"),
        **_table(_chained, "itertools.chain"),
        **_table(_flattened, "itertools.chain.from_iterable"),
        **_table(_endless_cycle, "itertools.cycle"),
        **_table(_defaultdict, "collections.defaultdict"),
        **_table(_iterator, "builtins.iter"),
        **_table(_identity, "numpy.eye", "numpy.identity"),
    }
)
