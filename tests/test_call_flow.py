"""How instances are followed to the calls that take batches, one way of writing it at a time."""

from __future__ import annotations

import pytest
from project_trees import project

HEAD = """
import copy, functools
import keras
from keras.utils import Sequence

class Gen(Sequence):
    pass

class Other(Sequence):
    pass

model = keras.Sequential()
x = y = b = object()
"""


def reached(code: str, **files: str) -> list[tuple[str, ...]]:
    """Each call with an instance: method, parameter, classes, and whether it is certain."""
    tree = {"main.py": HEAD + code}
    tree.update({f"{name}.py": text for name, text in files.items()})
    return [
        (
            site.method,
            site.parameter,
            "/".join(dict.fromkeys(made.ref.node.name for made in site.made)),
            "certain" if site.certain else "perhaps",
        )
        for site in project(tree).calls().sites
    ]


def how(code: str, **files: str) -> str:
    """The class that reaches the only call, ``Gen?`` where something else may too, or "none"."""
    sites = reached(code, **files)
    if not sites:
        return "none"
    assert len(sites) == 1, sites
    return sites[0][2] + ("" if sites[0][3] == "certain" else "?")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("model.fit(Gen())", "Gen"),
        ("model.fit(x=Gen())", "Gen"),
        ("model.fit_generator(generator=Gen())", "Gen"),
        ("model.fit(y, Gen())", "none"),
        ("model.fit(wrap(Gen()))", "none"),
        ("model.fit(*[Gen()])", "none"),
        ("model.fit(**{'x': Gen()})", "none"),
        ("fit(Gen())", "none"),
        ("model.train(Gen())", "none"),
        ("g = Gen()\nmodel.fit(g)", "Gen"),
        ("g: Sequence = Gen()\nmodel.fit(g)", "Gen"),
        ("g = Gen()\ng = Other()\nmodel.fit(g)", "Other"),
        ("g = Gen()\ng = x\nmodel.fit(g)", "none"),
        ("g = x\ng = Gen()\nmodel.fit(g)", "Gen"),
        ("if b:\n    g = Gen()\nelse:\n    g = Other()\nmodel.fit(g)", "Gen/Other"),
        ("if b:\n    g = Gen()\nelse:\n    g = x\nmodel.fit(g)", "Gen?"),
        ("g = None\nif b:\n    g = Gen()\nmodel.fit(g)", "Gen"),
        ("g = x\nif b:\n    g = Gen()\nmodel.fit(g)", "Gen?"),
        ("g = x\nif b:\n    g = Gen()\n    model.fit(g)", "Gen"),
        ("if b:\n    g = Gen()\nelse:\n    g = x\n    model.fit(g)", "none"),
        ("if b:\n    g = Gen()\nelse:\n    raise ValueError\nmodel.fit(g)", "Gen"),
        ("for i in x:\n    g = Gen()\n    model.fit(g)", "Gen"),
        ("g = x\nfor i in x:\n    model.fit(g)\n    g = Gen()", "Gen?"),
        ("try:\n    g = Gen()\nexcept OSError:\n    g = x\nmodel.fit(g)", "Gen?"),
        ("g = Gen()\ng += x\nmodel.fit(g)", "none"),
        ("g = Gen() if b else Other()\nmodel.fit(g)", "Gen/Other"),
        ("model.fit(Gen() if b else x)", "Gen?"),
        ("model.fit(g := Gen())", "Gen"),
        ("if g := Gen():\n    model.fit(g)", "Gen"),
        ("a = c = Gen()\nmodel.fit(c)", "Gen"),
        ("a, c = Gen(), x\nmodel.fit(a)", "Gen"),
        ("a, c = Gen(), x\nmodel.fit(c)", "none"),
        ("a, (c, d) = x, (y, Gen())\nmodel.fit(d)", "Gen"),
        ("a, *c = Gen(), x, y\nmodel.fit(a)", "Gen"),
        ("*a, c = x, y, Gen()\nmodel.fit(c)", "none"),
        ("gens = [Gen(), Other()]\nmodel.fit(gens[0])", "Gen"),
        ("gens = [Gen(), Other()]\nmodel.fit(gens[-1])", "Other"),
        ("gens = [Gen(), Other()]\nmodel.fit(gens[b])", "Gen/Other"),
        ("gens = [Gen(), x]\nfor g in gens:\n    model.fit(g)", "Gen?"),
        ("gens = [Gen() for _ in x]\nfor g in gens:\n    model.fit(g)", "Gen"),
        ("[model.fit(g) for g in (Gen(), Gen())]", "Gen"),
        ("gens = []\nfor i in x:\n    gens.append(Gen())\nmodel.fit(gens[0])", "Gen"),
        ("gens = []\ngens.append(Gen())\ngens.append(x)\nmodel.fit(gens[0])", "Gen?"),
        ("gens = {'a': Gen(), 'b': x}\nmodel.fit(gens['a'])", "Gen"),
        ("gens = {'a': Gen(), 'b': x}\nmodel.fit(gens['b'])", "none"),
        ("gens = dict(a=Gen(), b=x)\nmodel.fit(gens['a'])", "Gen"),
        ("gens = {}\ngens['a'] = Gen()\nmodel.fit(gens['a'])", "Gen"),
        ("for n, g in {'a': Gen()}.items():\n    model.fit(g)", "Gen"),
        ("for g in {'a': Gen()}.values():\n    model.fit(g)", "Gen"),
        ("for i, g in enumerate([Gen()]):\n    model.fit(g)", "Gen"),
        ("for g, n in zip([Gen()], x):\n    model.fit(g)", "Gen"),
        ("model.fit(copy.deepcopy(Gen()))", "Gen"),
        ("make = functools.partial(Gen, x)\nmodel.fit(make(y))", "Gen"),
        ("make = lambda: Gen()\nmodel.fit(make())", "Gen"),
        ("Alias = Gen\nmodel.fit(Alias())", "Gen"),
        ("classes = {'a': Gen}\nmodel.fit(classes['a']())", "Gen"),
        ("class Sub(Gen):\n    pass\nmodel.fit(Sub())", "Sub"),
        ("model.fit(Gen)", "none"),
        ("model.fit(g)\ng = Gen()", "none"),
    ],
)
def test_expressions_and_variables(code: str, expected: str) -> None:
    assert how(code) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("def make():\n    return Gen()\nmodel.fit(make())", "Gen"),
        ("def make():\n    if b:\n        return Gen()\n    return x\nmodel.fit(make())", "Gen?"),
        ("def make():\n    if b:\n        return None\n    return Gen()\nmodel.fit(make())", "Gen"),
        ("def make():\n    return Gen(), Other()\na, c = make()\nmodel.fit(c)", "Other"),
        (
            "def inner():\n    return Gen()\ndef make():\n    return inner()\nmodel.fit(make())",
            "Gen",
        ),
        ("def make(g):\n    return g\nmodel.fit(make(Gen()))", "Gen"),
        ("def make():\n    return make()\nmodel.fit(make())", "none"),
        ("@wrap\ndef make():\n    return Gen()\nmodel.fit(make())", "Gen?"),
        ("def make():\n    yield Gen()\nfor g in make():\n    model.fit(g)", "Gen"),
        (
            "async def make():\n    return Gen()\nasync def go():\n    model.fit(await make())",
            "Gen",
        ),
        ("def run(g):\n    model.fit(g)", "none"),
        ("def run(g):\n    model.fit(g)\nrun(Gen())", "Gen"),
        ("def run(a, g):\n    model.fit(g)\nrun(x, Gen())", "Gen"),
        ("def run(g):\n    model.fit(g)\nrun(g=Gen())\nrun(x)", "Gen?"),
        ("def run(g=None):\n    model.fit(g)\nrun(g=Gen())\nrun()", "Gen"),
        ("def run(*g):\n    model.fit(g[0])\nrun(Gen())", "none"),
        ("def run(g):\n    model.fit(g)\nrun(Gen())\nstart(run)", "Gen?"),
        ("def run(g):\n    g = x\n    model.fit(g)\nrun(Gen())", "none"),
        ("def run(g):\n    if b:\n        g = Gen()\n    model.fit(g)\nrun(x)", "Gen?"),
        ("@command\ndef run(g):\n    model.fit(g)\nrun(Gen())", "Gen?"),
        ("g = Gen()\ndef run():\n    model.fit(g)", "Gen"),
        ("def run():\n    g = Gen()\n    def inner():\n        model.fit(g)\n    inner()", "Gen"),
        ("g = None\ndef make():\n    global g\n    g = Gen()\ndef run():\n    model.fit(g)", "Gen"),
        ("def run():\n    with Gen() as g:\n        model.fit(g)", "none"),
        (
            (
                "class Open(Gen):\n    def __enter__(self):\n        return self\n"
                "with Open() as g:\n    model.fit(g)"
            ),
            "Open",
        ),
        (
            (
                "@contextlib.contextmanager\ndef opened():\n    yield Gen()\n"
                "with opened() as g:\n    model.fit(g)"
            ),
            "Gen",
        ),
    ],
)
def test_functions(code: str, expected: str) -> None:
    assert how(code) == expected


