"""What docs/editors.md says to write works in the editors that are there."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from commands import FLOOR, environment, sequence_lint

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs/editors.md").read_text(encoding="utf-8")

NEOVIM = """
local function come(what) assert(vim.wait(60000, what, 20), 'nothing came') end
come(function() return #vim.diagnostic.get(0) > 0 end)
for _, each in ipairs(vim.diagnostic.get(0)) do
  io.stdout:write(string.format('%d %s %s\\n', each.lnum + 1, each.code, each.source))
end
local at = { line = vim.diagnostic.get(0)[1].lnum, character = vim.diagnostic.get(0)[1].col }
local document = vim.lsp.util.make_text_document_params(0)
local function ask(method, more)
  local params = vim.tbl_extend('error', { textDocument = document }, more)
  return vim.lsp.buf_request_sync(0, method, params, 60000)[1].result
end
io.stdout:write(ask('textDocument/hover', { position = at }).contents.value .. '\\n')
local range = { start = at, ['end'] = at }
local actions = ask('textDocument/codeAction', { range = range, context = { diagnostics = {} } })
vim.lsp.util.apply_workspace_edit(actions[1].edit, 'utf-16')
come(function() return #vim.diagnostic.get(0) == 0 end)
io.stdout:write(table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), '\\n'))
vim.cmd('qa!')
"""

EMACS = """
(setq eglot-sync-connect 60)
(find-file "gen.py")
(python-mode)
(call-interactively 'eglot)
(let ((end (+ (float-time) 60)))
  (while (and (< (float-time) end) (null (flymake-diagnostics)))
    (accept-process-output nil 0.05)))
(dolist (each (flymake-diagnostics))
  (princ (format "%s %s\\n" (line-number-at-pos (flymake-diagnostic-beg each))
                 (flymake-diagnostic-text each))))
"""


def snippet(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found
    return found[1]


def with_the_tool(home: Path) -> dict[str, str]:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return environment(PATH=path, HOME=str(home), XDG_CONFIG_HOME=str(home / "config"))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / ".git").mkdir(parents=True)
    (folder / "sequence-lint.toml").write_text("")
    (folder / "gen.py").write_text(FLOOR)
    return folder


def test_vs_code_is_given_a_command_that_is_there(tmp_path: Path) -> None:
    settings = json.loads(snippet("json"))
    assert set(settings) == {
        f"glspc.server.{k}" for k in ("command", "commandArguments", "languageId")
    }
    assert settings["glspc.server.command"] == "sequence-lint"
    arguments = settings["glspc.server.commandArguments"]
    ran = sequence_lint(*arguments, "--stdio", "--help", cwd=tmp_path)
    assert (ran.code, ran.err) == (0, "")
    assert "language server" in ran.out


def test_what_is_to_be_installed_is_an_extra() -> None:
    (line,) = snippet("console").splitlines()
    found = re.fullmatch(r"pip install 'sequence-lint\[(\w+)\]'", line)
    assert found
    # An installation that was made before the extra was there does not know of it.
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'\n{found[1]} = ["pygls' in project


def neovim() -> str | None:
    """A Neovim that is new enough."""
    found = shutil.which("nvim")
    if found is None:
        return None
    said = subprocess.run([found, "--version"], capture_output=True, text=True).stdout
    version = re.match(r"NVIM v(\d+)\.(\d+)", said)
    return found if version and (int(version[1]), int(version[2])) >= (0, 11) else None


@pytest.mark.skipif(neovim() is None, reason="there is no Neovim 0.11")
def test_neovim_shows_and_mends(project: Path, tmp_path: Path) -> None:
    (tmp_path / "init.lua").write_text(snippet("lua"))
    (tmp_path / "drive.lua").write_text(NEOVIM)
    drive = f"luafile {tmp_path / 'drive.lua'}"
    done = subprocess.run(
        [
            neovim() or "",
            "--headless",
            "--clean",
            "-u",
            tmp_path / "init.lua",
            "gen.py",
            "-c",
            drive,
        ],
        cwd=project,
        env=with_the_tool(tmp_path),
        capture_output=True,
        text=True,
        timeout=200,
    )
    assert done.stdout.startswith("10 SEQ102 sequence-lint\n"), done.stderr
    assert "never    ········xx  8-9 dropped" in done.stdout
    mended = done.stdout.rpartition("from tensorflow import keras")[2]
    assert "math.ceil(" in mended or "# sequence-lint: ignore[SEQ102]" in mended


def emacs() -> str | None:
    """An Emacs that has Eglot."""
    found = shutil.which("emacs")
    if found is None:
        return None
    line = [found, "-q", "--batch", "--eval", "(progn (package-initialize) (require 'eglot))"]
    return found if subprocess.run(line, capture_output=True).returncode == 0 else None


@pytest.mark.skipif(emacs() is None, reason="there is no Emacs with Eglot")
def test_emacs_shows(project: Path, tmp_path: Path) -> None:
    (tmp_path / "drive.el").write_text(f"(package-initialize)\n{snippet('elisp')}\n{EMACS}")
    done = subprocess.run(
        [emacs() or "", "-q", "--batch", "-l", str(tmp_path / "drive.el")],
        cwd=project,
        env=with_the_tool(tmp_path),
        capture_output=True,
        text=True,
        timeout=200,
    )
    assert done.stdout.startswith("10 "), done.stderr
    assert "`Floor.__len__` leaves out the last batch" in done.stdout
