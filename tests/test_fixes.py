"""Edits leave the rest of a file alone, imports go where they belong, and fixes are proven."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from commands import FLOOR

from sequence_lint.batches import Excerpt, Place
from sequence_lint.engine import lint
from sequence_lint.fixes import Edit, Fix, Safety, as_tuple, instead
from sequence_lint.mending import Mended, mended
from sequence_lint.proof import proven
from sequence_lint.rule import Diagnostic
from sequence_lint.settings import Settings
from sequence_lint.source.discovery import only
from sequence_lint.source.editing import NotEditable, edited
from sequence_lint.source.importing import insertion
from sequence_lint.source.notebook_editing import edited_notebook

ALL: tuple[Safety, ...] = ("safe", "unsafe")


def at(line: int, column: int, end_line: int, end_column: int, cell: int = 0) -> Place:
    return Place("gen.py", line, column, end_line, end_column, cell)


def mend(text: str | bytes, path: str = "gen.py") -> Mended:
    content = text.encode() if isinstance(text, str) else text
    return mended(only(content, path), Settings(), ALL)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_marks_stay(end: str, before: bytes) -> None:
    text = end.join(["é = 1", "b = [é]  # ü", "c = 2"])
    new = edited(before + text.encode(), [Edit(at(2, 5, 2, 8), "(\né,\n)")])
    assert new == before + end.join(["é = 1", "b = (", "é,", ")  # ü", "c = 2"]).encode()


def test_the_encoding_stays() -> None:
    content = "# coding: latin-1\nname = 'ü'\n".encode("latin-1")
    assert edited(content, [Edit(at(2, 1, 2, 5), "é")]) == content.replace(b"name", b"\xe9")
    with pytest.raises(NotEditable, match="encoding"):
        edited(content, [Edit(at(2, 1, 2, 5), "日")])


@pytest.mark.parametrize(
    "edits",
    [
        [Edit(at(9, 1, 9, 1), "x")],
        [Edit(at(1, 99, 1, 99), "x")],
        [Edit(at(1, 1, 1, 4), "x"), Edit(at(1, 2, 1, 3), "y")],
    ],
)
def test_edits_that_do_not_fit_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(NotEditable):
        edited(b"a = 1\n", edits)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("import math\nx = 1\n", None),
        ("import math as math\n", None),
        ("import os\nimport sys\n", "import math\nimport os\nimport sys\n"),
        ("import abc\n\nimport numpy\n", "import abc\nimport math\n\nimport numpy\n"),
        ("import abc  # why\nx = 1\n", "import abc  # why\nimport math\nx = 1\n"),
        ("from os import path\n", "import math\nfrom os import path\n"),
        ("import numpy as np\n", "import math\n\nimport numpy as np\n"),
        ('"""Doc."""\n\nimport keras\n', '"""Doc."""\n\nimport math\n\nimport keras\n'),
        (
            '"""Doc."""\nfrom __future__ import annotations\nimport keras\n',
            '"""Doc."""\nfrom __future__ import annotations\n\nimport math\n\nimport keras\n',
        ),
        ("# who\n@f\nclass A:\n    pass\n", "# who\nimport math\n\n@f\nclass A:\n    pass\n"),
        ("def f():\n    import math\n", "import math\n\ndef f():\n    import math\n"),
        ("import math as m\n", "import math as m\nimport math\n"),
    ],
)
def test_imports_go_beside_others(text: str, wanted: str | None) -> None:
    found = insertion(text, "math")
    if found is None or wanted is None:
        assert found is None
        assert wanted is None
        return
    place = at(found.line, found.column, found.line, found.column)
    assert edited(text.encode(), [Edit(place, found.text)]).decode() == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("[a, b]", "(a, b)"),
        ("[a]", "(a,)"),
        ("[a, ]", "(a, )"),
        ("[a,\n b]", "(a,\n b)"),
        ("[f(x) for x in y]", "tuple([f(x) for x in y])"),
        ("batch", "tuple(batch)"),
        ("[a  # one\n]", "tuple([a  # one\n])"),
    ],
)
def test_lists_become_tuples(text: str, wanted: str) -> None:
    last = text.rpartition("\n")[2]
    place = at(1, 1, text.count("\n") + 1, len(last) + 1)
    assert edited(text.encode(), as_tuple(Excerpt(place, text))).decode() == wanted


def notebook(source: object, indent: int | None = 1, **more: object) -> bytes:
    cell = {"cell_type": "code", "metadata": {}, "outputs": [{"x": "é"}], "source": source}
    document = {"cells": [{"cell_type": "markdown", "source": ["# é"]}, cell], "metadata": more}
    return json.dumps(document, indent=indent, ensure_ascii=False).encode()


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("in_lines", [True, False])
def test_of_a_notebook_only_the_lines_that_change_are_written(
    indent: int | None, in_lines: bool
) -> None:
    def shaped(text: str) -> object:
        return text.splitlines(keepends=True) if in_lines else text

    before = "import keras\n%matplotlib inline\nx = 'é'\n"
    edits = [Edit(at(1, 1, 1, 1, 2), "import math\n\n"), Edit(at(3, 5, 3, 8, 2), '"ü"')]
    after = 'import math\n\nimport keras\n%matplotlib inline\nx = "ü"\n'
    new = edited_notebook(notebook(shaped(before), indent), edits)
    assert new == notebook(shaped(after), indent)
    with pytest.raises(NotEditable):
        edited_notebook(notebook(shaped(before)), [Edit(at(1, 1, 1, 1, 9), "x")])


def test_a_notebook_is_mended() -> None:
    made = mend(notebook(FLOOR.splitlines(keepends=True)), "gen.ipynb")
    assert made.fixed == ("SEQ102",)
    wanted = FLOOR.replace(
        "len(self.x) // self.batch_size", "math.ceil(len(self.x) / self.batch_size)"
    )
    wanted = "import math\n\n" + wanted
    assert made.files[0].after == notebook(wanted.splitlines(keepends=True))


def test_all_is_mended_in_one_go_and_stays() -> None:
    text = FLOOR + FLOOR.partition("\n")[2].replace("Floor", "Other")
    made = mend(text)
    assert made.fixed == ("SEQ102", "SEQ102")
    assert made.files[0].after.decode().count("import math") == 1
    again = mend(made.files[0].after)
    assert (again.fixed, again.files) == ((), ())


RETURN = "        return self.x[start : start + self.batch_size], "
BUFFER = FLOOR.replace(
    f"{RETURN}self.y[start : start + self.batch_size]\n",
    "        x = np.empty((self.batch_size, 3))\n"
    "        for k in range(self.batch_size):\n"
    "            x[k] = self.x[start + k]\n"
    "        return x, self.y[start : start + self.batch_size]\n",
).replace("from tensorflow", "import numpy as np\nfrom tensorflow")


def test_a_fix_that_breaks_something_else_is_not_made() -> None:
    """Rounded up alone, the loop would run past the end of the data."""
    sources = only(BUFFER.encode(), "gen.py")
    found = lint(sources, Settings()).diagnostics
    assert [(each.code, len(each.fixes)) for each in found] == [("SEQ102", 1)]
    told = proven(found, sources, Settings())
    assert [each.fix for each in told.diagnostics] == [None]
    assert not told.notices
    assert mend(BUFFER).files == ()


def proposed(*texts: str) -> tuple[Diagnostic, ...]:
    """The finding on FLOOR with fixes that put these texts in the place of the length."""
    [found] = lint(only(FLOOR.encode(), "gen.py"), Settings()).diagnostics
    place = found.fixes[0].edits[0].place
    each = (Fix("Do it.", (instead(Excerpt(place, ""), text),), "unsafe") for text in texts)
    return (replace(found, fixes=tuple(each)),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("len(self.x) // ", "leaves no Python"),
        ("int(len(self.x) // self.batch_size)", "mends nothing"),
    ],
)
def test_a_fix_that_is_none_is_a_fault_of_the_rule(text: str, said: str) -> None:
    told = proven(proposed(text), only(FLOOR.encode(), "gen.py"), Settings())
    assert [each.fix for each in told.diagnostics] == [None]
    assert len(told.notices) == 1
    assert f"gen.py:10: the fix of SEQ102 partial-batch-dropped {said}" in told.notices[0]


@pytest.mark.parametrize(
    "text", ["self.steps()", "len(self.x)", "-(-len(self.x) // self.batch_size) + 1", "[]"]
)
def test_silence_is_no_proof(text: str) -> None:
    """What nobody understands any more, and what is wrong in another way, is not mended."""
    told = proven(proposed(text), only(FLOOR.encode(), "gen.py"), Settings())
    assert [each.fix for each in told.diagnostics] == [None]


def test_the_next_alternative_is_tried() -> None:
    right = "-(-len(self.x) // self.batch_size)"
    told = proven(proposed("len(self.x)", right), only(FLOOR.encode(), "gen.py"), Settings())
    [fix] = [each.fix for each in told.diagnostics]
    assert fix is not None
    assert fix.edits[0].text == right


def test_ignored_rules_count_in_the_proof() -> None:
    sources = only(FLOOR.encode(), "gen.py")
    told = proven(proposed("len(self.x)"), sources, Settings(select=("SEQ102",)))
    assert [each.fix for each in told.diagnostics] == [None]
