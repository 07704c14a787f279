"""Lines of cells are found in the JSON text of a notebook, however that is laid out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commands import FLOOR, sequence_lint
from hypothesis import given
from hypothesis import strategies as st
from notebooks import code, document, notebook, printed, text

from sequence_lint.source.notebook_lines import lines_in_file

SOURCES = st.lists(st.text(st.sampled_from('ab"\\{[,:]}\n\té\N{GRINNING FACE}'), max_size=12))


@given(SOURCES)
def test_in_the_layout_of_jupyter_each_line_is_found(sources: list[str]) -> None:
    cells = [code(source, printed('{"cells": [\n')) for source in sources]
    content = notebook(*cells)
    written = content.decode().split("\n")
    found = lines_in_file(content)
    for number, source in enumerate(sources, 1):
        lines = source.splitlines(keepends=True)
        assert [written[at - 1].strip().rstrip(",") for at in found.get(number, ())] == [
            json.dumps(line) for line in lines
        ]


@given(SOURCES)
def test_without_line_breaks_all_is_in_the_first_line(sources: list[str]) -> None:
    found = lines_in_file(notebook(*map(code, sources), indent=None))
    expected = {i: (1,) * len(s.splitlines()) for i, s in enumerate(sources, 1) if s}
    assert found == expected


def test_a_text_that_is_no_list_has_one_line() -> None:
    cell = {**code(""), "source": "a\nb\n\nc"}
    found = lines_in_file(notebook(text("# A"), cell))
    assert found[1] == (7,)
    assert len(set(found[2])) == 1
    assert len(found[2]) == 4


def test_lines_may_be_broken_anywhere() -> None:
    cell = {**code(""), "source": ["a", "b\nc\r\n", "", "\n", "d"]}
    (first,) = lines_in_file(notebook(cell))[1][:1]
    assert lines_in_file(notebook(cell))[1] == (first, first + 1, first + 3, first + 4)


def test_the_third_format_has_sheets() -> None:
    cells = [{"cell_type": "code", "input": ["a\n", "b"]}, {"cell_type": "code", "input": ["c"]}]
    content = json.dumps({"worksheets": [{"cells": cells}], "nbformat": 3}, indent=1).encode()
    found = lines_in_file(content)
    written = content.decode().split("\n")
    assert [[written[at - 1].strip() for at in found[n]] for n in (1, 2)] == [
        ['"a\\n",', '"b"'],
        ['"c"'],
    ]


@pytest.mark.parametrize("content", [b"", b"{", b'{"cells"', b"]]}}", b'[{"source": ["a"]}]'])
def test_what_is_no_notebook_gives_nothing(content: bytes) -> None:
    assert lines_in_file(content) == {}


def test_formats_that_count_lines_of_files_point_into_the_text(tmp_path: Path) -> None:
    content = json.dumps(document(text("# A\n\nB"), code(FLOOR, printed("x\ny"))), indent=1)
    (tmp_path / "a.ipynb").write_text(content)
    out = sequence_lint("check", "--output-format", "gitlab", cwd=tmp_path).out
    (issue,) = json.loads(out)
    at = issue["location"]["lines"]["begin"]
    assert "return len(self.x) // self.batch_size" in content.split("\n")[at - 1]
