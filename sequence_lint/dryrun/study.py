"""The study of one class: pin roles by running it, then serve epochs under each of its settings."""

from __future__ import annotations

from collections import deque
from typing import Any

from sequence_lint.dryrun.absences import Absences
from sequence_lint.dryrun.epoch import Run, again, run
from sequence_lint.dryrun.epochs import to_epoch
from sequence_lint.dryrun.expressions import EVALUATORS
from sequence_lint.dryrun.fuel import Fuel, OutOfFuel, RunTooLong
from sequence_lint.dryrun.machine import Assumed, Machine
from sequence_lint.dryrun.pins import NeedsPin, Option, Pins
from sequence_lint.dryrun.sizes import READABLE
from sequence_lint.dryrun.statements import EXECUTORS
from sequence_lint.model import Epoch, Place, Size
from sequence_lint.records import dataclass, field

STEPS = 120_000
"""What one class may take in all its runs: well under a second."""

STEPS_OF_A_RUN = 6_000
STEPS_OF_A_SAMPLE = 60
"""What one run may take, before functions that it calls are left out."""

MAX_RESTARTS = 120
MAX_SETTINGS = 16
MAX_LATE_SETTINGS = 5
"""Settings of flags that are only asked for while a batch is made."""

SIZES_OF_OTHER_SETTINGS = 2
"""Settings other than the default one are tried on the first sizes only."""

TOO_LONG = "too long to follow"

