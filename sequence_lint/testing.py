"""The fixture language: what a fixture says must be found and understood, and whether it is.

A fixture is a Python file or a notebook (or a folder of files that belong together) with comments
that say what the linter has to make of it. All rules run on it. Third-party rule packs check theirs
with `check_fixture`::

    def test_fixture():
        assert check_fixture(["tests/fixtures/acme001_huge_batches.py"]) == []

``# expect: SEQ102``
    This line has this finding; several codes or names are separated by commas. A quoted text after
    the code must occur in the message, the example or the help. ``# expect+1:`` and ``# expect-2:``
    speak about another line, counted from the comment, in the same cell of a notebook.
``# gap: SEQ102``
    A known miss: the finding belongs here and is not made yet. Fails on the day it is made.
``# expect-model: length = 3 of 10/4``
    What the dry run understood of the innermost class around the comment, here with 10 samples in
    batches of 4. Without ``of`` the first epoch is meant. ``when drop_last=True, mode=test`` picks
    a setting of the flags, ``in epoch 2`` a later epoch. ``because "..."`` after ``unknown`` is a
    text that occurs in the reason. The subjects are those of `CLAIMS`.
``# gap-model: length = 3 of 10/4``
    What the dry run should understand and does not yet. Fails on the day it does.
``# without: SEQ401``
    These rules are not run on the fixture: what they say has nothing to do with what it is about.
"""

from __future__ import annotations

import re
import tokenize
from contextlib import suppress
from types import MappingProxyType
from typing import TYPE_CHECKING

from sequence_lint.fixture_remarks import Remark, read_cells, read_remarks
from sequence_lint.records import dataclass
from sequence_lint.rule_docs import check_documentation
from sequence_lint.spelling import address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sequence_lint.model import Batch, Epoch, Part, SequenceClass
    from sequence_lint.rule import Diagnostic
    from sequence_lint.source.files import SourceFile
    from sequence_lint.source.sources import Sources

__all__ = [
    "CLAIMS",
    "Claim",
    "FixtureError",
    "Remark",
    "check_documentation",
    "check_fixture",
    "complaints",
    "ranges",
    "read_claim",
    "read_remarks",
]

_FINDING = re.compile(r'\s*([A-Za-z][\w-]*)((?:\s+"[^"]*")*)\s*(?:,|$)')
_CLAIM = re.compile(r"(?P<subject>[a-z ]+?)\s*=\s*(?P<value>.+)")
_TAILS = (
    ("when", re.compile(r"\s+when\s+(\w+\s*=.*)$")),
    ("epoch", re.compile(r"\s+in epoch\s+(\d+)$")),
    ("size", re.compile(r"\s+of\s+(\d+\s*/\s*(?:\d+|\?))$")),
    ("reason", re.compile(r'\s+because\s+"([^"]*)"$')),
)


@dataclass(frozen=True, slots=True)
class Claim:
    """What an ``expect-model`` comment says: ``subject`` = ``value``, of which epoch.

    ``size`` is ``"10/4"`` or None for the first one; ``setting`` the flags that are asked for.
    """

    subject: str
    value: str
    size: str | None
    reason: str | None
    epoch: int
    setting: tuple[tuple[str, str], ...]


class FixtureError(ValueError):
    """A remark of a fixture that is not written in the fixture language."""


def check_fixture(paths: Iterable[str]) -> list[str]:
    """Lint *paths* together, as one fixture, and compare with what their comments say.

    Returns the complaints as ``path:line: text``, in order of place; an empty list is good.
    Raises `registry.NotInstalled` where no rules are installed.
    """
    # Imported here, so that reading the fixture language needs none of the pipeline.
    from sequence_lint.engine import lint
    from sequence_lint.registry import load
    from sequence_lint.settings import Settings
    from sequence_lint.source.discovery import discover

    sources = discover(list(paths))
    read = [_read_fixture(file, sources) for file in sources.files]
    remarks = [remark for each, _ in read for remark in each]
    without = {code for code, _ in _left_out(remarks)}
    # Selected by code, so that rules that are off by default run too.
    codes = tuple(rule.code for rule in load().rules if rule.code not in without)
    outcome = lint(sources, Settings(select=codes))
    said = [*outcome.notices, *(each for _, each in read if each)]
    return said + complaints(remarks, outcome.diagnostics, outcome.classes)


