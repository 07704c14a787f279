"""How notebooks become modules, and what is none."""

from __future__ import annotations

import json
import pickle
import re

import pytest
from notebooks import code, notebook, printed, text

from sequence_lint.source import notebook as under_test
from sequence_lint.source.discovery import only
from sequence_lint.source.files import Unreadable, decode
from sequence_lint.source.notebook import NotebookModule, lines_of, module_of

GEN = "class Gen(Sequence):\n    pass"


def lines(module: NotebookModule) -> dict[tuple[int, int], str]:
    """The lines of the module by cell and line in it."""
    rows = decode(module).split("\n")
    found = {}
    for cell in module.cells:
        for number in range(1, cell.source.count("\n") + 2):
            found[cell.number, number] = rows[cell.first + number - 2]
    return found


def test_cells_in_their_order_are_one_module() -> None:
    module = module_of(notebook(code("x = 1\ny = 2"), code("z = x")))
    assert re.sub("\n+", "\n", module.decode()) == "\nx = 1\ny = 2\nz = x"
    assert lines(module) == {(1, 1): "x = 1", (1, 2): "y = 2", (2, 1): "z = x"}


def test_all_cells_are_counted_and_only_code_is_taken() -> None:
    module = module_of(
        notebook(
            text("# Title"), code("a"), text("x", "raw"), code(""), code(" \n\n"), code("b"), 5,
            {"cell_type": "code"}, code("c"),
        )
    )  # fmt: skip
    assert lines(module) == {(2, 1): "a", (6, 1): "b", (9, 1): "c"}


def test_comments_of_one_cell_are_not_above_the_next() -> None:
    module = module_of(notebook(code("# dropped on purpose"), code("x = 1")))
    rows = module.decode().split("\n")
    assert rows[module.cells[1].first - 2] == ""


def test_the_text_of_a_cell_may_be_one_string_or_many() -> None:
    for source in ("x = 1\ny = 2", ["x = 1\n", "y = 2"], ["x = ", "1\n", "y = 2"]):
        module = module_of(notebook(code("", source=source)))
        assert lines(module) == {(1, 1): "x = 1", (1, 2): "y = 2"}
    odds: tuple[object, ...] = (None, 5, [5, None], {})
    for odd in odds:
        assert module_of(notebook(code("x", source=odd))).cells == ()


def test_line_ends_are_those_of_python() -> None:
    module = module_of(notebook(code("x = 1\r\ny = 2\rz = 3")))
    assert list(lines(module).values()) == ["x = 1", "y = 2", "z = 3"]


def test_the_third_format_has_sheets() -> None:
    cells = [
        {"cell_type": "heading", "level": 1, "source": "Title"},
        {"cell_type": "code", "input": ["x = 1\n", "!ls"], "language": "python", "outputs": []},
        {"cell_type": "code", "input": "cat(x)", "language": "r", "outputs": []},
    ]
    sheets = [{"cells": cells}, {"cells": [{"cell_type": "code", "input": "y"}]}, "odd"]
    module = module_of(json.dumps({"nbformat": 3, "worksheets": sheets}).encode())
    assert lines(module) == {(2, 1): "x = 1", (2, 2): "pass", (4, 1): "y"}


@pytest.mark.parametrize(
    ("metadata", "python"),
    [
        ({}, True),
        ([], True),
        ({"kernelspec": {}}, True),
        ({"kernelspec": {"language": "python"}}, True),
        ({"kernelspec": {"name": "python2"}, "language_info": {"name": "ipython"}}, True),
        ({"kernelspec": {"name": "my-env"}}, True),
        ({"kernelspec": {"language": "R"}}, False),
        ({"kernelspec": {"name": "ir"}}, False),
        ({"kernelspec": {"name": "julia-1.9"}}, False),
        ({"language_info": {"name": "julia"}}, False),
        ({"kernelspec": {"language": "scala"}, "language_info": {"name": "scala"}}, False),
    ],
)
def test_only_python_is_taken(metadata: object, python: bool) -> None:
    module = module_of(notebook(code("x = 1"), metadata=metadata))
    assert bool(module.cells) is python
    if not python:
        assert not module.strip()
        assert module_of(notebook(code("x <- ("), metadata=metadata)).left_out == ()


