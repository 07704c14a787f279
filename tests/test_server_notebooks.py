"""Notebooks in the language server: cells are documents of their own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from commands import CEIL, FLOOR
from editor import Editor, editing, run
from lsprotocol import types as lsp
from test_server import said

CODE, TEXT = lsp.NotebookCellKind.Code, lsp.NotebookCellKind.Markup
IMPORT, CLASS = FLOOR.split("\n", 1)
CEIL_CLASS = CEIL.split("\n", 1)[1]


def cell(number: int, text: str, language: str = "python") -> lsp.TextDocumentItem:
    return lsp.TextDocumentItem(f"vscode-notebook-cell:/gen.ipynb#{number}", language, 1, text)


def shown(item: lsp.TextDocumentItem) -> lsp.NotebookCell:
    return lsp.NotebookCell(TEXT if item.language_id == "markdown" else CODE, item.uri)


def open_notebook(editor: Editor, uri: str, *items: lsp.TextDocumentItem) -> str:
    notebook = lsp.NotebookDocument(uri, "jupyter-notebook", 1, [shown(item) for item in items])
    editor.client.notebook_document_did_open(
        lsp.DidOpenNotebookDocumentParams(notebook, list(items))
    )
    return uri


def change(editor: Editor, uri: str, **changes: Any) -> None:
    cells = lsp.NotebookDocumentCellChanges(**changes)
    editor.client.notebook_document_did_change(
        lsp.DidChangeNotebookDocumentParams(
            lsp.VersionedNotebookDocumentIdentifier(2, uri),
            lsp.NotebookDocumentChangeEvent(cells=cells),
        )
    )


def test_a_finding_is_shown_in_its_cell(tmp_path: Path) -> None:
    items = (
        cell(1, "# A title", "markdown"),
        cell(2, f"%matplotlib inline\n!ls\n{IMPORT}"),
        cell(3, "this is no python", "r"),
        cell(4, CLASS),
    )

    async def work() -> None:
        async with editing(tmp_path) as editor:
            assert editor.answer.capabilities.notebook_document_sync
            open_notebook(editor, (tmp_path / "gen.ipynb").as_uri(), *items)
            (found,) = await editor.diagnostics(items[3].uri)
            assert (found.code, found.range.start.line) == ("SEQ102", 8)
            assert found.related_information
            assert found.related_information[0].location.uri == items[3].uri
            for item in items[:3]:
                assert await editor.diagnostics(item.uri) == []
            assert "8-9 dropped" in (await editor.hover(items[3].uri, 8, 20) or "")
            offered = await editor.actions(items[3].uri, found.range)
            assert any("Silence" in each.title for each in offered)

    run(work())


def test_cells_come_and_go_and_are_typed_in(tmp_path: Path) -> None:
    first, second = cell(1, IMPORT), cell(2, CEIL_CLASS)

    async def work() -> None:
        async with editing(tmp_path) as editor:
            uri = open_notebook(editor, (tmp_path / "gen.ipynb").as_uri(), first, second)
            assert await editor.diagnostics(second.uri) == []
            # Typed into, as editors say it: by stretches.
            line = CEIL_CLASS.split("\n")[8]
            where = lsp.Range(lsp.Position(8, 8), lsp.Position(8, len(line)))
            floor = "return len(self.x) // self.batch_size"
            typed = lsp.NotebookDocumentCellContentChanges(
                lsp.VersionedTextDocumentIdentifier(2, second.uri),
                [lsp.TextDocumentContentChangePartial(where, floor)],
            )
            change(editor, uri, text_content=[typed])
            assert said(await editor.diagnostics(second.uri, 2)) == ["9 SEQ102"]
            # A cell is put before it, and the import taken out.
            other = cell(3, "import math")
            structure = lsp.NotebookDocumentCellChangeStructure(
                lsp.NotebookCellArrayChange(0, 1, [shown(other)]),
                [other],
                [lsp.TextDocumentIdentifier(first.uri)],
            )
            change(editor, uri, structure=structure)
            await editor.until(lambda: editor.last(second.uri) == [] or None)
            assert await editor.diagnostics(other.uri) == []
            closed = lsp.DidCloseNotebookDocumentParams(
                lsp.NotebookDocumentIdentifier(uri),
                [lsp.TextDocumentIdentifier(each.uri) for each in (other, second)],
            )
            editor.client.notebook_document_did_close(closed)
            plain = editor.open(tmp_path / "gen.py", FLOOR)
            assert said(await editor.diagnostics(plain)) == ["10 SEQ102"]
            assert await editor.hover(second.uri, 8, 20) is None

    run(work())


def test_a_cell_that_is_no_python_takes_no_other_with_it(tmp_path: Path) -> None:
    items = (
        cell(1, IMPORT),
        cell(2, "import keras\nclass Broken(keras.utils.Sequence:\n"),
        cell(3, CLASS),
    )

    async def work() -> None:
        async with editing(tmp_path) as editor:
            open_notebook(editor, "untitled:Untitled-1.ipynb", *items)
            assert said(await editor.diagnostics(items[2].uri)) == ["9 SEQ102"]
            assert said(await editor.diagnostics(items[1].uri)) == ["2 SEQ900"]

    run(work())


def test_a_notebook_in_a_plain_editor_is_told_by_the_lines_of_its_file(tmp_path: Path) -> None:
    cells = [{"cell_type": "code", "source": part} for part in (IMPORT, CLASS.splitlines(True))]
    text = json.dumps({"cells": cells}, indent=1)

    async def work() -> None:
        async with editing(tmp_path) as editor:
            uri = editor.open(tmp_path / "gen.ipynb", text, language="json")
            (found,) = await editor.diagnostics(uri)
            line = text.splitlines()[found.range.start.line]
            assert "return len(self.x) // self.batch_size" in line
            assert (found.range.start.character, found.range.end.character) == (0, len(line))
            # A comment in the JSON would break it.
            assert await editor.actions(uri, found.range) == []

    run(work())
