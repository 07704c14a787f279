"""What an editor shows for a place: the findings there, their rules, and the batches drawn."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol.types import Position

from sequence_lint.model import Epoch, SequenceClass
from sequence_lint.report.strip import BLOCKS, rows
from sequence_lint.report.verdict import size_of, verdict
from sequence_lint.report.wording import spoken
from sequence_lint.rule import Diagnostic, Rule
from sequence_lint.server.checking import Checked
from sequence_lint.server.findings import range_of
from sequence_lint.server.text import Encoding, Ruler, covers


def hover(checked: Checked, position: Position, encoding: Encoding) -> str | None:
    """Markdown on what is at the position, None where there is nothing to say.

    That is what the rules found there, or what was understood of the class whose name it is.
    """
    ruler = Ruler(checked.document.lines, encoding)
    found = [each for each in checked.said if covers(range_of(each, ruler), position)]
    if found:
        return "\n\n---\n\n".join(_of_finding(each, checked) for each in found)
    for each in checked.classes:
        place = each.place
        where = ruler.range(place.line, place.column, place.end_line, place.end_column)
        if position.line == where.start.line and covers(where, position):
            return "\n\n".join(_of_class(each))
    return None


def _of_finding(diagnostic: Diagnostic, checked: Checked) -> str:
    parts = [f"**{diagnostic.code} {diagnostic.name}** ({diagnostic.severity.value})"]
    parts += spoken(diagnostic, place=False)
    owner = next((one for one in checked.classes if one.qualname == diagnostic.class_name), None)
    if owner is not None:
        parts += _drawn(owner)
    rule = _rule(diagnostic.code)
    if rule is not None:
        parts.append(f"---\n\n{rule.doc.strip()}")
    return "\n\n".join(parts)


def _of_class(sequence: SequenceClass) -> Iterator[str]:
    yield f"**{sequence.qualname}** is a `{sequence.keras_base}`"
    yield from _drawn(sequence) if sequence.epochs else ()
    for missed in sequence.not_followed:
        where = "" if missed.place is None else f" (line {missed.place.line})"
        yield f"Not followed: {missed.reason}{where}"


def _drawn(sequence: SequenceClass) -> Iterator[str]:
    """The epoch of the readable size under the default flags, as a strip a batch."""
    epoch = next(iter(sequence.epochs), None)
    if epoch is None:
        return
    yield f"With {size_of(epoch)}: {verdict(epoch)}"
    if epoch.told:
        yield f"```text\n{_strip(epoch)}\n```"


def _strip(epoch: Epoch) -> str:
    table = rows(epoch, BLOCKS)
    label = max((len(row.label) for row in table), default=0)
    lines = (f"{row.label:<{label}}  {row.cells}  {row.remark}".rstrip() for row in table)
    return "\n".join(lines)


def _rule(code: str) -> Rule | None:
    from sequence_lint.registry import load

    return load().find(code)
