"""What was written to silence findings, as far as it silences none: what SEQ901 is asked about."""

from __future__ import annotations

from typing import Literal

from sequence_lint.batches import Place
from sequence_lint.fixes import Edit
from sequence_lint.records import dataclass

SuppressionKind = Literal["noqa", "ignore", "ignore-file", "baseline"]


@dataclass(frozen=True, slots=True)
class Unknown:
    """A word that is no code and no name of a rule.

    ``meant`` is the code and the name of the rule that it looks like, empty if it is like none.
    """

    word: str
    meant: str = ""


@dataclass(frozen=True, slots=True)
class Suppression:
    """A comment or an entry of a baseline that is there to silence findings.

    ``unused`` are the codes and names, as they are written, of rules that ran and found nothing for
    it to silence. ``unknown`` are words in a comment of our own that mean no rule. ``wrong`` says
    why nothing can be made of the comment, empty if it can be read. ``removal`` takes what is
    unused out of it; no edits where that cannot be done. ``class_name`` is the class around it, or
    that the entry is about.

    Of an entry of a baseline, ``allowed`` is how many findings it allows for and ``found`` how many
    there are, ``subject`` the path of the file it is about.
    """

    place: Place
    kind: SuppressionKind
    unused: tuple[str, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    wrong: str = ""
    removal: tuple[Edit, ...] = ()
    class_name: str = ""
    allowed: int = 0
    found: int = 0
    subject: str = ""
