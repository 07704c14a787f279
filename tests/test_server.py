"""The language server, driven by a real client as an editor does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commands import CEIL, COUNTS, FLOOR, sequence_lint
from editor import Diagnostics, editing, run
from lsprotocol import types as lsp

BASE = FLOOR.replace("class Floor", "class Base")
HEIR = "from base import Base\n\n\nclass Heir(Base):\n    pass\n"
CEIL_BASE = CEIL.replace("class Ceil", "class Base")


def said(found: Diagnostics | None) -> list[str]:
    return [f"{each.range.start.line + 1} {each.code}" for each in found or ()]


def test_what_is_typed_counts_and_not_what_is_on_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "gen.py"
    path.write_text(CEIL)

    async def work() -> None:
        async with editing(tmp_path) as editor:
            uri = editor.open(path, FLOOR)
            (found,) = await editor.diagnostics(uri)
            assert (found.code, found.source) == ("SEQ102", "sequence-lint")
            assert found.severity is lsp.DiagnosticSeverity.Warning
            assert found.range == lsp.Range(lsp.Position(9, 8), lsp.Position(9, 45))
            assert "Example: with 10 samples and batches of 4, len() is 2" in found.message
            assert found.related_information
            (related,) = found.related_information
            assert (related.location.uri, related.location.range.start.line) == (uri, 13)
            editor.replace(uri, CEIL, 2)
            assert await editor.diagnostics(uri, 2) == []
            floor = "        return len(self.x) // self.batch_size"
            editor.type(uri, 3, (9, 0), (9, 1000), floor)
            assert said(await editor.diagnostics(uri, 3)) == ["10 SEQ102"]
            assert not editor.messages

    run(work())


def test_related_places_are_left_out_for_an_editor_that_shows_none(tmp_path: Path) -> None:
    async def work() -> None:
        plain = lsp.ClientCapabilities()
        async with editing(tmp_path, capabilities=plain) as editor:
            (found,) = await editor.diagnostics(editor.open(tmp_path / "gen.py", FLOOR))
            assert not found.related_information
            assert not editor.watched

    run(work())


@pytest.mark.parametrize("encoding", list(lsp.PositionEncodingKind))
def test_places_are_right_behind_any_signs(
    tmp_path: Path, encoding: lsp.PositionEncodingKind
) -> None:
    """A form feed ends no line, and a sign that is outside of the first plane counts for more."""
    text = FLOOR.replace("len(self.x) //", "len((self.x, '\U0001f40d\xe9')[0]) //")
    text = text.replace("class Floor", "\x0c\n# \u2028 \x85 \r\nclass Floor")
    before = '        return len((self.x, "\U0001f40d\xe9'

    async def work() -> None:
        capabilities = lsp.ClientCapabilities(
            general=lsp.GeneralClientCapabilities(position_encodings=[encoding])
        )
        async with editing(tmp_path, capabilities=capabilities) as editor:
            assert editor.answer.capabilities.position_encoding == encoding
            uri = editor.open(tmp_path / "gen.py", text)
            (found,) = await editor.diagnostics(uri)
            line = text.replace("\r\n", "\n").split("\n")[found.range.start.line]
            assert "return len((self.x" in line
            assert found.range.end.character == units(line, encoding)
            # What is typed behind these signs gets to its place.
            at = (found.range.start.line, units(before, encoding))
            editor.type(uri, 2, at, at, "\U0001f40d")
            (found,) = await editor.diagnostics(uri, 2)
            assert found.range.end.character == units(line + "\U0001f40d", encoding)
            # And the whole line becomes another.
            line_end = (at[0], found.range.end.character)
            editor.type(uri, 3, (at[0], 8), line_end, "return -(-len(self.x) // self.batch_size)")
            assert await editor.diagnostics(uri, 3) == []

    run(work())


def units(text: str, encoding: lsp.PositionEncodingKind) -> int:
    size = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding.value]
    return len(text.encode(f"{encoding.value}-le" if size > 1 else "utf-8")) // size


def test_the_whole_project_is_known_and_open_texts_lie_over_it(tmp_path: Path) -> None:
    (tmp_path / "base.py").write_text(CEIL_BASE)
    (tmp_path / "heir.py").write_text(HEIR)

    async def work() -> None:
        async with editing(tmp_path) as editor:
            heir = editor.open(tmp_path / "heir.py", HEIR.replace("pass", LENGTH))
            assert said(await editor.diagnostics(heir)) == ["6 SEQ102"]
            base = editor.open(tmp_path / "base.py", CEIL_BASE)
            assert await editor.diagnostics(base) == []
            editor.replace(base, BASE, 2)
            assert said(await editor.diagnostics(base, 2)) == ["10 SEQ102"]
            # Not a Sequence any more, for whoever looks at the unsaved base.
            editor.replace(base, BASE.replace("keras.utils.Sequence", "object"), 3)
            assert await editor.diagnostics(base, 3) == []
            await editor.until(lambda: editor.last(heir) == [] or None)
            # What is closed counts as it is on the disk.
            editor.close(base)
            await editor.until(lambda: said(editor.last(heir)) == ["6 SEQ102"] or None)

    run(work())


LENGTH = "def __len__(self):\n        return len(self.x) // self.batch_size"


def test_a_project_without_any_mark_is_the_folder_that_is_open(tmp_path: Path) -> None:
    (tmp_path / "far" / "away").mkdir(parents=True)
    (tmp_path / "base.py").write_text(CEIL_BASE)
    text = HEIR.replace("pass", LENGTH)

    async def work() -> None:
        async with editing(tmp_path) as editor:
            uri = editor.open(tmp_path / "far" / "away" / "heir.py", text)
            assert said(await editor.diagnostics(uri)) == ["6 SEQ102"]

    run(work())


def test_what_is_closed_is_not_spoken_of_any_more(tmp_path: Path) -> None:
    async def work() -> None:
        async with editing(tmp_path) as editor:
            uri = editor.open(tmp_path / "gen.py", FLOOR)
            assert await editor.diagnostics(uri)
            editor.close(uri)
            await editor.until(lambda: editor.last(uri) == [] or None)
            assert await editor.hover(uri, 9, 20) is None

    run(work())


@pytest.mark.parametrize("place", [".venv/lib/gen.py", "ignored/gen.py", "left_out/gen.py"])
def test_nothing_is_said_of_what_the_project_leaves_out(tmp_path: Path, place: str) -> None:
    (tmp_path / ".gitignore").write_text("ignored\n")
    (tmp_path / "sequence-lint.toml").write_text('extend-exclude = ["left_out"]\n')
    path = tmp_path / place
    path.parent.mkdir(parents=True)
    path.write_text(FLOOR)

    async def work() -> None:
        async with editing(tmp_path) as editor:
            uri = editor.open(path, FLOOR)
            other = editor.open(tmp_path / "gen.py", FLOOR)
            assert await editor.diagnostics(uri) == []
            assert said(await editor.diagnostics(other)) == ["10 SEQ102"]

    run(work())


def test_the_settings_of_the_project_are_heeded_and_read_again(tmp_path: Path) -> None:
    settings = tmp_path / "sequence-lint.toml"
    settings.write_text('ignore = ["SEQ102"]\n[severity]\nSEQ101 = "note"\n')

    async def work() -> None:
        async with editing(tmp_path) as editor:
            uri = editor.open(tmp_path / "gen.py", FLOOR)
            assert await editor.diagnostics(uri) == []
            editor.replace(uri, COUNTS, 2)
            (found,) = await editor.diagnostics(uri, 2)
            assert found.code == "SEQ101"
            assert found.severity is lsp.DiagnosticSeverity.Information
            assert "**/sequence-lint.toml" in editor.watched
            settings.write_text('ignore = ["SEQ101"]\n')
            editor.saved_elsewhere(settings)
            await editor.until(lambda: editor.last(uri) == [] or None)

    run(work())


def test_options_of_the_command_win(tmp_path: Path) -> None:
    async def work() -> None:
        async with editing(tmp_path, "--stdio", "--ignore", "SEQ102") as editor:
            assert await editor.diagnostics(editor.open(tmp_path / "gen.py", FLOOR)) == []

    run(work())


def test_a_mistake_in_the_settings_is_told_once_and_spoils_no_other_project(
    tmp_path: Path,
) -> None:
    for name, text in (("bad", "selekt = []\n"), ("good", "")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "sequence-lint.toml").write_text(text)

    async def work() -> None:
        async with editing(tmp_path) as editor:
            good = editor.open(tmp_path / "good" / "gen.py", FLOOR)
            bad = editor.open(tmp_path / "bad" / "gen.py", FLOOR)
            message = await editor.message("selekt")
            assert "sequence-lint.toml:1: " in message
            assert "Did you mean `select`?" in message
            assert said(await editor.diagnostics(good)) == ["10 SEQ102"]
            assert await editor.diagnostics(bad) == []
            editor.replace(bad, COUNTS, 2)
            assert await editor.diagnostics(bad, 2) == []
            assert len(editor.messages) == 1
            (tmp_path / "bad" / "sequence-lint.toml").write_text("")
            editor.saved_elsewhere(tmp_path / "bad" / "sequence-lint.toml")
            await editor.until(lambda: said(editor.last(bad)) == ["10 SEQ101"] or None)

    run(work())


def test_a_text_that_was_never_saved_is_linted_by_itself(tmp_path: Path) -> None:
    async def work() -> None:
        async with editing(None, cwd=tmp_path) as editor:
            uri = editor.open("untitled:Untitled-1", FLOOR)
            assert said(await editor.diagnostics(uri)) == ["10 SEQ102"]
            assert "8-9 dropped" in (await editor.hover(uri, 9, 20) or "")

    run(work())


def test_hover_tells_the_finding_the_batches_and_the_rule(tmp_path: Path) -> None:
    async def work() -> None:
        async with editing(tmp_path) as editor:
            uri = editor.open(tmp_path / "gen.py", FLOOR)
            await editor.diagnostics(uri)
            text = await editor.hover(uri, 9, 20)
            assert text is not None
            assert "**SEQ102 partial-batch-dropped** (warning)" in text
            assert "batch 1  ····████··  4-7\nnever    ········xx  8-9 dropped\n```" in text
            for part in ("## What it does", "## At run time", "## Silent when", "## References"):
                assert part in text
            assert await editor.hover(uri, 9, 0) is None
            name = await editor.hover(uri, 3, 7)
            assert name is not None
            assert name.startswith("**Floor** is a `keras.utils.Sequence`")
            assert "With 10 samples in batches of 4: length 2, 2 samples dropped" in name
            assert await editor.hover(uri, 5, 7) is None

    run(work())


def test_it_says_what_the_command_line_says(tmp_path: Path) -> None:
    """The examples of other tests are small: this is a folder of everything."""
    fixtures = Path(__file__).parent / "fixtures"
    chosen = sorted(fixtures.glob("seq1*.py"))
    for path in chosen:
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    ran = sequence_lint("check", "--output-format", "json", cwd=tmp_path, timeout=300)
    expected: dict[str, list[tuple[int, int, str]]] = {path.name: [] for path in chosen}
    for each in json.loads(ran.out)["diagnostics"]:
        expected[each["path"]].append((each["line"], each["column"], each["code"]))

    async def work() -> None:
        async with editing(tmp_path) as editor:
            for name in expected:
                text = (tmp_path / name).read_text(encoding="utf-8")
                editor.open(tmp_path / name, text)
            for name, wanted in expected.items():
                found = await editor.diagnostics((tmp_path / name).as_uri())
                at = [each.range.start for each in found or ()]
                places = [(each.line + 1, each.character + 1) for each in at]
                told = [(*p, str(d.code)) for p, d in zip(places, found, strict=True)]
                assert told == wanted, name

    run(work())
    assert sum(map(len, expected.values())) > 50


def test_typing_fast_publishes_the_last_text(tmp_path: Path) -> None:
    async def work() -> None:
        async with editing(tmp_path) as editor:
            uri = editor.open(tmp_path / "gen.py", FLOOR)
            for version in range(2, 40):
                editor.replace(uri, (CEIL, FLOOR)[version % 2], version)
            assert said(await editor.diagnostics(uri, 39)) == ["10 SEQ102"]
            versions = [each.version or 0 for each in editor.published]
            assert versions == sorted(versions)
            assert len(versions) < 20

    run(work())
