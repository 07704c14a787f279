"""The whole surface that a rule may import: re-exports, no logic."""

from sequence_lint.calls import Argument, CallSite, Steps
from sequence_lint.lifecycle import BaseCall, Constructor, Setting
from sequence_lint.model import (
    Assigned,
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
    Way,
)
from sequence_lint.purpose import is_double, needs_no_labels
from sequence_lint.rule import Finding, Related, Rule, Severity
from sequence_lint.spelling import counted, label_like, listed, numbered, weight_like, words

__all__ = [
    "Argument",
    "Assigned",
    "BaseCall",
    "BaseStep",
    "Batch",
    "Bound",
    "CallSite",
    "Constructor",
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
    "Setting",
    "Severity",
    "Size",
    "Steps",
    "Use",
    "Way",
    "counted",
    "is_double",
    "label_like",
    "listed",
    "needs_no_labels",
    "numbered",
    "weight_like",
    "words",
]
