"""What happened to a case, and what of it can be seen: repeated, dropped, empty, refused."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    """What `fit`, `evaluate`, `predict` or a function came to.

    ``raised`` is the exception as ``Type: first line``, "" if there was none. ``loss`` is a number,
    ``"nan"`` or None. ``rows`` are those that `predict` returned. ``warned`` are first lines.
    """

    raised: str = ""
    loss: float | str | None = None
    rows: int | None = None
    warned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case on one Keras.

    ``unbuilt`` says why the instance could not be made; nothing else is known then. ``length`` is
    the number of batches, or what asking for it raised. ``served`` has the samples of each batch,
    or what it raised. ``epochs`` has the samples of each step that the model was trained with, for
    two epochs; it is cut short where training stopped. ``asked`` has the indexes that a function
    made Keras ask for: before the first epoch, in the first epoch, and so on. ``trained``
    are the rows that the steps of the first epoch had, ``uneven`` the steps of it whose inputs and
    labels had different numbers of rows. ``apart`` are the batches whose inputs and labels are made
    from different samples, at first or after an epoch. ``same`` tells whether the second epoch had
    the batches of the first, in whatever order; None where it cannot be told.
    """

    name: str
    samples: int
    batch: int
    unbuilt: str = ""
    length: int | str = 0
    served: tuple[tuple[int, ...] | str, ...] = ()
    fit: Step = field(default_factory=Step)
    evaluate: Step = field(default_factory=Step)
    predict: Step = field(default_factory=Step)
    called: Step = field(default_factory=Step)
    epochs: tuple[tuple[tuple[int, ...], ...], ...] = ()
    asked: tuple[tuple[int, ...], ...] = ()
    trained: int = 0
    uneven: int = 0
    apart: int = 0
    same: bool | None = None

    def as_json(self) -> dict[str, Any]:
        """The outcome as what JSON can hold."""
        return asdict(self)

    @classmethod
    def from_json(cls, read: dict[str, Any]) -> Outcome:
        """The outcome that `as_json` made *read* of."""
        steps = {name: Step(**read[name]) for name in ("fit", "evaluate", "predict", "called")}
        for name, step in steps.items():
            steps[name] = Step(step.raised, step.loss, step.rows, tuple(step.warned))
        served = tuple(s if isinstance(s, str) else tuple(s) for s in read["served"])
        epochs = tuple(tuple(tuple(step) for step in epoch) for epoch in read["epochs"])
        asked = tuple(tuple(epoch) for epoch in read["asked"])
        return cls(**{**read, **steps, "served": served, "epochs": epochs, "asked": asked})

    @property
    def times(self) -> Counter[int]:
        """How often each sample was trained on in the first epoch."""
        counted = Counter(dict.fromkeys(range(self.samples), 0))
        for step in self.epochs[0] if self.epochs else ():
            counted.update(step)
        return counted

    @property
    def never(self) -> tuple[int, ...]:
        """The samples that no step of the first epoch had."""
        return tuple(sorted(sample for sample, times in self.times.items() if not times))

    @property
    def again(self) -> int:
        """How many samples came more than once, each counted once for each time too many."""
        return sum(times - 1 for times in self.times.values() if times > 1)

    @property
    def empty(self) -> int:
        """The number of batches of the Sequence that no sample is in."""
        return sum(batch == () for batch in self.served)

    @property
    def raised(self) -> bool:
        """True when `fit` refused, or the function."""
        return bool(self.fit.raised or self.called.raised)

    @property
    def clean(self) -> bool:
        """True when training, evaluation and prediction work and each sample comes once."""
        steps = (self.fit, self.evaluate, self.predict)
        right = not any(step.raised or step.loss == "nan" for step in steps)
        whole = self.exactly_once and self.predict.rows == self.samples
        return right and whole and not self.uneven and not self.apart

    @property
    def exactly_once(self) -> bool:
        """True when the first epoch trained on each sample exactly once."""
        return set(self.times.values()) == {1}
