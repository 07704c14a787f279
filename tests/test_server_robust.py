"""Nothing that is open ends the language server, and nothing that is open is run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from commands import FLOOR, environment
from editor import SERVER, Editor, editing, run
from lsprotocol import types as lsp
from test_server import said

UNFINISHED = FLOOR + "    def unfinished(self:\n"


def test_a_file_that_is_no_python_is_told_where_a_sequence_may_be_in_it(tmp_path: Path) -> None:
    async def work() -> None:
        async with editing(tmp_path) as editor:
            other = editor.open(tmp_path / "plain.py", "def f(:\n")
            uri = editor.open(tmp_path / "gen.py", UNFINISHED)
            (found,) = await editor.diagnostics(uri)
            assert (found.code, found.range.start.line) == ("SEQ900", 14)
            assert found.severity is lsp.DiagnosticSeverity.Error
            at = found.range.start
            assert "cannot be parsed" in (await editor.hover(uri, at.line, at.character) or "")
            # Every editor tells by itself that this is no Python.
            assert await editor.diagnostics(other) == []
            editor.replace(uri, FLOOR, 2)
            assert said(await editor.diagnostics(uri, 2)) == ["10 SEQ102"]

    run(work())


@pytest.mark.parametrize(
    "text",
    [
        "\0",
        FLOOR + "\0",
        "# coding: latin-1\n" + FLOOR + "# \udc80\n",
        "# coding: nothing\n" + FLOOR,
        FLOOR + "x = " + "-" * 20_000 + "1\n",
        FLOOR + "x = " + "(" * 5_000 + ")" * 5_000 + "\n",
        FLOOR + "x = " + "1 + " * 20_000 + "1\n",
        "class A(A): pass\nimport keras\nclass B(B, keras.utils.Sequence): ...\n",
        "",
    ],
    ids=["nul", "nul-behind", "half-sign", "cookie", "minus", "brackets", "sum", "circle", "empty"],
)
def test_no_text_ends_it(tmp_path: Path, text: str) -> None:
    async def work() -> None:
        async with editing(tmp_path) as editor:
            uri = editor.open(tmp_path / "gen.py", text)
            await editor.diagnostics(uri)
            await survives(editor, tmp_path)
            assert not [each for each in editor.messages if "internal error" in each]

    run(work())


def test_no_message_ends_it(tmp_path: Path) -> None:
    """Neither what is no JSON, nor what is no message, nor what fits nothing that is open."""

    async def work() -> None:
        async with editing(tmp_path) as editor:
            server = editor.client._server
            assert server is not None
            assert server.stdin is not None
            for body in (b"{", b'{"jsonrpc": "2.0", "method": "nobody/knows"}', b"[1]"):
                server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
            nowhere = (tmp_path / "nowhere.py").as_uri()
            editor.replace(nowhere, FLOOR, 2)
            editor.close(nowhere)
            assert await editor.hover(nowhere, 0, 0) is None
            uri = editor.open(tmp_path / "gen.py", FLOOR)
            editor.type(uri, 2, (10_000, 3), (20_000, 4), "# the end\n")
            assert said(await editor.diagnostics(uri, 2)) == ["10 SEQ102"]
            assert await editor.hover(uri, 10_000, 10_000) is None
            await survives(editor, tmp_path)

    run(work())


def test_a_fault_of_a_rule_is_told_and_the_others_go_on(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "import sequence_lint.rules.seq101_length_counts_samples as broken\n"
        "object.__setattr__(next(v for v in vars(broken).values()"
        " if type(v).__name__ == 'Rule'), 'check', lambda sequence: 1 / 0)\n"
        "sys.argv = ['sequence-lint', 'server']\n"
        "from sequence_lint.cli import main\n"
        "main()\n"
    )

    async def work() -> None:
        async with editing(tmp_path, command=("-c", code)) as editor:
            found = await editor.diagnostics(editor.open(tmp_path / "gen.py", FLOOR))
            assert said(found) == ["4 SEQ902", "10 SEQ102"]

    run(work())


def test_it_ends_when_the_editor_is_gone(tmp_path: Path) -> None:
    async def work() -> None:
        editor = Editor()
        await editor.start(tmp_path, tmp_path)
        editor.open(tmp_path / "gen.py", FLOOR)
        server = editor.client._server
        assert server is not None
        assert server.stdin is not None
        server.stdin.close()
        await editor.client.stop()  # type: ignore[no-untyped-call]
        # The protocol wants to know whether anybody took leave.
        assert editor.exit_code == 1

    run(work())


TRAPS = ("numpy.py", "keras/__init__.py", "sitecustomize.py", "pygls.py", "cattrs.py", "json.py")

WATCH = """
import os, sys
here = os.getcwd()
sys.path[:] = [path for path in sys.path if path not in ("", here)]
seen = open(sys.argv[1], "w", buffering=1)
watched = ("open", "os.listdir", "os.scandir", "subprocess.Popen", "os.posix_spawn")
def hook(event, args):
    if event in watched:
        seen.write(event + " " + str(args[0]) + "\\n")
