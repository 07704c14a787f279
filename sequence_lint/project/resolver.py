"""Single answers, for the dry run, to what names and attributes stand for."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from astroid import nodes

from sequence_lint.project.bindings import (
    Binding,
    ClassRef,
    External,
    FunctionRef,
    ModuleRef,
    Unresolved,
    ValueRef,
)
from sequence_lint.project.hierarchy import Hierarchy
from sequence_lint.project.keras_names import KerasBase, with_extra
from sequence_lint.project.module import Module
from sequence_lint.project.modules import Modules
from sequence_lint.project.names import Names
from sequence_lint.project.values import Alternatives, Values

_IMPORTED = (External, ModuleRef)


class Resolver:
    """Looks names up and settles on one of the alternatives, or on none where they compete."""

    def __init__(self, modules: Modules, extra_bases: Collection[str] = ()) -> None:
        self.modules = modules
        self.names = Names(modules, with_extra(extra_bases))
        self.values = Values(self.names)
        self.hierarchy = Hierarchy(self.values)
        self._looked_up: dict[tuple[int, str], Binding] = {}

    def lookup(self, module: Module, node: Any, name: str) -> Binding:
        """What *name* stands for at *node* of *module*; plain aliases are followed."""
        asked = id(node), name
        if asked not in self._looked_up:
            found = self.names.named(module, node, name)
            self._looked_up[asked] = self._settle(found, f"`{name}` is not defined")
        return self._looked_up[asked]

    def attribute(self, binding: Binding, name: str) -> Binding:
        """What *name* is as an attribute of *binding*; classes are asked with their bases."""
        match binding:
            case Unresolved():
                return binding
            case ClassRef():
                return self._of_class(binding, name)
            case ValueRef():
                followed = self._followed(binding)
                if isinstance(followed, ValueRef):
                    return Unresolved(f"the attribute `{name}` of a value")
                return self.attribute(followed, name)
        found = self.names.attribute(binding, name)
        return self._settle(found, f"the attribute `{name}` is not known")

    def _of_class(self, ref: ClassRef, name: str) -> Binding:
        for one in self.hierarchy.linear(ref):
            if isinstance(one, ClassRef):
                found = self.names.attribute(one, name)
                if found:
                    return self._settle(found, "")
        return Unresolved(f"`{ref.node.name}` has no `{name}` in the linted files")

    def _settle(self, found: Alternatives, otherwise: str) -> Binding:
        followed = tuple(self._followed(one) for one in found)
        if not followed:
            return Unresolved(otherwise)
        if len(followed) == 1 or all(one == followed[0] for one in followed):
            return followed[0]
        return _best(followed, self.names.keras_base)

    def _followed(self, binding: Binding) -> Binding:
        """The one thing that an assigned name is an alias of, or else the assignment."""
        if not isinstance(binding, ValueRef) or not _is_alias(binding.node):
            return binding
        found = self.values.of(binding.module, binding.node)
        if not found or any(isinstance(one, Unresolved) for one in found):
            return binding
        best = found[0] if len(found) == 1 else _best(found, self.names.keras_base)
        if isinstance(best, ValueRef):
            return ValueRef(best.module, best.node, best.sure and binding.sure)
        return best if binding.sure else binding


def _best(found: Alternatives, keras_base: KerasBase) -> Binding:
    """One of several alternatives: Keras' class, what the first import gives, the last value."""
    for one in found:
        if isinstance(one, External) and keras_base(one.dotted):
            return one
    for one in found:
        if isinstance(one, _IMPORTED):
            return one
    last = found[-1]
    if all(isinstance(one, ValueRef) for one in found) and isinstance(last, ValueRef):
        return ValueRef(last.module, last.node, sure=False)
    if any(isinstance(one, (FunctionRef, ClassRef)) for one in found):
        return Unresolved("it is defined in several ways")
    return Unresolved("it is assigned in several ways")


def _is_alias(node: Any) -> bool:
    """Whether an expression is a dotted name, which gives something a second name."""
    while isinstance(node, nodes.Attribute):
        node = node.expr
    return isinstance(node, nodes.Name)
