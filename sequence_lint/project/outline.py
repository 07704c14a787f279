"""What the statements of a module define, and which of it could be a Sequence by its names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from astroid import nodes

from sequence_lint.project.module import Module
from sequence_lint.project.prefilter import identifiers
from sequence_lint.project.values import returned_expressions
from sequence_lint.project.walking import each_node
from sequence_lint.records import dataclass

# The fields of a statement that hold statements, the last one in the source first.
_BLOCKS = ("cases", "finalbody", "orelse", "handlers", "body")


@dataclass(frozen=True, slots=True, eq=False)
class Definition:
    """A class, function, assignment or renaming import: what it names and what it is made from."""

    node: Any
    names: tuple[str, ...]
    mentions: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """The definitions of a module, wherever in it they stand."""

    classes: tuple[Definition, ...]
    others: tuple[Definition, ...]


def outline(module: Module) -> Outline:
    """The outline of a parsed module."""
    classes, others = [], []
    for node in statements(module.tree):
        match node:
            case nodes.ClassDef():
                classes.append(Definition(node, (node.name,), _mentioned(node.bases)))
            case nodes.FunctionDef():
                others.append(
                    Definition(node, (node.name,), _mentioned(returned_expressions(node)))
                )
            case nodes.Assign():
                names = tuple(one for target in node.targets for one in _targets(target))
                others.append(Definition(node, names, _mentioned([node.value])))
            case nodes.AnnAssign() if node.value is not None:
                others.append(Definition(node, _targets(node.target), _mentioned([node.value])))
            case nodes.ImportFrom():
                for real, alias in node.names:
                    if alias and alias != real:
                        others.append(Definition(node, (alias,), frozenset({real})))
    if ":=" in module.text:
        others += _named_on_the_way(module.tree)
    return Outline(tuple(classes), tuple(others))


def statements(tree: Any) -> Iterator[Any]:
    """All statements of a module, and `except` and `case` blocks, in the order of the source."""
    pending = list(reversed(tree.body))
    while pending:
        node = pending.pop()
        yield node
        for name in _BLOCKS:
            block = getattr(node, name, None)
            if isinstance(block, list):
                pending += reversed(block)


def _named_on_the_way(tree: Any) -> Iterator[Definition]:
    for node in each_node(tree):
        if isinstance(node, nodes.NamedExpr):
            yield Definition(node, _targets(node.target), _mentioned([node.value]))


def _targets(target: Any) -> tuple[str, ...]:
    match target:
        case nodes.AssignName(name=name):
            return (name,)
        case nodes.Tuple(elts=elements) | nodes.List(elts=elements):
            return tuple(name for element in elements for name in _targets(element))
    return ()


def _mentioned(expressions: Iterable[Any]) -> frozenset[str]:
    """All identifiers in the expressions, those in strings too."""
    found: set[str] = set()
    for node in each_node(*expressions):
        match node:
            case nodes.Name(name=name) | nodes.Attribute(attrname=name):
                found.add(name)
            case nodes.Const(value=str(text)):
                found |= identifiers(text.encode(errors="replace"))
    return frozenset(found)
