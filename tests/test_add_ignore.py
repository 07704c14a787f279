"""`--add-ignore` writes comments for what is found now, and changes nothing else of a file."""

from __future__ import annotations

import json
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from commands import CEIL, FLOOR, Ran, sequence_lint
from notebooks import code, document, printed, text

from sequence_lint import lint_paths
from sequence_lint.cli import mends
from sequence_lint.ignoring import ignored, is_reason
from sequence_lint.source.discovery import discover

LENGTH = "        return len(self.x) // self.batch_size"
COMMENT = "  # sequence-lint: ignore[SEQ102] -- as it was"


def add(folder: Path, *arguments: str, reason: str = "as it was") -> Ran:
    arguments = (*arguments, "--add-ignore", reason, "--output-format", "concise")
    return sequence_lint("check", *arguments, cwd=folder)


def written(folder: Path, before: str) -> str:
    (folder / "a.py").write_text(before)
    ran = add(folder)
    assert (ran.code, ran.out) == (0, "")
    assert lint_paths(folder) == ()
    return (folder / "a.py").read_text()


def test_a_comment_is_put_behind_the_line(tmp_path: Path) -> None:
    assert written(tmp_path, FLOOR) == FLOOR.replace(LENGTH, LENGTH + COMMENT)
    ran = add(tmp_path)
    assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_it_says_what_it_did(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(FLOOR)
    (tmp_path / "b.py").write_text(FLOOR)
    assert add(tmp_path).err == "sequence-lint: silenced 2 findings in 2 files\n"


def test_other_comments_stay_and_ours_is_made_longer(tmp_path: Path) -> None:
    assert written(tmp_path, FLOOR.replace(LENGTH, f"{LENGTH}  # why")) == FLOOR.replace(
        LENGTH, f"{LENGTH}  # why{COMMENT}"
    )
    ours = "  # sequence-lint: ignore[SEQ999 ] -- old  # noqa: E501"
    (tmp_path / "a.py").write_text(FLOOR.replace(LENGTH, LENGTH + ours))
    add(tmp_path)
    longer = ours.replace("SEQ999", "SEQ999, SEQ102")
    assert (tmp_path / "a.py").read_text() == FLOOR.replace(LENGTH, LENGTH + longer)


def test_where_a_line_has_no_room(tmp_path: Path) -> None:
    joined = FLOOR.replace(LENGTH, f"{LENGTH} + \\\n            0")
    assert written(tmp_path, joined) == joined.replace(
        "            0\n", f"            0{COMMENT}\n"
    )
    spread = FLOOR.replace(LENGTH, "        return (\n len(self.x)\n // self.batch_size )")
    assert COMMENT in written(tmp_path, spread)


def test_several_in_one_line_have_one_comment(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(FLOOR)
    sources = discover([str(tmp_path)])
    [found] = lint_paths(tmp_path)
    other = replace(found, code="SEQ101", name="length-counts-samples")
    made = ignored(found.path, [found, other, found], "as it was", sources).after.decode()
    both = COMMENT.replace("SEQ102", "SEQ101, SEQ102")
    assert made == FLOOR.replace(LENGTH, LENGTH + both)


@pytest.mark.parametrize(
    "encoded",
    [
        FLOOR.replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + FLOOR.encode(),
        ("# coding: latin-1\n# \xe4\n" + FLOOR).encode("latin-1"),
        FLOOR.rstrip("\n").encode(),
        FLOOR.replace("\n", "\r").encode(),
        FLOOR.replace(LENGTH, f"{LENGTH}   ").encode(),
        ("x = '\u2028 \x0c'\n" + FLOOR).encode(),
    ],
)
def test_bytes_that_are_not_about_it_stay(tmp_path: Path, encoded: bytes) -> None:
    (tmp_path / "a.py").write_bytes(encoded)
    assert add(tmp_path).code == 0
    after = (tmp_path / "a.py").read_bytes()
    assert lint_paths(tmp_path) == ()
    assert after.count(COMMENT.encode()) == 1
    stripped = encoded.replace(b"batch_size   ", b"batch_size")
    assert after.replace(COMMENT.encode(), b"") == stripped


def test_mode_and_links_stay(tmp_path: Path) -> None:
    real, link = tmp_path / "real.txt", tmp_path / "a.py"
    real.write_text(FLOOR)
    real.chmod(0o750)
    link.symlink_to(real)
    add(tmp_path, "a.py")
    assert link.is_symlink()
    assert COMMENT in real.read_text()
    assert stat.S_IMODE(real.stat().st_mode) == 0o750


@pytest.mark.parametrize("layout", [{"indent": 1}, {"indent": None}, {"indent": 4}])
def test_notebooks_keep_all_else(tmp_path: Path, layout: dict[str, int | None]) -> None:
    cells = document(
        text("# \u00e4 title"), code("%matplotlib inline\n"), code(FLOOR, printed("1\n" * 5))
    )
    before = json.dumps(cells, ensure_ascii=layout["indent"] != 4, **layout)  # type: ignore[arg-type]
    (tmp_path / "a.ipynb").write_text(before + "\n", encoding="utf-8")
    ran = add(tmp_path)
    assert ran.code == 0, ran.err
    after = (tmp_path / "a.ipynb").read_text(encoding="utf-8")
    assert after.replace(COMMENT, "") == before + "\n"
    assert lint_paths(tmp_path) == ()


def test_what_silences_nothing_gets_no_comment(tmp_path: Path) -> None:
    idle = CEIL.replace("self.batch_size)\n", "self.batch_size)  # noqa: SEQ102\n")
    (tmp_path / "a.py").write_text(idle)
    ran = add(tmp_path)
    assert (ran.code, (tmp_path / "a.py").read_text()) == (1, idle)
    assert "SEQ901" in ran.out


def test_only_what_is_still_told(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(FLOOR)
    add(tmp_path, "--ignore", "SEQ102")
    assert (tmp_path / "a.py").read_text() == FLOOR
    counts = json.dumps({"version": 1, "findings": {"a.py": {"Floor": {"SEQ102": 1}}}})
    (tmp_path / "b.json").write_text(counts)
    add(tmp_path, "--baseline", "b.json")
    assert (tmp_path / "a.py").read_text() == FLOOR


def test_a_reason_that_the_encoding_has_no_letters_for(tmp_path: Path) -> None:
    before = ("# coding: latin-1\n" + FLOOR).encode("latin-1")
    (tmp_path / "a.py").write_bytes(before)
    (tmp_path / "b.py").write_text(FLOOR)
    ran = add(tmp_path, reason="\u4e2d")
    assert ran.code == 2
    assert ran.err.splitlines()[0].startswith("sequence-lint: a.py: no comments were added: ")
    assert "a.py:11:" in ran.out  # it is still told
    assert (tmp_path / "a.py").read_bytes() == before
    assert "-- \u4e2d" in (tmp_path / "b.py").read_text()  # and the rest goes on


def test_a_file_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("sequence_lint.source.writing.replace_file", refuse)
    (tmp_path / "a.py").write_text(FLOOR)
    sources = discover([str(tmp_path)])
    [file] = sources.asked
    changed = ignored(file.path, lint_paths(tmp_path), "why", sources)
    assert not mends.put_in_place(changed)
    assert (tmp_path / "a.py").read_text() == FLOOR


@pytest.mark.parametrize(
    "reason", ["", "  ", "a\nb", "a # noqa", "x\x1b[0m", "# sequence-lint: ignore[A]"]
)
def test_what_is_no_reason(tmp_path: Path, reason: str) -> None:
    assert not is_reason(reason)
    (tmp_path / "a.py").write_text(FLOOR)
    assert add(tmp_path, reason=reason).code == 2
    assert (tmp_path / "a.py").read_text() == FLOOR


@pytest.mark.parametrize("reason", ["see #12", "it [is] so -- really", "\u00e4"])
def test_what_is_a_reason(reason: str) -> None:
    assert is_reason(reason)


@pytest.mark.parametrize(
    "others", [["-"], ["--fix"], ["--diff"], ["--write-baseline", "--baseline", "b"]]
)
def test_what_does_not_go_together(tmp_path: Path, others: list[str]) -> None:
    (tmp_path / "a.py").write_text(FLOOR)
    assert add(tmp_path, *others).code == 2
    assert (tmp_path / "a.py").read_text() == FLOOR


class TestTakingOut:
    """The other way round: `--fix` takes out what silences nothing."""

    BEFORE = CEIL.replace("Sequence):", "Sequence):  # noqa: SEQ101  # more").replace(
        "batch_size):", "batch_size):  # noqa: SEQ401 so it was"
    ).replace(
        "    def __len__(self):", "    # sequence-lint: ignore[SEQ101]\n    def __len__(self):"
    ).replace("self.batch_size)\n", "self.batch_size)  # noqa: E501, SEQ102\n").replace(
        "start = index * self.batch_size",
        "start = index * self.batch_size  # why  # sequence-lint: ignore[SEQ201, SEQ202] -- old",
    )  # fmt: skip
    AFTER = CEIL.replace("Sequence):", "Sequence):  # more").replace(
        "batch_size):", "batch_size):  # so it was"
    ).replace("self.batch_size)\n", "self.batch_size)  # noqa: E501\n").replace(
        "start = index * self.batch_size", "start = index * self.batch_size  # why"
    )  # fmt: skip

    def test_comments_and_words_of_them(self, tmp_path: Path) -> None:
        (tmp_path / "a.py").write_text(self.BEFORE)
        ran = sequence_lint("check", "--fix", cwd=tmp_path)
        assert (ran.code, (tmp_path / "a.py").read_text()) == (0, self.AFTER)
        assert "made 5 fixes in 1 file" in ran.err

    def test_in_notebooks(self, tmp_path: Path) -> None:
        path = tmp_path / "a.ipynb"
        path.write_text(json.dumps(document(text("# a"), code(self.BEFORE))))
        assert sequence_lint("check", "--fix", cwd=tmp_path).code == 0
        assert path.read_text() == json.dumps(document(text("# a"), code(self.AFTER)))

    def test_what_is_unknown_is_for_people_to_mend(self, tmp_path: Path) -> None:
        unknown = CEIL + "# sequence-lint: ignore-file[SEQ9999]\n"
        (tmp_path / "a.py").write_text(unknown)
        assert sequence_lint("check", "--fix", cwd=tmp_path).code == 1
        assert (tmp_path / "a.py").read_text() == unknown
