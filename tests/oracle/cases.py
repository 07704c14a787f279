"""What is given to Keras: a class or a function of a Python file, and data of a size."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

AS_RETURNED = "as returned"
"""The model takes the batches for what the class returns."""
ALL_INPUTS = "all inputs"
"""Each item that is returned is meant as an input."""
LABELS_LAST = "labels last"
"""The last item that is returned is meant as the labels, all others as inputs."""
ONE_SAMPLE = "one sample"
"""What is returned is one sample, without the axis for the rows of a batch."""
AS_ARRAYS = "lists as arrays"
"""Lists that are returned are meant as arrays with a row for each item."""


@dataclass(frozen=True, slots=True)
class Case:
    """One class that is built and trained on, or one function that is called.

    ``path`` is the file, ``root`` the folder that its imports start from. ``owner`` is the class,
    ``call`` the function, "" where there is none. ``build`` is an expression that makes the
    instance, "" where the names of the parameters have to do. ``chance`` lets shuffles shuffle,
    which leave everything where it is otherwise.
    """

    name: str
    path: str
    root: str
    owner: str
    call: str = ""
    build: str = ""
    meant: str = AS_RETURNED
    samples: int = 10
    batch: int = 4
    chance: bool = False

    def as_json(self) -> dict[str, Any]:
        """The case as what JSON can hold."""
        return asdict(self)
