"""Worker processes of real Keras draw what SEQ501 says they draw."""

from __future__ import annotations

import json
import multiprocessing
import subprocess

import pytest

from oracle.asking import LINE, environment, python_of
from oracle.drawing import BATCHES
from oracle.effects import KERAS_3

pytestmark = [
    pytest.mark.xdist_group("oracle rules"),
    pytest.mark.skipif(LINE not in KERAS_3, reason="workers are asked for in the call"),
    pytest.mark.skipif(
        multiprocessing.get_start_method() != "fork", reason="processes are not forked here"
    ),
]


def test_only_generators_that_processes_share_repeat_themselves() -> None:
    done = subprocess.run(
        [python_of(LINE), "-m", "oracle.drawing"],
        env={**environment(), "KERAS_BACKEND": LINE},
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    found = json.loads(done.stdout)
    repeating = {name for name, count in found.items() if count < BATCHES}
    assert repeating == {"numpy, processes", "kept, processes"}
