"""What a class says it is for, in its names, its place and its documentation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sequence_lint.model import Epoch, SequenceClass
from sequence_lint.spelling import words

_WITHOUT_LABELS = tuple(
    """predict infer unlabel autoencod encoder reconstruct denois embed extract submi discrimin
    contrast simclr byol unsuperv pretext pretrain diffus retriev deploy quantiz representat
    calibrat triplet siamese latent forecast""".split()
)
_WITHOUT_LABELS_EXACT = frozenset("test testing tests gan gans vae vaes ae dcgan wgan clip".split())
_DOUBLE = frozenset("fake mock dummy stub test tests double".split())
_LABELS = frozenset("y label labels target targets".split())
_UPSETS = ("random", "permut", "shuffl", "nois", "wrong")
_EXPERIMENT = frozenset(
    """permutation null scramble scrambled corrupt corrupted sanity baseline negative negatives
    mismatch mismatched""".split()
)
_UNPAIRED = re.compile(r"unpaired|cycle[ _-]?gan", re.IGNORECASE)
_PHRASE = re.compile(
    r"\b(self|un|non|semi)[ -]?supervis|\b(no|without|lacks?)( any)? (labels|targets)"
)


def needs_no_labels(sequence: SequenceClass) -> bool:
    """True when a use or a word says that the class serves data without labels."""
    if sequence.passed_to and all(name.startswith("predict") for name in sequence.passed_to):
        return True
    *folders, stem = sequence.path.removesuffix(".py").split("/")
    said = [sequence.qualname, sequence.docstring, sequence.module_docstring, stem]
    said += [text for method in sequence.methods for text in (method.name, method.docstring)]
    said += [*sequence.flags, *sequence.parameters, *sequence.module.split(".")[-1:]]
    said += [value for epoch in sequence.epochs for pair in epoch.setting for value in pair]
    return any(_says_so(text) for text in said) or any(_stem_says_so(f) for f in folders[-2:])


def may_pass_by_keras(sequence: SequenceClass) -> bool:
    """True when it may be somebody else than Keras who takes the batches.

    That is a Sequence made of others, an iteration of its own, or a project that makes instances
    or has a training loop, and where no instance is seen to reach `fit` or its kin.
    """
    if sequence.part_of_another or sequence.method("__iter__") is not None:
        return True
    return (sequence.own_train_step or sequence.instantiated) and not sequence.uses


def epochs_for_keras(sequence: SequenceClass) -> Iterator[Epoch]:
    """The epochs of settings that Keras may meet.

    Where all that takes an instance is `fit`, a flag that is set otherwise than by default makes
    batches for something else: a prediction by hand, an evaluation of the project's own.
    """
    settings = sequence.by_setting()
    only_trains = bool(sequence.passed_to) and all(
        name.startswith("fit") for name in sequence.passed_to
    )
    for epochs in settings[:1] if only_trains else settings:
        yield from epochs


def is_double(sequence: SequenceClass) -> bool:
    """True when the class only stands in for another in a test, and is not seen to reach Keras."""
    if sequence.uses:
        return False
    *folders, stem = sequence.path.removesuffix(".py").split("/")
    tested = stem.startswith("test_") or stem.endswith("_test")
    named = not _DOUBLE.isdisjoint(words(sequence.qualname))
    return tested or named or folders[-1:] in (["test"], ["tests"])


def wants_wrong_labels(sequence: SequenceClass, epoch: Epoch) -> bool:
    """True when inputs and labels need not belong together: that is tried, or they are no pairs.

    The class says so, or a flag that is set in *epoch*.
    """
    flags = [name for name, value in epoch.setting if value not in ("False", "None")]
    said = (sequence.qualname, sequence.docstring, sequence.module_docstring, sequence.path)
    return any(map(_names_wrong_labels, (sequence.name, *flags))) or any(
        map(_UNPAIRED.search, said)
    )


def _names_wrong_labels(name: str) -> bool:
    said = words(name)
    upset = not _LABELS.isdisjoint(said) and any(word.startswith(_UPSETS) for word in said)
    return upset or not _EXPERIMENT.isdisjoint(said)


def _says_so(text: str) -> bool:
    if _PHRASE.search(text.lower()) or _stem_says_so(text):
        return True
    return not _WITHOUT_LABELS_EXACT.isdisjoint(words(text))


def _stem_says_so(text: str) -> bool:
    return any(word.startswith(_WITHOUT_LABELS) for word in words(text))
