"""`sequence-lint check` from the outside: arguments, streams, exit codes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from commands import CEIL, COUNTS, FLOOR, command, environment, sequence_lint


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "floor.py").write_text(FLOOR)
    (tmp_path / "ceil.py").write_text(CEIL)
    return tmp_path


def codes(document: str) -> list[str]:
    return [each["code"] for each in json.loads(document)["diagnostics"]]


def concise(*arguments: str, cwd: Path) -> list[str]:
    """The diagnostics as ``path CODE``."""
    ran = sequence_lint("check", "--output-format", "concise", *arguments, cwd=cwd)
    fields = [line.split(":") for line in ran.out.splitlines()]
    return [f"{field[0]} {field[3].split()[0]}" for field in fields]


def test_findings_end_with_1(folder: Path) -> None:
    ran = sequence_lint("check", cwd=folder)
    assert ran.code == 1
    assert ran.out.startswith("floor.py:10:9 SEQ102 partial-batch-dropped (warning)\n")
    closing = " ".join(ran.out.split("\n\n")[-1].split())
    assert closing == (
        "Found 1 finding in 1 class (2 files read, 2 classes checked). "
        "There may be 1 fix with --diff --unsafe-fixes."
    )
    assert ran.err == ""


def test_a_clean_file_ends_with_0(folder: Path) -> None:
    ran = sequence_lint("check", "ceil.py", cwd=folder)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "No findings (1 file read, 1 class checked).\n"


def test_exit_zero_is_for_findings_not_for_errors(folder: Path) -> None:
    assert sequence_lint("check", "--exit-zero", cwd=folder).code == 0
    assert sequence_lint("check", "--exit-zero", "floor.py", "gone.py", cwd=folder).code == 2


def test_several_and_overlapping_paths_are_linted_once(folder: Path) -> None:
    (folder / "deep").mkdir()
    (folder / "deep" / "counts.py").write_text(COUNTS)
    everything = ["deep/counts.py SEQ101", "floor.py SEQ102"]
    assert concise(cwd=folder) == everything
    assert concise(".", "deep", "floor.py", str(folder), cwd=folder) == everything
    assert concise("deep", cwd=folder) == everything[:1]


def test_the_order_does_not_depend_on_that_of_the_paths(folder: Path) -> None:
    (folder / "a.py").write_text(COUNTS)
    one = sequence_lint("check", "a.py", "floor.py", cwd=folder)
    other = sequence_lint("check", "floor.py", "a.py", cwd=folder)
    assert one == other


class TestWhatCannotBeDone:
    """Each is said clearly, ends with 2, and hides nothing else."""

    @pytest.mark.parametrize(
        ("name", "content", "said"),
        [
            ("bad.py", b"def f(:\n", "bad.py:1:7: SEQ900 file-not-read: cannot be parsed"),
            ("bad.py", b"x = 1\n\xff\n", "bad.py:2:1: SEQ900 file-not-read: cannot be decoded"),
            ("bad.py", b"# coding: odd\n", "bad.py:1:1: SEQ900 file-not-read: cannot be decoded"),
            ("bad.py", b"x\0", "bad.py:1:2: SEQ900 file-not-read: contains a NUL byte"),
            ("notes.md", b"# Title\nsome words\n", "notes.md:2:"),
        ],
    )
    def test_bad_files(self, folder: Path, name: str, content: bytes, said: str) -> None:
        (folder / name).write_bytes(content)
        ran = sequence_lint("check", "--output-format", "concise", name, "floor.py", cwd=folder)
        assert ran.code == 2
        assert said in ran.out
        assert "SEQ102" in ran.out
        assert "Traceback" not in ran.err

    @pytest.mark.parametrize("content", [b"def f(:\n", b"# \xff\n"])
    def test_bad_files_that_were_found_count_when_they_can_matter(
        self, folder: Path, content: bytes
    ) -> None:
        (folder / "bad.py").write_bytes(FLOOR.encode() + content)
        ran = sequence_lint("check", "--output-format", "concise", cwd=folder)
        assert (ran.code, "bad.py:" in ran.out, "SEQ102" in ran.out) == (2, True, True)

    def test_bad_files_that_cannot_matter_are_none_of_our_business(self, folder: Path) -> None:
        (folder / "template.py").write_bytes(b"{{ cookiecutter }} (\n")
        ran = sequence_lint("check", cwd=folder)
        assert (ran.code, "template" in ran.out) == (1, False)

    def test_missing_paths(self, folder: Path) -> None:
        ran = sequence_lint("check", "gone.py", "floor.py", cwd=folder)
        assert ran.code == 2
        assert "gone.py:1:1 SEQ900 file-not-read (error)\n  no such file or folder\n" in ran.out
        assert "SEQ102" in ran.out
        assert ran.out.endswith("1 thing could not be done.\n")

    @pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read all")
    def test_unreadable_files(self, folder: Path) -> None:
        (folder / "closed.py").write_text(FLOOR)
        (folder / "closed.py").chmod(0)
        ran = sequence_lint("check", cwd=folder)
        assert (ran.code, "Permission denied" in ran.out, "SEQ102" in ran.out) == (2, True, True)

    @pytest.mark.skipif(not os.path.exists("/proc/self/mem"), reason="needs a Linux /proc")
    def test_files_that_the_system_refuses_to_read(self, folder: Path) -> None:
        (folder / "odd.py").symlink_to("/proc/self/mem")
        ran = sequence_lint("check", cwd=folder)
        assert (ran.code, "SEQ102" in ran.out) == (2, True)
        assert "odd.py:1:1 SEQ900 file-not-read (error)\n  cannot be read: Input/output" in ran.out

    def test_unknown_rules(self, folder: Path) -> None:
        ran = sequence_lint("check", "--select", "SEQ999", "--ignore", "unbound-slice", cwd=folder)
        assert (ran.code, ran.out) == (2, "")
        assert "no rule is called 'SEQ999'" in ran.err
        assert "Did you mean SEQ201 (unbounded-slice)?" in ran.err

    def test_unknown_options_suggest(self, folder: Path) -> None:
        ran = sequence_lint("check", "--outputformat", "json", cwd=folder)
        assert (ran.code, ran.out) == (2, "")
        assert "--output-format" in ran.err

    def test_an_output_file_that_cannot_be_written(self, folder: Path) -> None:
        ran = sequence_lint("check", "-o", "no/such/folder.txt", cwd=folder)
        assert (ran.code, ran.out) == (2, "")
        assert "cannot write no/such/folder.txt: No such file" in ran.err
        assert "Traceback" not in ran.err

    def test_a_full_disk(self, folder: Path) -> None:
        if not os.path.exists("/dev/full"):
            pytest.skip("needs /dev/full")
        with open("/dev/full", "wb") as full:
            done = subprocess.run(command("check"), cwd=folder, stdout=full, stderr=subprocess.PIPE)
        assert done.returncode == 2
        assert b"cannot write the output" in done.stderr
        assert b"Traceback" not in done.stderr

    def test_a_broken_rule_pack(self, folder: Path) -> None:
        packs = folder / "packs"
        info = packs / "acme-1.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme\nVersion: 1\n")
        (info / "entry_points.txt").write_text("[sequence_lint.rules]\nacme = acme_rules\n")
        (packs / "acme_rules.py").write_text("raise RuntimeError('no luck')\n")
        ran = sequence_lint("check", "floor.py", cwd=folder, PYTHONPATH=str(packs))
        assert ran.code == 2
        assert "rule pack 'acme' (acme_rules)" in ran.err
        assert "RuntimeError: no luck" in ran.err
        assert "SEQ102" in ran.out
        (packs / "acme_rules.py").write_text(
            "from sequence_lint.api import Rule, Severity\n"
            "def check(sequence):\n    raise KeyError('why')\n"
            "A = Rule('ACME001', 'acme', Severity.NOTE, '1', 'Finds nothing.', check)\n"
        )
        ran = sequence_lint("check", "floor.py", cwd=folder, PYTHONPATH=str(packs))
        assert (ran.code, ran.err) == (2, "")
        assert "SEQ902" in ran.out
        assert "rule ACME001 acme on Floor crashed" in " ".join(ran.out.split())
        assert "SEQ102" in ran.out


class TestStandardInput:
    def test_it_is_linted(self, folder: Path) -> None:
        ran = sequence_lint("check", "-", cwd=folder, stdin=FLOOR.encode())
        assert ran.code == 1
        assert ran.out.startswith("<stdin>:10:9 SEQ102")
        assert "return len(self.x) // self.batch_size" in ran.out

    def test_it_may_be_given_a_name(self, folder: Path) -> None:
        ran = sequence_lint(
            "check", "-", "--stdin-filename", "deep/new.py", cwd=folder, stdin=FLOOR.encode()
        )
        assert ran.out.startswith("deep/new.py:10:9 SEQ102")

    def test_bad_input(self, folder: Path) -> None:
        assert sequence_lint("check", "-", cwd=folder, stdin=b"\xff").code == 2
        assert sequence_lint("check", "-", cwd=folder, stdin=b"x = (").code == 2
        assert sequence_lint("check", "-", cwd=folder, stdin=b"").code == 0


class TestFormats:
    def test_concise(self, folder: Path) -> None:
        ran = sequence_lint("check", "--output-format", "concise", cwd=folder)
        (line,) = ran.out.splitlines()
        assert line.startswith("floor.py:10:9: SEQ102 partial-batch-dropped: ")

    def test_json(self, folder: Path) -> None:
        ran = sequence_lint("check", "--output-format", "json", cwd=folder)
        document = json.loads(ran.out)
        assert document["summary"] == {
            "files": 2,
            "classes": 2,
            "findings": 1,
            "errors": 0,
            "by_code": {"SEQ102": 1},
        }
        (found,) = document["diagnostics"]
        assert (found["class"], found["path"]) == ("Floor", "floor.py")
        assert "8-9" in found["example"]

    def test_an_output_file_takes_it_all(self, folder: Path) -> None:
        ran = sequence_lint("check", "-o", "out.txt", "--color", "auto", cwd=folder)
        assert (ran.code, ran.out, ran.err) == (1, "", "")
        text = (folder / "out.txt").read_text()
        assert text == sequence_lint("check", cwd=folder).out

    def test_select_and_ignore(self, folder: Path) -> None:
        (folder / "counts.py").write_text(COUNTS)
        assert concise("--select", "SEQ101,SEQ2", cwd=folder) == ["counts.py SEQ101"]
        assert concise("--ignore", "length-counts-samples", cwd=folder) == ["floor.py SEQ102"]
        assert concise("--ignore", "SEQ1", cwd=folder) == []

    def test_an_empty_folder_is_clean_and_said(self, tmp_path: Path) -> None:
        ran = sequence_lint("check", cwd=tmp_path)
        assert ran.code == 0
        assert "no Python files found" in ran.err
        ran = sequence_lint("check", "--output-format", "json", cwd=tmp_path)
        assert json.loads(ran.out)["diagnostics"] == []


class TestColour:
    def test_there_is_none_in_a_pipe(self, folder: Path) -> None:
        assert "\x1b" not in sequence_lint("check", cwd=folder, TERM="xterm").out

    def test_always(self, folder: Path) -> None:
        assert "\x1b[" in sequence_lint("check", "--color", "always", cwd=folder, NO_COLOR="1").out

    @pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
    @pytest.mark.parametrize(
        ("arguments", "env", "colored"),
        [
            ((), {}, True),
            ((), {"NO_COLOR": "1"}, False),
            ((), {"NO_COLOR": ""}, True),
            ((), {"TERM": "dumb"}, False),
            (("--color", "never"), {}, False),
        ],
    )
    def test_a_terminal(
        self, folder: Path, arguments: tuple[str, ...], env: dict[str, str], colored: bool
    ) -> None:
        out = in_terminal("check", *arguments, cwd=folder, columns=60, **env)
        assert ("\x1b[" in out) is colored
        assert "SEQ102" in out

    @pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
    def test_a_narrow_terminal(self, folder: Path) -> None:
        out = in_terminal("check", cwd=folder, columns=40, NO_COLOR="1")
        assert max(map(len, out.splitlines())) <= 40
        assert not [line for line in out.splitlines() if line != line.rstrip()]
        assert "^" in out


def in_terminal(*arguments: str, cwd: Path, columns: int, **env: str) -> str:
    """What the tool writes to a terminal of that width."""
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen(
        command(*arguments),
        cwd=cwd,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        # No progress display, which a slow machine would see on the same terminal.
        env=environment(**{"TERM": "xterm", "CI": "1", **env}),
    )
    os.close(theirs)
    chunks = []
    try:
        while chunk := os.read(ours, 65536):
            chunks.append(chunk)
    except OSError:
        pass  # this is how Linux says that the other side is gone
    os.close(ours)
    process.wait(60)
    return b"".join(chunks).decode().replace("\r\n", "\n")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes end differently there")
@pytest.mark.parametrize("output_format", ["full", "concise", "json"])
def test_a_reader_who_leaves_changes_nothing(folder: Path, output_format: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        command("check", "--output-format", output_format),
        cwd=folder,
        stdout=writer,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.skipif(sys.platform == "win32", reason="signals work differently there")
def test_ctrl_c_ends_with_130_and_no_traceback(tmp_path: Path) -> None:
    process = subprocess.Popen(
        command("check", "-"),
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    assert process.stdin is not None
    # More than a pipe holds: once it is written, the tool is reading, and waits for the rest.
    process.stdin.write(b"#" * 200_000)
    process.stdin.flush()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert out == b""
    assert b"Traceback" not in err


def test_closed_standard_output(folder: Path) -> None:
    done = subprocess.run(
        ["sh", "-c", f'"{sys.executable}" -m sequence_lint check floor.py >&-'],
        cwd=folder,
        capture_output=True,
        env=environment(),
    )
    assert (done.returncode, done.stderr) == (1, b"")


def test_an_output_that_knows_only_ascii(tmp_path: Path) -> None:
    (tmp_path / "é.py").write_text(FLOOR.replace("class Floor", "class Élan"), encoding="utf-8")
    ran = sequence_lint("check", cwd=tmp_path, PYTHONIOENCODING="ascii:strict")
    assert ran.code == 1
    assert "Traceback" not in ran.err
