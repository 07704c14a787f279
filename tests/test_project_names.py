"""What the dry run is told that names and attributes stand for."""

from __future__ import annotations

from textwrap import dedent
from typing import Any

import pytest
from astroid import nodes
from project_trees import ROOT, project

from sequence_lint.project.bindings import (
    Binding,
    ClassRef,
    External,
    FunctionRef,
    ModuleRef,
    Unresolved,
    ValueRef,
)
from sequence_lint.project.find import Project
from sequence_lint.project.module import Module
from sequence_lint.project.parse import parse

GEN = """
import keras
class Gen(keras.utils.Sequence):
    def __len__(self):
        return THE_NAME
"""


def asked(text: str, name: str, **others: str) -> Binding:
    """What *name* is in a method of a Sequence that stands below *text*."""
    made, module, node = prepared(text, **others)
    return made.lookup(module, node, name)


def prepared(text: str, **others: str) -> tuple[Project, Module, Any]:
    files = {f"{name.replace('__', '/')}.py": other for name, other in others.items()}
    made = project({"pkg/gens.py": dedent(text) + GEN, "pkg/_.py": "", **files})
    (found,) = [one for one in made.classes if one.qualname == "Gen"]
    (here,) = [node for node in found.node.nodes_of_class(nodes.Name) if node.name == "THE_NAME"]
    return made, found.module, here


def told(binding: Binding) -> str:
    match binding:
        case External(dotted):
            return dotted
        case ModuleRef(module):
            return f"module {module.path.removeprefix(ROOT + '/')}"
        case FunctionRef(module, node) | ClassRef(module, node):
            return f"{type(node).__name__} {module.path}:{node.name}"
        case ValueRef(_, node, sure):
            return f"{node.as_string()}{'' if sure else ' ?'}"
        case Unresolved(reason):
            return f"unresolved: {reason}"


LOOKED_UP = [
    ("import numpy", "numpy", "numpy"),
    ("import numpy as np", "np", "numpy"),
    ("import os.path", "os", "os"),
    ("import os.path as p", "p", "os.path"),
    ("from numpy import ceil", "ceil", "numpy.ceil"),
    ("from math import ceil as up", "up", "math.ceil"),
    ("from tensorflow import keras as k", "k", "tensorflow.keras"),
    ("from math import *", "ceil", "math.ceil"),
    ("from math import *\nfrom numpy import *", "ceil", "unresolved: `ceil` is not defined"),
    ("from math import *", "len", "builtins.len"),
    ("", "len", "builtins.len"),
    ("", "nonsense", "unresolved: `nonsense` is not defined"),
    ("len = 3", "len", "3"),
    ("N = 3", "N", "3"),
    ("N = 3\nN = 4", "N", "4"),
    ("N = 3\nif x:\n    N = 4", "N", "4 ?"),
    ("N = 3\nN += 1", "N", "unresolved: it is assigned in several ways"),
    ("N: int = 3", "N", "3"),
    ("N: int\nN = 3", "N", "3"),
    ("N = M = 3", "N", "3"),
    ("N, M = 3, 4", "M", "4"),
    ("N, M = f()", "M", "unresolved: `M` is assigned in a way that is not followed"),
    ("N, *M = 1, 2", "M", "unresolved: `M` is assigned in a way that is not followed"),
    ("for N in range(3): pass", "N", "unresolved: `N` is assigned by a loop"),
    ("for i in range(3):\n    N = i", "N", "i ?"),
    ("with open('f') as N: pass", "N", "unresolved: `N` is assigned by a `with`"),
    ("def f():\n    global N\n    N = 3", "N", "3"),
    ("N = 1\ndef f():\n    global N\n    N = 3", "N", "3 ?"),
    ("N = 3\ndel N\n", "N", "3"),
    ("def f(): pass", "f", "FunctionDef pkg/gens.py:f"),
    ("async def f(): pass", "f", "AsyncFunctionDef pkg/gens.py:f"),
    ("def f(): pass\ndef f(): return 1", "f", "FunctionDef pkg/gens.py:f"),
    (
        "if x:\n    def f(): pass\nelse:\n    def f(): return 1",
        "f",
        "unresolved: it is defined in several ways",
    ),
    ("class A: pass", "A", "ClassDef pkg/gens.py:A"),
    ("f = lambda: 3", "f", "lambda: 3"),
    # Aliases.
    ("import numpy as np\nceil = np.ceil", "ceil", "numpy.ceil"),
    ("import numpy as np\nm = np\nup = m.ceil", "up", "numpy.ceil"),
    ("A = 3\nB = A\nC = B", "C", "3"),
    ("A = 3\nif x:\n    A = 4\nB = A", "B", "4 ?"),
    ("def f(): pass\ng = f", "g", "FunctionDef pkg/gens.py:f"),
    ("A = B\nB = A", "A", "B"),
    ("import os\nN = os.environ['N']", "N", "os.environ['N']"),
    ("N = len([1])", "N", "len([1])"),
    ("S = [1, 2]\nN = S[0]", "N", "S[0]"),
    ("import keras\nK = keras.utils.Sequence", "K", "keras.utils.Sequence"),
    # Competing imports.
    ("try:\n    import cPickle as p\nexcept ImportError:\n    import pickle as p", "p", "cPickle"),
    (
        "try:\n    from math import ceil\nexcept ImportError:\n    def ceil(x): return x",
        "ceil",
        "math.ceil",
    ),
    ("try:\n    import tqdm\nexcept ImportError:\n    tqdm = None", "tqdm", "tqdm"),
    # Other files.
    ("from .other import N", "N", "7"),
    ("from .other import f", "f", "FunctionDef pkg/other.py:f"),
    ("from .other import A as B", "B", "ClassDef pkg/other.py:A"),
    ("from .other import np", "np", "numpy"),
    ("from . import other", "other", "module pkg/other.py"),
    ("import pkg.other", "pkg", "module pkg"),
    ("import other", "other", "module pkg/other.py"),
    ("from .other import *", "f", "FunctionDef pkg/other.py:f"),
    ("from .other import *", "_private", "unresolved: `_private` is not defined"),
    (
        "from .other import missing",
        "missing",
        "unresolved: `missing` is not defined in pkg/other.py",
    ),
    ("from .nowhere import N", "N", "unresolved: `.nowhere` is not among the linted files"),
    ("from nowhere import N", "N", "nowhere.N"),
    ("from .broken import N", "N", "unresolved: `.broken` is not among the linted files"),
]

