"""From found calls to what rules see of them: the calls, and what classes know of their uses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sequence_lint.calls import Argument, CallSite
from sequence_lint.dryrun.excerpts import whole
from sequence_lint.dryrun.leaving_out import removal
from sequence_lint.dryrun.reading import misread
from sequence_lint.dryrun.steps import steps
from sequence_lint.dryrun.workers import by_calls, by_constructor, by_instances
from sequence_lint.model import Epoch, ModelKind, Part, SequenceClass, Training, Use, Workers
from sequence_lint.project.callsites import FoundCall, Given, is_certain, number
from sequence_lint.project.terms import Blank
from sequence_lint.project.uses import Parts, adds_losses, trains_by_hand
from sequence_lint.records import replace

_COPY, _KERAS_IN_IT = "tensorflow.python.keras", "tensorflow.keras"
_COPY_IS_OLD = (2, 6)
"""Up to there both names are the same package."""

Connected = tuple[tuple[SequenceClass, ...], tuple[CallSite, ...]]


def connected(project: Any, pairs: Iterable[tuple[Any, SequenceClass]]) -> Connected:
    """The classes with what becomes of their instances, and the calls that these reach.

    *pairs* are found classes with what was understood of them. Calls that only instances of other
    classes reach are left out.
    """
    understood = {id(found.node): (found, sequence) for found, sequence in pairs}
    sites = [site for site in project.calls().sites if _known(site, understood)]
    reaching: dict[int, list[FoundCall]] = {node: [] for node in understood}
    for site in sites:
        for node in {id(made.ref.node) for made in site.made} & understood.keys():
            reaching[node].append(site)
    parts = Parts(project)
    told = {
        node: _with_uses(project, found, sequence, reaching[node], parts)
        for node, (found, sequence) in understood.items()
    }
    return tuple(told.values()), tuple(_call_site(project, site, told) for site in sites)


def _known(site: FoundCall, understood: dict[int, Any]) -> bool:
    return any(id(made.ref.node) in understood for made in site.made)


def _with_uses(
    project: Any, found: Any, sequence: SequenceClass, mine: list[FoundCall], parts: Parts
) -> SequenceClass:
    asks = without_labels(sequence.epochs)
    losses = asks and bool(mine) and adds_losses(project)
    uses = tuple(_use(site, losses) for site in mine)
    plain = bool(uses) and all(one.model == "keras" and one.training == "keras" for one in uses)
    return replace(
        sequence,
        uses=uses,
        workers=_workers(project, found, sequence, mine),
        instantiated=id(found.node) in project.calls().instantiated,
        own_train_step=asks and not plain and trains_by_hand(project),
        part_of_another=asks and parts.has(found),
    )


def _workers(
    project: Any, found: Any, sequence: SequenceClass, sites: list[FoundCall]
) -> tuple[Workers, ...]:
    """Where workers are asked for to make the batches of the class, each place once."""
    own = by_constructor(sequence.constructor) if 3 in sequence.keras else ()
    flow = project.calls().flow
    if flow is None or not sites:
        return tuple(dict.fromkeys(own))
    made = by_instances(flow, sites, sequence, found.node) if 3 in sequence.keras else ()
    called = by_calls(flow, sites, lambda site: project.keras(site.module))
    return tuple(dict.fromkeys((*own, *made, *called)))


def _use(site: FoundCall, losses: bool) -> Use:
    training: Training = "unknown" if losses and site.training == "keras" else site.training
    kind: ModelKind = "keras" if site.model == "keras" else "unknown"
    return Use(
        site.method, site.parameter, _method_place(site), kind, training, certain=site.certain
    )


def _call_site(project: Any, site: FoundCall, told: dict[int, SequenceClass]) -> CallSite:
    numbers = dict.fromkeys(id(made.ref.node) for made in site.made)
    classes = tuple(told[number] for number in numbers if number in told)
    modules = dict.fromkeys([site.module, *(made.ref.module for made in site.made)])
    return CallSite(
        method=site.method,
        place=_method_place(site),
        model="keras" if site.model == "keras" else "unknown",
        parameter=site.parameter,
        classes=classes,
        certain=site.certain,
        arguments=tuple(_argument(project, site, given) for given in site.arguments),
        keras=project.keras(*modules),
        steps=steps(project.calls().flow, site, classes[0])
        if len(numbers) == len(classes) == 1
        else (),
        training=site.training,
        beside=tuple(_argument(project, site, given) for given in site.beside),
        packages=_packages(project, site),
        misread=misread(project.calls().flow, site, classes[0]) if len(classes) == 1 else None,
    )


def _packages(project: Any, site: FoundCall) -> tuple[str, str]:
    """The packages of the Sequence and of the model."""
    found = project.packages([made.ref for made in site.made])
    packages = (found.pop() if len(found) == 1 else "", site.package)
    if _COPY in packages and project.needs_tensorflow_before(_COPY_IS_OLD, site.module):
        return (packages[0].replace(_COPY, _KERAS_IN_IT), packages[1].replace(_COPY, _KERAS_IN_IT))
    return packages


def _argument(project: Any, site: FoundCall, given: Given) -> Argument:
    wanted = frozenset(id(one.node) for one in project.classes)
    return Argument(
        name=given.name,
        text=whole(site.module, given.node).text,
        place=site.module.place(given.node),
        keyword=given.keyword,
        nothing=Blank.NOTHING in given.terms,
        number=number(given.terms),
        sequence=is_certain(given.terms, wanted),
        removal=removal(site.module, site.node, given.node) if given.keyword else None,
    )


def _method_place(site: FoundCall) -> Any:
    """The name of the method: the last characters of what is called."""
    whole = site.module.place(site.node.func)
    width = len(site.method)
    return replace(whole, line=whole.end_line, column=max(whole.end_column - width, 1))


def without_labels(epochs: tuple[Epoch, ...]) -> bool:
    """True when a batch may have no labels in their place: only then it matters who takes it."""
    parts = [item.part for epoch in epochs for batch in epoch.batches for item in batch.returned]
    return any(part.kind not in ("none", "unknown") and _unusual(part) for part in parts)


def _unusual(part: Part) -> bool:
    if len(part.parts) > 3 or any(inner.kind == "none" for inner in part.parts):
        return True
    return all(inner.kind not in ("tuple", "dict") for inner in part.parts)
