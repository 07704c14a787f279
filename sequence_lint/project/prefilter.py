"""What the bytes of a file tell, without parsing: might it define or rename a Sequence class?

Every answer may err towards "yes" and never towards "no". Names are ASCII identifiers; all others
are taken for one and the same name, `FOREIGN`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator

#: Stands for every identifier that is not ASCII: how it is spelt in bytes is up to the encoding.
FOREIGN = "\x80"

_WORD = rb"[\w\x80-\xff]"
# The literal start makes this as fast as a plain search. Prose is matched too, which is harmless.
_HEADER = re.compile(rb"class[\s\\]+" + _WORD + rb"+[\s\\]*([(\[][^\r\n]*)")
_WHOLE = re.compile(rb"[(\[][^()\[\]#\"']*[)\]][^()\[\]#\"']*")
_NAMED = re.compile(rb"class[\s\\]+(" + _WORD + rb"+)[\s\\]*(?=[(\[])")
_IDENTIFIER = re.compile(rb"(?<!" + _WORD + rb")[A-Za-z_\x80-\xff]" + _WORD + rb"*")
_FOREIGN_WORD = re.compile(rb"\w*[\x80-\xff]" + _WORD + rb"*")
_TOKEN = re.compile(
    rb'"""(?:[^"\\]|\\.|"(?!""))*"""|'
    rb"'''(?:[^'\\]|\\.|'(?!''))*'''|"
    rb'"(?:[^"\\\n]|\\.)*"|'
    rb"'(?:[^'\\\n]|\\.)*'|"
    rb"#[^\n]*|[()\[\]{}:\n]",
    re.DOTALL,
)
_RENAMED = re.compile(rb"(?:[\s\\]|#[^\n]*\n)+as[\s\\]+(" + _WORD + rb"+)")
_ASSIGNED = re.compile(
    rb"[ \t\f]*(?!__all__)[A-Za-z_(\[*\x80-\xff][\w\x80-\xff \t,()\[\]*.]*(?::[^=]*)?=(?!=)"
)
_RETURNED = re.compile(rb"(?:.*[:;])?[ \t\f]*return\b(?![ \t]*:)")
_PROSE = re.compile(rb"[ \t]+(?!(?:if|else|or|and|in|is|not|for)\b)" + _WORD)
_ANNOTATED = re.compile(rb"[ \t\f]*\**(?!lambda\b)[\w\x80-\xff]+[ \t]*:[^=]*$")
_STATEMENT = re.compile(
    rb"[ \t\f]*(?:(?:async[ \t]+)?(?:def|class|import|from|with|while|assert|raise|del|global"
    rb"|nonlocal|pass|try|except|finally|elif|break|continue)\b|@)"
)
_KEYWORD = re.compile(rb"(?<!" + _WORD + rb")(?:return|else|if|or|and|in|is|not|yield|await)$")
_CLAUSE = re.compile(rb"[ \t\f]*(?:if|for)\b(?!.*\belse\b)", re.DOTALL)

_OPENING, _CLOSING = (b"(", b"[", b"{"), (b")", b"]", b"}")
_CALLED = (b")", b"]")
# To take a text apart costs as much as to search it for some twenty words.
_FEW_KEYS = 20
_BLANKED = bytes(
    code if code >= 0x80 or chr(code).isalnum() or code == 0x5F else 0x20 for code in range(256)
)
_LONGEST_HEADER = 10_000
_LONGEST_BASES = 2_000
_LONGEST_PREFIX = 4_000
_MOST_LINES = 400


def header_texts(data: bytes) -> Collection[bytes]:
    """What stands in the brackets of each class statement, with some text behind it."""
    texts = set(_HEADER.findall(data))
    if all(map(_is_whole, texts)):
        return texts
    return {_whole_header(data, match.start(1), match.group(1)) for match in _HEADER.finditer(data)}


def header_identifiers(data: bytes) -> frozenset[str]:
    """All identifiers in the brackets of the class statements."""
    return identifiers(b"\n".join(header_texts(data)))


def named_headers(data: bytes) -> list[tuple[bytes, bytes]]:
    """The name of each class that has bases, and its bases up to the first closing bracket."""
    return [
        (match.group(1), data[match.end() : match.end() + _LONGEST_BASES].partition(b")")[0])
        for match in _NAMED.finditer(data)
    ]


def identifiers(text: bytes) -> frozenset[str]:
    """All identifiers in *text*, whether or not they stand in a string or comment."""
    return frozenset(key(word.decode("latin-1")) for word in _IDENTIFIER.findall(text))


def key(name: str) -> str:
    """The name as this module sees it."""
    return name if name.isascii() else FOREIGN


def met_by(keys: Collection[str]) -> Callable[[bytes], set[str]]:
    """A function that tells which of the *keys* stand as words in the bytes of a file.

    Its cost for a file does not grow with the number of keys. `FOREIGN` is told where any such
    name may stand.
    """
    ascii_keys = {name.encode(): name for name in keys if name != FOREIGN}
    # A set with a set: so the words of the file are gone through when the keys are more.
    spelt = frozenset(ascii_keys)
    foreign = {FOREIGN} & set(keys)

    def among(data: bytes) -> set[str]:
        words: Iterable[bytes]
        if len(ascii_keys) <= _FEW_KEYS:
            words = [word for word in ascii_keys if word in data and _is_word(data, word)]
        else:
            words = spelt & set(data.translate(_BLANKED).split())
        found = {ascii_keys[word] for word in words}
        return found if not foreign or data.isascii() else found | foreign

    return among


def renames(data: bytes, names: Collection[str], makers: Collection[str]) -> bool:
    """Whether one of *names* may get another name here, or be what a function returns.

    *names* are those of classes. *makers* are those of functions that return such a class, for
    which a call counts as well.
    """
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return any(
        _renamed_at(data, start, end, name in makers)
        for name in {*names, *makers}
        for start, end in _mentions(data, name)
    )


def _mentions(data: bytes, name: str) -> Iterator[tuple[int, int]]:
    if name == FOREIGN:
        yield from (match.span() for match in _FOREIGN_WORD.finditer(data))
        return
    yield from _places(data, name.encode())


def _is_word(data: bytes, word: bytes) -> bool:
    return next(_places(data, word), None) is not None


def _places(data: bytes, word: bytes) -> Iterator[tuple[int, int]]:
    """Where *word* stands by itself."""
    start = data.find(word)
    while start >= 0:
        end = start + len(word)
        if not (_in_word(data, start - 1) or _in_word(data, end)):
            yield start, end
        start = data.find(word, end)


def _in_word(data: bytes, at: int) -> bool:
    byte = data[at : at + 1]
    return byte.isalnum() or byte == b"_" or byte >= b"\x80"


def _renamed_at(data: bytes, start: int, end: int, by_call: bool) -> bool:
    renamed = _RENAMED.match(data, end)
    if renamed:
        return renamed.group(1) != data[start:end]
    is_instance = not by_call and data[end : end + 40].lstrip(b" \t").startswith(b"(")
    if is_instance or _PROSE.match(data, end):
        return False
    line = data.rfind(b"\n", 0, start) + 1
    prefix = data[line:start]
    if len(prefix) > _LONGEST_PREFIX or b":=" in prefix:
        return True
    if b"=" not in prefix and b"return" not in prefix and _stands_alone(prefix):
        return False  # what follows would say the same, but most mentions are of this kind
    return _passed_on(data, line, start, prefix)


def _passed_on(data: bytes, line: int, start: int, prefix: bytes) -> bool:
    """Whether the name after *prefix* is all, or one branch, of a value assigned or returned."""
    opened = _open_brackets(prefix)
    if _in_comment(prefix, opened) or any(_encloses(data, line, start, one) for one in opened):
        return False
    if _value_start(prefix) is not None:
        return True
    return not _stands_alone(prefix) and _continues(data, line, start, opened)


def _value_start(line: bytes) -> int | None:
    """Where the assigned or returned value begins in the part of a line, None if it is neither."""
    returned = _RETURNED.match(line)
    if returned:
        return returned.end()
    if b"=" not in line:
        return None
    for start in (0, line.rfind(b";") + 1, line.rfind(b":", 0, line.rfind(b"=")) + 1):
        assigned = _ASSIGNED.match(line, start)
        if assigned:
            return assigned.end()
    return None


def _open_brackets(text: bytes) -> list[tuple[int, bytes]]:
    """The brackets that *text* opens and does not close, outermost first, and where they are.

    One that is closed but never opened comes as ``)``, a comment that goes on as ``#``.
    """
    opened: list[tuple[int, bytes]] = []
    for match in _TOKEN.finditer(text):
        token = match.group()
        if token in _OPENING:
            opened.append((match.start(), token))
        elif token in _CLOSING:
            if not opened or opened[-1][1] == b")":
                opened.append((match.start(), b")"))
            else:
                opened.pop()
        elif token[:1] == b"#" and match.end() == len(text):
            opened.append((match.start(), b"#"))
    return opened


def _encloses(data: bytes, line: int, start: int, opened: tuple[int, bytes]) -> bool:
    """Whether an open bracket makes the place *start* a mere part of a value.

    A subscript or a display does. The arguments of a call do, unless there are strings in them.
    """
    at, bracket = opened
    if bracket != b"(":
        return bracket in _OPENING
    before = data[line : line + at].rstrip(b" \t")
    called = before[-1:] in _CALLED or _in_word(before, len(before) - 1)
    if not called or _KEYWORD.search(before):
        return False
    arguments = data[line + at : start]
    return not (b"'" in arguments or b'"' in arguments or before.endswith(b"with_metaclass"))


def _in_comment(prefix: bytes, opened: list[tuple[int, bytes]]) -> bool:
    """Whether the prefix ends in a comment, or in prose that quotes code."""
    if opened and opened[-1][1] == b"#":
        return True
    return b"`" in prefix and b"'" not in prefix and b'"' not in prefix


def _stands_alone(prefix: bytes) -> bool:
    """Whether the start of a line shows that it continues no assigned or returned value."""
    if _STATEMENT.match(prefix) or _CLAUSE.match(prefix) or _ANNOTATED.match(prefix):
        return True
    return b"->" in prefix


def _continues(data: bytes, line: int, start: int, opened: list[tuple[int, bytes]]) -> bool:
    """Whether the place *start* in the line at *line* belongs to a value that begins above."""
    closed = sum(bracket == b")" for _, bracket in opened)
    for _ in range(_MOST_LINES):
        if not line:
            return False
        above = data.rfind(b"\n", 0, line - 1) + 1
        text = data[above : line - 1]
        met = _open_brackets(text)
        opening = [one for one in met if one[1] in _OPENING]
        around = opening[: max(0, len(opening) - closed)]
        if any(_encloses(data, above, start, one) for one in around):
            return False
        closed = max(0, closed - len(opening)) + sum(bracket == b")" for _, bracket in met)
        if around or not closed:
            if _value_start(text) is not None:
                return bool(around) or text.endswith(b"\\")
            if _STATEMENT.match(text):
                return False
        line = above
    return True


def _is_whole(text: bytes) -> bool:
    """Whether a header ends on its line beyond doubt."""
    if _WHOLE.fullmatch(text):
        return True
    if b"#" in text or b'"' in text or b"'" in text:
        return False
    return text.count(b"(") == text.count(b")") and text.count(b"[") == text.count(b"]")


def _whole_header(data: bytes, start: int, text: bytes) -> bytes:
    """The header from its first bracket to the colon that ends it."""
    if _is_whole(text):
        return text
    window = data[start : start + _LONGEST_HEADER]
    if b"\r" in window:
        window = window.replace(b"\r", b"\n")
    depth = 0
    for match in _TOKEN.finditer(window):
        token = match.group()
        if token in _OPENING:
            depth += 1
        elif token in _CLOSING:
            depth -= 1
        elif depth <= 0 and token in (b":", b"\n"):
            return window[: match.start()]
    return window
