"""Whether the result of a `predict` is read in another order than that of its samples."""

from __future__ import annotations

from sequence_lint.calls import Misread
from sequence_lint.dryrun.steps import epochs_of
from sequence_lint.model import Epoch, SequenceClass
from sequence_lint.project.callsites import FoundCall
from sequence_lint.project.construction import Construction
from sequence_lint.project.flow import Flow
from sequence_lint.project.results import meeting

_PREDICTS = frozenset({"predict", "predict_generator"})


def misread(flow: Flow, site: FoundCall, sequence: SequenceClass) -> Misread | None:
    """Where predictions of *site* meet labels that were not shuffled with the samples."""
    if site.method not in _PREDICTS or len(site.made) != 1 or not site.certain:
        return None
    construction = Construction.of(flow, site.made[0])
    order = "" if construction is None else _shuffled(epochs_of(construction, sequence))
    given = next((one.node for one in site.arguments if one.name == "x"), None)
    met = meeting(site.node, given) if order else None
    if met is None or met.attribute == order:
        return None
    place, text = site.module.place(met.node), met.labels.as_string()
    return Misread(place, text, order)


def _shuffled(epochs: tuple[Epoch, ...]) -> str:
    """The order that the class keeps apart from its data and shuffles; "" where there is none."""
    first = epochs[0] if epochs else None
    if first is None or not first.told or not first.shuffled:
        return ""
    cuts = [cut for batch in first.batches for cut in batch.cuts]
    apart = any(not cut.direct and cut.source != first.order for cut in cuts)
    return first.order if apart else ""
