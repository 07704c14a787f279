"""How cases are given to a Keras: in a process of its own, many at a time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass

from oracle.cases import Case
from oracle.outcomes import Outcome

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ROOT = os.path.dirname(TESTS)
LINE = os.environ.get("ORACLE_LINE", "jax")
"""The Keras that the tests ask."""
SECONDS = 3600
"""For all cases together. TensorFlow takes minutes, and several times that on a busy machine."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcomes by the names of the cases, and what gave them."""

    line: str
    versions: dict[str, str]
    outcomes: dict[str, Outcome]


def ask(cases: list[Case], line: str = LINE) -> Answer:
    """What *cases* come to on *line*. Raises RuntimeError where that Keras cannot be run."""
    with tempfile.TemporaryDirectory() as folder:
        given, answered = os.path.join(folder, "cases.json"), os.path.join(folder, "outcomes.json")
        with open(given, "w", encoding="utf-8") as stream:
            json.dump([case.as_json() for case in cases], stream)
        done = subprocess.run(
            [python_of(line), "-m", "oracle.worker", line, given, answered],
            env=environment(),
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
        if done.returncode:
            raise RuntimeError(f"Keras on {line} cannot be run: {done.stderr[-2000:]}")
        with open(answered, encoding="utf-8") as stream:
            read = json.load(stream)
    outcomes = map(Outcome.from_json, read["outcomes"])
    return Answer(line, read["versions"], {outcome.name: outcome for outcome in outcomes})


def python_of(line: str) -> str:
    """The Python that has *line*: ``ORACLE_PYTHON_<LINE>``, or this one."""
    return os.environ.get(f"ORACLE_PYTHON_{line.upper()}", sys.executable)


def environment() -> dict[str, str]:
    """What Keras runs with: one thread, nothing compiled twice, these tests in sight."""
    threads = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "TF_NUM_INTRAOP_THREADS")
    one = dict.fromkeys((*threads, "TF_NUM_INTEROP_THREADS"), "1")
    path = os.pathsep.join((TESTS, ROOT))
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KERAS_")}
    # The models are tiny and are compiled many times: what would make them faster is left out, and
    # what was compiled is kept for the next time.
    hurry = "--xla_backend_optimization_level=0 --xla_llvm_disable_expensive_passes=true"
    jax = {
        "JAX_PLATFORMS": "cpu",
        "XLA_FLAGS": hurry,
        "JAX_COMPILATION_CACHE_DIR": os.path.join(ROOT, ".oracle_cache"),
        "JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS": "0",
        "JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES": "-1",
    }
    return {**kept, **one, **jax, "PYTHONPATH": path, "PYTHONHASHSEED": "0"}