Choice = dict[str, Option]
Setting = tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Study:
    """One class under study: what is pinned so far, and what the runs of it showed.

    A setting only tells the flags that were asked for on its way. Where a run asks for one more, it
    goes on with the first option, and the others wait in ``waiting``. ``lacked`` tells for each
    setting which attributes were read without being there.
    """

    found: Any
    project: Any
    pins: Pins = field(default_factory=Pins)
    fuel: Fuel = field(default_factory=lambda: Fuel(STEPS))
    reasons: dict[str, Place | None] = field(default_factory=dict)
    early: deque[Choice] = field(default_factory=deque)
    late: deque[Choice] = field(default_factory=deque)
    skipped: set[Any] = field(default_factory=set)
    costs: dict[Any, tuple[int, int]] = field(default_factory=dict)
    asked_early: set[str] = field(default_factory=set)
    tried: dict[str, set[Option]] = field(default_factory=dict)
    start: Choice = field(default_factory=dict)
    usual: Epoch | None = None
    start_works: bool = False
    order: str = ""
    restarts: int = 0
    late_left: int = MAX_LATE_SETTINGS
    lacked: list[tuple[Setting, Absences]] = field(default_factory=list)
    only_late: bool = False

    def discover(self) -> Run:
        """Run the default setting on the readable data set until no role is left to be pinned.

        Where the class refuses the default setting, the first one that it takes is in its place.
        """
        setting: Choice = {}
        first = self._settle(READABLE, setting)
        refused = [setting]
        while first.failed is not None and len(refused) < MAX_SETTINGS:
            other = self._next(refused)
            if other is None:
                break
            setting, first = other, self._settle(READABLE, other)
            refused.append(setting)
        self.start = setting
        self.start_works = first.failed is None
        cutting = [key for key in self.pins.batches if f"p:{key}" in first.machine.cut_deps]
        if cutting and self.pins.batches[0] != cutting[0]:
            # The batch size is the argument that cuts the batches, whatever was met before it.
            self.pins.batches.remove(cutting[0])
            self.pins.batches.insert(0, cutting[0])
            first = self._settle(READABLE, setting)
        return first

    def serve(self, sizes: tuple[Size, ...], tied: bool) -> tuple[Epoch, ...]:
        """The epochs of all sizes and settings, the default setting first.

        ``tied``: the class knows the batch size of *sizes*.
        """
        epochs: list[Epoch] = []
        seconds: list[Epoch] = []
        done: list[Choice] = []
        setting: Choice | None = dict(self.start)
        while setting is not None and len(done) < MAX_SETTINGS:
            tried = sizes if not done else sizes[: 1 if self.only_late else SIZES_OF_OTHER_SETTINGS]
            try:
                made = self._setting(tried, tied, setting)
            except (OutOfFuel, RecursionError):
                if not epochs:
                    raise
                self.reasons[TOO_LONG] = self.found.module.place(self.found.node)
                break
            done.append(self._effective(setting))
            for key, option in setting.items():
                self.tried.setdefault(key, set()).add(option)
            self.usual = self.usual or (made[0] if made else None)
            if made or not epochs:
                epochs.extend(made[:-1])
                seconds.extend(made[-1:])
            setting = self._next(done)
        return (*epochs, *seconds)

    def unexplored(self) -> bool:
        """True when a flag that may decide on the length was left at its default."""
        flags = set(self.pins.flags())
        return any(len(self.tried.get(key, ())) < 2 for key in self.asked_early & flags)

    def _setting(self, sizes: tuple[Size, ...], tied: bool, setting: Choice) -> list[Epoch]:
        """The epochs of one setting, and the second epoch of the first size at the end.

        Empty when the class refuses the setting. Where nothing can be told of the first size, the
        others would tell nothing either.
        """
        while True:
            runs = [self._settle(sizes[0], setting)]
            known = dict(setting)
            if runs[0].failed is not None and self.start_works:
                # A setting that the class refuses says nothing about the others.
                return []
            epoch = to_epoch(runs[0], sizes[0], (), self.order)
            if epoch.known and not self._as_before(epoch):
                runs.extend(self._settle(size, setting) for size in sizes[1:])
            if setting == known:
                break
            # A later size asked for one more flag: all sizes are to be of the same setting.
        shown = tuple((key, str(option)) for key, option in self._effective(setting).items())
        stated = [size if tied else Size(size.samples, None) for size in sizes]
        epochs: list[Epoch] = []
        for one, size in zip(runs, stated, strict=False):
            alike = epochs[0].order if epochs else ""
            epochs.append(to_epoch(one, size, shown, self.order, alike=alike))
            self.order = self.order or epochs[0].order
        try:
            self._start_run(sizes[0])
            epochs.append(to_epoch(again(runs[0]), stated[0], shown, self.order, 2))
        except NeedsPin as need:
            self._pin(need, setting)
            return self._setting(sizes, tied, setting)
        except RunTooLong:
            self._skip_dearest()
            return self._setting(sizes, tied, setting)
        self.lacked.append((shown, runs[0].machine.absences))
        return epochs

    def _as_before(self, epoch: Epoch) -> bool:
        """True when the setting serves what the default one does: no other size will differ."""
        one, two = self.usual, epoch
        if one is None or not one.known:
            return False
        return one.length.value == two.length.value and one.served() == two.served()

    def _start_run(self, size: Size) -> None:
        self.fuel.start_run(STEPS_OF_A_RUN + STEPS_OF_A_SAMPLE * size.samples)

    def _settle(self, size: Size, setting: Choice) -> Run:
        """One run; what it asks for is pinned, or added to *setting*, until it asks no more."""
        while True:
            try:
                return self._run(size, setting)
            except NeedsPin as need:
                self._pin(need, setting)
            except RunTooLong:
                self._skip_dearest()

    def _skip_dearest(self) -> None:
        """Leave out the function that took the most steps, if possible one called by others."""
        candidates = {
            node: (depth > 1, cost)
            for node, (cost, depth) in self.costs.items()
            if node not in self.skipped and depth >= 1
        }
        if not candidates:
            raise OutOfFuel
        self.skipped.add(max(candidates, key=lambda node: candidates[node]))

    def _pin(self, need: NeedsPin, setting: Choice) -> None:
        self.restarts += 1
        known = list(self.pins.options.get(need.key, ()))
        if not self.pins.add(need) or self.restarts > MAX_RESTARTS:
            raise OutOfFuel
        if need.role != "option":
            return
        queue = self.early if need.early else self.late
        if need.early:
            self.asked_early.add(need.key)
        options = self.pins.options[need.key]
        if need.key not in setting:
            others = options[1:]
            queue.extend({**setting, need.key: option} for option in others)
            setting[need.key] = options[0]
        else:
            news = [option for option in options if option not in known]
            queue.extend({**setting, need.key: option} for option in news)

    def _next(self, done: list[Choice]) -> Choice | None:
        """The next setting that was not tried: first those that may decide on the length."""
        while self.early:
            setting = self.early.popleft()
            if self._effective(setting) not in done:
                return setting
        while self.late and self.late_left > 0:
            setting = self.late.popleft()
            if self._effective(setting) not in done:
                self.only_late = True
                self.late_left -= 1
                return setting
        return None

    def _effective(self, setting: Choice) -> Choice:
        """*setting* without what turned out to be a number by its use."""
        return {key: option for key, option in setting.items() if not self.pins.is_number(key)}

    def _run(self, size: Size, setting: Choice) -> Run:
        machine = Machine(
            self.project,
            self.found,
            Assumed(self.pins, size, setting, self.skipped, lambda need: self._pin(need, setting)),
            self.fuel,
            EVALUATORS,
            EXECUTORS,
        )
        self.costs = machine.costs
        self._start_run(size)
        result = run(machine)
        for reason, place in machine.reasons.items():
            self.reasons.setdefault(reason, place)
        return result
