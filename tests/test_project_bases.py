"""Every spelling by which a class becomes a Sequence, and all that only look like it."""

from __future__ import annotations

import pytest
from project_trees import names, only, written

FOUND = {
    # Where Keras offers the classes.
    "keras": "import keras\nclass Gen(keras.utils.Sequence): ...",
    "keras pydataset": "import keras\nclass Gen(keras.utils.PyDataset): ...",
    "tf.keras": "import tensorflow as tf\nclass Gen(tf.keras.utils.Sequence): ...",
    "tf.keras pydataset": "import tensorflow as tf\nclass Gen(tf.keras.utils.PyDataset): ...",
    "tensorflow in full": "import tensorflow\nclass Gen(tensorflow.keras.utils.Sequence): ...",
    "from keras": "from keras.utils import Sequence\nclass Gen(Sequence): ...",
    "from tf": "from tensorflow.keras.utils import Sequence\nclass Gen(Sequence): ...",
    "from tf, pydataset": "from tensorflow.keras.utils import PyDataset\nclass Gen(PyDataset): ...",
    "tf.python": "from tensorflow.python.keras.utils.data_utils import Sequence\n"
    "class Gen(Sequence): ...",
    "tf.python all_utils": "from tensorflow.python.keras.utils import all_utils\n"
    "class Gen(all_utils.Sequence): ...",
    "tf_keras": "from tf_keras.utils import Sequence\nclass Gen(Sequence): ...",
    "tf_keras as": "import tf_keras as keras\nclass Gen(keras.utils.Sequence): ...",
    "tf_keras source": "from tf_keras.src.utils import data_utils\n"
    "class Gen(data_utils.Sequence): ...",
    "keras.src": "from keras.src.utils.data_utils import Sequence\nclass Gen(Sequence): ...",
    "keras 3 source": "from keras.src.trainers.data_adapters.py_dataset_adapter import PyDataset\n"
    "class Gen(PyDataset): ...",
    "keras 3.0 source": "from keras.trainers.data_adapters import py_dataset_adapter\n"
    "class Gen(py_dataset_adapter.PyDataset): ...",
    "data_utils": "from keras.utils import data_utils\nclass Gen(data_utils.Sequence): ...",
    "data_utils in full": "import keras.utils.data_utils\n"
    "class Gen(keras.utils.data_utils.Sequence): ...",
    "all_utils": "from keras.utils.all_utils import Sequence\nclass Gen(Sequence): ...",
    "_tf_keras": "from keras._tf_keras.keras.utils import Sequence\nclass Gen(Sequence): ...",
    "_tf_keras as": "import keras._tf_keras.keras as K\nclass Gen(K.utils.PyDataset): ...",
    "api": "from keras.api.utils import PyDataset\nclass Gen(PyDataset): ...",
    "api v2": "from keras.api._v2.keras.utils import Sequence\nclass Gen(Sequence): ...",
    "compat v1": "import tensorflow.compat.v1 as tf\nclass Gen(tf.keras.utils.Sequence): ...",
    "compat v2": "import tensorflow as tf\nclass Gen(tf.compat.v2.keras.utils.Sequence): ...",
    "contrib": "import tensorflow as tf\nclass Gen(tf.contrib.keras.utils.Sequence): ...",
    "iterator": "from keras.preprocessing.image import Iterator\nclass Gen(Iterator): ...",
    "iterator by module": "from keras.preprocessing import image\nclass Gen(image.Iterator): ...",
    "iterator in full": "import tensorflow as tf\n"
    "class Gen(tf.keras.preprocessing.image.Iterator): ...",
    "directory iterator": "from tensorflow.keras.preprocessing.image import DirectoryIterator\n"
    "class Gen(DirectoryIterator): ...",
    "array iterator": "from keras.preprocessing.image import NumpyArrayIterator as Base\n"
    "class Gen(Base): ...",
    "frame iterator": "from keras.preprocessing.image import DataFrameIterator\n"
    "class Gen(DataFrameIterator): ...",
    "time series": "from keras.preprocessing.sequence import TimeseriesGenerator\n"
    "class Gen(TimeseriesGenerator): ...",
    "legacy iterator": "from keras.src.legacy.preprocessing.image import Iterator\n"
    "class Gen(Iterator): ...",
    "keras_preprocessing": "from keras_preprocessing.image import Iterator\n"
    "class Gen(Iterator): ...",
    "keras_preprocessing file": "from keras_preprocessing.image.iterator import Iterator\n"
    "class Gen(Iterator): ...",
    "library on top of keras": "from csbdeep.internals.train import RollingSequence\n"
    "class Gen(RollingSequence): ...",
    # Under other names.
    "as": "from keras.utils import Sequence as Keras_Sequence\nclass Gen(Keras_Sequence): ...",
    "as in brackets": "from keras.utils import (\n    to_categorical,\n    Sequence  # base\n"
    "    as S,\n)\nclass Gen(S): ...",
    "module as": "import keras.utils as KU\nclass Gen(KU.Sequence): ...",
    "from keras utils": "from tensorflow.keras import utils as ku\nclass Gen(ku.Sequence): ...",
    "from tensorflow": "from tensorflow import keras\nclass Gen(keras.utils.Sequence): ...",
    "alias of keras": "import tensorflow as tf\nK = tf.keras\nclass Gen(K.utils.Sequence): ...",
    "alias of utils": "import keras\nU = keras.utils\nclass Gen(U.PyDataset): ...",
    "alias of alias": "import tensorflow as tf\nk = tf.keras\nu = k.utils\nBase = u.Sequence\n"
    "class Gen(Base): ...",
    "annotated alias": "import keras\nBase: type = keras.utils.Sequence\nclass Gen(Base): ...",
    "two at once": "import keras\nA, B = object, keras.utils.Sequence\nclass Gen(B): ...",
    "chained": "import keras\nA = B = keras.utils.Sequence\nclass Gen(A): ...",
    "over lines": "import keras\nBase = (\n    keras\n    .utils.Sequence\n)\nclass Gen(Base): ...",
    "after a backslash": "import keras\nBase = \\\n    keras.utils.Sequence\nclass Gen(Base): ...",
    "walrus": "import keras\nif (Base := keras.utils.Sequence) is not None:\n"
    "    class Gen(Base): ...",
    "attribute of a class": "import keras\nclass Names:\n    base = keras.utils.Sequence\n"
    "class Gen(Names.base): ...",
    "star": "from keras.utils import *\nclass Gen(Sequence): ...",
    "star, many": "from keras.layers import *\nfrom keras.utils import *\nfrom numpy import *\n"
    "class Gen(Sequence): ...",
    "star of keras": "from tensorflow.keras import *\nclass Gen(utils.Sequence): ...",
    "rebound tf": "import tensorflow as tf\ntf = tf.compat.v1\n"
    "class Gen(tf.keras.utils.Sequence): ...",
    # Asked for with strings.
    "helper": "Sequence = keras_import('utils', 'Sequence')\nclass Gen(Sequence): ...",
    "helper for a module": "T = get_keras_submodule('utils').Sequence\nclass Gen(T): ...",
    "helper as a base": "class Gen(keras_import(\n    'utils', 'Sequence')): ...",
    "helper of a module": "import lib\nclass Gen(lib.keras_get('utils').PyDataset): ...",
    "getattr": "import keras\nBase = getattr(keras.utils, 'Sequence')\nclass Gen(Base): ...",
    "import_module": "import importlib\nku = importlib.import_module('keras.utils')\n"
    "class Gen(ku.Sequence): ...",
    "from import_module": "from importlib import import_module\n"
    "class Gen(import_module('tensorflow.keras.utils').Sequence): ...",
    # Chosen at run time.
    "try": "try:\n    from keras.utils import Sequence\nexcept ImportError:\n"
    "    from tensorflow.keras.utils import Sequence\nclass Gen(Sequence): ...",
    "try, object": "try:\n    from keras.utils import Sequence\nexcept ImportError:\n"
    "    Sequence = object\nclass Gen(Sequence): ...",
    "try, object first": "Sequence = object\ntry:\n    from keras.utils import Sequence\n"
    "except ImportError:\n    pass\nclass Gen(Sequence): ...",
    "try, a stand-in": "try:\n    from keras.utils import Sequence\nexcept ImportError:\n"
    "    class Sequence: ...\nclass Gen(Sequence): ...",
    "try, other modules": "try:\n    import keras\nexcept ImportError:\n"
    "    from tensorflow import keras\nclass Gen(keras.utils.Sequence): ...",
    "if": "import keras\nif FLAG:\n    Base = keras.utils.Sequence\nelse:\n    Base = object\n"
    "class Gen(Base): ...",
    "if, one line": "import keras\nBase = object\nif FLAG: Base = keras.utils.Sequence\n"
    "class Gen(Base): ...",
    "conditional expression": "import keras\nclass Gen(keras.utils.Sequence if F else object): ...",
    "conditional alias": "import keras\nBase = object if F else keras.utils.Sequence\n"
    "class Gen(Base): ...",
    "conditional over lines": "import keras\nBase = (\n    object\n    if F\n"
    "    else keras.utils.Sequence\n)\nclass Gen(Base): ...",
    "or": "import keras\nclass Gen(getattr(keras.utils, 'PyDataset', None) or object): ...",
    "function": "import keras\ndef base():\n    return keras.utils.Sequence\n"
    "class Gen(base()): ...",
    "function with a choice": "def base(new):\n    import keras\n    if new:\n"
    "        return keras.utils.PyDataset\n    return keras.utils.Sequence\n"
    "class Gen(base(True)): ...",
    "result of a function": "import keras\ndef base(): return keras.utils.Sequence\n"
    "Base = base()\nclass Gen(Base): ...",
    # With other bases, in other forms.
    "mixin first": "import keras\nclass Mixin: ...\nclass Gen(Mixin, keras.utils.Sequence): ...",
    "mixin last": "import keras\nfrom abc import ABC\nclass Gen(keras.utils.Sequence, ABC): ...",
    "foreign mixin": "import cv2\nfrom keras.utils import Sequence\n"
    "class Gen(cv2.VideoCapture, Sequence): ...",
    "metaclass": "import abc, keras\nclass Gen(keras.utils.Sequence, metaclass=abc.ABCMeta): ...",
    "with_metaclass": "import abc, keras, six\n"
    "class Gen(six.with_metaclass(abc.ABCMeta, keras.utils.Sequence)): ...",
    "subscript": "import keras\nclass Gen(keras.utils.PyDataset[int]): ...",
    "header over lines": "import keras\nclass Gen(\n    object,  # ( not closed\n"
    "    keras.utils.Sequence,\n): ...",
    "type parameters": "import keras\nclass Gen(keras.utils.Sequence): ...",
    "backslash in the header": "import keras\nclass Gen \\\n    (keras.utils.Sequence): ...",
    "in brackets": "import keras\nclass Gen((keras.utils.Sequence)): ...",
    "keras namesake of typing's": "from typing import List, Sequence as Seq\n"
    "from keras.utils import Sequence\nclass Gen(Sequence): ...",
    "later than typing's": "from typing import Sequence\nfrom keras.utils import Sequence\n"
    "class Gen(Sequence): ...",
    "carriage returns": "import keras\rclass Gen(keras.utils.Sequence):\r    pass\r",
    "dos lines": "import keras\r\nclass Gen(\r\n    keras.utils.Sequence):\r\n    pass\r\n",
    "byte order mark": "\ufeffimport keras\nclass Gen(keras.utils.Sequence): ...",
}

