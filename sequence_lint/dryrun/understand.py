"""From a found class to a SequenceClass: study it, and state what was understood."""

from __future__ import annotations

from typing import Any

from sequence_lint.dryrun.abstract import is_abstract
from sequence_lint.dryrun.calls import TOO_DEEP
from sequence_lint.dryrun.construction import constructor
from sequence_lint.dryrun.epoch import Run
from sequence_lint.dryrun.epochs import attribute_assignments, direct_cuts
from sequence_lint.dryrun.fuel import OutOfFuel
from sequence_lint.dryrun.keras_bases import with_keras_members
from sequence_lint.dryrun.lacking import lacking, uncalled
from sequence_lint.dryrun.machine import Machine
from sequence_lint.dryrun.members import (
    assigned,
    defined,
    members_known,
    methods,
    parameters,
)
from sequence_lint.dryrun.remarks import docstring, remarks
from sequence_lint.dryrun.roles import roles
from sequence_lint.dryrun.sizes import READABLE, around, chosen
from sequence_lint.dryrun.study import TOO_LONG, Study
from sequence_lint.dryrun.values import Const, Instance, Mapping, Opaque, Ref, Value, Vector
from sequence_lint.model import (
    BaseStep,
    Epoch,
    Length,
    NotFollowed,
    SequenceClass,
    Size,
)
from sequence_lint.records import replace


def understand(found: Any, project: Any) -> SequenceClass:
    """The class *found*, dry-run on a handful of imaginary data sets under each of its settings.

    Never raises for what the class does: what takes too long or cannot be followed is unknown.
    """
    lineage = with_keras_members(found.lineage, found.keras_base)
    study = Study(found if lineage is found.lineage else replace(found, lineage=lineage), project)
    epochs: tuple[Epoch, ...] = ()
    first: Run | None = None
    try:
        first = study.discover()
        epochs = study.serve(*_sizes(study, first))
    except (OutOfFuel, RecursionError):
        study.reasons[TOO_LONG] = found.module.place(found.node)
        epochs = (_nothing_known(TOO_LONG),)
    return _assemble(study, first, epochs)


def _sizes(study: Study, first: Run) -> tuple[tuple[Size, ...], bool]:
    """The data sets to serve, and whether their batch size is one that the class knows."""
    deps = first.machine.cut_deps
    if study.pins.batches and f"p:{study.pins.batches[0]}" in deps:
        return chosen(), True
    if first.machine.literals:
        return around(max(first.machine.literals)), True
    sizes = (Size(10, 4), Size(8, 4)) if study.pins.batches else (Size(10, 1), Size(8, 1))
    cuts = direct_cuts(first)
    single = bool(cuts) and all(len(cut.picked) <= 1 for cut in cuts)
    return sizes, bool(study.pins.batches) or single


def _nothing_known(reason: str) -> Epoch:
    length = Length(None, reason, None, None, frozenset(), False, "")
    return Epoch(READABLE, (), length, (), None, "", (), False, reason)


def _assemble(study: Study, first: Run | None, epochs: tuple[Epoch, ...]) -> SequenceClass:
    found = study.found
    module = found.module
    set_by_methods, has = assigned(found), methods(found)
    keras = study.project.keras(*_files(found))
    return SequenceClass(
        name=found.node.name,
        qualname=found.qualname,
        path=module.path,
        module=module.name,
        place=module.place(found.node),
        chain=tuple(_step(step) for step in found.chain),
        keras_base=found.keras_base,
        bases_known=found.bases_known,
        abstract=is_abstract(found, study.project.heirs(found)),
        docstring=docstring(found.node),
        module_docstring=docstring(module.tree),
        methods=has,
        stored=_stored(first),
        parameters=parameters(found),
        flags=study.pins.flags(),
        settings_left=study.unexplored(),
        keras=keras,
        defined=defined(study.found),
        members_known=members_known(found),
        assigned=set_by_methods,
        held=first.machine.sharing.held(first.machine, set_by_methods) if first is not None else (),
        lacking=lacking(found, study.project, study.lacked, _left_out(study)),
        uncalled=uncalled(found, study.project, has, keras),
        inherited_from=bool(study.project.heirs(found)),
        length_remarks=_length_remarks(first),
        epochs=epochs,
        not_followed=tuple(NotFollowed(reason, place) for reason, place in study.reasons.items()),
        batch_text=_batch_text(study, first),
        roles=roles(study.pins, first, parameters(found)),
        constructor=constructor(first.machine) if first is not None else None,
    )


def _left_out(study: Study) -> bool:
    """Whether the runs did not follow all that was called."""
    return bool(study.skipped) or any(why in (TOO_LONG, TOO_DEEP) for why in study.reasons)


def _files(found: Any) -> dict[Any, None]:
    """The files that the class and its bases are in."""
    return dict.fromkeys([found.module, *(s.module for s in found.chain if s.module is not None)])


def _step(step: Any) -> BaseStep:
    place = step.module.place(step.node) if step.module is not None and step.node else None
    return BaseStep(step.name, place)


def _stored(first: Run | None) -> tuple[str, ...]:
    """The attributes that hold data: what the caller gave or what was loaded, no settings."""
    if first is None:
        return ()
    cell = first.machine.store[first.instance.address]
    if not isinstance(cell, Instance):
        return ()
    machine = first.machine
    return tuple(name for name, value in cell.attributes.items() if _holds_data(machine, value))


def _holds_data(machine: Machine, value: Value) -> bool:
    if isinstance(value, Opaque):
        default = value.default
        plain = isinstance(default, Const) and isinstance(default.value, (bool, int, float, str))
        return not plain and value.key not in machine.setting
    if not isinstance(value, Ref):
        return False
    return isinstance(machine.store[value.address], (Vector, Mapping))


def _length_remarks(first: Run | None) -> tuple[str, ...]:
    ran = first.length if first is not None else None
    if first is None or ran is None or ran.owner is None:
        return ()
    arithmetic = None
    node = getattr(ran.node, "value", None)
    if node is not None and type(node).__name__ == "Attribute":
        found = attribute_assignments(first.machine.found, node.attrname)
        arithmetic = found[0] if len(found) == 1 else None
    return remarks(ran.owner.module, ran.function, arithmetic)


def _batch_text(study: Study, first: Run | None) -> str:
    """How the class spells its batch size inside its methods."""
    if first is None:
        return ""
    if not study.pins.batches:
        literals = first.machine.literals
        return str(max(literals)) if literals else ""
    key = study.pins.batches[0]
    cell = first.machine.store[first.instance.address]
    if isinstance(cell, Instance):
        for name, value in cell.attributes.items():
            if isinstance(value, Const) and value.origin.deps == frozenset({f"p:{key}"}):
                return f"self.{name}"
    return key
