"""What is done to the members of a class outside of it, as far as the text of the files shows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sequence_lint.project.bindings import FoundClass
    from sequence_lint.project.modules import Modules

_BY_NAME = re.compile(
    r"\bsetattr\b(?!\(\s*self\b)|(?<!\bself)\.__dict__|\bvars\((?!self\))|\bpatch(?:\.object)?\("
    r"|\bMethodType\b"
)
"""Where one of these stands, an attribute of something may be set by its name."""

_FEW = 4
"""So many questions are answered by reading all files for each, which is the cheapest for few."""

_MOST_FILES = 300
"""A word that stands in more files than that is no evidence of anything."""

_MEMBER = re.compile(r"\b(?:self|cls)\.([A-Za-z_]\w*)|\b(?:def|class)\s+([A-Za-z_]\w*)")


class Outside:
    """The texts of the project that mention a member, without the class and its bases.

    All questions are answered by words, and err towards yes: what is said of another object under
    the same name counts as well. An object is not told from another by the text, but what stands
    behind ``self.`` outside of the class is certainly none of its members. Where *texts* is None
    there are too many to look through, and anything may be done in them.
    """

    def __init__(self, name: str, texts: Iterable[str] | None) -> None:
        self._name = re.escape(name)
        self._unbounded = texts is None
        self._texts = tuple(texts or ())

    def sets(self, attribute: str) -> bool:
        """Whether an attribute of that name may be set on an instance or on the class."""
        name = re.escape(attribute)
        assigned = rf"(?<!\bself)\.{name}\b[^=\n(]*(?<![=!<>])=(?!=)"
        word = re.compile(rf"\b{name}\b")
        return self._unbounded or any(
            re.search(assigned, text) or (_BY_NAME.search(text) and word.search(text))
            for text in self._texts
        )

    def calls(self, method: str) -> bool:
        """Whether a method of that name may be called without arguments, or passed on."""
        name = re.escape(method)
        called = rf"(?<!\bself)(?<!self\))(?<!super\(\))\.{name}\b(?!\s*\(\s*[^)\s])"
        quoted = rf"[\"']{name}[\"']"
        return self._unbounded or any(
            re.search(called, text) or re.search(quoted, text) for text in self._texts
        )

    def grows(self) -> bool:
        """Whether something is added to the class after it was made."""
        set_on_it = rf"\b{self._name}\.\w+\s*=(?!=)"
        return self._unbounded or any(re.search(set_on_it, text) for text in self._texts)


class Surroundings:
    """Finds the files that mention members of a class, for many classes without reading for each.

    *classes* are all that may be asked about. From the fifth question on, all words that their text
    uses for members are looked up in one reading.
    """

    def __init__(self, modules: Modules, classes: Iterable[FoundClass]) -> None:
        self._modules = modules
        self._classes = classes
        self._asked = 0
        self._index: Mapping[str, list[int]] = {}

    def outside(self, found: FoundClass, names: Collection[str]) -> Outside:
        """What is done to the members *names* of the class in all files, besides itself."""
        words = {found.node.name, *names}
        files = self._files(words)
        if len(files) > _MOST_FILES:
            return Outside(found.node.name, None)
        return Outside(found.node.name, self._modules.around(found, sorted(files)))

    def _files(self, words: set[str]) -> set[int]:
        self._asked += 1
        if self._asked > _FEW and not self._index:
            self._index = self._modules.mentioning(self._vocabulary() | words)
        fresh = words - self._index.keys()
        found = {**self._index, **(self._modules.mentioning(fresh) if fresh else {})}
        return {index for word in words for index in found[word]}

    def _vocabulary(self) -> set[str]:
        texts = {one.module.path: one.module.text for one in self._classes}
        met = (pair for text in texts.values() for pair in _MEMBER.findall(text))
        words = {word for pair in met for word in pair}
        return {word for word in words if word and word.isascii()}
