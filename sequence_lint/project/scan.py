"""Which files are worth parsing, found by passing over the bytes of all of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from sequence_lint.project.keras_names import CLASS_NAMES, ORIGINS
from sequence_lint.project.prefilter import FOREIGN, header_texts, identifiers, key, renames
from sequence_lint.source.files import Problem, SourceFile, Unreadable

# Searching for a few words costs a fraction of searching for all names.
_STEMS = ("Sequence", "PyDataset", "Iterator", "TimeseriesGenerator")


class Scan:
    """Remembers of each file the identifiers in its class headers, not the file itself.

    A file is worth parsing when a class header mentions a suspect name, or when a suspect may get
    another name in it. The suspects are the names of Keras' classes, then those found by parsing.
    """

    def __init__(self, files: Sequence[SourceFile], read: Callable[[str], bytes]) -> None:
        self.problems: list[Problem] = []
        self._files = files
        self._read = read
        self._headers: dict[int, list[frozenset[str]]] = {}
        self._texts: dict[bytes, frozenset[str]] = {}
        self._with_stem: dict[str, list[int]] = {stem: [] for stem in _STEMS}

    def first(self) -> list[int]:
        """The files that may define or rename a Sequence by the names that Keras gives it."""
        origins = [origin.encode() for origin in ORIGINS]
        stems = [(stem.encode(), stem, _having(stem)) for stem in _STEMS]
        reached = False
        wanted: list[int] = []
        for index, data in self._contents(range(len(self._files))):
            reached = reached or any(origin in data for origin in origins)
            in_header = self._note_headers(index, data)
            names: list[str] = []
            for word, stem, having in stems:
                if word in data:
                    self._with_stem[stem].append(index)
                    names += having
            if in_header or (names and renames(data, names, ())):
                wanted.append(index)
        return wanted if reached else []

    def more(self, names: Collection[str], makers: Collection[str], done: set[int]) -> list[int]:
        """The files not *done* that may define or rename a class by names that were found.

        *names* are those of classes, *makers* those of functions that return one.
        """
        keys = frozenset(map(key, (*names, *makers)))
        wanted = {
            index
            for index, headers in self._headers.items()
            if index not in done and any(not keys.isdisjoint(header) for header in headers)
        }
        classes, makers = {key(name) for name in names}, {key(name) for name in makers}
        rest = [index for index in self._mentioning(keys) if index not in done | wanted]
        words = [(name.encode(), name) for name in sorted(keys - {FOREIGN})]
        for index, data in self._contents(rest):
            met = {name for word, name in words if word in data}
            if FOREIGN in keys and not data.isascii():
                met.add(FOREIGN)
            if met and renames(data, classes & met, makers & met):
                wanted.add(index)
        return sorted(wanted)

    def _contents(self, indexes: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        for index in indexes:
            file = self._files[index]
            try:
                yield index, self._read(file.absolute)
            except Unreadable as error:
                self.problems.append(Problem(file.path, error.line, error.column, error.reason))

    def _note_headers(self, index: int, data: bytes) -> bool:
        """Keep what the class headers mention; whether they mention a class of Keras."""
        headers = []
        for text in header_texts(data):
            found = self._texts.get(text)
            if found is None:
                found = self._texts[text] = identifiers(text)
            headers.append(found)
        if headers:
            self._headers[index] = headers
        return any(not CLASS_NAMES.isdisjoint(header) for header in headers)

    def _mentioning(self, keys: frozenset[str]) -> Sequence[int]:
        """The files that can mention one of the names at all, as far as the first pass tells."""
        stems = [next((stem for stem in _STEMS if stem in name), None) for name in keys]
        if None in stems:
            return range(len(self._files))
        return sorted({index for stem in stems if stem for index in self._with_stem[stem]})


def _having(stem: str) -> list[str]:
    return [name for name in CLASS_NAMES if stem in name]
