"""The prefilter saves time and never loses a class."""

from __future__ import annotations

from textwrap import indent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from project_trees import classes

from sequence_lint.project.prefilter import FOREIGN, header_texts, identifiers, renames

NAMES = ("Sequence", "Base", "Gen", "K", "make", "Iterator", "PyDataset", "Génie")
PATHS = ("a.py", "b.py", "pkg/__init__.py", "pkg/c.py", "pkg/sub/d.py")
MODULES = (
    "a b pkg pkg.c pkg.sub.d c .c . .sub.d .. ..c keras keras.utils tensorflow.keras typing"
    " keras.preprocessing.image tensorflow"
).split()

name = st.sampled_from(NAMES)
module = st.sampled_from(MODULES)
absolute = st.sampled_from([one for one in MODULES if not one.startswith(".")])
space = st.sampled_from(["", " ", "  "])
gap = st.sampled_from([" ", "  # why ( not\n    ", "\n\n    ", " \\\n    "])


def templates(*texts: str) -> st.SearchStrategy[str]:
    """One of *texts* with its slots filled: N for names, M for modules, A for absolute ones."""
    slots = {"N": name, "M": module, "A": absolute, "_": gap}
    return st.sampled_from(texts).flatmap(
        lambda text: st.tuples(*(slots.get(part, st.just(part)) for part in text.split("|"))).map(
            "".join
        )
    )


value = templates(
    "N",
    "N",
    "N|.|N",
    "K.utils.|N",
    "keras.utils.|N",
    "tf.keras.utils.|N",
    "tensorflow.keras.utils.Sequence",
    "N|()",
    "N|.|N|()",
    "(|_|N|_|)",
    "(|_|N|_|if flag|_|else |N|_|)",
    "N| if flag else |N",
    "N| or |N",
    "keras_import('utils', '|N|')",
    "keras_import(|_|'utils',|_|'|N|')",
    "get_keras('utils').|N",
    "getattr(|N|,|_|'|N|')",
    "getattr(keras.utils, '|N|')",
    "N|[int]",
    "isinstance(|N|, |N|)",
    "[|N|]",
    "N|.|N|.|N",
    "(lambda: |N|)()",
)
imports = templates(
    "import |A",
    "import |A| as |N",
    "import keras",
    "import tensorflow as tf",
    "from |M| import |N",
    "from |M| import |N| as |N",
    "from |M| import (|_|N|_|as |N|,|_|N|_|)",
    "from |M| import *",
    "from keras.utils import |N",
    "from keras.utils import |N| as |N",
    "from . import c as |N",
    "from tensorflow import keras as |N",
)
header = st.tuples(name, value, value, gap).flatmap(
    lambda parts: st.sampled_from(
        [
            "class {0}({1}): ...",
            "class {0}({1}):\n    {2}\n    inner = {2}",
            "class {0}({1}, {2}): ...",
            "class {0}({3}{1},{3}metaclass={2}): ...",
            "class {0}(object, {1}): ...",
            "class {0}:\n    Base = {1}\n    class Gen({2}): ...",
        ]
    ).map(lambda text: text.format(*parts))
)
assignment = st.tuples(name, value, name, value).flatmap(
    lambda parts: st.sampled_from(
        [
            "{0} = {1}",
            "{0} = {2} = {1}",
            "{0}, {2} = {1}, {3}",
            "{0}: type = {1}",
            "x = 1; {0} = {1}",
            "{0} = ({1})",
            "{0} = \\\n    {1}",
            "if ({0} := {1}): pass",
            "if flag: {0} = {1}",
            "print({1})",
            "def {0}(): return {1}",
            "def {0}(x):\n    if x:\n        return (\n            {1}\n        )\n    return {3}",
            "def {0}():\n    {2} = {1}\n    return {2}",
        ]
    ).map(lambda text: text.format(*parts))
)
simple = st.one_of(imports, header, header, assignment, assignment)
statement = st.one_of(
    simple,
    simple,
    st.tuples(simple, simple).flatmap(
        lambda pair: st.sampled_from(
            [
                "try:\n{0}\nexcept ImportError:\n{1}",
                "if flag:\n{0}\nelse:\n{1}",
                "def make():\n{0}\n{1}\n    return Gen",
                '"""\n{0}\n"""\nx = 1  # {1!r}',
                "with x as y:\n{0}\n{1}",
            ]
        ).map(lambda text: text.format(*(indent(one, "    ") for one in pair)))
    ),
)
start = st.sampled_from(
    [
        "",
        "from keras.utils import Sequence",
        "import keras\nfrom a import *\nfrom pkg.c import *",
        "import tensorflow as tf\nBase = tf.keras.utils.Sequence",
        "from pkg import Gen\nimport a, b",
    ]
)
text = st.tuples(start, st.lists(statement, min_size=1, max_size=6)).map(
    lambda parts: "\n".join([parts[0], *parts[1]])
)
tree = st.dictionaries(st.sampled_from(PATHS), text, min_size=1)


@settings(max_examples=300, deadline=None)
@given(tree, st.sampled_from(["\n", "\r\n", "\r"]))
def test_the_same_classes_with_and_without(files: dict[str, str], line_end: str) -> None:
    contents = {path: one.replace("\n", line_end).encode() for path, one in files.items()}
    assert classes(contents) == classes(contents, prefilter=False)


