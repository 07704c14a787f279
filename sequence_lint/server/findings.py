"""How a finding is said to an editor."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from lsprotocol import types as lsp
from pygls.uris import from_fs_path

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


def said(checked: Checked, encoding: Encoding, *, related: bool) -> list[lsp.Diagnostic]:
    """All that was said of a document, with *related* places if the editor shows such."""
    ruler = Ruler(checked.document.lines, encoding)
    return [_said(each, checked, ruler, related=related) for each in checked.said]


def range_of(diagnostic: Diagnostic, ruler: Ruler) -> lsp.Range:
    """Where the finding is in the text that *ruler* measures."""
    at = diagnostic
    return ruler.range(at.line, at.column, at.end_line, at.end_column)


def _said(
    diagnostic: Diagnostic, checked: Checked, ruler: Ruler, *, related: bool
) -> lsp.Diagnostic:
    url = diagnostic.url
    return lsp.Diagnostic(
        range=range_of(diagnostic, ruler),
        message="\n".join(spoken(diagnostic, place=False)),
        severity=_SEVERITIES[diagnostic.severity.value],
        code=diagnostic.code,
        code_description=None if url is None else lsp.CodeDescription(href=url),
        source=SOURCE,
        related_information=list(_related(diagnostic, checked, ruler)) if related else None,
    )


def _related(
    diagnostic: Diagnostic, checked: Checked, ruler: Ruler
) -> Iterator[lsp.DiagnosticRelatedInformation]:
    """The other places, as far as their columns are known: in this text, or as lines of another."""
    for each in diagnostic.related:
        place = each.place
        if (place.path, place.cell) == (diagnostic.path, diagnostic.cell):
            where = ruler.range(place.line, place.column, place.end_line, place.end_column)
            location = lsp.Location(checked.document.uri, where)
        else:
            path = checked.files(place.path)
            uri = None if path is None or place.cell else from_fs_path(path)
            if uri is None:
                continue
            line = max(place.line - 1, 0)
            location = lsp.Location(uri, lsp.Range(lsp.Position(line, 0), lsp.Position(line, 0)))
        yield lsp.DiagnosticRelatedInformation(location, one_line(each.message))
