"""Made-up notebooks for tests."""

from __future__ import annotations

import json
from typing import Any

PYTHON = {"kernelspec": {"name": "python3", "language": "python"}}


def code(source: str, /, *outputs: object, **more: object) -> dict[str, Any]:
    """A code cell."""
    lines = source.splitlines(keepends=True)
    cell: dict[str, object] = {"cell_type": "code", "execution_count": None, "metadata": {}}
    return {**cell, "outputs": list(outputs), "source": lines, **more}


def text(source: str, kind: str = "markdown") -> dict[str, Any]:
    """A cell of text."""
    return {"cell_type": kind, "metadata": {}, "source": source.splitlines(keepends=True)}


def printed(content: str) -> dict[str, Any]:
    """An output."""
    lines = content.splitlines(keepends=True)
    return {"name": "stdout", "output_type": "stream", "text": lines}


def document(*cells: object, metadata: object = None) -> dict[str, Any]:
    """A notebook of the fourth format."""
    told = PYTHON if metadata is None else metadata
    return {"cells": list(cells), "metadata": told, "nbformat": 4, "nbformat_minor": 4}


def notebook(*cells: object, metadata: object = None, indent: int | None = 1) -> bytes:
    """The bytes of a notebook, laid out as Jupyter does it, or otherwise."""
    return json.dumps(document(*cells, metadata=metadata), indent=indent).encode()
