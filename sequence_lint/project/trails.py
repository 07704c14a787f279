"""Which expressions could have to do with an instance by the words in them: cheap, and never less.

Followed by words alone, a name is tainted in all of its module when it is tainted anywhere in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from astroid import nodes

from sequence_lint.project.terms import each_node
from sequence_lint.project.values import returned_expressions

_GROWING = frozenset({"append", "add", "extend", "insert", "update", "setdefault", "appendleft"})

#: What a class or its instances call their class by: `cls()`, `type(self)()`.
OWN_CLASS = frozenset({"cls", "klass", "__class__", "type"})

_Link = tuple[frozenset[str], tuple[str, ...]]


class Trail:
    """The tainted words of one module."""

    def __init__(self, tree: Any) -> None:
        self.words: set[str] = set()
        self._mentions: dict[int, frozenset[str]] = {}
        self._waiting: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for mentions, names in _links(tree):
            for word in mentions:
                self._waiting[word].append(names)

    def taint(self, words: Iterable[str]) -> None:
        """Let *words* be tainted, and all names that are given something that mentions them."""
        pending = list(words)
        while pending:
            word = pending.pop()
            if word not in self.words:
                self.words.add(word)
                for names in self._waiting.get(word, ()):
                    pending += names

    def leads_to(self, expression: Any) -> bool:
        """Whether the expression mentions a tainted word."""
        if not self.words:
            return False
        known = self._mentions.get(id(expression))
        if known is None:
            known = self._mentions[id(expression)] = frozenset(mentioned(expression))
        return not self.words.isdisjoint(known)


def is_own(expression: Any) -> bool:
    """Whether it may be an instance, or a group that grows, without a word that says so."""
    match expression:
        case nodes.Name(name="self"):
            return True
        case nodes.Call(func=nodes.Name(name=name)):
            return name in ("cls", "klass", "list", "dict")
        case nodes.List(elts=[]) | nodes.Dict(items=[]):
            return True
    return False


def mentioned(expression: Any) -> Iterator[str]:
    """All names and attributes in an expression."""
    for node in each_node(expression):
        match node:
            case nodes.Name(name=name) | nodes.Attribute(attrname=name):
                yield name


def _links(tree: Any) -> Iterator[_Link]:
    """What is mentioned, and the names that it is given to."""
    every = list(each_node(tree))
    stored_into = {
        node.expr.name
        for node in every
        if isinstance(node, nodes.AssignAttr) and isinstance(node.expr, nodes.Name)
    } - {"self", "cls"}
    for node in every:
        value, targets = _assigned(node)
        if value is not None:
            yield frozenset(mentioned(value)), _named(targets)
            # `task = Task()`, `task.feed = Feed()`: then a task may hold an instance.
            held = stored_into.intersection(_named(targets))
            if held and isinstance(value, nodes.Call):
                yield frozenset(held), tuple(mentioned(value.func))
            continue
        match node:
            case nodes.With(items=items):
                for value, target in items:
                    if target is not None:
                        yield frozenset(mentioned(value)), _named([target])
            case nodes.FunctionDef() | nodes.Yield():
                yield from _handed_out(node)
            case nodes.Call(func=nodes.Attribute(attrname=method)) if method in _GROWING:
                yield frozenset(_given(node)), tuple(mentioned(node.func.expr))
            case nodes.ImportFrom(names=names):
                yield from ((frozenset({one}), (alias,)) for one, alias in names if alias)


def _assigned(node: Any) -> tuple[Any, list[Any]]:
    """What a statement or expression gives to which targets; None if it gives nothing."""
    match node:
        case nodes.Assign(targets=targets, value=value):
            return value, targets
        case (
            nodes.AnnAssign(target=target, value=value)
            | nodes.AugAssign(target=target, value=value)
            | nodes.NamedExpr(target=target, value=value)
            | nodes.For(target=target, iter=value)
            | nodes.Comprehension(target=target, iter=value)
        ):
            return value, [target]
    return None, []


def _handed_out(node: Any) -> Iterator[_Link]:
    """What a function returns, or what a `yield` gives for the functions that it stands in."""
    match node:
        case nodes.FunctionDef(name=name):
            for value in returned_expressions(node):
                yield frozenset(mentioned(value)), (name,)
        case nodes.Yield(value=value) if value is not None:
            yield frozenset(mentioned(value)), _around(node)


def _around(node: Any) -> tuple[str, ...]:
    """The names of the functions that a `yield` stands in."""
    names = []
    while node is not None:
        if isinstance(node, nodes.FunctionDef):
            names.append(node.name)
        node = node.parent
    return tuple(names)


def _given(call: Any) -> Iterator[str]:
    for value in (*call.args, *(keyword.value for keyword in call.keywords)):
        yield from mentioned(value)


def _named(targets: Iterable[Any]) -> tuple[str, ...]:
    found: list[str] = []
    for target in targets:
        for node in each_node(target):
            match node:
                case nodes.AssignName(name=name) | nodes.Name(name=name):
                    found.append(name)
                case nodes.AssignAttr(attrname=name) | nodes.Attribute(attrname=name):
                    found.append(name)
    return tuple(one for one in found if one not in ("self", "cls"))