def complaints(
    remarks: Iterable[Remark],
    diagnostics: Sequence[Diagnostic],
    classes: Sequence[SequenceClass],
) -> list[str]:
    """All that is unexpected or unmet, as ``path:line: text`` in order of place."""
    left = list(diagnostics)
    said: list[tuple[str, int, int, str]] = []
    # Gaps come last: what is expected on the same line is not the gap.
    for remark in sorted(remarks, key=lambda remark: remark.keyword == "gap"):
        at = (remark.path, remark.cell, remark.line)
        said += [(*at, text) for text in _complaints(remark, left, classes)]
    said += [(d.path, d.cell, d.line, f"unexpected {d.code}: {d.message}") for d in left]
    return [f"{address(path, cell, line)}: {text}" for path, cell, line, text in sorted(said)]


def read_claim(text: str) -> Claim:
    """The claim in *text*, which is what follows ``expect-model:``. Raises `FixtureError`."""
    match = _CLAIM.fullmatch(text.strip())
    if match is None or match["subject"] not in CLAIMS:
        subjects = ", ".join(CLAIMS)
        raise FixtureError(f"not a claim: {text!r}; it is `SUBJECT = VALUE` with {subjects}")
    value, tails = match["value"], {}
    while cut := next(((k, m) for k, p in _TAILS if (m := p.search(value)) is not None), None):
        tails[cut[0]] = cut[1][1]
        value = value[: cut[1].start()]
    size = tails.get("size")
    return Claim(
        match["subject"],
        _bare(value),
        None if size is None else _bare(size),
        tails.get("reason"),
        int(tails.get("epoch", "1")),
        _setting(tails.get("when", "")),
    )


def ranges(positions: Iterable[int]) -> str:
    """Positions as fixtures write them: ``0-3,7``; ``-`` for none."""
    runs: list[list[int]] = []
    for position in sorted(set(positions)):
        if runs and runs[-1][1] == position - 1:
            runs[-1][1] = position
        else:
            runs.append([position, position])
    return ",".join(f"{a}-{b}" if a != b else f"{a}" for a, b in runs) or "-"


# What a claim can be about. Each function gives the value as fixtures write it, and the reason
# where that is "unknown".


def _length(epoch: Epoch) -> tuple[str, str]:
    length = epoch.length
    if length.value is None:
        return "unknown", length.unknown or ""
    return str(length.value), ""


def _batches(epoch: Epoch) -> tuple[str, str]:
    if epoch.unknown is not None:
        return "unknown", epoch.unknown
    each = [
        f"!{batch.raised.kind}" if batch.raised is not None else ranges(served)
        for batch, served in zip(epoch.batches, epoch.served(), strict=True)
    ]
    return " | ".join(each) or "none", ""


def _never_served(epoch: Epoch) -> tuple[str, str]:
    if epoch.unknown is not None:
        return "unknown", epoch.unknown
    missing = epoch.never_served()
    return ranges(missing) if missing else "none", ""


def _order(epoch: Epoch) -> tuple[str, str]:
    return epoch.order or "unknown", epoch.unknown or ""


def _returns(epoch: Epoch) -> tuple[str, str]:
    first = epoch.batches[0] if epoch.batches else None
    if first is None or not first.returned:
        return "unknown", (first.unknown if first is not None else epoch.unknown) or ""
    shapes = dict.fromkeys(_structure(returned.part) for returned in first.returned)
    return " or ".join(shapes), first.unknown or ""


