"""Which file an import means, told from where the files are."""

from __future__ import annotations

import pytest
from project_trees import ROOT, classes

from sequence_lint.project.find import FindOptions, find
from sequence_lint.project.layout import Layout
from sequence_lint.source.files import SourceFile

BASE = "import keras\nclass Base(keras.utils.Sequence): ...\n"
OTHER = "class Base: ...\n"


def layout(paths: str, src: tuple[str, ...] = (), stated: tuple[str, ...] = ()) -> Layout:
    files = [SourceFile(path, f"{ROOT}/{path}", explicit=False) for path in paths.split()]
    return Layout(files, tuple(f"{ROOT}/{one}" for one in src), lambda _: stated)


def meant(paths: str, dotted: str, **more: tuple[str, ...]) -> str | None:
    """The place that an absolute import in the first of *paths* means."""
    place = layout(paths, **more).absolute(0, dotted)
    return None if place is None else place.removeprefix(f"{ROOT}/")


@pytest.mark.parametrize(
    ("paths", "dotted", "place"),
    [
        # Beside the script, before all that is elsewhere.
        ("a/train.py a/gens.py gens.py b/gens.py", "gens", "a/gens"),
        ("a/train.py gens.py b/gens.py", "gens", "gens"),
        ("a/train.py b/gens.py", "gens", "b/gens"),
        # A `src` layout, with tests beside it, and a namesake further away.
        ("tests/test_x.py src/pkg/__init__.py src/pkg/gens.py", "pkg.gens", "src/pkg/gens"),
        (
            "tests/test_x.py src/pkg/__init__.py src/pkg/gens.py docs/old/src/pkg/gens.py",
            "pkg.gens",
            "src/pkg/gens",
        ),
        # The outermost package that a file is in, not one of the same name further in.
        (
            "pkg/sub/train.py pkg/__init__.py pkg/sub/__init__.py pkg/gens.py pkg/sub/pkg/gens.py",
            "pkg.gens",
            "pkg/gens",
        ),
        # A script in a package imports what is beside it, if there is nothing else of that name.
        ("pkg/train.py pkg/__init__.py pkg/gens.py", "gens", "pkg/gens"),
        ("pkg/train.py pkg/__init__.py pkg/gens.py gens.py", "gens", "gens"),
        # Several packages side by side.
        ("one/a.py one/__init__.py two/__init__.py two/b.py", "two.b", "two/b"),
        # Folders without `__init__.py`, at any depth.
        ("x/train.py lib/deep/gens.py", "lib.deep.gens", "lib/deep/gens"),
        ("x/train.py lib/deep/gens.py", "lib.deep", "lib/deep"),
        ("x/train.py lib/deep/gens.py", "lib.gens", None),
        # What is complete counts before what is near.
        ("x/y/train.py x/lib/other.py lib/gens.py", "lib.gens", "lib/gens"),
        # A module counts before a mere folder of its name.
        ("x/train.py a/data/rows.py b/data.py", "data", "b/data"),
        # Two that are as near: nobody knows.
        ("x/train.py a/gens.py b/gens.py", "gens", None),
        ("x/train.py a/gens.py b/c/gens.py", "gens", "a/gens"),
        ("p/x/train.py p/a/gens.py b/gens.py", "gens", "p/a/gens"),
        # What is installed usually is not looked for in other folders.
        ("x/train.py lib/numpy.py", "numpy", None),
        ("x/train.py x/numpy.py", "numpy", "x/numpy"),
        ("x/train.py json/gens.py", "json", None),
    ],
)
def test_absolute_imports(paths: str, dotted: str, place: str | None) -> None:
    assert meant(paths, dotted) == place


