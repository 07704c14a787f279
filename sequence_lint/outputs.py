"""Which output formats there are, and how one is asked for: ``FORMAT`` or ``FORMAT:FILE``."""

from __future__ import annotations

from collections.abc import Iterable

from sequence_lint.records import dataclass

FORMATS = (
    "full",
    "concise",
    "json",
    "jsonl",
    "sarif",
    "github",
    "gitlab",
    "junit",
    "markdown",
    "html",
)


# A proof takes longer than the run, so the formats that people read all day do without.
_WITH_FIXES = frozenset({"json", "jsonl", "sarif"})

_ONCE_FOR_EACH = "Give each of them by itself, as in: concise json:FILE"


@dataclass(frozen=True, slots=True)
class Output:
    """A format and the file that it goes to; None is standard output, unless another is named."""

    format: str
    file: str | None = None


def parsed(text: str) -> Output:
    """What ``FORMAT`` or ``FORMAT:FILE`` asks for. Raises ValueError, which says what is wrong."""
    name, colon, file = text.partition(":")
    if name not in FORMATS:
        raise ValueError(f"there is no format '{name}'. {_nearest(name)}")
    if file.rpartition(",")[2].partition(":")[0] in FORMATS:
        raise ValueError(f"'{text}' names several formats. {_ONCE_FOR_EACH}")
    if colon and not file:
        raise ValueError(f"'{text}' names no file after the colon")
    return Output(name, file or None)


def _nearest(name: str) -> str:
    if any(part.partition(":")[0] in FORMATS for part in name.split(",")):
        return _ONCE_FOR_EACH
    import difflib

    close = difflib.get_close_matches(name.lower(), FORMATS, n=1, cutoff=0.5)
    return f"Did you mean {close[0]}?" if close else f"There are {', '.join(FORMATS)}."


def shows_fixes(outputs: Iterable[Output]) -> bool:
    """Whether one of *outputs* tells which findings can be fixed."""
    return any(output.format in _WITH_FIXES for output in outputs)
