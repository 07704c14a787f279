"""Knows how the cost has to grow: over copies of a tree, in a made-up monorepo, against pylint."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import monorepo
from measure import interleaved
from programs import Tools, pylint
from table import Row

COPIES = (1, 2, 4, 8)
# Time per file may not grow; this much of it is the noise of a machine that others use too.
GROWTH = 1.1
# The part of a monorepo against which the whole is held: no stage may be quadratic.
PART = 4
TO_PYLINT = 0.01
# pylint takes some ten minutes for all files; this part it finishes within reason.
PYLINT_PART = "keras/src"


def copies(tree: Path, scratch: Path, tools: Tools) -> Iterator[Row]:
    """1, 2, 4 and 8 copies of *tree* side by side, and what a copy costs against a single one."""
    folders = {}
    for count in COPIES:
        folders[count] = scratch / f"times{count}"
        for number in range(count):
            shutil.copytree(tree, folders[count] / f"copy{number}")
    costs = interleaved(
        {
            str(count): tools.own("check", "--jobs", "1", folder)
            for count, folder in folders.items()
        },
        rounds=3,
    )
    alone = costs["1"].cpu
    for count in COPIES:
        cost = costs[str(count)]
        growth = None if count == 1 else cost.cpu / count / alone
        yield Row(f"{count} x tree: CPU a copy", cost, growth, GROWTH if growth else None)
    for folder in folders.values():
        shutil.rmtree(folder)


def made_up(scratch: Path, tools: Tools) -> Iterator[Row]:
    """A monorepo, whole and a quarter of it, with one process and with as many as pay."""
    whole, part = scratch / "whole", scratch / "part"
    monorepo.write(whole)
    monorepo.write(part, monorepo.FILES // PART, monorepo.CLASSES // PART)
    commands = {
        "part": tools.own("check", "--jobs", "1", part),
        "whole": tools.own("check", "--jobs", "1", whole),
        "shared": tools.own("check", whole),
    }
    costs = interleaved(commands, rounds=1, warm=False)
    growth = costs["whole"].cpu / costs["part"].cpu / PART
    files = f"{monorepo.FILES:,} files, {monorepo.CLASSES:,} classes"
    yield Row("a quarter of the monorepo, --jobs 1", costs["part"])
    yield Row(f"monorepo ({files}), --jobs 1", costs["whole"], growth, GROWTH)
    yield Row("monorepo, jobs by themselves", costs["shared"])


def against_pylint(tree: Path, scratch: Path, tools: Tools) -> Iterator[Row]:
    """One check of pylint on a copy of a part of *tree*, run once.

    The copy belongs to no larger project, which sequence-lint would look at as a whole.
    """
    part = scratch / "part" / PYLINT_PART
    shutil.copytree(tree / PYLINT_PART, part)
    check = (str(pylint()), "--disable=all", "--enable=unused-import", str(part))
    costs = interleaved({"own": tools.own("check", part), "pylint": check}, rounds=1, warm=False)
    own, other = costs["own"], costs["pylint"]
    yield Row(f"{PYLINT_PART}: sequence-lint check", own)
    yield Row(f"{PYLINT_PART}: pylint, unused-import only", other, own.cpu / other.cpu, TO_PYLINT)
