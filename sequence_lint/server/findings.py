"""How a finding is said to an editor."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from lsprotocol import types as lsp

from sequence_lint.report.wording import one_line, spoken
from sequence_lint.rule import Diagnostic
from sequence_lint.server.checking import Checked
from sequence_lint.server.text import Encoding, Ruler

SOURCE = "sequence-lint"
_SEVERITIES = MappingProxyType(
    {
        "error": lsp.DiagnosticSeverity.Error,
        "warning": lsp.DiagnosticSeverity.Warning,
        "note": lsp.DiagnosticSeverity.Information,
    }
)


def said_of(
    diagnostic: Diagnostic, checked: Checked, encoding: Encoding, *, related: bool = False
) -> lsp.Diagnostic:
    """One thing that was said of a document, with *related* places if the editor shows such."""
    url = diagnostic.url
    return lsp.Diagnostic(
        range=range_of(diagnostic, Ruler(checked.document.lines, encoding)),
        message="\n".join(spoken(diagnostic, place=False)),
        severity=_SEVERITIES[diagnostic.severity.value],
        code=diagnostic.code,
        code_description=None if url is None else lsp.CodeDescription(href=url),
        source=SOURCE,
        related_information=list(_related(diagnostic, checked, encoding)) if related else None,
    )


def range_of(diagnostic: Diagnostic, ruler: Ruler) -> lsp.Range:
    """Where the finding is in the text that *ruler* measures."""
    at = diagnostic
    return ruler.range(at.line, at.column, at.end_line, at.end_column)


def _related(
    diagnostic: Diagnostic, checked: Checked, encoding: Encoding
) -> Iterator[lsp.DiagnosticRelatedInformation]:
    for each in diagnostic.related:
        at = each.place
        document = checked.where(at.path, at.cell)
        if document is not None:
            ruler = Ruler(document.lines, encoding)
            where = ruler.range(at.line, at.column, at.end_line, at.end_column)
            location = lsp.Location(document.uri, where)
            yield lsp.DiagnosticRelatedInformation(location, one_line(each.message))
