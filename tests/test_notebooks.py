"""Notebooks from the bytes to the printed place: what holds for a file holds for cells."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from commands import CEIL, COUNTS, FLOOR, sequence_lint
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from notebooks import code, notebook, printed, text

from sequence_lint import lint_source
from sequence_lint.engine import Outcome, examine, lint
from sequence_lint.project.find import FindOptions, find
from sequence_lint.report.concise import to_lines
from sequence_lint.report.full import to_text
from sequence_lint.report.json import to_json
from sequence_lint.report.show import to_text as shown
from sequence_lint.settings import Settings
from sequence_lint.source import notebook as converter
from sequence_lint.source.discovery import discover, only
from sequence_lint.source.files import SourceFile
from sequence_lint.testing import check_fixture

IMPORT, CLASS = FLOOR.split("\n\n\n")
BROKEN = "print 'Python 2'"


def linted(*cells: object) -> Outcome:
    return lint(only(notebook(*cells), "train.ipynb"), Settings())


def said(outcome: Outcome) -> list[tuple[int, int, int, str]]:
    return [(d.cell, d.line, d.column, d.code) for d in outcome.diagnostics]


def test_a_class_and_its_base_may_stand_in_different_cells() -> None:
    outcome = linted(text("t"), code(IMPORT), code("!ls"), code(CLASS))
    assert (4, 7, 9, "SEQ102") in said(outcome)
    (finding,) = (d for d in outcome.diagnostics if d.code == "SEQ102")
    assert finding.end_line == 7
    assert {(r.place.cell, r.place.path) for r in finding.related} == {(4, "train.ipynb")}


def test_the_same_is_found_as_in_a_file() -> None:
    one = linted(code(FLOOR + CEIL + COUNTS)).diagnostics
    other = lint_source(FLOOR + CEIL + COUNTS, "train.py")
    assert [(d.line, d.column, d.code, d.message) for d in one] == [
        (d.line, d.column, d.code, d.message) for d in other
    ]
    assert {d.cell for d in one} == {1}


def test_a_broken_cell_costs_itself_only() -> None:
    outcome = linted(code(IMPORT), code("x = 1\n" + BROKEN), code(CLASS), code("y = ("))
    assert (2, 2, 1, "SEQ900") in said(outcome)
    assert (4, 1, 5, "SEQ900") in said(outcome)
    assert (3, 7, 9, "SEQ102") in said(outcome)
    assert (outcome.exit_code, outcome.errors) == (2, 2)


def test_a_notebook_is_checked_when_it_is_named_or_can_matter(tmp_path: Path) -> None:
    (tmp_path / "plain.ipynb").write_bytes(notebook(code(BROKEN)))
    (tmp_path / "json.ipynb").write_text('{"cells": [')
    assert lint(discover([str(tmp_path)]), Settings()).exit_code == 0
    for name, cell in (("plain.ipynb", 1), ("json.ipynb", 0)):
        (error,) = lint(discover([str(tmp_path / name)]), Settings()).diagnostics
        assert (error.code, error.cell) == ("SEQ900", cell)
    (tmp_path / "json.ipynb").write_text('{"cells": [keras.utils.Sequence')
    (error,) = lint(discover([str(tmp_path)]), Settings()).diagnostics
    assert (error.code, error.line, error.column) == ("SEQ900", 1, 12)
    assert error.message == "cannot be parsed as JSON: Expecting value"


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b"\0"])
def test_what_is_no_notebook_is_said_and_the_rest_goes_on(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.ipynb").write_bytes(content)
    (tmp_path / "gen.py").write_text(FLOOR)
    ran = sequence_lint("check", "bad.ipynb", ".", "--output-format", "concise", cwd=tmp_path)
    assert ran.code == 2
    assert re.search(r"^bad\.ipynb:1:\d+: SEQ900 file-not-read: ", ran.out, re.MULTILINE)
    assert "gen.py:10:9: SEQ102" in ran.out


def test_folders_are_walked_for_notebooks_too(tmp_path: Path) -> None:
    for folder in ("nbs", "nbs/.ipynb_checkpoints"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "train.ipynb").write_bytes(notebook(code(FLOOR)))
    ran = sequence_lint("check", "--output-format", "concise", cwd=tmp_path)
    assert [line.split(": ")[0] for line in ran.out.splitlines() if "SEQ102" in line] == [
        "nbs/train.ipynb:cell 1:10:9"
    ]


def test_standard_input_may_be_a_notebook(tmp_path: Path) -> None:
    content = notebook(text("t"), code(FLOOR))
    arguments = ("check", "-", "--output-format", "concise", "--stdin-filename", "x.ipynb")
    ran = sequence_lint(*arguments, cwd=tmp_path, stdin=content)
    assert "x.ipynb:cell 2:10:9: SEQ102" in ran.out
    assert any(d.cell == 2 for d in lint_source(content.decode(), "x.ipynb"))


@pytest.mark.parametrize("language", ["R", "julia"])
def test_other_languages_are_passed_over(language: str) -> None:
    metadata = {"kernelspec": {"language": language}}
    content = notebook(code(FLOOR), code("x <- ("), metadata=metadata)
    outcome = lint(only(content, "x.ipynb"), Settings())
    assert outcome.diagnostics == ()


def test_a_python_file_with_cell_marks_needs_nothing() -> None:
    script = f"# %% [markdown]\n# # Title\n\n# %%\n# %matplotlib inline\n{IMPORT}\n\n# %%\n{CLASS}"
    assert [d.cell for d in lint_source(script, "x.py") if d.code == "SEQ102"] == [0]


def test_a_notebook_imports_from_the_project_and_nothing_from_it(tmp_path: Path) -> None:
    (tmp_path / "gens.py").write_text(CEIL)
    late = (
        "from {} import {}\nclass {}({}):\n"
        "    def __len__(self):\n        return len(self.x) // self.batch_size\n"
    )
    (tmp_path / "train.ipynb").write_bytes(
        notebook(code(late.format("gens", "Ceil", "Late", "Ceil")))
    )
    (tmp_path / "other.py").write_text(late.format("train", "Late", "Later", "Late"))
    understood = examine(discover([str(tmp_path)]))
    assert [c.qualname for c in understood.classes] == ["Ceil", "Late"]
    assert [c.place.cell for c in understood.classes] == [0, 1]


# Places in every format


def test_every_format_says_cell_and_line() -> None:
    outcome = linted(text("t"), code(IMPORT), code(CLASS))
    assert "train.ipynb:cell 3:7:9: SEQ102 partial-batch-dropped: " in to_lines(outcome)
    full = to_text(outcome, 200, color=False)
    assert "train.ipynb:cell 3:7:9 SEQ102" in full
    assert "see: train.ipynb:cell 3:11:16: " in full
    assert (
        "  |\n6 |     def __len__(self):\n7 |         return len(self.x) // self.batch_size\n"
        in full
    ), "the lines of the cell"
    found = json.loads(to_json(outcome))["diagnostics"]
    (one,) = (each for each in found if each["code"] == "SEQ102")
    assert (one["cell"], one["line"], one["related"][0]["cell"]) == (3, 7, 3)
    picture = shown(outcome.classes, 100, color=False, blocks=False)
    assert picture.startswith("Floor (train.ipynb:cell 3:1:1)\n")
    assert "len(self.x) // self.batch_size (cell 3, line 7)" in picture


def test_errors_have_their_cell_in_every_format() -> None:
    outcome = linted(code(IMPORT), code(BROKEN))
    assert to_lines(outcome).startswith("train.ipynb:cell 2:1:1: SEQ900 file-not-read: ")
    full = to_text(outcome, 100, color=False)
    assert f"1 | {BROKEN}\n" in full
    (one,) = json.loads(to_json(outcome))["diagnostics"]
    assert (one["cell"], one["line"]) == (2, 1)
    broken = lint(only(b"{", "train.ipynb"), Settings())
    assert to_lines(broken).startswith("train.ipynb:1:2: SEQ900")
    assert json.loads(to_json(broken))["diagnostics"][0]["cell"] is None


def test_show_says_where_a_broken_cell_is(tmp_path: Path) -> None:
    (tmp_path / "x.ipynb").write_bytes(notebook(code(FLOOR), code(BROKEN)))
    ran = sequence_lint("show", "x.ipynb", cwd=tmp_path)
    assert ran.code == 2
    assert "x.ipynb:cell 2:1:1: SEQ900" in ran.err
    assert "Floor (x.ipynb:cell 1:4:1)" in ran.out


def test_cells_come_in_their_order() -> None:
    late = CLASS.replace("Floor", "Late")
    outcome = linted(code(IMPORT), code("\n" * 20 + CLASS), *[code("x = 1")] * 9, code(late))
    cells = [d.cell for d in outcome.diagnostics if d.code == "SEQ102"]
    assert cells == [2, 12]


# What a notebook costs


def test_outputs_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = linted(code(IMPORT), code(CLASS))
    noisy = linted(code(IMPORT, printed(CEIL)), code(CLASS, printed(COUNTS), printed("]\n}")))
    assert noisy.diagnostics == plain.diagnostics
    only_printed = linted(code("x = 1", printed(FLOOR)))
    assert (only_printed.diagnostics, only_printed.classes) == ((), ())


def test_a_notebook_that_cannot_matter_is_not_converted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    converted: list[bytes] = []
    convert = converter.module_of

    def counted(content: bytes) -> Any:
        converted.append(content)
        return convert(content)

    monkeypatch.setattr(converter, "module_of", counted)
    # A class without labels asks the whole project for training steps, and its name for heirs.
    bare = FLOOR.replace(", self.y[start : start + self.batch_size]", "").replace("Floor", "Rare")
    (tmp_path / "gen.py").write_text(bare)
    (tmp_path / "plain.ipynb").write_bytes(notebook(code("import numpy\nnumpy.zeros(3)")))
    (tmp_path / "heir.ipynb").write_bytes(
        notebook(code("from gen import Rare\nclass Heir(Rare):\n    pass"))
    )
    understood = examine(discover([str(tmp_path)]))
    assert [c.qualname for c in understood.classes] == ["Rare", "Heir"]
    assert len(converted) == 1
    assert b"Heir" in converted[0]


# A property: how a module is split into cells makes no difference

BETWEEN = st.sampled_from(
    [
        text("# Title\nclass Gen(keras.utils.Sequence):"),
        text("raw", "raw"),
        code(""),
        code("%load_ext autoreload\n%autoreload 2"),
        code("!pip install keras", printed(COUNTS)),
        code("%%bash\nclass X(keras.utils.Sequence): pass"),
        code("files = !ls\nfiles?"),
        code("# a comment"),
    ]
)
MAGIC = st.sampled_from(["%matplotlib inline", "!ls \\\n  -l", "?len", "a = !pwd", "%time 1 + 1"])
PARTS = [
    IMPORT,
    "import math",
    "def bounds(index, size):\n    return index * size, (index + 1) * size",
    CLASS,
    CEIL.split("\n\n\n")[1],
    COUNTS.split("\n\n\n")[1],
    "class Late(Ceil):\n    def __len__(self):\n        return len(self.x) // self.batch_size",
    "SIZE = 32\nlate = Late([], [], SIZE)",
]


@st.composite
def _split(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[tuple[int, int]], str]:
    """Cells, and for each line of the module that they split its cell and line."""
    cells: list[dict[str, Any]] = []
    places: list[tuple[int, int]] = []
    module: list[str] = []
    parts = list(PARTS)
    while parts:
        cells += draw(st.lists(BETWEEN, max_size=2))
        count = draw(st.integers(1, len(parts)))
        lines = "\n\n".join(parts[:count]).split("\n")
        del parts[:count]
        above = draw(st.lists(MAGIC, max_size=2))
        skipped = "\n".join(above).count("\n") + 1 if above else 0
        source = "\n".join([*above, *lines, *draw(st.lists(MAGIC, max_size=1))])
        cells.append(code(source, *draw(st.lists(st.just(printed(COUNTS)), max_size=1))))
        places += [(len(cells), skipped + at) for at in range(1, len(lines) + 1)]
        module += lines
    return cells, places, "\n".join(module)


# A failure is read as well as it comes: to look for a smaller one takes minutes.
@settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(_split(), st.sampled_from([None, 1, 2]))
def test_a_split_into_cells_makes_no_difference(
    split: tuple[list[dict[str, Any]], list[tuple[int, int]], str], indent: int | None
) -> None:
    cells, places, module = split
    expected = [
        (*places[d.line - 1], d.column, d.code, d.message, d.example, _mapped(d.related, places))
        for d in lint_source(module, "x.py")
    ]
    content = notebook(*cells, indent=indent)
    found = lint(only(content, "x.ipynb"), Settings()).diagnostics
    assert len(expected) >= 3
    assert [
        (d.cell, d.line, d.column, d.code, d.message, d.example, _mapped(d.related, None))
        for d in found
    ] == expected


def _mapped(related: Sequence[Any], places: list[tuple[int, int]] | None) -> list[object]:
    at = [each.place for each in related]
    return [
        ((p.cell, p.line) if places is None else places[p.line - 1], p.column, each.message)
        for p, each in zip(at, related, strict=True)
    ]


def test_the_prefilter_loses_no_class_in_notebooks() -> None:
    tree = {
        "/t/gens.py": CEIL.encode(),
        "/t/a.ipynb": notebook(code("from gens import Ceil as Base\nclass A(Base):\n    pass")),
        "/t/b.ipynb": notebook(code("import gens\nclass B(gens.Ceil): pass"), indent=None),
        "/t/c.ipynb": notebook(code(IMPORT), code("class\\\n C(keras.utils.Sequence): pass")),
        "/t/d.ipynb": notebook(code("from a import A\nclass D(A): pass")),
    }
    files = [SourceFile(path, path, explicit=False) for path in tree]
    sources = {path: only(content, path) for path, content in tree.items()}

    def read(path: str) -> bytes:
        return sources[path].read(path)

    def may_hold(path: str, words: Any) -> bool:
        return sources[path].may_hold(path, words)

    quick = find(files, read, options=FindOptions(may_hold=may_hold))
    names = [one.qualname for one in find(files, read, prefilter=False).classes]
    assert [one.qualname for one in quick.classes] == names == ["A", "B", "C", "Ceil"]


# Fixtures


def test_fixtures_may_be_notebooks(tmp_path: Path) -> None:
    path = tmp_path / "case.ipynb"
    good = CLASS.replace(
        "self.batch_size\n\n    def __getitem",
        "self.batch_size  # expect: SEQ900\n\n    def __getitem",
    )
    path.write_bytes(
        notebook(
            text("t"),
            code(IMPORT),
            code("# expect+7: SEQ102, SEQ401\n" + CLASS),
            code(f"# expect+1: SEQ900\n{BROKEN}  # expect: SEQ102"),
            code("\n" + good),
        )
    )
    shown = str(path)
    said = [line.removeprefix(shown) for line in check_fixture([shown])]
    assert [line.split(" and ")[0][:45] for line in said if "SEQ401" not in line] == [
        ":cell 4:2: SEQ102 is expected",
        ":cell 5:8: SEQ900 is expected",
        ":cell 5:8: unexpected SEQ102: `Floor.__len__`",
    ]
    assert any(line.startswith(":cell 3:1: SEQ401 is expected on line 8") for line in said)
