"""What stands where in the parsed modules: calls by name, stores into attributes and groups."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from astroid import nodes

from sequence_lint.project.module import Module
from sequence_lint.project.values import is_generator
from sequence_lint.project.walking import each_node

GROWING = frozenset({"append", "add", "extend", "insert", "update", "setdefault", "appendleft"})
"""The methods that put something into a collection."""

_KEPT = (
    nodes.Call,
    nodes.AssignAttr,
    nodes.Subscript,
    nodes.FunctionDef,
    nodes.ClassDef,
    nodes.Name,
    nodes.Attribute,
)

At = tuple[Module, Any]


class Written:
    """An index over some modules. All places come in the order of the modules and the source."""

    def __init__(self) -> None:
        self.modules: list[Module] = []
        self.calls: dict[str, list[At]] = defaultdict(list)
        self.stores: dict[str, list[At]] = defaultdict(list)
        self.growth: dict[str, list[At]] = defaultdict(list)
        self.handed_on: dict[str, list[At]] = defaultdict(list)
        self.classes: list[At] = []
        self.functions: list[At] = []
        self.heirs: dict[str, list[At]] = defaultdict(list)
        self._own_stores: dict[int, dict[str, list[At]]] = {}
        self._generators: dict[int, bool] = {}

    def add(self, module: Module) -> None:
        """Take one more module into the index."""
        self.modules.append(module)
        kept = [node for node in each_node(module.tree) if isinstance(node, _KEPT)]
        for node in sorted(kept, key=_start):
            self._add(module, node)

    def own_stores(self, module: Module, owner: Any) -> dict[str, list[At]]:
        """What the methods of a class store into attributes of their object, by attribute."""
        known = self._own_stores.get(id(owner))
        if known is None:
            known = self._own_stores[id(owner)] = _own_stores(module, owner)
        return known

    def is_generator(self, function: Any) -> bool:
        """Whether a `yield` stands in the function itself."""
        known = self._generators.get(id(function))
        if known is None:
            known = self._generators[id(function)] = is_generator(function)
        return known

    def _add(self, module: Module, node: Any) -> None:
        match node:
            case nodes.Call(func=called):
                self.calls[last_name(called)].append((module, node))
                if isinstance(called, nodes.Attribute) and called.attrname in GROWING:
                    self.growth[last_name(called.expr)].append((module, node))
            case nodes.AssignAttr(attrname=name):
                self.stores[name].append((module, node))
            case nodes.Subscript(value=value) if _is_stored_to(node):
                self.growth[last_name(value)].append((module, node))
            case nodes.FunctionDef():
                self.functions.append((module, node))
            case nodes.ClassDef():
                self.classes.append((module, node))
                for name in {last_name(base) for base in node.bases}:
                    self.heirs[name].append((module, node))
        if isinstance(node, (nodes.Name, nodes.Attribute)) and not _is_called(node):
            self.handed_on[last_name(node)].append((module, node))


def last_name(expression: Any) -> str:
    """The last part of a dotted name, "" for anything else."""
    match expression:
        case nodes.Name(name=name) | nodes.AssignName(name=name):
            return str(name)
        case nodes.Attribute(attrname=name) | nodes.AssignAttr(attrname=name):
            return str(name)
    return ""


def first_parameter(function: Any) -> str:
    """The name of the first parameter, "" if there is none."""
    parameters = [*(function.args.posonlyargs or ()), *(function.args.args or ())]
    return str(parameters[0].name) if parameters else ""


def _own_stores(module: Module, owner: Any) -> dict[str, list[At]]:
    stores: dict[str, list[At]] = {}
    for method in owner.body:
        if not isinstance(method, nodes.FunctionDef):
            continue
        for node in each_node(method):
            if isinstance(node, nodes.AssignAttr) and isinstance(node.expr, nodes.Name):
                if node.expr.name == first_parameter(method):
                    stores.setdefault(node.attrname, []).append((module, node))
    for places in stores.values():
        places.sort(key=lambda at: _start(at[1]))
    return stores


def _is_called(node: Any) -> bool:
    parent = node.parent
    if isinstance(parent, nodes.Call):
        return parent.func is node
    # The middle of a dotted name: `trainer` in `trainer.run()`.
    return isinstance(parent, (nodes.Attribute, nodes.AssignAttr, nodes.Decorators))


def _is_stored_to(node: Any) -> bool:
    return isinstance(node.parent, nodes.Assign) and any(
        node is target for target in node.parent.targets
    )


def _start(node: Any) -> tuple[int, int]:
    return node.lineno or 0, node.col_offset or 0
