"""`--output-format` and `--statistics` from the outside: several formats, files, faults."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from commands import CEIL, COUNTS, FLOOR, command, environment, sequence_lint
from notebooks import code, notebook, text

from sequence_lint.outputs import FORMATS
from sequence_lint.source.writing import replace_file

ALONE = tuple(name for name in FORMATS if name not in ("full", "concise", "github", "markdown"))
needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="permissions work differently")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "floor.py").write_text(FLOOR)
    return tmp_path


def formats(*names: str) -> list[str]:
    return [part for name in names for part in ("--output-format", name)]


class TestSeveralAtOnce:
    def test_each_goes_to_its_place(self, folder: Path) -> None:
        wanted = ("sarif:out.sarif", "full", "junit:out:2.xml", "jsonl:out.jsonl")
        ran = sequence_lint("check", *formats(*wanted), cwd=folder)
        assert (ran.code, ran.err) == (1, "")
        # Beside a format that shows fixes they are proven, and the one for people shows them too.
        beside = sequence_lint("check", *formats("full", "json:a.json"), cwd=folder)
        assert ran.out == beside.out
        for path, name in (("out.sarif", "sarif"), ("out:2.xml", "junit"), ("out.jsonl", "jsonl")):
            alone = sequence_lint("check", *formats(name), cwd=folder).out
            assert (folder / path).read_text() == alone
            assert "SEQ102" in alone

    def test_what_has_no_file_goes_to_the_output_file(self, folder: Path) -> None:
        ran = sequence_lint("check", *formats("concise", "json:a.json"), "-o", "b.txt", cwd=folder)
        assert (ran.code, ran.out, ran.err) == (1, "", "")
        assert (folder / "b.txt").read_text().startswith("floor.py:10:9: SEQ102")
        assert json.loads((folder / "a.json").read_text())["summary"]["findings"] == 1

    def test_formats_in_lines_follow_each_other(self, folder: Path) -> None:
        ran = sequence_lint("check", *formats("github", "concise", "github"), cwd=folder)
        github, concise = ran.out.splitlines()
        assert github.startswith("::warning title=SEQ102")
        assert concise.startswith("floor.py:10:9: SEQ102")

    @pytest.mark.parametrize("name", ALONE)
    def test_a_document_is_not_mixed_with_anything(self, folder: Path, name: str) -> None:
        ran = sequence_lint("check", *formats("concise", name), cwd=folder)
        assert (ran.code, ran.out) == (2, "")
        assert f"concise and {name} would both go to standard output." in ran.err
        assert f"--output-format {name}:FILE" in ran.err

    def test_two_names_of_one_file_are_one_place(self, folder: Path) -> None:
        ran = sequence_lint("check", *formats("json:a", "sarif:./a"), cwd=folder)
        assert (ran.code, ran.out) == (2, "")
        assert "json and sarif would both go to a." in ran.err
        assert not (folder / "a").exists()

    def test_a_typo_is_told_before_anything_is_done(self, folder: Path) -> None:
        ran = sequence_lint("check", *formats("full", "sarf:x"), cwd=folder)
        assert (ran.code, ran.out) == (2, "")
        assert "there is no format 'sarf'. Did you mean sarif?" in ran.err


class TestFiles:
    def test_those_that_can_be_written_are(self, folder: Path) -> None:
        wanted = formats("json:no/a.json", "sarif:.", "concise", "jsonl:b.jsonl")
        ran = sequence_lint("check", *wanted, "--exit-zero", cwd=folder)
        assert ran.code == 2
        assert ran.out.startswith("floor.py:10:9: SEQ102")
        assert len((folder / "b.jsonl").read_text().splitlines()) == 1
        first, second = ran.err.splitlines()
        assert first == "Error: cannot write no/a.json: No such file or directory"
        assert second.startswith("Error: cannot write .: ")

    def test_nothing_is_left_beside_them(self, folder: Path) -> None:
        sequence_lint("check", *formats("json:a.json", "sarif:no/a"), cwd=folder)
        assert sorted(path.name for path in folder.iterdir()) == ["a.json", "floor.py"]

    @needs_posix
    def test_mode_and_links_stay(self, folder: Path) -> None:
        (folder / "real.json").write_text("old")
        (folder / "real.json").chmod(0o640)
        (folder / "link.json").symlink_to("real.json")
        sequence_lint("check", *formats("json:link.json"), cwd=folder)
        assert (folder / "link.json").is_symlink()
        assert json.loads((folder / "real.json").read_text())["version"] == 1
        assert stat.S_IMODE((folder / "real.json").stat().st_mode) == 0o640

    @needs_posix
    def test_a_new_file_has_the_usual_mode(self, folder: Path) -> None:
        sequence_lint("check", *formats("json:a.json"), cwd=folder)
        assert (folder / "a.json").stat().st_mode == (folder / "floor.py").stat().st_mode

    @needs_posix
    @pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write all")
    def test_a_file_that_is_write_protected_stays(self, folder: Path) -> None:
        (folder / "a.json").write_text("old")
        (folder / "a.json").chmod(0o444)
        ran = sequence_lint("check", *formats("json:a.json"), cwd=folder)
        assert ran.code == 2
        assert "cannot write a.json: Permission denied" in ran.err
        assert (folder / "a.json").read_text() == "old"

    @needs_posix
    def test_a_pipe_is_written_to(self, folder: Path) -> None:
        os.mkfifo(folder / "pipe")
        read: list[str] = []
        reader = threading.Thread(
            target=lambda: read.append((folder / "pipe").read_text()), daemon=True
        )
        reader.start()
        ran = sequence_lint("check", *formats("concise:pipe"), cwd=folder)
        reader.join(60)
        assert (ran.code, ran.err) == (1, "")
        assert read[0].startswith("floor.py:10:9: SEQ102")

    def test_the_old_content_is_there_until_the_new_is_complete(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        target = tmp_path / "out"
        target.write_bytes(b"old")
        seen: list[bytes] = []

        def failing(source: str, destination: str) -> None:
            seen.extend((Path(source).read_bytes(), Path(destination).read_bytes()))
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr("os.replace", failing)
        with pytest.raises(PermissionError):
            replace_file(str(target), b"new")
        assert seen == [b"new", b"old"]
        assert [path.name for path in tmp_path.iterdir()] == ["out"]

    def test_what_lies_beside_is_not_touched(self, tmp_path: Path) -> None:
        strange = tmp_path / f"out.{os.getpid()}.tmp"
        strange.write_bytes(b"not ours")
        with pytest.raises(FileExistsError):
            replace_file(str(tmp_path / "out"), b"new")
        assert strange.read_bytes() == b"not ours"
        assert [path.name for path in tmp_path.iterdir()] == [strange.name]


class TestStatistics:
    def test_counts_take_the_place_of_findings(self, folder: Path) -> None:
        (folder / "counts.py").write_text(COUNTS)
        (folder / "other.py").write_text(FLOOR)
        ran = sequence_lint("check", "--statistics", cwd=folder)
        assert ran.code == 1
        assert ran.out == (
            "2  SEQ102 partial-batch-dropped\n"
            "1  SEQ101 length-counts-samples\n"
            "\n"
            "Found 3 findings in 3 classes (3 files read, 3 classes checked). "
            "There may be 3 fixes with --diff --unsafe-fixes.\n"
        )
        lines = sequence_lint("check", "--statistics", *formats("concise"), cwd=folder).out
        assert lines == "".join(ran.out.splitlines(keepends=True)[:2])

    def test_formats_for_programs_stay_as_they_are(self, folder: Path) -> None:
        ran = sequence_lint("check", "--statistics", *formats("sarif:out.sarif"), cwd=folder)
        assert ran.out.startswith("1  SEQ102 partial-batch-dropped\n")
        plain = sequence_lint("check", *formats("sarif"), cwd=folder)
        assert (folder / "out.sarif").read_text() == plain.out

    def test_counts_have_to_go_somewhere(self, folder: Path) -> None:
        ran = sequence_lint("check", "--statistics", *formats("sarif"), cwd=folder)
        assert (ran.code, ran.out) == (2, "")
        assert "sarif and full would both go to standard output." in ran.err


def test_notebooks_have_cell_and_line_in_every_format(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_bytes(notebook(text("# Title"), code(FLOOR)))
    for name in FORMATS:
        ran = sequence_lint("check", *formats(name), cwd=tmp_path)
        assert (ran.code, ran.err) == (1, "")
        assert "cell 2:10:9" in ran.out or '"cell": 2' in ran.out, name


@pytest.mark.parametrize("name", FORMATS)
def test_a_clean_run_ends_with_0_in_every_format(tmp_path: Path, name: str) -> None:
    (tmp_path / "ceil.py").write_text(CEIL)
    ran = sequence_lint("check", *formats(name), cwd=tmp_path)
    assert (ran.code, ran.err) == (0, "")
    if name in ("json", "sarif", "gitlab"):
        json.loads(ran.out)
    if name == "junit":
        assert ET.fromstring(ran.out).attrib["tests"] == "1"


@needs_posix
@pytest.mark.parametrize("name", FORMATS)
def test_a_reader_who_leaves_is_no_error_in_any_format(folder: Path, name: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        command("check", *formats(name)),
        cwd=folder,
        stdout=writer,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.parametrize("name", FORMATS)
def test_an_output_that_knows_only_ascii_takes_every_format(tmp_path: Path, name: str) -> None:
    (tmp_path / "é.py").write_text(FLOOR.replace("class Floor", "class Élan"), encoding="utf-8")
    ran = sequence_lint("check", *formats(name), cwd=tmp_path, PYTHONIOENCODING="ascii:strict")
    assert (ran.code, ran.err) == (1, "")
    if name == "junit":
        assert ET.fromstring(ran.out)[0].attrib["name"] == "é.py"
