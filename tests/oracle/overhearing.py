"""Which batches a function makes Keras ask for, and which of them it is trained with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any
from unittest.mock import patch

from oracle import steps, tiny


@contextmanager
def overheard(keras: Any, module: Any, asked: list[list[int]]) -> Iterator[None]:
    """While this lasts, *asked* gets the indexes that Sequences of *module* are asked for.

    TensorFlow asks for batches long before it needs them, some that it never does: there, *asked*
    has those that came to a training step in the end, where there was one.
    """
    heard = _Heard(asked)
    kinds = [each for each in vars(module).values() if _is_sequence(keras, each)]
    with ExitStack() as stack:
        for kind in kinds:
            if "__getitem__" in vars(kind):
                wrapped = heard.asking(kind.__getitem__)
                stack.enter_context(patch.object(kind, "__getitem__", wrapped))
        stack.enter_context(patch.object(keras.callbacks.History, "on_epoch_begin", heard.began))
        if tiny.backend_of(keras) == "tensorflow":
            wrapped = heard.training(keras.Model.train_step)
            stack.enter_context(patch.object(keras.Model, "train_step", wrapped))
        yield
    if any(heard.trained):
        asked[1:] = heard.trained


class _Heard:
    """What was asked for, what was handed out, and what came to a training step."""

    def __init__(self, asked: list[list[int]]) -> None:
        self.asked = asked
        self.trained: list[list[int]] = []
        self._handed: list[tuple[int, list[Any]]] = []

    def began(self, *_: object, **__: object) -> None:
        """An epoch begins."""
        self.asked.append([])
        self.trained.append([])

    def asking(self, getitem: Callable[..., Any]) -> Callable[..., Any]:
        """A `__getitem__` that is listened to."""

        def hearing(sequence: Any, index: int) -> Any:
            self.asked[-1].append(index)
            batch = getitem(sequence, index)
            with suppress(TypeError, ValueError):
                self._handed.append((index, steps.arrays(batch)))
            return batch

        return hearing

    def training(self, train_step: Callable[..., Any]) -> Callable[..., Any]:
        """A `train_step` that notes which batch it is given."""

        def step(model: Any, data: Any) -> Any:
            tiny.note_in_graph(data, self._came)
            return train_step(model, data)

        return step

    def _came(self, *arrays: Any) -> None:
        given = steps.arrays(list(arrays))
        found = (index for index, batch in self._handed if steps.equal(given, batch))
        self.trained[-1].append(next(found, -1))


def _is_sequence(keras: Any, each: Any) -> bool:
    return isinstance(each, type) and issubclass(each, keras.utils.Sequence)
