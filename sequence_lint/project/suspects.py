"""Which definitions of the parsed files could have to do with a Sequence, by the names they use."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator

from sequence_lint.project.module import Module
from sequence_lint.project.outline import Definition, Outline

_ByWord = dict[str, list[Definition]]


class Suspects:
    """The definitions that mention a known name, or, in their module, what is called after one.

    Modules and names come in any order. Each definition is handed out once, and no name is looked
    for twice, so that the whole takes time in proportion to what the modules mention.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._known = set(names)
        self._waiting: dict[str, list[tuple[Module, _ByWord]]] = {}
        self._met: set[Definition] = set()
        self._queue: deque[tuple[Module, Definition]] = deque()

    def __iter__(self) -> Iterator[tuple[Module, Definition]]:
        """Those not handed out yet; what is learned meanwhile adds to them."""
        while self._queue:
            yield self._queue.popleft()

    def open(self, module: Module, outline: Outline) -> None:
        """Take the definitions of a module into account."""
        by_word: _ByWord = {}
        for definition in (*outline.classes, *outline.others):
            for word in definition.mentions:
                by_word.setdefault(word, []).append(definition)
        for word in tuple(by_word):
            if word in self._known:
                self._suspect(module, by_word, word)
            else:
                self._waiting.setdefault(word, []).append((module, by_word))

    def learn(self, name: str) -> None:
        """Suspect what mentions *name* from now on."""
        self._known.add(name)
        for module, by_word in self._waiting.pop(name, ()):
            self._suspect(module, by_word, name)

    def _suspect(self, module: Module, by_word: _ByWord, word: str) -> None:
        words = [word]
        while words:
            # Taken out: each word leads to the same definitions however often it comes up.
            for definition in by_word.pop(words.pop(), ()):
                if definition not in self._met:
                    self._met.add(definition)
                    self._queue.append((module, definition))
                    words += definition.names
