"""What the values of the dry run keep when something is added to where they come from."""

from __future__ import annotations

from dataclasses import fields

import pytest
from differential.verdict import dry_run

from sequence_lint.dryrun.values import NOWHERE, Opaque, origin, tainted


def test_an_unknown_keeps_all_that_is_known_of_it() -> None:
    """Only the origin is another one: each field has a value that no other has by default."""
    given = {
        "why": "read from a file",
        "key": "p:x",
        "argument": True,
        "array": True,
        "rows": 3,
        "extent": "p:n",
        "some": True,
        "default": 7,
        "floating": True,
    }
    assert {"origin", *given} == {field.name for field in fields(Opaque)}
    value = Opaque(**given)  # type: ignore[arg-type]
    changed = tainted(value, origin("index"))
    assert changed.origin == origin("index")
    assert Opaque(**{**given, "origin": NOWHERE}) == changed.with_origin(NOWHERE)  # type: ignore[arg-type, union-attr]


LOOKED_AT = """
import math
from keras.utils import Sequence

class Gen(Sequence):
    def __init__(self, files, batch_size, reader):
        super().__init__()
        self.files, self.batch_size, self.reader = files, batch_size, reader

    def __len__(self):
        return math.ceil(len(self.files) / self.batch_size)

    def __getitem__(self, idx):
        part = self.files[idx * self.batch_size : (idx + 1) * self.batch_size]
        self.reader.prepare(part, LOOK)
        return self.reader.x(), self.reader.y()
"""


@pytest.mark.parametrize("look", ["part[0]", "part[:1]", "part[self.batch_size:]"])
def test_a_look_into_a_batch_takes_nothing_from_it(look: str) -> None:
    """The way of the samples is lost here, and what the index selected counts as served."""
    understood = dry_run(LOOKED_AT.replace("LOOK", look))
    assert understood is not None
    assert understood.epochs[0].served() == ((0, 1, 2, 3), (4, 5, 6, 7), (8, 9))


FROM_A_TABLE = """
import math
import numpy as np
from keras.utils import Sequence

class Gen(Sequence):
    def __init__(self, x, y, batch_size):
        super().__init__()
        self.x, self.y, self.batch_size = x, y, batch_size

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, idx):
        rows = range(len(self.x))[idx * self.batch_size + 1 : (idx + 1) * self.batch_size]
        ys = np.ones(self.batch_size)
        for at, k in enumerate(rows):
            ys[at] = len(self.x[k]) % 5
        hot = np.eye(5)[ys.astype(int)]
        return ys, hot, np.full(len(hot), 0.5)
"""


def test_rows_of_a_table_are_not_taken_for_all_samples() -> None:
    """A batch that holds no sample selects from it what no sample has a part in."""
    understood = dry_run(FROM_A_TABLE)
    assert understood is not None
    (alone,) = (
        each for each in understood.epochs if (each.size.samples, each.size.batch) == (1, 4)
    )
    parts = list(alone.batches[0].returned[0].part.leaves())
    assert [part.rows for part in parts] in ([4, None, None], [4, 4, 4])
