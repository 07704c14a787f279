"""Where cases come from: classes of fixtures, and the examples in the documentation of rules."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from fixture_truth import FIXTURES

from oracle.cases import Case
from sequence_lint.rule import Rule
from sequence_lint.testing import Remark, read_remarks

KNOWN_BASES = {"Sequence", "PyDataset", "Iterator"}
CODE = re.compile(r"\b[A-Z]{3}\d{3}\b")


@dataclass(frozen=True, slots=True)
class Fixture:
    """A class of a fixture, or a function that calls Keras.

    ``fires`` are the codes of the findings in it, ``gaps`` those of known misses.
    """

    case: Case
    fires: frozenset[str]
    gaps: frozenset[str] = frozenset()

    @property
    def silent(self) -> bool:
        """True where no rule has anything to find."""
        return not self.fires and not self.gaps


def fixtures() -> list[Fixture]:
    """The top-level classes of all fixtures that have a `__getitem__`, own or inherited."""
    found: list[Fixture] = []
    for folder, _, names in sorted(os.walk(FIXTURES)):
        for name in sorted(names):
            if name.endswith(".py"):
                found += _of_file(os.path.join(folder, name))
    return found


def examples(rule: Rule, folder: str) -> tuple[Case, Case]:
    """The Bad and the Good example of *rule*, written into *folder*."""
    made = []
    for heading in ("Bad", "Good"):
        code = _example(rule.doc, heading)
        path = os.path.join(folder, f"{heading.lower()}_{rule.code.lower()}.py")
        with open(path, "w", encoding="utf-8") as stream:
            stream.write(code)
        tree = ast.parse(code)
        owner = next(node.name for node in tree.body if isinstance(node, ast.ClassDef))
        call = next((n.name for n in tree.body if isinstance(n, ast.FunctionDef)), "")
        case = Case(f"{rule.code} {heading}", path, folder, owner, call)
        made.append(replace(case, samples=100, batch=32))
    return made[0], made[1]


def _example(doc: str, heading: str) -> str:
    found = re.search(rf"^## {heading}$.*?```python\n(.*?)```", doc, re.MULTILINE | re.DOTALL)
    if found is None:
        raise ValueError(f"no example under {heading}")
    return found[1]


def _of_file(path: str) -> Iterator[Fixture]:
    with open(path, encoding="utf-8") as stream:
        text = stream.read()
    remarks = read_remarks(path, text)
    body = ast.parse(text).body
    classes = {node.name: node for node in body if isinstance(node, ast.ClassDef)}
    calls_keras = os.path.basename(path).startswith("seq6")
    for node in body:
        match node:
            case ast.ClassDef() if _is_sequence(node, classes):
                yield _fixture(path, node, remarks)
            case ast.FunctionDef(args=ast.arguments(args=[_, *_])) if calls_keras:
                yield _fixture(path, node, remarks)


def _is_sequence(node: ast.ClassDef, around: dict[str, ast.ClassDef]) -> bool:
    """True when a base of *node* is Keras', by name, or a class of the file of which one is."""
    for base in node.bases:
        name = ast.unparse(base).rpartition(".")[2]
        if name in KNOWN_BASES or (
            name in around and name != node.name and _is_sequence(around[name], around)
        ):
            return True
    return False


def _fixture(path: str, node: ast.ClassDef | ast.FunctionDef, remarks: list[Remark]) -> Fixture:
    last = node.end_lineno or node.lineno
    own = [remark for remark in remarks if node.lineno <= remark.line <= last]
    build = next((r.text for r in own if r.keyword == "run" and r.owner == node.name), "")
    inside = os.path.relpath(path, FIXTURES).removesuffix(".py")
    name, function = f"{inside}:{node.name}", isinstance(node, ast.FunctionDef)
    owner, call = ("", node.name) if function else (node.name, "")
    case = Case(name, path, _root(path), owner, call, build)
    if function:
        case = replace(case, samples=100, batch=32)
    return Fixture(case, _codes(own, "expect"), _codes(own, "gap"))


def _codes(remarks: list[Remark], keyword: str) -> frozenset[str]:
    said = [remark.text for remark in remarks if remark.keyword == keyword]
    return frozenset(code for text in said for code in CODE.findall(text))


def _root(path: str) -> str:
    """The folder that the imports of the file start from: that of the outermost package."""
    folder = os.path.dirname(path)
    while os.path.exists(os.path.join(folder, "__init__.py")):
        folder = os.path.dirname(folder)
    return folder
