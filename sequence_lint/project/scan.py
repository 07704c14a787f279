"""Which files are worth parsing, found by passing over the bytes of all of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from sequence_lint.project.keras_names import CLASS_NAMES, ORIGINS, shipped_by_keras
from sequence_lint.project.prefilter import (
    FOREIGN,
    header_identifiers,
    identifiers,
    key,
    met_by,
    named_headers,
    renames,
)
from sequence_lint.source.files import Problem, SourceFile, Unreadable

_OTHER_KERAS = (b"import tensorflow.keras", b"from tensorflow.keras", b"(tf.keras", b"(keras.")

# Searching for a few words costs a fraction of searching for all names.
_STEMS = ("Sequence", "PyDataset", "Iterator", "TimeseriesGenerator")


# How a class statement begins, in a notebook too, where a backslash may stand for a tab.
_CLASS = (b"class ", b"class\\")

MayHold = Callable[[str, Collection[bytes]], bool]
"""Whether the file of an absolute path may hold one of some words; it may err towards yes."""


def always(_: str, __: Collection[bytes]) -> bool:
    """What is said where to find out costs as much as to read the file."""
    return True


class Scan:
    """Passes over the bytes of the files and keeps none of them.

    A file is worth parsing when a class header mentions a suspect name, or when a suspect may get
    another name in it. The suspects are the names of Keras' classes, then those found by parsing.

    What stands in the headers is kept, once it was looked up, so that to go down a hierarchy takes
    no reading. New names are searched for where a hierarchy has come to its end.
    """

    def __init__(
        self,
        files: Sequence[SourceFile],
        read: Callable[[str], bytes],
        extra_bases: Collection[str] = (),
        may_hold: MayHold = always,
    ) -> None:
        """*extra_bases* are dotted names of classes that count as Keras' own.

        *may_hold* tells quickly of some files that they hold none of the words that are looked for.
        """
        extra = {key(base.rpartition(".")[2]) for base in extra_bases}
        self._files = files
        self._may_hold = may_hold
        self._read = read
        self._class_names = CLASS_NAMES | extra
        self._origins = (*ORIGINS, *{base.partition(".")[0] for base in extra_bases})
        self._unread: dict[int, Problem] = {}
        self._passed = False
        self._with_stem: dict[str, list[int]] = {stem: [] for stem in (*_STEMS, *sorted(extra))}
        self._headers: dict[str, list[int]] = {}
        self._indexed: set[int] = set()
        self._classes_due: set[str] = set()
        self._makers_due: set[str] = set()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The files that could not be read so far."""
        return tuple(problem for _, problem in sorted(self._unread.items()))

    def first(self) -> list[int]:
        """The files that may define or rename a Sequence by the names that Keras gives it."""
        origins = [_held(key(origin)) for origin in self._origins]
        stems = [
            (_search(_held(stem)), with_stem, having, _ending(stem, having))
            for stem, with_stem in self._with_stem.items()
            for having in [[name for name in self._class_names if stem in name]]
        ]
        words = list(map(_held, self._with_stem))
        self._passed = True
        reached = False
        wanted: list[int] = []
        for index, data in self._contents(range(len(self._files)), words):
            # A notebook without a stem is passed over: nobody gets Keras from a notebook.
            reached = reached or any(origin in data for origin in origins)
            names: list[str] = []
            for search, with_stem, having, ends in stems:
                if search(data):
                    with_stem.append(index)
                    if ends(data):
                        names += having
            # Looked at closely only where one of the names is: most files end here.
            if not names or not (_in_header(data, self._class_names) or renames(data, names, ())):
                continue
            if not self._is_keras_own(index, data):
                wanted.append(index)
        return wanted if reached else []

    def more(self, names: Iterable[str], makers: Iterable[str], done: Collection[int]) -> list[int]:
        """The files not *done* that may define or rename a class by names that were found.

        *names* are those of classes, *makers* those of functions that return one. Ask again until
        nothing comes: a name is searched for in headers first, and everywhere only when there are
        no headers left to follow.
        """
        classes, made = set(map(key, names)), set(map(key, makers))
        self._classes_due |= classes
        self._makers_due |= made
        return self._with_headers(classes | made, done) or self._renaming(done)

    def mentioning(
        self, words: Collection[str], among: Collection[int] | None = None
    ) -> dict[str, list[int]]:
        """For each of *words*, which are ASCII names, the files that hold it as a whole word.

        Only the files *among* those given are looked at, if any are. They are read once, however
        many the words are.
        """
        found: dict[str, list[int]] = {word: [] for word in words}
        met = met_by(found.keys())
        files = self._candidates(found.keys()) if among is None else sorted(among)
        for index, data in self._contents(files, _spelt(found.keys())):
            for word in met(data):
                found[word].append(index)
        return found

    def _with_headers(self, keys: Collection[str], done: Collection[int]) -> list[int]:
        fresh = [i for i in self._candidates(keys) if i not in self._indexed and i not in done]
        self._indexed.update(fresh)
        for index, data in self._contents(fresh, _CLASS):
            for word in header_identifiers(data):
                self._headers.setdefault(word, []).append(index)
        found = {index for word in keys for index in self._headers.get(word, ())}
        return sorted(index for index in found if index not in done)

    def _renaming(self, done: Collection[int]) -> list[int]:
        classes, makers = self._classes_due, self._makers_due
        self._classes_due, self._makers_due = set(), set()
        met = met_by(classes | makers)
        rest = [index for index in self._candidates(classes | makers) if index not in done]
        wanted: list[int] = []
        for index, data in self._contents(rest, _spelt(classes | makers)):
            here = met(data)
            if here and renames(data, classes & here, makers & here):
                wanted.append(index)
        return wanted

    def _contents(
        self, indexes: Iterable[int], words: Collection[bytes]
    ) -> Iterator[tuple[int, bytes]]:
        """The content of the files that may hold one of *words*; where there are none, of all."""
        for index in indexes:
            file = self._files[index]
            if words and not self._may_hold(file.absolute, words):
                continue
            try:
                yield index, self._read(file.absolute)
            except Unreadable as error:
                problem = Problem(file.path, error.line, error.column, error.reason)
                self._unread[index] = problem

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

    def _candidates(self, keys: Collection[str]) -> Sequence[int]:
        """The files that can mention one of the names at all, as far as the first pass tells."""
        stems = {next((stem for stem in self._with_stem if stem in name), "") for name in keys}
        if "" in stems or not self._passed:
            return range(len(self._files))
        return sorted({index for stem in stems for index in self._with_stem[stem]})


def _spelt(keys: Collection[str]) -> list[bytes]:
    """The names as bytes; none where one of them is not spelt in one way only."""
    return [] if FOREIGN in keys else [name.encode() for name in keys]


def _in_header(data: bytes, names: Collection[str]) -> bool:
    """Whether a class statement mentions one of *names* in its brackets."""
    return not header_identifiers(data).isdisjoint(names)


def _search(word: bytes) -> Callable[[bytes], object]:
    """What tells whether the word stands in some bytes.

    The search for a pattern looks for its first letter, which is faster than `in` where that is
    a capital: a third less for all files.
    """
    return re.compile(re.escape(word)).search


def _ending(stem: str, names: Iterable[str]) -> Callable[[bytes], object]:
    """What tells whether a word may end with the stem, as all *names* do; yes where one does not.

    `SequenceClassifier` is no reason to look at a file closely, and there are thousands of those.
    """
    if FOREIGN in stem or not all(name.endswith(stem) for name in names):
        return bool
    return re.compile(re.escape(stem.encode()) + rb"(?![\w\x80-\xff])").search


def _held(name: str) -> bytes:
    """What a file has to hold that mentions a name; `FOREIGN` may be spelt in any way."""
    return b"" if name == FOREIGN else name.encode()
