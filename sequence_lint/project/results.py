"""Where what `predict` gave is held against labels that are kept in another order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from astroid import nodes

from sequence_lint.project.reaching import reaching
from sequence_lint.project.scopes import statement
from sequence_lint.project.walking import each_node
from sequence_lint.records import dataclass, field
from sequence_lint.spelling import words

_SCORES = frozenset(
    """accuracy_score balanced_accuracy_score average_precision_score brier_score_loss
    classification_report cohen_kappa_score confusion_matrix f1_score fbeta_score hamming_loss
    jaccard_score log_loss matthews_corrcoef precision_recall_curve precision_score recall_score
    precision_recall_fscore_support roc_auc_score roc_curve multilabel_confusion_matrix
    mean_absolute_error mean_squared_error median_absolute_error r2_score explained_variance_score
    mean_absolute_percentage_error root_mean_squared_error pearsonr spearmanr""".split()
)
"""Functions that are given labels and predictions, row by row."""

_LABELS = frozenset(
    "y ys ytrue label labels target targets truth gt groundtruth class classes".split()
)
_PREDICTED = frozenset("pred preds predicted prediction predictions hat prob probs score".split())
_SAME_ROWS = frozenset(
    """argmax array asarray astype ravel flatten reshape squeeze to_categorical to_numpy tolist
    list round""".split()
)


_MEETS = (nodes.Assign, nodes.Call, nodes.Compare)


@dataclass(frozen=True, slots=True, eq=False)
class Meeting:
    """The expression in which predictions and labels meet, and the labels in it.

    ``attribute`` is the name of the labels where they are an attribute of the Sequence, else "".
    """

    node: Any
    labels: Any
    attribute: str


def meeting(call: Any, given: Any) -> Meeting | None:
    """Where the result of *call*, which is given the Sequence *given*, first meets labels.

    None where it meets none, and where the order may be put right: something else is done with the
    Sequence than to pass it on, or the predictions are put into another order.
    """
    scope = call.scope()
    if not isinstance(given, nodes.Name) or not isinstance(
        scope, (nodes.FunctionDef, nodes.Module)
    ):
        return None
    if any(_sets_up(node, given.name) for node in each_node(scope)):
        return None
    follower = _Follower(scope, call, given.name)
    for node in follower.later():
        found = follower.met(node)
        if found is not None:
            return found
    return None


def _sets_up(node: Any, name: str) -> bool:
    """Whether *node* sets an attribute of the Sequence, or calls a method of it."""
    owner = node.expr if isinstance(node, nodes.AssignAttr) else None
    if isinstance(node, nodes.Call) and isinstance(node.func, nodes.Attribute):
        owner = node.func.expr
    return isinstance(owner, nodes.Name) and owner.name == name


@dataclass(slots=True)
class _Follower:
    """Follows the result of ``call`` through the assignments of its scope."""

    scope: Any
    call: Any
    given: str
    binders: set[int] = field(default_factory=set)

    def later(self) -> Iterator[Any]:
        """What stands in the scope from the call on, in the order of the source."""
        inside = [node for node in each_node(self.scope) if isinstance(node, _MEETS)]
        here = [node for node in inside if node.scope() is self.scope]
        first = statement(self.call).lineno
        here.sort(key=lambda node: (node.lineno, node.col_offset))
        return (node for node in here if node.lineno >= first)

    def met(self, node: Any) -> Meeting | None:
        """The meeting that *node* is; what it binds is remembered."""
        match node:
            case nodes.Assign() if self._comes_from(node.value):
                bound = (each for target in node.targets for each in each_node(target))
                self.binders.update(id(one) for one in bound if isinstance(one, nodes.AssignName))
            case nodes.Call() if _last_name(node.func) in _SCORES:
                return self._between(node, [*node.args, *(one.value for one in node.keywords)])
            case nodes.Compare() if len(node.ops) == 1 and node.ops[0][0] == "==":
                return self._between(node, [node.left, node.ops[0][1]])
        return None

    def _between(self, node: Any, sides: list[Any]) -> Meeting | None:
        if not any(self._comes_from(side) for side in sides):
            return None
        for side in sides:
            labels = None if self._comes_from(side) else self._labels(side)
            if labels is not None:
                return Meeting(node, side, labels)
        return None

    def _comes_from(self, node: Any) -> bool:
        """Whether it is made of the predictions, and of nothing that knows the Sequence."""
        found = False
        pending = [node]
        while pending:
            each = pending.pop()
            if each is self.call:
                found = True
                continue
            if isinstance(each, nodes.Name):
                if each.name == self.given:
                    return False
                bound = reaching(self.scope, each.name, each)
                found = found or (len(bound) == 1 and id(bound[0]) in self.binders)
            pending.extend(each.get_children())
        return found

    def _labels(self, node: Any) -> str | None:
        """None if *node* is no labels in their own order; else the attribute that they are."""
        node = _same_rows(node)
        if isinstance(node, nodes.Attribute):
            own = isinstance(node.expr, nodes.Name) and node.expr.name == self.given
            return node.attrname if own and _is_called_label(node.attrname) else None
        if not isinstance(node, nodes.Name) or not _is_called_label(node.name):
            return None
        bound = reaching(self.scope, node.name, node)
        made = statement(bound[0]) if len(bound) == 1 else None
        if not isinstance(made, nodes.Assign):
            return None
        kept = _same_rows(made.value)
        if isinstance(kept, nodes.Attribute) and self._mentions(kept):
            return self._labels(kept)
        return None if self._mentions(made.value) else ""

    def _mentions(self, node: Any) -> bool:
        names = (each.name for each in each_node(node) if isinstance(each, nodes.Name))
        return self.given in names


def _same_rows(node: Any) -> Any:
    """What is inside of slices from the start, and of calls that leave the rows as they are."""
    while True:
        match node:
            case nodes.Call() if _last_name(node.func) in _SAME_ROWS:
                method = isinstance(node.func, nodes.Attribute)
                called_on = method and not _is_module(node.func.expr)
                inner = node.func.expr if called_on else next(iter(node.args), None)
            case nodes.Attribute(attrname="values"):
                inner = node.expr
            case nodes.Subscript() if isinstance(node.slice, nodes.Slice):
                inner = node.value if node.slice.lower is None else None
            case _:
                return node
        if inner is None:
            return node
        node = inner


def _is_module(node: Any) -> bool:
    return isinstance(node, nodes.Name) and node.name in ("np", "numpy", "tf", "K", "keras")


def _last_name(node: Any) -> str:
    return str(getattr(node, "attrname", None) or getattr(node, "name", None) or "")


def _is_called_label(name: str) -> bool:
    said = frozenset(words(name))
    return not said.isdisjoint(_LABELS) and said.isdisjoint(_PREDICTED)
