"""The whole surface that a rule may import: re-exports, no logic."""

from sequence_lint.calls import Argument, CallSite, Steps
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
    Use,
)
from sequence_lint.rule import Finding, Related, Rule, Severity
from sequence_lint.spelling import counted, label_like, listed, numbered, weight_like, words

__all__ = [
    "Argument",
    "BaseStep",
    "Batch",
    "Bound",
    "CallSite",
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
    "Steps",
    "Use",
    "counted",
    "label_like",
    "listed",
    "numbered",
    "weight_like",
    "words",
]
