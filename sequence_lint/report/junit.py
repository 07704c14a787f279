"""JUnit XML, in which build servers take the results of tests: a failed one for each finding."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from sequence_lint.engine import Outcome
from sequence_lint.judge import is_error
from sequence_lint.report.wording import at, one_line, told

if TYPE_CHECKING:
    from sequence_lint.model import SequenceClass
    from sequence_lint.rule import Diagnostic

_Placed = TypeVar("_Placed", "Diagnostic", "SequenceClass")

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_junit(outcome: Outcome) -> str:
    """A suite a file, in which each finding is a failed test and each class without any a passed
    one; what could not be done is an error.
    """
    root = Element("testsuites", name="sequence-lint")
    found, classes = _by_path(outcome.diagnostics), _by_path(outcome.classes)
    for path in sorted({*found, *classes}):
        _suite(root, path, found.get(path, []), classes.get(path, []))
    if outcome.notices:
        suite = SubElement(root, "testsuite", name="sequence-lint")
        for notice in outcome.notices:
            case = SubElement(suite, "testcase", name="run", classname="sequence-lint")
            SubElement(case, "error", message=_plain(notice))
    if not len(root):
        SubElement(root, "testsuite", name="sequence-lint")
    for each in (*root, root):
        _count(each)
    indent(root)
    # In ASCII, so that it does not matter what encoding it is written in on the way.
    content: bytes = tostring(root, encoding="us-ascii", xml_declaration=True)
    return content.decode("ascii") + "\n"


def _by_path(all_of_them: Iterable[_Placed]) -> dict[str, list[_Placed]]:
    found: dict[str, list[_Placed]] = {}
    for each in all_of_them:
        found.setdefault(each.path, []).append(each)
    return found


def _suite(root: Element, path: str, found: list[Diagnostic], classes: list[SequenceClass]) -> None:
    suite = SubElement(root, "testsuite", name=_plain(path))
    for diagnostic in found:
        _failed(suite, diagnostic)
    blamed = {each.class_name for each in found}
    for sequence in classes:
        if sequence.qualname not in blamed:
            owner = _dotted(path, sequence.qualname)
            SubElement(suite, "testcase", name="no findings", classname=owner)


def _failed(suite: Element, diagnostic: Diagnostic) -> None:
    where = at(diagnostic).removeprefix(f"{diagnostic.path}:")
    name = f"{diagnostic.code} {diagnostic.name} at {where}"
    owner = _dotted(diagnostic.path, diagnostic.class_name)
    case = SubElement(suite, "testcase", name=_plain(name), classname=owner)
    kind = "error" if is_error(diagnostic) else "failure"
    failure = SubElement(case, kind, message=_plain(one_line(diagnostic.message)))
    failure.set("type", diagnostic.severity.value)
    failure.text = _plain(told(diagnostic, place=True))


def _dotted(path: str, class_name: str | None) -> str:
    """A class as build servers take it apart: ``folder.module.Class``."""
    module = path.removesuffix(".py").replace("/", ".").strip(".")
    return _plain(f"{module}.{class_name}" if class_name else module)


def _count(element: Element) -> None:
    """Say how many tests are below the element, and how they ended."""
    for key, below in (("tests", "testcase"), ("failures", "failure"), ("errors", "error")):
        element.set(key, str(sum(1 for _ in element.iter(below))))


def _plain(text: str) -> str:
    """*text* without the characters that XML cannot hold."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
