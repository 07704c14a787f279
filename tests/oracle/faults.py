"""Faulty classes, one for each fault that people make: what a table of behaviour is made of."""

from __future__ import annotations

import os
from dataclasses import dataclass
from textwrap import indent

from oracle.cases import ALL_INPUTS, AS_RETURNED, ONE_SAMPLE, Case

SAMPLES, BATCH = 100, 32
CEIL = "math.ceil(len(self.x) / self.b)"
PAIR = "self.x[at:end], self.y[at:end]"
HEAD = """\
import math

import keras
import numpy as np


class Pairs(keras.utils.Sequence):
"""
INIT = "def __init__(self, x, y, b):"
SUPER = "super().__init__()"
CALL = """

def train(x, y):
    model = keras.Sequential([keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    {call}
"""


@dataclass(frozen=True, slots=True)
class Fault:
    """``written`` is how it looks in the code; the rest is what the class around it is made of.

    ``begun`` is what the constructor begins with, ``made`` what it ends with. Without a ``length``
    or ``body`` there is no such method. ``more`` is added to the class.
    """

    section: str
    title: str
    written: str
    length: str = CEIL
    body: str = f"return {PAIR}"
    begun: str = SUPER
    made: str = ""
    more: str = ""
    call: str = ""
    meant: str = AS_RETURNED
    samples: int = SAMPLES

    def source(self) -> str:
        """The class, and the function that calls Keras if there is one."""
        kept = "self.x, self.y, self.b = x, y, b"
        methods = [_method(INIT, f"{self.begun}\n{kept}\n{self.made}")]
        if self.length:
            methods.append(_method("def __len__(self):", f"return {self.length}"))
        if self.body:
            cut = "at, end = i * self.b, (i + 1) * self.b"
            methods.append(_method("def __getitem__(self, i):", f"{cut}\n{self.body}"))
        whole = HEAD + indent("\n".join([*methods, self.more]), "    ")
        return whole + (CALL.format(call=self.call) if self.call else "")


def _method(head: str, body: str) -> str:
    return f"{head}\n{indent(body.strip(), '    ')}\n"


def cases(folder: str) -> list[Case]:
    """All faults as cases, their sources written into *folder*."""
    made = []
    for number, fault in enumerate(FAULTS):
        root = os.path.join(folder, str(number))
        os.makedirs(root, exist_ok=True)
        path = os.path.join(root, "pairs.py")
        with open(path, "w", encoding="utf-8") as stream:
            stream.write(fault.source())
        call, build = ("train", "") if fault.call else ("", "Pairs(features, kinds, batch)")
        case = Case(fault.title, path, root, "Pairs", call, build, fault.meant, fault.samples)
        made.append(Case(**{**case.as_json(), "batch": BATCH}))
    return made


def _length(
    title: str, written: str, samples: int = SAMPLES, body: str = f"return {PAIR}"
) -> Fault:
    return Fault(
        "The number of batches", title, written, length=written, body=body, samples=samples
    )


def _slice(title: str, part: str) -> Fault:
    body = f"return self.x[{part}], self.y[{part}]"
    return Fault("What an index selects", title, f"self.x[{part}]", body=body)


def _selected(title: str, written: str, body: str) -> Fault:
    return Fault("What an index selects", title, written, body=body)


def _returned(title: str, written: str, meant: str = AS_RETURNED) -> Fault:
    body = f"x, y = {PAIR}\n{written}"
    return Fault("What a batch is", title, written, body=body, meant=meant)


def _class(title: str, written: str, made: str = "", more: str = "", body: str = "") -> Fault:
    body = body or f"return {PAIR}"
    return Fault("The class", title, written, made=made, more=more, body=body)


def _call(title: str, call: str) -> Fault:
    return Fault("The call", title, call, call=call)


