"""Which files are worth parsing, found by passing over the bytes of all of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from sequence_lint.project.keras_names import CLASS_NAMES, ORIGINS, shipped_by_keras
from sequence_lint.project.prefilter import (
    FOREIGN,
    header_texts,
    identifiers,
    key,
    named_headers,
    renames,
)
from sequence_lint.source.files import Problem, SourceFile, Unreadable

_OTHER_KERAS = (b"import tensorflow.keras", b"from tensorflow.keras", b"(tf.keras", b"(keras.")

# Searching for a few words costs a fraction of searching for all names.
_STEMS = ("Sequence", "PyDataset", "Iterator", "TimeseriesGenerator")


class Scan:
    """Passes over the bytes of the files and keeps none of them.

    A file is worth parsing when a class header mentions a suspect name, or when a suspect may get
    another name in it. The suspects are the names of Keras' classes, then those found by parsing.
    """

    def __init__(self, files: Sequence[SourceFile], read: Callable[[str], bytes]) -> None:
        self.problems: list[Problem] = []
        self._files = files
        self._read = read
        self._with_stem: dict[str, list[int]] = {stem: [] for stem in _STEMS}

    def first(self) -> list[int]:
        """The files that may define or rename a Sequence by the names that Keras gives it."""
        origins = [origin.encode() for origin in ORIGINS]
        stems = [(stem.encode(), stem, _having(stem)) for stem in _STEMS]
        reached = False
        wanted: list[int] = []
        for index, data in self._contents(range(len(self._files))):
            reached = reached or any(origin in data for origin in origins)
            names: list[str] = []
            for word, stem, having in stems:
                if word in data:
                    self._with_stem[stem].append(index)
                    names += having
            # Looked at closely only where one of the names is: most files end here.
            if not names or not (_in_header(data, CLASS_NAMES) or renames(data, names, ())):
                continue
            if not self._is_keras_own(index, data):
                wanted.append(index)
        return wanted if reached else []

    def more(self, names: Collection[str], makers: Collection[str], done: set[int]) -> list[int]:
        """The files not *done* that may define or rename a class by names that were found.

        *names* are those of classes, *makers* those of functions that return one.
        """
        keys = frozenset(map(key, (*names, *makers)))
        classes, makers = {key(name) for name in names}, {key(name) for name in makers}
        rest = [index for index in self._mentioning(keys) if index not in done]
        words = [(name.encode(), name) for name in sorted(keys - {FOREIGN})]
        wanted: set[int] = set()
        for index, data in self._contents(rest):
            met = {name for word, name in words if word in data}
            if FOREIGN in keys and not data.isascii():
                met.add(FOREIGN)
            if met and (_in_header(data, met) or renames(data, classes & met, makers & met)):
                wanted.add(index)
        return sorted(wanted)

    def _contents(self, indexes: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        for index in indexes:
            file = self._files[index]
            try:
                yield index, self._read(file.absolute)
            except Unreadable as error:
                self.problems.append(Problem(file.path, error.line, error.column, error.reason))

    def _is_keras_own(self, index: int, data: bytes) -> bool:
        """Whether this is where Keras defines its Sequences, and no other class inherits from one.

        There is a copy of Keras among the files. Its own Sequences are large files and nobody's
        custom classes, and whoever inherits from them names them by where they are.
        """
        place = self._files[index].path.removesuffix(".py")
        if not any(shipped_by_keras(place, name) for name in CLASS_NAMES):
            return False
        if any(other in data for other in _OTHER_KERAS):
            # What has its base from another Keras is custom, wherever it stands.
            return False
        return all(
            shipped_by_keras(place, name.decode("latin-1")) is not None
            for name, bases in named_headers(data)
            if not CLASS_NAMES.isdisjoint(identifiers(bases))
        )

    def _mentioning(self, keys: frozenset[str]) -> Sequence[int]:
        """The files that can mention one of the names at all, as far as the first pass tells."""
        stems = [next((stem for stem in _STEMS if stem in name), None) for name in keys]
        if None in stems:
            return range(len(self._files))
        return sorted({index for stem in stems if stem for index in self._with_stem[stem]})


def _in_header(data: bytes, names: Collection[str]) -> bool:
    """Whether a class statement mentions one of *names* in its brackets."""
    return any(not identifiers(text).isdisjoint(names) for text in header_texts(data))


def _having(stem: str) -> list[str]:
    return [name for name in CLASS_NAMES if stem in name]
