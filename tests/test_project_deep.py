"""Hierarchies over many files: found whole, and without reading the files over and over."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from project_trees import ROOT, classes

from sequence_lint.project.find import find
from sequence_lint.project.scan import Scan
from sequence_lint.source.files import SourceFile, Unreadable

DECOYS = (
    "",
    "# class Below({name}): not code\n",
    'TEXT = "class Below({name}): ..."\n',
    "def check(x: {name}) -> bool:\n    return isinstance(x, {name})\n",
    "import typing\n\n\nclass Reader(typing.Iterator): ...\n",
    "class Plain: ...\n\n\nclass Model(Plain): ...\n",
)

# How a file gets hold of a class of another file: {m} is that module, {n} the class, {a} an alias.
WAYS = {
    "from {m} import {n}\n": "{n}",
    "from {m} import {n} as {a}\n": "{a}",
    "import {m}\n": "{m}.{n}",
    "import {m} as there\n": "there.{n}",
    "from {m} import *\n": "{n}",
    "from {m} import {n}\n\n{a} = {n}\n": "{a}",
    "import {m}\n\n{a} = (\n    {m}.\n    {n}\n)\n": "{a}",
    "from {m} import make_{n}\n\n{a} = make_{n}()\n": "{a}",
    "from {m} import make_{n}\n": "make_{n}()",
    "try:\n    from {m} import {n}\nexcept ImportError:\n    {n} = object\n": "{n}",
    "from again import {n}\n": "{n}",
    "from again import Passed{n} as {a}\n": "{a}",
    "import again\n": "again.Passed{n}",
    "from again import *\n": "Passed{n}",
}

HEADERS = (
    "class {c}({b}): ...\n",
    "class {c}(Mixin, {b}): ...\n",
    "class {c}(  # ) the base\n    {b},\n): ...\n",
    "class {c}({b} if FLAG else object): ...\n",
    "def build():\n    class {c}({b}): ...\n    return {c}\n\n\nBuilt{c} = build()\n",
    "if FLAG:\n    class {c}({b}): ...\nelse:\n    class {c}(object): ...\n",
)

START = "from keras.utils import Sequence\n\n\nclass {c}(Sequence): ...\n"


@st.composite
def hierarchies(draw: st.DrawFn) -> dict[str, str]:
    """A tree in which each class inherits from one of those before it, mostly from the last."""
    names = [f"Loader{number}" for number in range(draw(st.integers(2, 12)))]
    numbers = draw(st.permutations(range(len(names))))
    modules = [f"pkg.m{number}" for number in numbers]  # the order of the files is another one
    tree = {"pkg/__init__.py": "", "again.py": ""}
    for place, (name, module) in enumerate(zip(names, modules, strict=True)):
        text = draw(st.sampled_from(DECOYS)).format(name=draw(st.sampled_from(names)))
        if place:
            back = min(place, draw(st.sampled_from([1, 1, 1, 2, 5])))
            base, at = names[place - back], modules[place - back]
            way = draw(st.sampled_from(sorted(WAYS)))
            filled = {"m": at, "n": base, "a": f"Own{place}"}
            text += way.format(**filled) + "FLAG = Mixin = object\n\n\n"
            text += draw(st.sampled_from(HEADERS)).format(c=name, b=WAYS[way].format(**filled))
        else:
            text += START.format(c=name)
        text += f"\n\ndef make_{name}(flag=True):\n    return {name} if flag else None\n"
        tree[module.replace(".", "/") + ".py"] = text
        tree["again.py"] += (
            f"from {module} import {name}\nfrom {module} import {name} as Passed{name}\n"
        )
    return tree


@settings(max_examples=150, deadline=None)
@given(hierarchies())
def test_deep_hierarchies_are_found_as_by_parsing_all(tree: dict[str, str]) -> None:
    assert classes(tree) == classes(tree, prefilter=False)


def test_the_made_up_hierarchies_are_deep() -> None:
    """The test above would say nothing if its trees held no Sequences but the first."""
    found: list[int] = []

    @settings(max_examples=40, deadline=None, database=None)
    @given(hierarchies())
    def count(tree: dict[str, str]) -> None:
        found.append(len(classes(tree)))

    count()
    assert max(found) >= 8


def chain(depth: int, width: int = 1) -> dict[str, str]:
    """*width* hierarchies of *depth* classes, one a file, and as many files that are none of it."""
    tree = {}
    for column in range(width):
        tree[f"g{column}_0.py"] = START.format(c=f"Loader{column}_0")
        for level in range(1, depth):
            base = f"Loader{column}_{level - 1}"
            tree[f"g{column}_{level}.py"] = (
                f"from g{column}_{level - 1} import {base}\n\n\n"
                f"class Loader{column}_{level}({base}): ...\n"
            )
            tree[f"plain{column}_{level}.py"] = f"class Plain{level}(object): ...\n" * 3
    return tree


def reads(tree: dict[str, str]) -> Counter[str]:
    """How often each file is read until all classes are found."""
    counted: Counter[str] = Counter()
    contents = {f"{ROOT}/{path}": text.encode() for path, text in tree.items()}

    def read(absolute: str) -> bytes:
        counted[absolute.removeprefix(f"{ROOT}/")] += 1
        return contents[absolute]

    find([SourceFile(path, f"{ROOT}/{path}", explicit=False) for path in tree], read)
    return counted


def test_depth_takes_no_more_reading() -> None:
    shallow, deep = reads(chain(3)), reads(chain(30))
    assert shallow["plain0_1.py"] == deep["plain0_1.py"] <= 3
    assert max(deep.values()) <= 4


def test_no_name_is_searched_for_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: Counter[str] = Counter()
    more = Scan.more

    def noted(self: Scan, names: set[str], makers: set[str], done: set[int]) -> list[int]:
        asked.update((*names, *makers))
        return more(self, names, makers, done)

    monkeypatch.setattr(Scan, "more", noted)
    reads(chain(12, width=5))
    assert len(asked) == 60
    assert set(asked.values()) == {1}


def scan_of(tree: dict[str, bytes]) -> Scan:
    scan = Scan([SourceFile(path, path, explicit=False) for path in tree], tree.__getitem__)
    scan.first()
    return scan


@pytest.mark.parametrize("others", [0, 100], ids=["few words", "many words"])
def test_files_that_mention_a_word(others: int) -> None:
    tree = {
        "a.py": b"model.fit(Loader())",
        "b.py": b"x = Loader()",
        "c.py": b"model.fit(x)",
        "d.py": b"model.fit(\xc3\x84)",
        "e.py": b"model.fit((Loader))  # \xff",
        "f.py": b"model.fit(MyLoader, Loaders, Loader_2, \xc3\x84Loader)",
    }
    words = {"Loader", *(f"Other{number}" for number in range(others))}
    found = scan_of(tree).mentioning(words)
    assert found["Loader"] == [0, 1, 4]
    assert set(found) == words
    assert not any(files for word, files in found.items() if word != "Loader")
    assert scan_of(tree).mentioning({"TrainSequence"}) == {"TrainSequence": []}


def test_a_file_that_cannot_be_read_is_told_of_once() -> None:
    def read(absolute: str) -> bytes:
        if absolute.endswith("bad.py"):
            raise Unreadable("gone")
        return chain(3)[absolute.removeprefix(f"{ROOT}/")].encode()

    files = [SourceFile(path, f"{ROOT}/{path}", explicit=False) for path in (*chain(3), "bad.py")]
    project = find(files, read)
    assert len(project.classes) == 3
    assert [(problem.path, problem.reason) for problem in project.problems] == [("bad.py", "gone")]
