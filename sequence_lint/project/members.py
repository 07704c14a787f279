"""What attributes, methods and growing groups of followed things hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from astroid import nodes

from sequence_lint.project.bindings import ClassRef, External, FunctionRef, ModuleRef
from sequence_lint.project.groups import literal
from sequence_lint.project.module import Module
from sequence_lint.project.reaching import every
from sequence_lint.project.scopes import scopes
from sequence_lint.project.terms import (
    UNKNOWN,
    Above,
    Blank,
    Bound,
    Foreign,
    Group,
    GroupMethod,
    Made,
    Terms,
    joined,
)
from sequence_lint.project.walking import each_node
from sequence_lint.project.written import At, first_parameter, last_name

if TYPE_CHECKING:
    from sequence_lint.project.flow import Flow

_PROPERTIES = frozenset({"property", "cached_property"})
_PLAIN = _PROPERTIES | frozenset(
    "staticmethod classmethod abstractmethod lru_cache cache override final overload".split()
)
_LONGEST_PATH = 120
_MOST_STORES = 60


class Members:
    """Looks attributes up: in classes with their bases, in instances, modules and groups."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._heirs: dict[int, tuple[ClassRef, ...]] = {}

    def member(self, base: Any, name: str) -> Terms:
        """What ``base.name`` can be."""
        match base:
            case External(dotted):
                return (External(f"{dotted}.{name}"),)
            case Foreign(dotted) if len(dotted) < _LONGEST_PATH:
                return (Foreign(f"{dotted}().{name}"),)
            case ModuleRef(module):
                return self._flow.module_member(module, name)
            case ClassRef():
                return self._of_class(base, name, base) or UNKNOWN
            case Above(receiver, lineage):
                return self._in_lineage(lineage, name, receiver) or UNKNOWN
            case Made(ref) if name == "__class__":
                return (ref,)
            case Made():
                whose = id(base.ref.node), 0 if base.own else id(base.node), name
                return self._flow.once(whose, lambda: self._of_instance(base, name)) or UNKNOWN
            case Group():
                return (GroupMethod(base, name),)
            case Blank.NOTHING:
                return ()
        return UNKNOWN

    def lineage(self, ref: ClassRef) -> tuple[ClassRef | External, ...]:
        """The class and all that it inherits from."""
        return self._flow.resolver.hierarchy.linear(ref)

    def heirs(self, ref: ClassRef) -> tuple[ClassRef, ...]:
        """The classes of the parsed modules that inherit from the class."""
        known = self._heirs.get(id(ref.node))
        if known is None:
            # By the names of the bases first: to resolve all bases is to parse many files.
            named = self._flow.written.heirs.get(ref.node.name, ())
            direct = [ClassRef(*at) for at in named if at[1] is not ref.node]
            real = [heir for heir in direct if self.is_a(heir, ref)]
            self._heirs[id(ref.node)] = tuple(real)
            further = [one for heir in real for one in self.heirs(heir)]
            known = self._heirs[id(ref.node)] = tuple(
                {id(one.node): one for one in (*real, *further)}.values()
            )
        return known

    def is_a(self, ref: ClassRef, base: ClassRef) -> bool:
        """Whether *ref* is *base* or inherits from it."""
        return any(isinstance(one, ClassRef) and one.node is base.node for one in self.lineage(ref))

    def defines(self, ref: ClassRef, name: str) -> FunctionRef | None:
        """The linted function that is the method *name* of the class, its own or inherited."""
        for one in self.lineage(ref):
            if isinstance(one, ClassRef):
                found = [n for n in every(one.node, name) if isinstance(n, nodes.FunctionDef)]
                if found:
                    return FunctionRef(one.module, found[-1])
        return None

    def is_plain(self, function: FunctionRef) -> bool:
        """Whether no decorator makes something else of the function."""
        return decorators(function.node) <= _PLAIN

    def entered(self, term: Any) -> Terms:
        """What ``with term as name`` gives to the name."""
        if isinstance(term, Foreign):
            return (term,)
        enter = self.defines(term.ref, "__enter__") if isinstance(term, Made) else None
        if enter is None:
            return UNKNOWN
        returned = self._flow.returned(enter)
        return joined(self.seen_from(term, one) for one in returned)

    def yielded(self, function: FunctionRef) -> list[At]:
        """What a function that makes a context hands to the ``with`` statement."""
        if "contextmanager" not in decorators(function.node):
            return []
        return yields(function)

    def seen_from(self, receiver: Made | ClassRef, term: Any) -> Any:
        """What a method returned where *receiver* is the object or class that it belongs to."""
        if not isinstance(term, Made) or not term.own:
            return term
        ref = receiver.ref if isinstance(receiver, Made) else receiver
        if not self.is_a(ref, term.ref):
            return term
        if isinstance(term.node, nodes.Call):
            own = isinstance(receiver, Made) and receiver.own
            self._flow.made.add(id(ref.node))
            return Made(ref, term.module, term.node, own)
        return receiver if isinstance(receiver, Made) else term

    def is_own_class(self, call: Any) -> bool:
        """Whether the class that is called may be a subclass: ``cls()``, ``type(self)()``."""
        called = call.func
        if isinstance(called, nodes.Call):
            return last_name(called.func) == "type"
        if isinstance(called, nodes.Attribute):
            return bool(called.attrname == "__class__")
        return isinstance(called, nodes.Name) and called.name in ("cls", "klass")

    def above(self, call: Any) -> Terms:
        """What ``super()`` stands for."""
        function = call.scope()
        owner = function.parent.scope() if isinstance(function, nodes.FunctionDef) else None
        if not isinstance(owner, nodes.ClassDef):
            return UNKNOWN
        module = next((m for m in self._flow.written.modules if m.tree is call.root()), None)
        if module is None:
            return UNKNOWN
        ref = ClassRef(module, owner)
        return (Above(Made(ref, module, function, own=True), self.lineage(ref)[1:]),)

    def grown(self, name: str, scope: Any, terms: Terms) -> Terms:
        """The groups among *terms* with what is put into them later, by name, in *scope*."""
        if not any(isinstance(term, Group) for term in terms):
            return terms
        places = [
            at for at in self._flow.written.growth.get(name, ()) if _names(at[1], name, scope)
        ]
        return self._with(terms, places)

    def _with(self, terms: Terms, places: list[At]) -> Terms:
        added = [entry for at in places for entry in self._added(*at)]
        more = tuple(entry for entry in added if entry is not None)
        if not added:
            return terms
        is_open = len(more) < len(added)
        return tuple(
            Group((*term.entries, *more), term.open or is_open) if isinstance(term, Group) else term
            for term in terms
        )

    def _added(self, module: Module, node: Any) -> Iterator[tuple[object, Terms] | None]:
        if isinstance(node, nodes.Subscript):
            yield literal(node.slice), self._flow.of(module, node.parent.value)
        elif node.func.attrname in ("append", "add") and len(node.args) == 1:
            yield None, self._flow.of(module, node.args[0])
        else:
            yield None

    def _of_class(self, ref: ClassRef, name: str, receiver: Made | ClassRef) -> Terms:
        return self._in_lineage(self.lineage(ref), name, receiver)

    def _in_lineage(self, lineage: Any, name: str, receiver: Made | ClassRef) -> Terms:
        for one in lineage:
            found = every(one.node, name) if isinstance(one, ClassRef) else ()
            if found:
                return joined(t for node in found for t in self._held(one, name, node, receiver))
        return ()

    def _held(self, owner: ClassRef, name: str, node: Any, receiver: Made | ClassRef) -> Terms:
        if not isinstance(node, nodes.FunctionDef):
            return self._flow.bound_by(owner.module, name, node)
        function = FunctionRef(owner.module, node)
        marks = decorators(node)
        if marks & _PROPERTIES and isinstance(receiver, Made):
            found = self._flow.returned(function)
            return joined(self.seen_from(receiver, term) for term in found)
        if "staticmethod" in marks or (
            isinstance(receiver, ClassRef) and "classmethod" not in marks
        ):
            return (function,)
        return (Bound(function, receiver),)

    def _of_instance(self, made: Made, name: str) -> Terms:
        found: list[Any] = []
        for ref in (made.ref, *(self.heirs(made.ref) if made.own else ())):
            for one in self.lineage(ref):
                if isinstance(one, ClassRef):
                    found += self._stored(one, name)
            found += self._of_class(ref, name, made)
        return joined((*found, *self._stored_outside(made, name)))

    def _stored(self, ref: ClassRef, name: str) -> Terms:
        """What the methods of the class itself store under *name* of their object."""
        places = self._flow.written.own_stores(ref.module, ref.node).get(name, ())
        terms = joined(t for m, node in places for t in self._flow.bound_by(m, name, node))
        if not any(isinstance(term, Group) for term in terms):
            return terms
        grown = self._flow.written.growth.get(name, ())
        return self._with(terms, [at for at in grown if _within(at[1], ref.node)])

    def _stored_outside(self, made: Made, name: str) -> Iterator[Any]:
        """What is stored under *name* of such an instance elsewhere than in its own methods."""
        places = self._flow.written.stores.get(name, ())
        for module, node in places if len(places) <= _MOST_STORES else ():
            if isinstance(node.expr, nodes.Name) and _first_parameter(node) == node.expr.name:
                continue
            holders = self._flow.base(module, node.expr)
            if any(isinstance(one, Made) and self.is_a(one.ref, made.ref) for one in holders):
                yield from self._flow.bound_by(module, name, node)


