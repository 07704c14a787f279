"""Which classes can lead their dry run into given files, told without parsing any file more.

A dry run enters a file by a name that some file on its way imports, or by an attribute of a
package. Whoever is in doubt is taken in: the answer may have too many classes, and none too few.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from sequence_lint.project.bindings import ClassRef, FoundClass
from sequence_lint.records import dataclass
from sequence_lint.source.files import Unreadable

if TYPE_CHECKING:
    from sequence_lint.project.modules import Modules

FILES_OF_A_CLASS = 20
"""How many files take about as long to look through as one class to dry-run."""

_NAME = rb"[\w\x80-\xff]+"
_DOTTED = _NAME + rb"(?:[\s\\]*\.[\s\\]*" + _NAME + rb")*"
_GAP = rb"[\s\\]*"
_FROM = re.compile(
    rb"from" + _GAP + rb"((?:\." + _GAP + rb")*)(" + _DOTTED + rb")?" + _GAP + rb"import"
)
_IMPORT = re.compile(rb"(?:^|[;:])[ \t\f]*import[\s\\]+((?:[^\r\n\\;]|\\\r?\n)*)", re.MULTILINE)
_MODULE = re.compile(_DOTTED)
# What a call is told first may be the name of a module: `import_module("package.module")`.
_TOLD = re.compile(rb"\(\s*[\"']([A-Za-z_][\w.]*)[\"']")
# Attributes of the instance and of Keras are no modules of the project.
_ATTRIBUTE = re.compile(rb"(?<!self)(?<!keras)\.\s*([A-Za-z_\x80-\xff]" + _NAME + rb")")
_WORD = re.compile(_NAME)
# What stands in a file that only passes names on, if it is no import.
_CODE = re.compile(rb"\b(?:def|class|lambda)\b|^(?!__)[^#\n]*=", re.MULTILINE)
_LIST = re.compile(rb"[ \t\\\r\n]*\(([^()#]*)\)|[ \t]*([^()#*\\\r\n;]*)(?=[\r\n;]|$)")


def relevant(
    modules: Modules, classes: Iterable[FoundClass], asked: Collection[int]
) -> tuple[int, ...]:
    """The numbers of the *classes* of which the dry run may enter one of the files *asked*."""
    starts = [_own_files(modules, found) for found in classes]
    near = tuple(number for number, own in enumerate(starts) if not own.isdisjoint(asked))
    if len(near) == len(starts) or not any(_is_mentioned(modules, index) for index in asked):
        return near
    # To look at imports must not take longer than the dry runs that it saves.
    most = FILES_OF_A_CLASS * (len(starts) - len(near))
    reach = _Imports(modules, most).leading_to(asked, {file for own in starts for file in own})
    if reach is None:
        return tuple(range(len(starts)))
    return tuple(number for number, own in enumerate(starts) if not own.isdisjoint(reach))


def _is_mentioned(modules: Modules, asked: int) -> bool:
    """Whether another file mentions the name of this one, without which none can import it."""
    name = modules.layout.places[asked].rpartition("/")[2]
    if modules.layout.is_package(asked) or not name.isascii():
        return True
    for index in range(len(modules.files)):
        try:
            if index != asked and name.encode() in modules.bytes_of(index):
                return True
        except Unreadable:
            continue
    return False


def _own_files(modules: Modules, found: FoundClass) -> set[int]:
    """The files that the class and its bases are written in."""
    linted = (entry.module for entry in found.lineage if isinstance(entry, ClassRef))
    return {modules.index_of(module) for module in (found.module, *linted)}


@dataclass(frozen=True, slots=True)
class _Import:
    """What an import statement means: a place, and which names are taken from it.

    ``is_object`` is true where the module itself gets a name. ``names`` is empty for all names.
    """

    place: str
    is_object: bool
    names: frozenset[str]


class _Imports:
    """Which file imports which, as far as it is asked for."""

    def __init__(self, modules: Modules, most: int) -> None:
        self._modules = modules
        self._most = most
        self._layout = modules.layout
        self._importers: dict[int, set[int]] = {}
        self._packages: set[str] = set()
        self._attributes: dict[str, set[int]] = {}
        self._passed_on: dict[int, list[_Import] | None] = {}

    def leading_to(self, asked: Collection[int], starts: Iterable[int]) -> set[int] | None:
        """The files among *starts* and all that they import from which one *asked* is reached.

        None when these are too many to look at.
        """
        if not self._follow(starts):
            return None
        reaching = set(asked)
        pending = list(reaching)
        while pending:
            for importer in self._importers.get(pending.pop(), ()):
                if importer not in reaching:
                    reaching.add(importer)
                    pending.append(importer)
        return reaching

    def _follow(self, starts: Iterable[int]) -> bool:
        """Look at the files and at all that they import; false when these are too many."""
        seen: set[int] = set()
        pending = [index for index in starts if index >= 0]
        while pending:
            index = pending.pop()
            if index not in seen:
                seen.add(index)
                pending += self._imported_by(index)
            if not pending:
                pending = [index for index in self._by_attributes() if index not in seen]
            if len(seen) > self._most:
                return False
        return True

    def _imported_by(self, index: int) -> list[int]:
        """The files that a file may enter by what it imports, and note what it does with them."""
        try:
            data = self._modules.bytes_of(index)
        except Unreadable:
            return []
        words = _texts(_WORD.findall(data))
        for name in _texts(_ATTRIBUTE.findall(data)):
            self._attributes.setdefault(name, set()).add(index)
        found = {target for one in self._imports(index, data) for target in self._met(one, words)}
        for target in found:
            self._importers.setdefault(target, set()).add(index)
        return list(found)

    def _met(self, first: _Import, mentioned: Collection[str]) -> set[int]:
        """The files that an import may lead to, where its file mentions these words.

        Files that only pass names on are looked through: of all that a package offers, a file that
        names one thing gets that.
        """
        words, before, found = set(mentioned), -1, set[int]()
        while len(words) > before:
            before = len(words)
            found = self._met_by(first, words)
        return found

    def _met_by(self, first: _Import, words: set[str]) -> set[int]:
        """One round of it, which may add to *words* what things are called further on."""
        found: set[int] = set()
        pending, seen = [first], {first}
        while pending:
            one = pending.pop()
            for target in self._inside(one.place, words, one.is_object):
                named = one.names and target == self._layout.file_at(one.place)
                through = self._through(target) if named else None
                if through is None:
                    found.add(target)
                    continue
                for other in through:
                    if other not in seen and (not other.names or other.names & words):
                        seen.add(other)
                        words |= other.names
                        pending.append(other)
        return found

    def _through(self, index: int) -> list[_Import] | None:
        """The imports of a file that does nothing but pass names on; None for all others."""
        if index not in self._passed_on:
            self._passed_on[index] = None
            try:
                data = self._modules.bytes_of(index)
            except Unreadable:
                return None
            if not _CODE.search(data):
                self._passed_on[index] = list(self._imports(index, data))
        return self._passed_on[index]

    def _imports(self, index: int, data: bytes) -> Iterator[_Import]:
        for match in _FROM.finditer(data):
            level, dotted = match.group(1).count(b"."), _dotted(match.group(2) or b"")
            if level:
                place = self._layout.relative(index, level, dotted)
            else:
                place = self._layout.absolute(index, dotted)
            if place is not None:
                yield _Import(place, False, _listed(data, match.end()))
        named = [name for match in _IMPORT.finditer(data) for name in _MODULE.findall(match[1])]
        for dotted in {_dotted(name) for name in (*named, *_TOLD.findall(data))}:
            parts = dotted.split(".")
            for end in range(1, len(parts) + 1):
                place = self._layout.absolute(index, ".".join(parts[:end]))
                if place is not None:
                    yield _Import(place, True, frozenset())

    def _inside(self, start: str, words: Collection[str], is_object: bool) -> Iterator[int]:
        """The file at a place, and those below it of which the names are among *words*."""
        pending = [(start, is_object)]
        while pending:
            place, is_object = pending.pop()
            index = self._layout.file_at(place)
            if index is not None:
                yield index
            if is_object:
                self._packages.add(place)
            below = self._layout.below(place)
            pending += [
                (f"{place}/{name}", True) for name in below if name in words or not name.isascii()
            ]

    def _by_attributes(self) -> list[int]:
        """The files that are entered as attributes of packages which another file imports."""
        found: list[int] = []
        pending = list(self._packages)
        while pending:
            package = pending.pop()
            for name in self._layout.below(package):
                users = self._attributes.get(name)
                if not users:
                    continue
                place = f"{package}/{name}"
                if place not in self._packages:
                    self._packages.add(place)
                    pending.append(place)
                target = self._layout.file_at(place)
                if target is not None:
                    self._importers.setdefault(target, set()).update(users)
                    found.append(target)
        return found


def _listed(data: bytes, start: int) -> frozenset[str]:
    """The names in the list of a ``from`` import; empty where it cannot be told, and for a star."""
    match = _LIST.match(data, start)
    return (
        frozenset(_texts(_WORD.findall(match.group(1) or match.group(2)))) if match else frozenset()
    )


def _dotted(text: bytes) -> str:
    return "".join(_text(text).replace("\\", " ").split())


def _texts(words: Iterable[bytes]) -> set[str]:
    return {_text(word) for word in set(words)}


def _text(word: bytes) -> str:
    return word.decode("utf-8", "replace")
