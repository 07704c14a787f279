"""Attribute access: on the instance and its classes, on arrays and frames, on modules."""

from __future__ import annotations

from typing import Any

from sequence_lint.dryrun.machine import Frame, Machine, PathEnd
from sequence_lint.dryrun.values import (
    INDEX,
    ClassValue,
    Const,
    Foreign,
    Function,
    Instance,
    Mapping,
    Method,
    ModuleValue,
    Opaque,
    Origin,
    Ref,
    ShapeOf,
    Super,
    Tup,
    Value,
    Vector,
    Whole,
    tainted,
)
from sequence_lint.project.bindings import (
    Binding,
    ClassRef,
    External,
    FunctionRef,
    ModuleRef,
    Unresolved,
    ValueRef,
)

SAME_ROWS = frozenset({"values", "index", "array", "str", "dt", "data", "real", "flat"})
"""Attributes of arrays and frames that have the same rows."""

OF_ARRAYS = frozenset("shape reshape astype dtype ndim size take iloc loc values tolist".split())
"""Attributes of arrays and frames that a list does not have."""

# A named tuple may well have a `shape` or a `size`.
_OF_NO_TUPLE = frozenset("reshape astype dtype ndim tolist".split())

ACCESSORS = frozenset({"iloc", "loc", "at", "iat", "ix"})


def attribute(machine: Machine, base: Value, name: str, node: Any) -> Value:
    """``base.name``."""
    match base:
        case Foreign():
            return Foreign(f"{base.dotted}.{name}")
        case ModuleValue():
            return from_binding(machine, machine.project.attribute(base.binding, name), name)
        case Super():
            return _from_super(machine, base, name)
        case ClassValue():
            return _from_class(machine, base, name)
        case Opaque():
            return _from_unknown(machine, base, name)
    cell = machine.cell(base)
    match cell:
        case Instance():
            assert isinstance(base, Ref)
            return _from_instance(machine, base, cell, name, node)
        case Vector():
            vector = machine.vector(base)
            assert vector is not None
            refuse_list(machine, vector, name, node)
            machine.changes.edits.note_attribute(vector, name)
            return _from_vector(base, vector, name)
        case Mapping() | None:
            _refuse_tuple(machine, base, name, node)
            return Method(base, name)
        case Opaque():
            return _from_unknown(machine, cell, name)
    return machine.unknown("an attribute of something unknown", node, base)


def _from_unknown(machine: Machine, base: Opaque, name: str) -> Value:
    if name in ACCESSORS:
        return Method(base, name)
    if base.key is not None and not base.origin.by_index and not base.origin.ids:
        if name == "shape":
            return Opaque(base.why, base.origin, key=f"{base.key}.shape")
        key = f"{base.key}.{name}"
        return machine.named(key, base.why, argument=base.argument, reached=base.origin)
    return Opaque(base.why, base.origin, array=base.array and name in SAME_ROWS)


def refuse_list(machine: Machine, vector: Vector, name: str, node: Any) -> None:
    """Raises PathEnd where *name* is an attribute of arrays, and *vector* is certainly a list."""
    if vector.kind == "list" and name in OF_ARRAYS:
        message = f"'list' object has no attribute '{name}'"
        raise PathEnd("AttributeError", message, machine.at(node))


def _refuse_tuple(machine: Machine, base: Value, name: str, node: Any) -> None:
    """The same for a tuple, unless it was given: that may be an array."""
    if isinstance(base, Tup) and name in _OF_NO_TUPLE and not base.origin.ids:
        message = f"'tuple' object has no attribute '{name}'"
        raise PathEnd("AttributeError", message, machine.at(node))


def _from_vector(base: Value, vector: Vector, name: str) -> Value:
    if name in ACCESSORS:
        return Method(base, name)
    if name in SAME_ROWS:
        return base
    if name == "shape":
        if vector.rows is None:
            return Opaque("a shape that is not known", vector.origin)
        return ShapeOf(len(vector.rows), counted(vector))
    if name == "size" and isinstance(vector.rows, Whole):
        return Const(len(vector.rows), counted(vector))
    if name in ("T", "size", "ndim", "dtype", "nbytes", "columns"):
        return Opaque("a property of an array", vector.origin)
    # A column of a frame: the same rows.
    return base


