"""The language server protocol: which messages there are, and what each of them sets going."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from sequence_lint import __version__
from sequence_lint.server.actions import actions
from sequence_lint.server.checking import Checked
from sequence_lint.server.findings import SOURCE, said_of
from sequence_lint.server.hover import hover
from sequence_lint.server.session import Session
from sequence_lint.settings import Settings

_WATCHED = ("**/*.{py,ipynb}", "**/pyproject.toml", "**/sequence-lint.toml", "**/.gitignore")

# These keep copies of all that is open, by lines that end elsewhere than those of an editor.
_KEPT_BY_PYGLS = (
    lsp.TEXT_DOCUMENT_DID_OPEN,
    lsp.TEXT_DOCUMENT_DID_CHANGE,
    lsp.TEXT_DOCUMENT_DID_CLOSE,
    lsp.NOTEBOOK_DOCUMENT_DID_OPEN,
    lsp.NOTEBOOK_DOCUMENT_DID_CHANGE,
    lsp.NOTEBOOK_DOCUMENT_DID_CLOSE,
)


def serve(given: Settings) -> int:
    """Serve the editor on standard input and output until it says that this is the end.

    *given* counts before the settings of any project. The result is the exit code: 0 if the editor
    took leave as it should.
    """
    desk = _Desk(given)
    desk.server.start_io()
    desk.session.end()
    return 0 if desk.took_leave else 1


class _Desk:
    """Takes the messages of the editor, and answers."""

    def __init__(self, given: Settings) -> None:
        notebooks = lsp.NotebookDocumentFilterWithNotebook(notebook="*")
        self.server = LanguageServer(
            SOURCE,
            __version__,
            notebook_document_sync=lsp.NotebookDocumentSyncOptions([notebooks], save=True),
        )
        self.session = Session(given, self._publish, self._complain)
        self.took_leave = False
        for method in _KEPT_BY_PYGLS:
            self.server.protocol.fm.builtin_features.pop(method, None)
        self._take(lsp.INITIALIZE, self._initialize)
        self._take(lsp.INITIALIZED, self._initialized)
        self._take(lsp.SHUTDOWN, self._shutdown)
        self._take(lsp.TEXT_DOCUMENT_DID_OPEN, self._open)
        self._take(lsp.TEXT_DOCUMENT_DID_CHANGE, self._change)
        self._take(lsp.TEXT_DOCUMENT_DID_CLOSE, self._close)
        self._take(lsp.TEXT_DOCUMENT_DID_SAVE, self._touch)
        self._take(lsp.NOTEBOOK_DOCUMENT_DID_OPEN, self._open_notebook)
        self._take(lsp.NOTEBOOK_DOCUMENT_DID_CHANGE, self._change_notebook)
        self._take(lsp.NOTEBOOK_DOCUMENT_DID_CLOSE, self._close_notebook)
        self._take(lsp.NOTEBOOK_DOCUMENT_DID_SAVE, self._touch)
        self._take(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, self._touch)
        self._take(lsp.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS, self._move)
        self._take(lsp.TEXT_DOCUMENT_HOVER, self._hover)
        kinds = lsp.CodeActionOptions([lsp.CodeActionKind.QuickFix])
        self._take(lsp.TEXT_DOCUMENT_CODE_ACTION, self._actions, kinds)

    def _take(self, method: str, handler: Callable[[Any], object], options: object = None) -> None:
        # pygls writes on what it is given, and a method cannot be written on.
        self.server.feature(method, options)(partial(handler))

    def _initialize(self, params: lsp.InitializeParams) -> None:
        self.session.documents.encoding = self.server.workspace.position_encoding
        self.session.folders = _paths(folder.uri for folder in params.workspace_folders or ())
        if not self.session.folders and params.root_uri:
            self.session.folders = _paths((params.root_uri,))

    def _initialized(self, _: lsp.InitializedParams) -> None:
        workspace = self.server.client_capabilities.workspace
        watching = workspace.did_change_watched_files if workspace else None
        if watching is None or not watching.dynamic_registration:
            return
        watchers = [lsp.FileSystemWatcher(glob) for glob in _WATCHED]
        wanted = lsp.Registration(
            "watched",
            lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES,
            lsp.DidChangeWatchedFilesRegistrationOptions(watchers),
        )
        self.server.client_register_capability(lsp.RegistrationParams([wanted]))

    def _shutdown(self, _: None) -> None:
        self.took_leave = True
        self.session.end()

    def _open(self, params: lsp.DidOpenTextDocumentParams) -> None:
        self.session.documents.open(params.text_document)
        self.session.touch()

    def _change(self, params: lsp.DidChangeTextDocumentParams) -> None:
        self.session.documents.change(params.text_document, params.content_changes)
        self.session.touch()

    def _close(self, params: lsp.DidCloseTextDocumentParams) -> None:
        self.session.documents.close(params.text_document.uri)
        self.session.forget((params.text_document.uri,))

    def _open_notebook(self, params: lsp.DidOpenNotebookDocumentParams) -> None:
        documents = self.session.documents
        documents.open_notebook(params.notebook_document, params.cell_text_documents)
        self.session.touch()

    def _change_notebook(self, params: lsp.DidChangeNotebookDocumentParams) -> None:
        self.session.documents.change_notebook(params)
        cells = params.change.cells
        gone = cells.structure.did_close if cells and cells.structure else None
        self.session.forget(each.uri for each in gone or ())

    def _close_notebook(self, params: lsp.DidCloseNotebookDocumentParams) -> None:
        self.session.forget(self.session.documents.close_notebook(params.notebook_document.uri))

    def _touch(self, _: object) -> None:
        self.session.touch()

    def _move(self, params: lsp.DidChangeWorkspaceFoldersParams) -> None:
        gone = _paths(folder.uri for folder in params.event.removed)
        kept = [folder for folder in self.session.folders if folder not in gone]
        self.session.folders = kept + _paths(folder.uri for folder in params.event.added)
        self.session.touch()

    def _hover(self, params: lsp.HoverParams) -> lsp.Hover | None:
        checked = self.session.checked.get(params.text_document.uri)
        if checked is None:
            return None
        text = hover(checked, params.position, self.session.documents.encoding)
        if text is None:
            return None
        return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.Markdown, text))

    async def _actions(self, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        wanted = params.context.only
        if wanted is not None and lsp.CodeActionKind.QuickFix not in wanted:
            return []
        checked = await self.session.settled(params.text_document.uri)
        if checked is None:
            return []
        encoding = self.session.documents.encoding
        return actions(checked, params.range, encoding, versioned=self._takes_versions)

    @property
    def _takes_versions(self) -> bool:
        workspace = self.server.client_capabilities.workspace
        editing = workspace.workspace_edit if workspace else None
        return bool(editing and editing.document_changes)

    def _publish(self, checked: Checked) -> None:
        document = checked.document
        encoding, related = self.session.documents.encoding, self._shows_related
        found = [said_of(each, checked, encoding, related=related) for each in checked.said]
        self.server.text_document_publish_diagnostics(
            lsp.PublishDiagnosticsParams(document.uri, found, document.version)
        )

    @property
    def _shows_related(self) -> bool:
        texts = self.server.client_capabilities.text_document
        publishing = texts.publish_diagnostics if texts else None
        return bool(publishing and publishing.related_information)

    def _complain(self, line: str) -> None:
        self.server.window_show_message(
            lsp.ShowMessageParams(lsp.MessageType.Error, f"{SOURCE}: {line}")
        )


def _paths(uris: Iterable[str]) -> list[str]:
    """The folders with these URIs that are on this machine."""
    return [path for uri in uris if (path := to_fs_path(uri)) is not None]
