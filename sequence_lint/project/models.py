"""What is known of the object that `fit` is called on: a Keras model, something else, or nothing.

The evidence for each answer is written down in docs/call-sites.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from astroid import nodes

from sequence_lint.project.bindings import ClassRef, External, FunctionRef, ModuleRef
from sequence_lint.project.keras_names import inside_keras
from sequence_lint.project.module import Module
from sequence_lint.project.packages import above, package_of
from sequence_lint.project.terms import Above, Blank, Bound, Foreign, Group, Made, Number
from sequence_lint.project.written import last_name

if TYPE_CHECKING:
    from sequence_lint.project.flow import Flow

Kind = Literal["keras", "other", "unknown"]
Training = Literal["keras", "own", "unknown"]

# Names inside Keras that give a model when they are called.
_MODELS = frozenset({"Model", "Sequential", "Functional"})
_MAKERS = frozenset(
    """load_model clone_model model_from_json model_from_yaml model_from_config multi_gpu_model
    from_config""".split()
)
# Parts of Keras that have a `fit` of their own.
_NOT_MODELS = ("wrappers.", "preprocessing.", "estimator.", "layers.", "callbacks.", "optimizers.")

# Libraries of which nothing is a Keras model. Those that build Keras models must not be in here.
_OTHER_LIBRARIES = frozenset(
    """autokeras builtins catboost collections fastai functools gensim hmmlearn hyperopt imblearn
    keras_tuner kerastuner lightgbm lightning lightning_fabric mlxtend numpy optuna pandas
    prophet pytorch_lightning scikeras scipy sklearn skopt skorch statsmodels torch
    torchvision tpot xgboost keras_preprocessing""".split()
)

# Keywords that no `fit` but that of Keras has a use for.
_KERAS_KEYWORDS = frozenset(
    """steps_per_epoch validation_steps validation_freq validation_batch_size initial_epoch
    max_queue_size use_multiprocessing""".split()
)
# A thing that is called so may well take them and hand them on.
_WRAPPERS = tuple(
    """trainer learner tuner clf classif regress pipe search wrap estimator agent runner
    experiment""".split()
)

_COMPILED_WITH = frozenset({"loss", "optimizer", "metrics"})
_OWN_TRAINING = frozenset(
    "train_step compute_loss make_train_function train_function test_step add_loss".split()
)


class Models:
    """Judges receivers.

    A loss that a layer adds to a model is not looked for here: who asks how a model trains has to
    ask for it in the whole project.
    """

    def __init__(self, flow: Flow) -> None:
        self._flow = flow

    def judged(self, module: Module, call: Any) -> tuple[Kind, Training]:
        """What the object before the dot of *call* is, and how it trains."""
        receiver, method = call.func.expr, call.func.attrname
        terms = self._flow.of(module, receiver)
        told = [self._kind(term, method) for term in terms if term is not Blank.NOTHING]
        kinds = {kind for kind, _ in told}
        if kinds == {"other"}:
            return "other", "unknown"
        if "keras" in kinds and "other" not in kinds:
            ways = {way for _, way in told}
            return "keras", ways.pop() if len(ways) == 1 else "unknown"
        if "other" not in kinds and self._looks_like_one(module, call):
            return "keras", "unknown"
        return "unknown", "unknown"

    def package(self, module: Module, call: Any) -> str:
        """The package of Keras that the object before the dot is from, "" where that is not told.

        See `packages.package_of`.
        """
        found: set[str] = set()
        for term in self._flow.of(module, call.func.expr):
            match term:
                case Foreign(dotted):
                    found.add(package_of(dotted))
                case Made():
                    found |= self._packages_above(self._flow.members.lineage(term.ref))
                case Above(_, lineage):
                    found |= self._packages_above(lineage)
                case Blank.NOTHING:
                    continue
                case _:
                    return ""
        return found.pop() if len(found) == 1 else ""

    def _packages_above(self, lineage: Any) -> set[str]:
        return above(self._flow.resolver.hierarchy, lineage) or {""}

    def _kind(self, term: Any, method: str) -> tuple[Kind, Training]:
        match term:
            case Foreign(dotted):
                return self._foreign(dotted)
            case Made():
                return self._made(term.ref, method)
            case Above(_, lineage):
                return self._above(lineage, method)
            case External(dotted):
                return _outside(dotted), "unknown"
            case ModuleRef() | FunctionRef() | Bound() | Group() | Number():
                return "other", "unknown"
        return "unknown", "unknown"

    def _foreign(self, dotted: str) -> tuple[Kind, Training]:
        inside = inside_keras(dotted)
        if inside is None:
            return _outside(dotted), "unknown"
        last = inside.rpartition(".")[2]
        if inside.startswith(_NOT_MODELS):
            return "other", "unknown"
        if "()" in inside and last not in _MAKERS:
            return "unknown", "unknown"
        if last in _MODELS or inside.startswith("applications."):
            return "keras", "keras"
        # Of a loaded model nobody knows the class.
        return ("keras" if last in _MAKERS else "unknown"), "unknown"

    def _made(self, ref: ClassRef, method: str) -> tuple[Kind, Training]:
        lineage = self._flow.members.lineage(ref)
        return self._above(lineage, method)

    def _above(self, lineage: Any, method: str) -> tuple[Kind, Training]:
        linted = [one for one in lineage if isinstance(one, ClassRef) and not self._is_keras(one)]
        keras = any(self._is_keras(one) for one in lineage)
        own = any(method in one.node.locals for one in linted)
        if own:
            # What its own method makes of the arguments shows where it hands them on.
            return ("unknown" if keras else "other"), "unknown"
        if keras:
            return "keras", self._training(linted)
        known = all(isinstance(one, ClassRef) or _outside(one.dotted) == "other" for one in lineage)
        return ("other" if known and self._bases_known(linted) else "unknown"), "unknown"

    def _bases_known(self, linted: list[ClassRef]) -> bool:
        hierarchy = self._flow.resolver.hierarchy
        return all(
            any(isinstance(one, (ClassRef, External)) for one in base.alternatives)
            for ref in linted
            for base in hierarchy.bases(ref)
        )

    def _training(self, linted: list[ClassRef]) -> Training:
        for ref in linted:
            if not _OWN_TRAINING.isdisjoint(ref.node.locals):
                return "own"
        if not self._bases_known(linted):
            return "unknown"
        return "keras"

    def _is_keras(self, one: ClassRef | External) -> bool:
        """Whether this is Keras' own class of models, be it in a linted copy of Keras."""
        if isinstance(one, External):
            inside = inside_keras(one.dotted)
            return inside is not None and inside.rpartition(".")[2] in _MODELS
        if one.node.name not in _MODELS:
            return False
        place = self._flow.resolver.names.location(one.module).split("/")
        return any(
            inside_keras(".".join(place[start:])) is not None
            for start in range(max(len(place) - 6, 0), len(place))
        )

    def _looks_like_one(self, module: Module, call: Any) -> bool:
        """Whether only Keras has such a call, or another one on an object of this name."""
        method = call.func.attrname
        if method.endswith("_generator"):
            return not self._is_defined(method)
        name = last_name(call.func.expr)
        given = {keyword.arg for keyword in call.keywords}
        if given & _KERAS_KEYWORDS and not any(word in name.lower() for word in _WRAPPERS):
            return True
        compiled = self._flow.written.calls.get("compile", ())
        return bool(name) and any(
            owner is module and last_name(one.func.expr) == name and _compiles(one)
            for owner, one in compiled
            if isinstance(one.func, nodes.Attribute) and _alike(one.func.expr, call.func.expr)
        )

    def _is_defined(self, method: str) -> bool:
        """Whether a file of the project has a function of that name: a wrapper of a model may."""
        return self._flow.resolver.modules.mention([f"def {method}(".encode()])


def _outside(dotted: str) -> Kind:
    return "other" if dotted.partition(".")[0] in _OTHER_LIBRARIES else "unknown"


def _compiles(call: Any) -> bool:
    return any(keyword.arg in _COMPILED_WITH for keyword in call.keywords)


def _alike(one: Any, other: Any) -> bool:
    """Whether two receivers are spelt alike, and stand in one class where they are attributes."""
    if one.as_string() != other.as_string():
        return False
    return isinstance(one, nodes.Name) or _class_of(one) is _class_of(other)


def _class_of(node: Any) -> Any:
    while node is not None and not isinstance(node, nodes.ClassDef):
        node = node.parent
    return node
