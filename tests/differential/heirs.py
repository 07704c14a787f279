"""How people spread a class over bases, mixins and calls of ``super()``."""

from __future__ import annotations

from differential.pen import Draft, shifted

IMPORTS = """
import glob
import math
import operator
import os
import random
from math import ceil

import cv2
import numpy as np
import pandas as pd
"""
KERAS = (
    ("from tensorflow.keras.utils import Sequence", "Sequence"),
    ("from tensorflow.keras.utils import Sequence", "Sequence"),
    ("from keras.utils import Sequence", "Sequence"),
    ("import keras", "keras.utils.Sequence"),
    ("import tensorflow as tf", "tf.keras.utils.Sequence"),
    ("from keras.utils import PyDataset", "PyDataset"),
    ("from keras.utils import Sequence as KerasSequence", "KerasSequence"),
    ("import keras", "keras.utils.PyDataset"),
)
SUPER = ("super().__init__()", "super().__init__(**kwargs)", "super(OF, self).__init__()", "", "")


def write_classes(draft: Draft) -> str:
    """The whole module."""
    imported, base = KERAS[int(draft.pen.pick("keras", *map(str, range(len(KERAS)))))]
    head = [
        *IMPORTS.strip("\n").split("\n"),
        imported,
        "from keras.utils import to_categorical",
        "",
        "",
    ]
    return "\n".join([*head, *draft.above, *_SHAPES[draft.shape](draft, base)]) + "\n"


def _class(name: str, base: str, *members: list[str]) -> list[str]:
    body = [line for member in members if member for line in (*member, "")]
    return [f"class {name}({base}):", *shifted(body[:-1] or ["pass"]), "", ""]


def _constructor(draft: Draft, name: str) -> list[str]:
    above = draft.pen.pick("super", *SUPER).replace("OF", name)
    plain = [p for p, default in draft.parameters.items() if not default]
    filled = [f"{p}={default}" for p, default in draft.parameters.items() if default]
    star = ["*"] if filled and draft.pen.whether("keywords only", 5) else []
    rest = ["**kwargs"] if "kwargs" in above else []
    body = [above] if above else []
    body += draft.setup
    if draft.hook:
        body.append("self.on_epoch_end()")
    body += draft.closing
    header = ", ".join(["self", *plain, *star, *filled, *rest])
    return [f"def __init__({header}):", *shifted(body)]


def _hook(draft: Draft) -> list[str]:
    return ["def on_epoch_end(self):", *shifted(draft.hook)] if draft.hook else []


def _length(draft: Draft) -> list[str]:
    above = ["@property"] if draft.length_name == "num_batches" else []
    return [*above, f"def {draft.length_name}(self):", *shifted(draft.length)]


def _item(draft: Draft, name: str = "__getitem__") -> list[str]:
    return [f"def {name}(self, {draft.words['I']}):", *shifted(draft.item)]


def _all_but(draft: Draft, name: str, *left_out: str) -> list[list[str]]:
    parts = {
        "members": draft.members,
        "constructor": _constructor(draft, name),
        "length": _length(draft),
        "item": _item(draft),
        "hook": _hook(draft),
    }
    kept = [part for key, part in parts.items() if key not in left_out]
    return [*kept, *draft.methods]


def _alone(draft: Draft, base: str) -> list[str]:
    return _class("Gen", base, *_all_but(draft, "Gen"))


def _constructor_in_base(draft: Draft, base: str) -> list[str]:
    above = _class("Base", base, *_all_but(draft, "Base", "length", "item"))
    return [*above, *_class("Gen", "Base", _length(draft), _item(draft))]


def _length_in_mixin(draft: Draft, base: str) -> list[str]:
    mixin = _class("Counted", "object", _length(draft))
    return [*mixin, *_class("Gen", f"Counted, {base}", *_all_but(draft, "Gen", "length"))]


def _length_overridden(draft: Draft, base: str) -> list[str]:
    wrong = [f"def {draft.length_name}(self):", "    return 1"]
    if draft.length_name == "num_batches":
        wrong.insert(0, "@property")
    above = _class("Base", base, *_all_but(draft, "Base", "length"), wrong)
    return [*above, *_class("Gen", "Base", _length(draft))]


def _item_in_heir(draft: Draft, base: str) -> list[str]:
    index = draft.words["I"]
    asked = [f"def __getitem__(self, {index}):", f"    return self._make({index})"]
    empty = [f"def _make(self, {index}):", "    raise NotImplementedError"]
    above = _class("Base", base, *_all_but(draft, "Base", "item"), asked, empty)
    return [*above, *_class("Gen", "Base", _item(draft, "_make"))]


def _wrapped(draft: Draft, base: str) -> list[str]:
    index = draft.words["I"]
    form = draft.pen.pick(
        "wrapped", "return super().__getitem__(I)", "batch = super().__getitem__(I)\nreturn batch"
    )
    body = form.replace("I", index).split("\n")
    heir = [f"def __getitem__(self, {index}):", *shifted(body)]
    return [*_class("Base", base, *_all_but(draft, "Base")), *_class("Gen", "Base", heir)]


def _passed_on(draft: Draft, base: str) -> list[str]:
    form = draft.pen.pick("passed on", "all", "all", "first")
    if form == "all" or not draft.parameters:
        heir = ["def __init__(self, *args, **kwargs):", "    super().__init__(*args, **kwargs)"]
    else:
        first = next(iter(draft.parameters))
        heir = [
            f"def __init__(self, {first}, **kwargs):",
            f"    super().__init__({first}={first}, **kwargs)",
        ]
    return [*_class("Base", base, *_all_but(draft, "Base")), *_class("Gen", "Base", heir)]


_SHAPES = {
    "alone": _alone,
    "constructor in base": _constructor_in_base,
    "length in mixin": _length_in_mixin,
    "length overridden": _length_overridden,
    "hook in heir": _item_in_heir,
    "item wrapped": _wrapped,
    "constructor passed on": _passed_on,
}
SHAPES = (*["alone"] * 6, "constructor in base", *_SHAPES)
