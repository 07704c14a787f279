"""What counts as a Keras model before the dot, and what as something else, tested both ways."""

from __future__ import annotations

import pytest
from project_trees import project

HEAD = """
import keras
import tensorflow as tf
from keras.utils import Sequence

class Gen(Sequence):
    pass

gen = Gen()
"""


def judged(code: str, **files: str) -> list[str]:
    """For each call that counts: what the receiver is, and how it trains if that is known."""
    tree = {"main.py": HEAD + code, **{f"{name}.py": text for name, text in files.items()}}
    return [
        site.model + (f", {site.training}" if site.training != "unknown" else "")
        for site in project(tree).calls().sites
    ]


IMPORTS = """
import keras, tf_keras, tensorflow as tf
from tensorflow.python.keras import models as copied
try:
    from keras.models import Sequential
except ImportError:
    from tf_keras.models import Sequential
class Net(tf_keras.Model):
    pass
"""


@pytest.mark.parametrize(
    ("receiver", "package"),
    [
        ("keras.Model(a, b)", "keras"),
        ("keras.src.models.model.Model(a, b)", "keras"),
        ("keras.models.load_model(path)", "keras"),
        ("tf.keras.Sequential()", "tensorflow.keras"),
        ("tf.compat.v1.keras.Sequential()", "tensorflow.keras"),
        ("tf_keras.Sequential()", "tf_keras"),
        ("copied.Sequential()", "tensorflow.python.keras"),
        ("Net()", "tf_keras"),
        ("Sequential()", ""),
        ("keras.Model() if legacy else tf_keras.Model()", ""),
        ("model", ""),
        ("build()", ""),
    ],
)
def test_the_package_that_a_model_is_from(receiver: str, package: str) -> None:
    code = f"{IMPORTS}m = {receiver}\nm.compile(loss=a)\nm.fit(gen)"
    [site] = project({"main.py": HEAD + code}).calls().sites
    assert site.package == package


PLAIN = "keras, keras"
SUBCLASS = "class Net(keras.Model):\n    {body}\nNet().fit(gen)"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("m = keras.Model(a, b)\nm.fit(gen)", PLAIN),
        ("m = keras.models.Sequential()\nm.fit(gen)", PLAIN),
        ("m = tf.keras.Sequential()\nm.fit(gen)", PLAIN),
        ("from tensorflow.keras.models import Model\nModel(a, b).fit(gen)", PLAIN),
        ("from tensorflow.python.keras.engine.training import Model\nModel(a).fit(gen)", PLAIN),
        ("keras.applications.ResNet50().fit(gen)", PLAIN),
        ("from keras.applications.vgg16 import VGG16\nVGG16().fit(gen)", PLAIN),
        ("m = keras.models.load_model('m.h5')\nm.fit(gen)", "keras"),
        ("m = keras.models.clone_model(other)\nm.predict(gen)", "keras"),
        ("m = keras.models.model_from_json(text)\nm.evaluate(gen)", "keras"),
        ("def build():\n    m = keras.Model(a, b)\n    return m\nbuild().fit(gen)", PLAIN),
        ("def run(m):\n    m.fit(gen)\nrun(keras.Sequential())", PLAIN),
        ("if a:\n    m = keras.Sequential()\nelse:\n    m = load()\nm.fit(gen)", "keras"),
        (SUBCLASS.format(body="pass"), PLAIN),
        (SUBCLASS.format(body="def train_step(self, data): ..."), "keras, own"),
        (SUBCLASS.format(body="def compute_loss(self, x): ..."), "keras, own"),
        (SUBCLASS.format(body="def call(self, x): ..."), PLAIN),
        (SUBCLASS.format(body="def fit(self, x): ..."), "unknown"),
        ("class Net(keras.Model, Mixin):\n    pass\nNet().fit(gen)", "keras"),
        (
            (
                "class Net(keras.Model):\n"
                "    def fit(self, g):\n        super().fit(g)\nNet().fit(gen)"
            ),
            None,
        ),
        (
            (
                "class Task:\n    def __init__(self):\n        self.m = keras.Sequential()\n"
                "    def fit(self):\n        self.m.fit(gen)"
            ),
            PLAIN,
        ),
    ],
)
def test_traced_to_keras(code: str, expected: str | None) -> None:
    if expected is None:
        assert sorted(judged(code)) == ["keras, keras", "unknown"]
    else:
        assert judged(code) == [expected]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("m.fit(gen)", "unknown"),
        ("m.predict(gen)", "unknown"),
        ("m.fit(gen, epochs=3, callbacks=[], verbose=1)", "unknown"),
        ("m.compile(loss='mse')\nm.fit(gen)", "keras"),
        ("m.compile(optimizer='adam')\nm.fit(gen)", "keras"),
        ("m.compile()\nm.fit(gen)", "unknown"),
        ("n.compile(loss='mse')\nm.fit(gen)", "unknown"),
        ("def a(m):\n    m.compile(loss='mse')\ndef b(m):\n    m.fit(gen)", "keras"),
        (
            (
                "class A:\n    def a(self):\n"
                "        self.m.compile(loss='mse')\n        self.m.fit(gen)"
            ),
            "keras",
        ),
        (
            (
                "class A:\n    def a(self):\n        self.m.compile(loss='mse')\n"
                "class B:\n    def b(self):\n        self.m.fit(gen)"
            ),
            "unknown",
        ),
        ("m.fit_generator(gen)", "keras"),
        ("m.predict_generator(gen)", "keras"),
        ("m.fit(gen, steps_per_epoch=3)", "keras"),
        ("m.fit(gen, initial_epoch=3)", "keras"),
        ("m.fit(gen, use_multiprocessing=True)", "keras"),
        ("m.fit(gen, class_weight=w)", "unknown"),
        ("m.fit(gen, validation_data=gen)", "unknown"),
        ("trainer.fit(gen, steps_per_epoch=3)", "unknown"),
        ("self.clf.fit(gen, initial_epoch=3)", "unknown"),
        ("from segmentation_models import Unet\nUnet().fit(gen)", "unknown"),
    ],
)
def test_told_by_the_calls(code: str, expected: str) -> None:
    assert set(judged(code)) == {expected}


