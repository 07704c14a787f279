"""What a fixture class really does: it is built and asked for its batches, with NumPy.

A comment ``# run: Gen(samples, labels, batch_size=batch)`` in a class says how to build it. The
expression sees the module of the fixture and the names of `provisions`. Which samples a batch is
made from is found by changing one sample and looking at which batches change.
"""

from __future__ import annotations

import ast
import copy
import importlib
import os
import random
import sys
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from fixture_stub import stubbed
from fixture_stub.bases import Sequence
from fixture_stub.disk import Disk
from fixture_stub.frame import Column, Frame

from sequence_lint.testing import Claim, FixtureError, Remark, ranges, read_claim, read_remarks

if TYPE_CHECKING:
    from collections.abc import Iterator

FIXTURES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "fixtures")
CHECKED = ("length", "batches", "never served", "rows", "returns")


@dataclass(frozen=True)
class Observed:
    """One epoch as it happened; ``batches`` are values, or the exceptions that were raised."""

    length: Any
    batches: list[Any]


@dataclass(frozen=True)
class Runnable:
    """A fixture class that can be built, and what its comments claim about it.

    ``case`` is what is linted together: the file, or the folder that its imports start from.
    """

    path: str
    case: str
    owner: str
    build: str
    claims: tuple[tuple[int, Claim], ...]


@dataclass(frozen=True)
class Scene:
    """One claim about one class, and the module and the disk to try it with."""

    module: Any
    disk: Disk
    runnable: Runnable
    claim: Claim


def all_runnables() -> list[Runnable]:
    """The classes with a ``# run:`` comment in all fixtures."""
    found: list[Runnable] = []
    for folder, _, names in sorted(os.walk(FIXTURES)):
        inside = os.path.relpath(folder, FIXTURES).split(os.sep)
        root = os.path.normpath(os.path.join(FIXTURES, *inside[: 2 if inside[0] == "model" else 1]))
        for name in sorted(names):
            if name.endswith(".py"):
                path = os.path.join(folder, name)
                alone = root in (FIXTURES, os.path.join(FIXTURES, "model"))
                found += runnables(path, path if alone else root)
    return found


def runnables(path: str, case: str) -> Iterator[Runnable]:
    """The classes of the fixture file *path*, which belongs to *case*, with a ``# run:``."""
    with open(path, encoding="utf-8") as stream:
        remarks = read_remarks(path, stream.read())
    for remark in remarks:
        if remark.keyword == "run":
            claims = tuple(_claims(remarks, remark.owner))
            yield Runnable(path, case, remark.owner, remark.text, claims)


def disagreements(runnable: Runnable) -> list[str]:
    """The claims of *runnable* that do not hold, as ``path:line: text``."""
    found = []
    for line, claim in runnable.claims:
        real = truth(runnable, claim)
        if "".join(real.split()) != claim.value:
            say = f"{runnable.owner}: {claim.subject} really is {real}, not {claim.value}"
            found.append(f"{runnable.path}:{line}: {say}")
    return found


def truth(runnable: Runnable, claim: Claim) -> str:
    """What *claim* is about, as it really is, in the words of fixtures."""
    disk = Disk()
    with stubbed(disk):
        scene = Scene(_module(runnable), disk, runnable, claim)
        seen = observe(scene, None)
        match claim.subject:
            case "length":
                return str(seen.length)
            case "rows":
                return " | ".join(_rows(batch) for batch in seen.batches) or "none"
            case "returns":
                return structure(seen.batches[0])
        served = _served(scene, seen)
    if claim.subject == "never served":
        samples, _ = _size(claim)
        missing = set(range(samples)).difference(*served)
        return ranges(missing) if missing else "none"
    each = [
        f"!{type(batch).__name__}" if isinstance(batch, Exception) else ranges(positions)
        for batch, positions in zip(seen.batches, served, strict=True)
    ]
    return " | ".join(each) or "none"


def provisions(samples: int, batch: int | None, changed: int | None) -> dict[str, Any]:
    """The names that a ``# run:`` expression can use. Sample *changed* is another one.

    ``samples`` is an array of three features a row, ``labels`` one of class numbers below 5,
    ``ids`` a list of strings with their classes in the dict ``targets``, ``frame`` a data frame
    with the columns path, text, value and label, ``pairs`` a list of (id, class).
    """
    features = np.arange(1.0, samples + 1.0)[:, np.newaxis] * np.array([1.0, 10.0, 100.0])
    labels = np.arange(samples) % 5
    ids = [f"id-{number:03d}" for number in range(samples)]
    targets = {f"{name}{mark}": i % 5 for i, name in enumerate(ids) for mark in ("", "x")}
    if changed is not None:
        features[changed] += 0.5
        labels[changed] = (labels[changed] + 1) % 5
        ids[changed] += "x"
    frame = Frame(
        {
            "path": np.array([f"{name}.png" for name in ids]),
            "text": np.array(ids),
            "value": features[:, 0],
            "label": labels,
        }
    )
    names = {"samples": features, "labels": labels, "ids": ids, "targets": targets}
    pairs = list(zip(ids, labels.tolist(), strict=True))
    return {**names, "frame": frame, "pairs": pairs, "batch": batch, "count": samples, "np": np}


