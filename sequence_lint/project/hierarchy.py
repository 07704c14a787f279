"""How the linted classes inherit: their bases, their linearisation, and the way to Keras."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Any

from astroid import nodes

from sequence_lint.project.bindings import (
    Binding,
    ChainStep,
    ClassRef,
    External,
    FoundClass,
    Unresolved,
    ValueRef,
)
from sequence_lint.project.keras_names import canonical, defined_by_keras, is_harmless, keras_base
from sequence_lint.project.linearise import linearise
from sequence_lint.project.module import Module
from sequence_lint.project.values import Alternatives, Values


@dataclass(frozen=True, slots=True, eq=False)
class Base:
    """One base of a class: the expression, and what it can be."""

    node: Any
    alternatives: Alternatives


class Hierarchy:
    """The classes of the linted files and what they inherit, told class by class on demand."""

    def __init__(self, values: Values) -> None:
        self._values = values
        self._bases: dict[int, tuple[Base, ...]] = {}
        self._chains: dict[int, tuple[ChainStep, ...]] = {}
        self._mros: dict[int, tuple[ClassRef | External, ...]] = {}
        self._refs: dict[int, ClassRef] = {}

    def found(self, module: Module, node: Any) -> FoundClass | None:
        """The class as a Sequence, None if it is none or if it is Keras' own."""
        ref = self._ref(ClassRef(module, node))
        chain = self.chain(ref)
        if not chain:
            return None
        keras = keras_base(chain[-1].name)
        assert keras is not None
        return FoundClass(
            module=module,
            node=node,
            qualname=_qualname(node),
            keras_base=keras,
            chain=chain,
            lineage=self.mro(ref),
            bases_known=self._bases_known(ref),
        )

    def leads_to_keras(self, binding: Binding) -> bool:
        """Whether a class that has this as its base is a Sequence."""
        match binding:
            case External(dotted):
                return keras_base(dotted) is not None
            case ClassRef():
                return bool(self.kerasic(binding) or self.chain(self._ref(binding)))
        return False

    def kerasic(self, ref: ClassRef) -> str | None:
        """The canonical name if this is the statement by which Keras itself defines its class."""
        name = defined_by_keras(self._values.names.location(ref.module), ref.node.name)
        if name is None or _qualname(ref.node) != name.rpartition(".")[2]:
            return None
        plain = all(_is_harmless(one) for base in self.bases(ref) for one in base.alternatives)
        return name if plain else None

    def bases(self, ref: ClassRef) -> tuple[Base, ...]:
        """The bases in the order of the source."""
        known = self._bases.get(id(ref.node))
        if known is None:
            written = [one for base in ref.node.bases for one in _expanded(base)]
            known = self._bases[id(ref.node)] = tuple(self._base(ref, one) for one in written)
        return known

    def chain(self, start: ClassRef) -> tuple[ChainStep, ...]:
        """The shortest way from a class to Keras, empty if there is none.

        The last step is the dotted name of Keras' class, as far as the imports tell it.
        """
        known = self._chains.get(id(start.node))
        if known is not None:
            return known
        queue: deque[tuple[ClassRef, tuple[ChainStep, ...]]] = deque([(start, ())])
        seen = {id(start.node)}
        found: tuple[ChainStep, ...] = ()
        while queue and not found:
            ref, way = queue.popleft()
            for base in self.bases(ref):
                step = (*way, ChainStep(_written(base.node), ref.module, base.node))
                for one in base.alternatives:
                    end = self._end(one, start)
                    if end is not None:
                        found = found or (*step, ChainStep(end, None, None))
                    elif isinstance(one, ClassRef) and id(one.node) not in seen:
                        seen.add(id(one.node))
                        queue.append((self._ref(one), step))
        self._chains[id(start.node)] = found
        return found

    def linear(self, ref: ClassRef) -> tuple[ClassRef | External, ...]:
        """`mro` of any reference to a class."""
        return self.mro(self._ref(ref))

    def mro(self, start: ClassRef) -> tuple[ClassRef | External, ...]:
        """The linearised hierarchy from the class itself on; Keras' classes by canonical name."""
        if id(start.node) not in self._mros:
            parents: dict[ClassRef | External, tuple[ClassRef | External, ...]] = {}
            pending: list[ClassRef | External] = [start]
            while pending:
                one = pending.pop()
                if one not in parents:
                    above = self._parents(one)
                    parents[one] = above
                    pending += above
            for one, order in linearise(parents).items():
                if isinstance(one, ClassRef):
                    self._mros[id(one.node)] = order
        return self._mros[id(start.node)]

    def _base(self, ref: ClassRef, node: Any) -> Base:
        found = self._values.of(ref.module, node)
        unique = [self._ref(one) if isinstance(one, ClassRef) else one for one in found]
        return Base(node, tuple(unique) or (Unresolved(f"`{_written(node)}` is not known"),))

    def _ref(self, ref: ClassRef) -> ClassRef:
        """One and the same object for one and the same class."""
        return self._refs.setdefault(id(ref.node), ref)

    def _end(self, binding: Binding, start: ClassRef) -> str | None:
        match binding:
            case External(dotted) if keras_base(dotted):
                return dotted
            case ClassRef() if binding is not start:
                return self.kerasic(binding)
        return None

    def _chosen(self, base: Base) -> Binding:
        """Of all that a base can be, what the class is understood with."""
        kinds: tuple[type, ...] = (ClassRef, External, Unresolved)
        for one in base.alternatives:
            if self.leads_to_keras(one):
                return one
        for kind in kinds:
            for one in base.alternatives:
                if isinstance(one, kind):
                    return one
        return base.alternatives[0]

    def _parents(self, one: ClassRef | External) -> tuple[ClassRef | External, ...]:
        if isinstance(one, External):
            keras = keras_base(one.dotted)
            return () if keras in (None, one.dotted) else (External(str(keras)),)
        above: list[ClassRef | External] = []
        for base in self.bases(one):
            match self._chosen(base):
                case ClassRef() as chosen:
                    keras = self.kerasic(chosen)
                    above.append(chosen if keras is None else External(keras))
                case External(dotted):
                    above.append(External(canonical(dotted)))
        return tuple(dict.fromkeys(above))

    def _bases_known(self, start: ClassRef) -> bool:
        for one in self.mro(start):
            match one:
                case External(dotted):
                    if not is_harmless(dotted) and keras_base(dotted) != dotted:
                        return False
                case ClassRef():
                    if any(_is_unknown(self._chosen(base)) for base in self.bases(one)):
                        return False
        return True


