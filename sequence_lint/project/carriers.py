"""Which files instances can be followed to: those that name a class, or what hands one out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from astroid import nodes

from sequence_lint.project.bindings import ClassRef, FunctionRef
from sequence_lint.project.flow import Budget, Flow
from sequence_lint.project.keras_names import CLASS_NAMES, inside_keras
from sequence_lint.project.module import Module
from sequence_lint.project.terms import Bound, Group, Made, Partial, Term, Terms
from sequence_lint.project.trails import OWN_CLASS, Trail, is_own
from sequence_lint.project.written import At, Written

if TYPE_CHECKING:
    from sequence_lint.project.bindings import FoundClass
    from sequence_lint.project.resolver import Resolver

_MOST_ROUNDS = 6
_MOST_FILES_OF_A_NAME = 60
_MOST_FILES = 400
_DEEPEST_GROUP = 4


class Carriers:
    """Finds the modules that hand instances on, round after round until none is new."""

    def __init__(self, resolver: Resolver, classes: tuple[FoundClass, ...]) -> None:
        self._resolver = resolver
        self._nodes = {id(one.node): one for one in classes}
        self._trails: dict[int, Trail] = {}
        self._written = Written()
        self._everywhere = {one.node.name for one in classes}
        self._names: dict[str, set[str]] = {}
        self._variables: dict[str, set[str]] = {}
        self._scanned: set[str] = set()
        self._complete: set[str] = set()
        for one in classes:
            if "<locals>" not in one.qualname:  # nobody else can name the others
                self._name(one.node.name, one.module)
        self._add(one.module for one in classes)
        self._seen = (0, 0)
        # Where the search for files has to give up, what was found by then is still followed.
        self._budget, self._last_budget = Budget(), Budget()
        self.scout = self._scouting()

    def flow(self) -> Flow:
        """A flow that follows everything, over the modules found so far."""
        return Flow(self._resolver, self._written, self._last_budget, frozenset(self._complete))

    def follow(self) -> None:
        """Look at the files that instances are handed on to until there are no others."""
        for _ in range(_MOST_ROUNDS if self._budget is not self._last_budget else 0):
            self.open({**self._variables, **self._names})
            before = len(self._trails), len(self._names), self._tainted()
            self._learn()
            if before == (len(self._trails), len(self._names), self._tainted()):
                break
            self._look_again()
        if self._budget.left < 0:
            self._budget = self._last_budget
            self.scout = self._scouting()

    def open(self, names: Mapping[str, Collection[str]]) -> bool:
        """Parse the files that mention one of *names*; whether a module is new.

        They have to mention one of the words that come with the name as well, if any do.
        """
        known = len(self._trails)
        fresh = {one for one in names if one.isascii()} - self._scanned
        if not fresh:
            return False
        found = self._resolver.modules.mentioning(fresh)
        for name in sorted(fresh):
            files = set(found[name])
            if names[name]:
                files = self._within_reach(files, names[name])
            if len(files) <= _MOST_FILES_OF_A_NAME and name not in CLASS_NAMES:
                self._complete.add(name)
                self._add(self._resolver.modules.get(index) for index in sorted(files))
        self._scanned |= fresh
        self._look_again()
        return len(self._trails) > known

    def _within_reach(self, files: set[int], homes: Collection[str]) -> set[int]:
        """The files that mention one of *homes*, or a file that does and may pass the name on."""
        modules = self._resolver.modules
        reached: set[int] = set()
        fresh = {home for home in homes if home.isascii()}
        known = set(fresh)
        while fresh and reached < files:
            named = modules.mentioning(fresh, files - reached)
            new = {index for indexes in named.values() for index in indexes}
            reached |= new
            stems = {modules.layout.places[index].rpartition("/")[2] for index in new}
            fresh = {stem for stem in stems if stem.isascii()} - known
            known |= fresh
        return reached

    def calls(self, method: str) -> Iterator[At]:
        """The calls of something called *method* that are given what may be an instance."""
        for module, call in self.scout.written.calls.get(method, ()):
            trail = self._trails[id(module)]
            if any(trail.leads_to(value) for value in values(call)):
                yield module, call

    def given_to_sequences(self) -> Iterator[tuple[int, int]]:
        """Pairs of ids: that of a found class, and that of one that its constructor is given."""
        for module, call in self._tainted_calls():
            owners = [
                one for one in self.scout.base(module, call.func) if isinstance(one, ClassRef)
            ]
            for owner in (id(one.node) for one in owners if id(one.node) in self._nodes):
                for value in values(call):
                    for term in inside(self.scout.of(module, value)):
                        if isinstance(term, Made) and id(term.ref.node) in self._nodes:
                            yield owner, id(term.ref.node)

    def made(self) -> frozenset[int]:
        """The ids of the nodes of classes of which an instance is made."""
        for name in {one.node.name for one in self._nodes.values()}:
            for module, call in self.scout.written.calls.get(name, ()):
                self.scout.of(module, call)
        return frozenset(self.scout.made & self._nodes.keys())

    def _look_again(self) -> None:
        """Forget what led nowhere so far, if there is more now that it may lead to."""
        seen = len(self._trails), self._tainted()
        if seen != self._seen:
            self._seen = seen
            self.scout = self._scouting()

    def _scouting(self) -> Flow:
        """A flow that only follows what the words in it may lead to an instance."""
        return Flow(self._resolver, self._written, self._budget, leads=self._leads)

    def _leads(self, module: Module, node: Any) -> bool:
        trail = self._trails.get(id(module))
        return trail is not None and (is_own(node) or trail.leads_to(node))

    def _add(self, modules: Iterable[Any]) -> None:
        for module in modules:
            if isinstance(module, Module) and len(self._trails) < _MOST_FILES:
                if id(module) not in self._trails:
                    self._trails[id(module)] = Trail(module)
                    self._written.add(module)

    def _tainted(self) -> int:
        return sum(len(trail.words) for trail in self._trails.values())

    def _learn(self) -> None:
        """Find out what hands instances out and what is given them, as far as words lead."""
        for trail in self._trails.values():
            trail.taint({*self._everywhere, *OWN_CLASS})
        for name, module in tuple(self._global_variables()):
            self._variables.setdefault(name, set()).add(_stem(module))
        attributes = tuple(self._attributes())
        for name, module in (*self._functions(), *self._heirs(), *self._holders(attributes)):
            self._name(name, module)
        self._everywhere.update(self._names, self._variables, (at[1].attrname for at in attributes))
        for module, call in list(self._tainted_calls()):
            given = [key for key, value in _keyed(call) if self._carries(module, value)]
            for term in self.scout.base(module, call.func) if given else ():
                self._receive(term, given)

    def _name(self, name: str, module: Module) -> None:
        """Look for the name where the module, or a package that it is in, is named as well."""
        homes = self._resolver.modules.handed_on_by(module, name)
        self._names.setdefault(name, set()).update((_stem(module), *homes))

    def _global_variables(self) -> Iterator[tuple[str, Module]]:
        """The global variables that hold what hands out instances."""
        for module in tuple(self._written.modules):
            for node in module.tree.body:
                if isinstance(node, nodes.Assign) and self._carries(module, node.value):
                    yield from ((name, module) for name in _targets(node))

    def _functions(self) -> Iterator[tuple[str, Module]]:
        """The functions that return such a thing, or the classes that they are in."""
        for module, function in tuple(self._written.functions):
            if self._trails[id(module)].names(function):
                if self._holds(self.scout.returned(FunctionRef(module, function))):
                    owner = function.parent.scope()
                    inside_class = isinstance(owner, nodes.ClassDef)
                    yield (owner.name if inside_class else function.name), module

    def _attributes(self) -> Iterator[At]:
        """The stores of such things into attributes."""
        for name, places in tuple(self._written.stores.items()):
            for module, node in places:
                if name in self._trails[id(module)].words:
                    if self._holds(self.scout.bound_by(module, name, node)):
                        yield module, node

    def _holders(self, attributes: Iterable[At]) -> Iterator[tuple[str, Module]]:
        """The classes that these stores are in."""
        for module, node in attributes:
            yield from ((name, module) for name in _class_around(node))

    def _heirs(self) -> Iterator[tuple[str, Module]]:
        """The classes that inherit what hands out instances."""
        for name in tuple(self._names):
            for module, node in self._written.heirs.get(name, ()):
                if node.name not in self._names and self._hands_out(ClassRef(module, node)):
                    yield node.name, module

    def _receive(self, term: Term, given: list[int | str]) -> None:
        """Look at the function or class that is given an instance, too."""
        function, offset = _function(self.scout, term)
        if function is None or self._is_in_keras(function.module):
            return
        self._add([function.module])
        if id(function.module) in self._trails:
            arguments = function.node.args
            every = [*(arguments.posonlyargs or ()), *(arguments.args or ())]
            called = dict(enumerate((one.name for one in every[offset:]), 0))
            extra = [one for one in (arguments.vararg, arguments.kwarg) if one]
            names = [called.get(key) if isinstance(key, int) else key for key in given]
            passed = [*filter(None, names), *extra]
            self._trails[id(function.module)].taint_parameters(function.node, passed)

    def _is_in_keras(self, module: Module) -> bool:
        """Whether this is part of a linted copy of Keras, which nobody calls `fit` in."""
        parts = self._resolver.names.location(module).split("/")
        return any(inside_keras(".".join(parts[start:])) for start in range(len(parts)))

    def _tainted_calls(self) -> Iterator[At]:
        for places in self.scout.written.calls.values():
            for module, call in places:
                trail = self._trails[id(module)]
                if trail.words and any(trail.leads_to(value) for value in values(call)):
                    yield module, call

    def _carries(self, module: Module, node: Any) -> bool:
        """Whether the expression is such a thing."""
        return self._trails[id(module)].leads_to(node) and self._holds(self.scout.of(module, node))

    def _holds(self, terms: Terms) -> bool:
        return any(self._is_carrier(term) for term in inside(terms))

    def _is_carrier(self, term: Term) -> bool:
        match term:
            case Made(ref):
                return id(ref.node) in self._nodes or self._hands_out(ref)
            case ClassRef(_, node):
                return id(node) in self._nodes
            case Partial(called):
                return any(self._is_carrier(one) for one in called)
        return False

    def _hands_out(self, ref: ClassRef) -> bool:
        lineage = self.scout.members.lineage(ref)
        return any(isinstance(one, ClassRef) and one.node.name in self._names for one in lineage)


def inside(terms: Terms, depth: int = _DEEPEST_GROUP) -> Iterator[Term]:
    """The terms, and what stands in groups among them, each once."""
    met: set[int] = set()
    waiting = [(term, depth) for term in reversed(terms)]
    while waiting:
        term, left = waiting.pop()
        if id(term) not in met:
            met.add(id(term))
            yield term
            if isinstance(term, Group) and left:
                held = [one for _, entry in term.entries for one in entry]
                waiting += [(one, left - 1) for one in reversed(held)]


def values(call: Any) -> list[Any]:
    """The expressions that a call is given."""
    return [*call.args, *(keyword.value for keyword in call.keywords)]


def _stem(module: Module) -> str:
    """What other files call the module by."""
    path = module.path.replace("\\", "/").removesuffix("/__init__.py")
    return path.rpartition("/")[2].removesuffix(".py")


def _keyed(call: Any) -> list[tuple[int | str, Any]]:
    named = [(keyword.arg or "", keyword.value) for keyword in call.keywords]
    return [*enumerate(call.args), *named]


def _function(flow: Flow, term: Term) -> tuple[FunctionRef | None, int]:
    """The function that takes the arguments, and how many parameters come before them."""
    match term:
        case FunctionRef():
            return term, 0
        case ClassRef():
            return flow.members.defines(term, "__init__"), 1
        case Bound(function):
            return function, 1
    return None, 0


def _targets(node: Any) -> Iterator[str]:
    for target in node.targets:
        yield from (one.name for one in target.nodes_of_class(nodes.AssignName))


def _class_around(node: Any) -> Iterator[str]:
    while node is not None and not isinstance(node, nodes.ClassDef):
        node = node.parent
    if node is not None:
        yield node.name
