"""A baseline: how many findings of each rule are accepted in each class, and its file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sequence_lint.records import dataclass
from sequence_lint.settings import BadConfiguration
from sequence_lint.source.files import Unreadable, read_bytes
from sequence_lint.source.stated import shown

VERSION = 1
_FINDINGS = "findings"


class Key(NamedTuple):
    """What findings are counted by.

    ``path`` is relative to the folder of the baseline, with ``/``; ``class_name`` is empty for what
    is found outside of classes.
    """

    path: str
    class_name: str
    code: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """The content of the baseline with that absolute path; ``text`` is what the file holds."""

    file: str
    counts: Mapping[Key, int]
    text: str = ""

    def line_of(self, key: Key) -> int:
        """The line of the file that the count stands on, counted from 1; 1 if it is not there."""
        import json

        at = 0
        for part in key:
            found = self.text.find(json.dumps(part, ensure_ascii=False), at)
            if found < 0:
                return 1
            at = found
        return self.text.count("\n", 0, at) + 1


def read_baseline(file: str) -> Baseline:
    """The baseline in the file with that absolute path.

    Raises `settings.BadConfiguration` with a line that names the file and what is wrong with it.
    """
    import json

    try:
        text = read_bytes(file).decode("utf-8-sig")
        document = json.loads(text)
    except Unreadable as error:
        hint = "" if _is_there(file) else " (`--write-baseline` makes it)"
        raise BadConfiguration(f"{shown(file)}: {error.reason}{hint}") from None
    except json.JSONDecodeError as error:
        reason = f"{shown(file)}:{error.lineno}: this is no baseline: {error.msg}"
        raise BadConfiguration(reason) from None
    except (UnicodeDecodeError, RecursionError, ValueError) as error:
        raise BadConfiguration(f"{shown(file)}: this is no baseline: {error}") from None
    try:
        return Baseline(file, dict(_counts(document)), text)
    except _Wrong as error:
        raise BadConfiguration(f"{shown(file)}: this is no baseline: {error}") from None


def written(counts: Mapping[Key, int]) -> str:
    """The text of a baseline with these counts, the same for the same counts."""
    import json

    tree: dict[str, dict[str, dict[str, int]]] = {}
    for key in sorted(counts):
        if counts[key] > 0:
            classes = tree.setdefault(key.path, {})
            classes.setdefault(key.class_name, {})[key.code] = counts[key]
    document = {"version": VERSION, _FINDINGS: tree}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


class _Wrong(Exception):
    pass


def _is_there(file: str) -> bool:
    import os

    return os.path.lexists(file)


def _counts(document: Any) -> Iterator[tuple[Key, int]]:
    if not isinstance(document, dict) or not isinstance(document.get(_FINDINGS), dict):
        raise _Wrong(f"it has no `{_FINDINGS}`")
    if document.get("version") != VERSION:
        version = document.get("version")
        raise _Wrong(f"its `version` is {version!r}, and this sequence-lint knows {VERSION} only")
    for path, classes in document[_FINDINGS].items():
        for class_name, codes in _table(classes, path).items():
            for code, count in _table(codes, path, class_name).items():
                if not isinstance(count, int) or isinstance(count, bool) or count < 1:
                    where = _where(path, class_name, code)
                    raise _Wrong(f"{where} must be a number of findings, 1 or more")
                yield Key(path, class_name, code), count


def _table(value: Any, *where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _Wrong(f"{_where(*where)} must be an object")
    return value


def _where(*keys: str) -> str:
    return " > ".join(f"'{key}'" for key in keys)