OTHER = """
import numpy as np
N = 7
_private = 8
def f(): pass
class A: pass
"""


@pytest.mark.parametrize(("text", "name", "expected"), LOOKED_UP)
def test_looks_names_up(text: str, name: str, expected: str) -> None:
    found = asked(text, name, pkg__other=OTHER, pkg__broken="def (")
    assert told(found) == expected


def test_scopes_from_the_inside_out() -> None:
    text = """
        import keras
        A = B = C = D = "module"

        def make(B):
            C = "function"
            class Gen(keras.utils.Sequence):
                D = "class"
                own = D
                def __len__(self, E=D):
                    D2 = [D for C in range(3)]
                    return A, B, C, D
            return Gen
        """
    made = project({"gens.py": text})
    (found,) = made.classes
    module, method = found.module, found.node.locals["__len__"][0]
    returned = method.body[-1].value
    answers = [told(made.lookup(module, name, name.name)) for name in returned.elts]
    assert answers == [
        "'module'",
        "unresolved: `B` is a parameter",
        "'function'",
        "'module'",
    ]
    in_class = found.node.locals["own"][0].parent.value
    assert told(made.lookup(module, in_class, "D")) == "'class'"
    default = method.args.defaults[0]
    assert told(made.lookup(module, default, "D")) == "'class'"
    comprehension = method.body[0].value
    assert told(made.lookup(module, comprehension.elt, "D")) == "'module'"
    assert told(made.lookup(module, comprehension.elt, "C")).startswith("unresolved")
    assert told(made.lookup(module, returned, "self")) == "unresolved: `self` is a parameter"


ATTRIBUTES = [
    ("import numpy as np", "np", "random.shuffle", "numpy.random.shuffle"),
    ("import os.path", "os", "path.join", "os.path.join"),
    (
        "import tensorflow as tf\nK = tf.keras",
        "K",
        "utils.Sequence",
        "tensorflow.keras.utils.Sequence",
    ),
    ("from . import other", "other", "N", "7"),
    ("from . import other", "other", "np.ceil", "numpy.ceil"),
    ("from . import other", "other", "A", "ClassDef pkg/other.py:A"),
    ("from . import other", "other", "nope", "unresolved: `nope` is not defined in pkg/other.py"),
    ("import pkg.other", "pkg", "other.f", "FunctionDef pkg/other.py:f"),
    ("class A:\n    x = 3\n    def f(self): pass", "A", "x", "3"),
    ("class A:\n    def f(self): pass", "A", "f", "FunctionDef pkg/gens.py:f"),
    ("class A:\n    x = 3\nclass B(A):\n    y = 4", "B", "x", "3"),
    ("class A:\n    x = 3", "A", "z", "unresolved: `A` has no `z` in the linted files"),
    ("N = 3", "N", "real", "unresolved: the attribute `real` of a value"),
    ("def f(): pass", "f", "x", "unresolved: the attribute `x` is not known"),
    ("", "nope", "x", "unresolved: `nope` is not defined"),
]


@pytest.mark.parametrize(("text", "name", "path", "expected"), ATTRIBUTES)
def test_attributes(text: str, name: str, path: str, expected: str) -> None:
    made, module, node = prepared(text, pkg__other=OTHER)
    binding = made.lookup(module, node, name)
    for attribute in path.split("."):
        binding = made.attribute(binding, attribute)
    assert told(binding) == expected


def test_the_lineage_of_any_class() -> None:
    made, module, node = prepared("class A: ...\nclass B(A): ...")
    binding = made.lookup(module, node, "B")
    assert isinstance(binding, ClassRef)
    lineage = made.lineage(binding)
    assert [told(one) for one in lineage] == ["ClassDef pkg/gens.py:B", "ClassDef pkg/gens.py:A"]


def test_a_module_that_is_no_file_of_the_project() -> None:
    made, _, _ = prepared("")
    text = "import numpy as np\nimport gens\nfrom . import other\nfrom x import *\nx = np.ceil\n"
    module = parse("stub.py", "stub", False, text)
    node = module.tree.body[-1].value
    assert told(made.lookup(module, node, "np")) == "numpy"
    assert told(made.lookup(module, node, "gens")) == "gens"
    assert told(made.lookup(module, node, "other")).startswith("unresolved")
    assert told(made.lookup(module, node, "range")) == "builtins.range"


def test_every_alternative_counts_but_not_for_ever() -> None:
    doubled = "\n".join(f"X{i + 1} = X{i} if flag else X{i}.y" for i in range(200))
    text = f"X0 = 1\n{doubled}\nimport keras\nclass Gen(X200, keras.utils.Sequence): ...\n"
    (found,) = project({"gens.py": text}).classes
    assert not found.bases_known
