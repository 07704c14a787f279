"""Inherited code: a finding is where the code is, once, and names the classes it holds for."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from sequence_lint import lint_paths
from sequence_lint.rule import Diagnostic

BASE = """\
    import numpy as np
    from tensorflow import keras


    class BaseGen(keras.utils.Sequence):
        def __init__(self, x, y, batch_size):
            self.x, self.y, self.batch_size = x, y, batch_size

        def __len__(self):
            return len(self.x) // self.batch_size

        def __getitem__(self, idx):
            rows = slice(idx * self.batch_size, (idx + 1) * self.batch_size)
            return self.load(self.x[rows]), self.y[rows]

        def load(self, rows):
    """
CONCRETE = BASE + "        return np.array(rows)\n"
LENGTH = 10

HEIR = """
class {name}({base}):
    def load(self, rows):
        return np.array(rows) / 255
"""

CEIL = """
class {name}({base}):
    def __len__(self):
        return int(np.ceil(len(self.x) / self.batch_size))
"""


def tree(tmp_path: Path, **files: str) -> tuple[Diagnostic, ...]:
    """The diagnostics of a folder with these modules."""
    for name, text in files.items():
        (tmp_path / f"{name}.py").write_text(dedent(text), encoding="utf-8")
    return lint_paths([str(tmp_path)], ignore=["SEQ401"])


def heirs(*texts: str) -> str:
    return "\n".join(["import numpy as np", "from base import BaseGen", *texts])


def stub(body: str) -> str:
    return dedent(BASE) + f"        {body}\n"


class TestOnceWhereTheCodeIs:
    def test_a_concrete_base_has_the_word_and_names_its_heirs(self, tmp_path: Path) -> None:
        more = heirs(HEIR.format(name="B", base="BaseGen"), HEIR.format(name="A", base="BaseGen"))
        [found] = tree(tmp_path, base=CONCRETE, more=more)
        assert (found.code, found.line, found.class_name) == ("SEQ102", LENGTH, "BaseGen")
        assert found.path.endswith("base.py")
        assert [name.split(" ")[0] for name in found.affects] == ["A", "B"]
        assert found.affects[0].endswith("more.py:9)")

    def test_heirs_in_the_same_file_need_no_address(self, tmp_path: Path) -> None:
        [found] = tree(tmp_path, base=dedent(CONCRETE) + HEIR.format(name="A", base="BaseGen"))
        assert found.affects == ("A",)

    def test_an_heir_that_mends_it_is_not_named(self, tmp_path: Path) -> None:
        text = heirs(HEIR.format(name="A", base="BaseGen"), CEIL.format(name="C", base="BaseGen"))
        [found] = tree(tmp_path, base=CONCRETE, more=text)
        assert [name.split(" ")[0] for name in found.affects] == ["A"]

    def test_a_class_without_heirs_names_nobody(self, tmp_path: Path) -> None:
        [found] = tree(tmp_path, base=CONCRETE)
        assert found.affects == ()

    def test_heirs_of_heirs(self, tmp_path: Path) -> None:
        text = heirs(HEIR.format(name="A", base="BaseGen"), HEIR.format(name="AA", base="A"))
        [found] = tree(tmp_path, base=CONCRETE, more=text)
        assert [name.split(" ")[0] for name in found.affects] == ["A", "AA"]

    def test_a_mixin_that_is_no_sequence_itself(self, tmp_path: Path) -> None:
        mixin = """\
            class Counted:
                def __len__(self):
                    return len(self.x) // self.batch_size
            """
        heir = dedent(CONCRETE).replace(
            "class BaseGen(keras", "from mixin import Counted\n\n\nclass Gen(Counted, keras"
        )
        head, _, rest = heir.partition("    def __len__")
        tail = rest.partition("    def __getitem__")[2]
        [found] = tree(tmp_path, mixin=mixin, gen=f"{head}    def __getitem__{tail}")
        assert found.path.endswith("mixin.py")
        assert found.code == "SEQ102"
        assert [name.split(" ")[0] for name in found.affects] == ["Gen"]

    def test_a_fault_that_only_an_heir_brings(self, tmp_path: Path) -> None:
        mended = dedent(CONCRETE).replace(
            "len(self.x) // self.batch_size", "-(-len(self.x) // self.batch_size)"
        )
        heir = heirs("class A(BaseGen):\n    def __len__(self):\n        return len(self.x)\n")
        [found] = tree(tmp_path, base=mended, more=heir)
        assert (found.code, found.class_name, found.affects) == ("SEQ101", "A", ())


class TestTemplates:
    """Bases that are only parts of a class are judged by what their heirs make of them."""

    @pytest.mark.parametrize(
        "body", ["raise NotImplementedError", "pass", '"""Load the rows."""', "...", "return None"]
    )
    def test_a_stub(self, tmp_path: Path, body: str) -> None:
        more = heirs(HEIR.format(name="A", base="BaseGen"))
        [found] = tree(tmp_path, base=stub(body), more=more)
        assert found.path.endswith("base.py")
        assert found.line == LENGTH
        assert found.class_name == "A"
        assert [name.split(" ")[0] for name in found.affects] == ["A"]

    def test_an_abstract_method(self, tmp_path: Path) -> None:
        base = stub("pass").replace("    def load", "    @abstractmethod\n    def load")
        base = base.replace("import numpy as np", "from abc import abstractmethod")
        assert tree(tmp_path, base=base) == ()

    def test_a_stub_that_every_heir_mends_around(self, tmp_path: Path) -> None:
        heir = (
            CEIL.format(name="A", base="BaseGen")
            + "\n    def load(self, rows):\n        return rows\n"
        )
        assert tree(tmp_path, base=stub("pass"), more=heirs(heir)) == ()

    def test_an_attribute_that_heirs_set(self, tmp_path: Path) -> None:
        base = """\
            from keras.utils import PyDataset

            class BaseGen(PyDataset):
                def __len__(self):
                    return len(self.x) // self.batch_size

                def __getitem__(self, idx):
                    rows = slice(idx * self.batch_size, (idx + 1) * self.batch_size)
                    return self.x[rows], self.y[rows]
            """
        heir = """
class A(BaseGen):
    def __init__(self, x, y, batch_size):
        super().__init__()
        self.x, self.y, self.batch_size = x, y, batch_size
"""
        [found] = tree(tmp_path, base=base, more=heirs(heir))
        assert found.path.endswith("base.py")
        assert found.class_name == "A"

    def test_an_empty_hook_makes_no_template(self, tmp_path: Path) -> None:
        hook = "\n    def on_epoch_end(self):\n        pass\n"
        heir = "class A(BaseGen):\n    def on_epoch_end(self):\n        np.random.shuffle(self.x)\n"
        found = tree(tmp_path, base=dedent(CONCRETE) + hook, more=heirs(heir))
        assert found[0].class_name == "BaseGen"


def test_it_is_as_grave_as_for_the_class_it_is_worst_for(tmp_path: Path) -> None:
    base = dedent(CONCRETE).replace("return self.load(self.x[rows]), self.y[rows]", "return self.x")
    base = base.replace("return self.x\n", "return self.load(self.x[rows])\n")
    fitted = "\nimport keras\n\nkeras.Sequential().fit(A(x, y, 32))\n"
    more = heirs(HEIR.format(name="A", base="BaseGen"))
    assert {d.code: d.severity for d in tree(tmp_path, base=base, more=more)} == {
        "SEQ102": "warning",
        "SEQ301": "warning",
    }
    assert {d.code: d.severity for d in tree(tmp_path, base=base, more=more + fitted)} == {
        "SEQ102": "warning",
        "SEQ301": "error",
    }