NOT_FOUND = {
    "typing": "from typing import Sequence\nimport keras\nclass Gen(Sequence): ...",
    "typing, generic": "from typing import Sequence\nimport keras\nclass Gen(Sequence[int]): ...",
    "abc": "from collections.abc import Sequence\nimport keras\nclass Gen(Sequence): ...",
    "abc in full": "import collections.abc, keras\nclass Gen(collections.abc.Sequence): ...",
    "old abc": "import collections, keras\nclass Gen(collections.Sequence): ...",
    "try of abc": "try:\n    from collections.abc import Sequence\nexcept ImportError:\n"
    "    from collections import Sequence\nimport keras\nclass Gen(Sequence): ...",
    "overwritten by typing's": "from keras.utils import Sequence\nfrom typing import Sequence\n"
    "class Gen(Sequence): ...",
    "own class of that name": "import keras\nclass Sequence: ...\nclass Gen(Sequence): ...",
    "own PyDataset": "import keras\nclass PyDataset(object): ...\nclass Gen(PyDataset): ...",
    "not imported": "import keras\nclass Gen(Sequence): ...",
    "imported later": "class Gen(Sequence): ...\nfrom keras.utils import Sequence",
    "in a docstring": '"""\nimport keras\nclass Gen(keras.utils.Sequence): ...\n"""',
    "in a string": "import keras\nCODE = 'class Gen(keras.utils.Sequence): ...'",
    "in a comment": "import keras\n# class Gen(keras.utils.Sequence): ...",
    "iterator of typing": "import keras\nfrom typing import Iterator\n"
    "class Gen(Iterator[int]): ...",
    "other iterator": "import keras\nfrom torchtext.data import Iterator\nclass Gen(Iterator): ...",
    "keras, but no base": "import keras\nclass Gen(keras.layers.Layer): ...",
    "keras.Sequence": "import keras\nclass Gen(keras.Sequence): ...",
    "tensorflow.utils": "import tensorflow as tf\nclass Gen(tf.utils.Sequence): ...",
    "Sequential": "import keras\nclass Gen(keras.Sequential): ...",
    "callback": "import keras\nclass Gen(keras.callbacks.Callback): ...",
    "torch": "from torch.utils.data import Dataset\nimport keras\nclass Gen(Dataset): ...",
    "other package": "from mylib.utils import Sequence\nimport keras\nclass Gen(Sequence): ...",
    "keras_preprocessing's series": "from keras_preprocessing.sequence import TimeseriesGenerator\n"
    "class Gen(TimeseriesGenerator): ...",
    "holds one": "from keras.utils import Sequence\nclass Gen:\n"
    "    def __init__(self, s: Sequence):\n"
    "        self.s = s",
    "isinstance": "from keras.utils import Sequence\nok = isinstance(x, Sequence)\n"
    "class Gen(ok): ...",
    "instance": "from keras.utils import Sequence\ns = Sequence()\nclass Gen(s): ...",
    "annotation": "from keras.utils import Sequence\nbase: Sequence\nclass Gen(base): ...",
    "metaclass": "from keras.utils import Sequence\nclass Gen(metaclass=Sequence): ...",
    "element": "from keras.utils import Sequence\nALL = [Sequence]\nclass Gen(ALL[0]): ...",
    "itself": "import keras\nclass Sequence(Sequence): ...",
    "each other": "import keras\nclass A(B): ...\nclass B(A): ...\n",
    "own attribute": "import keras\nclass K:\n    class utils:\n        class Sequence: ...\n"
    "class Gen(K.utils.Sequence): ...",
    "parameter": "from keras.utils import Sequence\ndef make(Sequence):\n"
    "    class Gen(Sequence): ...\n    return Gen",
    "class scope is not seen inside methods": "import keras\nclass A:\n"
    "    Base = keras.utils.Sequence\n    def make(self):\n        class Gen(Base): ...",
    "deleted": "import keras\nclass Gen: ...\nGen.__bases__ = (keras.utils.Sequence,)",
    "helper for other things": "Layer = keras_import('layers', 'Layer')\nclass Gen(Layer): ...",
    "helper without keras": "Sequence = load('utils', 'Sequence')\nclass Gen(Sequence): ...",
}


