"""What ``[tool.sequence-lint]`` or a ``sequence-lint.toml`` says, and all that is wrong with it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sequence_lint.keys import EXTEND, KEYS, Entry, Here, Key, Wrong, nearest
from sequence_lint.records import replace
from sequence_lint.settings import BadConfiguration, Settings, UnknownRule, chosen
from sequence_lint.source.files import Unreadable, read_bytes
from sequence_lint.source.roots import CONFIGURATION, MISNAMED, TABLE, Root
from sequence_lint.source.stated import Stated, printable, shown
from sequence_lint.source.toml import BrokenToml, parse

_HEADER = f"[tool.{TABLE}]"

_Entries = tuple[tuple[object, Stated], ...]
_Layer = dict[str, _Entries]
"""What one file, or the command line, says: for each key its entries and where they stand."""


def configured(roots: Iterable[Root], given: Settings) -> tuple[Settings, ...]:
    """The settings of each project: those of its file, over which those *given* win.

    What is given for a key replaces what the file says for it. Raises
    `settings.BadConfiguration` with all that is wrong in any of the files.
    """
    reading = _Reading()
    found = tuple(
        _united((*reading.layers(root), _given(given)), given) if root.configuration else given
        for root in roots
    )
    if reading.complaints:
        # Rules that there are not belong to what is wrong, and are told with it.
        lines = (*reading.complaints, *unknown_rules(found))
        raise BadConfiguration("\n".join(dict.fromkeys(lines)))
    return found


def unknown_rules(settings: Iterable[Settings]) -> Iterator[str]:
    """A line for each selector that fits no rule. Loads the rules."""
    from sequence_lint.registry import NotInstalled, load

    try:
        registry = load()
    except NotInstalled:
        return
    for each in dict.fromkeys(settings):
        try:
            chosen(each, registry)
        except UnknownRule as error:
            yield from str(error).split("\n")


class _Reading:
    """Reads files, and notes down what is wrong with them."""

    def __init__(self) -> None:
        self.complaints: list[str] = []

    def layers(self, root: Root) -> list[_Layer]:
        """What the file of the project says, after what it extends."""
        return self._layers(root.configuration, root, ())

    def _layers(self, file: str, root: Root, below: tuple[str, ...]) -> list[_Layer]:
        table = self._table(file)
        path = _path_in(file)
        layer: _Layer = {}
        extended: list[_Layer] = []
        for name, value in table.items():
            stated = Stated(name, "", "", file, (*path, name))
            if name == EXTEND:
                extended = self._extended(value, stated, root, (*below, file))
            elif name in KEYS:
                layer[name] = self._entries(KEYS[name], value, stated, root)
            else:
                self._complain(stated, _unknown(name, path))
        return [*extended, layer]

    def _table(self, file: str) -> Mapping[str, Any]:
        """Our table in a file, empty if it cannot be had."""
        try:
            value: Any = parse(read_bytes(file))
        except Unreadable as error:
            self.complaints.append(f"{shown(file)}: {error.reason}")
            return {}
        except BrokenToml as error:
            line = f":{error.line}" if error.line else ""
            self.complaints.append(f"{shown(file)}{line}: this is no TOML: {error.reason}")
            return {}
        path = _path_in(file)
        self._refuse_misnamed(value, file, path)
        for key in path:
            value = value.get(key, {}) if isinstance(value, dict) else {}
        if isinstance(value, dict):
            return value
        self._complain(Stated("", "", "", file, path), f"`{TABLE}` must be a table: {_HEADER}")
        return {}

    def _refuse_misnamed(self, value: Any, file: str, path: tuple[str, ...]) -> None:
        tool = value.get("tool") if path else None
        if isinstance(tool, dict) and MISNAMED in tool:
            stated = Stated("", "", "", file, ("tool", MISNAMED))
            self._complain(stated, f"there is no table [tool.{MISNAMED}]. Did you mean {_HEADER}?")

    def _entries(self, key: Key, value: object, stated: Stated, root: Root) -> _Entries:
        entries: list[tuple[object, Stated]] = []
        for each in key.read(value, Here(os.path.dirname(stated.file), root.folder)):
            place = _entry(stated, each, value)
            if isinstance(each, Wrong):
                self._complain(place, each.reason)
            else:
                entries.append((each.value, place))
        return tuple(entries) or ((None, stated),)

    def _extended(
        self, value: object, stated: Stated, root: Root, below: tuple[str, ...]
    ) -> list[_Layer]:
        if not isinstance(value, str) or not value:
            self._complain(stated, f'`{EXTEND}` must be a text, such as {EXTEND} = "../base.toml"')
            return []
        file = os.path.normpath(os.path.join(os.path.dirname(stated.file), value))
        if not os.path.isfile(file):
            self._complain(stated, f"`{EXTEND}`: there is no file '{value}'")
        elif file in below:
            chain = " -> ".join(map(shown, (*below[below.index(file) :], file)))
            self._complain(stated, f"`{EXTEND}` goes in a circle: {chain}")
        else:
            return self._layers(file, root, below)
        return []

    def _complain(self, stated: Stated, reason: str) -> None:
        self.complaints.append(f"{stated.place()}: {printable(reason)}")


def _path_in(file: str) -> tuple[str, ...]:
    """Where our keys are in the file: at the top, unless it is everybody's."""
    return ("tool", TABLE) if os.path.basename(file) == CONFIGURATION else ()


