"""Where instances of the found classes reach a method that takes batches."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from astroid import nodes

from sequence_lint.project.carriers import Carriers
from sequence_lint.project.flow import Flow
from sequence_lint.project.models import Kind, Models, Training
from sequence_lint.project.module import Module
from sequence_lint.project.terms import Blank, Made, Number, Terms
from sequence_lint.project.written import At
from sequence_lint.records import dataclass

if TYPE_CHECKING:
    from sequence_lint.project.bindings import FoundClass
    from sequence_lint.project.resolver import Resolver

_FIT = """x y batch_size epochs verbose callbacks validation_split validation_data shuffle
    class_weight sample_weight initial_epoch steps_per_epoch validation_steps""".split()
_FIT_GENERATOR = """x steps_per_epoch epochs verbose callbacks validation_data validation_steps
    validation_freq class_weight max_queue_size workers use_multiprocessing shuffle""".split()
_EVALUATE = "x y batch_size verbose sample_weight steps callbacks".split()
_PREDICT = "x batch_size verbose steps callbacks".split()
_STEPWISE = "x steps callbacks max_queue_size workers use_multiprocessing verbose".split()

#: The methods of Keras that take batches, with their parameters in order.
TAKERS = MappingProxyType(
    {
        "fit": _FIT,
        "fit_generator": _FIT_GENERATOR,
        "evaluate": _EVALUATE,
        "evaluate_generator": _STEPWISE,
        "predict": _PREDICT,
        "predict_generator": _STEPWISE,
    }
)
_TUPLE = ("x", "y", "sample_weight")
_MOST_SITES = 10_000
_MOST_ROUNDS = 3


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """An argument of a call: the parameter of Keras that it is for, and what it can be."""

    name: str
    node: Any
    keyword: bool
    terms: Terms


@dataclass(frozen=True, slots=True, eq=False)
class FoundCall:
    """A call that an instance of a found class reaches; see `sequence_lint.calls.CallSite`.

    ``made`` are the instances that can be the argument for ``parameter``. ``package`` is that of
    the model, as `Models.package` tells it.
    """

    module: Module
    node: Any
    method: str
    parameter: str
    made: tuple[Made, ...]
    certain: bool
    model: Kind
    training: Training
    arguments: tuple[Given, ...]
    beside: tuple[Given, ...]
    package: str


@dataclass(frozen=True, slots=True, eq=False)
class Calls:
    """What becomes of the instances of the found classes.

    ``sites`` come by path and place. ``instantiated`` and ``parts`` hold the ids of the nodes of
    classes of which an instance is made, and of which one is given to another Sequence.
    """

    sites: tuple[FoundCall, ...] = ()
    instantiated: frozenset[int] = frozenset()
    parts: frozenset[int] = frozenset()
    flow: Flow | None = None


def collect(resolver: Resolver, classes: tuple[FoundClass, ...]) -> Calls:
    """The calls that instances of *classes* reach, in all files that they can be followed to."""
    carriers = Carriers(resolver, classes)
    carriers.follow()
    wanted = frozenset(id(one.node) for one in classes)
    sites = _sites(carriers, wanted)
    for _ in range(_MOST_ROUNDS):
        # Who else calls the functions that the sites are in: they may be given other things.
        if not sites or not carriers.open(dict.fromkeys(_asked(carriers, sites), ())):
            break
        carriers.follow()
        sites = _sites(carriers, wanted)
    parts = (part for owner, part in carriers.given_to_sequences() if owner != part)
    flow = carriers.flow()
    judged = tuple(_judged(flow, sites, wanted))
    return Calls(judged, carriers.made(), frozenset(parts), flow)


def is_certain(terms: Terms, wanted: frozenset[int]) -> bool:
    """Whether every way leads to an instance of one of the classes. None does not count."""
    others = [term for term in terms if term is not Blank.NOTHING]
    return bool(others) and all(_is_wanted(term, wanted) for term in others)


def number(terms: Terms) -> float | None:
    """The number that it is on every way, None if it is not."""
    match terms:
        case (Number(value),):
            return value
    return None


def _sites(carriers: Carriers, wanted: frozenset[int]) -> list[At]:
    """The calls that are given an instance, by path and place."""
    found = [
        (module, call)
        for method in TAKERS
        for module, call in carriers.calls(method)
        if isinstance(call.func, nodes.Attribute) and _reached(carriers.scout, module, call, wanted)
    ]
    return sorted(found, key=_position)[:_MOST_SITES]


def _asked(carriers: Carriers, sites: list[At]) -> frozenset[str]:
    """The functions whose callers decide on what the sites are given."""
    flow = carriers.flow()
    models = Models(flow)
    for module, call in sites:
        _arguments(flow, module, call)
        models.judged(module, call)
    return frozenset(flow.callers.asked)


def _judged(flow: Flow, sites: list[At], wanted: frozenset[int]) -> Iterator[FoundCall]:
    models = Models(flow)
    for module, call in sites:
        kind, training = models.judged(module, call)
        if kind == "other":
            continue
        arguments = tuple(_arguments(flow, module, call))
        for parameter, terms, beside in _reached(flow, module, call, wanted):
            made, certain = _made(terms, wanted), is_certain(terms, wanted)
            method = call.func.attrname
            package = models.package(module, call)
            yield FoundCall(
                module,
                call,
                method,
                parameter,
                made,
                certain,
                kind,
                training,
                arguments,
                beside,
                package,
            )


def _reached(
    flow: Flow, module: Module, call: Any, wanted: frozenset[int]
) -> list[tuple[str, Terms, tuple[Given, ...]]]:
    """The parameters of the call that an instance can reach, with all that they can be."""
    found: list[tuple[str, Terms, tuple[Given, ...]]] = []
    for one in _arguments(flow, module, call):
        if one.name in ("x", "validation_data") and _made(one.terms, wanted):
            found.append((one.name, one.terms, ()))
        elif one.name == "validation_data":
            found += _as_tuple(flow, module, one, wanted)
    return found


def _as_tuple(
    flow: Flow, module: Module, given: Given, wanted: frozenset[int]
) -> list[tuple[str, Terms, tuple[Given, ...]]]:
    """The Sequence in ``validation_data`` where that is written as a tuple with labels."""
    if not isinstance(given.node, nodes.Tuple):
        return []
    items = [
        Given(name, node, False, flow.of(module, node))
        for name, node in zip(_TUPLE, given.node.elts, strict=False)
    ]
    if not items or not _made(items[0].terms, wanted):
        return []
    return [(given.name, items[0].terms, tuple(items[1:]))]


def _arguments(flow: Flow, module: Module, call: Any) -> list[Given]:
    method = call.func.attrname
    parameters = TAKERS[method]
    found = []
    starred = False
    for at, node in enumerate(call.args):
        starred = starred or isinstance(node, nodes.Starred)
        name = parameters[at] if not starred and at < len(parameters) else ""
        found.append(Given(name, node, False, () if starred else flow.of(module, node)))
    for keyword in call.keywords:
        name = "x" if keyword.arg == "generator" else keyword.arg or ""
        terms = flow.of(module, keyword.value) if name else ()
        found.append(Given(name, keyword.value, True, terms))
    return found


def _made(terms: Terms, wanted: frozenset[int]) -> tuple[Made, ...]:
    return tuple(one for one in terms if isinstance(one, Made) and _is_wanted(one, wanted))


def _is_wanted(term: Any, wanted: frozenset[int]) -> bool:
    return isinstance(term, Made) and id(term.ref.node) in wanted


def _position(site: At) -> tuple[str, int, int]:
    module, node = site
    return module.path, node.lineno or 0, node.col_offset or 0