@pytest.mark.parametrize("text", FOUND.values(), ids=FOUND)
def test_is_found(text: str) -> None:
    assert names(text) == ["Gen"]


@pytest.mark.parametrize("text", NOT_FOUND.values(), ids=NOT_FOUND)
def test_is_not_found(text: str) -> None:
    assert names(text) == []


def test_the_tables_are_as_long_as_promised() -> None:
    assert len(FOUND) >= 60
    assert len(NOT_FOUND) >= 30


@pytest.mark.parametrize(
    ("text", "keras_base", "chain"),
    [
        ("as", "keras.utils.Sequence", ["Keras_Sequence", "keras.utils.Sequence"]),
        (
            "tf.keras",
            "keras.utils.Sequence",
            ["tf.keras.utils.Sequence", "tensorflow.keras.utils.Sequence"],
        ),
        (
            "iterator by module",
            "keras.preprocessing.image.Iterator",
            ["image.Iterator", "keras.preprocessing.image.Iterator"],
        ),
        (
            "library on top of keras",
            "keras.utils.Sequence",
            ["RollingSequence", "csbdeep.internals.train.RollingSequence"],
        ),
    ],
)
def test_says_what_it_is_and_by_which_names(text: str, keras_base: str, chain: list[str]) -> None:
    found = only({"gens.py": FOUND[text]}, "Gen")
    assert found.keras_base == keras_base
    assert written(found) == chain
    assert found.chain[0].node is not None
    assert found.chain[-1].node is None


