"""Hand-made models, for tests of what comes after the dry run."""

from __future__ import annotations

from collections.abc import Iterable

from sequence_lint.model import (
    BaseStep,
    Batch,
    Epoch,
    Length,
    NotFollowed,
    Part,
    Place,
    Raised,
    Returned,
    SequenceClass,
    Size,
)
from sequence_lint.rule import Finding, Related, Rule, Severity

PATH = "gen.py"
SOURCE = '''"""A module."""

import keras


class Gen(keras.utils.Sequence):
    def __init__(self, x, y, b):
        self.x, self.y, self.b = x, y, b

    def __len__(self):
        return len(self.x) // self.b

    def __getitem__(self, i):
        return self.x[i * self.b : (i + 1) * self.b], self.y[i * self.b : (i + 1) * self.b]
'''
LENGTH_PLACE = Place(PATH, 11, 16, 11, 37)


def place(line: int = 6, column: int = 7, width: int = 3, path: str = PATH) -> Place:
    return Place(path, line, column, line, column + width)


def batch(index: int, positions: Iterable[int], raised: Raised | None = None) -> Batch:
    rows = tuple(positions)
    x = Part("array", "self.x[...]", rows=len(rows), served=(("x", rows),), names=("x",))
    y = Part("array", "self.y[...]", rows=len(rows), served=(("x", rows),), names=("y",))
    returned = Returned(place(14, 9, 6), Part("tuple", "x, y", parts=(x, y)))
    return Batch(index, (), (returned,), raised, None, random=False)


def epoch(
    samples: int,
    size: int,
    batches: tuple[Batch, ...],
    setting: tuple[tuple[str, str], ...] = (),
    *,
    shuffled: bool = False,
    unknown: str | None = None,
) -> Epoch:
    length = Length(
        len(batches), None, LENGTH_PLACE, None, frozenset({"x"}), True, "len(self.x) // self.b"
    )
    available = tuple(range(samples))
    return Epoch(
        Size(samples, size), setting, length, batches, None, "x", available, shuffled, unknown
    )


def floor_epoch(samples: int = 10, size: int = 4) -> Epoch:
    count = samples // size
    return epoch(
        samples, size, tuple(batch(i, range(i * size, (i + 1) * size)) for i in range(count))
    )


def sequence_class(
    name: str = "Gen",
    *,
    path: str = PATH,
    line: int = 6,
    epochs: tuple[Epoch, ...] | None = None,
    not_followed: tuple[NotFollowed, ...] = (),
    bases_known: bool = True,
) -> SequenceClass:
    return SequenceClass(
        name=name,
        qualname=name,
        path=path,
        module=path.removesuffix(".py"),
        place=place(line, 7, len(name), path),
        chain=(
            BaseStep("keras.utils.Sequence", place(line, 11, 20, path)),
            BaseStep("keras.utils.PyDataset", None),
        ),
        keras_base="keras.utils.Sequence",
        bases_known=bases_known,
        abstract=False,
        docstring="",
        module_docstring="A module.",
        methods=(),
        stored=("x", "y"),
        parameters=("x", "y", "b"),
        flags=(),
        length_remarks=(),
        epochs=(floor_epoch(),) if epochs is None else epochs,
        not_followed=not_followed,
    )


def finding(at: Place = LENGTH_PLACE, message: str = "The tail is dropped.") -> Finding:
    return Finding(
        at,
        message,
        example="with 10 samples and batches of 4, samples 8-9 are never served",
        help="write `math.ceil(len(self.x) / self.b)`",
        related=(Related(place(14, 16, 6), "the slice is here"),),
    )


def always(sequence: SequenceClass) -> Iterable[Finding]:
    yield finding(sequence.place)


def rule(code: str = "SEQ102", name: str = "tail-dropped", **changes: object) -> Rule:
    return Rule(
        **{  # type: ignore[arg-type]
            "code": code,
            "name": name,
            "severity": Severity.WARNING,
            "since": "0.1.0",
            "doc": f"What {name} finds.\n\nMore about it.",
            "check": always,
            **changes,
        }
    )
