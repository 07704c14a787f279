"""The commands of README.md work and print what it says; tests of all pages look at the rest."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
import venv
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from commands import environment, sequence_lint
from test_packaging import tracked

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SCRIPTS = "Scripts" if sys.platform == "win32" else "bin"
needs_shell = pytest.mark.skipif(sys.platform == "win32", reason="the commands are for a shell")


@cache
def readme() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_readme", ROOT / "docs" / "readme.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def texts(language: str, mark: str) -> list[str]:
    """The blocks of that language under that comment."""
    found = readme().blocks(README)
    return [block.text for block in found if (block.language, block.mark) == (language, mark)]


@needs_shell
def test_commands_end_and_print_as_it_says() -> None:
    assert readme().refreshed(README) == README, "run `python docs/readme.py`"


@needs_shell
def test_stale_outputs_and_wrong_exit_codes_are_noticed() -> None:
    block = "<!-- run: 2 -->\n```console\n$ ls not-there\nsomething else\n```\n"
    assert "something else" not in readme().refreshed(block)
    with pytest.raises(readme().Unexpected):
        readme().refreshed(block.replace("run: 2", "run"))


def test_python_snippets_run(capsys: pytest.CaptureFixture[str]) -> None:
    (snippet,) = texts("python", "run")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        exec(compile(snippet, "README.md", "exec"), {})
    assert "examples/first_generator.py 21 SEQ102" in capsys.readouterr().out


def test_the_hook_is_one_that_there_is() -> None:
    """What it does is for test_pre_commit.py to try."""
    (hook,) = texts("yaml", "")
    named = re.findall(r"id: (\S+)", hook)
    offered = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    assert named == ["sequence-lint"]
    assert set(named) < set(re.findall(r"id: (\S+)", offered))
    page = (ROOT / "docs" / "pre-commit.md").read_text(encoding="utf-8")
    assert hook in page


def test_make_knows_the_targets() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^(\w+):", makefile, re.MULTILINE)
    named = re.findall(r"(?:^|`)make (\w+)", README, re.MULTILINE)
    assert len(named) >= 3
    assert set(named) <= set(targets)


@needs_shell
@pytest.mark.xdist_group("packaging")
def test_it_can_be_installed_as_it_says(tmp_path: Path) -> None:
    (lines,) = texts("sh", "run: in a fresh environment")
    checkout, fresh = tmp_path / "checkout", tmp_path / "fresh"
    for path in tracked():
        (checkout / path).parent.mkdir(parents=True, exist_ok=True)
        (checkout / path).write_bytes((ROOT / path).read_bytes())
    venv.create(fresh, with_pip=True)
    env = environment(PIP_DISABLE_PIP_VERSION_CHECK="1")
    env["PATH"] = f"{fresh / SCRIPTS}:{env['PATH']}"
    done = subprocess.run(
        ["bash", "-e", "-c", lines],
        cwd=checkout,
        env=env,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert re.search(r"^sequence-lint \d+\.\d+\.\d+$", done.stdout, re.MULTILINE)


def test_the_json_page_names_the_keys_there_are() -> None:
    page = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    (example,) = (block.text for block in readme().blocks(page) if block.language == "json")
    arguments = ("check", "--output-format", "json", "examples/first_generator.py")
    real = json.loads(sequence_lint(*arguments, cwd=ROOT).out)
    assert _shape(json.loads(example)) == _shape(real)


def _shape(document: dict[str, Any]) -> list[list[str]]:
    """The keys of the document, of a diagnostic, of a place related to one, and of the summary."""
    related = [place for each in document["diagnostics"] for place in each["related"]]
    return [
        list(part)
        for part in (document, document["diagnostics"][0], related[0], document["summary"])
    ]