CLASS = (
    "class Task:\n    def __init__(self, g=None):\n"
    "        {init}\n    def run(self):\n        {run}\n"
)


def task(init: str, run: str, after: str = "") -> str:
    return CLASS.format(init=init, run=run) + after


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (task("self.g = Gen()", "model.fit(self.g)"), "Gen"),
        (task("self.g = None", "self.g = Gen(); model.fit(self.g)"), "Gen"),
        (task("self.g = x", "self.g = Gen(); model.fit(self.g)"), "Gen?"),
        (task("self.a, self.g = x, Gen()", "model.fit(self.g)"), "Gen"),
        (task("self.g = g", "model.fit(self.g)"), "none"),
        (task("self.g = g", "model.fit(self.g)", "Task(Gen()).run()"), "Gen"),
        (task("self.g = g", "model.fit(self.g)", "Task(g=Gen())\nTask(x)"), "Gen?"),
        (task("self.gs = {'a': Gen()}", "model.fit(self.gs['a'])"), "Gen"),
        (task("self.gs = []", "self.gs.append(Gen()); model.fit(self.gs[0])"), "Gen"),
        (task("pass", "pass", "t = Task()\nt.g = Gen()\nmodel.fit(t.g)"), "Gen"),
        (task("self.g = Gen()", "pass", "model.fit(Task().g)"), "Gen"),
        ("class A:\n    def go(self, g):\n        model.fit(g)\na = A()\na.go(Gen())", "Gen"),
        ("class Config:\n    g = Gen()\nmodel.fit(Config.g)", "Gen"),
        (
            (
                "class Task:\n    @property\n"
                "    def g(self):\n        return Gen()\nmodel.fit(Task().g)"
            ),
            "Gen",
        ),
        ("class Task:\n    def g(self):\n        return Gen()\nmodel.fit(Task().g())", "Gen"),
        (
            (
                "class Task:\n    @staticmethod\n"
                "    def g():\n        return Gen()\nmodel.fit(Task.g())"
            ),
            "Gen",
        ),
        (
            (
                "class Base:\n    def __init__(self):\n        self.g = Gen()\n"
                "class Task(Base):\n    def run(self):\n        model.fit(self.g)"
            ),
            "Gen",
        ),
        (
            (
                "class Base:\n    def run(self):\n        model.fit(self.make())\n"
                "class Task(Base):\n    def make(self):\n        return Gen()"
            ),
            "Gen",
        ),
        (
            (
                "class Base:\n    def __init__(self, g):\n        self.g = g\n"
                "    def run(self):\n        model.fit(self.g)\n"
                "class Task(Base):\n    def __init__(self):\n        super().__init__(Gen())"
            ),
            "Gen",
        ),
        (
            (
                "class Made(Gen):\n    @classmethod\n    def of(cls, df):\n        return cls(df)\n"
                "class Sub(Made):\n    pass\nmodel.fit(Sub.of(x))"
            ),
            "Sub",
        ),
        (
            (
                "class Made(Gen):\n    @classmethod\n    def both(cls, df):\n"
                "        a, c = cls(df), cls(df)\n        return a, c\n"
                "a, c = Made.both(x)\nmodel.fit(c)"
            ),
            "Made",
        ),
        (
            (
                "class Made(Gen):\n    def ready(self):\n"
                "        return self\nmodel.fit(Made().ready())"
            ),
            "Made",
        ),
    ],
)
def test_classes(code: str, expected: str) -> None:
    assert how(code) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("model.fit(x, validation_data=Gen())", [("fit", "validation_data", "Gen", "certain")]),
        (
            "model.fit(Gen(), validation_data=Other())",
            [("fit", "x", "Gen", "certain"), ("fit", "validation_data", "Other", "certain")],
        ),
        ("model.fit(Gen(), validation_data=None)", [("fit", "x", "Gen", "certain")]),
        (
            "model.fit(x, validation_data=(Gen(), y))",
            [("fit", "validation_data", "Gen", "certain")],
        ),
        ("model.evaluate(Gen())", [("evaluate", "x", "Gen", "certain")]),
        ("model.predict(Gen())", [("predict", "x", "Gen", "certain")]),
        ("model.predict_generator(Gen(), 3)", [("predict_generator", "x", "Gen", "certain")]),
        ("model.evaluate_generator(Gen())", [("evaluate_generator", "x", "Gen", "certain")]),
    ],
)
def test_methods_and_parameters(code: str, expected: list[tuple[str, ...]]) -> None:
    assert reached(code) == expected


