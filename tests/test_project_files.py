"""Classes that become Sequences through several files."""

from __future__ import annotations

import random

import pytest
from project_trees import ROOT, classes, only, written

from sequence_lint.project.find import find
from sequence_lint.source.files import SourceFile

BASE = "import keras\nclass Base(keras.utils.Sequence): ...\n"

# Each tree, and the classes beside those of base files that must be found in it.
TREES: dict[str, tuple[dict[str, str], list[str]]] = {
    "beside each other": (
        {"gens.py": BASE, "train.py": "from gens import Base\nclass Gen(Base): ..."},
        ["train.py:Gen"],
    ),
    "beside each other, by module": (
        {"gens.py": BASE, "train.py": "import gens\nclass Gen(gens.Base): ..."},
        ["train.py:Gen"],
    ),
    "beside each other, module as": (
        {"gens.py": BASE, "train.py": "import gens as g\nclass Gen(g.Base): ..."},
        ["train.py:Gen"],
    ),
    "class as": (
        {"gens.py": BASE, "train.py": "from gens import Base as B\nclass Gen(B): ..."},
        ["train.py:Gen"],
    ),
    "star": (
        {"gens.py": BASE, "train.py": "from gens import *\nclass Gen(Base): ..."},
        ["train.py:Gen"],
    ),
    "package": (
        {
            "pkg/__init__.py": "",
            "pkg/gens.py": BASE,
            "train.py": "from pkg.gens import Base\nclass Gen(Base): ...",
        },
        ["train.py:Gen"],
    ),
    "package in full": (
        {
            "pkg/__init__.py": "",
            "pkg/sub/__init__.py": "",
            "pkg/sub/gens.py": BASE,
            "train.py": "import pkg.sub.gens\nclass Gen(pkg.sub.gens.Base): ...",
        },
        ["train.py:Gen"],
    ),
    "namespace package": (
        {
            "lib/deep/gens.py": BASE,
            "train.py": "from lib.deep import gens\nclass Gen(gens.Base): ...",
            "tools/train.py": "import lib.deep.gens\nclass Gen(lib.deep.gens.Base): ...",
        },
        ["tools/train.py:Gen", "train.py:Gen"],
    ),
    "relative": (
        {
            "pkg/__init__.py": "",
            "pkg/gens.py": BASE,
            "pkg/train.py": "from .gens import Base\nclass Gen(Base): ...",
        },
        ["pkg/train.py:Gen"],
    ),
    "relative, of the package": (
        {
            "pkg/__init__.py": "",
            "pkg/gens.py": BASE,
            "pkg/train.py": "from . import gens\nclass Gen(gens.Base): ...",
        },
        ["pkg/train.py:Gen"],
    ),
    "relative, from above": (
        {
            "pkg/__init__.py": "",
            "pkg/gens.py": BASE,
            "pkg/a/__init__.py": "",
            "pkg/a/b/__init__.py": "from ...gens import Base\nclass Init(Base): ...",
            "pkg/a/b/c.py": "from ...gens import Base\nclass Gen(Base): ...",
        },
        ["pkg/a/b/__init__.py:Init", "pkg/a/b/c.py:Gen"],
    ),
    "relative without __init__": (
        {"lib/gens.py": BASE, "lib/train.py": "from .gens import Base\nclass Gen(Base): ..."},
        ["lib/train.py:Gen"],
    ),
    "re-exported": (
        {
            "mz/__init__.py": "from .gens import Base",
            "mz/gens.py": BASE,
            "train.py": "import mz\nclass Gen(mz.Base): ...",
        },
        ["train.py:Gen"],
    ),
    "re-exported twice, renamed": (
        {
            "mz/__init__.py": "from .data import Loader as DataLoader",
            "mz/data/__init__.py": "from .gens import Base as Loader",
            "mz/data/gens.py": BASE,
            "train.py": "import mz as m\nclass Gen(m.DataLoader): ...",
        },
        ["train.py:Gen"],
    ),
    "re-exported by stars": (
        {
            "mz/__init__.py": "from .data import *",
            "mz/data/__init__.py": "from .gens import *",
            "mz/data/gens.py": BASE,
            "train.py": "from mz import *\nclass Gen(Base): ...",
        },
        ["train.py:Gen"],
    ),
    "Keras' own through a module of imports": (
        {
            "pkg/__init__.py": "",
            "pkg/imports.py": "import os\nfrom tensorflow.keras.utils import Sequence",
            "pkg/data.py": "from .imports import *\nclass Gen(Sequence): ...",
        },
        ["pkg/data.py:Gen"],
    ),
    "Keras' own through two stars": (
        {
            "pkg/__init__.py": "",
            "pkg/a.py": "from keras.utils import *",
            "pkg/b.py": "from .a import *",
            "pkg/data.py": "from .b import *\nclass Gen(Sequence): ...",
        },
        ["pkg/data.py:Gen"],
    ),
    "Keras through a module of imports": (
        {
            "compat.py": "import tensorflow as tf\nK = tf.keras",
            "data.py": "from compat import K\nclass Gen(K.utils.Sequence): ...",
        },
        ["data.py:Gen"],
    ),
    "Keras' own renamed elsewhere": (
        {
            "compat.py": "from keras.utils import Sequence as KerasData",
            "data.py": "from compat import KerasData\nclass Gen(KerasData): ...",
        },
        ["data.py:Gen"],
    ),
    "assigned elsewhere": (
        {
            "compat.py": "import keras\nif keras:\n    KerasData = keras.utils.PyDataset\n"
            "else:\n    KerasData = object",
            "again.py": "import compat\nMine = compat.KerasData",
            "data.py": "import again\nclass Gen(again.Mine): ...",
        },
        ["data.py:Gen"],
    ),
    "made elsewhere": (
        {
            "compat.py": "import keras\ndef base():\n    return keras.utils.Sequence",
            "again.py": "from compat import base as make\nBase = make()",
            "data.py": "import again, compat\nclass Gen(again.Base): ...\n"
            "class Gen2(compat.base()): ...",
        },
        ["data.py:Gen", "data.py:Gen2"],
    ),
    "a class made in a function elsewhere": (
        {
            "make.py": "import keras\ndef make(n):\n    class Inner(keras.utils.Sequence): ...\n"
            "    return Inner\n",
            "data.py": "from make import make\nclass Gen(make(3)): ...",
        },
        ["data.py:Gen", "make.py:make.<locals>.Inner"],
    ),
    "src layout": (
        {
            "src/pkg/__init__.py": "",
            "src/pkg/gens.py": BASE,
            "tests/unit/test_gens.py": "from pkg.gens import Base\nclass Gen(Base): ...",
        },
        ["tests/unit/test_gens.py:Gen"],
    ),
    "script in a package": (
        {
            "pkg/__init__.py": "",
            "pkg/gens.py": BASE,
            "pkg/train.py": "from gens import Base\nclass Gen(Base): ...",
        },
        ["pkg/train.py:Gen"],
    ),
    "the nearest wins": (
        {
            "a/gens.py": "class Base: ...",
            "a/train.py": "from gens import Base\nclass Gen(Base): ...",
            "b/gens.py": BASE,
            "b/train.py": "from gens import Base\nclass Gen(Base): ...",
            "c/train.py": "from b.gens import Base\nclass Gen(Base): ...",
        },
        ["b/train.py:Gen", "c/train.py:Gen"],
    ),
    "a file and a package of one name": (
        {
            "gens.py": "class Base: ...",
            "gens/__init__.py": BASE,
            "train.py": "from gens import Base\nclass Gen(Base): ...",
        },
        ["train.py:Gen"],
    ),
    "a module named like the class in it": (
        {
            "pkg/__init__.py": "from .Base import Base",
            "pkg/Base.py": BASE,
            "train.py": "from pkg import Base\nclass Gen(Base): ...",
        },
        ["train.py:Gen"],
    ),
    "import cycle": (
        {
            "pkg/__init__.py": "from .a import A\nfrom .b import B",
            "pkg/a.py": "import keras\nfrom . import b\nclass A(keras.utils.Sequence): ...\n"
            "class A2(b.B): ...",
            "pkg/b.py": "from pkg import A\nclass B(A): ...",
        },
        ["pkg/a.py:A", "pkg/a.py:A2", "pkg/b.py:B"],
    ),
    "star cycle": (
        {
            "a.py": "from b import *\nimport keras\nclass A(keras.utils.Sequence): ...",
            "b.py": "from a import *\nclass B(A): ...",
            "c.py": "from b import *\nclass C(B): ...\nclass D(Nowhere): ...",
        },
        ["a.py:A", "b.py:B", "c.py:C"],
    ),
    "far chain": (
        {
            "a.py": "import keras\nclass A(keras.utils.Sequence): ...",
            **{
                f"m{i}.py": f"from {'a' if i == 0 else f'm{i - 1}'} import "
                f"{'A' if i == 0 else f'C{i - 1}'} as P{i}\nclass C{i}(P{i}): ..."
                for i in range(20)
            },
        },
        sorted(["a.py:A", *(f"m{i}.py:C{i}" for i in range(20))]),
    ),
    "either of two files": (
        {
            "new.py": BASE,
            "old.py": "class Base: ...",
            "train.py": "try:\n    from new import Base\nexcept ImportError:\n"
            "    from old import Base\nclass Gen(Base): ...",
        },
        ["train.py:Gen"],
    ),
    "attribute of a class elsewhere": (
        {
            "names.py": "import keras\nclass Names:\n    data = keras.utils.Sequence",
            "more.py": "from names import Names\nclass More(Names): ...",
            "train.py": "from more import More\nclass Gen(More.data): ...",
        },
        ["train.py:Gen"],
    ),
    "a name beyond ASCII": (
        {
            "gens.py": "import keras\nclass Générateur(keras.utils.Sequence): ...",
            "alias.py": "from gens import Générateur as Gènes",
            "train.py": "# coding: utf-8\nfrom gens import Générateur\nclass Gen(Générateur): ...",
            "other.py": "from alias import Gènes\nclass Other(Gènes): ...",
        },
        ["gens.py:Générateur", "other.py:Other", "train.py:Gen"],
    ),
}