def test_a_cell_may_be_of_another_language() -> None:
    sql = code("select", metadata={"vscode": {"languageId": "sql"}})
    module = module_of(notebook(sql, code("x", metadata={"vscode": {"languageId": "python"}})))
    assert lines(module) == {(2, 1): "x"}
    assert module.left_out == ()


def test_magics_keep_the_lines() -> None:
    module = module_of(notebook(code("%%time\n!ls\nx = 1"), code("  x\n  ?y")))
    assert lines(module)[1, 3] == "x = 1"
    assert lines(module)[2, 1] == "  x"
    compile(module, "module", "exec")


def test_a_broken_cell_is_left_out_with_its_place() -> None:
    module = module_of(notebook(text("t"), code("x = 1"), code("\ny = = 2"), code("z = 3")))
    assert lines(module) == {(2, 1): "x = 1", (4, 1): "z = 3"}
    (broken,) = module.left_out
    assert (broken.cell, broken.line, broken.column) == (3, 2, 5)
    assert broken.reason.startswith("cannot be parsed: ")
    assert lines_of(module, 3) == ("", "y = = 2")
    assert lines_of(module, 4) == ("z = 3",)
    assert lines_of(module, 1) == lines_of(module, 9) == ()


def test_a_comment_about_an_encoding_means_nothing() -> None:
    module = module_of(notebook(code("# -*- coding: latin-1 -*-\n# coding: nonsense\nx = 'é'")))
    assert lines(module)[1, 3] == "x = 'é'"


def test_half_a_character_does_no_harm() -> None:
    module = module_of(notebook(code("x = '\ud800'  # é")))
    assert lines(module)[1, 1] == "x = '?'  # é"


@pytest.mark.parametrize("content", [notebook(code(GEN)), b"\xef\xbb\xbf" + notebook(code(GEN))])
def test_a_byte_order_mark_is_no_part_of_it(content: bytes) -> None:
    assert "class Gen" in module_of(content).decode()


@pytest.mark.parametrize(
    ("content", "line", "column", "reason"),
    [
        (b"", 1, 1, "cannot be parsed as JSON: Expecting value"),
        (b'{\n "cells": [Sequence', 2, 12, "cannot be parsed as JSON: Expecting value"),
        (notebook(code("x", printed("y" * 50)))[:-5], 28, 18, "cannot be parsed as JSON"),
        (b"<<<<<<< HEAD\n{", 1, 1, "cannot be parsed as JSON"),
        (b'{"cells": [' + b"1" * 5000 + b"]}", 1, 1, "cannot be parsed as JSON"),
        (b'{\n"cells": [\n"\xff"]}', 3, 1, "cannot be decoded as utf-8: invalid start byte"),
        ('{"cells": []}'.encode("utf-16"), 1, 1, "cannot be decoded as utf-8"),
        (b"[]", 1, 1, "is no notebook"),
        (b'{"nbformat": 4}', 1, 1, "is no notebook"),
        (b'"cells"', 1, 1, "is no notebook"),
        (b"[" * 200_000, 1, 1, "nested too deeply"),
    ],
)
def test_what_is_no_notebook_says_why(content: bytes, line: int, column: int, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason) as caught:
        module_of(content)
    assert (caught.value.line, caught.value.column) == (line, column)


OUTPUTS = (
    printed(GEN.replace("Gen", "Printed") + '\n]\n   ]\n"outputs": [\n'),
    {"output_type": "display_data", "data": {"image/png": "Sequence" * 10, "x": [[1], []]}},
    {"output_type": "execute_result", "data": {"text/html": ["]\n", "}\n"]}, "metadata": {}},
)


