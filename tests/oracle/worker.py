"""Runs cases on one Keras: ``python -m oracle.worker LINE CASES OUTCOMES``, with JSON files."""

from __future__ import annotations

import gc
import json
import math
import operator
import random
import re
import signal
import sys
import traceback
import warnings
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import numpy as np
from fixture_stub import settled
from fixture_stub.disk import Disk

from oracle import line as lines
from oracle import steps, tiny
from oracle.cases import Case
from oracle.dressing import dress, world
from oracle.modules import module_of
from oracle.outcomes import Outcome, Step
from oracle.overhearing import overheard

SECONDS = 15
"""Of processor time for one case; a training without an end is a result too."""
WAITING = 240
"""Seconds for one case that waits."""
MOST = 200
"""Batches that are trained on at most."""
CAUSE = re.compile(r"^\s*([A-Z]\w*(?:Error|Exception|Iteration)): (.*)$", re.MULTILINE)


ANSI = re.compile(r"\x1b\[\d+m")
WRAPPING = re.compile(
    r"Exception encountered when calling|Graph execution error|Detected at node|File \"|[<^~]"
)
"""First lines that say nothing of the cause."""
NUMBERED = re.compile(
    r"\b(keras_tensor|input_layer|input|dense|flatten|activation|concatenate|reshape|model)_\d+\b"
)
"""Keras numbers what it makes, and another order of cases gives other numbers."""


class TimeIsUp(BaseException):
    """Not caught by what is tried: only by the loop over the cases."""


def main(line: str, path: str, out: str) -> None:
    """Run all cases of the file *path* and write their outcomes to *out*."""
    keras = lines.load(line)
    disk = Disk()
    lines.lend(keras, line, disk)
    with open(path, encoding="utf-8") as stream:
        cases = [Case(**each) for each in json.load(stream)]
    for each in (signal.SIGALRM, signal.SIGPROF):
        signal.signal(each, _ring)
    models = tiny.Models(keras)
    gc.freeze()  # what was imported stays, and takes long to look through
    outcomes = [_in_time(keras, models, disk, case).as_json() for case in cases]
    with open(out, "w", encoding="utf-8") as stream:
        json.dump({"versions": lines.versions(line), "outcomes": outcomes}, stream)


def _ring(*_: object) -> None:
    raise TimeIsUp


def _in_time(keras: Any, models: tiny.Models, disk: Disk, case: Case) -> Outcome:
    signal.alarm(WAITING)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        with settled(disk, case.chance):
            return Bench(keras, models, disk, case).outcome()
    except TimeIsUp:
        models.forget()
        return Outcome(case.name, case.samples, case.batch, unbuilt="does not end")
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        text = f"{said(error)} ({where.name})"
        return Outcome(case.name, case.samples, case.batch, unbuilt=text)
    finally:
        signal.alarm(0)
        signal.setitimer(signal.ITIMER_PROF, 0)


