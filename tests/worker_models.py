"""Hand-made models of classes whose batches workers make."""

from __future__ import annotations

from dataclasses import replace

import rule_models as made

from sequence_lint.model import Draw, Held, Part, Place, SequenceClass, Workers

ASKED_AT = Place(made.PATH, 40, 9, 40, 60)
DRAWN_AT = Place(made.PATH, 18, 9, 18, 30)
HELD_AT = Place(made.PATH, 8, 9, 8, 20)
PROCESSES = Workers(True, 4, ASKED_AT, "use_multiprocessing=True")
THREADS = Workers(False, 4, ASKED_AT, "workers=4")
DRAW = Draw("numpy.random.rand", DRAWN_AT)
LOCK = Held("lock", "a lock", "cannot pickle '_thread.lock' object", HELD_AT)


def drawing(*draws: Draw, workers: Workers | None = PROCESSES) -> SequenceClass:
    """A right class that draws numbers for each batch."""
    run = tuple(
        replace(epoch, batches=tuple(replace(one, draws=draws) for one in epoch.batches))
        for epoch in made.epochs()
    )
    return made.sequence(run, workers=asked(workers))


def holding(*held: Held, workers: Workers | None = PROCESSES, **changes: object) -> SequenceClass:
    """A right class that keeps something that cannot be pickled."""
    return made.right(held=held, workers=asked(workers), **changes)


def sharing(kept: str = "images", workers: Workers | None = THREADS) -> SequenceClass:
    """A right class that fills an array of its own for each batch."""

    def filled(rows: made.Rows) -> Part:
        image = replace(made.array("x", rows), kept=kept)
        return Part("tuple", "self.images, y", parts=(image, made.array("y", rows)))

    return made.returning(filled, workers=asked(workers))


def asked(workers: Workers | None) -> tuple[Workers, ...]:
    return () if workers is None else (workers,)


def some_faults() -> list[SequenceClass]:
    """One class for each of the rules on workers."""
    return [drawing(DRAW), holding(LOCK), sharing()]
