"""Every fixture says what must be found and understood in it, and all of that holds."""

from __future__ import annotations

import os

import pytest

from sequence_lint.testing import check_fixture

FIXTURES = os.path.relpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "fixtures"))
MODEL = os.path.join(FIXTURES, "model")


def _cases(folder: str) -> list[str]:
    """The fixtures in *folder*: its files one by one, its folders each as a whole."""
    names = sorted(name for name in os.listdir(folder) if not name.startswith((".", "__")))
    paths = [os.path.join(folder, name) for name in names]
    return [path for path in paths if path.endswith((".py", ".ipynb")) or os.path.isdir(path)]


CASES = [case for case in _cases(FIXTURES) if case != MODEL] + _cases(MODEL)


@pytest.mark.parametrize("case", CASES)
def test_fixture(case: str) -> None:
    complaints = check_fixture([case])
    assert not complaints, "\n" + "\n".join(complaints)
