"""Where the text of a class sets its attributes, and which of its methods mention which others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sequence_lint.dryrun.attributes import decorator_names, instance_class_dict
from sequence_lint.model import Place
from sequence_lint.project.walking import each_below

_MAY_SET = frozenset("setattr delattr vars locals exec eval".split())
_ASK = frozenset("hasattr getattr".split())
_HARMLESS = frozenset(
    "super len isinstance type id repr str print iter next hash hasattr getattr range list".split()
)
"""What may be given an instance and leaves its attributes alone."""


class Writing:
    """The methods of a class and its linted bases, those that are overridden too.

    ``opens`` is true where attributes may be set by a way that is no plain assignment: by name, or
    by something that the instance is handed to. ``asked_for`` are the names that the class looks
    for before it uses them. ``follows_all_calls`` is false where methods are got by names that are
    put together.
    """

    def __init__(self, found: Any) -> None:
        self.opens = False
        self.asked_for: set[str] = set()
        self.follows_all_calls = True
        self._setting: dict[str, list[tuple[str, Any, Place]]] = {}
        self._mentions: dict[str, set[str]] = {}
        for entry in instance_class_dict(found):
            self._read(entry)

    def methods_that_set(self, names: Iterable[str]) -> set[str]:
        """The names of the methods that assign one of the attributes."""
        return {method for name in names for method, _, _ in self._setting.get(name, ())}

    def places(self, name: str) -> tuple[Place, ...]:
        """Where the attribute is assigned."""
        return tuple(place for _, _, place in self._setting.get(name, ()))

    def depends_on_conditions(self, name: str) -> bool:
        """Whether `__init__` alone assigns it, and each time below an `if` and nothing else."""
        found = self._setting.get(name, ())
        return bool(found) and all(
            method == "__init__" and _is_below_conditions(node) for method, node, _ in found
        )

    def reached_from(self, roots: Iterable[str]) -> set[str]:
        """The methods that those named *roots* may come to call, with these; rather too many."""
        reached: set[str] = set()
        pending = [name for name in roots if name in self._mentions]
        while pending:
            name = pending.pop()
            if name not in reached:
                reached.add(name)
                pending.extend(self._mentions[name] & self._mentions.keys())
        return reached

    def mentioned_in(self, name: str) -> set[str]:
        """The methods, other than itself, that mention the method."""
        return {other for other, names in self._mentions.items() if name in names} - {name}

    def _read(self, entry: Any) -> None:
        for node in entry.node.body:
            if type(node).__name__ == "FunctionDef":
                self._read_method(entry, node)
            elif type(node).__name__ not in ("Expr", "Pass"):
                self._read_other(node)

    def _read_method(self, entry: Any, function: Any) -> None:
        spec = function.args
        formal = [*(spec.posonlyargs or ()), *(spec.args or ())]
        own = formal[0].name if formal else ""
        if function.name == "__init__" and function.decorators is not None:
            self.opens = True
        is_bound = not decorator_names(function) & {"staticmethod", "classmethod"}
        mentions = self._mentions.setdefault(function.name, set())
        for node in each_below(function):
            match type(node).__name__:
                case "AssignAttr":
                    mentions.add(node.attrname)
                    self.opens = self.opens or node.attrname in ("__dict__", "__class__")
                    self._note_set(entry, function, node, own if is_bound else "")
                case "Attribute" | "DelAttr":
                    mentions.add(node.attrname)
                    self.opens = self.opens or node.attrname in ("__dict__", "__setattr__")
                case "Name":
                    mentions.add(node.name)
                    self.opens = self.opens or (node.name == own and _is_handed_on(node))
                case "AssignName":
                    is_parameter = type(node.parent).__name__ == "Arguments"
                    self.opens = self.opens or (node.name == own and not is_parameter)
                case "Const" if isinstance(node.value, str):
                    mentions.add(node.value)
                case "Call":
                    self._note_call(node)

    def _read_other(self, statement: Any) -> None:
        """Methods below an `if` of the class body, or assigned: not told one by one."""
        for node in (statement, *each_below(statement)):
            if type(node).__name__ in ("FunctionDef", "AsyncFunctionDef", "AssignAttr"):
                self.opens = True
            elif type(node).__name__ == "Call":
                self._note_call(node)

    def _note_set(self, entry: Any, function: Any, node: Any, own: str) -> None:
        if getattr(node.expr, "name", "") != own:
            # Another name of the instance, or another object: taken for the first.
            own = ""
        elif type(node.parent).__name__ == "AugAssign":
            return
        where = function.name if own else "__init__"
        place = entry.module.place(node)
        self._setting.setdefault(node.attrname, []).append((where, node if own else None, place))

    def _note_call(self, node: Any) -> None:
        name = getattr(node.func, "name", "")
        if name in _MAY_SET:
            self.opens = True
        if name in _ASK and len(node.args) > 1:
            asked = node.args[1]
            if isinstance(getattr(asked, "value", None), str):
                self.asked_for.add(asked.value)
            else:
                self.follows_all_calls = False


def _is_handed_on(name: Any) -> bool:
    """Whether the instance goes where its attributes may be set: stored, or given to a call."""
    parent = name.parent
    match type(parent).__name__:
        case "Attribute" | "AssignAttr" | "DelAttr" | "Subscript" | "Return" | "Yield" | "Compare":
            return False
        case "For" | "Comprehension" | "FormattedValue" | "BinOp" | "BoolOp" | "UnaryOp" | "If":
            return False
        case "Call" if name in parent.args:
            called = parent.func
            if type(called).__name__ == "Name":
                return called.name not in _HARMLESS
            # `Base.method(self)` is followed.
            owner = getattr(called, "expr", None)
            named = str(getattr(owner, "name", None) or getattr(owner, "attrname", ""))
            return not (name is parent.args[0] and named[:1].isupper())
    return True


def _is_below_conditions(node: Any) -> bool:
    """Whether an `if` decides on the statement, and nothing else but that."""
    if node is None:
        return False
    statement, conditions = node.statement(), 0
    parent = statement.parent
    while type(parent).__name__ != "FunctionDef":
        if type(parent).__name__ != "If":
            return False
        conditions += 1
        parent = parent.parent
    return conditions > 0 and type(parent.parent).__name__ == "ClassDef"
