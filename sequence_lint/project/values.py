"""Which classes, functions and modules an expression can be."""

from __future__ import annotations

from collections.abc import Callable
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
from sequence_lint.project.keras_names import KerasBase, is_harmless, part_of_keras_path
from sequence_lint.project.module import Module
from sequence_lint.project.names import Names

Alternatives = tuple[Binding, ...]

# Aliases of aliases, functions that return what functions return: beyond this nobody can follow.
_DEEPEST = 40
_MOST_STEPS = 2_000


class Values:
    """Follows expressions through assignments, imports and functions to all that they can be.

    Alternatives come in the order of the source. What is no alias of anything stays a `ValueRef`.
    """

    def __init__(self, names: Names) -> None:
        self.names = names
        self._known: dict[int, Alternatives] = {}
        self._open: set[int] = set()
        self._steps = 0
        self._cut = False

    def of(self, module: Module, expression: Any) -> Alternatives:
        """All that *expression*, standing in *module*, can be."""
        if not self._open:
            self._steps, self._cut = 0, False
        number = id(expression)
        if number in self._known:
            return self._known[number]
        self._steps += 1
        if number in self._open or len(self._open) > _DEEPEST or self._steps > _MOST_STEPS:
            self._cut = True
            return (Unresolved("it is defined by itself or in too many steps"),)
        self._open.add(number)
        try:
            found = _without_repeats(self._of(module, expression))
        finally:
            self._open.discard(number)
        if not self._cut:
            self._known[number] = found
        return found

    def follow(self, binding: Binding) -> Alternatives:
        """*binding* itself, or what the assigned expression is an alias of."""
        if isinstance(binding, ValueRef) and isinstance(binding.node, _FOLLOWED):
            followed = self.of(binding.module, binding.node)
            if not all(isinstance(one, Unresolved) for one in followed):
                return followed
        return (binding,)

    def returned(self, function: FunctionRef) -> Alternatives:
        """What the function can return."""
        found: list[Binding] = []
        for value in returned_expressions(function.node):
            found += self.of(function.module, value)
        return tuple(found)

    def _of(self, module: Module, expression: Any) -> Alternatives:
        found: Alternatives = (ValueRef(module, expression, True),)
        match expression:
            case nodes.Name(name=name):
                found = self._each(self.names.named(module, expression, name), self.follow)
            case nodes.Attribute(attrname=name):
                found = self._attribute(module, expression, name)
            case nodes.NamedExpr(value=value):
                found = self.of(module, value)
            case nodes.Subscript(value=value):
                # `Base[int]` is Base, but `SIZES[0]` is not SIZES.
                found = self._classes(self.of(module, value), module, expression)
            case nodes.IfExp(body=body, orelse=orelse):
                found = self.of(module, body) + self.of(module, orelse)
            case nodes.BoolOp(values=values):
                found = tuple(one for value in values for one in self.of(module, value))
            case nodes.Call():
                found = self._call(module, expression)
        return found

    def _attribute(self, module: Module, expression: Any, name: str) -> Alternatives:
        looked_up = _keras_look_up(expression)
        if looked_up is not None:
            return (looked_up,)
        return self._each(
            self.of(module, expression.expr),
            lambda base: self._each(self._member(base, name), self.follow),
        )

    def _member(self, base: Binding, name: str) -> Alternatives:
        """What *name* is as an attribute of *base*, which may have inherited it."""
        if not isinstance(base, ClassRef):
            return self.names.attribute(base, name)
        pending, seen = [base], {id(base.node)}
        while pending:
            ref = pending.pop()
            found = self.names.attribute(ref, name)
            if found:
                return found
            for written in reversed(ref.node.bases):
                for one in self.of(ref.module, written):
                    if isinstance(one, ClassRef) and id(one.node) not in seen:
                        seen.add(id(one.node))
                        pending.append(one)
        return ()

    def _call(self, module: Module, call: Any) -> Alternatives:
        looked_up = _keras_look_up(call)
        if looked_up is not None:
            return (looked_up,)
        arguments = call.args
        match self.of(module, call.func):
            case (External("builtins.getattr"),) if len(arguments) > 1:
                name = _text(arguments[1])
                bases = self.of(module, arguments[0]) if name else ()
                return self._each(bases, lambda base: self._member(base, name))
            case (External("importlib.import_module"),) if arguments and _text(arguments[0]):
                return (self.names.module_named(module, _text(arguments[0])),)
            case called:
                functions = [one for one in called if isinstance(one, FunctionRef)]
                returned = tuple(one for made in functions for one in self.returned(made))
                return self._classes(returned, module, call)

    def _classes(self, found: Alternatives, module: Module, expression: Any) -> Alternatives:
        keras_base = self.names.keras_base
        classes = tuple(one for one in found if _is_class(one, keras_base))
        return classes or (ValueRef(module, expression, True),)

    def _each(self, found: Alternatives, then: Callable[[Binding], Alternatives]) -> Alternatives:
        return tuple(one for binding in found for one in then(binding))


