"""The settings in force for a file, as TOML with a comment on where each comes from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain
from textwrap import wrap

from sequence_lint.keys import KEYS, Key
from sequence_lint.settings import Settings
from sequence_lint.source.excluded import USUAL
from sequence_lint.source.globs import Glob, PerFile
from sequence_lint.source.stated import Stated, printable

DEFAULT = "default"
_TABLES = ("per-file-ignores", "extend-per-file-ignores", "severity")
_Placed = tuple[str, str]
"""A piece of TOML, and where it was stated."""


def to_toml(settings: Settings, remarks: Iterable[str] = ()) -> str:
    """A line for each key and, where they come from several places, for each entry.

    The *remarks* stand above as comments. The text is a ``sequence-lint.toml`` that says the same.
    """
    lines = [f"# {printable(remark)}".rstrip() for remark in remarks]
    plain = (key for key in KEYS.values() if key.name not in _TABLES)
    lines += chain.from_iterable(_key(key, settings) for key in plain)
    # What stands after a header belongs to its table.
    tables = sorted(
        map(KEYS.__getitem__, _TABLES), key=lambda key: bool(getattr(settings, key.field))
    )
    lines += chain.from_iterable(_table(key, settings) for key in tables)
    return "\n".join(lines) + "\n"


def _key(key: Key, settings: Settings) -> Iterator[str]:
    value = getattr(settings, key.field)
    if not key.several:
        (place,) = _places(key, settings, 1)
        yield f"{key.name} = {_toml(value)}  # {place}"
        return
    if value is None:
        yield from _list_of_one_place(key.name, sorted(map(_toml, USUAL)), DEFAULT)
        return
    places = _places(key, settings, len(value))
    texts = [_toml(each.pattern if isinstance(each, Glob) else each) for each in value]
    if len(set(places)) <= 1:
        yield from _list_of_one_place(key.name, texts, (*places, _whole(key, settings))[0])
        return
    yield f"{key.name} = ["
    yield from (f"    {text},  # {place}" for text, place in zip(texts, places, strict=True))
    yield "]"


def _list_of_one_place(name: str, texts: list[str], place: str) -> Iterator[str]:
    line = f"{name} = [{', '.join(texts)}]  # {place}"
    if len(line) <= 100:
        yield line
        return
    yield f"{name} = [  # {place}"
    # Spaces belong to the texts: only what is between them may be broken.
    packed = wrap(" ".join(text.replace(" ", "\0") + "," for text in texts), 90)
    yield from (f"    {part}".replace("\0", " ") for part in packed)
    yield "]"


def _table(key: Key, settings: Settings) -> Iterator[str]:
    pairs = list(_pairs(getattr(settings, key.field)))
    if not pairs:
        yield f"{key.name} = {{}}  # {_whole(key, settings)}"
        return
    places = _places(key, settings, len(pairs))
    yield f"\n[{key.name}]"
    for (name, value), place in zip(pairs, places, strict=True):
        yield f"{_toml(name)} = {value}  # {place}"


def _pairs(value: tuple[object, ...]) -> Iterator[tuple[str, str]]:
    for each in value:
        if isinstance(each, PerFile):
            yield each.text, f"[{', '.join(map(_toml, each.selectors))}]"
        elif isinstance(each, tuple):
            yield each[0], _toml(each[1])


def _places(key: Key, settings: Settings, count: int) -> list[str]:
    """Where each of the entries was stated."""
    origins = _origins(key, settings)
    return [one.place() for one in origins] if len(origins) == count else [DEFAULT] * count


def _whole(key: Key, settings: Settings) -> str:
    return next((one.place() for one in _origins(key, settings)), DEFAULT)


def _origins(key: Key, settings: Settings) -> list[Stated]:
    return [one for one in settings.origins if one.key == key.name]


def _toml(value: object) -> str:
    """A text or a switch as TOML, which writes both as JSON does."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
