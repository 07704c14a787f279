"""What the file of a class shows of where its instances go."""

from __future__ import annotations

from pathlib import Path

import pytest

from sequence_lint.engine import examine
from sequence_lint.source.discovery import discover

CLASSES = """
from keras.utils import Sequence

class Feed(Sequence):
    pass

class Other(Sequence):
    pass
"""


def uses(folder: Path, code: str) -> dict[str, tuple[str, ...]]:
    file = folder / "feeding.py"
    file.write_text(CLASSES + code, encoding="utf-8")
    return {each.name: each.passed_to for each in examine(discover([str(file)])).classes}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("", ()),
        ("model.predict(Feed())", ("predict",)),
        ("model.fit(Feed(), validation_data=Feed())", ("fit",)),
        ("model.fit(x, validation_data=Feed())", ("fit",)),
        ("feed = Feed()\nmodel.fit(feed)\nmodel.predict(feed)", ("fit", "predict")),
        ("def run(model):\n    feed = Feed()\n    return model.evaluate(feed)", ("evaluate",)),
        ("scaler.transform(Feed())", ()),
        ("def a():\n    feed = Feed()\ndef b(feed):\n    model.fit(feed)", ()),
        ("feed = Other()\nmodel.fit(feed)", ()),
        ("model.predict(make(Feed()))", ()),
    ],
)
def test_where_instances_go(tmp_path: Path, code: str, expected: tuple[str, ...]) -> None:
    assert uses(tmp_path, code)["Feed"] == expected


def test_each_class_has_its_own_uses(tmp_path: Path) -> None:
    code = "def a():\n    g = Feed()\n    m.fit(g)\ndef b():\n    g = Other()\n    m.predict(g)"
    assert uses(tmp_path, code) == {"Feed": ("fit",), "Other": ("predict",)}
