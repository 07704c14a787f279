"""What the parameters of functions are given by the calls that the parsed modules show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from astroid import nodes

from sequence_lint.project.bindings import ClassRef, FunctionRef
from sequence_lint.project.members import decorators
from sequence_lint.project.module import Module
from sequence_lint.project.terms import UNKNOWN, Blank, Bound, Made, Terms, joined
from sequence_lint.project.written import At

if TYPE_CHECKING:
    from sequence_lint.project.flow import Flow

_CONSTRUCTORS = ("cls", "klass", "__init__")
_MOST_CALLS = 200


class Callers:
    """Knows who calls a function.

    ``asked`` collects the names of functions of which the callers were asked for: other files may
    hold more of them. Where ``complete`` does not have a name yet, an unknown caller is assumed.
    """

    def __init__(self, flow: Flow, complete: frozenset[str]) -> None:
        self.asked: set[str] = set()
        self._complete = complete
        self._flow = flow
        self._calls: dict[int, tuple[list[tuple[Module, Any, int]], bool]] = {}

    def given(self, module: Module, function: Any, name: str) -> Terms:
        """All that the parameter *name* of *function* is given."""
        if not isinstance(function, nodes.FunctionDef) or name in _extras(function):
            return UNKNOWN
        owner = function.parent.scope()
        if isinstance(owner, nodes.ClassDef) and _is_first(function, name):
            return _own(ClassRef(module, owner), function)
        ref = ClassRef(module, owner) if isinstance(owner, nodes.ClassDef) else None
        calls, sure = self._callers(FunctionRef(module, function), ref)
        found: list[Any] = []
        for caller, call, offset in calls:
            found += self._argument(caller, call, function, offset, name, module)
        if not calls:
            found += self._default(module, function, name)
        return joined(found if sure and calls else (*found, Blank.UNKNOWN))

    def _argument(
        self, caller: Module, call: Any, function: Any, offset: int, name: str, module: Module
    ) -> Terms:
        """What *call* gives to the parameter *name* of *function*."""
        for keyword in call.keywords:
            if keyword.arg == name:
                return self._flow.of(caller, keyword.value)
        if any(isinstance(one, nodes.Starred) for one in call.args):
            return UNKNOWN
        names = [one.name for one in _positional(function)]
        position = names.index(name) - offset if name in names else -1
        if 0 <= position < len(call.args):
            return self._flow.of(caller, call.args[position])
        if any(keyword.arg is None for keyword in call.keywords):
            return UNKNOWN
        return self._default(module, function, name)

    def _default(self, module: Module, function: Any, name: str) -> Terms:
        try:
            return self._flow.of(module, function.args.default_value(name))
        except Exception:  # astroid has an exception of its own for "there is none"
            return ()

    def _callers(
        self, function: FunctionRef, owner: ClassRef | None
    ) -> tuple[list[tuple[Module, Any, int]], bool]:
        """The calls, each with the number of parameters that it does not give by itself.

        With it comes whether there are no others, as far as the linted files show.
        """
        known = self._calls.get(id(function.node))
        if known is None:
            # For whoever asks again meanwhile, in a circle.
            self._calls[id(function.node)] = [], False
            known = self._calls[id(function.node)] = self._find(function, owner)
        return known

    def _find(
        self, function: FunctionRef, owner: ClassRef | None
    ) -> tuple[list[tuple[Module, Any, int]], bool]:
        names = self._names(function, owner)
        candidates = [at for name in names for at in self._flow.written.calls.get(name, ())]
        if len(candidates) > _MOST_CALLS:
            return [], False
        found, sure = [], self._is_sure(function, owner)
        for module, call in candidates:
            offset, doubt = self._offset(module, call, function, owner)
            if offset is not None:
                found.append((module, call, offset))
            sure = sure and not doubt
        return found, sure

    def _names(self, function: FunctionRef, owner: ClassRef | None) -> list[str]:
        name = function.node.name
        if owner is None or name != "__init__":
            return [name]
        heirs = self._flow.members.heirs(owner)
        return list(dict.fromkeys([owner.node.name, *(h.node.name for h in heirs), *_CONSTRUCTORS]))

    def _is_sure(self, function: FunctionRef, owner: ClassRef | None) -> bool:
        node = function.node
        name = owner.node.name if owner is not None and node.name == "__init__" else node.name
        if isinstance(node.parent.scope(), (nodes.Module, nodes.ClassDef)):
            self.asked.add(name)
            if name not in self._complete:
                return False
        if node.name.startswith("__") and node.name != "__init__":
            return False
        if not self._flow.members.is_plain(function):
            return False
        return not any(self._hands_on(at, function) for at in self._others(node.name))

    def _others(self, name: str) -> list[At]:
        return [] if name == "__init__" else self._flow.written.handed_on.get(name, [])

    def _hands_on(self, at: At, function: FunctionRef) -> bool:
        """Whether the function itself is given away there: nobody knows who calls it then."""
        if isinstance(at[1], nodes.Attribute):
            return isinstance(function.node.parent, nodes.ClassDef)
        return any(self._is_it(term, function) for term in self._flow.base(*at))

    def _offset(
        self, module: Module, call: Any, function: FunctionRef, owner: ClassRef | None
    ) -> tuple[int | None, bool]:
        doubt = False
        for term in self._flow.base(module, call.func):
            match term:
                case FunctionRef(_, node) if node is function.node:
                    return 0, False
                case Bound() if self._is_it(term, function):
                    return 1, False
                case ClassRef() if owner is not None and function.node.name == "__init__":
                    made = self._flow.members.defines(term, "__init__")
                    if made is not None and made.node is function.node:
                        return 1, False
                case Blank.UNKNOWN:
                    doubt = owner is not None and isinstance(call.func, nodes.Attribute)
                    doubt = doubt and function.node.name != "__init__"
        return None, doubt

    def _is_it(self, term: Any, function: FunctionRef) -> bool:
        match term:
            case FunctionRef(_, node) | Bound(FunctionRef(_, node), _):
                return node is function.node
        return False


def _own(ref: ClassRef, function: Any) -> Terms:
    """The first parameter of a method."""
    if "classmethod" in decorators(function) or function.name == "__new__":
        return (ref,)
    return (Made(ref, ref.module, function, own=True),)


def _is_first(function: Any, name: str) -> bool:
    first = next((one.name for one in _positional(function)), None)
    return first == name and "staticmethod" not in decorators(function)


def _positional(function: Any) -> Iterator[Any]:
    yield from function.args.posonlyargs or ()
    yield from function.args.args or ()


def _extras(function: Any) -> tuple[str | None, str | None]:
    return function.args.vararg, function.args.kwarg
