"""How comments say that findings are meant: ``noqa`` as others read it, and comments of our own."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Literal

from sequence_lint.records import dataclass

Kind = Literal["noqa", "ignore", "ignore-file"]

# What a file has to have in it, in small letters, so that it is worth to look at its comments.
MARKS = (b"noqa", b"sequence-lint:")

_OWN = re.compile(r"#\s*sequence-lint:\s*(ignore-file|ignore)\s*\[([^\]#]*)\]", re.IGNORECASE)
_MEANT = re.compile(r"#\s*sequence-lint:\s*([\w-]+)([^#]*)", re.IGNORECASE)
_NOQA = re.compile(r"#\s*(?i:noqa)(?=[\s#:]|$)")
_COLON = re.compile(r"\s*:")
_ITEM = re.compile(r"[,\s]*((?:[A-Z]+[0-9]+)+|[a-z][a-z0-9]*(?:-[a-z0-9]+)+)(?=[,\s#]|$)")
_CODE = re.compile(r"[A-Z]+[0-9]+")
_NEXT = re.compile(r"#\s*(?:sequence-lint:|(?i:noqa)\b)")
_TO_LINTERS = re.compile(r"#\s*(?:sequence-lint:|noqa\b).*?(?=#\s*[^\W\d]|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Word:
    """A code or name as it is written, and where: offsets in the text of the comment."""

    text: str
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Directive:
    """What a comment silences. No ``words`` mean everything; only ``noqa`` may say so.

    ``start`` and ``stop`` are the offsets of all of it, with its reason, in the comment. ``wrong``
    says why it cannot be taken, empty if it can.
    """

    kind: Kind
    words: tuple[Word, ...]
    start: int
    stop: int
    wrong: str = ""


def directives(comment: str, rules: Collection[str]) -> tuple[Directive, ...]:
    """What *comment* silences; *rules* are all codes and names that there are.

    Of several ``noqa`` in a comment only the first counts, and of words in it that are no code only
    the names of rules: ruff and flake8 take it that way.
    """
    noqa = _noqa(comment, rules)
    return (*_own(comment, rules), *((noqa,) if noqa is not None else ()))


def without(comment: str, directive: Directive, gone: Collection[str]) -> str:
    """The text of the directive when the words *gone* are taken out; "" if that leaves none."""
    kept = [word for word in directive.words if word.text not in gone]
    if not kept:
        return ""
    first, last = directive.words[0], directive.words[-1]
    listed = ", ".join(word.text for word in kept)
    before = comment[directive.start : first.start]
    return before + listed + comment[last.stop : directive.stop]


def prose(comment: str) -> str:
    """*comment* without what it has to say to linters, and without the reasons for that.

    What silences a rule must not be taken for what the author says about the code: the rule would
    be silent by itself, and the comment would silence nothing.
    """
    return _TO_LINTERS.sub("", comment) if "#" in comment else comment


def _own(comment: str, rules: Collection[str]) -> Iterator[Directive]:
    for meant in _MEANT.finditer(comment):
        stop = _end(comment, meant.end(1))
        found = _OWN.match(comment, meant.start())
        if found is not None:
            kind: Kind = "ignore-file" if found[1].lower() == "ignore-file" else "ignore"
            words = tuple(_words(found[2], found.start(2)))
            wrong = "" if words else "it names no rule"
            yield Directive(kind, words, meant.start(), stop, wrong)
        elif _is_meant(meant[1].lower(), meant[2], rules):
            wrong = "it has no list of rules in square brackets"
            yield Directive("ignore", (), meant.start(), stop, wrong)


def _words(listed: str, offset: int) -> Iterator[Word]:
    for word in re.finditer(r"[^\s,]+", listed):
        yield Word(word[0], offset + word.start(), offset + word.end())


def _is_meant(verb: str, rest: str, rules: Collection[str]) -> bool:
    """Whether this wants to silence something, rather than to speak about sequence-lint."""
    import difflib

    if difflib.get_close_matches(verb, ["ignore", "ignore-file"], 1, 0.8):
        return rest.lstrip()[:1] in ("", "[", "=", ":", "(", "-") or _names_rule(rest, rules)
    return rest.lstrip()[:1] in ("[", "=", ":") and _names_rule(rest, rules)


def _names_rule(text: str, rules: Collection[str]) -> bool:
    return any(word in rules for word in re.findall(r"[\w-]+", text))


def _noqa(comment: str, rules: Collection[str]) -> Directive | None:
    found = _NOQA.search(comment)
    if found is None:
        return None
    colon = _COLON.match(comment, found.end())
    if colon is None:
        return Directive("noqa", (), found.start(), found.end())
    words = tuple(_listed(comment, colon.end(), rules))
    if not words:
        return None  # no code follows: nobody takes that for anything
    return Directive("noqa", words, found.start(), words[-1].stop)


def _listed(comment: str, at: int, rules: Collection[str]) -> Iterator[Word]:
    while item := _ITEM.match(comment, at):
        at = item.end()
        if item[1] in rules:
            yield Word(item[1], item.start(1), at)
        elif item[1][0].islower():
            return
        else:
            for code in _CODE.finditer(item[1]):
                start = item.start(1)
                yield Word(code[0], start + code.start(), start + code.end())


def _end(comment: str, at: int) -> int:
    """Where what began before *at* ends: at the next directive, or with the comment."""
    following = _NEXT.search(comment, at)
    return len(comment[: following.start() if following else len(comment)].rstrip())