@pytest.mark.parametrize(
    ("path", "level", "dotted", "place"),
    [
        ("p/a/b/c.py", 1, "d", "p/a/b/d"),
        ("p/a/b/c.py", 2, "d", "p/a/d"),
        ("p/a/b/c.py", 3, "d", "p/d"),
        ("p/a/b/c.py", 4, "d", "d"),
        ("p/a/b/c.py", 3, "", "p"),
        ("p/a/b/c.py", 3, "a.d", "p/a/d"),
        ("p/a/b/__init__.py", 1, "d", "p/a/b/d"),
        ("p/a/b/__init__.py", 2, "d", "p/a/d"),
        ("p/a/b/c.py", 1, "gone", None),
    ],
)
def test_relative_imports_at_any_depth(
    path: str, level: int, dotted: str, place: str | None
) -> None:
    found = layout(f"{path} p/a/b/d.py p/a/d.py p/d.py d.py").relative(0, level, dotted)
    assert found == (None if place is None else f"{ROOT}/{place}")


class TestSrc:
    PATHS = "app/train.py app/gens.py lib/gens.py src/gens.py src/more.py json/x.py"

    def test_absolute_imports_lead_there_and_nowhere_else(self) -> None:
        assert meant(self.PATHS, "gens") == "app/gens"
        assert meant(self.PATHS, "gens", src=("lib", "src")) == "lib/gens"
        assert meant(self.PATHS, "gens", src=("src", "lib")) == "src/gens"
        assert meant(self.PATHS, "more", src=("lib", "src")) == "src/more"
        assert meant(self.PATHS, "more", src=("lib",)) is None
        assert meant(self.PATHS, "gens", src=("json",)) is None
        assert meant(self.PATHS, "app.gens", src=("lib",)) is None

    def test_relative_imports_go_on_as_they_did(self) -> None:
        one = layout(self.PATHS, src=("lib",))
        assert one.relative(0, 1, "gens") == f"{ROOT}/app/gens"

    def test_classes_are_found_through_them(self) -> None:
        tree = {
            "app/train.py": "from gens import Base\nclass Gen(Base): ...",
            "app/gens.py": OTHER,
            "lib/gens.py": BASE,
        }
        assert classes(tree) == ["lib/gens.py:Base"]
        files = [SourceFile(path, f"{ROOT}/{path}", explicit=False) for path in tree]
        read = {f"{ROOT}/{path}": text.encode() for path, text in tree.items()}
        found = find(files, read.__getitem__, options=FindOptions((f"{ROOT}/lib",))).classes
        assert [one.qualname for one in found] == ["Gen", "Base"]


PATHED = {
    "a/gens.py": OTHER,
    "b/gens.py": BASE,
    "x/y/train.py": "{}\nfrom gens import Base\nclass Gen(Base): ...",
}


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("import sys; sys.path.append('../../b')", True),
        ('import sys\nsys.path.insert(0, "../../b/")', True),
        ("sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..', '..', 'b'))", True),
        ("sys.path.append(str(ROOT / 'b'))", True),
        ("sys.path.append(r'..\\..\\b')", True),
        ("sys.path.append('../../a')", False),
        ("sys.path.append('../../bb')", False),
        ("sys.path += ['../../a', '../../b']", False),
        ("sys.path.append('..')", False),
        ("", False),
    ],
)
def test_scripts_may_say_which_folder_they_mean(line: str, found: bool) -> None:
    tree = {path: text.format(line) for path, text in PATHED.items()}
    assert classes(tree) == ["b/gens.py:Base", *(["x/y/train.py:Gen"] if found else [])]


@pytest.mark.parametrize(
    "line",
    [
        "sys.path.append('..')",
        "sys.path.insert(0, os.path.join(os.path.dirname(__file__), '..'))",
        "sys.path.append('../lib')",
        "",
    ],
)
@pytest.mark.parametrize("place", ["gens.py", "lib/gens.py"])
def test_a_folder_on_the_path_is_found_without_a_namesake(line: str, place: str) -> None:
    tree = {place: BASE, "x/train.py": f"{line}\nfrom gens import Base\nclass Gen(Base): ..."}
    assert classes(tree) == sorted([f"{place}:Base", "x/train.py:Gen"])


