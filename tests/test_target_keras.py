"""The line of Keras, 2 or 3, that the user says the code is for."""

from __future__ import annotations

from pathlib import Path

import pytest

from sequence_lint.run import examine_projects, settings_of
from sequence_lint.settings import BadConfiguration, Settings
from sequence_lint.source.discovery import projects

PAIRS = """
from keras.utils import PyDataset

class Pairs(PyDataset):
    def __len__(self):
        return 1

    def __getitem__(self, index):
        return self.x[index], self.y[index]
"""


def project(tmp_path: Path, table: str) -> tuple[Path, ...]:
    (tmp_path / "pyproject.toml").write_text(f"[tool.sequence-lint]\n{table}\n")
    (tmp_path / "pairs.py").write_text(PAIRS)
    return (tmp_path,)


@pytest.mark.parametrize(
    ("table", "lines"),
    [
        ("", {3}),
        ('target-keras = "auto"', {3}),
        ('target-keras = "2"', {2}),
        ("target-keras = 2", {2}),
        ('target-keras = "3"', {3}),
    ],
)
def test_the_file_of_the_project_says_it(tmp_path: Path, table: str, lines: set[int]) -> None:
    found = examine_projects(projects([str(*project(tmp_path, table))]))
    assert [one.keras for one in found.classes] == [lines]


def test_the_command_line_wins(tmp_path: Path) -> None:
    each = projects([str(*project(tmp_path, "target-keras = 2"))])
    (settings,) = settings_of(each, Settings(target_keras="3"))
    assert settings.target_keras == "3"
    (settings,) = settings_of(each, Settings())
    assert settings.target_keras == "2"


@pytest.mark.parametrize("value", ['"4"', "true", "2.16", '["3"]'])
def test_other_values_are_refused(tmp_path: Path, value: str) -> None:
    each = projects([str(*project(tmp_path, f"target-keras = {value}"))])
    with pytest.raises(BadConfiguration, match="`target-keras` must be 'auto', '2' or '3'"):
        settings_of(each, Settings())
