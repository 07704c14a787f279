"""What is done to the members of a class outside of it, as far as the text of the files shows."""

from __future__ import annotations

import re
from collections.abc import Iterable

_BY_NAME = re.compile(
    r"\bsetattr\b(?!\(\s*self\b)|(?<!\bself)\.__dict__|\bvars\((?!self\))|\bpatch(?:\.object)?\("
    r"|\bMethodType\b"
)
"""Where one of these stands, an attribute of something may be set by its name."""


class Outside:
    """The texts of the project that mention a member, without the class and its bases.

    All questions are answered by words, and err towards yes: what is said of another object under
    the same name counts as well. An object is not told from another by the text, but what stands
    behind ``self.`` outside of the class is certainly none of its members.
    """

    def __init__(self, name: str, texts: Iterable[str]) -> None:
        self._name = re.escape(name)
        self._texts = tuple(texts)

    def sets(self, attribute: str) -> bool:
        """Whether an attribute of that name may be set on an instance or on the class."""
        name = re.escape(attribute)
        assigned = rf"(?<!\bself)\.{name}\b[^=\n(]*(?<![=!<>])=(?!=)"
        word = re.compile(rf"\b{name}\b")
        return any(
            re.search(assigned, text) or (_BY_NAME.search(text) and word.search(text))
            for text in self._texts
        )

    def calls(self, method: str) -> bool:
        """Whether a method of that name may be called without arguments, or passed on."""
        name = re.escape(method)
        called = rf"(?<!\bself)(?<!self\))(?<!super\(\))\.{name}\b(?!\s*\(\s*[^)\s])"
        quoted = rf"[\"']{name}[\"']"
        return any(re.search(called, t) or re.search(quoted, t) for t in self._texts)

    def grows(self) -> bool:
        """Whether something is added to the class after it was made."""
        return any(re.search(rf"\b{self._name}\.\w+\s*=(?!=)", text) for text in self._texts)
