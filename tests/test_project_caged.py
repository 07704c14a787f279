"""Nothing but the linted files is read, and none of them is imported or run."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import sequence_lint

SEARCH = """
import json, os, sys

from sequence_lint.project.find import find
from sequence_lint.record_making import MADE
from sequence_lint.source.files import SourceFile, read_bytes

# What astroid itself consists of may be read, as long as the search has not begun.
import astroid, astroid.builder, astroid.manager, astroid.rebuilder
import sequence_lint.project.search, sequence_lint.project.scan
import sequence_lint.source.magics, sequence_lint.source.notebook

root = os.path.abspath(sys.argv[1])
files = []
for folder, _, names in os.walk(root):
    for name in names:
        path = os.path.join(folder, name)
        if name.endswith(".py"):
            files.append(SourceFile(os.path.relpath(path, root), path, False))

opened = []
modules = set(sys.modules)
sys.addaudithook(lambda event, args: opened.append(args) if event in WATCHED else None)
WATCHED = ("open", "import", "os.listdir", "os.scandir", "subprocess.Popen", "exec")
project = find(files, read_bytes, sys.argv[2] == "yes")
for found in project.classes:
    for node in found.node.body:
        for name in ("np", "ceil", "keras", "helper", "len", "nothing"):
            project.attribute(project.lookup(found.module, node, name), "ceil")
WATCHED = ()
# The first instance of a class of our own compiles its constructor.
opened = [args for args in opened if getattr(args[0], "co_filename", "") != MADE]
told = [str(args[0]) for args in opened]
print(json.dumps({
    "classes": [found.qualname for found in project.classes],
    "opened": sorted({os.path.relpath(path, root) for path in told if path.startswith(root)}),
    "elsewhere": sorted({path for path in told if not path.startswith(root + os.sep)}),
    "modules": sorted(set(sys.modules) - modules),
}))
"""

TRAPS = (
    "numpy.py",
    "astroid.py",
    "sitecustomize.py",
    "usercustomize.py",
    "conftest.py",
    "keras/__init__.py",
    "keras/utils/__init__.py",
    "tensorflow/__init__.py",
    "astroid_plugin.py",
    "pylint_plugins/__init__.py",
    "brain_keras.py",
    "helper.py",
)

GEN = """
import numpy as np
import keras
from keras.utils import Sequence
from helper import *
import helper
from math import ceil
import tensorflow as tf

class Gen(Sequence):
    x = np.ceil(3)
    def __len__(self): return ceil(len(self.x))

class Other(tf.keras.utils.PyDataset): ...
"""


@pytest.fixture
def trapped(tmp_path: Path) -> Path:
    """A tree in which every file says so when it is run."""
    marker = tmp_path / "marker"
    for folder in (tmp_path / "linted", tmp_path / "here"):
        for trap in TRAPS:
            path = folder / trap
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(
                f"open({str(marker)!r}, 'a').write(__file__)\nraise SystemExit('run')\n"
            )
    (tmp_path / "linted" / "gen.py").write_text(GEN)
    return tmp_path


def search(root: Path, cwd: Path, prefilter: bool = True) -> dict[str, list[str]]:
    source = Path(sequence_lint.__file__).parent.parent
    # -I: the working directory and PYTHONPATH are left out, so that only the search can fall in.
    code = f"import sys\nsys.path.insert(0, {str(source)!r})\n{SEARCH}"
    done = subprocess.run(
        [sys.executable, "-I", "-c", code, str(root), "yes" if prefilter else "no"],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, list[str]] = json.loads(done.stdout)
    return told


@pytest.mark.parametrize("prefilter", [True, False])
@pytest.mark.parametrize("here", ["linted", "here"])
def test_no_trap_snaps(trapped: Path, here: str, prefilter: bool) -> None:
    told = search(trapped / "linted", trapped / here, prefilter)
    assert told["classes"] == ["Gen", "Other"]
    assert not (trapped / "marker").exists()


@pytest.mark.parametrize("prefilter", [True, False])
def test_nothing_outside_the_linted_files_is_opened(trapped: Path, prefilter: bool) -> None:
    told = search(trapped / "linted", trapped / "here", prefilter)
    assert "gen.py" in told["opened"]
    assert told["elsewhere"] == []
    assert told["modules"] == []


@pytest.mark.parametrize(
    "star", ["from astroid.nodes import *", "from hypothesis.strategies import *", "import numpy"]
)
def test_importing_a_huge_package_costs_nothing(tmp_path: Path, star: str) -> None:
    """astroid by itself would read and parse what such an import reaches."""
    text = "import keras\nclass Gen(keras.utils.Sequence):\n    def __len__(self): return N\n"
    told = []
    for name, first in (("plain", ""), ("star", star)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "gen.py").write_text(f"{first}\n{text}")
        told.append(search(tmp_path / name, tmp_path))
    assert told[0] == told[1]
    assert told[0]["classes"] == ["Gen"]
