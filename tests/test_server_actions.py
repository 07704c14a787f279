"""What the language server offers to do about findings."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pytest
from commands import CEIL, FLOOR
from editor import editing, run
from lsprotocol import types as lsp
from test_server import said

DIVIDED = FLOOR.replace("len(self.x) // self.batch_size", "len(self.x) / self.batch_size")
EMPTY = lsp.Range(lsp.Position(0, 0), lsp.Position(0, 0))
NO_VERSIONS = lsp.ClientCapabilities()


def edits_of(action: lsp.CodeAction, uri: str, version: int | None = 1) -> list[lsp.TextEdit]:
    """The edits, which are all about that version of the document."""
    assert action.edit is not None
    changes = action.edit.document_changes
    assert changes is not None
    assert [type(each) for each in changes] == [lsp.TextDocumentEdit]
    (change,) = (each for each in changes if isinstance(each, lsp.TextDocumentEdit))
    assert (change.text_document.uri, change.text_document.version) == (uri, version)
    return [each for each in change.edits if isinstance(each, lsp.TextEdit)]


def after(text: str, edits: list[lsp.TextEdit]) -> str:
    """The text with the edits, as an editor makes them; of signs of the first plane."""
    lines = text.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    places = [
        (starts[e.range.start.line] + e.range.start.character, e.range.end, e.new_text)
        for e in edits
    ]
    for start, end, new in sorted(places, key=lambda place: -place[0]):
        text = text[:start] + new + text[starts[end.line] + end.character :]
    return text


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_fix_is_offered_and_mends(tmp_path: Path, ends: str) -> None:
    text = DIVIDED.replace("\n", ends)

    async def work() -> None:
        async with editing(tmp_path) as editor:
            uri = editor.open(tmp_path / "gen.py", text)
            (found,) = await editor.diagnostics(uri)
            assert found.code == "SEQ104"
            offered = await editor.actions(uri, found.range)
            fixes = [each for each in offered if "Silence" not in each.title]
            assert fixes
            for fix in fixes:
                assert fix.kind == lsp.CodeActionKind.QuickFix
                assert fix.title.startswith("SEQ104: ")
                assert [each.code for each in fix.diagnostics or ()] == ["SEQ104"]
                mended = after(text, edits_of(fix, uri))
                assert ("\n" in mended.replace("\r\n", "")) == (ends == "\n")
                editor.replace(uri, mended, 2)
                assert await editor.diagnostics(uri, 2) == []

    run(work())


def test_a_finding_can_be_silenced(tmp_path: Path) -> None:
    async def work() -> None:
        async with editing(tmp_path) as editor:
            uri = editor.open(tmp_path / "gen.py", FLOOR)
            (found,) = await editor.diagnostics(uri)
            offered = await editor.actions(uri, found.range)
            (silence,) = (each for each in offered if "Silence" in each.title)
            assert not silence.is_preferred
            text = after(FLOOR, edits_of(silence, uri))
            assert text.splitlines()[9].endswith("batch_size  # sequence-lint: ignore[SEQ102]")
            editor.replace(uri, text, 2)
            assert await editor.diagnostics(uri, 2) == []
            assert await editor.actions(uri, found.range) == []

    run(work())


@pytest.mark.parametrize(
    ("length", "line", "ending"),
    [
        ("len(self.x) // self.batch_size  # noqa: E501", 9, "# noqa: E501  # sequence-lint: i"),
        (
            "len(self.x) // self.batch_size  # sequence-lint: ignore[SEQ301] -- fewer",
            9,
            "# sequence-lint: ignore[SEQ301, SEQ102] -- fewer",
        ),
        ("len(self.x) // self.batch_size   ", 9, "self.batch_size  # sequence-lint: i"),
        ("len(self.x) \\\n            // self.batch_size", 10, "// self.batch_size  # sequ"),
        ("(len(self.x)\n            // self.batch_size)", 9, "(len(self.x)  # sequence-lint"),
    ],
    ids=["comment", "ours", "blanks", "backslash", "brackets"],
)
def test_the_comment_stands_where_it_can(
    tmp_path: Path, length: str, line: int, ending: str
) -> None:
    text = FLOOR.replace("len(self.x) // self.batch_size", length)

    async def work() -> None:
        async with editing(tmp_path) as editor:
            uri = editor.open(tmp_path / "gen.py", text)
            found, *_ = await editor.diagnostics(uri)
            (silence,) = (
                each for each in await editor.actions(uri, found.range) if "Silence" in each.title
            )
            silenced = after(text, edits_of(silence, uri))
            assert ending in silenced.splitlines()[line]
            editor.replace(uri, silenced, 2)
            assert "SEQ102" not in {one.code for one in await editor.diagnostics(uri, 2)}

    run(work())


def test_nothing_is_offered_where_there_is_nothing(tmp_path: Path) -> None:
    async def work() -> None:
        async with editing(tmp_path) as editor:
            uri = editor.open(tmp_path / "gen.py", FLOOR)
            (found,) = await editor.diagnostics(uri)
            assert await editor.actions(uri, EMPTY) == []
            only = [lsp.CodeActionKind.Refactor]
            assert await editor.actions(uri, found.range, only) == []
            assert await editor.actions(uri, found.range, [lsp.CodeActionKind.QuickFix])
            editor.replace(uri, CEIL, 2)
            assert await editor.actions(uri, found.range) == []
            broken = editor.open(tmp_path / "broken.py", FLOOR + "def f(:\n")
            (error,) = await editor.diagnostics(broken)
            assert error.code == "SEQ900"
            assert await editor.actions(broken, error.range) == []
            nowhere = (tmp_path / "nowhere.py").as_uri()
            assert await editor.actions(nowhere, EMPTY) == []

    run(work())


def test_an_editor_that_knows_no_versions_gets_plain_changes(tmp_path: Path) -> None:
    async def work() -> None:
        async with editing(tmp_path, capabilities=NO_VERSIONS) as editor:
            uri = editor.open(tmp_path / "gen.py", FLOOR)
            (found,) = await editor.diagnostics(uri)
            for action in await editor.actions(uri, found.range):
                assert action.edit is not None
                assert action.edit.document_changes is None
                assert list(action.edit.changes or ()) == [uri]

    run(work())


def test_a_fix_in_another_file_is_about_that_file(tmp_path: Path) -> None:
    """A finding in an heir can be mended where it is made: edits name their own documents."""
    (tmp_path / "base.py").write_text(DIVIDED.replace("class Floor", "class Base"))
    heir = "from base import Base\n\n\nclass Heir(Base):\n    pass\n"

    async def work() -> None:
        async with editing(tmp_path) as editor:
            uri = editor.open(tmp_path / "heir.py", heir)
            assert said(await editor.diagnostics(uri)) == []
            base = editor.open(tmp_path / "base.py", DIVIDED.replace("Floor", "Base"), 7)
            (found,) = await editor.diagnostics(base, 7)
            offered = await editor.actions(base, found.range)
            assert list(chain.from_iterable(edits_of(each, base, 7) for each in offered))

    run(work())
