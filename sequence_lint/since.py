"""What of a run is about lines that changed since a revision."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from sequence_lint.judge import is_error
from sequence_lint.records import replace

if TYPE_CHECKING:
    from sequence_lint.batches import Place
    from sequence_lint.engine import Outcome
    from sequence_lint.rule import Diagnostic
    from sequence_lint.source.changed import Changes


def narrowed(outcome: Outcome, changes: Changes, absolute: Mapping[str, str]) -> Outcome:
    """The outcome with those findings only that stand in changed lines, or point to any.

    What could not be done stays. *absolute* has the paths of files that are shown otherwise.
    """

    def touched(place: Diagnostic | Place) -> bool:
        file = absolute.get(place.path) or os.path.abspath(place.path)
        lines = _in_file(place, outcome)
        return lines is None or changes.touch(file, *lines)

    def stays(found: Diagnostic) -> bool:
        return touched(found) or any(touched(related.place) for related in found.related)

    kept = (each for each in outcome.diagnostics if is_error(each) or stays(each))
    return replace(outcome, diagnostics=tuple(kept))


def _in_file(place: Diagnostic | Place, outcome: Outcome) -> tuple[int, int] | None:
    """The first and the last line of the place as the file counts them; None if nobody knows."""
    if not place.cell:
        return place.line, place.end_line
    lines = outcome.in_file(place.path, place.cell)
    if not 1 <= place.line <= len(lines):
        return None
    return lines[place.line - 1], lines[min(place.end_line, len(lines)) - 1]
