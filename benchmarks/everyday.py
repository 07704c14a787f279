"""Knows what everyday runs may cost: over a big tree of real code, and on single files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from measure import interleaved
from programs import HERE, PROJECT, Tools
from table import Row

# What may be spent, as ratios of processor time within one run, and as seconds of it.
TO_RUFF = 0.15
TO_RUFF_WITH_ONE_RULE = 0.4
TO_READING = 5.0
WALL_TO_RUFF = 1.0
PEAK_MB = 120.0
VERSION_TO_CLICK = 1.15
CLEAN_TO_CLICK = 1.3
GENERATOR_SECONDS = 0.3

_CLICK_PROGRAM = """\
import click
@click.command()
@click.argument("path")
def main(path):
    click.echo(path)
main()
"""

_CLEAN_FILE = '''\
"""Knows the area of a few shapes."""

import math


def circle(radius: float) -> float:
    """The area of a circle."""
    return math.pi * radius**2


def rectangle(width: float, height: float) -> float:
    """The area of a rectangle."""
    return width * height


if __name__ == "__main__":
    print(circle(2.0), rectangle(3.0, 4.0))
'''


def whole_tree(tree: Path, tools: Tools, rounds: int) -> Iterator[Row]:
    """All files of *tree*, against ruff and against reading them."""
    costs = interleaved(
        {
            "own": tools.own("check", tree),
            "ruff": tools.ruff(tree),
            "one rule": tools.ruff("--select", "F821", tree),
            "reading": tools.python(HERE / "reading.py", tree),
        },
        rounds,
    )
    own, ruff, one, reading = costs.values()
    yield Row("tree: sequence-lint check", own, own.peak / 1e6, PEAK_MB, " MB")
    yield Row("tree: ruff, default rules", ruff, own.cpu / ruff.cpu, TO_RUFF)
    yield Row("tree: the same, wall time", None, own.wall / ruff.wall, WALL_TO_RUFF)
    yield Row("tree: ruff --select F821", one, own.cpu / one.cpu, TO_RUFF_WITH_ONE_RULE)
    yield Row("tree: read and search for two words", reading, own.cpu / reading.cpu, TO_READING)


def single_files(scratch: Path, tools: Tools, rounds: int) -> Iterator[Row]:
    """The start, a file without a Sequence in a project as a hook meets it, and one with one."""
    program, project = scratch / "bare.py", scratch / "project"
    (project / ".git").mkdir(parents=True)
    program.write_text(_CLICK_PROGRAM, encoding="utf-8")
    clean, generator = project / "shapes.py", PROJECT / "examples" / "first_generator.py"
    clean.write_text(_CLEAN_FILE, encoding="utf-8")
    (project / "pyproject.toml").write_text('[project]\nname = "shapes"\n', encoding="utf-8")
    costs = interleaved(
        {
            "click": tools.python(program, clean),
            "version": tools.own("--version"),
            "clean": tools.own("check", clean),
            "generator": tools.own("check", generator),
        },
        rounds,
    )
    click, version, quick, slow = costs.values()
    yield Row("a bare click program", click)
    yield Row("--version", version, version.cpu / click.cpu, VERSION_TO_CLICK)
    yield Row("one clean file", quick, quick.cpu / click.cpu, CLEAN_TO_CLICK)
    yield Row("one file with a generator, findings", slow, slow.cpu, GENERATOR_SECONDS, " s")