FACTORY = "from main import Gen, Other\ndef make(b):\n    return Gen(), Other()\n"
HOLDER = "from main import Gen\nclass Data:\n    def __init__(self):\n        self.train = Gen()\n"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"use": "from main import Gen, model\nmodel.fit(Gen())"}, "Gen"),
        ({"use": "import main as m\nm.model.fit(m.Gen())"}, "Gen"),
        ({"made": FACTORY, "use": "from made import make\na, c = make(1)\nm.fit(c)"}, "Other"),
        ({"made": HOLDER, "use": "from made import Data\nd = Data()\nm.fit(d.train)"}, "Gen"),
        (
            {
                "made": "from main import Gen\ntrain = Gen()",
                "use": "import made\nm.fit(made.train)",
            },
            "Gen",
        ),
        (
            {
                "made": "from main import Gen\na, train = 1, Gen()",
                "use": "import made\nm.fit(made.train)",
            },
            "Gen",
        ),
        (
            {
                "use": "from main import Gen\nfrom run import go\ngo(Gen())",
                "run": "def go(g):\n    m.fit(g)",
            },
            "Gen",
        ),
        (
            {
                "use": "from main import Gen\nfrom run import go\ngo(Gen())",
                "run": "def go(g):\n    m.fit(g)",
                "also": "from run import go\ngo([1, 2])",
            },
            "Gen?",
        ),
        (
            {
                "made": HOLDER,
                "part": "from made import Data\ndef build():\n    return Data()",
                "use": "import part\nd = part.build()\nm.fit(d.train)",
            },
            "Gen",
        ),
        ({"use": "from elsewhere import Gen\nm.fit(Gen())"}, "none"),
        ({"use": "from typing import Sequence as Gen\nm.fit(Gen())"}, "none"),
    ],
)
def test_across_files(files: dict[str, str], expected: str) -> None:
    assert how("", **files) == expected


