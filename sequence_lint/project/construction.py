"""What an instance was made with: the arguments of its constructor, as they are written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from astroid import nodes

from sequence_lint.project.bindings import ClassRef, FunctionRef
from sequence_lint.project.module import Module
from sequence_lint.project.reaching import every, reaching
from sequence_lint.project.scopes import scopes
from sequence_lint.project.terms import Made, Number, Partial
from sequence_lint.records import dataclass

if TYPE_CHECKING:
    from sequence_lint.project.flow import Flow

_MOST_NAMES = 10


@dataclass(frozen=True, slots=True)
class Construction:
    """The call that makes an instance, and the constructor that it calls."""

    flow: Flow
    module: Module
    call: Any
    function: FunctionRef
    keywords: Mapping[str, Any]

    @classmethod
    def of(cls, flow: Flow, made: Made) -> Construction | None:
        """How *made* was made; None where a call does not show it."""
        if not isinstance(made.node, nodes.Call):
            return None
        function = flow.members.defines(made.ref, "__init__")
        called = flow.of(made.module, made.node.func)
        plain = all(isinstance(term, ClassRef) for term in called)
        if function is None or not plain or any(isinstance(one, Partial) for one in called):
            return None
        if any(isinstance(one, nodes.Starred) for one in made.node.args):
            return None
        keywords = _keywords(flow, made.module, made.node)
        return None if keywords is None else cls(flow, made.module, made.node, function, keywords)

    def argument(self, parameter: str) -> Any:
        """The expression for the parameter, None where it is left out."""
        if parameter in self.keywords:
            return self.keywords[parameter]
        spec = self.function.node.args
        names = [one.name for one in (*(spec.posonlyargs or ()), *(spec.args or ()))][1:]
        if parameter not in names or names.index(parameter) >= len(self.call.args):
            return None
        return self.call.args[names.index(parameter)]

    def gives(self, parameter: str) -> bool:
        """Whether the call has an argument for it."""
        return self.argument(parameter) is not None

    def literal(self, parameter: str) -> str | None:
        """The argument as a literal (``True``, ``'train'``), None where it is none."""
        node = self.argument(parameter)
        return repr(node.value) if isinstance(node, nodes.Const) else None

    def is_same(self, parameter: str, module: Module, node: Any) -> bool:
        """Whether *node* is the same value as what the call gives for the parameter."""
        given = self.argument(parameter)
        if given is None:
            return self._is_default(parameter, node)
        if isinstance(given, nodes.Const) or isinstance(node, nodes.Const):
            return self._number(self.module, given) == self._number(module, node) is not None
        mine, other = _identity(given), _identity(node)
        return mine is not None and mine == other

    def _is_default(self, parameter: str, node: Any) -> bool:
        if not isinstance(node, nodes.Const):
            return False
        try:
            default = self.function.node.args.default_value(parameter)
        except Exception:  # astroid has an exception of its own for "there is none"
            return False
        return isinstance(default, nodes.Const) and default.value == node.value is not None

    def _number(self, module: Module, node: Any) -> float | None:
        match self.flow.of(module, node):
            case (Number(value),):
                return value
        return None


def _keywords(flow: Flow, module: Module, call: Any) -> dict[str, Any] | None:
    """The keywords by name, with those of a dictionary that is written down; None for others."""
    found: dict[str, Any] = {}
    for keyword in call.keywords:
        if keyword.arg is not None:
            found[keyword.arg] = keyword.value
            continue
        value = keyword.value
        given = flow.sole_value(module, value) if isinstance(value, nodes.Name) else (module, value)
        if given is None or not isinstance(given[1], nodes.Dict):
            return None
        for key, item in given[1].items:
            if not isinstance(key, nodes.Const) or not isinstance(key.value, str):
                return None
            found[key.value] = item
    return found


def _identity(node: Any) -> object:
    """What tells two expressions for the same value: how they are spelt, and what binds the name.

    None for all but dotted names. A name that is only another one's second name is that one.
    """
    for _ in range(_MOST_NAMES):
        root = node
        while isinstance(root, nodes.Attribute):
            root = root.expr
        if not isinstance(root, nodes.Name):
            return None
        bound = _bound(root)
        if node is root and len(bound) == 1:
            other = _alias(bound[0])
            if other is not None:
                node = other
                continue
        own = next((b for b in bound if _is_self(b)), None)
        binders = (id(own.parent.parent.parent),) if own is not None else tuple(map(id, bound))
        return node.as_string(), binders
    return None


def _alias(binder: Any) -> Any:
    if isinstance(binder, nodes.AssignName) and isinstance(binder.parent, nodes.Assign):
        value = binder.parent.value
        return value if isinstance(value, (nodes.Name, nodes.Attribute)) else None
    return None


def _bound(name: Any) -> list[Any]:
    for scope, in_order in scopes(name):
        found = reaching(scope, name.name, name) if in_order else every(scope, name.name)
        if found:
            return found
    return []


def _is_self(binder: Any) -> bool:
    """Whether this is the first parameter of a method."""
    arguments = binder.parent
    if not isinstance(arguments, nodes.Arguments):
        return False
    function = arguments.parent
    names = [one.name for one in arguments.args or ()]
    return isinstance(function.parent, nodes.ClassDef) and names[:1] == [binder.name]