RENAMED = [
    "from keras.utils import Sequence as Base",
    "from keras.utils import (\n    Sequence  # the base\n    as Base,\n)",
    "from keras.utils import Sequence \\\n  as Base",
    "Base = Sequence",
    "Base = keras.utils.Sequence",
    "  Base: type = Sequence",
    "x = 1; Base = Sequence",
    "if x: Base = Sequence",
    "A, B = object, Sequence",
    "(A, B) = object, Sequence",
    "A = B = Sequence",
    "Base = (\n    Sequence\n)",
    "Base = (\n    object\n    if x\n    else Sequence\n)",
    "Base = (\n    f(x, (1, 2),\n      y=3)\n    or Sequence\n)",
    "Base = (  # ) not the end\n    Sequence)",
    "Base = \\\n    keras. \\\n    utils.Sequence",
    "Base = keras_import('utils', 'Sequence')",
    "Base = keras_import(\n    'utils',\n    'Sequence')",
    "Base = get('utils').Sequence",
    'Base = getattr(keras.utils, "Sequence")',
    "Base = six.with_metaclass(Meta, Sequence)",
    "def base():\n    return Sequence",
    "def base():\n    return (\n        keras.utils\n        .Sequence\n    )",
    "def base(): return Sequence",
    "if (Base := Sequence): pass",
    "Base = Sequence if x else object",
    "Base = Sequence or object",
    "Base = Sequence[int]",
    "Base = Sequence\r\n",
    "x = 1\rBase = Sequence\r",
]

KEPT = [
    "from keras.utils import Sequence",
    "from keras.utils import Sequence as Sequence",
    "from keras.utils import (\n    to_categorical,\n    Sequence,\n)",
    "isinstance(x, Sequence)",
    "ok = isinstance(x, Sequence)",
    "ok = isinstance(\n    x,\n    (\n        list,\n        Sequence,\n    ),\n)",
    "if isinstance(x, keras.utils.Sequence):\n    pass",
    "if isinstance(\n    x, Sequence\n):\n    pass",
    "gen = Sequence(3)",
    "return Sequence(3)",
    "def f(x: Sequence): ...",
    "def f(\n    x: Sequence,\n    y: int = 3,\n) -> Sequence:\n    ...",
    "x: Sequence",
    "x: Sequence = 3",
    "x: list[Sequence] = []",
    "Pair = Union[int, Sequence]",
    "ALL = [Sequence]",
    "BY_NAME = {'x': Sequence}",
    "class Gen(Sequence): ...",
    "# Base = Sequence",
    "x = 1  # a Sequence",
    '"""\nA Sequence of things.\n"""',
    '"""\n    x = something (`Sequence`): of things\n"""',
    '"""\nArgs:\n    x: a `keras.utils.Sequence`.\n    return: Sequence\n"""',
    "Sequences = 3",
    "MySequence = 3",
    "f(Sequence)",
    "raise TypeError(Sequence)",
    "assert x is Sequence",
    "__all__ = ['Sequence']",
    "@register(Sequence)\ndef f(): ...",
]


@pytest.mark.parametrize("source", RENAMED)
def test_sees_new_names(source: str) -> None:
    assert renames(source.encode(), ["Sequence"], [])


@pytest.mark.parametrize("source", KEPT)
def test_most_mentions_are_no_reason_to_parse(source: str) -> None:
    assert not renames(source.encode(), ["Sequence"], [])


def test_calls_of_functions_that_return_a_class() -> None:
    assert renames(b"Base = make()", [], ["make"])
    assert renames(b"Base = lib.make(3)", [], ["make"])
    assert not renames(b"gen = Gen()", ["Gen"], [])


def test_names_beyond_ascii() -> None:
    assert renames("Base = Générateur".encode(), [FOREIGN], [])
    assert renames("Base = Générateur".encode("latin-1"), [FOREIGN], [])
    assert not renames(b"Base = Generateur", [FOREIGN], [])


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("class A(B): ...", {"B"}),
        ("class A(b.C, metaclass=D): ...", {"b", "C", "metaclass", "D"}),
        ("class A(\n    B,  # ) no end\n    C,\n): ...", {"B", "C", "no", "end"}),
        ("class A(f('x)', \"(\"),\n  B): ...", {"f", "x", "B"}),
        ("class A \\\n  (B): ...", {"B"}),
        ("class A[T: int](B[T]): ...", {"T", "int", "B"}),
        ("class A[\n    T,\n](\n    B,\n): ...", {"T", "B"}),
        ("class A(\r\n    B,\r\n): ...", {"B"}),
        ("class A: ...", set()),
        ("class Ä(Ö): ...", {FOREIGN}),
        ("    class A(B):\n        x = C", {"B"}),
        ("class A(f('''\n)\n'''), B): ...", {"f", "B"}),
    ],
)
def test_identifiers_of_headers(source: str, expected: set[str]) -> None:
    texts = header_texts(source.encode())
    found = {one for text in texts for one in identifiers(text)}
    assert expected <= found
    assert found - expected <= {"x", "C"} or found == expected


@pytest.mark.parametrize(
    "source",
    [
        b"x = [" + b"1, " * 200_000 + b"Sequence]",
        b"Sequence = (" * 5_000,
        b"(" * 100_000 + b"\nSequence\n",
        b"x = '" + b"\\'" * 100_000 + b" Sequence",
        b"class A(" + b"(\n" * 50_000,
        (b"class A(\n" + b"# (\n" * 50) * 500,
        b"a: " * 50_000 + b"= Sequence",
        b'"""' + b"Sequence\n" * 20_000 + b'"""',
    ],
    ids=range(8),
)
def test_takes_time_in_proportion(source: bytes) -> None:
    """None of these comes near a second; each took minutes with a careless expression."""
    import time

    start = time.process_time()
    renames(source, ["Sequence"], [])
    header_texts(source)
    assert time.process_time() - start < 5