STACKED = "return np.stack(list(self.x[at:end])), np.stack(list(self.y[at:end]))"
LISTED = "return np.array(list(self.x[at:end])), np.array(list(self.y[at:end]))"
FILLED = """\
x, y = np.empty((self.b, 3)), np.empty(self.b)
for k, (one, label) in enumerate(zip(self.x[at:end], self.y[at:end])):
    x[k], y[k] = one, label
return x, y"""
PLACED = """\
x, y = self.x[at:end], np.empty(len(self.x[at:end]))
for k in range(len(x)):
    y[k] = self.y[k]
return x, y"""
CURSOR = """\
end = self.at + self.b
x, y = self.x[self.at : end], self.y[self.at : end]
self.at = end if end < len(self.x) else 0
return x, y"""
IN_PLACE = """\
x = self.x[at:end]
x /= 2
return x, self.y[at:end]"""
BARE = """\
x = self.x[at:end]
return keras.ops.convert_to_tensor(x) if hasattr(keras, "ops") else keras.backend.constant(x)"""
ONE_BY_ONE = "return np.array([self.x[k] for k in range(at, end)]), np.zeros(self.b)"
FAULTS = (
    Fault("None", "a right class", CEIL),
    _length("length counts samples, arrays cut", "len(self.x)"),
    _length("length counts samples, lists made arrays", "len(self.x)", body=LISTED),
    _length("length counts samples, samples stacked", "len(self.x)", body=STACKED),
    _length("length counts samples, array of batch_size rows filled", "len(self.x)", body=FILLED),
    _length("length rounded down", "len(self.x) // self.b"),
    _length("length rounded to the nearest, half a batch left", "round(len(self.x) / self.b)", 80),
    _length("length rounded down and one more, 100 samples", "len(self.x) // self.b + 1"),
    _length("length rounded down and one more, 96 samples", "len(self.x) // self.b + 1", 96),
    _length("length rounded up and one more", f"{CEIL} + 1"),
    _length("length rounded up and one less", f"{CEIL} - 1"),
    _length("length is the batch size", "self.b"),
    _length("length rounded up by np.ceil", "np.ceil(len(self.x) / self.b)"),
    _length("length is a quotient", "len(self.x) / self.b"),
    _length("length is None", "None"),
    _length("length is text", "'4'"),
    _length("length is negative", "-1"),
    _length("length is an integer of NumPy", "np.int64(np.ceil(len(self.x) / self.b))"),
    _length("length is 0", "len(self.x) // (10 * self.b)"),
    _slice("slice without an end", "at:"),
    _slice("slice without a start", ":end"),
    _slice("slice that ends at the batch size", "at : self.b"),
    _slice("slice whose start does not multiply", "i : i + self.b"),
    _slice("slice one short of a batch", "at : end - 1"),
    _slice("slice one longer than a batch", "at : end + 1"),
    _slice("slice of the batch before", "at - self.b : at"),
    _slice("slice of the batch after", "end : end + self.b"),
    _slice("slice that stops before the last sample", "at : min(end, len(self.x) - 1)"),
    _selected("elements one by one past the end", "self.x[k]", ONE_BY_ONE),
    _selected("array of batch_size rows, partly filled", "np.empty((self.b, 3))", FILLED),
    _selected("a comma for a colon", "self.x[at, end]", "return self.x[at, end], self.y[at:end]"),
    _selected("labels of another slice", "self.y[i : i + self.b]",
              "return self.x[at:end], self.y[i : i + len(self.x[at:end])]"),
    _selected("labels by their place in the batch", "self.y[k]", PLACED),
    _selected("all labels beside the inputs of a batch", "self.y",
              "return self.x[at:end], self.y"),
    _returned("inputs only", "return x"),
    _returned("inputs only, in a tuple", "return (x,)"),
    _returned("three inputs side by side", "return x, x + 1, x + 2", ALL_INPUTS),
    _returned("two inputs side by side", "return x, x + 1", ALL_INPUTS),
    _returned("a third item that is no weight", "return x, y, np.zeros(len(x))"),
    _returned("four items", "return x, x, x, y"),
    _returned("inputs in a list", "return [x, x], y"),
    _returned("inputs in a tuple", "return (x, x), y"),
    _returned("inputs in a dict", "return {'a': x, 'b': x}, y"),
    _returned("list of inputs and labels", "return [x, y]"),
    _returned("nothing returned", "pass"),
    _returned("yield", "yield x, y"),
    _returned("None for labels", "return x, None"),
    _returned("None for weights", "return x, y, None"),
    _returned("samples in a Python list", "return [list(row) for row in x], y"),
    _returned("labels in a Python list", "return x, list(y)"),
    _returned("one row of labels too few", "return x, y[1:]"),
    _returned("a single row of labels", "return x, y[:1]"),
    _returned("one dict of inputs and labels", "return {'x': x, 'y': y}"),
    Fault("What a batch is", "one sample, without an axis for the batch",
          "return self.x[i], self.y[i]", body="return self.x[i], self.y[i]", meant=ONE_SAMPLE),
    Fault("What a batch is", "one-hot without the number of classes", "to_categorical(y)",
          body=f"x, y = {PAIR}\nreturn x, keras.utils.to_categorical(y)", samples=98),
    Fault("What a batch is", "a tensor alone", "return keras.ops.convert_to_tensor(x)", body=BARE),
    Fault("The class", "no call of super().__init__", "no super().__init__()", begun=""),
    _class("num_batches assigned", "self.num_batches = 4", "self.num_batches = 4"),
    _class("num_batches a plain method", "def num_batches(self)", more="def num_batches(self):\n"
           "    return 4"),
    Fault("The class", "no __len__", "", length=""),
    Fault("The class", "__getitem__ under another name", "def __get_item__(self, i)", body="",
          more="def __get_item__(self, i):\n    return self.x, self.y"),
    _class("on_epoch_end takes the epoch", "def on_epoch_end(self, epoch)",
           more="def on_epoch_end(self, epoch):\n    pass"),
    _class("__getitem__ takes two arguments", "def __getitem__(self, i, flip)",
           more="def __getitem__(self, i, flip):\n    return self.x, self.y"),
    _class("attribute set in on_epoch_end only", "self.order in on_epoch_end",
           more="def on_epoch_end(self):\n    self.order = np.arange(len(self.x))",
           body="rows = self.order[at:end]\nreturn self.x[rows], self.y[rows]"),
    Fault("The class", "on_epoch_end before what it reads", "self.on_epoch_end()",
          begun=f"{SUPER}\nself.on_epoch_end()",
          more="def on_epoch_end(self):\n    self.order = np.arange(len(self.x))"),
    _class("attribute that nothing sets", "self.weights",
           body="return self.x[at:end] * self.weights, self.y[at:end]"),
    _class("place that batches move", "self.x[self.at : self.at + self.b]", "self.at = 0",
           body=CURSOR),
    _class("stored array changed in place", "x = self.x[at:end]; x /= 2", body=IN_PLACE),
    Fault("The class", "data given to super().__init__", "super().__init__(x, y)",
          begun="super().__init__(x, y)"),
    _class("shuffle returns None", "self.order = np.random.shuffle(...)",
           "self.order = np.random.shuffle(np.arange(len(x)))",
           body="rows = self.order[at:end]\nreturn self.x[rows], self.y[rows]"),
    _call("labels beside the Sequence", "model.fit(Pairs(x, y, 32), y)"),
    _call("weights beside the Sequence", "model.fit(Pairs(x, y, 32), sample_weight=y)"),
    _call("labels beside the Sequence in evaluate", "model.evaluate(Pairs(x, y, 32), y)"),
    _call("batch_size beside the Sequence", "model.fit(Pairs(x, y, 32), batch_size=8)"),
    _call("validation_split beside it", "model.fit(Pairs(x, y, 32), validation_split=0.2)"),
    _call("workers given to fit", "model.fit(Pairs(x, y, 32), workers=2)"),
    _call("fit_generator", "model.fit_generator(Pairs(x, y, 32))"),
    _call("steps rounded down", "model.fit(Pairs(x, y, 32), steps_per_epoch=3, epochs=3)"),
    _call("steps count samples", "model.fit(Pairs(x, y, 32), steps_per_epoch=100, epochs=2)"),
)  # fmt: skip