class Bench:
    """One case on one Keras. Each try gets a Sequence and a model of its own."""

    def __init__(self, keras: Any, models: tiny.Models, disk: Disk, case: Case) -> None:
        self.keras, self.models, self.disk, self.case = keras, models, disk, case
        self.module = module_of(case)
        self.last: Any = None
        self.handed: list[tuple[int, Any]] = []

    def outcome(self) -> Outcome:
        """What comes of the case. Raises what building the instance raises."""
        case = self.case
        if case.call:
            asked: list[list[int]] = [[]]
            called = self._try(lambda: self._call(asked))
            return Outcome(
                case.name,
                case.samples,
                case.batch,
                called=called,
                asked=tuple(map(tuple, asked)),
            )
        length, batches = self._batches(self._made())
        if isinstance(length, str) and "endless" in length:
            return Outcome(case.name, case.samples, case.batch, length)
        if isinstance(length, int) and length > MOST:
            return Outcome(case.name, case.samples, case.batch, f"{length} batches are too many")
        made = [batch for batch in batches if not isinstance(batch, Exception)]
        served, apart = self._served(batches)
        notes = tiny.Notes()
        if not apart and self._has_hook():
            with suppress(Exception):
                later = self._batches(self._made(hooked=True))[1]
                apart = self._served(later, hooked=True)[1]
        fit = self._try(lambda: self._fit(made, notes))
        first = notes.epochs[0] if notes.epochs else []
        return Outcome(
            case.name,
            case.samples,
            case.batch,
            length=length,
            served=tuple(served),
            apart=apart,
            same=steps.same_batches(notes.epochs),
            fit=fit,
            evaluate=self._try(lambda: self._evaluate(made)),
            predict=self._try(lambda: self._predict(made)),
            trained=sum(max(steps.row_counts(step), default=0) for step in first),
            uneven=sum(len(set(steps.row_counts(step))) > 1 for step in first),
            epochs=tuple(
                tuple(_which(step, self.handed, served) for step in epoch) for epoch in notes.epochs
            ),
        )

    def _has_hook(self) -> bool:
        """True for a class with an `on_epoch_end` that is not Keras' own."""
        kind = getattr(self.module, self.case.owner, None)
        known = getattr(kind, "on_epoch_end", None)
        return known is not None and "keras" not in getattr(known, "__module__", "keras")

    def _made(self, changed: int | None = None, hooked: bool = False) -> Any:
        """A new instance, with sample *changed* another one, after an epoch if *hooked*."""
        made = self._build(changed)
        if hooked:
            made.on_epoch_end()
        return made

    def _build(self, changed: int | None) -> Any:
        kind: Any = self.module
        for name in self.case.owner.split("."):
            if not hasattr(kind, name):
                raise NotImplementedError("its statement fails where nobody knows a name in it")
            kind = getattr(kind, name)
        given = self._given(changed)
        if self.case.build:
            return eval(self.case.build, {**vars(self.module), **given})
        own = "__init__" in dir(kind) and kind.__init__ is not object.__init__
        return kind(**dress(kind.__init__, given, 1)) if own else kind()

    def _given(self, changed: int | None) -> dict[str, Any]:
        random.seed(0)
        np.random.seed(0)
        given = world(self.case.samples, self.case.batch, changed)
        self.disk.provide(given)
        inner = type("Inner", (_Right, self.keras.utils.Sequence), {})(given, self.case.batch)
        return {**given, "flags": {}, "inner": inner}

    def _batches(self, sequence: Any) -> tuple[int | str, list[Any]]:
        """The length, or what it raised, and the batches, or what they raised."""
        try:
            length = _length(sequence)
        except Exception as error:
            return said(error), [_asked(sequence, 0)]
        return length, [_asked(sequence, index) for index in range(min(length, MOST))]

    def _served(
        self, batches: list[Any], hooked: bool = False
    ) -> tuple[list[tuple[int, ...] | str], int]:
        """The samples that each batch changes with, or what it raised.

        The number is that of the batches whose inputs and labels change with different samples.
        """
        served: list[set[int]] = [set() for _ in batches]
        labels: list[set[int]] = [set() for _ in batches]
        inputs: list[set[int]] = [set() for _ in batches]
        for changed in range(self.case.samples):
            try:
                _, others = self._batches(self._made(changed, hooked))
            except Exception:
                continue
            for at, (before, after) in enumerate(zip(batches, others, strict=False)):
                for found, part in ((served, _all), (inputs, _inputs), (labels, _labels)):
                    if not _same(part(before), part(after)):
                        found[at].add(changed)
        apart = sum(bool(x and y) and x != y for x, y in zip(inputs, labels, strict=True))
        told = [
            said(batch) if isinstance(batch, Exception) else tuple(sorted(positions))
            for batch, positions in zip(batches, served, strict=True)
        ]
        return told, apart

    def _model(self, made: list[Any], watched: bool = False) -> Any:
        self.last = self.models.fitting(made, self.case.meant, watched)
        return self.last

    def _evaluate(self, made: list[Any]) -> Step:
        loss = self._model(made).evaluate(self._made(), verbose=0)
        return Step(loss=_number(loss[0] if isinstance(loss, list) else loss))

    def _predict(self, made: list[Any]) -> Step:
        rows = self._model(made).predict(self._made(), verbose=0)
        return Step(rows=len(tiny.leaves(rows)[0]))

    def _call(self, asked: list[list[int]]) -> Step:
        """Call the function; *asked* gets the indexes that it asks for, by epochs."""
        function = getattr(self.module, self.case.call)
        given = self._given(None)
        wide = np.hstack([given["features"], given["features"][:, :1]])
        arguments = dress(function, {**given, "features": wide}, 0)
        with overheard(self.keras, self.module, asked):
            function(**arguments)
        return Step()

    def _try(self, what: Callable[[], Step]) -> Step:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            try:
                step = what()
            except Exception as error:
                step = Step(raised=said(error))
                self.models.drop(self.last)
        heard = dict.fromkeys(
            _tidy(str(each.message)) for each in caught if each.category is UserWarning
        )
        return Step(step.raised, step.loss, step.rows, tuple(heard))

    def _fit(self, made: list[Any], notes: tiny.Notes) -> Step:
        """Train for two epochs; what each step was given goes into *notes*."""
        model = self._model(made, watched=True)
        model.notes = notes
        callback = self.keras.callbacks.LambdaCallback(on_epoch_begin=notes.begin)
        sequence = self._made()
        _listen(sequence, self.handed)
        history = model.fit(sequence, epochs=2, verbose=0, callbacks=[callback]).history
        losses = history.get("loss", [])
        return Step(loss=_number(losses[-1]) if losses else None)


