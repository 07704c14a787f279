"""What a run saw of the way to Keras' own constructor, and what was set before and after it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sequence_lint.dryrun.excerpts import first_place
from sequence_lint.dryrun.values import Const, Foreign, Function, Opaque, Ref, Tup, Value
from sequence_lint.lifecycle import BaseCall, Constructor, Setting
from sequence_lint.project.bindings import External
from sequence_lint.project.keras_names import keras_base
from sequence_lint.records import dataclass, field, replace

if TYPE_CHECKING:
    from sequence_lint.dryrun.binding import Arguments
    from sequence_lint.dryrun.machine import Machine

_POOL = re.compile(r"Pool|Executor|Queue|Thread|Process")

SETTINGS = frozenset({"workers", "use_multiprocessing", "max_queue_size"})
"""The properties of Keras' base class that its constructor sets."""


@dataclass(slots=True)
class Construction:
    """What was seen so far of making ``instance``.

    ``constructors`` are those of the linted files that ran for it after the first one.
    ``passed`` is true where Keras' constructor is next in line before one of the linted files,
    ``escaped`` where unknown code got hold of the instance.
    """

    instance: Ref | None = None
    base_calls: list[BaseCall] = field(default_factory=list)
    settings: list[tuple[int, Setting]] = field(default_factory=list)
    constructors: list[Function] = field(default_factory=list)
    passed: bool = False
    escaped: bool = False

    def note_call(self, machine: Machine, callee: Value, arguments: Arguments, node: Any) -> None:
        """A call of anything."""
        if isinstance(callee, Function):
            if getattr(callee.node, "name", "") == "__init__" and self._is_given(arguments):
                self.constructors.append(callee)
            return
        dotted = callee.dotted if isinstance(callee, Foreign) else ""
        bare, _, method = dotted.rpartition(".")
        if method == "__init__" and bare == "super":
            if self._is_own(machine.frame.instance):
                self._note_base(machine, arguments, node, given=0)
        elif method == "__init__" and keras_base(bare) is not None:
            if self._is_given(arguments):
                self._note_base(machine, arguments, node, given=1)
        elif bare != "builtins" and self._is_given(arguments):
            self.escaped = True

    def note_super(self, instance: Ref, lineage: tuple[Any, ...]) -> None:
        """``super().__init__`` leads past *lineage* to a class of the linted files."""
        if self._is_own(instance) and any(_is_keras(entry) for entry in lineage):
            self.passed = True

    def note_setting(self, machine: Machine, base: Value, target: Any, value: Value) -> None:
        """An attribute of the instance is set."""
        name, node = target.attrname, target.parent
        if name in SETTINGS and self._is_own(base):
            text, place, counts = machine.text(node), machine.at(node), not _is_object(value, node)
            setting = Setting(name, text, place, counts, before_base=False, value=_number(value))
            self.settings.append((len(self.base_calls), setting))

    def _note_base(self, machine: Machine, arguments: Arguments, node: Any, given: int) -> None:
        complete = arguments.complete and not arguments.opened
        texts = tuple(machine.text(part) for part in node.args[given:])
        known = ((name, _number(value)) for name, value in arguments.keywords.items())
        values = tuple((name, number) for name, number in known if number is not None)
        call = BaseCall(machine.at(node), texts, tuple(arguments.keywords), complete, values)
        self.base_calls.append(call)

    def _is_given(self, arguments: Arguments) -> bool:
        return any(map(self._is_own, arguments.all()))

    def _is_own(self, value: Value | None) -> bool:
        own = self.instance
        return own is not None and isinstance(value, Ref) and value.address == own.address


def constructor(machine: Machine) -> Constructor | None:
    """The constructor as the run saw it; None when the class has none in the linted files."""
    from sequence_lint.dryrun.attributes import find_member

    member = find_member(machine.found, "__init__")
    if member is None or type(member[2]).__name__ != "FunctionDef":
        return None
    seen = machine.construction
    _, owner, node = member
    if seen.constructors and seen.constructors[-1].owner is not None:
        # The one that goes no further is the one to mend.
        (_, owner), node = seen.constructors[-1].owner, seen.constructors[-1].node
    calls = tuple(dict.fromkeys(seen.base_calls))
    reached: bool | None = bool(calls) or seen.passed
    if not reached and seen.escaped:
        reached = None
    settings = tuple(
        replace(setting, before_base=before < len(seen.base_calls))
        for before, setting in seen.settings
    )
    start = None if reached else first_place(owner.module, node)
    return Constructor(owner.module.place(node), owner.node.name, reached, calls, settings, start)


def _number(value: Value) -> int | None:
    """The number or switch that *value* is, where the caller asks for nothing else."""
    known = value.default if isinstance(value, Opaque) and value.argument else value
    number = known.value if isinstance(known, Const) else None
    return number if isinstance(number, int) else None


def _is_object(value: Value, statement: Any) -> bool:
    """Whether something is stored that can be no number: a pool of threads, a queue, a list."""
    if isinstance(value, (Ref, Tup)):
        return True
    made = getattr(statement, "value", None)
    called = getattr(made, "func", None)
    name = getattr(called, "attrname", None) or getattr(called, "name", None) or ""
    return bool(isinstance(value, Opaque) and _POOL.search(name))


def _is_keras(entry: Any) -> bool:
    return isinstance(entry, External) and keras_base(entry.dotted) is not None
