"""The help says all there is to say, and its examples work."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from commands import FLOOR, environment, sequence_lint
from test_per_file import grown
from test_readme import needs_shell

from sequence_lint.cli.group import group
from sequence_lint.cli.manual import SECTIONS

COMMANDS = [
    "check", "completion", "config", "new-rule", "rule", "rules", "server", "show",
]  # fmt: skip
EXAMPLE = re.compile(r"^    (sequence-lint .*|eval .*)$", re.MULTILINE)
GIT = (
    "git",
    "-c",
    "user.name=A",
    "-c",
    "user.email=a@example.com",
    "-c",
    "init.defaultBranch=main",
)


def help_of(*command: str, cwd: Path, columns: int = 80) -> str:
    ran = sequence_lint(*command, "--help", cwd=cwd, COLUMNS=str(columns))
    assert (ran.code, ran.err) == (0, "")
    return ran.out


def test_these_are_all_commands() -> None:
    assert list(group.list_commands(None)) == COMMANDS  # type: ignore[arg-type]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_explained(name: str, tmp_path: Path) -> None:
    text = " ".join(help_of(name, cwd=tmp_path).split())
    command = group.get_command(None, name)  # type: ignore[arg-type]
    assert command is not None
    options = [one for one in command.params if one.param_type_name == "option"]
    for option in options:
        explanation = getattr(option, "help", None)
        assert explanation, option.name
        assert " ".join(explanation.split()) in text, option.name


def test_all_options_of_check_stand_under_a_heading(tmp_path: Path) -> None:
    text = help_of("check", cwd=tmp_path)
    assert "Other options" not in text
    for heading, _ in SECTIONS:
        assert f"\n{heading}:\n" in text
    assert {"Exit codes", "Environment", "Examples"} <= set(
        re.findall(r"^(\w[\w ]+):$", text, re.MULTILINE)
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository with what the examples speak of."""
    grown(tmp_path, {"src/train.py": FLOOR})
    for line in ("init -q", "add .", "commit -q -m x"):
        subprocess.run([*GIT, *line.split()], cwd=tmp_path, check=True)
    return tmp_path


@needs_shell
@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
@pytest.mark.parametrize(
    "name", ["", *(name for name in COMMANDS if name not in ("new-rule", "server"))]
)
def test_examples_work(name: str, project: Path) -> None:
    examples = EXAMPLE.findall(help_of(*name.split(), cwd=project))
    assert examples
    program = f'"{sys.executable}" -m sequence_lint'
    for line in examples:
        if "zsh" not in line and "| source" not in line:  # other tests ask these shells
            done = subprocess.run(
                ["bash", "-c", f"sequence-lint() {{ {program} \"$@\"; }}\n{line}"],
                cwd=project, env=environment(), capture_output=True, text=True, check=False,
            )  # fmt: skip
            assert done.returncode in (0, 1), line
            assert not done.stderr.strip().startswith(("Usage", "Error")), line


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_fits_a_narrow_terminal(name: str, tmp_path: Path) -> None:
    """But for what must not be broken: command lines, names of options and values."""
    for line in help_of(*name.split(), cwd=tmp_path, columns=50).splitlines():
        whole = EXAMPLE.match(line) or re.match(r"^ +-\S+( / -\S+|, -\S+)?( \S+)?$", line)
        assert len(line) <= 54 or whole or line.startswith("Usage"), line
