"""What a fix is: edits of the source as plain data, how safe they are, and what they do."""

from __future__ import annotations

from typing import Literal

from sequence_lint.batches import Excerpt, Place
from sequence_lint.records import dataclass, replace

Safety = Literal["safe", "unsafe"]
"""``safe``: what runs today raises or is ignored. ``unsafe``: it changes what is trained on."""


@dataclass(frozen=True, slots=True)
class Edit:
    """The stretch *place* is replaced by *text*; an empty stretch is where *text* is put.

    Line breaks in *text* are ``\\n``, whatever the file has. Where *indented*, what follows each of
    them still has to be indented like the line that the stretch begins in.
    """

    place: Place
    text: str
    indented: bool = False


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that belong together. ``message`` is a sentence that says what they do.

    ``imports`` are modules that the new text needs under their own name, besides what the file
    imports anyhow.
    """

    message: str
    edits: tuple[Edit, ...]
    safety: Safety
    imports: tuple[str, ...] = ()


def instead(excerpt: Excerpt, text: str) -> Edit:
    """*text* in the place of *excerpt*."""
    return Edit(excerpt.place, text)


def around(place: Place, before: str, after: str) -> tuple[Edit, Edit]:
    """Texts directly before and after a stretch that stays as it is."""
    return Edit(begin_of(place), before), Edit(end_of(place), after)


def line_above(place: Place, line: str) -> Edit:
    """*line* on a line of its own, directly above that in which *place* begins, as indented."""
    return Edit(begin_of(place), f"{line}\n", indented=True)


def without(place: Place) -> Edit:
    """Nothing in the place of a stretch."""
    return Edit(place, "")


def as_tuple(excerpt: Excerpt) -> tuple[Edit, Edit]:
    """The edits that make a tuple of the list *excerpt*: other brackets where it is written out."""
    # Only on the way to a finding.
    import ast

    from sequence_lint.parsing import alone, parsed

    try:
        with alone():
            node = parsed(f"({excerpt.text})", "eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        node = ast.Constant(None)
    inner = excerpt.text[1:-1].rstrip()
    single = isinstance(node, ast.List) and len(node.elts) == 1 and not inner.endswith(",")
    if not isinstance(node, ast.List) or (single and "#" in inner):
        return around(excerpt.place, "tuple(", ")")
    first, last = begin_of(excerpt.place), end_of(excerpt.place)
    opening = replace(first, end_column=first.column + 1)
    closing = replace(last, column=last.column - 1)
    return Edit(opening, "("), Edit(closing, ",)" if single else ")")


def begin_of(place: Place) -> Place:
    """The empty stretch before *place*."""
    return replace(place, end_line=place.line, end_column=place.column)


def end_of(place: Place) -> Place:
    """The empty stretch behind *place*."""
    return replace(place, line=place.end_line, column=place.end_column)
