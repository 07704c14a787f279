"""What the dry run understood of a class, for a person who wants to believe it or not."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rich.text import Text

from sequence_lint.model import Epoch, Part, Place, Returned, SequenceClass
from sequence_lint.report.paper import Paper
from sequence_lint.report.strip import BLOCKS, PLAIN, Cells, Row, rows
from sequence_lint.report.verdict import size_of, verdict
from sequence_lint.report.wording import at, one_line
from sequence_lint.spelling import counted


def to_text(classes: Sequence[SequenceClass], width: int, *, color: bool, blocks: bool) -> str:
    """A section a class. *blocks* allows characters outside of ASCII."""
    paper = Paper(width, color=color)
    for number, sequence in enumerate(classes):
        if number:
            paper.line()
        _draw_class(paper, sequence, BLOCKS if blocks else PLAIN)
    return paper.text()


def _draw_class(paper: Paper, sequence: SequenceClass, cells: Cells) -> None:
    paper.paragraph(Text.assemble((sequence.qualname, "bold"), f" ({at(sequence.place)})"))
    _draw_chain(paper, sequence)
    if sequence.epochs:
        _draw_length(paper, sequence)
        _draw_sizes(paper, sequence.epochs, cells)
        _draw_returned(paper, sequence)
    _draw_not_followed(paper, sequence)


def _draw_chain(paper: Paper, sequence: SequenceClass) -> None:
    steps = [step.name + _where(step.place, sequence) for step in sequence.chain]
    if not sequence.chain or sequence.chain[-1].place is not None:
        steps.append(sequence.keras_base)
    paper.labelled("a Sequence by", " -> ".join(steps))
    if not sequence.bases_known:
        paper.labelled("bases", "not all are known, so it may inherit anything")
    if sequence.abstract:
        paper.labelled("abstract", "yes")


def _draw_length(paper: Paper, sequence: SequenceClass) -> None:
    length = sequence.epochs[0].length
    paper.labelled("length", (one_line(length.text) or "?") + _where(length.place, sequence))
    if length.computed_at is not None and length.computed_at != length.place:
        paper.labelled("computed", _where(length.computed_at, sequence).strip(" ()"), indent=4)


def _where(place: Place | None, sequence: SequenceClass) -> str:
    """The place in brackets; in the file of the class the line is enough, with its cell."""
    if place is None:
        return ""
    if place.path != sequence.path:
        return f" ({at(place)})"
    return f" (cell {place.cell}, line {place.line})" if place.cell else f" (line {place.line})"


def _draw_sizes(paper: Paper, epochs: Sequence[Epoch], cells: Cells) -> None:
    """The first size in full, then the others in a line each; settings that agree together."""
    firsts = [epoch for epoch in epochs if epoch.number == 1]
    full = [epoch for epoch in firsts if epoch.size == firsts[0].size]
    for agreeing in _agreeing(full, cells):
        paper.line()
        _draw_epochs(paper, agreeing, cells)
    others = _agreeing([epoch for epoch in firsts if epoch not in full], cells)
    if others:
        paper.line()
        paper.line("  other sizes:")
    for agreeing in others:
        usual = all(epoch.setting == firsts[0].setting for epoch in agreeing)
        title = size_of(agreeing[0]) if usual else _title(agreeing)
        paper.paragraph(f"{title}: {verdict(agreeing[0])}", "    ", "      ")


def _agreeing(epochs: Sequence[Epoch], cells: Cells) -> list[list[Epoch]]:
    """The epochs that look the same and differ in the setting of the flags only, together."""
    alike: dict[object, list[Epoch]] = {}
    for epoch in epochs:
        drawn = rows(epoch, cells) if epoch.told else ()
        alike.setdefault((epoch.size, verdict(epoch), drawn), []).append(epoch)
    return list(alike.values())


def _draw_epochs(paper: Paper, agreeing: Sequence[Epoch], cells: Cells) -> None:
    epoch = agreeing[0]
    paper.paragraph(f"{_title(agreeing)}: {verdict(epoch)}", "  ", "    ")
    if not epoch.told:
        return
    if any(each.shuffled for each in agreeing):
        paper.paragraph("(shuffled: the cells are places in the order)", "    ")
    table = rows(epoch, cells)
    label = max((len(row.label) for row in table), default=0)
    for row in table:
        _draw_row(paper, row, label, cells)


def _draw_row(paper: Paper, row: Row, label: int, cells: Cells) -> None:
    """The strip in as many lines as it needs, the remark beside the last or below it."""
    indent = 4 + label + 2
    room = max(paper.width - indent, 10)
    chunks = [row.cells[start : start + room] for start in range(0, len(row.cells), room)] or [""]
    for number, chunk in enumerate(chunks[:-1]):
        name = row.label if number == 0 else ""
        paper.line(Text.assemble(f"    {name:<{label}}  ", _styled(chunk, cells)))
    name = row.label if len(chunks) == 1 else ""
    line = Text.assemble(f"    {name:<{label}}  ", _styled(chunks[-1], cells))
    if row.cells and line.cell_len + 2 + len(row.remark) > paper.width:
        paper.line(line)
        paper.paragraph(row.remark, " " * indent)
    else:
        paper.line(Text.assemble(line, "  " if row.cells else "", (row.remark, "dim")))


def _styled(strip: str, cells: Cells) -> Text:
    styles = {cells.served: "green", cells.again: "yellow", cells.dropped: "red"}
    return Text.assemble(*(("".join(run), styles.get(cell, "dim")) for cell, run in groupby(strip)))


def _title(agreeing: Sequence[Epoch]) -> str:
    """The size, and under which settings of the flags."""
    title = size_of(agreeing[0])
    said = _settings([epoch.setting for epoch in agreeing])
    return f"{title} ({said})" if said else title


def _settings(settings: Sequence[tuple[tuple[str, str], ...]]) -> str:
    """The flags that are set alike in all *settings*, and which others may be set anyhow."""
    first = settings[0]
    alike = [pair for pair in first if all(pair in setting for setting in settings)]
    fixed = {name for name, _ in alike}
    names = dict.fromkeys(name for setting in settings for name, _ in setting)
    free = [name for name in names if name not in fixed]
    said = [", ".join(f"{name}={value}" for name, value in alike)] if alike else []
    return "; ".join([*said, f"any {', '.join(free)}"] if free else said)


def _draw_returned(paper: Paper, sequence: SequenceClass) -> None:
    """Each `return` statement once, with the structure that it gives where it is first met."""
    paths: dict[Place, Returned] = {}
    for returned in sequence.returns():
        paths.setdefault(returned.place, returned)
    if paths:
        paper.line()
    for returned in paths.values():
        structure = "None, without a `return`" if returned.implicit else _structure(returned.part)
        paper.labelled("returns", structure + _where(returned.place, sequence))


def _structure(part: Part) -> str:
    inner = [_structure(each) for each in part.parts]
    match part.kind:
        case "tuple":
            return f"({', '.join(inner)}{',' if len(inner) == 1 else ''})"
        case "list":
            return f"[{', '.join(inner)}]"
        case "dict":
            keys = [*part.keys, *("?" for _ in inner[len(part.keys) :])]
            return "{" + ", ".join(f"{k}: {v}" for k, v in zip(keys, inner, strict=False)) + "}"
        case _:
            return _leaf(part)


def _leaf(part: Part) -> str:
    name = one_line(part.text) or part.kind
    sources = ", ".join(dict.fromkeys(source for source, _ in part.served))
    facts = [counted(part.rows, "row")] if part.rows is not None else []
    if part.kind == "unknown":
        facts.append("unknown")
    if sources and sources != name:
        facts.append(f"from {sources}")
    if part.random:
        facts.append("at random")
    return f"{name}: {' '.join(facts)}" if facts else name


def _draw_not_followed(paper: Paper, sequence: SequenceClass) -> None:
    if not sequence.not_followed:
        return
    paper.line()
    paper.line("  not followed:")
    for missed in sequence.not_followed:
        text = one_line(missed.reason) + _where(missed.place, sequence)
        paper.paragraph(text, "    ", "      ")