def _entry(stated: Stated, each: Entry | Wrong, value: object) -> Stated:
    """The place of one entry; those of a table are keys themselves."""
    path = (*stated.path, each.text) if each.text and isinstance(value, dict) else stated.path
    return replace(stated, entry=each.text, path=path)


def _unknown(name: str, path: tuple[str, ...]) -> str:
    if not path and name == "tool":
        return f"in a file of its own the keys stand at the top, without {_HEADER}"
    where = f"in {_HEADER}" if path else "for sequence-lint"
    close = nearest(name, (*KEYS, EXTEND))
    hint = f"Did you mean `{close}`?" if close else f"The keys are: {', '.join((*KEYS, EXTEND))}."
    return f"there is no key `{name}` {where}. {hint}"


def _given(given: Settings) -> _Layer:
    """What was given otherwise, as a layer of its own."""
    return {
        key.name: tuple(_given_entries(key, given))
        for key in KEYS.values()
        if given.stated(key.name) or getattr(given, key.field) != getattr(Settings(), key.field)
    }


def _given_entries(key: Key, given: Settings) -> Iterator[tuple[object, Stated]]:
    origins = [one for one in given.origins if one.key == key.name]
    value = getattr(given, key.field)
    values = value if key.several else (value,)
    for number, each in enumerate(values):
        unknown = Stated(key.name, each if isinstance(each, str) else "", f"--{key.name}")
        yield each, origins[number] if number < len(origins) else unknown


def _united(layers: Iterable[_Layer], given: Settings) -> Settings:
    """The settings that the layers make together, the nearest of which comes last."""
    found: _Layer = {}
    for layer in layers:
        _lay(layer, found)
    fields: dict[str, Any] = {}
    for name, entries in found.items():
        values = tuple(value for value, _ in entries if value is not None)
        if KEYS[name].several:
            fields[KEYS[name].field] = values
        elif values:
            fields[KEYS[name].field] = values[0]
    origins = tuple(stated for entries in found.values() for _, stated in entries)
    return replace(given, **fields, origins=origins)


def _lay(layer: _Layer, found: _Layer) -> None:
    """Put a layer over what was *found* in those before."""
    wanted = {
        str(value).lower()
        for name in ("select", "extend-select")
        for value, _ in layer.get(name, ())
    }
    for name in ("ignore", "extend-ignore"):
        # Who selects a rule does not mean it to stay ignored by what is farther away.
        kept = tuple(e for e in found.get(name, ()) if str(e[0]).lower() not in wanted)
        if name in found:
            found[name] = kept
    for name in layer:
        found.pop(f"extend-{name}", None)
    for name, entries in layer.items():
        adds = name.startswith("extend-") or name == "severity"
        before = found.get(name, ()) if adds else ()
        # The first of equal severities counts, so the nearest comes first.
        found[name] = (*entries, *before) if name == "severity" else (*before, *entries)
