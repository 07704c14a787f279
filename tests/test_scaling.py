"""A fleet is linted by the lines of docs/scaling.md, and one bad repository harms no other."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from commands import COUNTS, FLOOR, run
from test_readme import readme

from sequence_lint import lint_paths

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.xdist_group("scaling")  # each of them has two processes already
PAGE = (ROOT / "docs" / "scaling.md").read_text(encoding="utf-8")
RUNNING = """\
import os, subprocess, sys
import dask, lint_fleet
from distributed import Client, LocalCluster

careful = lint_fleet.linted

def linted(repository):
    if repository == "deadly":
        os._exit(9)
    return careful(repository)

if __name__ == "__main__":
    dask.config.set({"distributed.scheduler.allowed-failures": 0})
    with LocalCluster(2, threads_per_worker=1, dashboard_address=None) as cluster:
        line = [sys.executable, "lint_fleet.py", "fleet.txt", cluster.scheduler_address]
        subprocess.run(line, check=True)
        lint_fleet.linted = linted
        names = ["good0", "deadly", "good1"]
        with Client(cluster.scheduler_address) as client:
            for name, found, error in lint_fleet.lint_fleet(client, names):
                print("then", name, len(found), (error or "").split(":")[0])
"""


def script() -> str:
    (text,) = (b.text for b in readme().blocks(PAGE) if b.language == "python")
    return str(text)


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with good and bad repositories, a list of them, and the script of the page."""
    folder = tmp_path_factory.mktemp("fleet")
    for number in range(4):
        repository = folder / f"good{number}"
        repository.mkdir()
        (repository / "gen.py").write_text((FLOOR, COUNTS)[number % 2])
    (folder / "broken").mkdir()
    (folder / "broken" / "gen.py").write_text(FLOOR + "    def (:\n")
    (folder / "broken" / "other.py").write_bytes(b"\xff\xfe" + FLOOR.encode())
    (folder / "broken" / "sound.py").write_text(COUNTS)
    (folder / "raises").mkdir()
    (folder / "raises" / "pyproject.toml").write_text("[tool.sequence-lint]\nselect = 3\n")
    (folder / "raises" / "gen.py").write_text(FLOOR)
    names = ["good0", "missing", "good1", "broken", "raises", "good2", "good3"]
    (folder / "fleet.txt").write_text("\n".join(names) + "\n")
    (folder / "lint_fleet.py").write_text(script())
    return folder


def expected(names: list[str]) -> list[str]:
    """What one process says of the repositories, one after the other."""
    return [
        f"{each.path}:{each.line}: {each.code} {each.message}"
        for name in names
        for each in lint_paths([name])
    ]


def check(lines: list[str], fleet: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(fleet)
        check_here(lines)


def check_here(lines: list[str]) -> None:
    before, broken = expected(["good0", "missing", "good1"]), expected(["broken"])
    assert lines[: len(before)] == before
    assert "missing:1: SEQ900 no such file or folder" in before
    assert lines[len(before) : len(before) + len(broken)] == broken
    assert {line.split()[1] for line in broken} == {"SEQ900", "SEQ101"}
    (raised,) = (line for line in lines if line.startswith("raises: "))
    assert "BadConfiguration" in raised
    after = expected(["good2", "good3"])
    assert len(after) == 2
    assert lines[-2:] == after


def test_on_a_cluster_of_its_own(fleet: Path) -> None:
    ran = run([sys.executable, "lint_fleet.py", "fleet.txt"], cwd=fleet, timeout=180)
    assert ran.code == 0, ran.err
    check(ran.out.splitlines(), fleet)


def test_on_a_cluster_that_runs_already_and_loses_a_worker(fleet: Path) -> None:
    (fleet / "running.py").write_text(RUNNING)
    ran = run([sys.executable, "running.py"], cwd=fleet, timeout=180)
    assert ran.code == 0, ran.err
    lines = ran.out.splitlines()
    check(lines[:-3], fleet)
    assert lines[-3:] == ["then good0 1 ", "then deadly 0 KilledWorker", "then good1 1 "]
