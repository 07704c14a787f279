"""No class takes long, and none takes the others along: pathological code ends as unknown."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import pytest

from sequence_lint import lint_source

HEAD = "import math\nfrom keras.utils import Sequence\n"

GOOD = """

class Plain(Sequence):
    def __init__(self, x, y, batch_size):
        self.x, self.y, self.batch_size = x, y, batch_size

    def __len__(self):
        return len(self.x) // self.batch_size

    def __getitem__(self, idx):
        at = idx * self.batch_size
        return self.x[at : at + self.batch_size], self.y[at : at + self.batch_size]
"""


def strange(
    before: str = "", length: str = "math.ceil(len(self.x) / self.b)", after: str = ""
) -> str:
    """A class with *before* at the start of ``__getitem__`` and *after* as further members."""
    return f"""

class Strange(Sequence):
    def __init__(self, x, b):
        self.x, self.b = x, b

    def __len__(self):
        return {length}

    def __getitem__(self, i):
        k = 0
{before}
        return self.x[i * self.b : (i + 1) * self.b], self.x[i * self.b : (i + 1) * self.b]

{after}
"""


def lines(*texts: str, indent: int = 8) -> str:
    return "\n".join(" " * indent + text for text in texts)


def nested_ifs(depth: int) -> str:
    ifs = [" " * (8 + level) + "if k == 0:" for level in range(depth)]
    return "\n".join([*ifs, " " * (8 + depth) + "k = 1"])


def many_flags(count: int) -> str:
    names = ", ".join(f"f{at}=True" for at in range(count))
    tests = "\n".join(f"        if f{at}:\n            self.g{at} = 1" for at in range(count))
    return f"""

class Strange(Sequence):
    def __init__(self, x, b, {names}):
        self.x, self.b = x, b
{tests}

    def __len__(self):
        return math.ceil(len(self.x) / self.b)

    def __getitem__(self, i):
        return self.x[i * self.b : (i + 1) * self.b], self.x[i * self.b : (i + 1) * self.b]
"""


PATHOLOGICAL: dict[str, Callable[[], str]] = {
    "20,000 terms": lambda: strange(length="+".join(["1"] * 20_000)),
    "deep brackets": lambda: strange(length="(" * 150 + "1" + ")" * 150),
    "deep lists": lambda: strange(lines("z = " + "[" * 80 + "]" * 80)),
    "deep blocks": lambda: strange(nested_ifs(90)),
    "deep calls": lambda: strange(lines("z = " + "repr(" * 190 + "1" + ")" * 190)),
    "deep attributes": lambda: strange(lines("z = self" + ".a" * 3_000)),
    "deep lambdas": lambda: strange(lines("z = " + "lambda: " * 190 + "1")),
    "long chain of elif": lambda: strange(
        lines("if i == -1: pass", *(f"elif i == {at}: pass" for at in range(100, 3_000)))
    ),
    "huge loops": lambda: strange(
        lines("for a in range(10**6):", "    for c in range(10**6):", "        k = a * c")
    ),
    "endless loop": lambda: strange(lines("rows = []", "while True:", "    rows.append(k)")),
    "huge numbers": lambda: strange(
        lines("z = 10 ** 10 ** 10", "z = 2 << 10 ** 9", "z = 'a' * 10 ** 9", "z = [0] * 10 ** 9")
    ),
    "huge ranges": lambda: strange(lines("z = list(range(10 ** 9))", "z = (1,) * 10 ** 8")),
    "mutual recursion": lambda: strange(
        lines("self.f(i)"),
        after=lines(
            "def f(self, n):",
            "    return self.g(n) + self.g(n)",
            "def g(self, n):",
            "    return self.f(n) + self.f(n)",
            indent=4,
        ),
    ),
    "400 unknown conditions": lambda: strange(
        lines(*(f"if self.f{at}():\n            k += 1" for at in range(400)))
    ),
    "60 flags": lambda: many_flags(60),
}


@pytest.mark.parametrize("case", PATHOLOGICAL)
def test_ends_soon_and_harms_nothing(case: str) -> None:
    text = HEAD + PATHOLOGICAL[case]() + GOOD
    lint_source(HEAD + GOOD, "warm_up.py")
    start = time.process_time()
    found = lint_source(text, "strange.py", ignore=["SEQ401"])
    took = time.process_time() - start
    assert took < 1.0
    if case == "20,000 terms" and sys.version_info >= (3, 12) and found[0].code == "SEQ900":
        # From 3.12 on Python's own parser may give up first, whatever stack it is given.
        assert [d.message for d in found] == ["nested too deeply to parse"]
        return
    assert [(d.code, d.class_name) for d in found] == [("SEQ102", "Plain")]


def test_parser_that_gives_up_is_said_and_not_hidden() -> None:
    """Deeper than Python itself parses."""
    found = lint_source(HEAD + strange(length="(" * 400 + "1" + ")" * 400) + GOOD, "strange.py")
    assert [d.code for d in found] == ["SEQ900"]
