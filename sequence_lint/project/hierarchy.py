"""How the linted classes inherit: their bases, their linearisation, and the way to Keras."""

from __future__ import annotations

from collections import deque
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
from sequence_lint.project.keras_names import (
    canonical,
    defined_by_keras,
    is_harmless,
    keras_base,
    shipped_by_keras,
)
from sequence_lint.project.linearise import linearise
from sequence_lint.project.module import Module
from sequence_lint.project.values import Alternatives, Values
from sequence_lint.records import dataclass

_LONGEST_NAME = 60
_MOST_LINES = 5

Lineage = tuple[ClassRef | External, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Base:
    """One base of a class: the expression, and what it can be."""

    step: ChainStep
    alternatives: Alternatives


class Hierarchy:
    """The classes of the linted files and what they inherit, told class by class on demand."""

    def __init__(self, values: Values) -> None:
        self._values = values
        self._keras_base = values.names.keras_base
        self._bases: dict[int, tuple[Base, ...]] = {}
        self._chains: dict[int, tuple[ChainStep, ...]] = {}
        self._mros: dict[ClassRef | External, Lineage] = {}
        self._plain: dict[ClassRef, bool] = {}
        self._refs: dict[int, ClassRef] = {}

    def found(self, module: Module, node: Any) -> FoundClass | None:
        """The class as a Sequence, None if it is none or if it is Keras' own."""
        ref = self._ref(ClassRef(module, node))
        chain = self.chain(ref)
        if not chain or self._is_shipped(ref):
            return None
        keras = self._keras_base(chain[-1].name)
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

    def _is_shipped(self, ref: ClassRef) -> bool:
        """Whether this is one of Keras' own Sequences, in a copy of Keras among the linted files.

        A class that has its base from another Keras is custom, whatever its folder is called.
        """
        place = self._location(ref.module)
        if shipped_by_keras(place, ref.node.name) is None:
            return False
        folders = place.split("/")
        linted = [one for one in self.mro(ref) if isinstance(one, ClassRef)]
        alternatives = (a for one in linted for base in self.bases(one) for a in base.alternatives)
        return all(
            keras_base(one.dotted) is None or one.dotted.partition(".")[0] in folders
            for one in alternatives
            if isinstance(one, External)
        )

    def _location(self, module: Module) -> str:
        return self._values.names.location(module)

    def leads_to_keras(self, binding: Binding) -> bool:
        """Whether a class that has this as its base is a Sequence."""
        match binding:
            case External(dotted):
                return self._keras_base(dotted) is not None
            case ClassRef():
                return bool(self.kerasic(binding) or self.chain(self._ref(binding)))
        return False

    def kerasic(self, ref: ClassRef) -> str | None:
        """The canonical name if this is the statement by which Keras itself defines its class."""
        name = defined_by_keras(self._location(ref.module), ref.node.name)
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
        walked: dict[int, Base] = {}
        ref = start
        while id(ref.node) not in self._chains:
            match self._all_bases(ref):
                case [(base, ClassRef() as one)] if not (
                    self._end(one, start) or id(ref.node) in walked
                ):
                    walked[id(ref.node)], ref = base, one
                case _:
                    self._chains[id(ref.node)] = self._shortest(ref)
        rest = self._chains[id(ref.node)]
        for number, base in reversed(walked.items()):
            rest = self._chains[number] = (base.step, *rest) if rest else ()
        return rest

    def linear(self, ref: ClassRef) -> Lineage:
        """`mro` of any reference to a class."""
        return self.mro(self._ref(ref))

    def mro(self, start: ClassRef) -> Lineage:
        """The linearised hierarchy from the class itself on; Keras' classes by canonical name."""
        if start not in self._mros:
            parents: dict[ClassRef | External, Lineage] = {}
            pending: list[ClassRef | External] = [start]
            while pending:
                one = pending.pop()
                if one not in parents and one not in self._mros:
                    parents[one] = self._parents(one)
                    pending += parents[one]
            self._mros.update(linearise(parents, self._mros))
        return self._mros[start]

    def _shortest(self, start: ClassRef) -> tuple[ChainStep, ...]:
        queue = deque([start])
        came: dict[int, tuple[ClassRef, Base] | None] = {id(start.node): None}
        while queue:
            ref = queue.popleft()
            for base, one in self._all_bases(ref):
                end = self._end(one, start)
                if end is not None:
                    return (*_steps(came, ref, base), ChainStep(end, None, None))
                if isinstance(one, ClassRef) and id(one.node) not in came:
                    came[id(one.node)] = ref, base
                    queue.append(one)
        return ()

    def _all_bases(self, ref: ClassRef) -> list[tuple[Base, Binding]]:
        return [(base, one) for base in self.bases(ref) for one in base.alternatives]

    def _base(self, ref: ClassRef, node: Any) -> Base:
        found = self._values.of(ref.module, node)
        unique = [self._ref(one) if isinstance(one, ClassRef) else one for one in found]
        step = ChainStep(_written(ref.module, node), ref.module, node)
        return Base(step, tuple(unique) or (Unresolved(f"`{step.name}` is not known"),))

    def _ref(self, ref: ClassRef) -> ClassRef:
        """One and the same object for one and the same class."""
        return self._refs.setdefault(id(ref.node), ref)

    def _end(self, binding: Binding, start: ClassRef) -> str | None:
        match binding:
            case External(dotted) if self._keras_base(dotted):
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

    def _parents(self, one: ClassRef | External) -> Lineage:
        if isinstance(one, External):
            keras = self._keras_base(one.dotted)
            return () if keras in (None, one.dotted) else (External(str(keras)),)
        above: list[ClassRef | External] = []
        for base in self.bases(one):
            match self._chosen(base):
                case ClassRef() as chosen:
                    keras = self.kerasic(chosen)
                    above.append(chosen if keras is None else External(keras))
                # `object` is last in any order, and who leaves it out inherits from it as well.
                case External(dotted) if dotted != "builtins.object":
                    above.append(External(canonical(dotted)))
        return tuple(dict.fromkeys(above))

    def _bases_known(self, start: ClassRef) -> bool:
        return all(self._is_plain(one) for one in self.mro(start))

    def _is_plain(self, one: ClassRef | External) -> bool:
        """Whether all is known of what a class in a lineage brings of its own."""
        if isinstance(one, External):
            return is_harmless(one.dotted) or keras_base(one.dotted) == one.dotted
        if one not in self._plain:
            chosen = [self._chosen(base) for base in self.bases(one)]
            self._plain[one] = not any(map(_is_unknown, chosen))
        return self._plain[one]


def _steps(
    came: dict[int, tuple[ClassRef, Base] | None], ref: ClassRef, base: Base
) -> list[ChainStep]:
    """The way through *base* of *ref*, from the class that was started from."""
    steps = [base.step]
    back = came[id(ref.node)]
    while back is not None:
        ref, base = back
        steps.append(base.step)
        back = came[id(ref.node)]
    return steps[::-1]


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


def _written(module: Module, node: Any) -> str:
    """The expression as it stands in the source, shortened where it is longer than a name."""
    line, column, end_line, end_column = module.stretch(node)
    lines = module.lines[line - 1 : end_line][:_MOST_LINES]
    if len(lines) == end_line - line + 1:
        lines[-1] = lines[-1][: end_column - 1]
    lines[0] = lines[0][column - 1 :]
    text = " ".join(part for line in lines for part in line.rstrip("\\").split())
    return text if len(text) <= _LONGEST_NAME else f"{text[: _LONGEST_NAME - 1]}…"


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
