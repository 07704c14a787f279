"""What a name, an attribute or an import in the linted files stands for."""

from __future__ import annotations

import builtins
from collections.abc import Iterator
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
from sequence_lint.project.keras_names import LIBRARIES, KerasBase, keras_base
from sequence_lint.project.module import Module
from sequence_lint.project.modules import Modules
from sequence_lint.project.parse import STAR
from sequence_lint.project.scopes import (
    assigned_value,
    binders,
    has_competitors,
    scopes,
    statement,
)

_BUILTINS = frozenset(dir(builtins))
_TOO_FAR = 64


class Names:
    """Lexical look-up over the linted files.

    The answers come as tuples of alternatives: what the branches of an ``if`` or the two halves of
    a ``try`` give. An empty tuple means that there is no such name here. Assigned names come as
    `ValueRef`, their expressions are for the caller to follow.
    """

    def __init__(self, modules: Modules, keras_base: KerasBase = keras_base) -> None:
        self.keras_base = keras_base
        self._modules = modules
        self._asked: set[tuple[Module, str]] = set()

    def named(self, module: Module, node: Any, name: str) -> tuple[Binding, ...]:
        """What *name* can stand for at *node* of *module*."""
        for scope, in_order in scopes(node):
            found = binders(scope, name, node if in_order else None)
            if found:
                return self._bound(module, name, found)
        return self._beyond_scopes(module, name)

    def member(self, module: Module, name: str) -> tuple[Binding, ...]:
        """What *name* is as an attribute of *module*: defined or imported in it, or a submodule."""
        if keras_base(f"{module.name}.{name}"):
            return (External(f"{module.name}.{name}"),)
        if (module, name) in self._asked or len(self._asked) > _TOO_FAR:
            return ()
        self._asked.add((module, name))
        try:
            return self._member(module, name)
        finally:
            self._asked.discard((module, name))

    def attribute(self, base: Binding, name: str) -> tuple[Binding, ...]:
        """What *name* is as an attribute of *base*. Inheritance is not followed."""
        match base:
            case External(dotted):
                return (External(f"{dotted}.{name}"),)
            case ModuleRef(module):
                return self.member(module, name) or (_foreign_member(module, name),)
            case ClassRef(module, node):
                return self._bound(module, name, binders(node, name))
        return ()

    def bound_by(self, module: Module, name: str, node: Any) -> tuple[Binding, ...]:
        """What the binding *node* of *module* gives to *name*."""
        return self._binding(module, name, node, alone=True)

    def module_named(self, importer: Module, dotted: str) -> Binding:
        """The module that ``import dotted`` in *importer* gives access to."""
        found = self._modules.imported(importer, dotted, 0)
        return External(dotted) if found is None else ModuleRef(found)

    def location(self, module: Module) -> str:
        """The absolute path of *module* with ``/`` between folders and without ``.py``."""
        return self._modules.location(module)

    def _member(self, module: Module, name: str) -> tuple[Binding, ...]:
        found = self._bound(module, name, binders(module.tree, name))
        if not found:
            found = self._by_star(module, name)
        if not found:
            submodule = self._modules.submodule(module, name)
            found = () if submodule is None else (ModuleRef(submodule),)
        return found

    def _beyond_scopes(self, module: Module, name: str) -> tuple[Binding, ...]:
        found = self._by_star(module, name)
        if found:
            return found
        if name in _BUILTINS:
            return (External(f"builtins.{name}"),)
        foreign = set(self._foreign_stars(module, set()))
        return (External(f"{foreign.pop()}.{name}"),) if len(foreign) == 1 else ()

    def _by_star(self, module: Module, name: str) -> tuple[Binding, ...]:
        """What a star import of linted modules, or of one that has a Keras Sequence, brings."""
        for node in reversed(binders_of_stars(module)):
            target = self._modules.imported(module, node.modname, node.level or 0)
            if target is None:
                if self.keras_base(f"{node.modname}.{name}"):
                    return (External(f"{node.modname}.{name}"),)
            elif target is not module and _exports(target, name):
                found = self.member(target, name)
                if found:
                    return found
        return ()

    def _foreign_stars(self, module: Module, seen: set[Module]) -> Iterator[str]:
        """The modules outside the linted files that star imports reach, by their dotted names."""
        if module in seen:
            return
        seen.add(module)
        for node in binders_of_stars(module):
            target = self._modules.imported(module, node.modname, node.level or 0)
            if target is not None:
                yield from self._foreign_stars(target, seen)
            elif not node.level:
                yield node.modname

    def _bound(self, module: Module, name: str, found: list[Any]) -> tuple[Binding, ...]:
        alone = len(found) == 1
        bindings = [
            binding for node in found for binding in self._binding(module, name, node, alone)
        ]
        return tuple(bindings)

    def _binding(self, module: Module, name: str, node: Any, alone: bool) -> tuple[Binding, ...]:
        match node:
            case nodes.ClassDef():
                return (ClassRef(module, node),)
            case nodes.FunctionDef():
                return (FunctionRef(module, node),)
            case nodes.Import():
                return (self._by_import(module, name, node),)
            case nodes.ImportFrom():
                return self._by_from(module, name, node)
        value = assigned_value(node)
        if value is None:
            return (Unresolved(_how_bound(name, node)),)
        return (ValueRef(module, value, alone and not has_competitors(node)),)

    def _by_import(self, module: Module, name: str, node: Any) -> Binding:
        for dotted, alias in node.names:
            if alias == name:
                return self.module_named(module, dotted)
        dotted = next(d for d, a in node.names if a is None and d.partition(".")[0] == name)
        top = self.module_named(module, name)
        if isinstance(top, External) or isinstance(self.module_named(module, dotted), ModuleRef):
            return top
        # What is linted is only a namesake of the package that is meant.
        return External(name) if name in LIBRARIES else top

    def _by_from(self, module: Module, name: str, node: Any) -> tuple[Binding, ...]:
        real = next(real for real, alias in node.names if (alias or real) == name)
        if not node.level and keras_base(f"{node.modname}.{real}"):
            return (External(f"{node.modname}.{real}"),)
        target = self._modules.imported(module, node.modname, node.level or 0)
        if target is not None:
            return self.member(target, real) or (_foreign_member(target, real),)
        if not node.level:
            return (External(f"{node.modname}.{real}"),)
        dots = "." * node.level
        return (Unresolved(f"`{dots}{node.modname}` is not among the linted files"),)


