"""Knows what an engine gains on a fleet of repositories: the lines of docs/scaling.md, timed."""

from __future__ import annotations

import argparse
import os
import platform
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from types import ModuleType
from typing import Any

from marks import fill

PROJECT = Path(__file__).resolve().parent.parent
PAGE = PROJECT / "docs" / "scaling.md"
REPOSITORIES = 24
CLASSES = 6
PLAIN_FILES = 40

_GENERATOR = '''\
"""Batches of images for model {number}."""

import numpy as np
from tensorflow import keras

from .plain{plain} import scale


class Generator{number}(keras.utils.Sequence):
    def __init__(self, paths, labels, batch_size={batch}, shuffle=True, augment=False):
        super().__init__()
        self.paths = paths
        self.labels = labels
        self.batch_size = batch_size
        self.shuffle = shuffle
        self.augment = augment
        self.on_epoch_end()

    def __len__(self):
        return {length}

    def __getitem__(self, index):
        chosen = self.indexes[index * self.batch_size : (index + 1) * self.batch_size]
        images = np.empty((len(chosen), 64, 64, 3))
        labels = np.empty((len(chosen),), dtype=int)
        for row, position in enumerate(chosen):
            image = scale(np.load(self.paths[position]))
            if self.augment and np.random.random() < 0.5:
                image = np.fliplr(image)
            images[row] = image
            labels[row] = self.labels[position]
        return images, keras.utils.to_categorical(labels, {number} + 2)

    def on_epoch_end(self):
        self.indexes = np.arange(len(self.paths))
        if self.shuffle:
            np.random.shuffle(self.indexes)
'''
_LENGTHS = (
    "int(np.floor(len(self.paths) / self.batch_size))",
    "int(np.ceil(len(self.paths) / self.batch_size))",
    "len(self.paths) // self.batch_size",
    "-(-len(self.paths) // self.batch_size)",
)
_PLAIN = '''\
"""Part {number}."""

import math


def scale(value, factor={number}):
    return value * factor / math.pi
'''


def generated(folder: Path, seed: int = 3) -> list[str]:
    """Make the repositories below *folder*, of different sizes, and return their paths."""
    chance = random.Random(seed)
    return [_repository(folder / f"repository{n:03}", chance) for n in range(REPOSITORIES)]


def _repository(folder: Path, chance: random.Random) -> str:
    package = folder / "package"
    package.mkdir(parents=True)
    (folder / ".git").mkdir()
    (package / "__init__.py").touch()
    for number in range(PLAIN_FILES):
        (package / f"plain{number}.py").write_text(_PLAIN.format(number=number))
    for number in range(chance.randint(CLASSES // 2, CLASSES * 3 // 2)):
        text = _GENERATOR.format(
            number=number,
            plain=chance.randrange(PLAIN_FILES),
            batch=chance.choice((8, 16, 32)),
            length=chance.choice(_LENGTHS),
        )
        (package / f"generator{number}.py").write_text(text)
    return str(folder)


def page_script() -> ModuleType:
    """The lines of the page as a module, which workers can load too."""
    sys.path.insert(0, str(PROJECT / "docs"))
    from readme import blocks

    (text,) = (b.text for b in blocks(PAGE.read_text(encoding="utf-8")) if b.language == "python")
    module = ModuleType("__main__")  # what is of no importable module travels with the work
    exec(compile(text.partition('if __name__ == "__main__"')[0], str(PAGE), "exec"), vars(module))
    return module


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds by the clock and of processors, and what came out."""

    wall: float
    cpu: float
    results: list[Any]


def spent(work: Callable[[], Iterable[Any]], cpu: Callable[[], float]) -> Spent:
    """Do the work to its end; *cpu* tells the seconds of processors used so far."""
    wall, before = time.perf_counter(), cpu()
    results = list(work())
    return Spent(time.perf_counter() - wall, cpu() - before, results)


def measured(repositories: list[str], workers: int, rounds: int) -> tuple[Spent, Spent, float]:
    """One process, the cluster (medians of the rounds), and the seconds that its start took.

    Raises `RuntimeError` when the two do not say the same.
    """
    from dask.distributed import Client

    script = page_script()
    alone: list[Spent] = []
    together: list[Spent] = []
    start = time.perf_counter()
    with Client(n_workers=workers, threads_per_worker=1, dashboard_address=None) as client:
        begun = time.perf_counter() - start
        for _ in range(rounds + 1):
            alone.append(spent(lambda: map(script.linted, repositories), time.process_time))
            together.append(
                spent(
                    lambda: script.lint_fleet(client, repositories),
                    lambda: sum(client.run(time.process_time).values()),
                )
            )
            if alone[-1].results != together[-1].results:
                raise RuntimeError("the cluster says something else than one process")
    # The first round loads what is needed, here and there, and does not count.
    return _medians(alone[1:]), _medians(together[1:]), begun


def _medians(runs: list[Spent]) -> Spent:
    walls, cpus = (run.wall for run in runs), (run.cpu for run in runs)
    return Spent(median(walls), median(cpus), runs[0].results)


def report(repositories: list[str], workers: int, rounds: int) -> str:
    """What was measured, for the page."""
    import dask

    # Where others compute as well, the speed-up is theirs too: whoever reads it wants to know.
    load = os.getloadavg()[0]
    alone, together, begun = measured(repositories, workers, rounds)
    files = sum(1 for folder in repositories for _ in Path(folder).rglob("*.py"))
    findings = sum(len(found) for _, found, _ in alone.results)
    return (
        f"{len(repositories)} generated repositories, {files:,} files, {findings:,} findings. "
        f"Python {platform.python_version()},\nDask {dask.__version__}, {platform.machine()}, "
        f"{os.cpu_count()} processors (load average before: {load:.1f}), {rounds} rounds.\n\n"
        "| | wall s | CPU s | speed-up |\n| --- | ---: | ---: | ---: |\n"
        f"| one process | {alone.wall:.2f} | {alone.cpu:.2f} | 1.00x |\n"
        f"| Dask bag, {workers} worker processes | {together.wall:.2f} | {together.cpu:.2f} "
        f"| {alone.wall / together.wall:.2f}x |\n"
        f"| start of the local cluster, once | {begun:.2f} | | |"
    )


def main(arguments: list[str]) -> None:
    """Measure, print, and write the page when that is wanted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--write", action="store_true", help=f"write the numbers into {PAGE.name}")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        text = report(generated(Path(folder)), options.workers, options.rounds)
    print(text)
    if options.write:
        fill(PAGE, {"fleet": text})


if __name__ == "__main__":
    main(sys.argv[1:])