def test_a_local_class_may_take_the_name_of_its_base() -> None:
    text = """
        import keras
        from keras.utils import Sequence

        class Sequence(keras.utils.Sequence): ...
        class Gen(Sequence): ...
        class Sequence(Sequence): ...
        class Other(Sequence): ...
        """
    assert names(text) == ["Sequence", "Gen", "Sequence", "Other"]
    found = only({"gens.py": text}, "Other")
    assert written(found) == [
        "Sequence",
        "Sequence",
        "keras.utils.Sequence",
        "keras.utils.Sequence",
    ]


def test_classes_in_functions_classes_and_statements() -> None:
    text = """
        from keras.utils import Sequence

        def make():
            class Gen(Sequence):
                class Inner(Sequence): ...
            class Sub(Gen): ...
            def deeper():
                class Deep(Sub.Inner): ...
            return Sub

        class Holder:
            class Gen(Sequence): ...
            class Sub(Gen): ...
            async def method(self):
                class Local(Sequence): ...

        if True:
            class InIf(Sequence): ...
        else:
            class InElse(Sequence): ...
        try:
            class InTry(Sequence): ...
        except ImportError:
            class InExcept(Sequence): ...
        finally:
            class InFinally(Sequence): ...
        with open("x") as f:
            class InWith(Sequence): ...
        for x in y:
            class InFor(Sequence): ...
        else:
            class InForElse(Sequence): ...
        while True:
            class InWhile(make()): ...
        match x:
            case 1:
                class InMatch(Holder.Sub): ...
        """
    assert names(text) == [
        "make.<locals>.Gen",
        "make.<locals>.Gen.Inner",
        "make.<locals>.Sub",
        "make.<locals>.deeper.<locals>.Deep",
        "Holder.Gen",
        "Holder.Sub",
        "Holder.method.<locals>.Local",
        "InIf",
        "InElse",
        "InTry",
        "InExcept",
        "InFinally",
        "InWith",
        "InFor",
        "InForElse",
        "InWhile",
        "InMatch",
    ]
    assert written(only({"gens.py": text}, "InWhile"))[:2] == ["make()", "Gen"]


