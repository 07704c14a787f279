"""The scripts of `sequence-lint completion` make real shells offer rules, formats and more."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

import pytest
from commands import FLOOR, Ran, run, sequence_lint
from test_readme import needs_shell

from sequence_lint.outputs import FORMATS
from sequence_lint.registry import load

PAGE = (Path(__file__).parent.parent / "docs" / "completion.md").read_text(encoding="utf-8")
CODES = [rule.code for rule in load().rules]
OFFERED = [
    (["com"], ["completion"]),
    (["rule", "SEQ20"], [code for code in CODES if code.startswith("SEQ20")]),
    (["rule", "seq20"], [code for code in CODES if code.startswith("SEQ20")]),
    (["rule", "length-n"], ["length-not-int", "length-not-returned"]),
    (["check", "--select", "SEQ101,SEQ20"], [f"SEQ101,SEQ20{number}" for number in range(1, 8)]),
    (["check", "--extend-ignore", "partial"], ["partial-batch-dropped"]),
    (["check", "--output-format", "j"], ["json", "jsonl", "junit"]),
    (["check", "--output-format", ""], list(FORMATS)),
    (["check", "--fail-on", "w"], ["warning"]),
    (["check", "--target-keras", ""], ["auto", "2", "3"]),
    (["check", "--output-fo"], ["--output-format"]),
    (["completion", ""], ["bash", "zsh", "fish"]),
]
ALL_OFFERED = pytest.mark.parametrize(
    ("words", "expected"), OFFERED, ids=lambda words: " ".join(words)[:40]
)
PROGRAMS = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"

ASK_BASH = """\
eval "$(sequence-lint completion bash)"
complete -p sequence-lint > /dev/null || exit 3
COMP_WORDS=(sequence-lint "$@")
COMP_CWORD=$#
_sequence_lint_completion sequence-lint
printf '%s\\n' "${COMPREPLY[@]}"
"""
# What would draw a menu is replaced by what prints it.
ASK_ZSH = """\
compdef() { : }
_describe() { for one in ${(P)3}; do print -r -- ${one%%:*}; done }
compadd() { print -rl -- ${(P)@[-1]} }
eval "$(sequence-lint completion zsh)"
words=(sequence-lint "$@")
CURRENT=$(($# + 1))
_sequence_lint_completion
"""
ASK_FISH = """\
sequence-lint completion fish | source
complete --do-complete="sequence-lint $argv" | string replace --regex '\\t.*' ''
"""


def needs(program: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(program) is None, reason=f"{program} is not installed")


def shell(line: list[str], cwd: Path) -> Ran:
    return run(line, cwd=cwd, PATH=PROGRAMS, HOME=str(cwd), XDG_CONFIG_HOME=str(cwd))


@needs_shell
@needs("bash")
@ALL_OFFERED
def test_bash_offers(words: list[str], expected: list[str], tmp_path: Path) -> None:
    ran = shell(["bash", "--norc", "-c", ASK_BASH, "bash", *words], tmp_path)
    assert (ran.out.split(), ran.err) == (expected, "")


@needs("zsh")
@ALL_OFFERED
def test_zsh_offers(words: list[str], expected: list[str], tmp_path: Path) -> None:
    ran = shell(["zsh", "-f", "-c", ASK_ZSH, "zsh", *words], tmp_path)
    assert (sorted(ran.out.split()), ran.err) == (sorted(expected), "")


@needs("fish")
@ALL_OFFERED
def test_fish_offers(words: list[str], expected: list[str], tmp_path: Path) -> None:
    ran = shell(["fish", "--no-config", "-c", ASK_FISH, *words], tmp_path)
    assert (sorted(set(ran.out.split())), ran.err) == (sorted(expected), "")


@needs_shell
@needs("bash")
def test_bash_offers_paths_as_it_does_by_itself(tmp_path: Path) -> None:
    """`compopt` hands the matter over to bash; it works inside of a completion only."""
    ask = f"compopt() {{ printf '%s\\n' \"compopt $1 $2\"; }}\n{ASK_BASH}"
    for words in (["check", "t"], ["show", ""], ["config", "t"], ["check", "--output-file", ""]):
        ran = shell(["bash", "--norc", "-c", ask, "bash", *words], tmp_path)
        assert "compopt -o default" in ran.out


@needs("fish")
def test_fish_offers_paths(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(FLOOR)
    ran = shell(["fish", "--no-config", "-c", ASK_FISH, "check", "tr"], tmp_path)
    assert "train.py" in ran.out.split()


def test_the_page_has_the_lines_of_the_help(tmp_path: Path) -> None:
    told = re.findall(r"\| `([^`]*sequence-lint completion [^`]*)` \|$", PAGE, re.MULTILINE)
    said = sequence_lint("completion", "--help", cwd=tmp_path).out
    assert len(told) == 3
    assert all(line.replace("\\|", "|") in said for line in told)


def test_other_shells_are_refused(tmp_path: Path) -> None:
    ran = sequence_lint("completion", "tcsh", cwd=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert "'tcsh' is not one of 'bash', 'zsh', 'fish'" in ran.err


def test_completing_does_nothing_else(tmp_path: Path) -> None:
    """Neither a mistake in the line nor one in the settings gets in the way."""
    (tmp_path / "sequence-lint.toml").write_text("ingore = 3\n")
    env = {"_SEQUENCE_LINT_COMPLETE": "zsh_complete", "COMP_CWORD": "4"}
    ran = sequence_lint(cwd=tmp_path, COMP_WORDS="sequence-lint check --selct x SEQ", **env)  # type: ignore[arg-type]
    assert (ran.code, ran.err) == (0, "")