def test_the_other_arguments_are_told() -> None:
    code = "def run(y=None):\n    model.fit(Gen(), y, batch_size=8, **more)\n"
    (site,) = project({"main.py": HEAD + code}).calls().sites
    assert [(one.name, one.keyword) for one in site.arguments] == [
        ("x", False),
        ("y", False),
        ("batch_size", True),
        ("", True),
    ]


def test_what_is_made_and_what_is_part_of_another() -> None:
    code = (
        "class Pair(Sequence):\n    pass\n"
        "class Never(Sequence):\n    pass\nPair([Gen(), Other()])\n"
    )
    found = project({"main.py": HEAD + code})
    calls = found.calls()
    names = {id(one.node): one.node.name for one in found.classes}
    assert sorted(names[number] for number in calls.instantiated) == ["Gen", "Other", "Pair"]
    assert sorted(names[number] for number in calls.parts) == ["Gen", "Other"]


def test_circles_end() -> None:
    rounds = "\n".join(f"def f{i}(g):\n    return f{(i + 1) % 40}(g)" for i in range(40))
    code = (
        "class A:\n    def __init__(self):\n        self.a = self.b\n        self.b = self.a\n"
        "model.fit(f0(Gen()))\nmodel.fit(A().a)"
    )
    assert how(f"{rounds}\n{code}") == "none"


def test_long_ways_end() -> None:
    names = "\n".join(f"g{i + 1} = [g{i}, g{i}][0]" for i in range(3000))
    assert how(f"g0 = Gen()\n{names}\nmodel.fit(g3000)") in ("Gen", "none")


def test_nothing_is_read_again_where_no_class_is_found() -> None:
    calls = project({"main.py": "import keras\nmodel.fit(x)"}).calls()
    assert not calls.sites
    assert calls.flow is None


def test_passed_on_by_a_package_that_is_no_parent() -> None:
    tree = {
        "lib/gens.py": "from keras.utils import Sequence\nclass Gen(Sequence):\n    pass\n",
        "lib/__init__.py": "",
        "offers/__init__.py": "from lib.gens import Gen\n",
        "offers/again.py": "from offers import Gen as Feed, Gen\n",
        "use.py": "from offers.again import Gen\nmodel.fit(Gen())\n",
    }
    assert [site.module.path for site in project(tree).calls().sites] == ["use.py"]


def test_a_namesake_elsewhere_is_not_followed() -> None:
    tree = {
        "gens.py": "from keras.utils import Sequence\nclass Gen(Sequence):\n    pass\n",
        "use.py": "from somewhere import Gen\nmodel.fit(Gen())\n",
    }
    assert not project(tree).calls().sites
