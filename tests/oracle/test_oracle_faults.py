"""The record of what Keras does with faults is what it does, and the page is made of the record."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from oracle import record
from oracle.asking import LINE
from oracle.faults import FAULTS, Fault
from oracle.line import LINES

ROOT = Path(__file__).parent.parent.parent
pytestmark = pytest.mark.xdist_group("oracle faults")


@cache
def now() -> record.Recorded:
    """What Keras does now."""
    return record.as_recorded(record.answers(LINE))


def test_faults_have_titles_of_their_own() -> None:
    assert len({fault.title for fault in FAULTS}) == len(FAULTS)


@pytest.mark.parametrize("line", LINES)
def test_every_line_has_all_faults_on_record(line: str) -> None:
    kept = record.recorded(line)
    assert kept is not None, f"run `python -m oracle.record {line}` in tests/"
    assert list(kept["faults"]) == [fault.title for fault in FAULTS]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.title)
def test_keras_does_what_is_on_record(fault: Fault) -> None:
    """Texts of exceptions may change with versions; what becomes of the samples may not."""
    kept = record.recorded(LINE)
    assert kept is not None
    fresh, title = now(), fault.title
    then, today = kept["faults"][title], fresh["faults"][title]
    if kept["versions"] == fresh["versions"]:
        assert today == then, f"run `python -m oracle.record {LINE}` in tests/"
    assert {part: kind(text) for part, text in today.items()} == {
        part: kind(text) for part, text in then.items()
    }


def kind(text: str) -> str:
    """The type of an exception, or all of a text that tells of none."""
    first = text.partition(":")[0]
    return first if first.endswith(("Error", "Iteration")) else text


def test_the_right_class_is_right_everywhere() -> None:
    for line in LINES:
        kept = record.recorded(line)
        assert kept is not None
        right = {"fit": "each sample once", "evaluate": "works", "predict": "100 rows"}
        assert kept["faults"]["a right class"] == right


def page() -> ModuleType:
    spec = importlib.util.spec_from_file_location("behaviour", ROOT / "docs/keras_behaviour.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_what_the_records_say() -> None:
    assert page().main(["--check"]) == 0, "run `python docs/keras_behaviour.py`"
