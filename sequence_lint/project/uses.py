"""What becomes of the batches of a class beside `fit` and its kin, as far as the files show."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from sequence_lint.project.bindings import Binding, ClassRef, External, FoundClass
from sequence_lint.project.keras_names import keras_base
from sequence_lint.project.walking import each_node

if TYPE_CHECKING:
    from sequence_lint.project.find import Project
    from sequence_lint.project.module import Module

OWN_TRAINING = (b"def train_step", b"add_loss(", b"GradientTape", b"train_on_batch(")
"""Where one of these stands, batches may be taken apart otherwise than `fit` does."""


def trains_by_hand(project: Project) -> bool:
    """Whether a file has a training step, a training loop or a loss of its own."""
    return project.mentions(*OWN_TRAINING)


def adds_losses(project: Project) -> bool:
    """Whether a layer or model of the project may bring a loss that needs no labels."""
    return project.mentions(b"add_loss(")


class Parts:
    """Which classes other Sequences of a project are made of."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._sequences = {id(one.node) for one in project.classes}
        self._made_of_some: frozenset[int] | None = None

    def has(self, found: FoundClass) -> bool:
        """Whether another Sequence of the project is made of Sequences like this one.

        It says so by the annotation of a constructor parameter (``x: list[Sequence]``), or an
        instance of this class is seen to be given to one (``Paired(Column(a), Column(b))``).
        """
        if id(found.node) in self._project.calls().parts:
            return True
        if self._made_of_some is None:
            every = self._project.classes
            self._made_of_some = frozenset(id(one.node) for one in every if self._says_so(one))
        return not self._made_of_some <= {id(found.node)}

    def _says_so(self, other: FoundClass) -> bool:
        for method in other.node.body:
            if getattr(method, "name", "") == "__init__" and hasattr(method, "args"):
                notes = [note for note in method.args.annotations or () if note is not None]
                if any(_names_one(self._project, self._sequences, other, note) for note in notes):
                    return True
        return False


def _names_one(
    project: Project, sequences: Collection[int], other: FoundClass, annotation: Any
) -> bool:
    """Whether a Keras Sequence, Keras' own or one of the project, stands in the annotation."""
    module = other.module
    for node in each_node(annotation):
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