def test_imports_inside_functions_and_class_bodies() -> None:
    text = """
        def make():
            from keras.utils import Sequence
            class Gen(Sequence): ...

        class Holder:
            import keras as k
            class Gen(k.utils.Sequence): ...

        class Gen(Sequence): ...
        """
    assert names(text) == ["make.<locals>.Gen", "Holder.Gen"]


@pytest.mark.parametrize(
    ("bases", "known"),
    [
        ("Sequence", True),
        ("Sequence, ABC", True),
        ("Sequence, Generic[T]", True),
        ("Sequence, object", True),
        ("Mixin, Sequence", True),
        ("Sequence, Unknown", False),
        ("Sequence, cv2.VideoCapture", False),
        ("Sequence, keras.callbacks.Callback", False),
        ("Sequence, *more", False),
        ("Sequence, make_mixin()", False),
        ("Foreign, Sequence", False),
    ],
)
def test_whether_all_bases_are_known(bases: str, known: bool) -> None:
    text = f"""
        import cv2
        import keras
        from abc import ABC
        from typing import Generic, TypeVar
        from keras.utils import Sequence
        T = TypeVar("T")
        class Mixin: ...
        class Foreign(cv2.VideoCapture): ...
        class Gen({bases}): ...
        class Sub(Gen): ...
        """
    tree = {"gens.py": text}
    assert only(tree, "Gen").bases_known is known
    assert only(tree, "Sub").bases_known is known


def test_a_stand_in_for_a_missing_keras_hides_nothing() -> None:
    text = """
        try:
            from keras.utils import Sequence
        except ImportError:
            Sequence = None
        class Gen(Sequence): ...
        """
    found = only({"gens.py": text}, "Gen")
    assert found.bases_known
    assert [one.dotted for one in found.lineage[1:]] == ["keras.utils.Sequence"]  # type: ignore[union-attr]


@pytest.mark.parametrize("count", [300, 1500])
def test_a_very_long_chain_of_classes(count: int) -> None:
    chain = "".join(f"class G{i + 1}(G{i}): ...\n" for i in range(count))
    found = names(f"import keras\nclass G0(keras.utils.Sequence): ...\n{chain}")
    assert len(found) == count + 1
