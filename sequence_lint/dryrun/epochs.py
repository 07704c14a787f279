"""From a run to an Epoch: which collection is the order, and is the length tied to it."""

from __future__ import annotations

import re
from typing import Any

from sequence_lint.batches import Excerpt
from sequence_lint.dryrun.attributes import instance_class_dict
from sequence_lint.dryrun.epoch import RanLength, Run, count_origin, return_place
from sequence_lint.dryrun.excerpts import whole
from sequence_lint.dryrun.length import spelt, ways
from sequence_lint.dryrun.values import Const, Opaque, Origin
from sequence_lint.model import Batch, Cut, Epoch, Length, Place, Shuffle, Size
from sequence_lint.records import replace

Setting = tuple[tuple[str, str], ...]


def to_epoch(
    run: Run, size: Size, setting: Setting, usual: str = "", number: int = 1, alike: str = ""
) -> Epoch:
    """What *run* observed, as plain data.

    ``usual`` is the order that the other epochs have, ``alike`` that of other sizes of the setting.
    """
    length = to_length(run)
    order, available = _order(run, usual, alike, length.counts)
    return Epoch(
        size=size,
        setting=setting,
        length=length,
        batches=run.batches,
        beyond=run.beyond,
        order=order,
        available=available,
        shuffled=order in run.machine.changes.shuffled,
        unknown=_unknown(run, length, order),
        number=number,
        collections=_collections(run),
        shuffles=_shuffles(run),
        rebuilt=run.machine.changes.rebuilt,
        undone=tuple(
            o for o in run.machine.changes.undone if o.attribute in run.machine.changes.read
        ),
    )


def _collections(run: Run) -> frozenset[str]:
    """The sources with a row for each sample."""
    machine = run.machine
    whole = tuple(range(machine.samples))
    return frozenset(machine.shown(key) for key, ids in machine.sources.items() if ids == whole)


def _shuffles(run: Run) -> tuple[Shuffle, ...]:
    changes = run.machine.changes
    return tuple(replace(one, read=changes.is_read(run.machine, one)) for one in changes.shuffles)


def direct_cuts(run: Run) -> list[Cut]:
    """The cuts that the batch index itself makes, in the order of the batches."""
    batches = run.batches if run.batches or run.beyond is None else (run.beyond,)
    return [cut for batch in batches for cut in batch.cuts if cut.direct]


def _order(run: Run, usual: str, alike: str, counts: frozenset[str]) -> tuple[str, tuple[int, ...]]:
    """The collection that the batch index cuts, and what it holds; that which *counts*, if any.

    Where the index takes one ready-made group at a time, the order is what the groups were made
    from, if its extent is known.
    """
    cuts = direct_cuts(run)
    extents = {run.machine.shown(key): ids for key, ids in run.machine.sources.items()}
    if not cuts:
        # Where nothing is there to be cut, the order is what it is for other numbers of samples.
        same = usual if not run.batches else alike if all(map(_is_of_nothing, run.batches)) else ""
        return (same, extents[same]) if same in extents else ("", ())
    served = _served(run.batches)
    reached = [cut for cut in cuts if cut.source in served] or cuts
    counted = (cut for cut in reached if cut.source in counts and not cut.in_loop)
    first = next(counted, reached[0])
    if first.form == "element" and not first.in_loop:
        if usual in extents and usual in served and usual != first.source:
            return usual, extents[usual]
        grouped = _grouped(run, first, extents)
        if grouped is not None:
            return grouped
    return first.source, tuple(first.available)


def _is_of_nothing(batch: Batch) -> bool:
    """True when the batch was followed, and nothing stored has a part in it."""
    if batch.cuts or batch.random or batch.unknown is not None:
        return False
    leaves = [leaf for returned in batch.returned for leaf in returned.part.leaves()]
    return all(leaf.kind != "unknown" and leaf.rows is not None for leaf in leaves) and not any(
        leaf.served for leaf in leaves
    )


def _served(batches: tuple[Batch, ...]) -> set[str]:
    return {
        source
        for batch in batches
        for returned in batch.returned
        for leaf in returned.part.leaves()
        for source, _ in leaf.served
    }


def _grouped(
    run: Run, cut: Cut, extents: dict[str, tuple[int, ...]]
) -> tuple[str, tuple[int, ...]] | None:
    for returned in (one for batch in run.batches for one in batch.returned):
        for leaf in returned.part.leaves():
            for source, positions in leaf.served:
                if source != cut.source and len(positions) > 1 and source in extents:
                    if min(positions) >= 0:
                        return source, extents[source]
    return None


