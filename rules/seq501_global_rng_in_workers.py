"""Worker processes draw from random generators that all begin in the same state.

## What it does

Reports NumPy's global generator (`np.random.rand()` and its like), or a generator that the class
keeps, where a batch is made with it and several worker processes are asked for: by
`use_multiprocessing=True` in the constructor of the base class, where an instance is made, or in
the call.

## Why is this bad

On Linux a worker process is a fork, and begins with a copy of the state of NumPy's generator. All
workers then draw the same numbers: batches that different workers make are turned, cut or drawn
alike. A generator that the class keeps is copied in the same way wherever processes are used.
Augmentation so loses a good part of its effect.

## At run time

Nothing is printed. With 2 workers, 8 batches had 4 different random numbers, on Keras 2 and 3.

## Bad

```python
import math

import keras
import numpy as np


class Noisy(keras.utils.PyDataset):
    def __init__(self, x, y, batch_size, **kwargs):
        super().__init__(**kwargs)
        self.x, self.y, self.batch_size = x, y, batch_size

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, index):
        rows = slice(index * self.batch_size, (index + 1) * self.batch_size)
        factor = np.random.uniform(0.9, 1.1)
        return self.x[rows] * factor, self.y[rows]


def train(x, y):
    model = keras.Sequential([keras.layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(Noisy(x, y, 32, workers=2, use_multiprocessing=True))
```

## Good

```python
import math

import keras
import numpy as np


class Noisy(keras.utils.PyDataset):
    def __init__(self, x, y, batch_size, **kwargs):
        super().__init__(**kwargs)
        self.x, self.y, self.batch_size = x, y, batch_size
        self.epoch = 0

    def on_epoch_end(self):
        self.epoch += 1

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, index):
        rows = slice(index * self.batch_size, (index + 1) * self.batch_size)
        factor = np.random.default_rng((self.epoch, index)).uniform(0.9, 1.1)
        return self.x[rows] * factor, self.y[rows]


def train(x, y):
    model = keras.Sequential([keras.layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(Noisy(x, y, 32, workers=2, use_multiprocessing=True))
```

## Silent when

- there is one worker, or the workers are threads, which share one generator;
- a generator is made or seeded for each batch;
- only the module `random` is used: Python seeds it anew in each process that it forks;
- it is not seen that processes are asked for.

## References

- <https://numpy.org/doc/stable/reference/random/parallel.html>: generators for several processes.
- <https://docs.python.org/3/library/multiprocessing.html#contexts-and-start-methods>
"""

from __future__ import annotations

from collections.abc import Iterator

from sequence_lint.api import Draw, Finding, Related, Rule, SequenceClass, Severity, Workers

_MOST_RELATED = 3


def check(sequence: SequenceClass) -> Iterator[Finding]:
    """One finding at the first draw, where several processes make the batches."""
    asked = next((one for one in sequence.workers if one.processes and one.count != 1), None)
    if asked is None:
        return
    batches = (b for epoch in sequence.epochs if sequence.is_meant(epoch) for b in epoch.batches)
    draws = tuple(dict.fromkeys(draw for batch in batches for draw in batch.draws))
    shared = [draw for draw in draws if not draw.name.startswith("random.")]
    if shared and not any(draw.seeds for draw in shared):
        yield _finding(sequence, asked, shared)


def _finding(sequence: SequenceClass, asked: Workers, draws: list[Draw]) -> Finding:
    first, *others = draws
    everybodys = first.name.startswith("numpy.random.")
    generator = "NumPy's global generator" if everybodys else f"`{first.name.rpartition('.')[0]}`"
    return Finding(
        place=first.place,
        message=f"`{sequence.name}` draws from {generator} while it makes a batch, and "
        f"`{asked.text}` asks for worker processes, which all begin with the same state of it, so "
        "batches of different workers get the same random numbers.",
        help="Make a generator for each batch, `np.random.default_rng((self.epoch, index))`, with "
        "an epoch that `on_epoch_end` counts.",
        related=(
            Related(asked.place, "the processes are asked for here"),
            *(Related(draw.place, "this draws too") for draw in others[:_MOST_RELATED]),
        ),
    )


RULE = Rule(
    code="SEQ501",
    name="global-rng-in-workers",
    severity=Severity.WARNING,
    since="0.1.0",
    doc=__doc__,
    check=check,
)
