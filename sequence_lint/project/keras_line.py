"""Which line of Keras, 2 or 3, a file is written for: what is in it votes, then its project."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from sequence_lint.project.keras_names import keras_base
from sequence_lint.project.walking import each_node
from sequence_lint.records import dataclass

if TYPE_CHECKING:
    from sequence_lint.project.module import Module

BOTH = frozenset({2, 3})
_NONE: frozenset[int] = frozenset()

_MOVED = frozenset({"workers", "use_multiprocessing", "max_queue_size"})
# The kinds of nodes that anything is told by.
_TELLING = frozenset({"Import", "ImportFrom", "Attribute", "Call", "Subscript", "Assign"})
_TAKES_WORKERS = frozenset({"fit", "evaluate", "predict"})
_GENERATOR_METHODS = frozenset({"fit_generator", "evaluate_generator", "predict_generator"})

# What stands after the Keras package, and is in one of the two lines only.
_ONLY_IN_3 = ("utils.PyDataset", "ops", "trainers.data_adapters")
_ONLY_IN_2_SRC = tuple(
    """engine utils.data_utils utils.all_utils utils.np_utils utils.generic_utils utils.vis_utils
    """.split()
)
_ONLY_IN_2 = _ONLY_IN_2_SRC + tuple(
    """utils.multi_gpu_utils utils.multi_gpu_model layers.core layers.convolutional layers.merge
    layers.normalization.BatchNormalization layers.pooling layers.recurrent layers.embeddings
    layers.advanced_activations layers.wrappers legacy.interfaces
    wrappers.scikit_learn backend.tensorflow_backend""".split()
)
_PACKAGES_OF_2 = ("tf_keras", "keras_preprocessing", "tensorflow.python.keras")
_TENSORFLOW_1 = frozenset(
    "contrib Session ConfigProto get_default_graph placeholder set_random_seed app".split()
)
_ONLY_IN_TENSORFLOW = tuple(
    """preprocessing.text preprocessing.image.ImageDataGenerator
    preprocessing.sequence.TimeseriesGenerator""".split()
)
"""What TensorFlow offers on both lines, and the package of Keras itself on 2 only."""

# For files that are not parsed. Prose matches too, so these count last of all.
_WORDS = (
    (3, re.compile(rb"\bPyDataset\b|\bkeras\.ops\b|\bfrom keras import ops\b|\bkeras_core\b")),
    (
        2,
        re.compile(
            rb"\.(?:fit|evaluate|predict)_generator\(|\bnp_utils\b|\bkeras\.utils\.data_utils\b"
            rb"|\bkeras\.layers\.(?:core|convolutional|merge)\b|\btensorflow\.python\.keras\b"
            rb"|\bimport tf_keras\b|\bkeras_preprocessing\b|\bmulti_gpu_model\b|\btf\.Session\("
            rb"|\bfrom keras\.preprocessing\.(?:image import ImageDataGenerator|text)\b"
        ),
    ),
)
_BACKENDS_OF_3 = frozenset({"jax", "torch", "openvino"})


@dataclass(frozen=True, slots=True)
class Votes:
    """What speaks in one file: ``sure`` works on that line alone, ``hints`` may be a fault."""

    sure: frozenset[int] = _NONE
    hints: frozenset[int] = _NONE


class KerasLines:
    """Settles the lines for the files of one project.

    ``required`` gives the lines that the requirements speak for, as seen from a file. ``contents``
    gives the content of all files of the project that mention Keras.
    """

    def __init__(
        self,
        required: Callable[[Module], frozenset[int]],
        contents: Callable[[], Iterable[bytes]],
    ) -> None:
        self._required = required
        self._contents = contents
        self._votes: dict[int, Votes] = {}
        self._others: frozenset[int] | None = None

    def of(self, *modules: Module) -> frozenset[int]:
        """The lines of Keras that code in *modules* together is written for, never empty.

        The first of these that says anything decides, and where it says both, both remain: what
        works on one line only in the files themselves, the requirements, what may be a fault in
        the files as well as a sign (``workers=`` in ``fit``), and words in any other file.
        """
        own = [self._of(module) for module in modules]
        voters: tuple[Callable[[], frozenset[int]], ...] = (
            lambda: _together(votes.sure for votes in own),
            lambda: _together(map(self._required, modules)),
            lambda: _together(votes.hints for votes in own),
            self._of_all_files,
        )
        return next((lines for said in voters if (lines := said())), BOTH)

    def _of(self, module: Module) -> Votes:
        known = self._votes.get(id(module))
        if known is None:
            known = self._votes[id(module)] = votes_in(module.tree)
        return known

    def _of_all_files(self) -> frozenset[int]:
        if self._others is None:
            self._others = _NONE
            for content in self._contents():
                said = (line for line, words in _WORDS if words.search(content))
                self._others = self._others.union(said)
                if self._others == BOTH:
                    break
        return self._others


def _together(lines: Iterable[frozenset[int]]) -> frozenset[int]:
    return frozenset().union(*lines)


def votes_in(tree: Any) -> Votes:
    """What the names, imports and calls in a parsed file speak for."""
    nodes = [node for node in each_node(tree) if type(node).__name__ in _TELLING]
    names = _imported_names(nodes)
    sure: set[int] = set()
    hints: set[int] = set()
    for node in nodes:
        spoken = _spoken_by(node, names)
        if spoken:
            sure |= BOTH if _is_one_way_of_two(node) else spoken
        if type(node).__name__ == "Call":
            hints |= _hints_of(node)
    return Votes(frozenset(sure), frozenset(hints))


def _spoken_by(node: Any, names: Mapping[str, str]) -> set[int]:
    """The lines that a node is sure of; several for an import of several names."""
    match type(node).__name__:
        case "Import" | "ImportFrom":
            mentioned = list(_imports(node))
        case "Attribute":
            mentioned = [_dotted(node, names)]
        case "Call":
            return _of_call(node, names)
        case "Subscript":
            return _of_setting(node)
        case _:
            return set()
    return {line for dotted in mentioned if (line := line_of(dotted)) is not None}


def line_of(dotted: str) -> int | None:
    """The line of Keras that a dotted name exists in, None for both and for other packages."""
    if any(_begins(dotted, package) for package in _PACKAGES_OF_2):
        return 2
    if _begins(dotted, "keras_core"):
        return 3
    head, _, rest = dotted.partition(".")
    if head == "tensorflow":
        if rest.partition(".")[0] in _TENSORFLOW_1:
            return 2
        rest = _after(rest, "keras") or _after(rest, "compat.v2.keras")
    elif head != "keras":
        return None
    return _inside(rest, dotted)


def _inside(rest: str, dotted: str) -> int | None:
    """The same for what stands after the package of Keras."""
    if dotted == f"keras.{rest}" and any(_begins(rest, name) for name in _ONLY_IN_TENSORFLOW):
        return 2
    base = keras_base(dotted) or ""
    if base.startswith("keras.preprocessing.image"):
        return 2
    if any(_begins(rest, name) for name in _ONLY_IN_3):
        return 3
    if _begins(rest, "src"):
        return 2 if any(_begins(rest, f"src.{name}") for name in _ONLY_IN_2_SRC) else 3
    return 2 if any(_begins(rest, name) for name in _ONLY_IN_2) else None


def _begins(dotted: str, start: str) -> bool:
    return dotted == start or dotted.startswith(f"{start}.")


def _after(dotted: str, start: str) -> str:
    return dotted[len(start) + 1 :] if _begins(dotted, start) else ""


def _of_call(call: Any, names: Mapping[str, str]) -> set[int]:
    """Optimizers take ``lr=`` on Keras 2 only."""
    if any(keyword.arg == "lr" for keyword in call.keywords or ()):
        parts = _dotted(call.func, names).split(".")
        if parts[0] in ("keras", "tensorflow") and "optimizers" in parts:
            return {2}
    return set()


def _hints_of(call: Any) -> set[int]:
    """Ways to call a model that Keras 3 refuses: a sign of Keras 2, or a fault on Keras 3."""
    method = getattr(call.func, "attrname", "")
    if method in _GENERATOR_METHODS:
        return {2}
    moved = any(keyword.arg in _MOVED for keyword in call.keywords or ())
    return {2} if moved and method in _TAKES_WORKERS else set()


def _of_setting(node: Any) -> set[int]:
    """``os.environ["TF_USE_LEGACY_KERAS"] = "1"`` and ``os.environ["KERAS_BACKEND"] = "jax"``."""
    variable = getattr(node.slice, "value", None)
    value = getattr(getattr(node.parent, "value", None), "value", None)
    if variable == "TF_USE_LEGACY_KERAS" and value in ("1", "True", "true"):
        return {2}
    if variable == "KERAS_BACKEND" and value in _BACKENDS_OF_3:
        return {3}
    return set()


def _is_one_way_of_two(node: Any) -> bool:
    """Whether the code is for both lines: it asks for the version, or is ready for an error."""
    importing = type(node).__name__ in ("Import", "ImportFrom")
    while (parent := getattr(node, "parent", None)) is not None:
        kind = type(parent).__name__
        if kind in ("If", "IfExp") and _asks_for_version(parent.test):
            return True
        if kind == "Try" and (importing or any(map(_catches_a_lack, parent.handlers))):
            return bool(parent.handlers)
        if kind == "ExceptHandler" and (importing or _catches_a_lack(parent)):
            return True
        node = parent
    return False


def _asks_for_version(test: Any) -> bool:
    text = test.as_string().lower()
    return any(word in text for word in ("version", "hasattr", "is_keras", "keras_3", "keras3"))


def _catches_a_lack(handler: Any) -> bool:
    caught = "" if handler.type is None else handler.type.as_string()
    return handler.type is None or any(word in caught for word in ("Import", "Module", "Attribute"))


def _imported_names(nodes: Iterable[Any]) -> dict[str, str]:
    """The dotted name that each imported name, or plain alias of one, stands for in the file."""
    names: dict[str, str] = {}
    assigned: list[Any] = []
    for node in nodes:
        match type(node).__name__:
            case "Import":
                for name, alias in node.names:
                    first = name if alias else name.partition(".")[0]
                    names.setdefault(alias or first, first)
            case "ImportFrom" if not node.level:
                for name, alias in node.names:
                    names.setdefault(alias or name, f"{node.modname}.{name}")
            case "Assign" if type(node.value).__name__ in ("Attribute", "Name"):
                assigned.append(node)
    for node in assigned:
        value = _dotted(node.value, names)
        for target in node.targets:
            if value and type(target).__name__ == "AssignName":
                names.setdefault(target.name, value)
    return names


def _imports(node: Any) -> Iterator[str]:
    """The dotted names that an import statement mentions; those of the own package are none."""
    if type(node).__name__ == "Import":
        yield from (name for name, _ in node.names)
    elif not node.level:
        yield from (f"{node.modname}.{name}" for name, _ in node.names)


def _dotted(node: Any, names: Mapping[str, str]) -> str:
    """The dotted name of an attribute of something imported, else ""."""
    attributes: list[str] = []
    while type(node).__name__ == "Attribute":
        attributes.append(node.attrname)
        node = node.expr
    if type(node).__name__ != "Name" or node.name not in names:
        return ""
    return ".".join((names[node.name], *reversed(attributes)))
