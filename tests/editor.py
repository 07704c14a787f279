"""An editor for the tests: a real client of the language server protocol, over real pipes."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

from commands import environment
from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

PATIENCE = 120.0
SERVER = ("-m", "sequence_lint", "server")

Diagnostics = list[lsp.Diagnostic]


class Editor:
    """Opens texts and notebooks, types, and waits for what is published."""

    def __init__(self) -> None:
        self.client = LanguageClient("test editor", "1")
        self.published: list[lsp.PublishDiagnosticsParams] = []
        self.messages: list[str] = []
        self.watched: list[str] = []
        self.answer: Any = None
        self._news = asyncio.Event()
        feature = self.client.feature
        feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(partial(self._publish))
        feature(lsp.WINDOW_SHOW_MESSAGE)(partial(self._show))
        feature(lsp.CLIENT_REGISTER_CAPABILITY)(partial(self._register))

    @property
    def exit_code(self) -> int | None:
        server = self.client._server
        return server.returncode if server else None

    async def start(self, root: Path | None, cwd: Path, *arguments: str, **options: Any) -> None:
        await self.client.start_io(
            sys.executable, *(options.pop("command", SERVER)), *arguments, cwd=cwd,
            env=environment(),
        )  # fmt: skip
        folders = [lsp.WorkspaceFolder(root.as_uri(), root.name)] if root else None
        params = lsp.InitializeParams(
            capabilities=options.pop("capabilities", CAPABILITIES),
            workspace_folders=folders,
            **options,
        )
        self.answer = await self.client.initialize_async(params)
        self.client.initialized(lsp.InitializedParams())

    async def leave(self) -> int | None:
        await self.client.shutdown_async(None)
        self.client.exit(None)
        await self.client.stop()  # type: ignore[no-untyped-call]
        return self.exit_code

    def open(self, path: Path | str, text: str, version: int = 1, language: str = "python") -> str:
        uri = path.as_uri() if isinstance(path, Path) else path
        item = lsp.TextDocumentItem(uri, language, version, text)
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))
        return uri

    def replace(self, uri: str, text: str, version: int) -> None:
        """The whole text is another one."""
        self.edit(uri, version, lsp.TextDocumentContentChangeWholeDocument(text))

    def type(
        self, uri: str, version: int, at: tuple[int, int], to: tuple[int, int], text: str
    ) -> None:
        """What is between two positions becomes *text*."""
        where = lsp.Range(lsp.Position(*at), lsp.Position(*to))
        self.edit(uri, version, lsp.TextDocumentContentChangePartial(where, text))

    def edit(self, uri: str, version: int, *changes: lsp.TextDocumentContentChangeEvent) -> None:
        document = lsp.VersionedTextDocumentIdentifier(version, uri)
        self.client.text_document_did_change(
            lsp.DidChangeTextDocumentParams(document, list(changes))
        )

    def close(self, uri: str) -> None:
        document = lsp.TextDocumentIdentifier(uri)
        self.client.text_document_did_close(lsp.DidCloseTextDocumentParams(document))

    def saved_elsewhere(self, path: Path) -> None:
        """A file on the disk has changed, as the editor sees it."""
        event = lsp.FileEvent(path.as_uri(), lsp.FileChangeType.Changed)
        self.client.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams([event]))

    def last(self, uri: str) -> Diagnostics | None:
        """What was published last of a document, if anything was."""
        for each in reversed(self.published):
            if each.uri == uri:
                return list(each.diagnostics)
        return None

    async def diagnostics(self, uri: str, version: int | None = 1) -> Diagnostics:
        """What is published of that version of a document, waited for."""

        def there() -> Diagnostics | None:
            for each in reversed(self.published):
                if each.uri == uri and each.version == version:
                    return list(each.diagnostics)
            return None

        found: Diagnostics = await self.until(there)
        return found

    async def until(self, there: Callable[[], Any]) -> Any:
        """What *there* returns as soon as that is not None."""
        while (found := there()) is None:
            self._news.clear()
            await asyncio.wait_for(self._news.wait(), PATIENCE)
        return found

    async def message(self, part: str) -> str:
        found: str = await self.until(
            lambda: next((each for each in self.messages if part in each), None)
        )
        return found

    async def hover(self, uri: str, line: int, column: int) -> str | None:
        """The Markdown that is shown there; counted from 0."""
        where = lsp.HoverParams(lsp.TextDocumentIdentifier(uri), lsp.Position(line, column))
        answer = await self.client.text_document_hover_async(where)
        if answer is None:
            return None
        assert isinstance(answer.contents, lsp.MarkupContent)
        assert answer.contents.kind is lsp.MarkupKind.Markdown
        return answer.contents.value

    async def actions(
        self, uri: str, at: lsp.Range, only: list[lsp.CodeActionKind] | None = None
    ) -> list[lsp.CodeAction]:
        """What the editor would offer there."""
        params = lsp.CodeActionParams(
            lsp.TextDocumentIdentifier(uri), at, lsp.CodeActionContext([], only)
        )
        answer = await self.client.text_document_code_action_async(params)
        assert answer is not None
        return [each for each in answer if isinstance(each, lsp.CodeAction)]

    def _publish(self, params: lsp.PublishDiagnosticsParams) -> None:
        self.published.append(params)
        self._news.set()

    def _show(self, params: lsp.ShowMessageParams) -> None:
        self.messages.append(params.message)
        self._news.set()

    def _register(self, params: lsp.RegistrationParams) -> None:
        for each in params.registrations:
            self.watched += [one["globPattern"] for one in _watchers(each.register_options)]
        self._news.set()


def _watchers(options: Any) -> list[dict[str, str]]:
    found = options if isinstance(options, dict) else options._asdict()
    return [each if isinstance(each, dict) else each._asdict() for each in found["watchers"]]


CAPABILITIES = lsp.ClientCapabilities(
    workspace=lsp.WorkspaceClientCapabilities(
        did_change_watched_files=lsp.DidChangeWatchedFilesClientCapabilities(
            dynamic_registration=True
        ),
        workspace_edit=lsp.WorkspaceEditClientCapabilities(document_changes=True),
    ),
    text_document=lsp.TextDocumentClientCapabilities(
        publish_diagnostics=lsp.PublishDiagnosticsClientCapabilities(related_information=True)
    ),
    notebook_document=lsp.NotebookDocumentClientCapabilities(
        lsp.NotebookDocumentSyncClientCapabilities()
    ),
)


@asynccontextmanager
async def editing(
    root: Path | None, *arguments: str, cwd: Path | None = None, **options: Any
) -> AsyncIterator[Editor]:
    """An editor with the folder *root* open; it ends orderly."""
    editor = Editor()
    folder = cwd or root
    assert folder is not None
    await editor.start(root, folder, *arguments, **options)
    yield editor
    assert await editor.leave() == 0


def run(work: Coroutine[Any, Any, None]) -> None:
    """Run a test that is a coroutine, and not for ever."""
    asyncio.run(asyncio.wait_for(work, 2 * PATIENCE))
