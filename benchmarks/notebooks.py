"""Knows what notebooks with very large outputs may cost, laid out in the ways that are common."""

from __future__ import annotations

import base64
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from measure import interleaved
from programs import PROJECT, Tools
from table import Row

OUTPUT_MB = 100
_NAME = "train.ipynb"

# What the outputs may add, as a ratio of processor time to reading them with Python's json module,
# and memory: the file has to fit, and a copy of it where everything stands on one line.
TO_JSON = 1.0
PEAK_MB = 150.0
PEAK_OF_ONE_LINE_MB = 250.0

_READ = "import json, sys; json.load(open(sys.argv[1], encoding='utf-8'))"


def large_outputs(scratch: Path, tools: Tools, rounds: int) -> Iterator[Row]:
    """Notebooks with images and printed lines, with and without a generator in their code."""
    # In a process of its own: what this one has used counts as used by those it starts.
    subprocess.run([sys.executable, __file__, str(scratch)], check=True)
    folders = ("bare_plain", "bare_generator", "plain", "generator", "one_line")
    costs = interleaved(
        {
            "json": tools.python("-c", _READ, scratch / "plain" / _NAME),
            **{folder: tools.own("check", scratch / folder) for folder in folders},
        },
        rounds,
    )
    read, bare, bare_generator, *others = costs.values()
    yield Row(f"notebook, {OUTPUT_MB} MB of outputs: json.load", read)
    yield Row("notebook, cannot matter, no outputs", bare)
    yield Row("notebook, with a generator, no outputs", bare_generator)
    names = ("cannot matter", "with a generator", "with a generator, one line")
    without = (bare, bare_generator, bare_generator)
    peaks = (PEAK_MB, PEAK_MB, PEAK_OF_ONE_LINE_MB)
    for name, own, less, peak in zip(names, others, without, peaks, strict=True):
        added = (own.cpu - less.cpu) / read.cpu
        yield Row(f"notebook, {name}, {OUTPUT_MB} MB", own, added, TO_JSON)
        yield Row("the same, memory", None, own.peak / 1e6, peak, " MB")


def make(scratch: Path) -> None:
    """Write the notebooks, each into a folder of its own."""
    generator = (PROJECT / "examples" / "first_generator.py").read_text(encoding="utf-8")
    outputs = list(_outputs())
    for folder, source, kept, indent in (
        ("bare_plain", "x = 1\n", [], 1),
        ("bare_generator", generator, [], 1),
        ("plain", "x = 1\n", outputs, 1),
        ("generator", generator, outputs, 1),
        ("one_line", generator, outputs, None),
    ):
        (scratch / folder).mkdir()
        text = json.dumps(_document(source, kept), indent=indent, ensure_ascii=False)
        (scratch / folder / _NAME).write_text(text, encoding="utf-8")


def _outputs() -> Iterator[dict[str, Any]]:
    """Images in base64, and as many lines of text in lists, the same each time."""
    made, chance = 0, random.Random(1)
    while made < OUTPUT_MB * 1e6:
        image = base64.b64encode(chance.randbytes(750_000)).decode()
        figure = {"image/png": image, "text/plain": ["<Figure size 640x480 with 1 Axes>"]}
        yield {"output_type": "display_data", "data": figure, "metadata": {}}
        rows = [f"Epoch {i} ━━━━━━━━ loss: {chance.random():.6f}\n" for i in range(20_000)]
        yield {"output_type": "stream", "name": "stdout", "text": rows}
        made += len(image) + sum(len(row.encode()) + 10 for row in rows)


def _document(source: str, outputs: list[dict[str, Any]]) -> dict[str, Any]:
    cell = {"cell_type": "code", "execution_count": None, "metadata": {}}
    cells: list[dict[str, Any]] = [{**cell, "outputs": [], "source": source.splitlines(True)}]
    cells += (
        {**cell, "outputs": [each], "source": [f"show({n})"]} for n, each in enumerate(outputs)
    )
    metadata = {"kernelspec": {"name": "python3", "language": "python"}}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 4}


if __name__ == "__main__":
    make(Path(sys.argv[1]))
