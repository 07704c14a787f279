"""Knows which real code sequence-lint is tried on, and writes down what it says: `make field`.

The packages come from PyPI. Repositories are looked for in a folder (``--corpus``) that holds each
of them unpacked at its commit, as ``owner+name``.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import verdicts
from marks import fill
from measure import run
from pypi import NotAvailable, unpacked
from verdicts import Comparison, Spot, Verdict

HERE = Path(__file__).resolve().parent
CACHE = HERE.parent / ".field"
PACKAGES = (
    "alibi-detect==0.13.0",
    "anago==1.0.8",
    "astronn==1.1.0",
    "csbdeep==0.8.2",
    "das==0.33.2",
    "ivis==2.0.11",
    "keras==3.15.1",
    "keras-preprocessing==1.1.2",
    "ktrain==0.31.2",
    "megnet==1.3.2",
    "miscnn==1.4.0",
    "mpunet==0.2.9",
    "n2v==0.3.3",
    "niceml==0.16.0",
    "stardist==0.9.2",
    "stellargraph==1.2.1",
    "tf-keras==2.21.0",
)
_NOT_DONE = ("SEQ900", "SEQ902")
"""These say what could not be linted; they are no findings."""


@dataclass(frozen=True, slots=True)
class Source:
    """A package or repository: ``version`` is a release or a commit."""

    name: str
    version: str

    @property
    def title(self) -> str:
        """As the tables call it."""
        return f"{self.name} {self.version[:10]}"


@dataclass(frozen=True, slots=True)
class Trial:
    """What sequence-lint said about a source; ``errors`` are files that it could not read.

    ``found`` is what it says as it is, ``on_3`` what it says besides when it is told that the code
    is for Keras 3. ``seconds`` are those of the first of these runs.
    """

    source: Source
    files: int
    classes: int
    found: tuple[Spot, ...]
    on_3: tuple[Spot, ...]
    errors: tuple[str, ...]
    seconds: float


def main() -> int:
    """Lint all, print what there is to say: 0 as recorded, 1 something new, 2 not all could be had.

    With ``--write`` the tables of the report are written too, unless something is missing.
    """
    options = _options()
    tool = str((options.bin or Path(sys.executable).parent) / "python")
    kind = "repositories" if options.corpus else "packages"
    trials, lacking = _trials(_wanted(options.corpus), options.corpus, tool)
    said = verdicts.read(HERE / "field_verdicts.tsv")
    found = [spot for trial in trials for spot in (*trial.found, *trial.on_3)]
    result = verdicts.compare(found, said, {trial.source.name for trial in trials})
    if trials:
        print("\n".join((*_table(trials, said), *_remarks(trials, result))))
    for line in lacking:
        print(f"field: {line}", file=sys.stderr)
    if options.write and not lacking:
        _write(options.write, kind, trials, said, result)
    return 2 if lacking else int(not result.settled)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Try sequence-lint on real code.")
    parser.add_argument("--corpus", type=Path, help="a folder of unpacked repositories to lint")
    parser.add_argument("--bin", type=Path, help="use the sequence-lint in this folder")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the tables of the report")
    return parser.parse_args()


def _wanted(corpus: Path | None) -> list[Source]:
    if corpus is None:
        return [Source(*package.split("==")) for package in PACKAGES]
    with (HERE / "field_repositories.tsv").open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream, delimiter="\t")
        return [Source(row["repository"], row["commit"]) for row in rows]


def _trials(
    sources: Iterable[Source], corpus: Path | None, tool: str
) -> tuple[list[Trial], list[str]]:
    trials: list[Trial] = []
    lacking: list[str] = []
    for source in sources:
        try:
            trials.append(_try(source, _folder(source, corpus), tool))
        except NotAvailable as error:
            lacking.append(f"{source.name}: {error}")
    return trials, lacking


def _folder(source: Source, corpus: Path | None) -> Path:
    if corpus is None:
        requirement = f"{source.name}=={source.version}"
        return unpacked([requirement], CACHE / requirement.replace("==", "-"))
    folder = corpus / source.name.replace("/", "+")
    if not folder.is_dir():
        raise NotAvailable(f"no folder {folder}")
    return folder


def _try(source: Source, folder: Path, tool: str) -> Trial:
    """Lint the folder from within, twice. Raises `NotAvailable` when there is no answer."""
    answer, seconds = _asked(folder, tool)
    found = _found(source, answer)
    later, _ = _asked(folder, tool, "3")
    on_3 = tuple(spot for spot in _found(source, later) if spot not in found)
    errors = tuple(
        f"{one['path']}:{one['line']}: {one['message']}"
        for one in answer["diagnostics"]
        if one["code"] in _NOT_DONE
    )
    summary = answer["summary"]
    return Trial(source, summary["files"], summary["classes"], found, on_3, errors, seconds)


def _asked(folder: Path, tool: str, target_keras: str = "auto") -> tuple[Any, float]:
    command = (tool, str(HERE / "said.py"), target_keras)
    with tempfile.TemporaryFile() as output:
        cost = run(command, cwd=os.fspath(folder), stdout=output)
        output.seek(0)
        try:
            return json.load(output), cost.cpu
        except ValueError:
            raise NotAvailable(f"sequence-lint ended with {cost.exit_code}") from None


def _found(source: Source, answer: Any) -> tuple[Spot, ...]:
    spots = (
        Spot(source.name, one["path"], one["cell"] or 0, one["line"], one["code"])
        for one in answer["diagnostics"]
        if one["code"] not in _NOT_DONE
    )
    return tuple(dict.fromkeys(spots))


def _remarks(trials: Sequence[Trial], result: Comparison) -> Iterator[str]:
    for trial in trials:
        yield from (f"not linted: {trial.source.name} {error}" for error in trial.errors)
    groups = {
        "without a verdict": result.unread,
        "false alarm": result.false,
        "not found any more": result.gone,
        "recorded as missed, now found": result.caught,
    }
    for what, spots in groups.items():
        for spot in spots:
            yield f"{what}: {spot.package} {spot.place} {spot.code}"
    yield f"{len(result.true)} true, {len(result.false)} false, {len(result.missed)} known misses"


def _table(trials: Sequence[Trial], said: dict[Spot, Verdict]) -> Iterator[str]:
    yield "| source | files | classes | findings | more on Keras 3 | true | false | CPU seconds |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    rows = [_figures(trial, said) for trial in trials]
    for trial, row in zip(trials, rows, strict=True):
        yield _row(trial.source.title, row)
    yield _row("**all**", [sum(column) for column in zip(*rows, strict=True)])


def _figures(trial: Trial, said: dict[Spot, Verdict]) -> list[float]:
    words = [said[spot].word for spot in (*trial.found, *trial.on_3) if spot in said]
    true, false = words.count(verdicts.TRUE), words.count(verdicts.FALSE)
    counts = [trial.files, trial.classes, len(trial.found), len(trial.on_3), true, false]
    return [*counts, trial.seconds]


def _row(title: str, figures: Sequence[float]) -> str:
    *counts, seconds = figures
    cells = [title, *(f"{count:,}" for count in counts), f"{seconds:.2f}"]
    return f"| {' | '.join(cells)} |"


def _write(
    report: Path,
    kind: str,
    trials: Sequence[Trial],
    said: dict[Spot, Verdict],
    result: Comparison,
) -> None:
    judged = (*result.true, *result.false)
    parts = {
        f"{kind}": _table(trials, said),
        f"{kind}-rules": _by_rule(result),
        f"{kind}-findings": _listing(judged, said, "finding"),
        f"{kind}-missed": _listing(result.missed, said, "missed"),
        f"{kind}-unread": _errors(trials),
    }
    fill(report, {name: "\n".join(lines) for name, lines in parts.items()})


def _by_rule(result: Comparison) -> Iterator[str]:
    """How many findings of each rule are true, and how many of those that it should find."""
    yield "| rule | true | false | precision | known misses |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    groups = (result.true, result.false, result.missed)
    counted = [Counter(spot.code for spot in group) for group in groups]
    for code in sorted(set().union(*counted)):
        true, false, missed = (counts[code] for counts in counted)
        share = f"{true / (true + false):.0%}" if true + false else "-"
        yield f"| {code} | {true} | {false} | {share} | {missed} |"


def _listing(spots: Iterable[Spot], said: dict[Spot, Verdict], what: str) -> Iterator[str]:
    spots = sorted(spots)
    if not spots:
        yield "None."
        return
    yield f"| {what} | code | verdict | why |"
    yield "| --- | --- | --- | --- |"
    for spot in spots:
        place = f"{spot.package}: `{spot.place}`"
        yield f"| {place} | {spot.code} | {said[spot].word} | {said[spot].why} |"


def _errors(trials: Iterable[Trial]) -> Iterator[str]:
    lines = [f"- {trial.source.name}: {error}" for trial in trials for error in trial.errors]
    yield from lines or ["None."]


if __name__ == "__main__":
    sys.exit(main())
