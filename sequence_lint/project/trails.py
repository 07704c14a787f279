"""Which expressions could have to do with an instance by the words in them: cheap, and never less.

A local name is tainted in the whole of the outermost function that it belongs to when it is
tainted anywhere in that, every other name in the whole module. A function without a tainted word in
its text is not looked into.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from astroid import nodes

from sequence_lint.project.module import Module
from sequence_lint.project.values import returned_expressions
from sequence_lint.project.walking import each_node
from sequence_lint.project.written import GROWING

#: What a class or its instances call their class by: `cls()`, `type(self)()`.
OWN_CLASS = frozenset({"cls", "klass", "__class__", "type"})

_WORD = re.compile(r"\w+")

Word = str | tuple[int, str]
"""A name that the module knows, or the id of an outermost function and a name local to that."""

_Link = tuple[frozenset[Word], tuple[Word, ...]]


class Trail:
    """The tainted words of one module."""

    def __init__(self, module: Module) -> None:
        self.words: set[Word] = set()
        self._mentions: dict[int, tuple[_Region, frozenset[Word] | None]] = {}
        self._waiting: dict[Word, list[tuple[Word, ...]]] = defaultdict(list)
        self._closed: dict[str, list[_Region]] = defaultdict(list)
        outside, functions = _parted(module.tree)
        self._outside = _Region(None, outside)
        self._regions = {id(one): _Region(one, None) for one in functions}
        self._open(self._outside)
        for region in self._regions.values():
            words = _words_of(module, region.function)
            if words is None:
                self._open(region)
            for word in words or ():
                self._closed[word].append(region)

    def taint(self, words: Iterable[Word]) -> None:
        """Let *words* be tainted, and all names that are given something that mentions them."""
        pending = list(words)
        while pending:
            word = pending.pop()
            if word in self.words:
                continue
            self.words.add(word)
            for region in self._closed.pop(word, ()) if isinstance(word, str) else ():
                pending += self._open(region)
            for names in self._waiting.get(word, ()):
                pending += names

    def taint_parameters(self, function: Any, names: Iterable[str]) -> None:
        """Let the parameters *names* of a function of the module be tainted."""
        body = function.body
        region = self._around(body[0] if isinstance(body, list) else body)
        self.taint([*self._open(region), *(region.word(name) for name in names)])

    def leads_to(self, expression: Any) -> bool:
        """Whether the expression mentions a tainted word."""
        if not self.words or isinstance(expression, nodes.Const):
            return False
        known = self._mentions.get(id(expression))
        if known is None:
            known = self._mentions[id(expression)] = self._around(expression), None
        region, words = known
        if not region.is_open:
            return False
        if words is None:
            words = frozenset(region.mentioned(expression))
            self._mentions[id(expression)] = region, words
        return not self.words.isdisjoint(words)

    def names(self, function: Any) -> bool:
        """Whether the name of a function of the module is tainted."""
        return self._around(function).word(function.name) in self.words

    def _open(self, region: _Region) -> list[Word]:
        """Look into the region, unless that was done; the words that are tainted by it."""
        if region.is_open:
            return []
        region.is_open = True
        tainted: list[Word] = []
        for mentions, names in region.links():
            for word in mentions:
                self._waiting[word].append(names)
            if not mentions.isdisjoint(self.words):
                tainted += names
        return tainted

    def _around(self, node: Any) -> _Region:
        """The region that the node is evaluated in."""
        outermost = None
        while node.parent is not None:
            above = node.parent
            # Defaults and decorators are evaluated where the function stands.
            if isinstance(above, nodes.FunctionDef) and not (
                node is above.args or node is above.decorators
            ):
                outermost = above
            node = above
        return self._regions.get(id(outermost), self._outside)


class _Region:
    """An outermost function, or what stands in none."""

    def __init__(self, function: Any, every: list[Any] | None) -> None:
        self.function = function
        self.is_open = False
        self._every = every
        self._local: frozenset[str] = frozenset()

    def links(self) -> Iterator[_Link]:
        """What is mentioned, and the names that it is given to."""
        every = self._every if self._every is not None else list(each_node(self.function))
        self._every = None
        if self.function is not None:
            self._local = _local(every)
            yield from self._from_outside(every)
        held = self._stored_into(every)
        for node in every:
            yield from self._given_by(node, held)

    def word(self, name: str) -> Word:
        """The name as it is known in the region."""
        return (id(self.function), name) if name in self._local else name

    def mentioned(self, expression: Any) -> Iterator[Word]:
        """All names and attributes in an expression."""
        for node in each_node(expression):
            match node:
                case nodes.Name(name=name):
                    yield self.word(name)
                case nodes.Attribute(attrname=name):
                    yield name

    def _from_outside(self, every: list[Any]) -> Iterator[_Link]:
        """The names that others may know by the same word, or by another."""
        for node in every:
            match node:
                case nodes.ClassDef(name=name) | nodes.FunctionDef(name=name):
                    if node is not self.function:
                        yield frozenset({name}), (self.word(name),)
                case nodes.ImportFrom(names=names):
                    for name, alias in names:
                        yield frozenset({name}), (self.word(alias or name),)
        for parameter, default in _defaults(self.function.args):
            yield frozenset(_plainly(default)), (self.word(parameter),)

    def _stored_into(self, every: list[Any]) -> set[Word]:
        names = {
            node.expr.name
            for node in every
            if isinstance(node, nodes.AssignAttr) and isinstance(node.expr, nodes.Name)
        }
        return {self.word(name) for name in names - {"self", "cls"}}

    def _given_by(self, node: Any, stored_into: set[Word]) -> Iterator[_Link]:
        value, targets = _assigned(node)
        if value is not None:
            named = self._named(targets)
            yield frozenset(self.mentioned(value)), named
            # `task = Task()`, `task.feed = Feed()`: then a task may hold an instance.
            held = stored_into.intersection(named)
            if held and isinstance(value, nodes.Call):
                made_by = (word for word in self.mentioned(value.func) if _bare(word) != "self")
                yield frozenset(held), tuple(made_by)
            return
        match node:
            case nodes.With(items=items):
                for value, target in items:
                    if target is not None:
                        yield frozenset(self.mentioned(value)), self._named([target])
            case nodes.FunctionDef() | nodes.Yield():
                yield from self._handed_out(node)
            case nodes.Call(func=nodes.Attribute(attrname=method)) if method in GROWING:
                yield frozenset(self._passed(node)), tuple(self.mentioned(node.func.expr))
            case nodes.ImportFrom(names=names) if self.function is None:
                yield from ((frozenset({one}), (alias,)) for one, alias in names if alias)

    def _handed_out(self, node: Any) -> Iterator[_Link]:
        """What a function returns, or what a `yield` gives for the functions that it stands in."""
        match node:
            case nodes.FunctionDef():
                name = self._name_of(node)
                for value in returned_expressions(node):
                    yield frozenset(self.mentioned(value)), (name,)
            case nodes.Yield(value=value) if value is not None:
                yield frozenset(self.mentioned(value)), tuple(map(self._name_of, _functions(node)))

    def _name_of(self, function: Any) -> Word:
        return function.name if function is self.function else self.word(function.name)

    def _passed(self, call: Any) -> Iterator[Word]:
        for value in (*call.args, *(keyword.value for keyword in call.keywords)):
            yield from self.mentioned(value)

    def _named(self, targets: Iterable[Any]) -> tuple[Word, ...]:
        found: list[Word] = []
        for target in targets:
            for node in each_node(target):
                match node:
                    case nodes.AssignName(name=name) | nodes.Name(name=name):
                        found.append(self.word(name))
                        if isinstance(node.scope(), nodes.ClassDef):
                            found.append(name)  # an attribute as well
                    case nodes.AssignAttr(attrname=name) | nodes.Attribute(attrname=name):
                        found.append(name)
        return tuple(one for one in found if _bare(one) not in ("self", "cls"))


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


def _parted(tree: Any) -> tuple[list[Any], list[Any]]:
    """The nodes that stand in no function, and the outermost functions."""
    outside: list[Any] = []
    functions: list[Any] = []
    pending = [tree]
    while pending:
        node = pending.pop()
        if isinstance(node, nodes.FunctionDef):
            functions.append(node)
        else:
            outside.append(node)
            pending.extend(node.get_children())
    return outside, functions


def _words_of(module: Module, function: Any) -> frozenset[str] | None:
    """The words in the text of a function; None where a name may be spelt in several ways."""
    text = "\n".join(module.lines[function.fromlineno - 1 : function.end_lineno])
    return frozenset(_WORD.findall(text)) if text.isascii() else None


def _local(every: list[Any]) -> frozenset[str]:
    """The names that the function, or one inside it, binds for itself."""
    bound: set[str] = set()
    shared: set[str] = set()
    for node in every:
        match node:
            case nodes.AssignName(name=name):
                bound.add(name)
            case nodes.Import(names=names) | nodes.ImportFrom(names=names):
                bound.update((alias or name).partition(".")[0] for name, alias in names)
            case nodes.ClassDef(name=name) | nodes.FunctionDef(name=name):
                bound.add(name)
            case nodes.Arguments(vararg=vararg, kwarg=kwarg):
                bound.update(filter(None, (vararg, kwarg)))
            case nodes.Global(names=names):
                shared.update(names)
    # The first is the function itself, which others call by its name.
    own = every[0].name
    rebound = any(isinstance(one, nodes.AssignName) and one.name == own for one in every)
    return frozenset(bound - shared - OWN_CLASS - (set() if rebound else {own}))


def _defaults(arguments: Any) -> Iterator[tuple[str, Any]]:
    """The parameters that have a default, with that."""
    plain = [*(arguments.posonlyargs or ()), *(arguments.args or ())]
    given = arguments.defaults or ()
    yield from zip((one.name for one in plain[len(plain) - len(given) :]), given, strict=False)
    named = zip(arguments.kwonlyargs or (), arguments.kw_defaults or (), strict=False)
    yield from ((one.name, default) for one, default in named if default is not None)


def _plainly(expression: Any) -> Iterator[str]:
    """The names and attributes in what is evaluated outside of any function."""
    for node in each_node(expression):
        match node:
            case nodes.Name(name=name) | nodes.Attribute(attrname=name):
                yield name


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


def _functions(node: Any) -> Iterator[Any]:
    """The functions that a node stands in."""
    while node is not None:
        if isinstance(node, nodes.FunctionDef):
            yield node
        node = node.parent


def _bare(word: Word) -> str:
    return word if isinstance(word, str) else word[1]
