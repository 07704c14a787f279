"""Which keys a configuration may have, how each is read, and what a JSON schema says of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from sequence_lint.outputs import FORMATS
from sequence_lint.records import dataclass
from sequence_lint.settings import GRADES, TARGETS
from sequence_lint.source.globs import PerFile, is_pattern, placed

EXTEND = "extend"


@dataclass(frozen=True, slots=True)
class Here:
    """The absolute folders of the file that is read, and of the project that it is read for."""

    folder: str
    project: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A value that can be used: as it is written, and as the settings hold it."""

    text: str
    value: object


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a value or, where *text* is not empty, with that entry of it."""

    reason: str
    text: str = ""


Read = Iterable[Entry | Wrong]


@dataclass(frozen=True, slots=True)
class Key:
    """One line of `KEYS` and, by the same name with underscores, one field of the settings.

    Where *several* are stated, that field is a tuple.
    """

    name: str
    reader: Callable[[Key, object, Here], Read]
    schema: Mapping[str, object]
    example: str
    about: str
    several: bool = True

    @property
    def field(self) -> str:
        return self.name.replace("-", "_")

    def read(self, value: object, here: Here) -> Read:
        """The entries of a value, and what is wrong with it."""
        return self.reader(self, value, here)


def nearest(text: str, names: Iterable[str]) -> str:
    """The name that *text* may be meant for, or "" if it is like none of them."""
    import difflib

    return next(iter(difflib.get_close_matches(text.lower().replace("_", "-"), list(names), 1)), "")


def schema() -> dict[str, Any]:
    """The JSON schema of a ``sequence-lint.toml``, and of our table in a ``pyproject.toml``.

    It is never stricter than what reads the file. That knows more: folders have to be there.
    """
    extend = {"type": "string", "minLength": 1, "description": "A file whose settings hold too."}
    keys = {key.name: {"description": key.about, **_plain(key.schema)} for key in KEYS.values()}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Configuration of sequence-lint",
        "type": "object",
        "additionalProperties": False,
        "properties": {EXTEND: extend, **keys},
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list) else value


def _texts(key: Key, value: object, _: Here) -> Read:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        return [Wrong(f"`{key.name}` must be a list of texts, such as {key.example}")]
    return [
        Entry(text, text) if text else Wrong(f"`{key.name}` has an empty text") for text in value
    ]


def _folders(key: Key, value: object, here: Here) -> Read:
    """Folders, relative to that of the file, as absolute paths."""
    for each in _texts(key, value, here):
        if isinstance(each, Wrong):
            yield each
            continue
        path = os.path.normpath(os.path.join(here.folder, each.text))
        if os.path.isdir(path):
            yield Entry(each.text, path)
        else:
            yield Wrong(f"`{key.name}`: there is no folder '{each.text}'", each.text)


def _file(key: Key, value: object, here: Here) -> Read:
    """A path, relative to the folder of the file, as an absolute one. It need not be there yet."""
    if not isinstance(value, str):
        return [Wrong(f"`{key.name}` must be a text, such as {key.example}")]
    # An empty one takes back what a file that is extended says.
    return [Entry(value, os.path.normpath(os.path.join(here.folder, value)) if value else "")]


def _dotted(key: Key, value: object, here: Here) -> Read:
    for each in _texts(key, value, here):
        if isinstance(each, Wrong) or _is_dotted(each.text):
            yield each
        else:
            reason = f"`{key.name}`: '{each.text}' is no dotted name such as 'package.Base'"
            yield Wrong(reason, each.text)


def _is_dotted(name: str) -> bool:
    parts = name.split(".")
    return len(parts) > 1 and all(part.isidentifier() for part in parts)


def _globs(key: Key, value: object, here: Here) -> Read:
    for each in _texts(key, value, here):
        if isinstance(each, Wrong):
            yield each
        elif is_pattern(each.text):
            yield Entry(each.text, placed(each.text, here.folder, here.project))
        else:
            yield Wrong(f"`{key.name}`: '{each.text}' is no pattern for paths", each.text)


def _per_file(key: Key, value: object, here: Here) -> Read:
    if not isinstance(value, dict):
        yield Wrong(f"`{key.name}` must be a table of lists, such as {key.example}")
        return
    for pattern, selectors in value.items():
        bare = pattern.removeprefix("!")
        if not is_pattern(bare):
            yield Wrong(f"`{key.name}`: '{pattern}' is no pattern for paths", pattern)
        elif not _are_texts(selectors):
            yield Wrong(f"`{key.name}`: '{pattern}' must have a list of texts", pattern)
        else:
            glob = placed(bare, here.folder, here.project)
            yield Entry(pattern, PerFile(glob, tuple(selectors), bare != pattern))


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) and each for each in value)


def _severity(key: Key, value: object, _: Here) -> Read:
    if not isinstance(value, dict):
        yield Wrong(f"`{key.name}` must be a table, such as {key.example}")
        return
    for selector, grade in value.items():
        if grade in GRADES:
            yield Entry(selector, (selector, grade))
        else:
            yield Wrong(f"`{key.name}`: {selector} must be {_one_of(GRADES, grade)}", selector)


def _yes_or_no(key: Key, value: object, _: Here) -> Read:
    if isinstance(value, bool):
        return [Entry(str(value).lower(), value)]
    return [Wrong(f"`{key.name}` must be true or false")]


def _target(key: Key, value: object, here: Here) -> Read:
    # 2 for "2" is what everybody writes first.
    plain = isinstance(value, int) and not isinstance(value, bool)
    return _choice(TARGETS)(key, str(value) if plain else value, here)


def _choice(options: tuple[str, ...]) -> Callable[[Key, object, Here], Read]:
    def read(key: Key, value: object, _: Here) -> Read:
        if isinstance(value, str) and value in options:
            return [Entry(value, value)]
        return [Wrong(f"`{key.name}` must be {_one_of(options, value)}")]

    return read


def _one_of(options: tuple[str, ...], value: object) -> str:
    listed = f"{', '.join(map(repr, options[:-1]))} or {options[-1]!r}"
    close = nearest(value, options) if isinstance(value, str) else ""
    return f"{listed}. Did you mean {close!r}?" if close else listed


_TEXT = MappingProxyType({"type": "string", "minLength": 1})
_TEXTS = MappingProxyType({"type": "array", "items": _TEXT})
_PATTERN = MappingProxyType({"type": "string", "pattern": r"^(?!#|!$)[\s\S]*\S"})
_PATTERNS = MappingProxyType({"type": "array", "items": _PATTERN})
# Not all that is no identifier, but nothing that is one.
_NAME = r"[^\s.0-9-][^\s.-]*"
_NAMES = MappingProxyType(
    {"type": "array", "items": {"type": "string", "pattern": rf"^{_NAME}(\.{_NAME})+$"}}
)
_PER_FILE = MappingProxyType(
    {
        "type": "object",
        "propertyNames": _PATTERN,
        "additionalProperties": _TEXTS,
    }
)
_GRADES = MappingProxyType({"type": "object", "additionalProperties": {"enum": list(GRADES)}})
_TARGETS = MappingProxyType({"enum": [*TARGETS, 2, 3]})
_SWITCH = MappingProxyType({"type": "boolean"})

_ALL = (
    Key("select", _texts, _TEXTS, 'select = ["SEQ1"]', "Only these rules: codes, prefixes, names."),
    Key("ignore", _texts, _TEXTS, 'ignore = ["SEQ301"]', "Not these rules."),
    Key(
        "extend-select",
        _texts,
        _TEXTS,
        'extend-select = ["SEQ5"]',
        "These rules besides those that are on already.",
    ),
    Key(
        "extend-ignore",
        _texts,
        _TEXTS,
        'extend-ignore = ["SEQ301"]',
        "Not these rules either.",
    ),
    Key(
        "per-file-ignores",
        _per_file,
        _PER_FILE,
        'per-file-ignores = { "tests/**" = ["SEQ3"] }',
        "Rules that are ignored in the files that fit a pattern.",
    ),
    Key(
        "extend-per-file-ignores",
        _per_file,
        _PER_FILE,
        'extend-per-file-ignores = { "scripts/**" = ["SEQ4"] }',
        "More rules that are ignored in the files that fit a pattern.",
    ),
    Key(
        "severity",
        _severity,
        _GRADES,
        'severity = { SEQ102 = "error" }',
        "How grave the findings of a rule are.",
    ),
    Key(
        "exclude",
        _globs,
        _PATTERNS,
        'exclude = ["third_party"]',
        "Files and folders that are left out, in place of the usual ones.",
    ),
    Key(
        "extend-exclude",
        _globs,
        _PATTERNS,
        'extend-exclude = ["third_party"]',
        "Files and folders that are left out too.",
    ),
    Key(
        "force-exclude",
        _yes_or_no,
        _SWITCH,
        "force-exclude = true",
        "Leave excluded files out even if they are named on the command line.",
        several=False,
    ),
    Key(
        "target-keras",
        _target,
        _TARGETS,
        'target-keras = "3"',
        "The line of Keras that the code is written for.",
        several=False,
    ),
    Key(
        "extra-bases",
        _dotted,
        _NAMES,
        'extra-bases = ["package.Base"]',
        "Classes outside of the project that are Keras Sequences, by their dotted names.",
    ),
    Key("src", _folders, _TEXTS, 'src = ["src"]', "The folders that absolute imports count from."),
    Key(
        "fail-on",
        _choice(GRADES),
        MappingProxyType({"enum": list(GRADES)}),
        'fail-on = "warning"',
        "The mildest findings that make the exit code 1.",
        several=False,
    ),
    Key(
        "output-format",
        _choice(FORMATS),
        MappingProxyType({"enum": list(FORMATS)}),
        'output-format = "concise"',
        "How findings are written to standard output.",
        several=False,
    ),
    Key(
        "baseline",
        _file,
        MappingProxyType({"type": "string"}),
        'baseline = "sequence-lint-baseline.json"',
        "The file with the findings that are accepted; none where it is empty.",
        several=False,
    ),
)
KEYS: Mapping[str, Key] = MappingProxyType({key.name: key for key in _ALL})
