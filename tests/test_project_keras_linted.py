"""A linted copy of Keras: its own two classes are bases, all else in it is linted code."""

from __future__ import annotations

import pytest
from project_trees import classes, project

KERAS_3 = {
    "keras/__init__.py": "from keras import utils",
    "keras/utils/__init__.py": "from keras.src.trainers.data_adapters.py_dataset_adapter import (\n"
    "    PyDataset as PyDataset,\n    PyDataset as Sequence,\n)",
    "keras/src/__init__.py": "",
    "keras/src/trainers/__init__.py": "",
    "keras/src/trainers/data_adapters/__init__.py": "",
    "keras/src/trainers/data_adapters/py_dataset_adapter.py": "class PyDataset:\n"
    "    def __len__(self): ...\nclass Enqueuer(PyDataset): ...",
    "keras/src/trainers/trainer_test.py": "from keras.src.trainers.data_adapters import "
    "py_dataset_adapter\ndef test():\n    class Gen(py_dataset_adapter.PyDataset): ...",
    "keras/src/trainers/other_test.py": "import keras\nclass Gen(keras.utils.PyDataset): ...\n"
    "class Old(keras.utils.Sequence): ...",
    "keras/src/trainers/data_adapters/near.py": "from .py_dataset_adapter import PyDataset\n"
    "class Gen(PyDataset): ...",
}


@pytest.mark.parametrize("above", ["", "site-packages/", "some/keras/fork/"])
def test_kerases_own_classes_are_bases_and_not_found(above: str) -> None:
    tree = {above + path: text for path, text in KERAS_3.items()}
    found = project(tree).classes
    assert [(one.module.name.rpartition(".")[2], one.qualname) for one in found] == [
        ("near", "Gen"),
        ("py_dataset_adapter", "Enqueuer"),
        ("other_test", "Gen"),
        ("other_test", "Old"),
        ("trainer_test", "test.<locals>.Gen"),
    ]
    assert {len(one.lineage) for one in found} == {2}
    assert all(one.bases_known for one in found)
    assert classes(tree) == classes(tree, prefilter=False)


def test_keras_2_and_a_part_of_it() -> None:
    tree = {
        "keras/utils/data_utils.py": "class Sequence(object): ...\nclass Sub(Sequence): ...",
        "keras/preprocessing/image.py": "from ..utils.data_utils import Sequence\n"
        "class Iterator(Sequence): ...\nclass NumpyArrayIterator(Iterator): ...",
        "mine.py": "from keras.utils import Sequence\nclass Gen(Sequence): ...",
    }
    assert classes(tree) == ["keras/utils/data_utils.py:Sub", "mine.py:Gen"]
    tree["mine.py"] = "from keras.preprocessing.image import Iterator\nclass Gen(Iterator): ..."
    assert classes(tree) == ["keras/utils/data_utils.py:Sub", "mine.py:Gen"]


def test_a_folder_named_keras_may_hold_custom_classes() -> None:
    tree = {
        "mine/keras/utils.py": "import tensorflow as tf\n"
        "class Sequence(tf.keras.utils.Sequence): ...",
        "mine/keras/train.py": "from keras.utils import Sequence\nclass Gen(Sequence): ...",
    }
    assert classes(tree) == ["mine/keras/train.py:Gen", "mine/keras/utils.py:Sequence"]
