"""Knows how fast sequence-lint has to be, and measures whether it is: run it by ``make bench``."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import everyday
import notebooks
import scale
from marks import fill
from programs import HERE, Tools, installed, output
from pypi import NotAvailable, unpacked
from table import Row, lines

TREE = ("keras==3.15.1", "tf-keras==2.21.0", "transformers==5.23.0")


def main() -> int:
    """Measure, print the table, and return 1 when a target is missed, 2 when it cannot be done."""
    options = _options()
    try:
        tree = options.tree or unpacked(TREE, HERE / ".tree")
        tools = Tools(options.bin) if options.bin else installed()
        setting = _setting(tree, tools)
        print(f"{setting}\n", flush=True)
        with tempfile.TemporaryDirectory() as scratch:
            rows = list(_measured(options, tree, tools, Path(scratch)))
    except (NotAvailable, subprocess.CalledProcessError) as error:
        print(f"bench: cannot be set up: {error}", file=sys.stderr)
        return 2
    table = "\n".join(lines(rows))
    print(table)
    if options.write:
        name = "scale" if options.scale else "numbers"
        fill(options.write, {name: f"{setting}\n\n{table}"})
    return int(any(row.missed for row in rows))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure sequence-lint against its targets.")
    parser.add_argument("--tree", type=Path, help="lint this folder, download nothing")
    parser.add_argument("--bin", type=Path, help="use the programs in this folder, install nothing")
    parser.add_argument("--rounds", type=int, default=5, help="runs over the tree (default 5)")
    parser.add_argument("--scale", action="store_true", help="measure growth and pylint instead")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the numbers into a page")
    return parser.parse_args()


def _measured(
    options: argparse.Namespace, tree: Path, tools: Tools, scratch: Path
) -> Iterator[Row]:
    if options.scale:
        yield from scale.copies(tree, scratch, tools)
        yield from scale.made_up(scratch, tools)
        yield from scale.against_pylint(tree, scratch, tools)
        return
    yield from everyday.whole_tree(tree, tools, options.rounds)
    yield from everyday.single_files(scratch, tools, 5 * options.rounds)
    yield from notebooks.large_outputs(scratch, tools, options.rounds)


def _setting(tree: Path, tools: Tools) -> str:
    own = output(tools.own("check", tree, "--output-format", "json"))
    summary = json.loads(own)["summary"]
    theirs = output(tools.ruff("--show-files", tree))
    python_files = list(tree.rglob("*.py"))
    size = sum(path.stat().st_size for path in python_files) / 1e6
    version = output((str(tools.folder / "ruff"), "--version")).strip()
    python = output(tools.python("--version")).strip()
    return (
        f"{python}, {version}, {platform.machine()}, {os.cpu_count()} processors.\n"
        f"The tree has {len(python_files):,} Python files, {size:.0f} MB. sequence-lint looks at "
        f"{summary['files']:,} of them\nand finds {summary['classes']} Sequence classes, "
        f"ruff looks at {len(theirs.splitlines()):,}."
    )


if __name__ == "__main__":
    sys.exit(main())
