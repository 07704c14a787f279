"""What a run saw of attributes that are read while the instance does not have them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

from sequence_lint.model import Place
from sequence_lint.records import dataclass, field

if TYPE_CHECKING:
    from sequence_lint.dryrun.machine import Machine


@dataclass(frozen=True, slots=True, eq=False)
class Absence:
    """A read of an attribute that is not there.

    ``owner`` is the class and ``function`` the FunctionDef that it stands in. ``certain`` is false
    where the run may not come this way.
    """

    name: str
    place: Place
    owner: str
    function: Any
    during: Literal["construction", "length", "batch", "hook"]
    certain: bool


@dataclass(slots=True)
class Absences:
    """The first absence of each name in each phase, a certain one if there is any.

    ``later`` are the names among them that the constructor sets in the end, with the place.
    ``guards`` counts the running statements that are ready for an AttributeError.
    """

    seen: dict[tuple[str, str], Absence] = field(default_factory=dict)
    later: dict[str, Place] = field(default_factory=dict)
    guards: int = 0

    @contextmanager
    def guarded(self, ready: bool) -> Iterator[None]:
        """What is read here may lack, if the code is *ready* for it."""
        self.guards += ready
        try:
            yield
        finally:
            self.guards -= ready

    def note(self, machine: Machine, name: str, node: Any) -> None:
        """The instance is asked for *name* and does not have it."""
        during = "construction" if machine.phase == "construct" else machine.phase
        known = self.seen.get((name, during))
        certain = machine.doubts == 0
        if self.guards or (known is not None and (known.certain or not certain)):
            return
        frame = machine.frame
        owner = frame.owner[1].node.name if frame.owner is not None else ""
        self.seen[name, during] = Absence(
            name, machine.at(node), owner, frame.node, during, certain
        )

    def note_set(self, machine: Machine, target: Any) -> None:
        """An attribute of that name is set while an instance is made."""
        if (target.attrname, "construction") in self.seen:
            # `self.n += 1` reads first, and so sets nothing.
            if type(target.parent).__name__ != "AugAssign":
                self.later.setdefault(target.attrname, machine.at(target))
