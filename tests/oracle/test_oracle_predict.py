"""What `predict` of real Keras gives comes in the order in which the Sequence serves it."""

from __future__ import annotations

import subprocess

from oracle.asking import LINE, environment, python_of

CODE = """
import math, sys
import numpy as np
keras = __import__(sys.argv[1])

class Turned(keras.utils.Sequence):
    def __init__(self, x):
        super().__init__()
        self.x, self.order = x, np.arange(len(x))[::-1]
    def __len__(self):
        return math.ceil(len(self.x) / 4)
    def __getitem__(self, index):
        rows = self.order[index * 4 : (index + 1) * 4]
        return self.x[rows], self.x[rows]

model = keras.Sequential([keras.layers.Input((1,)), keras.layers.Activation("linear")])
rows = model.predict(Turned(np.arange(10.0)[:, None]), verbose=0)
print(*(int(row) for row in rows[:, 0]))
"""


def test_rows_come_as_they_are_served() -> None:
    package = "tf_keras" if LINE == "tf_keras" else "keras"
    backend = {} if LINE == "tf_keras" else {"KERAS_BACKEND": LINE}
    done = subprocess.run(
        [python_of(LINE), "-c", CODE, package],
        env={**environment(), **backend},
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    assert done.stdout.split() == list("9876543210")
