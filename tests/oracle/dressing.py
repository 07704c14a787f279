"""What a parameter is given, by its name: data in which each sample is told from all others."""

from __future__ import annotations

import inspect
import re
from typing import Any

import numpy as np
from fixture_stub.frame import Frame
from fixture_truth import provisions

CLASSES = 3
WORDS = (
    ("weights", "weight weights mask sample_weights"),
    ("labels", "y ys y_train label labels target targets classes tags clicks y_val marks"),
    ("ids", "ids files paths file path names filenames list_ids list_of_ids image_paths keys"),
    ("frame", "frame df table"),
    ("batch", "batch_size batch bs b size batchsize n_batch"),
    ("steps", "steps steps_per_epoch num_batches planned"),
    ("count", "count n n_samples num_samples total"),
    ("two", "window width seq_len seq_length"),
    ("same", "transform collate fn augmenter preprocess function"),
    ("groups", "groups"),
    ("flag", "training train is_training"),
    ("inner", "source inner wrapped other sequence"),
    ("offsets", "offsets"),
)
"""All other names get features."""
DATA = re.compile(r"(labels?|targets?|y)$")


class Labels(np.ndarray):
    """Class numbers that are found by position, and by the id of a sample as well."""

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, str):
            number = int("".join(filter(str.isdigit, key)) or 0)
            return (self.view(np.ndarray)[number] + key.count("x")) % CLASSES
        return super().__getitem__(key)

    def get(self, key: Any, otherwise: Any = None) -> Any:
        """As a dict has it."""
        return self[key]


def world(samples: int, batch: int, changed: int | None = None) -> dict[str, Any]:
    """All that there is to put into a class. Sample *changed* is another one.

    The names of `fixture_truth.provisions`, and those of `WORDS`.
    """
    given = provisions(samples, batch, changed)
    numbers = np.arange(samples) % CLASSES
    if changed is not None:
        numbers[changed] = (numbers[changed] + 1) % CLASSES
    features = given["samples"]
    ones = np.ones(samples)
    return {
        **given,
        "flag": False,
        "features": features,
        "kinds": numbers.view(Labels),
        "weights": ones if changed is None else ones + (np.arange(samples) == changed) / 2,
        "table": _table(given["frame"], features, numbers),
        "steps": -(-samples // batch),
        "two": 2,
        "same": lambda x, *_, **__: x,
        "groups": [given["ids"][at : at + batch] for at in range(0, samples, batch)],
        "offsets": [*range(0, samples, batch), samples],
    }


def dress(function: Any, given: dict[str, Any], first: int) -> dict[str, Any]:
    """The arguments for *function* from *given*; the first *first* parameters are left out.

    Defaults stay, except that of a batch size, and None for labels.
    """
    arguments = {}
    for name, parameter in list(inspect.signature(function).parameters.items())[first:]:
        if parameter.kind in (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL):
            continue
        role = role_of(name)
        optional = parameter.default is not parameter.empty
        absent = parameter.default is None and DATA.fullmatch(name)
        if not optional or absent or role == "batch":
            arguments[name] = given[{"labels": "kinds", "frame": "table"}.get(role, role)]
    return arguments


def role_of(name: str) -> str:
    """Which part of the world a parameter of this *name* is given."""
    lowered = name.lower().strip("_")
    return next((role for role, words in WORDS if lowered in words.split()), "features")


def _table(frame: Frame, features: Any, numbers: Any) -> Frame:
    columns = {"a": features[:, 0], "b": features[:, 1], "x": features[:, 2]}
    names = {name: frame[name].values for name in ("path", "text", "value")}
    return Frame({**columns, **names, "label": numbers, "y": numbers})
