"""What is open in the editor: texts and notebooks, as they are by now."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator

from lsprotocol.types import (
    DidChangeNotebookDocumentParams,
    NotebookCell,
    NotebookCellKind,
    NotebookDocument,
    NotebookDocumentCellChangeStructure,
    TextDocumentContentChangeEvent,
    TextDocumentItem,
    VersionedTextDocumentIdentifier,
)
from pygls.uris import from_fs_path, to_fs_path

from sequence_lint.records import dataclass, field, replace
from sequence_lint.server.text import Encoding, changed, lines_of
from sequence_lint.source.sources import NOTEBOOK
from sequence_lint.source.texts import encoded


@dataclass(frozen=True, slots=True)
class Document:
    """A text that is open, be it that of a cell; *language* is what the editor takes it for."""

    uri: str
    text: str
    version: int | None
    language: str

    @property
    def lines(self) -> list[str]:
        """Its lines, without their ends."""
        return lines_of(self.text)


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that is open: where it is, what is in it, and the documents that show it.

    A text is shown by one document, a notebook by one for each of its cells, in their order.
    """

    path: str
    content: bytes
    documents: tuple[Document, ...]
    is_notebook: bool


@dataclass(slots=True)
class Documents:
    """All that is open, by its URI."""

    encoding: Encoding = None
    texts: dict[str, Document] = field(default_factory=dict)
    cells: dict[str, Document] = field(default_factory=dict)
    notebooks: dict[str, list[NotebookCell]] = field(default_factory=dict)

    def open(self, item: TextDocumentItem) -> None:
        """Take what the editor has opened."""
        self.texts[item.uri] = _document(item)

    def change(
        self,
        identifier: VersionedTextDocumentIdentifier,
        changes: Iterable[TextDocumentContentChangeEvent],
    ) -> None:
        """Take what was typed, in a text or a cell. What is not open stays unknown."""
        shelf = self.texts if identifier.uri in self.texts else self.cells
        known = shelf.get(identifier.uri)
        if known is None:
            return
        text = known.text
        for one in changes:
            text = changed(text, one, self.encoding)
        shelf[identifier.uri] = replace(known, text=text, version=identifier.version)

    def close(self, uri: str) -> None:
        """Forget a text."""
        self.texts.pop(uri, None)

    def open_notebook(
        self, notebook: NotebookDocument, documents: Iterable[TextDocumentItem]
    ) -> None:
        """Take a notebook with the texts of its cells."""
        self.notebooks[notebook.uri] = list(notebook.cells)
        self._open_cells(documents)

    def change_notebook(self, params: DidChangeNotebookDocumentParams) -> None:
        """Take what happened to a notebook: cells that came, went or were changed."""
        cells = self.notebooks.get(params.notebook_document.uri)
        changes = params.change.cells
        if cells is None or changes is None:
            return
        if changes.structure is not None:
            self._rearrange(cells, changes.structure)
        renewed = {cell.document: cell for cell in changes.data or ()}
        cells[:] = [renewed.get(cell.document, cell) for cell in cells]
        for one in changes.text_content or ():
            self.change(one.document, one.changes)

    def close_notebook(self, uri: str) -> tuple[str, ...]:
        """Forget a notebook; the URIs of its cells."""
        gone = tuple(cell.document for cell in self.notebooks.pop(uri, ()))
        for each in gone:
            self.cells.pop(each, None)
        return gone

    def of(self, uri: str) -> Document | None:
        """The text or cell with that URI, as it is now."""
        return self.texts.get(uri) or self.cells.get(uri)

    def opened(self) -> Iterator[Opened]:
        """The files that are open. Of a text that is open as a notebook too, the notebook."""
        for uri, document in self.texts.items():
            if uri not in self.notebooks:
                path = _path(uri)
                is_notebook = path.endswith(NOTEBOOK)
                content = document.text.encode("utf-8", "surrogatepass")
                content = content if is_notebook else encoded(document.text)
                yield Opened(path, content, (document,), is_notebook=False)
        for uri, cells in self.notebooks.items():
            documents = tuple(self._cell(cell) for cell in cells)
            path = _path(uri)
            path = path if path.endswith(NOTEBOOK) else path + NOTEBOOK
            yield Opened(path, _as_file(cells, documents), documents, is_notebook=True)

    def _cell(self, cell: NotebookCell) -> Document:
        return self.cells.get(cell.document) or Document(cell.document, "", None, "")

    def _open_cells(self, documents: Iterable[TextDocumentItem]) -> None:
        self.cells.update((item.uri, _document(item)) for item in documents)

    def _rearrange(
        self, cells: list[NotebookCell], structure: NotebookDocumentCellChangeStructure
    ) -> None:
        start = structure.array.start
        cells[start : start + structure.array.delete_count] = structure.array.cells or ()
        self._open_cells(structure.did_open or ())
        for gone in structure.did_close or ():
            self.cells.pop(gone.uri, None)


def unopened(path: str, text: str) -> Document | None:
    """A file that is not open, as a document without a version; None where it has no URI."""
    uri = from_fs_path(path) if os.path.isabs(path) else None
    return None if uri is None else Document(uri, text, None, "python")


def _document(item: TextDocumentItem) -> Document:
    return Document(item.uri, item.text, item.version, str(item.language_id))


def _path(uri: str) -> str:
    """The absolute path of a file, and the URI of what is none: a text that was never saved."""
    path = to_fs_path(uri)
    return uri if path is None else os.path.normpath(path)


def _as_file(cells: Iterable[NotebookCell], documents: Iterable[Document]) -> bytes:
    """The notebook as it would be saved, without its outputs."""
    written = [
        {
            "cell_type": "code" if cell.kind is NotebookCellKind.Code else "markdown",
            "metadata": {"vscode": {"languageId": document.language}},
            "source": document.text,
        }
        for cell, document in zip(cells, documents, strict=True)
    ]
    return json.dumps({"cells": written, "metadata": {}, "nbformat": 4}).encode()