def decorators(function: Any) -> frozenset[str]:
    """The names of the decorators, without what stands before the dot."""
    marks = getattr(function, "decorators", None)
    if marks is None:
        return frozenset()
    plain = [one.func if isinstance(one, nodes.Call) else one for one in marks.nodes]
    return frozenset(map(last_name, plain))


def yields(function: FunctionRef) -> list[At]:
    """The values that a generator function yields."""
    found = [node for node in each_node(function.node) if isinstance(node, nodes.Yield)]
    return [(function.module, one.value) for one in found if one.value is not None]


def _first_parameter(node: Any) -> str:
    """The first parameter of the method that *node* stands in, "" outside of methods."""
    while node is not None:
        if isinstance(node, nodes.FunctionDef) and isinstance(node.parent, nodes.ClassDef):
            return first_parameter(node)
        node = node.parent
    return ""


def _names(node: Any, name: str, scope: Any) -> bool:
    """Whether the group that grows at *node* is the variable *name* of *scope*."""
    grown = node.value if isinstance(node, nodes.Subscript) else node.func.expr
    if not isinstance(grown, nodes.Name):
        return False
    return next((one for one, _ in scopes(grown) if name in one.locals), None) is scope


def _within(node: Any, outer: Any) -> bool:
    while node is not None and node is not outer:
        node = node.parent
    return node is outer