def _is_unknown(base: Binding) -> bool:
    match base:
        case ClassRef() | External():
            return False
        case ValueRef(_, node):
            return not (isinstance(node, nodes.Const) and node.value is None)
    return True


def _is_harmless(binding: Binding) -> bool:
    return isinstance(binding, External) and is_harmless(binding.dotted)


def _expanded(base: Any) -> list[Any]:
    """The bases that an expression in the brackets stands for: more than one with a metaclass."""
    if isinstance(base, nodes.Call) and len(base.args) > 1:
        called = base.func
        name = getattr(called, "name", None) or getattr(called, "attrname", None)
        if name == "with_metaclass":
            return list(base.args[1:])
    return [base]


def _written(node: Any) -> str:
    """The expression as it is written, shortened where it is longer than a name."""
    parts: list[str] = []
    while isinstance(node, nodes.Attribute) and len(parts) < 20:
        parts.insert(0, node.attrname)
        node = node.expr
    try:
        text = node.name if isinstance(node, nodes.Name) else " ".join(node.as_string().split())
    except RecursionError:
        text = "…"
    return ".".join([text if len(text) <= 60 else f"{text[:59]}…", *parts])


def _qualname(node: Any) -> str:
    parts = [node.name]
    parent = node.parent
    while parent is not None:
        if isinstance(parent, nodes.FunctionDef):
            parts += ["<locals>", parent.name]
        elif isinstance(parent, nodes.ClassDef):
            parts.append(parent.name)
        parent = parent.parent
    return ".".join(reversed(parts))
