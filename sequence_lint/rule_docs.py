"""What the documentation of a rule has to have, and whether its examples show what it finds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sequence_lint.rule import Diagnostic, Rule

HEADINGS = (
    "What it does",
    "Why is this bad",
    "At run time",
    "Bad",
    "Good",
    "Silent when",
    "References",
)
LONGEST_SUMMARY = 100

_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
_CODE = re.compile(r"```python\n(.*?)```", re.DOTALL)


def check_documentation(rule: Rule) -> list[str]:
    """What is wrong with the documentation of *rule*; an empty list is good.

    It begins with a sentence of at most `LONGEST_SUMMARY` characters and has all `HEADINGS` in
    their order, none of them empty. "Bad" and "Good" hold one Python example each. All installed
    rules run on these: of the bad one exactly this rule has to speak, and once; of the good one
    none. Raises `registry.NotInstalled` where no rules are installed.
    """
    wrong = list(_form(rule.doc))
    return wrong or [*_said_of_bad(rule), *_said_of_good(rule)]


def section(doc: str, heading: str) -> str:
    """The text below *heading*, empty where there is none."""
    parts = _HEADING.split(doc)
    return next(
        (b.strip() for h, b in zip(parts[1::2], parts[2::2], strict=True) if h == heading), ""
    )


def example(doc: str, heading: str) -> str:
    """The Python code below *heading*. Raises ValueError where there is not exactly one block."""
    [code] = _CODE.findall(section(doc, heading))
    return str(code)


def _form(doc: str) -> Iterator[str]:
    summary = (doc.strip().splitlines() or [""])[0]
    if not summary.endswith("."):
        yield f"its first line is no sentence that ends with a full stop: {summary!r}"
    if len(summary) > LONGEST_SUMMARY:
        yield f"its first line is longer than {LONGEST_SUMMARY} characters"
    found = _HEADING.findall(doc)
    if found != list(HEADINGS):
        yield f"its headings are {', '.join(found) or 'none'}, and not {', '.join(HEADINGS)}"
    for heading in found:
        if not section(doc, heading):
            yield f"nothing stands under {heading!r}"
    for heading in ("Bad", "Good"):
        blocks = len(_CODE.findall(section(doc, heading)))
        if heading in found and blocks != 1:
            yield f"{blocks} Python examples stand under {heading!r}, and not one"


def _said_of_bad(rule: Rule) -> Iterator[str]:
    diagnostics = _linted(example(rule.doc, "Bad"))
    own = [one for one in diagnostics if one.code == rule.code]
    if len(own) != 1:
        yield f"its bad example has {len(own)} findings of {rule.code}, and not one"
    yield from (f"its bad example: {_told(one)}" for one in diagnostics if one not in own)


def _said_of_good(rule: Rule) -> Iterator[str]:
    yield from (f"its good example: {_told(one)}" for one in _linted(example(rule.doc, "Good")))


def _linted(code: str) -> tuple[Diagnostic, ...]:
    from sequence_lint import lint_source
    from sequence_lint.registry import load

    # By their codes, so that rules that are off by default run too.
    return lint_source(code, "example.py", select=[rule.code for rule in load().rules])


def _told(diagnostic: Diagnostic) -> str:
    return f"unexpected {diagnostic.code} in line {diagnostic.line}: {diagnostic.message}"