def to_length(run: Run) -> Length:
    """The length of the class as plain data."""
    ran = run.length
    if ran is None:
        reason = (
            "construction raises" if run.failed is not None else "there is no `__len__` to follow"
        )
        return Length(None, reason, None, None, frozenset(), False, "")
    reached = count_origin(ran.value)
    counted = [dep[2:] for dep in reached.deps if dep.startswith("n:")]
    counts = frozenset(run.machine.shown(source) for source in sorted(counted))
    uses_batch = any(dep.startswith(("p:", "lit:")) for dep in reached.deps)
    computed_at, text, written = _arithmetic(run, ran)
    node = getattr(ran.node, "value", None)
    returned = spelt(run, ran.owner.module, node) if node is not None else ""
    value, unknown = None, None
    if isinstance(ran.value, Const) and isinstance(ran.value.value, (int, float)):
        value = ran.value.value
    elif isinstance(ran.value, Opaque):
        unknown = ran.value.why
    else:
        unknown = "the length is not a number"
    return Length(
        value=value,
        unknown=unknown,
        place=return_place(ran),
        computed_at=computed_at,
        counts=counts,
        uses_batch=uses_batch,
        text=text,
        returned=returned,
        ways=ways(run, ran),
        narrow=min((dep[3:] for dep in reached.deps if dep.startswith("as:")), default=""),
        written=written,
    )


def _arithmetic(run: Run, ran: RanLength) -> tuple[Place | None, str, Excerpt | None]:
    """Where the arithmetic of the length is done if `__len__` only returns an attribute; its text,
    on one line and as it is written."""
    node = getattr(ran.node, "value", None)
    if node is None or ran.owner is None:
        return None, "", None
    here = spelt(run, ran.owner.module, node), whole(ran.owner.module, node)
    name = _attribute_name(node)
    found = attribute_assignments(run.machine.found, name) if name is not None else []
    if len(found) != 1:
        return None, *here
    module, value = found[0]
    if type(value).__name__ in ("Name", "Const"):
        return None, *here
    return module.place(value), spelt(run, module, value), whole(module, value)


def _attribute_name(node: Any) -> str | None:
    """The attribute in ``self.steps`` or ``int(self.steps)``."""
    if type(node).__name__ == "Call" and getattr(node.func, "name", "") == "int" and node.args:
        node = node.args[0]
    if type(node).__name__ != "Attribute" or getattr(node.expr, "name", "") != "self":
        return None
    return str(node.attrname)


def attribute_assignments(found: Any, name: str) -> list[tuple[Any, Any]]:
    """(module, value) of every ``self.name = value`` in the methods of the class and its bases."""
    results: list[tuple[Any, Any]] = []
    for entry in instance_class_dict(found):
        for method in entry.node.body:
            if type(method).__name__ != "FunctionDef":
                continue
            results.extend((entry.module, value) for value in _assigned(method, name))
    return results


def _assigned(node: Any, name: str) -> list[Any]:
    values: list[Any] = []
    pending = list(node.body)
    while pending:
        statement = pending.pop()
        for target in getattr(statement, "targets", None) or [getattr(statement, "target", None)]:
            if type(target).__name__ == "AssignAttr" and target.attrname == name:
                if getattr(target.expr, "name", "") == "self" and statement.value is not None:
                    values.append(statement.value)
        for part in ("body", "orelse", "finalbody"):
            inner = getattr(statement, part, None)
            if isinstance(inner, list):
                pending.extend(inner)
        for handler in getattr(statement, "handlers", None) or ():
            pending.extend(handler.body)
    return values


def _unknown(run: Run, length: Length, order: str) -> str | None:
    """Why nothing can be said about which batch serves what; None when it can."""
    if run.failed is not None:
        return f"construction raises {run.failed.kind}"
    if length.unknown is not None:
        return length.unknown
    reason = next((batch.unknown for batch in run.batches if batch.unknown is not None), None)
    if reason is not None:
        return reason
    if not order:
        return _no_order(run)
    # Where nothing is cut there is nothing to tie the length to; other sizes show whether it is.
    reason = _untied(run, length) if direct_cuts(run) else None
    made = len(run.batches)
    if reason is None and length.value is not None and max(int(length.value), 0) != made:
        return "far more batches than samples"
    return reason


def _no_order(run: Run) -> str:
    if any(batch.random for batch in run.batches):
        return "batches are drawn at random"
    return "no batch is cut from stored data by its index"


def _computed(run: Run, strange: frozenset[str], counts: frozenset[str]) -> bool:
    """True when what is *strange* among *counts* was itself made by counting the others.

    ``len(range(0, n, b))`` counts a range, which nothing is cut from, and so the samples.
    """
    given = {run.machine.shown(source) for source in run.machine.pins.collections}
    return strange < counts and strange.isdisjoint(given)


def _untied(run: Run, length: Length) -> str | None:
    """A length and batches with nothing in common are two unrelated numbers."""
    ran = run.length
    deps = count_origin(ran.value).deps if ran is not None else Origin().deps
    machine = run.machine
    if "random" in deps:
        return "the length is random"
    sizes = {dep for dep in deps if dep.startswith(("p:", "lit:"))}
    if not length.counts and not sizes:
        return "the length does not count anything that batches are cut from"
    known = _served(run.batches) | {cut.source for cut in direct_cuts(run)}
    known |= {machine.shown(dep[2:]) for dep in machine.cut_deps if dep.startswith("n:")}
    if not length.counts <= known and not _computed(run, length.counts - known, length.counts):
        name = min(length.counts - known)
        return f"the length counts `{name}`, which no batch is cut from"
    if not sizes <= machine.cut_deps:
        name = re.sub(r"^(p|lit):", "", min(sizes - machine.cut_deps))
        return f"the length is divided by `{name}`, which has no part in the batches"
    return None
