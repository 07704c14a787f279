"""Hand-made calls that a Sequence reaches, to ask rules about without any project."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import rule_models as made

from sequence_lint.calls import Argument, CallSite, Misread, Steps
from sequence_lint.model import Place, Size

MISREAD = Misread(Place(made.PATH, 31, 5, 31, 40), "y_test", "order")
CALLED_AT = Place(made.PATH, 30, 11, 30, 14)


def argument(name: str, text: str, **changes: object) -> Argument:
    """One that is written as ``name=text``."""
    try:
        number = float(text)
    except ValueError:
        number = None
    at = Place(made.PATH, 30, 20, 30, 20 + len(text))
    plain = Argument(name, text, at, True, nothing=text == "None", number=number)
    return replace(plain, **changes)  # type: ignore[arg-type]


def call(*arguments: Argument, method: str = "fit", **changes: object) -> CallSite:
    """A call that certainly gives an instance of ``Pairs`` to a Keras model."""
    plain = CallSite(
        method=method,
        place=CALLED_AT,
        model="keras",
        parameter="x",
        classes=(made.right(),),
        certain=True,
        arguments=(argument("x", "pairs", sequence=True), *arguments),
        keras=frozenset({2, 3}),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def steps(
    asked: Callable[[int, int], int],
    length: Callable[[int, int], int] = made.ceil_of,
    parameter: str = "steps_per_epoch",
    sizes: Iterable[tuple[int, int]] = made.SIZES,
) -> tuple[Steps, ...]:
    """The two counts worked out for each size."""
    return tuple(Steps(parameter, Size(n, b), asked(n, b), length(n, b)) for n, b in sizes)


def stepping(asked: Callable[[int, int], int], **how: object) -> CallSite:
    """``fit(pairs, steps_per_epoch=...)`` with that many steps."""
    worked = steps(asked, **how)  # type: ignore[arg-type]
    return call(argument(worked[0].parameter, "len(x) // batch_size"), steps=worked)


def some_calls() -> list[CallSite]:
    """Calls of which each makes some rule speak."""
    return [
        call(argument("y", "labels")),
        call(argument("batch_size", "8")),
        call(argument("workers", "4"), keras=frozenset({3})),
        call(method="fit_generator", keras=frozenset({3})),
        call(argument("validation_split", "0.2")),
        stepping(made.floor_of),
        stepping(made.samples_of),
        call(packages=("tf_keras", "keras")),
        call(method="predict", misread=MISREAD),
        call(),
    ]


def unknown_call() -> CallSite:
    """A call of which nothing is certain, with everything that rules look at."""
    names = ("y", "batch_size", "workers", "validation_split", "steps_per_epoch")
    written = tuple(argument(name, "2") for name in names)
    packages = ("tf_keras", "keras")
    worked = steps(made.floor_of)
    return call(
        *written, model="unknown", certain=False, steps=worked, packages=packages, misread=MISREAD
    )