_FOLLOWED = (
    nodes.Name,
    nodes.Attribute,
    nodes.Call,
    nodes.IfExp,
    nodes.BoolOp,
    nodes.Subscript,
    nodes.NamedExpr,
)


def returned_expressions(function: Any) -> list[Any]:
    """The expressions that the function returns, without those of functions inside it."""
    found: list[Any] = []
    blocks: list[Any] = list(reversed(function.body))
    while blocks:
        node = blocks.pop()
        if isinstance(node, nodes.Return):
            if node.value is not None:
                found.append(node.value)
        elif not isinstance(node, (nodes.FunctionDef, nodes.ClassDef)):
            blocks += [one for one in node.get_children() if one.is_statement]
    return found


def is_generator(function: Any) -> bool:
    """Whether a `yield` stands in the function itself. astroid's own answer is recursive."""
    body = function.body
    pending: list[Any] = list(body) if isinstance(body, list) else [body]
    while pending:
        node = pending.pop()
        if isinstance(node, (nodes.Yield, nodes.YieldFrom)):
            return True
        if not isinstance(node, (nodes.FunctionDef, nodes.Lambda, nodes.ClassDef)):
            pending += node.get_children()
    return False


def _keras_look_up(expression: Any) -> External | None:
    """The Keras class that a call with "keras" in its text fetches by strings and attributes."""
    words: list[str] = []
    while isinstance(expression, nodes.Attribute) and len(words) < _DEEPEST:
        words.insert(0, expression.attrname)
        expression = expression.expr
    if not isinstance(expression, nodes.Call):
        return None
    texts = [_text(argument) for argument in expression.args]
    called = _callee(expression.func)
    if "keras" not in called.lower() and not any("keras" in text for text in texts):
        return None
    found = part_of_keras_path([text for text in texts if text] + words)
    return None if found is None else External(found)


def _is_class(binding: Binding, keras_base: KerasBase) -> bool:
    match binding:
        case ClassRef():
            return True
        case External(dotted):
            return keras_base(dotted) is not None or is_harmless(dotted)
    return False


def _callee(function: Any) -> str:
    match function:
        case nodes.Name(name=name) | nodes.Attribute(attrname=name):
            return str(name)
    return ""


def _text(expression: Any) -> str:
    if isinstance(expression, nodes.Const) and isinstance(expression.value, str):
        return expression.value
    return ""


def _without_repeats(found: Alternatives) -> Alternatives:
    unique: dict[object, Binding] = {}
    for binding in found:
        match binding:
            case ClassRef(_, node) | FunctionRef(_, node) | ValueRef(_, node, _):
                unique.setdefault(id(node), binding)
            case ModuleRef(module):
                unique.setdefault(id(module), binding)
            case _:
                unique.setdefault(binding, binding)
    return tuple(unique.values())