def binders_of_stars(module: Module) -> list[Any]:
    """The star imports of a module."""
    return list(module.tree.locals.get(STAR, ()))


def _exports(module: Module, name: str) -> bool:
    """Whether a star import of *module* takes *name* along."""
    listed = binders(module.tree, "__all__")
    if len(listed) == 1 and not has_competitors(listed[0]):
        value = assigned_value(listed[0])
        if isinstance(value, (nodes.List, nodes.Tuple)) and not _extended(module):
            return any(isinstance(one, nodes.Const) and one.value == name for one in value.elts)
    return not name.startswith("_")


def _extended(module: Module) -> bool:
    """Whether ``__all__`` may be added to after its first assignment."""
    return len(module.tree.locals["__all__"]) > 1 or module.text.count("__all__") > 1


def _foreign_member(module: Module, name: str) -> Binding:
    if module.name.partition(".")[0] in LIBRARIES:
        return External(f"{module.name}.{name}")
    return Unresolved(f"`{name}` is not defined in {module.path}")


def _how_bound(name: str, node: Any) -> str:
    match statement(node):
        case nodes.FunctionDef() | nodes.Lambda():
            return f"`{name}` is a parameter"
        case nodes.For():
            return f"`{name}` is assigned by a loop"
        case nodes.With():
            return f"`{name}` is assigned by a `with`"
    return f"`{name}` is assigned in a way that is not followed"
