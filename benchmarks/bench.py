"""Knows how fast sequence-lint has to be, and measures whether it is: run it by ``make bench``."""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from marks import fill
from measure import Cost, interleaved
from pypi import NotAvailable, unpacked

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent
TREE = ("keras==3.15.1", "tf-keras==2.21.0", "transformers==5.23.0")
RUFF = "ruff==0.17.6"

# What a fast tool may cost, as ratios of processor time and as seconds of it.
TREE_TO_RUFF = 0.25
CLEAN_TO_CLICK = 1.3
GENERATOR_SECONDS = 0.35

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


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: what was run, its cost, and what is asked of it.

    ``figure`` is compared with ``target``; both are in ``unit``. ``None`` asks for nothing.
    """

    what: str
    cost: Cost
    figure: float | None = None
    target: float | None = None
    unit: str = "x"

    @property
    def missed(self) -> bool:
        """Is the target there and not met?"""
        return self.figure is not None and self.target is not None and self.figure > self.target


def main() -> int:
    """Measure, print the table, and return 1 when a target is missed, 2 when it cannot be done."""
    options = _options()
    try:
        tree = options.tree or unpacked(TREE, HERE / ".tree")
        tools = options.bin or _fresh_environment()
    except (NotAvailable, subprocess.CalledProcessError) as error:
        print(f"bench: cannot be set up: {error}", file=sys.stderr)
        return 2
    setting = _setting(tree, tools)
    print(f"{setting}\n", flush=True)
    with tempfile.TemporaryDirectory() as scratch:
        rows = [
            *_whole_tree(tree, tools, options.rounds),
            *_single_files(Path(scratch), tools, 5 * options.rounds),
        ]
    table = "\n".join(_table(rows))
    print(table)
    if options.write:
        fill(options.write, {"numbers": f"{setting}\n\n{table}"})
    return int(any(row.missed for row in rows))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure sequence-lint against its targets.")
    parser.add_argument("--tree", type=Path, help="lint this folder, download nothing")
    parser.add_argument("--bin", type=Path, help="use the programs in this folder, install nothing")
    parser.add_argument("--rounds", type=int, default=5, help="runs over the tree (default 5)")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the numbers into a page")
    return parser.parse_args()


def _fresh_environment() -> Path:
    """The programs of an environment that has sequence-lint the way a user installs it.

    An editable installation would not do: it slows the start of every Python program, the one
    that is compared with included.
    """
    home = HERE / ".venv"
    programs = home / "bin"
    if not (programs / "python").exists():
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
    pip = [str(programs / "python"), "-m", "pip", "install", "--quiet", "--quiet"]
    pip.append("--disable-pip-version-check")
    with tempfile.TemporaryDirectory() as scratch:
        # A copy, because building leaves files behind and takes up those of earlier builds.
        source = Path(scratch) / "source"
        source.mkdir()
        for name in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copy(PROJECT / name, source)
        for name in ("sequence_lint", "rules"):
            shutil.copytree(PROJECT / name, source / name)
        subprocess.run([*pip, str(source), RUFF], check=True)
        subprocess.run([*pip, "--force-reinstall", "--no-deps", str(source)], check=True)
    return programs


def _setting(tree: Path, tools: Path) -> str:
    own = _output(tools / "sequence-lint", "check", str(tree), "--output-format", "json")
    summary = json.loads(own)["summary"]
    theirs = _output(tools / "ruff", "check", "--isolated", "--show-files", str(tree))
    python_files = list(tree.rglob("*.py"))
    size = sum(path.stat().st_size for path in python_files) / 1e6
    version = _output(tools / "ruff", "--version").strip()
    python = _output(tools / "python", "--version").strip()
    return (
        f"{python}, {version}, {platform.machine()}, {os.cpu_count()} processors.\n"
        f"The tree has {len(python_files):,} Python files, {size:.0f} MB. sequence-lint looks at "
        f"{summary['files']:,} of them\nand finds {summary['classes']} Sequence classes, "
        f"ruff looks at {len(theirs.splitlines()):,}."
    )


def _output(*command: str | Path) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def _whole_tree(tree: Path, tools: Path, rounds: int) -> Iterator[Row]:
    costs = interleaved(
        {
            "own": (str(tools / "sequence-lint"), "check", str(tree)),
            "ruff": (str(tools / "ruff"), "check", "--isolated", "--no-cache", str(tree)),
        },
        rounds,
    )
    own, ruff = costs["own"], costs["ruff"]
    yield Row("whole tree: sequence-lint check", own, own.cpu / ruff.cpu, TREE_TO_RUFF)
    yield Row("whole tree: ruff check --no-cache", ruff)


def _single_files(scratch: Path, tools: Path, rounds: int) -> Iterator[Row]:
    program, clean = scratch / "bare.py", scratch / "shapes.py"
    program.write_text(_CLICK_PROGRAM, encoding="utf-8")
    clean.write_text(_CLEAN_FILE, encoding="utf-8")
    generator = PROJECT / "examples" / "first_generator.py"
    own = str(tools / "sequence-lint")
    costs = interleaved(
        {
            "clean": (own, "check", str(clean)),
            "click": (str(tools / "python"), str(program), str(clean)),
            "generator": (own, "check", str(generator)),
            "version": (own, "--version"),
        },
        rounds,
    )
    ratio = costs["clean"].cpu / costs["click"].cpu
    seconds = costs["generator"].cpu
    yield Row("one clean file: sequence-lint check", costs["clean"], ratio, CLEAN_TO_CLICK)
    yield Row("one clean file: bare click program", costs["click"])
    yield Row(
        "one file with a generator, findings", costs["generator"], seconds, GENERATOR_SECONDS, "s"
    )
    yield Row("--version", costs["version"])


def _table(rows: list[Row]) -> Iterator[str]:
    width = max(len(row.what) for row in rows)
    yield f"| {'medians':{width}} | CPU s | wall s | MB peak | figure | target | |"
    yield f"| {'-' * width} | ----: | -----: | ------: | -----: | -----: | --- |"
    for row in rows:
        cost, verdict, figure, target = row.cost, "", "", ""
        if row.figure is not None and row.target is not None:
            verdict = "FAIL" if row.missed else "PASS"
            figure, target = f"{row.figure:.2f}{row.unit}", f"{row.target:.2f}{row.unit}"
        yield (
            f"| {row.what:{width}} | {cost.cpu:5.3f} | {cost.wall:6.3f} | {cost.peak / 1e6:7.0f} "
            f"| {figure:>6} | {target:>6} | {verdict} |"
        )


if __name__ == "__main__":
    sys.exit(main())
