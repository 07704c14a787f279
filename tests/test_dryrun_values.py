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
