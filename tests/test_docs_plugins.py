"""What docs/plugins.md shows is what flake8 and pylint print."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from commands import run
from test_per_file import TREE, grown
from test_readme import needs_shell, readme

from sequence_lint.registry import load

PAGE = (Path(__file__).parent.parent / "docs" / "plugins.md").read_text(encoding="utf-8")
pytest.importorskip("flake8", reason="flake8 is not installed")
pytest.importorskip("pylint", reason="pylint is not installed")


@needs_shell
def test_outputs_are_those_of_today() -> None:
    assert readme().refreshed(PAGE) == PAGE, "run `python docs/readme.py`"


def test_the_configuration_loads_the_plugin(tmp_path: Path) -> None:
    (snippet,) = (block.text for block in readme().blocks(PAGE) if block.language == "toml")
    grown(tmp_path, {**TREE, "pyproject.toml": snippet})
    ran = run([sys.executable, "-m", "pylint", "--persistent=n", "heir.py"], cwd=tmp_path)
    assert "(seq-partial-batch-dropped)" in ran.out


def test_ids_and_symbols_are_those_of_the_plugin() -> None:
    from sequence_lint.pylint_plugin import known

    there = {number: symbol for number, (_, symbol, _) in known().values()}
    pairs = re.findall(r"`([EWRF]\d{4})`\s+\(`(seq-[\w-]+)`\)", PAGE)
    assert len(pairs) == 5
    assert all(there[number] == symbol for number, symbol in pairs)
    (rule,) = (rule for rule in load().rules if rule.code == "SEQ102")
    assert (there["W8102"], rule.severity.value) == (f"seq-{rule.name}", "warning")
    assert set(re.findall(r"`(seq-[\w-]+)`", PAGE)) <= set(there.values())