def counted(vector: Vector) -> Origin:
    """The origin of the number of rows of *vector*: which collections it counts."""
    own = frozenset({f"n:{vector.source}"}) if vector.source is not None else frozenset()
    if vector.source is None and vector.buffer is None and isinstance(vector.rows, tuple):
        # A list that a batch fills has as many items as the index selected.
        if any(row.origin.by_index for row in vector.rows):
            own |= {INDEX}
    return Origin(frozenset(), vector.origin.deps | own)


def instance_class_dict(found: Any) -> list[Any]:
    """The classes of the linted files in the MRO of *found*, itself first."""
    return [entry for entry in found.lineage if isinstance(entry, ClassRef)]


Member = tuple[int, ClassRef, Any]
"""Position in the lineage, class, and the FunctionDef or expression that defines it there."""


def find_member(cls: Any, name: str, start: int = 0) -> Member | None:
    """The first member *name* of *cls* at or after position *start* of its lineage."""
    for position, entry in enumerate(cls.lineage):
        if position < start or not isinstance(entry, ClassRef):
            continue
        node = member_node(entry.node, name)
        if node is not None:
            return position, entry, node
    return None


def member_node(class_node: Any, name: str) -> Any:
    """The last definition of *name* in the body of a class: a FunctionDef or an expression."""
    found = None
    for statement in class_node.body:
        kind = type(statement).__name__
        if kind in ("FunctionDef", "AsyncFunctionDef") and statement.name == name:
            found = statement if not _is_setter(statement) else found
        elif kind == "Assign":
            for target in statement.targets:
                if getattr(target, "name", None) == name:
                    found = statement.value
        elif kind == "AnnAssign" and getattr(statement.target, "name", None) == name:
            found = statement.value if statement.value is not None else found
    return found


def _is_setter(function: Any) -> bool:
    return any(
        getattr(node, "attrname", "") in ("setter", "deleter") for node in decorators(function)
    )


def decorators(function: Any) -> list[Any]:
    """The decorator expressions of a FunctionDef."""
    return list(function.decorators.nodes) if function.decorators is not None else []


def decorator_names(function: Any) -> set[str]:
    """The last names of the decorators of a FunctionDef: {"property"}."""
    names = set()
    for node in decorators(function):
        target = getattr(node, "func", node)
        names.add(getattr(target, "attrname", None) or getattr(target, "name", "") or "")
    return names


def _from_instance(machine: Machine, base: Ref, cell: Instance, name: str, node: Any) -> Value:
    if machine.phase == "batch":
        machine.changes.note_read(machine, base, cell, name)
    if name in cell.attributes:
        return tainted(cell.attributes[name], base.origin)
    if name == "__class__":
        return ClassValue(cell.cls.module, cell.cls.node)
    member = find_member(cell.cls, name)
    if member is not None:
        return bind_member(machine, base, member)
    if cell.cls is not machine.found:
        return Opaque(f"`{name}` is set outside its class")
    machine.absences.note(machine, name, node)
    return machine.named(f"self.{name}", f"`self.{name}` is set outside the class")


def bind_member(machine: Machine, base: Ref, member: Member) -> Value:
    """A member of the class as seen through the instance *base*."""
    from sequence_lint.dryrun.calls import call_function

    position, owner, node = member
    if type(node).__name__ not in ("FunctionDef", "AsyncFunctionDef"):
        return _class_attribute(machine, owner, node)
    function = Function(owner.module, node, owner=(position, owner))
    names = decorator_names(node)
    if names & {"property", "cached_property", "lazy_property"}:
        return call_function(machine, function, [base], {}, node)
    if "staticmethod" in names:
        return function
    if "classmethod" in names:
        cell = machine.cell(base)
        cls = cell.cls if isinstance(cell, Instance) else owner
        return Method(ClassValue(cls.module, cls.node), node.name, function)
    return Method(base, node.name, function)