def _rows(epoch: Epoch) -> tuple[str, str]:
    return " | ".join(_rows_of(batch) for batch in epoch.batches) or "none", epoch.unknown or ""


CLAIMS: Mapping[str, Callable[[Epoch], tuple[str, str]]] = MappingProxyType(
    {
        "length": _length,  # 3, 2.5, unknown
        "batches": _batches,  # 0-3 | 4-7 | 8-9; "-" is an empty batch, !IndexError one that raises
        "never served": _never_served,  # 8-9; none; unknown
        "order": _order,  # x
        "shuffled": lambda epoch: ("yes" if epoch.shuffled else "no", ""),
        "returns": _returns,  # of the first batch: (array, [array, none], {image: array}) or none
        "rows": _rows,  # 4 | 4 | 2 in the first leaf; "?" where unknown
        "flags": lambda _: ("", ""),  # of the class, sorted by name: drop_last, shuffle; none
    }
)


def _structure(part: Part) -> str:
    inner = [_structure(each) for each in part.parts]
    if part.kind == "tuple":
        return f"({', '.join(inner)}{',' if len(inner) == 1 else ''})"
    if part.kind == "list":
        return f"[{', '.join(inner)}]"
    if part.kind == "dict":
        pairs = zip(part.keys, inner, strict=True)
        return "{" + ", ".join(f"{key}: {value}" for key, value in pairs) + "}"
    return part.kind


def _rows_of(batch: Batch) -> str:
    if batch.raised is not None:
        return f"!{batch.raised.kind}"
    leaf = next((leaf for r in batch.returned[:1] for leaf in r.part.leaves()), None)
    return "?" if leaf is None or leaf.rows is None else str(leaf.rows)


def _read_fixture(file: SourceFile, sources: Sources) -> tuple[list[Remark], str]:
    """The remarks of a file, and what to say if it cannot be read."""
    from sequence_lint.source.files import Unreadable, decode
    from sequence_lint.source.notebook import NotebookModule

    try:
        content = sources.read(file.absolute)
        if isinstance(content, NotebookModule):
            return read_cells(file.path, content), ""
        return read_remarks(file.path, decode(content)), ""
    except (Unreadable, SyntaxError, tokenize.TokenError) as error:
        return [], f"{file.path}:1: cannot be read as a fixture: {error}"


