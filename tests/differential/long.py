"""A long run: ``python -m differential.long 100000``, in ``tests/``, composes that many classes."""

from __future__ import annotations

import argparse
import gc
import sys
import time
from contextlib import suppress

from hypothesis import HealthCheck, Phase, given, seed, settings

from differential.classes import Composed, composed
from differential.tally import Tally, told
from differential.truth import Theatre

AT_ONCE = 500


def main() -> int:
    """Compose, run, dry-run and compare; 1 where anything did not agree.

    Ctrl-C ends it early, with the summary of what was done.
    """
    options = _options()
    tally = Tally()
    begun = time.monotonic()
    number = options.seed
    with Theatre() as theatre, suppress(KeyboardInterrupt):
        while len(tally.judged) < options.count:
            _share(number, tally, theatre)
            number += 1
            gc.collect()
            _progress(tally, options.count, time.monotonic() - begun)
    print(file=sys.stderr)
    print(f"seeds {options.seed} to {number - 1}, {time.monotonic() - begun:.0f} s")
    print("\n".join(tally.summary()))
    return int(bool(tally.wrong))


def _share(number: int, tally: Tally, theatre: Theatre) -> None:
    """The classes of one seed. Nothing is raised, so that all of them are seen."""

    @seed(number)
    @settings(
        max_examples=AT_ONCE,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(composed())
    def agree(one: Composed) -> None:
        before = len(tally.wrong)
        verdict = tally.judge(one, theatre)
        if len(tally.wrong) > before:
            print("-" * 100, told(one, verdict), sep="\n", flush=True)

    agree()


def _progress(tally: Tally, count: int, seconds: float) -> None:
    done = len(tally.judged)
    left = seconds / done * max(count - done, 0)
    line = f"{done} of {count}: {tally.share:.2%} claimed, {len(tally.wrong)} do not agree"
    print(f"\r{line}, {left:.0f} s left ", end="", file=sys.stderr, flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=1000)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
