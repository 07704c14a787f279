"""In which order classes inherit, and bases that make no sense."""

from __future__ import annotations

from project_trees import classes, only


def test_the_lineage_is_that_of_python() -> None:
    tree = {
        "mixins.py": "class Left(object): ...\nclass Right: ...\nclass Both(Left, Right): ...",
        "gens.py": "from keras.utils import Sequence\nfrom mixins import Both, Left\n"
        "class Base(Sequence): ...\nclass A(Left, Base): ...\nclass B(Both, Base): ...\n"
        "class C(A): ...\nclass Gen(B, C): ...\nclass Wrong(Base, Left, A): ...",
    }

    def lineage(name: str) -> list[str]:
        return [
            getattr(one, "dotted", "") or getattr(one, "node", None).name  # type: ignore[union-attr]
            for one in only(tree, name).lineage
        ]

    assert lineage("Gen") == "Gen B Both C A Left Right Base keras.utils.Sequence".split()
    # Python refuses this one; it is read depth first.
    assert lineage("Wrong") == "Wrong Base keras.utils.Sequence Left A".split()


def test_bases_that_go_in_circles() -> None:
    tree = {
        "gens.py": "import keras\nfrom other import C\n"
        "class A(B, keras.utils.Sequence): ...\nclass B(C): ...\n",
        "other.py": "from gens import A, B\nclass C(B): ...\nclass D(C, A): ...",
    }
    assert classes(tree) == classes(tree, prefilter=False) == ["gens.py:A", "other.py:D"]
