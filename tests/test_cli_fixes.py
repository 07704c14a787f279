"""`--fix`, `--unsafe-fixes` and `--diff`: what is written, what is shown, and how a run ends."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from commands import sequence_lint

FLOAT = """\
import keras
import numpy as np


class Gen(keras.utils.Sequence):
    def __init__(self, x, y, batch_size):
        super().__init__()
        self.x, self.y, self.batch_size = x, y, batch_size

    def __len__(self):
        return np.ceil(len(self.x) / self.batch_size)  # rounded up

    def __getitem__(self, index):
        rows = slice(index * self.batch_size, (index + 1) * self.batch_size)
        return self.x[rows], self.y[rows]
"""
WHOLE = FLOAT.replace(
    "np.ceil(len(self.x) / self.batch_size)", "int(np.ceil(len(self.x) / self.batch_size))"
)


def test_a_safe_fix_is_written_and_nothing_is_left_to_report(tmp_path: Path) -> None:
    gen = tmp_path / "gen.py"
    gen.write_text(FLOAT)
    ran = sequence_lint("check", "--fix", "gen.py", cwd=tmp_path)
    assert (ran.code, gen.read_text()) == (0, WHOLE)
    assert "No findings" in ran.out
    assert "made 1 fix in 1 file" in ran.err


def test_a_difference_is_shown_and_nothing_is_written(tmp_path: Path) -> None:
    gen = tmp_path / "gen.py"
    gen.write_text(FLOAT)
    ran = sequence_lint("check", "--diff", "gen.py", cwd=tmp_path)
    assert (ran.code, gen.read_text()) == (1, FLOAT)
    assert ran.out.splitlines()[:2] == ["--- gen.py", "+++ gen.py"]
    changed = [line for line in ran.out.splitlines()[2:] if line[:1] in "+-"]
    assert [line[:1] for line in changed] == ["-", "+"]
    assert "would make 1 fix in 1 file" in ran.err
    gen.write_text(WHOLE)
    ran = sequence_lint("check", "--diff", "gen.py", cwd=tmp_path)
    assert (ran.code, ran.out, ran.err) == (0, "", "")


@pytest.mark.skipif(os.name != "posix", reason="modes and links of POSIX")
def test_a_link_stays_a_link_and_the_mode_stays(tmp_path: Path) -> None:
    real, link = tmp_path / "real.txt", tmp_path / "gen.py"
    real.write_text(FLOAT)
    real.chmod(0o751)
    link.symlink_to(real)
    assert sequence_lint("check", "--fix", "gen.py", cwd=tmp_path).code == 0
    assert link.is_symlink()
    assert real.read_text() == WHOLE
    assert stat.S_IMODE(real.stat().st_mode) == 0o751


def test_what_can_be_fixed_is_told_in_the_report(tmp_path: Path) -> None:
    (tmp_path / "gen.py").write_text(FLOAT)
    both = ("--output-format", "full", "--output-format", "json:report.json")
    ran = sequence_lint("check", "gen.py", *both, cwd=tmp_path)
    assert ran.code == 1
    assert "fix: Make the length an integer with `int`. (--fix)" in ran.out
    assert "There is 1 fix with --fix." in ran.out


def test_a_plain_check_proves_nothing_and_says_where_fixes_may_be(tmp_path: Path) -> None:
    """A proof takes longer than all else, and a check is run all day."""
    (tmp_path / "gen.py").write_text(FLOAT)
    ran = sequence_lint("check", "gen.py", cwd=tmp_path)
    assert "There may be 1 fix with --diff." in ran.out
    assert "fix:" not in ran.out


def test_unsafe_fixes_alone_mean_nothing(tmp_path: Path) -> None:
    ran = sequence_lint("check", "--unsafe-fixes", cwd=tmp_path)
    assert ran.code == 2
    assert "--unsafe-fixes goes with --fix or --diff" in ran.err


def test_standard_input_is_not_written_to(tmp_path: Path) -> None:
    ran = sequence_lint("check", "--fix", "-", stdin=FLOAT.encode(), cwd=tmp_path)
    assert ran.code == 2
    assert "standard input cannot be written to" in ran.err
    ran = sequence_lint("check", "--diff", "-", stdin=FLOAT.encode(), cwd=tmp_path)
    assert ran.code == 1
    assert "+        return int(np.ceil(" in ran.out