sys.addaudithook(hook)
sys.argv = ["sequence-lint", "server"]
from sequence_lint.cli import main
main()
"""


def test_nothing_is_run_and_nothing_outside_is_read(tmp_path: Path) -> None:
    marker, seen = tmp_path / "marker", tmp_path / "seen"
    inside, outside = tmp_path / "project", tmp_path / "outside"
    for folder in (inside, outside):
        for trap in TRAPS:
            (folder / trap).parent.mkdir(parents=True, exist_ok=True)
            (folder / trap).write_text(f"open({str(marker)!r}, 'w')\nraise SystemExit('run')\n")
    (inside / "sequence-lint.toml").write_text("")
    text = "import numpy as np\nfrom numpy import *\nimport sitecustomize\n" + FLOOR

    async def work(command: tuple[str, ...]) -> None:
        async with editing(inside, command=command) as editor:
            uri = editor.open(inside / "gen.py", text)
            assert said(await editor.diagnostics(uri)) == ["13 SEQ102"]
            await editor.hover(uri, 12, 20)

    run(work(SERVER))
    run(work(("-c", WATCH, str(seen))))
    assert not marker.exists()
    lines = seen.read_text().splitlines()
    assert any(line.startswith("os.scandir") and str(inside) in line for line in lines)
    assert not [line for line in lines if str(outside) in line]
    assert not [line for line in lines if "Popen" in line or "spawn" in line]


@pytest.mark.parametrize("missing", ["pygls", "lsprotocol"])
def test_without_the_extra_it_says_what_to_install(tmp_path: Path, missing: str) -> None:
    code = (
        "import sys\n"
        f"sys.modules[{missing!r}] = None\n"
        "sys.argv = ['sequence-lint', 'server']\n"
        "from sequence_lint.cli import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, env=environment()
    )
    assert done.returncode == 2
    assert done.stdout == b""
    said = "the language server is not installed: run `pip install 'sequence-lint[server]'`"
    assert done.stderr.decode() == f"sequence-lint: {said}\n"


def test_the_other_commands_know_nothing_of_it(tmp_path: Path) -> None:
    (tmp_path / "gen.py").write_text(FLOOR)
    ran = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "sequence_lint", "check", "gen.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env=environment(),
    )
    assert "SEQ102" in ran.stdout
    loaded = {row.rsplit("|", 1)[-1].strip() for row in ran.stderr.splitlines()}
    assert not {"pygls", "lsprotocol", "asyncio", "sequence_lint.server"} & loaded


def test_an_unknown_rule_in_its_options_is_told_to_the_editor(tmp_path: Path) -> None:
    async def work() -> None:
        async with editing(tmp_path, "--ignore", "SEQ10Z") as editor:
            editor.open(tmp_path / "gen.py", FLOOR)
            assert "'SEQ10Z'" in await editor.message("SEQ10Z")

    run(work())


async def survives(editor: Editor, folder: Path) -> None:
    """The server still answers, as it should."""
    uri = editor.open(folder / "another.py", FLOOR)
    assert said(await editor.diagnostics(uri)) == ["10 SEQ102"]
    editor.close(uri)
