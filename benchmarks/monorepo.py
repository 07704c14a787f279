"""Knows how to make up a monorepo: many files, few of them with Sequences, those in deep families.

The same sizes always give the same files. ``python benchmarks/monorepo.py FOLDER`` writes one.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from pathlib import Path

FILES = 50_000
CLASSES = 2_000
DEPTH = 12
_FILES_OF_A_SERVICE = 250

_BASE = '''\
"""Where the loaders of family {family} begin."""

import math

import numpy as np
from tensorflow.keras.utils import Sequence


class Loader{family}Base(Sequence):
    def __init__(self, samples, labels, batch_size=32, shuffle=True):
        self.samples = samples
        self.labels = labels
        self.batch_size = batch_size
        self.shuffle = shuffle
        self.order = np.arange(len(samples))
        self.on_epoch_end()

    def __len__(self):
        return {length}

    def __getitem__(self, index):
        chosen = self.order[index * self.batch_size : (index + 1) * self.batch_size]
        return self.prepare([self.samples[k] for k in chosen]), self.labels[chosen]

    def prepare(self, batch):
        return np.stack(batch)

    def on_epoch_end(self):
        if self.shuffle:
            np.random.shuffle(self.order)
'''

_LENGTHS = (
    "math.ceil(len(self.samples) / self.batch_size)",
    "len(self.samples) // self.batch_size",
)

_HEIR = '''\
"""Step {level} of family {family}."""

import numpy as np

{imported}


class {name}({base}):
    def __init__(self, samples, labels, scale_{level}={level}.0, **kwargs):
        super().__init__(samples, labels, **kwargs)
        self.scale_{level} = scale_{level}

    def prepare(self, batch):
        batch = super().prepare(batch)
        return np.asarray(batch) * self.scale_{level}
'''

_TRAINING = '''\
"""Trains the model of family {family}."""

from tensorflow import keras

from {module} import {name}


def train(samples, labels):
    model = keras.Sequential([keras.layers.Dense(4)])
    model.compile(loss="mse")
    loader = {name}(samples, labels, batch_size=16)
    model.fit(loader, epochs=3)
    return model
'''

_WORDS = (
    "account batch billing cache catalog client config cursor customer delta digest event export "
    "filter gateway index invoice item journal ledger limit locale message metric notice offer "
    "order package parser payment policy price profile query queue quota record region report "
    "result route schema session shipment signal source status stock summary target task tenant "
    "token total trace update user value vendor window worker"
).split()


def write(folder: Path, files: int = FILES, classes: int = CLASSES, depth: int = DEPTH) -> None:
    """Fill *folder* with that many Python files and Sequence classes, *depth* to a family.

    Each class has a file of its own, the files of a family lie in different services, and each
    family is trained in yet another file.
    """
    for path, text in _contents(files, classes, depth):
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")


def _contents(files: int, classes: int, depth: int) -> Iterator[tuple[str, str]]:
    chance = random.Random(files)
    services = max(1, files // _FILES_OF_A_SERVICE)
    written = 0
    for number in range(services):
        for package in ("", "loaders/", "training/", "utils/"):
            yield f"{_service(number, services)}/{package}__init__.py", ""
            written += 1
    for path, text in _families(classes, depth, services):
        yield path, text
        written += 1
    for number in range(files - written):
        service = _service(number, services)
        folder = chance.choice(("", "utils/", "api/", "jobs/"))
        yield f"{service}/{folder}{chance.choice(_WORDS)}_{number}.py", _plain(chance)


def _families(classes: int, depth: int, services: int) -> Iterator[tuple[str, str]]:
    for family in range((classes + depth - 1) // depth):
        levels = min(depth, classes - family * depth)
        for level in range(levels):
            service = _service(family * 7 + level * 13, services)
            yield f"{service}/loaders/{_file(family, level)}.py", _member(family, level, services)
        service = _service(family, services)
        last = _module(family, levels - 1, services)
        text = _TRAINING.format(family=family, module=last, name=_name(family, levels - 1))
        yield f"{service}/training/family_{family}.py", text


def _member(family: int, level: int, services: int) -> str:
    if not level:
        return _BASE.format(family=family, length=_LENGTHS[family % 2])
    module, base = _module(family, level - 1, services), _name(family, level - 1)
    imported, used = (
        (f"from {module} import {base}", base),
        (f"from {module} import {base} as Parent", "Parent"),
        (f"import {module}", f"{module}.{base}"),
    )[(family + level) % 3]
    name = _name(family, level)
    return _HEIR.format(family=family, level=level, name=name, imported=imported, base=used)


def _name(family: int, level: int) -> str:
    return f"Loader{family}Step{level}" if level else f"Loader{family}Base"


def _file(family: int, level: int) -> str:
    return f"family_{family}_{level}"


def _module(family: int, level: int, services: int) -> str:
    service = _service(family * 7 + level * 13, services).rpartition("/")[2]
    return f"{service}.loaders.{_file(family, level)}"


def _service(number: int, services: int) -> str:
    return f"services/{_WORDS[number % services % len(_WORDS)]}_{number % services}"


def _plain(chance: random.Random) -> str:
    """A module that has nothing to do with Keras, some 100 lines long."""
    lines = ['"""Plain code."""', "", "import json", "from dataclasses import dataclass", ""]
    for _ in range(chance.randint(2, 9)):
        lines += _plain_class(chance)
    return "\n".join(lines) + "\n"


def _plain_class(chance: random.Random) -> Iterator[str]:
    one, other, third = chance.sample(_WORDS, 3)
    base = chance.choice(("", "(object)", f"({other.title()}Base)", "(Exception)"))
    yield from ("", "", f"class {one.title()}{other.title()}{base}:")
    for name in chance.sample(_WORDS, chance.randint(2, 4)):
        yield f"    def {name}_{third}(self, {other}, {third}=None):"
        yield f'        """The {name} of the {other}."""'
        yield f"        if {third} is None:"
        yield f"            {third} = json.loads(self.{one}.read())"
        yield f"        return [{name}.{third} for {name} in {other} if {name} != {third}]"
        yield ""


def main() -> int:
    """Write a monorepo into a folder that is not there yet."""
    parser = argparse.ArgumentParser(description="Write a made-up monorepo.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=FILES)
    parser.add_argument("--classes", type=int, default=CLASSES)
    parser.add_argument("--depth", type=int, default=DEPTH)
    options = parser.parse_args()
    if options.folder.exists():
        print(f"{options.folder} is there already", file=sys.stderr)
        return 2
    write(options.folder, options.files, options.classes, options.depth)
    return 0


if __name__ == "__main__":
    sys.exit(main())
