"""What an expression of the linted files can be an instance of, followed backwards on demand."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TYPE_CHECKING, Any

from astroid import nodes

from sequence_lint.project.bindings import (
    Binding,
    ClassRef,
    External,
    FunctionRef,
    ModuleRef,
    ValueRef,
)
from sequence_lint.project.callers import Callers
from sequence_lint.project.groups import (
    called_on_group,
    from_builtin,
    literal,
    selected,
    written_group,
)
from sequence_lint.project.keras_names import keras_base
from sequence_lint.project.members import Members, yields
from sequence_lint.project.module import Module
from sequence_lint.project.reaching import every, reaching
from sequence_lint.project.scopes import scopes
from sequence_lint.project.terms import (
    UNKNOWN,
    Blank,
    Bound,
    Foreign,
    Group,
    GroupMethod,
    Made,
    Number,
    Partial,
    Terms,
    joined,
)
from sequence_lint.project.values import returned_expressions

if TYPE_CHECKING:
    from sequence_lint.project.resolver import Resolver
    from sequence_lint.project.written import Written

_DEEPEST = 60
_MOST_STEPS = 4_000
_MOST_STEPS_OF_A_PROJECT = 60_000


class Budget:
    """How many steps the flows of a project that share it may still take."""

    __slots__ = ("left",)

    def __init__(self) -> None:
        self.left = _MOST_STEPS_OF_A_PROJECT


class Flow:
    """Answers with all that an expression can be; what cannot be followed is `Blank.UNKNOWN`.

    What does not *lead* to what is looked for, as far as it is given, is not followed.
    ``made`` collects the ids of the nodes of classes that were seen to be instantiated.
    Ways that lead in a circle add nothing. What takes too many steps is unknown.
    """

    def __init__(
        self,
        resolver: Resolver,
        written: Written,
        budget: Budget,
        complete: frozenset[str] = frozenset(),
        leads: Callable[[Module, Any], bool] | None = None,
    ) -> None:
        self.resolver = resolver
        self.written = written
        self.members = Members(self)
        self.made: set[int] = set()
        self._leads = leads
        self._whole = None if leads is None else Flow(resolver, written, budget)
        self._budget = budget
        self.callers = Callers(self, complete)
        self._known: dict[Hashable, Terms] = {}
        self._open: dict[Hashable, int] = {}
        self._tentative: dict[Hashable, tuple[Terms, int]] = {}
        self._pending: list[Hashable] = []
        self._lowest = _DEEPEST
        self._steps = 0

    def of(self, module: Module, node: Any) -> Terms:
        """All that the expression *node* of *module* can be."""
        if self._leads is not None and not self._leads(module, node):
            return UNKNOWN
        return self.once(id(node), lambda: self._of(module, node))

    def base(self, module: Module, node: Any) -> Terms:
        """The same for what stands before a dot or bracket: what it is leads there, no word."""
        if self._whole is not None:
            return self._whole.base(module, node)
        return self.once(id(node), lambda: self._of(module, node))

    def each(self, terms: Terms, then: Callable[[Any], Terms]) -> Terms:
        """*then* of each of the terms, joined."""
        return joined(found for term in terms for found in then(term))

    def bound_by(self, module: Module, name: str, node: Any) -> Terms:
        """What the binding *node* gives to *name*."""
        match node:
            case nodes.AssignName() | nodes.AssignAttr():
                return self.once(id(node), lambda: self.assigned(module, node))
            case nodes.ImportFrom():
                return self._imported(module, name, node)
            case nodes.Import():
                found = self._of_keras(module, name, node)
                if found is not None:
                    return (External(found),)
        return self.terms(self.resolver.names.bound_by(module, name, node))

    def module_member(self, module: Module, name: str) -> Terms:
        """What *name* is as an attribute of a module."""
        found = every(module.tree, name)
        if found:
            return joined(t for node in found for t in self.bound_by(module, name, node))
        return self.terms(self.resolver.names.member(module, name)) or UNKNOWN

    def sole_value(self, module: Module, name: Any) -> tuple[Module, Any] | None:
        """The expression that a variable was certainly given, where that is in the same module."""
        for scope, in_order in scopes(name):
            found = reaching(scope, name.name, name) if in_order else every(scope, name.name)
            if found:
                one = found[0]
                plain = isinstance(one, nodes.AssignName) and isinstance(one.parent, nodes.Assign)
                return (module, one.parent.value) if plain and len(found) == 1 else None
        return None

    def terms(self, bindings: Iterable[Binding]) -> Terms:
        """What other parts of the project found, as terms."""
        return joined(term for binding in bindings for term in self._term(binding))

    def returned(self, function: FunctionRef) -> Terms:
        """What a call of the function gives; None is left out."""
        node, module = function.node, function.module
        if isinstance(node, nodes.Lambda) and not isinstance(node, nodes.FunctionDef):
            return self.of(module, node.body)
        if self.written.is_generator(node):
            found = [term for owner, value in yields(function) for term in self.of(owner, value)]
            return (Group(((None, joined(found)),)),)
        values = returned_expressions(node)
        found = [term for value in values for term in self.of(module, value)]
        return joined(found) if values else (Blank.NOTHING,)

    def called(self, term: Any, module: Module, call: Any) -> Terms:
        """What a call of *term* gives."""
        match term:
            case ClassRef(_, node):
                self.made.add(id(node))
                return (Made(term, module, call, self.members.is_own_class(call)),)
            case FunctionRef():
                return self.returned(term) if self.members.is_plain(term) else self._wrapped(term)
            case Bound(function, receiver):
                return self._returned_for(receiver, self.called(function, module, call))
            case Partial(called):
                return self.each(called, lambda one: self.called(one, module, call))
            case GroupMethod(group, name):
                given = self._arguments(module, call) if name in ("get", "pop") else []
                return called_on_group(group, name, given)
            case External(dotted):
                return self._called_outside(dotted, module, call)
            case Foreign():
                return (term,)
        return UNKNOWN

    def assigned(self, module: Module, target: Any) -> Terms:
        """What the assignment target is given where it stands."""
        path: list[int] = []
        node, parent = target, target.parent
        while isinstance(parent, (nodes.Tuple, nodes.List, nodes.Starred)):
            if isinstance(parent, nodes.Starred):
                return UNKNOWN
            place = next(n for n, one in enumerate(parent.elts) if one is node)
            if any(isinstance(one, nodes.Starred) for one in parent.elts[:place]):
                return UNKNOWN
            path.insert(0, place)
            node, parent = parent, parent.parent
        found = self._given(module, target, node, parent)
        for place in path:
            found = self.each(found, lambda term, at=place: selected(term, at))  # type: ignore[misc]
        return found

    def _given(self, module: Module, target: Any, node: Any, parent: Any) -> Terms:
        match parent:
            case nodes.Assign() | nodes.AnnAssign() | nodes.NamedExpr() if parent.value is not None:
                return self.of(module, parent.value)
            case nodes.For() | nodes.Comprehension():
                return self.each(self.of(module, parent.iter), lambda term: selected(term, None))
            case nodes.With():
                entered = next(value for value, name in parent.items if name is node)
                return self._entered(module, entered)
            case nodes.Arguments():
                return self.callers.given(module, parent.parent, target.name)
        return UNKNOWN

    def once(self, number: Hashable, find: Callable[[], Terms]) -> Terms:
        """What *find* gives, which is the same for the same *number*; nothing in a circle."""
        if number in self._known:
            return self._known[number]
        if number in self._open:
            # Whatever depends on this is only known when the circle is closed.
            self._lowest = min(self._lowest, self._open[number])
            return ()
        if number in self._tentative:
            found, lowest = self._tentative[number]
            self._lowest = min(self._lowest, lowest)
            return found
        depth = len(self._open)
        if not depth:
            self._steps = 0
        self._steps += 1
        self._budget.left -= 1
        if depth > _DEEPEST or self._steps > _MOST_STEPS or self._budget.left < 0:
            return UNKNOWN
        self._open[number] = depth
        begun = len(self._pending)
        outside, self._lowest = self._lowest, depth
        try:
            found = find()
        finally:
            del self._open[number]
        if self._lowest < depth:
            # A part of it is missing until the circle is closed, and nobody knows which.
            self._tentative[number] = joined((*found, Blank.UNKNOWN)), self._lowest
            self._pending.append(number)
            self._lowest = min(self._lowest, outside)
            return found
        self._known[number] = found
        self._lowest = outside
        for each in self._pending[begun:]:
            del self._tentative[each]
        del self._pending[begun:]
        return found

    def _of(self, module: Module, node: Any) -> Terms:
        match node:
            case nodes.Name(name=name):
                return self._named(module, node, name)
            case nodes.Attribute(attrname=name):
                bases = self.base(module, node.expr)
                return self.each(bases, lambda base: self.members.member(base, name))
            case nodes.Call():
                return self._call(module, node)
            case nodes.Subscript(value=value):
                key = literal(node.slice)
                return self.each(self.base(module, value), lambda term: selected(term, key))
            case nodes.Const(value=value):
                return _constant(value)
            case nodes.Lambda():
                return (FunctionRef(module, node),)
        return self._chosen(module, node)

    def _chosen(self, module: Module, node: Any) -> Terms:
        """What an expression that passes on one of its parts can be, or the group that it is."""
        match node:
            case nodes.NamedExpr(value=value) | nodes.Await(value=value):
                return self.of(module, value)
            case nodes.IfExp(body=body, orelse=orelse):
                return joined((*self.of(module, body), *self.of(module, orelse)))
            case nodes.BoolOp(values=values):
                return joined(term for value in values for term in self.of(module, value))
        group = written_group(node, lambda item: self.of(module, item))
        return UNKNOWN if group is None else (group,)

    def _named(self, module: Module, node: Any, name: str) -> Terms:
        for scope, in_order in scopes(node):
            found = reaching(scope, name, node) if in_order else every(scope, name)
            if found:
                terms = joined(t for one in found for t in self.bound_by(module, name, one))
                return self.members.grown(name, scope, terms)
        return self.terms(self.resolver.names.named(module, node, name)) or UNKNOWN

    def _imported(self, module: Module, name: str, node: Any) -> Terms:
        real = next((one for one, alias in node.names if (alias or one) == name), name)
        package = self.resolver.modules.of_keras(module, node.modname, node.level or 0)
        if package is not None:
            # Keras hands on everything that it is given; to follow it there leads nowhere.
            return (External(f"{package}.{real}"),)
        if node.level or not keras_base(f"{node.modname}.{real}"):
            target = self.resolver.modules.imported(module, node.modname, node.level or 0)
            if target is not None and target is not module and every(target.tree, real):
                key = id(node), real
                return self.once(key, lambda: self.module_member(target, real))
        return self.terms(self.resolver.names.bound_by(module, name, node))

    def _of_keras(self, module: Module, name: str, node: Any) -> str | None:
        """What ``import`` gives to *name*, if that is a linted copy of Keras or a part of it."""
        for dotted, alias in node.names:
            meant = dotted if alias else dotted.partition(".")[0]
            if name == (alias or meant):
                return self.resolver.modules.of_keras(module, meant, 0)
        return None

    def _term(self, binding: Binding) -> Terms:
        match binding:
            case ValueRef(module, node):
                return self.of(module, node)
            case External() | ModuleRef() | FunctionRef() | ClassRef():
                return (binding,)
        return UNKNOWN

    def _call(self, module: Module, call: Any) -> Terms:
        if isinstance(call.func, nodes.Name) and call.func.name == "super":
            return self.members.above(call)
        functions = self.base(module, call.func)
        return self.each(functions, lambda term: self.called(term, module, call))

    def _wrapped(self, function: FunctionRef) -> Terms:
        """A decorator may give back anything."""
        return joined((*self.returned(function), Blank.UNKNOWN))

    def _returned_for(self, receiver: Made | ClassRef, found: Terms) -> Terms:
        """What a method returned, seen from the object that it was called on."""
        return joined(self.members.seen_from(receiver, term) for term in found)

    def _called_outside(self, dotted: str, module: Module, call: Any) -> Terms:
        if dotted.partition(".")[0] not in ("builtins", "functools", "copy"):
            return (Foreign(dotted),)
        if dotted == "builtins.dict" and call.keywords:
            known = [k for k in call.keywords if k.arg]
            entries = tuple((k.arg, self.of(module, k.value)) for k in known)
            return (Group(entries, bool(call.args) or len(known) < len(call.keywords)),)
        arguments = self._arguments(module, call)
        match dotted:
            case "functools.partial" if arguments:
                return (Partial(arguments[0]),)
            case "copy.copy" | "copy.deepcopy" if arguments:
                return arguments[0]
            case "builtins.type" if len(arguments) == 1:
                return self.each(arguments[0], lambda one: self.members.member(one, "__class__"))
        return from_builtin(dotted, arguments) or (Foreign(dotted),)

    def _arguments(self, module: Module, call: Any) -> list[Terms]:
        return [self.of(module, argument) for argument in call.args[:8]]

    def _entered(self, module: Module, context: Any) -> Terms:
        """What ``with context as name`` gives to the name."""
        if isinstance(context, nodes.Call):
            made = [one for one in self.base(module, context.func) if isinstance(one, FunctionRef)]
            yields = [y for one in made for y in self.members.yielded(one)]
            if yields:
                return joined(t for owner, value in yields for t in self.of(owner, value))
        return self.each(self.of(module, context), self.members.entered)


def _constant(value: object) -> Terms:
    if value is None:
        return (Blank.NOTHING,)
    plain = isinstance(value, (int, float)) and not isinstance(value, bool)
    return (Number(value),) if plain else UNKNOWN  # type: ignore[arg-type]
