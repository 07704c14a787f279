"""The commands in README.md and docs/: what they print, and what is said they print.

Run `python docs/readme.py` after an output has changed; with `--check` it only says what is stale.
A comment above each block says what becomes of it: ``<!-- run -->`` runs its commands, which have
to end with 0; ``<!-- run: 1 -->`` and ``<!-- run: 0 or 1 -->`` name other exit codes.
``<!-- tested: tests/test_api.py -->`` and ``<!-- run: in a fresh environment -->`` leave it to the
tests, ``<!-- not run: why -->`` says why nobody runs it. Python under ``<!-- run -->``, and TOML,
YAML and JSON without a comment, are for the tests too.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_BLOCK = re.compile(
    r"(?:^<!-- ((?:not run|run|tested)[^\n]*?) -->\n)?^```(\w*)\n(.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


class Unexpected(Exception):
    """A command ended with an exit code that its block does not name."""


@dataclass(frozen=True)
class Block:
    """A fenced block: what the comment above it says ("" for none), language, text, where."""

    mark: str
    language: str
    text: str
    start: int
    end: int

    @property
    def commands(self) -> list[str]:
        """The command lines, without prompts and comments."""
        lines = self.text.splitlines()
        if self.language == "console":
            return [line[2:] for line in lines if line.startswith("$ ")]
        return [line for line in lines if line.strip() and not line.startswith("#")]

    @property
    def exit_codes(self) -> set[int] | None:
        """With what its commands may end; None where the block is not run here."""
        if re.fullmatch(r"run(: \d+( or \d+)*)?", self.mark) is None:
            return None
        return {int(code) for code in re.findall(r"\d+", self.mark)} or {0}


def pages(root: Path = ROOT) -> list[str]:
    """The pages whose blocks are looked at: all but those that the rules make."""
    found = [root / "README.md", *(root / "docs").glob("*.md"), *(root / "examples").rglob("*.md")]
    return sorted(path.relative_to(root).as_posix() for path in found)


def blocks(text: str) -> list[Block]:
    """The fenced blocks of a Markdown text, in their order."""
    return [
        Block(found[1] or "", found[2], found[3], found.start(3), found.end(3))
        for found in _BLOCK.finditer(text)
    ]


def run(line: str, folder: Path, exit_codes: set[int]) -> str:
    """What the shell command *line* prints in *folder*. Raises `Unexpected`."""
    kept = ("HOME", "LANG", "SYSTEMROOT", "TMPDIR", "VIRTUAL_ENV")
    env = {key: os.environ[key] for key in kept if key in os.environ}
    programs = str(Path(sys.executable).parent)
    env["PATH"] = os.pathsep.join([programs, os.environ.get("PATH", "")])
    env["PYTHONUTF8"] = "1"
    done = subprocess.run(
        ["bash", "-c", line],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    if done.returncode not in exit_codes:
        raise Unexpected(f"`{line}` ended with {done.returncode}: {done.stderr}")
    return done.stdout + done.stderr


def refreshed(text: str, root: Path = ROOT) -> str:
    """*text*, a page, with the outputs that its console blocks have today.

    Runs the commands of all blocks on a copy of the examples. Raises `Unexpected`.
    """
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        shutil.copytree(root / "examples", folder / "examples")
        for block in reversed(blocks(text)):
            if block.language in ("console", "sh") and block.exit_codes is not None:
                outputs = [(c, run(c, folder, block.exit_codes)) for c in block.commands]
                if block.language == "console":
                    shown = "".join(f"$ {command}\n{output}" for command, output in outputs)
                    text = text[: block.start] + shown + text[block.end :]
    return text


def main(arguments: list[str]) -> int:
    """Write each page anew whose outputs are stale; with ``--check`` only name it, and return 1."""
    stale = 0
    for page in pages():
        path = ROOT / page
        before = path.read_text(encoding="utf-8")
        after = refreshed(before)
        if after != before:
            stale = 1
            sys.stdout.write(f"{page}\n")
            if arguments != ["--check"]:
                path.write_text(after, encoding="utf-8")
    return int(bool(stale) and arguments == ["--check"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
