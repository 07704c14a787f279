"""Which line of Keras the requirements of a project ask for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from types import MappingProxyType

Version = tuple[int, ...]

#: The first version of each package that is, or brings, Keras 3.
_FIRST_OF_3 = MappingProxyType({"keras": (3,), "tensorflow": (2, 16)})
_ONLY_WITH_2 = frozenset({"tf-keras", "keras-preprocessing", "keras-applications"})

_FILE = re.compile(
    r"requirements[\w.-]*\.(?:txt|in)|setup\.(?:py|cfg)|pyproject\.toml|Pipfile"
    r"|(?:conda[\w-]*|environment[\w-]*)\.ya?ml",
    re.IGNORECASE,
)
_PACKAGE = re.compile(
    r"(?<![\w./@-])(keras|(?:intel[-_])?tensorflow(?:[-_](?:cpu|gpu|macos|rocm|intel))?"
    r"|tf[-_]keras|keras[-_](?:preprocessing|applications))(?![\w./@-])(?:\[[\w\s,-]*\])?[\"']?\s*"
    r"((?:=\s*\{[^}\n]*\}|=\s*[\"'][^\"'\n]*[\"']|[<>=!~^][^;\"'\n]*)?)",
    re.IGNORECASE,
)
_TABLE = re.compile(r"=\s*\{.*?version\s*=\s*[\"']([^\"']*)")
_CLAUSE = re.compile(r"(===?|~=|>=|<=|!=|<|>|\^|~|=|)\s*(?<![\w.])v?(\d+(?:\.\d+)*)(\.\*)?")


def states_requirements(name: str) -> bool:
    """Whether a file of that name tells which packages a project needs."""
    return _FILE.fullmatch(name) is not None


def required_by(files: Iterable[bytes]) -> frozenset[int]:
    """What all those files of one folder together speak for; see `required`."""
    return frozenset().union(*(required(_text(data)) for data in files))


def required(text: str) -> frozenset[int]:
    """The lines of Keras that the text of such a file speaks for: 2, 3, both or none.

    A package speaks where its versions are all on one side: ``tensorflow>=2.16`` for 3,
    ``keras<3`` for 2, ``tensorflow>=2.4`` for neither.
    """
    lines: set[int] = set()
    plain = "\n".join(line.split("#")[0] for line in text.splitlines())
    for found in _PACKAGE.finditer(plain):
        name = found[1].lower().replace("_", "-")
        if name in _ONLY_WITH_2:
            lines.add(2)
            continue
        spoken = _allowed(found[2], _FIRST_OF_3["keras" if name == "keras" else "tensorflow"])
        if len(spoken) == 1:
            lines |= spoken
    return frozenset(lines)


def only_before(version: Version, data: bytes) -> bool:
    """Whether such a file asks for a TensorFlow, and only for versions before *version*."""
    plain = "\n".join(line.split("#")[0] for line in _text(data).splitlines())
    asked = (one for one in _PACKAGE.finditer(plain) if "tensorflow" in one[1].lower())
    return any(_allowed(one[2], version) == {2} for one in asked)


def _text(data: bytes) -> str:
    # Some shells write UTF-16 when they are told to put a list of packages into a file.
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return data.decode("utf-16" if wide else "utf-8", errors="replace")


def _allowed(versions: str, first_of_3: Version) -> frozenset[int]:
    """The lines that a version can be of which fits everything that is said about it."""
    table = _TABLE.match(versions)
    low: Version = ()
    high: Version | None = None
    for sign, number, rest in _CLAUSE.findall(table[1] if table else versions):
        start, end = _span(sign, tuple(map(int, number.split("."))), bool(rest))
        low = max(low, start)
        high = end if high is None else high if end is None else min(high, end)
    lines = {2} if low < first_of_3 else set()
    return frozenset(lines | {3} if high is None or high > first_of_3 else lines)


def _span(sign: str, version: Version, rest: bool) -> tuple[Version, Version | None]:
    """The first version that fits, and the first that does not any more (None: all others do)."""
    exact = _plain(version)
    match sign:
        case ">=" | ">":
            return exact, None
        case "<":
            return (), exact
        case "<=":
            return (), (*exact, 1)
        case "!=":
            return (), None
        case "^":
            return exact, (version[0] + 1,)
        case "~=":
            return exact, _next(version[:-1] or version)
        case "==" | "===" if not rest:
            return exact, (*exact, 1)
    # ``=2.10`` of conda, a bare ``2.10``, ``~2.10`` and ``==2.10.*``: whatever begins so.
    return exact, _next(version)


def _next(version: Version) -> Version:
    return (*version[:-1], version[-1] + 1)


def _plain(version: Version) -> Version:
    """Without zeros at the end, so that 3 and 3.0 are the same."""
    while len(version) > 1 and version[-1] == 0:
        version = version[:-1]
    return version
