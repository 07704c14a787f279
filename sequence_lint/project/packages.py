"""Which of the packages that are a Keras a name belongs to, and which of them do not mix."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sequence_lint.project.bindings import ClassRef, External
from sequence_lint.project.keras_names import inside_keras

if TYPE_CHECKING:
    from sequence_lint.project.hierarchy import Hierarchy

_SOLE = ("tf_keras", "keras_core", "keras")


def package_of(dotted: str) -> str:
    """The package as code imports it: ``keras``, ``tensorflow.keras``, ``tf_keras`` …; else "".

    ``tensorflow.python.keras`` is a package of its own: a copy that TensorFlow stopped using.
    """
    if inside_keras(dotted) is None:
        return ""
    parts = dotted.split(".")
    if parts[0] in _SOLE:
        return parts[0]
    if parts[:3] in (["tensorflow", "python", "keras"], ["tensorflow_core", "python", "keras"]):
        return "tensorflow.python.keras"
    return "tensorflow.keras" if "contrib" not in parts else ""


def above(hierarchy: Hierarchy, lineage: Iterable[ClassRef | External]) -> set[str]:
    """The packages of all that the classes of *lineage* may inherit from."""
    bases = (
        one
        for ref in lineage
        if isinstance(ref, ClassRef)
        for base in hierarchy.bases(ref)
        for one in base.alternatives
    )
    named = {package_of(one.dotted) for one in bases if isinstance(one, External)}
    return named - {""}