def _class_attribute(machine: Machine, owner: ClassRef, node: Any) -> Value:
    """A class attribute; one value for the whole run."""
    if id(node) not in machine.globals:
        frame = Frame(owner.module, {}, node=owner.node)
        with machine.inside(frame), machine.in_root_store():
            machine.globals[id(node)] = machine.evaluate(node)
    return machine.globals[id(node)]


def _from_super(machine: Machine, base: Super, name: str) -> Value:
    cell = machine.cell(base.instance)
    if not isinstance(cell, Instance):
        # `super(Boxes, Boxes)`, as static methods write it.
        return machine.unknown("a method of a base that is asked of the class")
    member = find_member(cell.cls, name, base.position + 1)
    if member is None:
        return Foreign(f"super.{name}")
    if name == "__init__":
        passed = cell.cls.lineage[base.position + 1 : member[0]]
        machine.construction.note_super(base.instance, passed)
    return bind_member(machine, base.instance, member)


def _from_class(machine: Machine, base: ClassValue, name: str) -> Value:
    if name in ("__name__", "__qualname__"):
        return Const(base.node.name)
    member = find_member(_with_lineage(machine, base), name)
    if member is None:
        return Foreign(f"{base.node.name}.{name}")
    _, owner, node = member
    if type(node).__name__ not in ("FunctionDef", "AsyncFunctionDef"):
        return _class_attribute(machine, owner, node)
    position = next(
        (
            at
            for at, entry in enumerate(machine.found.lineage)
            if isinstance(entry, ClassRef) and entry.node is owner.node
        ),
        0,
    )
    function = Function(owner.module, node, owner=(position, owner))
    if "classmethod" in decorator_names(node):
        return Method(base, name, function)
    return function


def _with_lineage(machine: Machine, cls: ClassValue) -> Any:
    """The class as something that members can be looked up in."""
    from sequence_lint.dryrun.calls import PlainClass

    if cls.node is machine.found.node:
        return machine.found
    lineage = machine.project.lineage(ClassRef(cls.module, cls.node))
    return PlainClass(cls.module, cls.node, lineage)


def from_binding(machine: Machine, binding: Binding, name: str) -> Value:
    """The value that a name of the linted files stands for."""
    match binding:
        case External():
            return Foreign(binding.dotted)
        case ModuleRef():
            return ModuleValue(binding)
        case FunctionRef():
            return Function(binding.module, binding.node)
        case ClassRef():
            return ClassValue(binding.module, binding.node)
        case ValueRef():
            return _global_value(machine, binding, name)
        case Unresolved():
            return machine.named(f"global {name}", f"`{name}` is not defined in the linted files")


def _global_value(machine: Machine, binding: ValueRef, name: str) -> Value:
    """A module-level name; one value for the whole run."""
    node = binding.node
    if not binding.sure:
        return machine.named(f"global {name}", f"`{name}` is assigned in several places")
    if id(node) not in machine.globals:
        machine.globals[id(node)] = machine.named(f"global {name}", f"`{name}` refers to itself")
        with machine.inside(Frame(binding.module, {})), machine.in_root_store():
            machine.globals[id(node)] = machine.evaluate(node)
    return machine.globals[id(node)]


def set_attribute(machine: Machine, base: Value, name: str, value: Value) -> None:
    """``base.name = value``; forgotten where *base* is no instance of a linted class."""
    cell = machine.cell(base)
    if not isinstance(base, Ref) or not isinstance(cell, Instance):
        return
    machine.store[base.address] = Instance(cell.cls, {**cell.attributes, name: value})
    held = machine.cell(value)
    if isinstance(held, Vector) and held.source is not None:
        machine.display.setdefault(held.source, name)


def get_closure(frame: Frame) -> dict[str, Value]:
    """The locals that a function defined in *frame* sees."""
    return {**frame.closure, **frame.names} if frame.closure else dict(frame.names)