# Trees in which only a namesake of the base is a Sequence.
NAMESAKES = {
    "typing's in another file": {
        "a.py": "import keras\nfrom typing import Sequence",
        "b.py": "from a import Sequence\nclass Gen(Sequence): ...",
    },
    "not exported": {
        "a.py": "from keras.utils import Sequence\n__all__ = ['other']\nother = 1",
        "b.py": "from a import *\nclass Gen(Sequence): ...",
    },
    "private": {
        "a.py": "from keras.utils import Sequence as _Base",
        "b.py": "from a import *\nclass Gen(_Base): ...",
    },
    "installed, not linted": {
        "a.py": "from keras.utils import Sequence as Base",
        "b.py": "from elsewhere import Base\nclass Gen(Base): ...",
    },
    "module that is not there": {
        "a.py": "from keras.utils import Sequence as Base",
        "b.py": "from .missing import Base\nclass Gen(Base): ...",
    },
    "above the top": {
        "a.py": "from keras.utils import Sequence as Base",
        "b.py": "from ........a import Base\nclass Gen(Base): ...",
    },
    "a module of the standard library": {
        "pkg/__init__.py": "",
        "pkg/random.py": "from keras.utils import Sequence as Random",
        "pkg/b.py": "import random\nclass Gen(random.Random): ...",
    },
    "only imports itself": {
        "a.py": "import keras\nfrom b import Sequence",
        "b.py": "from a import Sequence\nclass Gen(Sequence): ...",
    },
}


