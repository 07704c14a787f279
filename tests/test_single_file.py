"""Linting one file says of that file what linting the whole project says of it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sequence_lint.dryrun import understand
from sequence_lint.engine import Outcome, lint
from sequence_lint.model import SequenceClass
from sequence_lint.project import relevance
from sequence_lint.registry import load
from sequence_lint.settings import Settings
from sequence_lint.source.files import SourceFile
from sequence_lint.source.sources import Sources

ROOT = "/made/up"
EVERYTHING = Settings(select=tuple(rule.code for rule in load().rules))


def linted(tree: Mapping[str, str], *asked: str) -> Outcome:
    """The outcome for the files *asked* about, or for all of the tree."""
    wanted = asked or tuple(tree)
    files = [SourceFile(path, f"{ROOT}/{path}", False, path in wanted) for path in tree]
    sources = Sources(
        [file for file in files if file.asked],
        given={f"{ROOT}/{path}": text.encode() for path, text in tree.items()},
        index=lambda: [file for file in files if not file.asked],
    )
    return lint(sources, EVERYTHING)


def assert_the_same(tree: Mapping[str, str]) -> Outcome:
    whole = linted(tree)
    for path in tree:
        alone = linted(tree, path)
        assert alone.diagnostics == tuple(d for d in whole.diagnostics if d.path == path)
        assert alone.classes == tuple(c for c in whole.classes if c.path == path)
        assert alone.files == 1
    return whole


PATHS = (
    "pkg/__init__.py",
    "pkg/base.py",
    "pkg/gens.py",
    "pkg/sub/__init__.py",
    "pkg/sub/deep.py",
    "lib/helpers.py",
    "gens.py",
    "scripts/train.py",
)
MODULES = (
    "pkg pkg.base pkg.gens pkg.sub pkg.sub.deep lib.helpers helpers gens . .base .gens .sub"
    " .sub.deep .. ..base ..gens .deep"
).split()
CLASSES = ("Base", "Gen", "Deep", "Mix", "keras.utils.Sequence", "keras.utils.Sequence")
FUNCTIONS = ("cut", "count", "make", "label")

module = st.sampled_from(MODULES)
absolute = st.sampled_from([name for name in MODULES if not name.startswith(".")])
known = st.sampled_from([*CLASSES[:4], *FUNCTIONS, "base", "gens", "sub", "deep", "helpers", "pkg"])


def filled(*templates: str) -> st.SearchStrategy[str]:
    """One of the templates with its slots filled."""
    slots = {
        "M": module,
        "A": absolute,
        "K": known,
        "C": st.sampled_from(CLASSES),
        "N": st.sampled_from(CLASSES[:4]),
        "F": st.sampled_from(FUNCTIONS),
        "VIA": st.sampled_from(
            ["", "", "helpers.", "pkg.base.", "pkg.sub.deep.", "gens.", "base."]
        ),
    }
    return st.sampled_from(templates).flatmap(
        lambda text: st.tuples(*(slots.get(part, st.just(part)) for part in text.split("|"))).map(
            "".join
        )
    )


imported = filled(
    "from |M| import |K|",
    "from |M| import |K|",
    "from |M| import |K|, |K",
    "from |M| import |N| as |N",
    "from |M| import (|K|,\n    |K|)",
    "from |M| import *",
    "import |A",
    "import |A| as base",
    "import importlib; helpers = importlib.import_module('|A|')",
)
method = filled(
    "    def __init__(self, x, y, b=4):\n        self.x, self.y, self.b = x, y, b",
    "    def __init__(self, *a, **k):\n        super().__init__(*a, **k)\n        self.n = 3",
    "    def __len__(self):\n        return len(self.x) // self.b",
    "    def __len__(self):\n        return |VIA|count(self.x, self.b)",
    "    def __len__(self):\n        return len(self.x)",
    "    def __getitem__(self, i):\n        return |VIA|cut(self.x, i, self.b), self.y[i:]",
    "    def __getitem__(self, i):\n        return self.x[i * self.b:(i + 1) * self.b]",
    "    def __getitem__(self, i):\n        x = self.x[i * self.b:(i + 1) * self.b]\n"
    "        return x, self.label(i)",
    "    def label(self, i):\n        return self.y[i * self.b:(i + 1) * self.b]",
    "    def label(self, i):\n        raise NotImplementedError",
)
body = st.lists(method, min_size=1, max_size=4).map("\n".join)
header = filled("class |N|(|C|):", "class |N|(|C|):", "class |N|(|C|, |C|):", "class |N|:")
a_class = st.tuples(header, body).map("\n".join)
definition = filled(
    "def cut(x, i, b):\n    return x[i * b:]",
    "def cut(x, i, b):\n    return x[i * b:(i + 1) * b]",
    "def cut(x, i, b):\n    return |VIA|cut(x, i, b)",
    "def count(x, b):\n    return len(x)",
    "def count(x, b):\n    return -(-len(x) // b)",
    "def make(x, y):\n    return |N|(x, y, 4)",
    "N| = |N",
    "def train(x, y):\n    keras.Sequential().fit(|N|(x, y), batch_size=4)",
    "def train(x, y):\n    feed = |VIA|make(x, y)\n    keras.Sequential().fit(feed, y)",
    "def guess(x, y):\n    keras.Sequential().predict(|N|(x, y))",
    "class Net(keras.Model):\n    def train_step(self, data):\n        return {}",
)
texts = st.tuples(
    st.lists(imported, max_size=4).map("\n".join),
    st.lists(st.one_of(a_class, a_class, definition), max_size=5).map("\n".join),
).map(lambda parts: "import keras\n{}\n{}\n".format(*parts))


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(PATHS), texts, min_size=2))
def test_any_file_of_any_tree(tree: dict[str, str]) -> None:
    assert_the_same(tree)


FEED = """\
import keras
{imports}

