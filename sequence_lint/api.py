"""The whole surface that a rule may import: re-exports, no logic."""

from sequence_lint.model import (
    BaseStep,
    Batch,
    Bound,
    Cut,
    Epoch,
    Length,
    Method,
    NotFollowed,
    Part,
    Place,
    Raised,
    Returned,
    SequenceClass,
    Size,
)
from sequence_lint.rule import Finding, Related, Rule, Severity
from sequence_lint.spelling import counted, label_like, listed, numbered, weight_like, words

__all__ = [
    "BaseStep",
    "Batch",
    "Bound",
    "Cut",
    "Epoch",
    "Finding",
    "Length",
    "Method",
    "NotFollowed",
    "Part",
    "Place",
    "Raised",
    "Related",
    "Returned",
    "Rule",
    "SequenceClass",
    "Severity",
    "Size",
    "counted",
    "label_like",
    "listed",
    "numbered",
    "weight_like",
    "words",
]