@pytest.mark.parametrize(
    ("call", "alone", "beside"),
    [
        ("m.fit_generator(gen)", "keras", "unknown"),
        ("m.fit_generator(gen, use_multiprocessing=True)", "keras", "unknown"),
        ("m.predict_generator(gen)", "keras", "keras"),
        ("m = keras.Sequential()\nm.fit_generator(gen)", "keras, keras", "keras, keras"),
    ],
)
def test_a_project_may_have_such_a_method_itself(call: str, alone: str, beside: str) -> None:
    """An object that nobody knows may be one of the project, which wraps a model."""
    wrapper = "class Wrapper:\n    def fit_generator(self, generator, **more):\n        ...\n"
    assert judged(call, other="def fit(self): ...") == [alone]
    assert judged(call, other=wrapper) == [beside]


@pytest.mark.parametrize(
    "code",
    [
        "from sklearn.pipeline import Pipeline\nPipeline([('a', b)]).fit(gen)",
        (
            "from sklearn.pipeline import make_pipeline\n"
            "p = make_pipeline(a)\np.fit(gen, steps_per_epoch=2)"
        ),
        "from sklearn.model_selection import RandomizedSearchCV as S\nS(m, grid).fit(gen)",
        "from scikeras.wrappers import KerasClassifier\nKerasClassifier(build).fit(gen)",
        "from keras.wrappers.scikit_learn import KerasClassifier as K\nK(build).fit(gen, epochs=2)",
        (
            "from tensorflow.keras.wrappers.scikit_learn import KerasRegressor as K\n"
            "K(b).fit_generator(gen)"
        ),
        "import autokeras as ak\nak.ImageClassifier().fit(gen, validation_data=gen)",
        "import xgboost\nxgboost.XGBClassifier().fit(gen)",
        "import pytorch_lightning as pl\npl.Trainer().fit(model, gen)\npl.Trainer().fit(gen)",
        "from keras_tuner import RandomSearch\nRandomSearch(b).search(gen)",
        "from keras.preprocessing.image import ImageDataGenerator as I\nI().fit(gen)",
        "class Task:\n    def fit(self, g): ...\nTask().fit(gen)",
        "class Task:\n    def fit(self, g): ...\nclass Sub(Task):\n    pass\nSub().fit(gen)",
        "class Task(Elsewhere):\n    def fit(self, g): ...\nTask().fit(gen)",
        "class Task:\n    pass\nTask().fit(gen)",
        "class Task:\n    def go(self):\n        self.fit(gen)\n    def fit(self, g): ...",
        "import tools\ntools.fit(gen)",
        "[1, 2].fit(gen)",
    ],
)
def test_known_to_be_something_else(code: str) -> None:
    assert judged(code, tools="def fit(g): ...") == []


def test_a_fit_of_its_own_that_hands_on_is_a_call_inside() -> None:
    code = (
        "class Task:\n    def __init__(self):\n        self.m = keras.Sequential()\n"
        "    def fit(self, g):\n        self.m.fit(g)\nTask().fit(gen)"
    )
    assert judged(code) == [PLAIN]


def test_a_model_that_another_file_builds() -> None:
    build = "import keras\ndef build():\n    return keras.Model(a, b)"
    assert judged("from nets import build\nbuild().fit(gen)", nets=build) == [PLAIN]


def test_a_class_that_may_be_anything_is_not_something_else() -> None:
    assert judged("class Task(Elsewhere):\n    pass\nTask().fit(gen)") == ["unknown"]