@pytest.mark.parametrize("indent", [None, 0, 1, 2, 4])
def test_outputs_are_left_alone_however_they_are_laid_out(indent: int | None) -> None:
    cells = (
        text('   "outputs": [\n'),
        code('x = """\n   "outputs": [\n\n   ]\n"""', *OUTPUTS),
        {**text("image"), "attachments": {"a.png": {"image/png": "Sequence"}}},
        code("y = 2", *OUTPUTS, *OUTPUTS),
    )
    module = module_of(notebook(*cells, indent=indent))
    assert module == module_of(notebook(*(_bare(cell) for cell in cells), indent=indent))
    assert "Printed" not in module.decode()
    assert [cell.number for cell in module.cells] == [2, 4]


def _bare(cell: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in cell.items() if key not in ("outputs", "attachments")}


def test_outputs_are_cut_before_the_document_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the layout of Jupyter even outputs that are no JSON do no harm."""
    broken = notebook(code("x", printed("y")), code("z", printed("y"))).replace(b'"y"', b"[[{,")
    assert len(module_of(broken).cells) == 2
    monkeypatch.setattr(under_test, "_cut_by_lines", lambda _: None)
    with pytest.raises(Unreadable):
        module_of(broken)


def test_what_only_looks_like_the_layout_of_jupyter_is_read_as_it_is() -> None:
    cells = b"""{"cells": [
   {"cell_type": "code",
    "outputs": [
     "x"], "source": ["a = 1"], "metadata": {"x": [
    ]}},
   {"cell_type": "code",
    "outputs": [
     {"x": [
    ]}],
    "source": [
     "b = 2"
    ]
   }]}"""
    assert list(lines(module_of(cells)).values()) == ["a = 1", "b = 2"]


def test_a_notebook_is_converted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    times = 0

    def counted(content: bytes) -> NotebookModule:
        nonlocal times
        times += 1
        return module_of(content)

    monkeypatch.setattr(under_test, "module_of", counted)
    sources = only(notebook(code(GEN)), "/x.ipynb")
    assert sources.read("/x.ipynb") is sources.read("/x.ipynb")
    assert sources.lines("/x.ipynb", 1) == tuple(GEN.split("\n"))
    assert times == 1
    broken = only(b"{", "/x.ipynb")
    for _ in range(2):
        with pytest.raises(Unreadable, match="JSON"):
            broken.read("/x.ipynb")
    assert times == 2


def test_sources_give_the_bytes_and_the_module_of_a_notebook() -> None:
    content = notebook(code("%time x = 1"), code("y"))
    sources = only(content, "x.ipynb")
    assert sources.raw("x.ipynb") == content
    assert isinstance(sources.read("x.ipynb"), NotebookModule)
    assert sources.lines("x.ipynb", 1) == ("%time x = 1",)
    assert sources.lines("x.ipynb", 3) == sources.lines("x.ipynb") == ()
    assert only(b"[]", "x.ipynb").lines("x.ipynb", 1) == ()


def test_a_first_look_tells_what_a_notebook_cannot_hold() -> None:
    content = notebook(code(GEN))
    assert only(content, "x.ipynb").may_hold("x.ipynb", (b"absent", b"Sequence"))
    assert not only(content, "x.ipynb").may_hold("x.ipynb", (b"PyDataset",))
    assert only(content, "x.py").may_hold("x.py", (b"PyDataset",)), "only notebooks are dear"
    escaped = content.replace(b"Sequence", rb"\u0053equence")
    assert module_of(escaped) == module_of(content)
    assert only(escaped, "x.ipynb").may_hold("x.ipynb", (b"Sequence",))


def test_a_module_of_a_notebook_can_be_sent_to_another_process() -> None:
    module = module_of(notebook(code("x"), code("(")))
    again = pickle.loads(pickle.dumps(module))
    assert (again, again.cells, again.left_out) == (module, module.cells, module.left_out)