def _listen(sequence: Any, handed: list[tuple[int, Any]]) -> None:
    """From now on *handed* gets the index and a copy of each batch that *sequence* hands out."""
    kind = type(sequence)

    def getitem(self: Any, index: int) -> Any:
        batch = kind.__getitem__(self, index)
        with suppress(TypeError, ValueError):
            handed.append((index, steps.arrays(batch)))
        return batch

    sequence.__class__ = type(kind.__name__, (kind,), {"__getitem__": getitem})


def _which(step: Any, handed: list[tuple[int, Any]], served: Any) -> tuple[int, ...]:
    """The samples of the batch that came to *step*."""
    arrays = steps.arrays(step)
    if not arrays or not arrays[0].size:
        return ()
    for index, batch in handed:
        if steps.equal(arrays, batch) and index < len(served):
            return served[index] if not isinstance(served[index], str) else ()
    return (-1,)


class _Right:
    """The batches of a Sequence as it should be."""

    def __init__(self, given: dict[str, Any], batch: int) -> None:
        super().__init__()
        self.x, self.y, self.batch_size = given["features"], given["kinds"], batch

    def __len__(self) -> int:
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, index: int) -> Any:
        part = slice(index * self.batch_size, (index + 1) * self.batch_size)
        return self.x[part], self.y[part]


def _length(sequence: Any) -> int:
    of_keras_3 = hasattr(type(sequence), "num_batches") and hasattr(sequence, "max_queue_size")
    length = sequence.num_batches if of_keras_3 else len(sequence)
    if length is None:
        raise NotImplementedError("endless: there is no number of batches")
    return operator.index(length)


def _asked(sequence: Any, index: int) -> Any:
    try:
        return sequence[index]
    except Exception as error:
        return error


def _all(batch: Any) -> Any:
    return batch


def _inputs(batch: Any) -> Any:
    return batch[0] if _is_pair(batch) else None


def _labels(batch: Any) -> Any:
    return batch[1] if _is_pair(batch) else None


def _is_pair(batch: Any) -> bool:
    return isinstance(batch, tuple) and len(batch) == 2


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, Exception) or isinstance(other, Exception):
        return type(one) is type(other)
    try:
        return steps.equal(steps.arrays(one), steps.arrays(other))
    except (TypeError, ValueError):
        return bool(str(one) == str(other))


def _number(loss: Any) -> float | str:
    return "nan" if not np.isfinite(loss) else round(float(loss), 4)


def said(error: BaseException) -> str:
    """The exception as ``Type: first line``, without what Keras and TensorFlow wrap around it."""
    text = ANSI.sub("", str(error))
    if any(
        sign in text for sign in ("Graph execution error", "in user code", "generator` yielded")
    ):
        for kind, message in CAUSE.findall(text):
            return _tidy(f"{kind}: {message}")
    rows = [row.strip() for row in text.splitlines() if row.strip()]
    told = [row for row in rows if not WRAPPING.match(row)]
    return _tidy(f"{type(error).__name__}: {told[0] if told else ''}")


def _tidy(text: str) -> str:
    first = next((row for row in text.splitlines() if row.strip()), "").strip()
    first = re.sub(r"0x[0-9a-f]+", "0x…", first)
    first = re.sub(r"\{\{function_node .*?\}\} *", "", first)
    first = re.sub(r"^\w+: (?=[A-Z]\w*Error: )", "", first)
    return NUMBERED.sub(r"\1", first)[:300].strip()


if __name__ == "__main__":
    main(*sys.argv[1:])