def _left_out(remarks: Iterable[Remark]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The rules that are not to be run. A remark that cannot be read is complained about later."""
    for remark in remarks:
        if remark.keyword == "without":
            with suppress(FixtureError):
                yield from _findings(remark.text)


def _complaints(
    remark: Remark, left: list[Diagnostic], classes: Sequence[SequenceClass]
) -> list[str]:
    """What is wrong with *remark*. Takes the diagnostics that it speaks of out of *left*."""
    try:
        match remark.keyword:
            case "expect":
                return list(_unmet(remark, left))
            case "gap":
                return list(_closed(remark, left))
            case "expect-model" | "gap-model":
                return list(_untrue(remark, classes))
            case "without":
                _findings(remark.text)  # complains about what cannot be read
                return []
            case _:
                return []
    except FixtureError as error:
        return [str(error)]


def _untrue(remark: Remark, classes: Sequence[SequenceClass]) -> Iterator[str]:
    claim = read_claim(remark.text)
    if not remark.owner:
        raise FixtureError("stands outside of any class")
    sequence = next(
        (c for c in classes if (c.path, c.qualname) == (remark.path, remark.owner)), None
    )
    if sequence is None:
        yield f"{remark.owner} is not found as a Sequence"
        return
    said = _disagreement(claim, sequence)
    if remark.keyword == "expect-model" and said is not None:
        yield f"{sequence.name}: {said}"
    elif remark.keyword == "gap-model" and said is None:
        yield f"{sequence.name}: the gap is closed: this holds now, write `expect-model`"


def _disagreement(claim: Claim, sequence: SequenceClass) -> str | None:
    """What is wrong with *claim*, or None where it holds."""
    if claim.subject == "flags":
        value, reason = ", ".join(sorted(sequence.flags)) or "none", ""
    elif not sequence.epochs and claim.size is None:
        value, reason = "unknown", "; ".join(each.reason for each in sequence.not_followed)
    else:
        epoch = _epoch(claim, sequence)
        if isinstance(epoch, str):
            return epoch
        value, reason = CLAIMS[claim.subject](epoch)
    because = f' because "{reason}"' if reason else ""
    if _bare(value) != claim.value:
        return f"{claim.subject} is {value}{because}, expected {claim.value}"
    if claim.reason is not None and claim.reason.casefold() not in reason.casefold():
        return f'{claim.subject} is {value}{because}, expected because "{claim.reason}"'
    return None


def _epoch(claim: Claim, sequence: SequenceClass) -> Epoch | str:
    """The epoch that *claim* is about, or what to say if there is none."""
    numbered = [epoch for epoch in sequence.epochs if epoch.number == claim.epoch]
    of_size = [epoch for epoch in numbered if claim.size in (None, str(epoch.size))]
    if not of_size:
        there = ", ".join(dict.fromkeys(str(epoch.size) for epoch in numbered)) or "none"
        return f"no dry run of {claim.size or 'any size'} in epoch {claim.epoch}, there is {there}"
    wanted = set(claim.setting)
    for epoch in of_size:
        if wanted <= {(name, value.strip("'\"")) for name, value in epoch.setting}:
            return epoch
    there = "; ".join(", ".join(f"{n}={v}" for n, v in epoch.setting) for epoch in of_size)
    return f"no dry run with that setting, there is {there or 'none'}"


def _unmet(remark: Remark, left: list[Diagnostic]) -> Iterator[str]:
    for code, quoted in _findings(remark.text):
        if _take(left, remark, code, quoted) is None:
            texts = "".join(f' with "{text}"' for text in quoted)
            where = "" if remark.about == remark.line else f" on line {remark.about}"
            yield f"{code}{texts} is expected{where} and does not fire"


def _closed(remark: Remark, left: list[Diagnostic]) -> Iterator[str]:
    for code, quoted in _findings(remark.text):
        if (fired := _take(left, remark, code, quoted)) is not None:
            yield f"the gap is closed: {fired.code} fires here now, write `expect`"


def _take(
    left: list[Diagnostic], remark: Remark, code: str, quoted: tuple[str, ...]
) -> Diagnostic | None:
    """Remove and return the diagnostic that *remark* speaks of, if it is there."""
    place = (remark.path, remark.cell, remark.about)
    for at, diagnostic in enumerate(left):
        said = (diagnostic.message, diagnostic.example or "", diagnostic.help or "")
        if (
            (diagnostic.path, diagnostic.cell, diagnostic.line) == place
            and code in (diagnostic.code, diagnostic.name)
            and all(any(text in each for each in said) for text in quoted)
        ):
            return left.pop(at)
    return None


def _findings(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """``SEQ102 "8-9", SEQ301`` as pairs of a code and quoted texts. Raises `FixtureError`."""
    found = []
    at = 0
    while at < len(text):
        match = _FINDING.match(text, at)
        if match is None:
            raise FixtureError(f'not understood: {text[at:]!r}; write `SEQ102 "text", SEQ301`')
        found.append((match[1], tuple(re.findall(r'"([^"]*)"', match[2]))))
        at = match.end()
    if not found:
        raise FixtureError("names no finding")
    return found


def _setting(text: str) -> tuple[tuple[str, str], ...]:
    pairs = [pair.partition("=") for pair in text.split(",") if pair.strip()]
    return tuple((name.strip(), value.strip().strip("'\"")) for name, _, value in pairs)


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)
