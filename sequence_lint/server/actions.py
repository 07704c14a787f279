"""What an editor offers to do about a finding: the fix, and a comment that silences it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lsprotocol import types as lsp

from sequence_lint.fixes import Edit, Fix
from sequence_lint.ignoring import silencing
from sequence_lint.judge import is_error
from sequence_lint.rule import Diagnostic
from sequence_lint.server.checking import Checked
from sequence_lint.server.documents import Document
from sequence_lint.server.findings import range_of, said_of
from sequence_lint.server.text import Encoding, Ruler, meet
from sequence_lint.source.sources import NOTEBOOK

_Edits = list[tuple[Document, lsp.TextEdit]]


def actions(
    checked: Checked, where: lsp.Range, encoding: Encoding, *, versioned: bool
) -> list[lsp.CodeAction]:
    """What can be done about the findings in that range.

    *versioned* tells that the editor takes edits of a certain version of a document.
    """
    ruler = Ruler(checked.document.lines, encoding)
    found = [each for each in checked.said if meet(range_of(each, ruler), where)]
    offered: list[lsp.CodeAction] = []
    for title, edits, about, preferred in (
        *_fixes(found, checked, encoding),
        *_comments(found, checked.document, encoding),
    ):
        offered.append(
            lsp.CodeAction(
                title=title,
                kind=lsp.CodeActionKind.QuickFix,
                diagnostics=[said_of(about, checked, encoding)],
                is_preferred=preferred,
                edit=_workspace_edit(edits, versioned=versioned),
            )
        )
    return offered


_Offer = tuple[str, _Edits, Diagnostic, bool]


def _fixes(found: Iterable[Diagnostic], checked: Checked, encoding: Encoding) -> Iterator[_Offer]:
    for each in found:
        fix = each.fix
        edits = [] if fix is None else _edits(fix, checked, encoding)
        if fix is not None and edits:
            remark = "" if fix.safety == "safe" else " (changes what is trained on)"
            title = f"{each.code}: {fix.message.rstrip('.')}{remark}"
            yield title, edits, each, fix.safety == "safe"


def _edits(fix: Fix, checked: Checked, encoding: Encoding) -> _Edits:
    """The edits of the fix in the documents that they are about; none where one is not at hand."""
    made: _Edits = []
    for edit in fix.edits:
        document = checked.where(edit.place.path, edit.place.cell)
        if document is None or edit.place.end_line > len(document.lines):
            return []
        made.append((document, _text_edit(edit, document, encoding)))
    return made


def _text_edit(edit: Edit, document: Document, encoding: Encoding) -> lsp.TextEdit:
    at = edit.place
    ruler = Ruler(document.lines, encoding)
    where = ruler.range(at.line, at.column, at.end_line, at.end_column)
    ends = "\r\n" if "\r\n" in document.text else "\n"
    return lsp.TextEdit(where, edit.text.replace("\n", ends))


def _comments(
    found: Iterable[Diagnostic], document: Document, encoding: Encoding
) -> Iterator[_Offer]:
    if document.uri.endswith(NOTEBOOK):
        return  # its JSON is open
    for each in found:
        edit = None if is_error(each) else silencing(each, document.lines)
        if edit is not None:
            edits = [(document, _text_edit(edit, document, encoding))]
            yield f"{each.code}: Silence it with a comment", edits, each, False


def _workspace_edit(edits: _Edits, *, versioned: bool) -> lsp.WorkspaceEdit:
    by_uri: dict[str, list[lsp.TextEdit]] = {}
    versions: dict[str, int | None] = {}
    for document, edit in edits:
        by_uri.setdefault(document.uri, []).append(edit)
        versions[document.uri] = document.version
    if not versioned:
        return lsp.WorkspaceEdit(changes=by_uri)
    return lsp.WorkspaceEdit(
        document_changes=[
            lsp.TextDocumentEdit(
                lsp.OptionalVersionedTextDocumentIdentifier(uri, versions[uri]), [*mine]
            )
            for uri, mine in by_uri.items()
        ]
    )
