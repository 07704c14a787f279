"""What becomes of the instances of a class, as far as the linted files show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sequence_lint.project.bindings import Binding, ClassRef, External, FoundClass
from sequence_lint.project.keras_names import keras_base

if TYPE_CHECKING:
    from sequence_lint.project.find import Project
    from sequence_lint.project.module import Module

TAKERS = frozenset(
    """fit fit_generator evaluate evaluate_generator predict predict_generator predict_on_batch
    train_on_batch""".split()
)


def passed_to(found: FoundClass) -> tuple[str, ...]:
    """The names of the methods, sorted: ``("fit", "predict")``; empty where none is seen.

    An instance is what a call of the class gives, directly or by a name of the same scope.
    """
    calls = _calls(found.module)
    holders = _holders(found, calls)
    return tuple(
        sorted(
            {
                call.func.attrname
                for call in calls
                if getattr(call.func, "attrname", None) in TAKERS
                and any(_is_instance(found, value, holders) for value in _values(call))
            }
        )
    )


OWN_TRAINING = (b"def train_step", b"add_loss(", b"GradientTape", b"train_on_batch(")
"""Where one of these stands, batches may be taken apart otherwise than `fit` does."""


def trains_by_hand(project: Project) -> bool:
    """Whether a file has a training step, a training loop or a loss of its own."""
    return project.mentions(*OWN_TRAINING)


def part_of_another(found: FoundClass, project: Project) -> bool:
    """Whether another Sequence of the project is made of Sequences like this one.

    It says so by the annotation of a constructor parameter (``x: list[Sequence]``), or it is seen
    to be made so in the file of this class (``Paired(Column(a), Column(b))``).
    """
    others = [other for other in project.classes if other.node is not found.node]
    calls = _calls(found.module)
    holders = _holders(found, calls)
    for call in calls:
        if any(_makes(other, call) for other in others):
            if any(_is_instance(found, value, holders) for value in _values(call)):
                return True
    for other in others:
        for method in other.node.body:
            if getattr(method, "name", "") == "__init__" and hasattr(method, "args"):
                notes = [note for note in method.args.annotations or () if note is not None]
                if any(_names_a_sequence(project, other.module, note) for note in notes):
                    return True
    return False


def _names_a_sequence(project: Project, module: Module, annotation: Any) -> bool:
    """Whether a Keras Sequence, Keras' own or one of the project, stands in the annotation."""
    sequences = {id(one.node) for one in project.classes}
    for node in _nodes(annotation):
        match _meaning(project, module, node):
            case External(dotted) if keras_base(dotted) is not None:
                return True
            case ClassRef(_, found) if id(found) in sequences:
                return True
    return False


def _meaning(project: Project, module: Module, node: Any) -> Binding | None:
    if type(node).__name__ == "Name":
        return project.lookup(module, node, node.name)
    if type(node).__name__ == "Attribute":
        base = _meaning(project, module, node.expr)
        return None if base is None else project.attribute(base, node.attrname)
    return None


def _calls(module: Module) -> list[Any]:
    return [node for node in _nodes(module.tree) if type(node).__name__ == "Call"]


def _holders(found: FoundClass, calls: list[Any]) -> set[tuple[int, str]]:
    """The names, each with its scope, that an instance of the class is assigned to."""
    return {
        (id(target.scope()), target.name)
        for call in calls
        if _makes(found, call)
        for target in _targets(call.parent)
    }


def _nodes(node: Any) -> Iterator[Any]:
    pending = [node]
    while pending:
        here = pending.pop()
        yield here
        pending.extend(here.get_children())


def _makes(found: FoundClass, call: Any) -> bool:
    return bool(getattr(call.func, "name", None) == found.node.name)


def _targets(statement: Any) -> list[Any]:
    """The plain names that an assignment binds."""
    if type(statement).__name__ != "Assign":
        return []
    return [target for target in statement.targets if type(target).__name__ == "AssignName"]


def _values(call: Any) -> list[Any]:
    return [*call.args, *(keyword.value for keyword in call.keywords or ())]


def _is_instance(found: FoundClass, value: Any, holders: set[tuple[int, str]]) -> bool:
    if type(value).__name__ == "Call":
        return _makes(found, value)
    name = getattr(value, "name", None)
    return type(value).__name__ == "Name" and (id(value.scope()), name) in holders