@pytest.mark.parametrize(("tree", "expected"), TREES.values(), ids=TREES)
def test_finds_through_files(tree: dict[str, str], expected: list[str]) -> None:
    bases = {f"{path}:Base" for path, text in tree.items() if text == BASE}
    assert sorted(set(classes(tree)) - bases) == expected
    assert classes(tree) == classes(tree, prefilter=False)


@pytest.mark.parametrize("tree", NAMESAKES.values(), ids=NAMESAKES)
def test_takes_no_namesake(tree: dict[str, str]) -> None:
    assert classes(tree) == []
    assert classes(tree, prefilter=False) == []


def test_a_chain_through_files_is_told_step_by_step() -> None:
    tree, _ = TREES["re-exported twice, renamed"]
    found = only(tree, "Gen")
    assert written(found) == ["m.DataLoader", "keras.utils.Sequence", "keras.utils.Sequence"]
    assert [step.module.path for step in found.chain if step.module] == [
        "train.py",
        "mz/data/gens.py",
    ]
    assert [step.node is None for step in found.chain] == [False, False, True]


def test_the_order_of_files_does_not_matter() -> None:
    tree = {
        f"{name}/{path}": text for name, (files, _) in TREES.items() for path, text in files.items()
    }
    contents = {f"{ROOT}/{path}": text.encode() for path, text in tree.items()}
    files = [SourceFile(path, f"{ROOT}/{path}", explicit=False) for path in tree]
    told = []
    for seed in range(3):
        random.Random(seed).shuffle(files)
        found = find(files, contents.__getitem__).classes
        told.append(
            [(one.module.path, one.node.lineno, one.qualname, tuple(written(one))) for one in found]
        )
    assert told[0] == told[1] == told[2]
    assert told[0] == sorted(told[0], key=lambda one: one[:2])
