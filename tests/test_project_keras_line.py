"""Which line of Keras a file is taken to be written for, and what votes for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sequence_lint.engine import examine
from sequence_lint.project.find import FindOptions, find
from sequence_lint.project.keras_line import line_of, votes_in
from sequence_lint.project.parse import parse
from sequence_lint.source.discovery import discover

NOTHING, ONLY_2, ONLY_3, BOTH = frozenset[int](), frozenset({2}), frozenset({3}), frozenset({2, 3})

CLASS = """
from keras.utils import Sequence

class Pairs(Sequence):
    def __len__(self):
        return 1

    def __getitem__(self, index):
        return self.x[index], self.y[index]
"""


def votes(text: str) -> tuple[frozenset[int], frozenset[int]]:
    found = votes_in(parse("train.py", "train", False, text).tree)
    return found.sure, found.hints


@pytest.mark.parametrize(
    "text",
    [
        "from keras.utils import PyDataset",
        "import keras\nclass A(keras.utils.PyDataset): pass",
        "from tensorflow import keras\nclass A(keras.utils.PyDataset): pass",
        "import tensorflow as tf\nk = tf.keras\nclass A(k.utils.PyDataset): pass",
        "from keras import ops",
        "import keras\ny = keras.ops.mean(x)",
        "from keras.src.trainers.data_adapters.py_dataset_adapter import PyDataset",
        "import keras_core as keras",
        "import os\nos.environ['KERAS_BACKEND'] = 'jax'",
    ],
)
def test_what_speaks_for_3(text: str) -> None:
    assert votes(text) == (ONLY_3, NOTHING)


@pytest.mark.parametrize(
    "text",
    [
        "from keras.utils.data_utils import Sequence",
        "from keras.utils import np_utils",
        "import tf_keras as keras",
        "from tensorflow.python.keras.utils.data_utils import Sequence",
        "from keras_preprocessing.image import Iterator",
        "from keras.preprocessing.image import Iterator",
        "from keras.src.utils.data_utils import Sequence",
        "from keras.layers.core import Dense",
        "from keras.preprocessing.image import ImageDataGenerator",
        "from keras.preprocessing.text import Tokenizer",
        "import tensorflow as tf\nsession = tf.Session()",
        "import keras\nkeras.optimizers.Adam(lr=0.1)",
        "from tensorflow.keras.optimizers import SGD\nSGD(lr=0.1)",
        "import os\nos.environ['TF_USE_LEGACY_KERAS'] = '1'",
    ],
)
def test_what_speaks_for_2(text: str) -> None:
    assert votes(text) == (ONLY_2, NOTHING)


@pytest.mark.parametrize(
    "text",
    [
        "model.fit_generator(pairs)",
        "model.predict_generator(pairs, steps=3)",
        "model.fit(pairs, workers=4)",
        "model.evaluate(pairs, use_multiprocessing=True)",
        "self.model.predict(pairs, max_queue_size=10)",
    ],
)
def test_what_is_a_sign_of_2_or_a_fault(text: str) -> None:
    assert votes(text) == (NOTHING, ONLY_2)


@pytest.mark.parametrize(
    "text",
    [
        "",
        CLASS,
        "# PyDataset\n'''keras.ops'''\nx = 'fit_generator'",
        "import tensorflow.compat.v1 as tf\nsession = tf.Session()",
        "from torch.optim import Adam\nAdam(net, lr=0.1)",
        "Adam(lr=0.1)",
        "from mine import ops\nops.run()",
        "from .utils import PyDataset",
        "import os\nos.environ['KERAS_BACKEND'] = 'tensorflow'",
        "import os\nbackend = os.environ['KERAS_BACKEND']",
        "pool = Pool(workers=4)\nrun.start(workers=4)",
        "from keras.layers import Dense\nfrom keras.utils import to_categorical",
        "from keras.layers import BatchNormalization",
        "from tensorflow.keras.preprocessing.image import ImageDataGenerator",
        "from tensorflow.keras.preprocessing.text import Tokenizer",
        "from keras.preprocessing.image import load_img",
    ],
)
def test_what_speaks_for_neither(text: str) -> None:
    assert votes(text) == (NOTHING, NOTHING)


@pytest.mark.parametrize(
    "text",
    [
        (
            "try:\n    from keras.utils import PyDataset\nexcept ImportError:\n"
            "    from keras.utils import Sequence as PyDataset"
        ),
        (
            "try:\n    from keras.utils import Sequence\nexcept ImportError:\n"
            "    from keras.utils import PyDataset as Sequence"
        ),
        (
            "import keras\ntry:\n    Base = keras.utils.PyDataset\nexcept AttributeError:\n"
            "    Base = keras.utils.Sequence"
        ),
        "import keras\nif keras.__version__ >= '3':\n    from keras.utils import PyDataset",
        "import keras\nBase = keras.utils.PyDataset if hasattr(keras.utils, 'PyDataset') else None",
        (
            "try:\n    from keras.utils.data_utils import Sequence\nexcept ImportError:\n"
            "    from keras.utils import Sequence"
        ),
        "from keras import ops\nfrom keras.utils import np_utils",
    ],
)
def test_code_for_both(text: str) -> None:
    assert votes(text)[0] == BOTH


def test_code_that_is_only_guarded_against_something_else() -> None:
    guarded = "import keras\ntry:\n    keras.ops.mean(x)\nexcept KeyboardInterrupt:\n    pass"
    assert votes(guarded)[0] == ONLY_3
    assert votes("from keras import ops\nif x:\n    ops.mean(x)")[0] == ONLY_3


def test_names_that_only_look_like_keras() -> None:
    for dotted in ("kerastuner.engine", "mine.keras.ops", "tensorflow.ops", "tf_keras_vis.x", ""):
        assert line_of(dotted) is None


def lines_of(tmp_path: Path, files: dict[str, str], **options: str) -> dict[str, frozenset[int]]:
    """What each class of a tree of files is for."""
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    sources = discover([str(tmp_path)])
    found = FindOptions(beside=sources.beside, **options)  # type: ignore[arg-type]
    project = find(sources.files, sources.read, options=found)
    return {
        one.module.path.rpartition("/")[2]: project.keras(one.module) for one in project.classes
    }


def test_nothing_speaks(tmp_path: Path) -> None:
    assert lines_of(tmp_path, {"a.py": CLASS}) == {"a.py": BOTH}


def test_the_user_has_the_last_word(tmp_path: Path) -> None:
    files = {"a.py": CLASS + "\nfrom keras import ops\n"}
    assert lines_of(tmp_path, files, target_keras="2") == {"a.py": ONLY_2}


def test_the_file_counts_before_requirements_and_these_before_other_files(tmp_path: Path) -> None:
    files = {
        "new.py": "from keras import ops\n" + CLASS,
        "plain.py": CLASS,
        "requirements.txt": "tensorflow==2.10\n",
    }
    assert lines_of(tmp_path, files) == {"new.py": ONLY_3, "plain.py": ONLY_2}
    (tmp_path / "requirements.txt").unlink()
    del files["requirements.txt"]
    assert lines_of(tmp_path, files) == {"new.py": ONLY_3, "plain.py": ONLY_3}


def test_other_files_that_disagree_leave_both(tmp_path: Path) -> None:
    files = {
        "new.py": "from keras import ops\n" + CLASS,
        "old.py": "from keras.utils import np_utils\n" + CLASS,
        "plain.py": CLASS,
    }
    assert lines_of(tmp_path, files)["plain.py"] == BOTH


def test_a_sign_in_the_file_counts_before_other_files(tmp_path: Path) -> None:
    """Old and new scripts stand side by side in many a repository."""
    files = {
        "old.py": CLASS + "\nmodel.fit_generator(Pairs())\n",
        "new.py": "from keras import ops\n" + CLASS,
    }
    assert lines_of(tmp_path, files) == {"old.py": ONLY_2, "new.py": ONLY_3}


def test_files_without_a_sequence_vote_too(tmp_path: Path) -> None:
    files = {"a.py": CLASS, "train.py": "import keras\nmodel.fit_generator(pairs)\n"}
    assert lines_of(tmp_path, files) == {"a.py": ONLY_2}
    (tmp_path / "train.py").write_text("model.fit_generator(pairs)\n# no word of that package\n")
    assert lines_of(tmp_path, {"a.py": CLASS}) == {"a.py": BOTH}


def test_a_sign_that_may_be_a_fault_counts_after_requirements(tmp_path: Path) -> None:
    files = {"a.py": CLASS + "\nmodel.fit(Pairs(), workers=4)\n", "b.py": CLASS}
    assert lines_of(tmp_path, files) == {"a.py": ONLY_2, "b.py": BOTH}
    files["pyproject.toml"] = '[project]\ndependencies = ["keras>=3"]\n'
    assert lines_of(tmp_path, files) == {"a.py": ONLY_3, "b.py": ONLY_3}


def test_the_nearest_requirements_that_say_anything_count(tmp_path: Path) -> None:
    files = {
        "one/a.py": CLASS,
        "one/requirements.txt": "keras>=3",
        "two/b.py": CLASS,
        "two/requirements.txt": "numpy",
        "requirements.txt": "keras<3",
    }
    assert lines_of(tmp_path, files) == {"a.py": ONLY_3, "b.py": ONLY_2}


def test_requirements_above_the_project_are_not_looked_at(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "pyproject.toml").write_text("[tool.sequence-lint]\n")
    (tmp_path / "requirements.txt").write_text("keras<3\n")
    assert lines_of(inner, {"a.py": CLASS}) == {"a.py": BOTH}


def test_requirements_in_utf_16_and_such_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_bytes("keras>=3\n".encode("utf-16"))
    (tmp_path / "setup.py").mkdir()
    assert lines_of(tmp_path, {"a.py": CLASS}) == {"a.py": ONLY_3}


def test_the_files_of_the_bases_count_as_those_of_the_class(tmp_path: Path) -> None:
    (tmp_path / "base.py").write_text(
        "from keras.utils import PyDataset\n" + CLASS.replace("(Sequence)", "(PyDataset)")
    )
    heir = "from base import Pairs\nclass Heir(Pairs):\n    pass\n"
    (tmp_path / "heir.py").write_text(heir)
    found = {one.name: one.keras for one in examine(discover([str(tmp_path)])).classes}
    assert found == {"Pairs": ONLY_3, "Heir": ONLY_3}