def test_the_same_name_in_two_packages() -> None:
    tree = {
        "one/__init__.py": "from .gens import Base",
        "one/gens.py": BASE,
        "two/__init__.py": "from .gens import Base",
        "two/gens.py": OTHER,
        "one/a.py": "from .gens import Base\nclass A(Base): ...",
        "two/b.py": "from .gens import Base\nclass B(Base): ...",
        "train.py": "import one, two\nclass C(one.Base): ...\nclass D(two.Base): ...",
        "more.py": "from two import Base\nclass E(Base): ...\n"
        "from one import Base\nclass F(Base): ...",
    }
    expected = ["more.py:F", "one/a.py:A", "one/gens.py:Base", "train.py:C"]
    assert classes(tree) == expected
    assert classes(tree, prefilter=False) == expected


def test_import_cycles() -> None:
    tree = {
        "pkg/__init__.py": "from .a import A\nfrom .b import B, Base\n",
        "pkg/a.py": "from . import b\nfrom pkg import Base\nclass A(b.Base): ...\n",
        "pkg/b.py": BASE + "from .a import A\nclass B(A): ...\n",
        "pkg/c.py": "from .d import D\nC = D\n",
        "pkg/d.py": "from .c import C\nD = C\nclass E(C): ...\n",
    }
    assert classes(tree) == ["pkg/a.py:A", "pkg/b.py:Base", "pkg/b.py:B"]


def test_what_a_package_makes_on_demand_is_unknown() -> None:
    tree = {
        "pkg/__init__.py": "def __getattr__(name):\n    from . import gens\n"
        "    return getattr(gens, name)\n",
        "pkg/gens.py": BASE,
        "train.py": "from pkg import Base\nclass Gen(Base): ...",
    }
    assert classes(tree) == ["pkg/gens.py:Base"]


class TestExtraBases:
    TREE = (
        "import keras\nimport gens.more as m\nfrom gens import Base, Base as B\n"
        "class A(Base):\n    def __init__(self): ...\n"
        "class C(m.Other): ...\nclass D(B[int]): ...\nclass E(A): ...\n"
        "class F(keras.utils.Sequence): ..."
    )

    def found(self, *names: str, text: str = TREE, **beside: str) -> dict[str, bool]:
        tree = {"train.py": text, **{f"{name}.py": each for name, each in beside.items()}}
        files = [SourceFile(path, f"{ROOT}/{path}", explicit=False) for path in tree]
        read = {f"{ROOT}/{path}": each.encode() for path, each in tree.items()}
        options = FindOptions(extra_bases=frozenset(names))
        pair = [find(files, read.__getitem__, fast, options).classes for fast in (True, False)]
        assert [one.qualname for one in pair[0]] == [one.qualname for one in pair[1]]
        return {one.qualname: one.bases_known for one in pair[0]}

    def test_who_inherits_from_one_is_a_sequence_of_which_not_all_is_known(self) -> None:
        assert self.found() == {"F": True}
        assert self.found("gens.Base") == {"A": False, "D": False, "E": False, "F": True}
        assert self.found("gens.more.Other") == {"C": False, "F": True}
        assert self.found("other.Base") == {"F": True}
        assert len(self.found("gens.Base", "gens.more.Other")) == 5

    def test_keras_need_not_be_mentioned(self) -> None:
        assert self.found("a.b.Base", text="from a.b import *\nclass A(Base): ...") == {"A": False}
        assert self.found("a.b.Bäse", text="import a\nclass A(a.b.Bäse): ...") == {"A": False}
        text = "try:\n    from a import Base\nexcept ImportError:\n    Base = object\n"
        assert self.found("a.Base", text=f"{text}class A(Base): ...") == {"A": False}

    def test_a_class_of_the_project_is_what_it_is(self) -> None:
        text = "from gens import Base\nclass A(Base): ..."
        assert self.found("gens.Base", text=text, gens="class Base: ...") == {}

    def test_the_chain_ends_there(self) -> None:
        files = [SourceFile("a.py", f"{ROOT}/a.py", explicit=False)]
        read = {f"{ROOT}/a.py": b"from gens import Base\nclass A(Base): ..."}
        options = FindOptions(extra_bases=frozenset(["gens.Base"]))
        (found,) = find(files, read.__getitem__, options=options).classes
        assert [step.name for step in found.chain] == ["Base", "gens.Base"]
        assert found.keras_base == "keras.utils.Sequence"