def _claims(remarks: list[Remark], owner: str) -> Iterator[tuple[int, Claim]]:
    for remark in remarks:
        if remark.owner == owner and remark.keyword in ("expect-model", "gap-model"):
            claim = read_claim(remark.text)
            if claim.subject in CHECKED and claim.value != "unknown":
                if claim.size is None:
                    raise FixtureError(f"{remark.path}:{remark.line}: say `of` which size")
                yield remark.line, claim


def _served(scene: Scene, seen: Observed) -> list[set[int]]:
    """Per batch the samples that it changes with."""
    samples, _ = _size(scene.claim)
    served: list[set[int]] = [set() for _ in seen.batches]
    for changed in range(samples):
        other = observe(scene, changed)
        for positions, before, after in zip(served, seen.batches, other.batches, strict=True):
            if not same(before, after):
                positions.add(changed)
    return served


def observe(scene: Scene, changed: int | None) -> Observed:
    """The epoch that the claim of *scene* is about, with sample *changed* another one."""
    random.seed(0)
    np.random.seed(0)
    names = provisions(*_size(scene.claim), changed)
    scene.disk.provide(names)
    names["flags"] = {name: _flag(value) for name, value in scene.claim.setting}
    sequence = eval(_compiled(scene.runnable.build), {**vars(scene.module), **names})
    for _ in range(scene.claim.epoch - 1):
        _epoch(sequence)
        sequence.on_epoch_end()
    return _epoch(sequence)


@lru_cache(maxsize=64)
def _compiled(build: str) -> Any:
    """Each sample that is exchanged asks for the same expression again."""
    return compile(build, "<run>", "eval")


def _epoch(sequence: Any) -> Observed:
    own = type(sequence).num_batches is not Sequence.num_batches
    length = sequence.num_batches if own else type(sequence).__len__(sequence)
    batches: list[Any] = []
    for index in range(int(length)):
        try:
            batches.append(copy.deepcopy(sequence[index]))  # a batch may be written to later
        except Exception as error:
            batches.append(error)
    return Observed(length, batches)


def _module(runnable: Runnable) -> Any:
    """The fixture file as a module, executed anew."""
    alone = runnable.case == runnable.path
    root = os.path.dirname(runnable.path) if alone else runnable.case
    dotted = os.path.relpath(runnable.path, root).removesuffix(".py").replace(os.sep, ".")
    for name in [n for n in sys.modules if n.split(".")[0] == dotted.split(".")[0]]:
        del sys.modules[name]
    sys.path.insert(0, root)
    importlib.invalidate_caches()
    try:
        return importlib.import_module(dotted)
    finally:
        sys.path.remove(root)


def _size(claim: Claim) -> tuple[int, int | None]:
    samples, _, batch = (claim.size or "").partition("/")
    return int(samples), None if batch == "?" else int(batch)


def _flag(value: str) -> Any:
    try:
        return ast.literal_eval(value)
    except (ValueError, SyntaxError):
        return value


def same(a: Any, b: Any) -> bool:
    """True where two batches, or parts of them, hold the same values."""
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    if isinstance(a, (tuple, list)) and isinstance(b, (tuple, list)):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, Frame) and isinstance(b, Frame):
        return bool(np.array_equal(a.values, b.values))
    if isinstance(a, Exception) and isinstance(b, Exception):
        return type(a) is type(b)
    return bool(np.array_equal(np.asarray(a), np.asarray(b)))


def _rows(value: Any) -> str:
    if isinstance(value, Exception):
        return f"!{type(value).__name__}"
    while isinstance(value, (tuple, list, dict)):
        value = next(iter(value.values() if isinstance(value, dict) else value))
    return str(len(value))


def structure(value: Any) -> str:
    """What kind of parts *value* has, in the words of fixtures."""
    match value:
        case tuple():
            inner = ", ".join(structure(each) for each in value)
            return f"({inner}{',' if len(value) == 1 else ''})"
        case list():
            return f"[{', '.join(structure(each) for each in value)}]"
        case dict():
            return "{" + ", ".join(f"{k}: {structure(v)}" for k, v in value.items()) + "}"
        case None:
            return "none"
        case np.ndarray() | Frame() | Column():
            return "array"
        case _:
            return "scalar"
