"""How texts become trees, and what is said where they do not."""

from __future__ import annotations

import subprocess
import sys
import threading
import warnings

import pytest
from project_trees import classes, project

from sequence_lint.project.parse import parse
from sequence_lint.source.files import Unreadable

GEN = "import keras\nclass Gen(keras.utils.Sequence): ...\n"


@pytest.mark.parametrize(
    ("text", "line", "column", "reason"),
    [
        (b"x = (\n", 3, 5, "cannot be parsed: '(' was never closed"),
        (b"  x = 1\n", 3, 2, "cannot be parsed: unexpected indent"),
        (b"print 'x'\n", 3, 1, "cannot be parsed: Missing parentheses"),
        (b"x = '\xff'\n", 3, 6, "cannot be decoded as utf-8"),
        (b"x = '\0'\n", 3, 6, "contains a NUL byte"),
    ],
)
def test_problems_have_a_place(text: bytes, line: int, column: int, reason: str) -> None:
    made = project({"bad.py": GEN.encode() + text, "good.py": GEN})
    (problem,) = made.problems
    assert (problem.path, problem.line) == ("bad.py", line)
    assert problem.column == column or "never closed" in reason or "indent" in reason
    assert problem.reason.startswith(reason)
    assert [one.module.path for one in made.classes] == ["good.py"]


def test_a_cookie_is_obeyed() -> None:
    text = f"# coding: latin-1\n{GEN}name = 'é'\n"
    made = project({"old.py": text.encode("latin-1")})
    assert not made.problems
    assert "'é'" in made.classes[0].module.text


def test_a_broken_file_that_cannot_matter_is_nobodys_problem() -> None:
    made = project({"bad.py": "def (", "good.py": GEN})
    assert not made.problems


def test_a_broken_file_on_the_way_leaves_the_base_unknown() -> None:
    made = project(
        {
            "bad.py": "class Mixin: ...\ndef (",
            "good.py": "from bad import Mixin\n"
            "import keras\nclass Gen(Mixin, keras.utils.Sequence): ...",
        }
    )
    assert [one.bases_known for one in made.classes] == [False]


def test_warnings_about_linted_code_are_kept_down() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert classes({"gens.py": GEN + 'x = "\\d"\nassert (1, 2)\nx is 1\n'}) == ["gens.py:Gen"]


DEEP = {
    "sum": "+".join(["1"] * 20_000),
    "attributes": "a" + ".b" * 5_000,
    "calls": "f" + "()" * 5_000,
    "signs": "-" * 3_000 + "1",
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_deep_expressions_are_parsed(text: str) -> None:
    limit, size = sys.getrecursionlimit(), threading.stack_size()
    made = project({"deep.py": f"{GEN}x = {text}\nclass Sub({text}, Gen): ...\n", "good.py": GEN})
    assert (sys.getrecursionlimit(), threading.stack_size()) == (limit, size)
    found = [f"{one.module.path}:{one.qualname}" for one in made.classes]
    reasons = {problem.reason for problem in made.problems}
    if reasons:  # how deep Python itself can go depends on its version
        assert reasons == {"nested too deeply to parse"}
        assert found == ["good.py:Gen"]
    else:
        assert found == ["deep.py:Gen", "deep.py:Sub", "good.py:Gen"]


def test_what_is_too_deep_for_python_is_a_problem() -> None:
    with pytest.raises(Unreadable) as error:
        parse("deep.py", "deep", False, "x = " + "-" * 1_000_000 + "1")
    assert error.value.reason == "nested too deeply to parse"


def test_brackets_nested_too_deeply() -> None:
    with pytest.raises(Unreadable) as error:
        parse("deep.py", "deep", False, "(" * 1_000 + ")" * 1_000)
    assert error.value.reason.startswith("cannot be parsed: too many nested parentheses")


def test_names_of_modules() -> None:
    tree = {
        "pkg/__init__.py": GEN,
        "pkg/sub/__init__.py": "",
        "pkg/sub/mod.py": GEN,
        "src/lib/mod.py": GEN,
        "script.py": GEN,
    }
    named = {one.module.path: one.module.name for one in project(tree).classes}
    assert named == {
        "pkg/__init__.py": "pkg",
        "pkg/sub/mod.py": "pkg.sub.mod",
        "src/lib/mod.py": "mod",
        "script.py": "script",
    }


def test_parses_no_more_than_needed() -> None:
    tree = {f"m{i}.py": "class A(list): ...\nx = 1\n" for i in range(20)}
    assert project(tree).parsed == 0
    assert project(tree, prefilter=False).parsed == 20
    assert project({**tree, "gens.py": GEN, "sub.py": "from gens import Gen"}).parsed == 1


def test_a_search_without_candidates_loads_neither_astroid_nor_ast() -> None:
    code = (
        "import sys\n"
        "from sequence_lint.project.find import find\n"
        "from sequence_lint.source.files import SourceFile\n"
        "files = [SourceFile('a.py', '/a.py', True)]\n"
        "before = set(sys.modules)\n"
        "project = find(files, lambda path: b'import keras, tensorflow')\n"
        "assert not project.classes\n"
        "new = {name.partition('.')[0] for name in set(sys.modules) - before}\n"
        "assert not new & {'astroid', 'ast', 'pathlib', 'json', 'rich'}, new\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
