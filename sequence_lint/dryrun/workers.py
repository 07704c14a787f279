"""Where workers are asked for: in the constructor, where an instance is made, and in a call."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sequence_lint.lifecycle import Constructor
from sequence_lint.model import Place
from sequence_lint.project.callsites import FoundCall
from sequence_lint.project.construction import Construction
from sequence_lint.project.flow import Flow
from sequence_lint.project.module import Module
from sequence_lint.workers import Workers

_COUNT, _PROCESSES = "workers", "use_multiprocessing"
_BY_POSITION = (_COUNT, _PROCESSES)

Known = dict[str, int | None]
"""The settings that are made, by name; None for a value that is not known."""


def by_constructor(made: Constructor | None) -> Iterator[Workers]:
    """What the class asks for itself; on Keras 3, whose base class takes it."""
    if made is None or not made.base_calls:
        return
    call = made.base_calls[-1]
    known: Known = {
        name: call.value(name)
        for name in _BY_POSITION
        if name in call.keywords or not call.complete
    }
    place, text = call.place, ""
    for setting in made.settings:
        if setting.name in _BY_POSITION and not setting.before_base:
            known[setting.name] = setting.value
            if setting.value:
                place, text = setting.place, setting.text
    yield from _workers(known, place, text)


def by_instances(
    flow: Flow, sites: Iterable[FoundCall], sequence: Any, node: Any
) -> Iterator[Workers]:
    """What is asked for where an instance of the class *node* is made that reaches a call."""
    constructor = sequence.constructor
    calls = constructor.base_calls if constructor is not None else ()
    if not calls:
        return
    passed = [name for name in _BY_POSITION if name in calls[-1].keywords or not calls[-1].complete]
    made = {id(one.node): one for site in sites for one in site.made if one.ref.node is node}
    for one in made.values():
        construction = Construction.of(flow, one)
        if construction is None:
            continue
        usual = {name: calls[-1].value(name) for name in passed}
        given = {name: construction.argument(name) for name in passed}
        known: Known = {
            name: usual[name] if value is None else number(flow, one.module, value)
            for name, value in given.items()
            if value is not None or usual[name] is not None
        }
        if any(value is not None for value in given.values()):
            yield from _workers(known, one.module.place(one.node), "")


def by_calls(
    flow: Flow, sites: Iterable[FoundCall], lines: Callable[[FoundCall], frozenset[int]]
) -> Iterator[Workers]:
    """What is asked for in the calls that an instance certainly reaches; on Keras 2 only."""
    for site in sites:
        given = {one.name: one.node for one in site.arguments if one.name in _BY_POSITION}
        if not given or not site.certain or site.model != "keras" or 2 not in lines(site):
            continue
        known: Known = {name: number(flow, site.module, node) for name, node in given.items()}
        yield from _workers(known, site.module.place(site.node.func), "")


def number(flow: Flow, module: Module, node: Any) -> int | None:
    """The number or switch that an expression is, None where that is not known."""
    if type(node).__name__ == "Name":
        found = flow.sole_value(module, node)
        if found is not None:
            node = found[1]
    value = getattr(node, "value", None) if type(node).__name__ == "Const" else None
    return value if isinstance(value, int) else None


def _workers(known: Known, place: Place, text: str) -> Iterator[Workers]:
    """The workers that the settings make, if any. One worker and threads are the default."""
    processes, count = known.get(_PROCESSES, 0), known.get(_COUNT, 1)
    if count == 0 or processes is None or not (processes or count is None or count > 1):
        return
    named = _PROCESSES if processes else _COUNT
    yield Workers(bool(processes), count, place, text or _spelt(named, known[named]))


def _spelt(name: str, value: int | None) -> str:
    return name if value is None else f"{name}={value}"