class Feed(keras.utils.Sequence):
    def __init__(self, x, y, batch_size):
        super().__init__()
        self.x, self.y, self.batch_size = x, y, batch_size

    def __len__(self):
        return -(-len(self.x) // self.batch_size)

    def __getitem__(self, index):
        x = {cut}(self.x, index, self.batch_size)
        return x, self.y[index * self.batch_size : (index + 1) * self.batch_size]
"""
HELPER = "def cut(rows, index, size):\n    return rows[index * size :]\n"


@pytest.mark.parametrize(
    ("imports", "cut", "feed", "helper", "beside"),
    [
        ("from helper import cut", "cut", "feed.py", "helper.py", {}),
        ("import helper", "helper.cut", "feed.py", "helper.py", {}),
        ("import helper as h", "h.cut", "feed.py", "helper.py", {}),
        ("from helper import *", "cut", "feed.py", "helper.py", {}),
        ("from helper import (\n    other,  # (\n    cut)", "cut", "feed.py", "helper.py", {}),
        ("from .helper import cut", "cut", "pkg/feed.py", "pkg/helper.py", {}),
        ("from . import helper", "helper.cut", "pkg/feed.py", "pkg/helper.py", {}),
        ("from.import helper", "helper.cut", "pkg/feed.py", "pkg/helper.py", {}),
        ("from . import cut", "cut", "pkg/feed.py", "pkg/__init__.py", {}),
        ("from .. import cut", "cut", "pkg/sub/feed.py", "pkg/__init__.py", {}),
        ("from ... import cut", "cut", "pkg/a/b/feed.py", "pkg/__init__.py", {}),
        ("import pkg", "pkg.cut", "feed.py", "pkg/__init__.py", {}),
        ("import pkg", "pkg.sub.helper.cut", "feed.py", "pkg/sub/helper.py", {}),
        ("import pkg.sub.helper", "pkg.sub.helper.cut", "feed.py", "pkg/sub/helper.py", {}),
        ("import os, pkg.helper as h", "h.cut", "feed.py", "pkg/helper.py", {}),
        ("import pkg . helper", "pkg.helper.cut", "feed.py", "pkg/helper.py", {}),
        ("import os; import helper", "helper.cut", "feed.py", "helper.py", {}),
        ("from \\\n  helper \\\n  import cut", "cut", "feed.py", "helper.py", {}),
        (
            "from between import cut",
            "cut",
            "feed.py",
            "far/helper.py",
            {"between.py": "from further import *\n", "further.py": "from far.helper import cut\n"},
        ),
        (
            "from between import pkg",
            "pkg.helper.cut",
            "feed.py",
            "pkg/helper.py",
            {"between.py": "import pkg\n"},
        ),
        (
            "from between import p",
            "p.helper.cut",
            "feed.py",
            "pkg/inner/helper.py",
            {"between.py": "import pkg.inner as p\n", "pkg/__init__.py": ""},
        ),
        (
            "import between",
            "between.inner.helper.cut",
            "feed.py",
            "pkg/inner/helper.py",
            {"between.py": "from pkg import inner\n"},
        ),
        (
            "from lib.Hälfte import cut",
            "cut",
            "feed.py",
            "lib/Hälfte.py",
            {},
        ),
    ],
)
def test_a_helper_is_judged_by_those_who_call_it(
    imports: str, cut: str, feed: str, helper: str, beside: dict[str, str]
) -> None:
    tree = {feed: FEED.format(imports=imports, cut=cut), helper: HELPER, **beside}
    found = assert_the_same(tree).diagnostics
    assert [(d.path, d.line, d.code) for d in found] == [(helper, 2, "SEQ201")]


def test_a_base_is_judged_by_its_heirs_and_names_them() -> None:
    base = FEED.format(imports="", cut="self.cut").replace("class Feed", "class Base")
    heir = (
        "from base import Base\n\n"
        "class Heir(Base):\n"
        "    def cut(self, x, index, size):\n        return x[index * size :]\n"
    )
    tree = {"base.py": base, "heir.py": heir, "later.py": heir.replace("Heir", "Later")}
    found = assert_the_same(tree).diagnostics
    assert [(d.path, d.code) for d in found] == [("heir.py", "SEQ201"), ("later.py", "SEQ201")]
    shared = {
        "base.py": base
        + "\n    def cut(self, x, index, size):\n        return x[index * size :]\n",
        "heir.py": "from base import Base\n\nclass Heir(Base):\n    pass\n",
    }
    (shared_one,) = assert_the_same(shared).diagnostics
    assert shared_one.path == "base.py"
    assert shared_one.affects == ("Heir (heir.py:3)",)


class TestWhatIsDryRun:
    """To lint one file must not cost what it costs to lint all."""

    @pytest.fixture
    def ran(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """The classes that were dry-run, as they come."""
        names: list[str] = []
        before = understand.understand

        def watched(found: Any, project: Any) -> SequenceClass:
            names.append(found.qualname)
            return before(found, project)

        monkeypatch.setattr(understand, "understand", watched)
        return names

    TREE = MappingProxyType(
        {
            **{
                f"pkg/feed{n}.py": FEED.format(
                    imports="from pkg.helper import cut" if n % 2 else "from pkg.other import cut",
                    cut="cut",
                ).replace("Feed", f"Feed{n}")
                for n in range(6)
            },
            "pkg/__init__.py": "from .feed0 import Feed0\nfrom .feed1 import Feed1\n",
            "pkg/helper.py": HELPER,
            "pkg/other.py": HELPER,
            "heir.py": "from pkg import Feed1\n\nclass Heir(Feed1):\n    pass\n",
            "lonely.py": "def cut(x):\n    return x[1:]\n",
            "settings.py": "SIZE = 3\n",
        }
    )

    @pytest.mark.parametrize(
        ("asked", "expected"),
        [
            ("pkg/feed2.py", "Feed2"),
            ("pkg/feed1.py", "Heir Feed1"),
            ("heir.py", "Heir"),
            ("pkg/helper.py", "Heir Feed1 Feed3 Feed5"),
            ("pkg/other.py", "Feed0 Feed2 Feed4"),
            ("lonely.py", ""),
            ("settings.py", ""),
        ],
    )
    def test_only_what_can_reach_the_file(self, ran: list[str], asked: str, expected: str) -> None:
        linted(self.TREE, asked)
        assert ran == expected.split()

    def test_all_where_there_is_too_much_to_look_through(
        self, ran: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(relevance, "FILES_OF_A_CLASS", 0)
        linted(self.TREE, "pkg/helper.py")
        assert len(ran) == 7
        assert_the_same(self.TREE)

    def test_a_file_that_nobody_mentions_is_imported_by_nobody(
        self, ran: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(relevance, "_Imports", None)
        linted(self.TREE, "heir.py")
        linted(self.TREE, "lonely.py")
        assert ran == ["Heir"]

    def test_the_other_classes_of_the_project_when_all_is_asked(self, ran: list[str]) -> None:
        linted(self.TREE)
        assert len(ran) == 7
        assert_the_same(self.TREE)


def test_what_cannot_hold_a_finding_ends_before_anything_else_is_read() -> None:
    def unwanted() -> list[SourceFile]:
        raise AssertionError("the project is read")

    file = SourceFile("empty.py", f"{ROOT}/empty.py", True)
    for text in (b"", b"# nothing here\nSIZE = 3\n", b"import keras\n"):
        sources = Sources([file], given={f"{ROOT}/empty.py": text}, index=unwanted)
        assert lint(sources, Settings()).diagnostics == ()
    for text in (b"def f():\n  pass\n", b"f = lambda x: x[1:]\n"):
        sources = Sources([file], given={f"{ROOT}/empty.py": text}, index=unwanted)
        assert "the project is read" in lint(sources, Settings()).notices[0]


def test_broken_files_are_told_only_to_who_asks() -> None:
    tree = {
        "feed.py": FEED.format(imports="", cut="cut"),
        "bad.py": "class A(keras.utils.Sequence:\n",
    }
    whole = assert_the_same(tree)
    assert [(d.path, d.code) for d in whole.diagnostics] == [("bad.py", "SEQ900")]
    assert linted(tree, "feed.py").exit_code == 0
