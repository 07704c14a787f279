"""Nothing that lies in a linted project can make the tool run it, whatever is configured."""

from __future__ import annotations

import ast
import contextlib
import sys
from pathlib import Path

import pytest
from commands import FLOOR, Ran, command, run

from sequence_lint import BadConfiguration, UnknownRule, lint_paths
from sequence_lint.keys import EXTEND, KEYS

PACKAGE = Path(__file__).parents[1] / "sequence_lint"
SCRIPT = Path(sys.executable).with_name("sequence-lint")
READERS = (
    "configuration.py", "keys.py", "settings.py", "tailoring.py", "run.py", "source/excluded.py",
    "source/globs.py", "source/roots.py", "source/stated.py", "source/toml.py",
)  # fmt: skip

EVIL = """\
import os
from sequence_lint.api import Rule, Severity

open(os.path.join({folder!r}, "RUN"), "w").close()
rule = Rule("EVIL1", "evil", Severity.ERROR, "1", "Evil.")
class Base: pass
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a module that leaves a file behind when it is run, announced as rules."""
    evil = EVIL.format(folder=str(tmp_path))
    for path in ("evil.py", "src/evil.py", "rules/evil.py", "conftest.py", "setup.py"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(evil)
    for details in ("evil-1.0.dist-info", "evil.egg-info"):
        (tmp_path / details).mkdir()
        (tmp_path / details / "METADATA").write_text("Metadata-Version: 2.1\nName: evil\n")
        (tmp_path / details / "entry_points.txt").write_text("[sequence_lint.rules]\nevil = evil\n")
    (tmp_path / "gen.py").write_text("from evil import Base\n" + FLOOR)
    return tmp_path


def ways() -> list[list[str]]:
    """The command lines of a user: as a module, and as a script if it is installed."""
    return [command(), *([[str(SCRIPT)]] if SCRIPT.exists() else [])]


def linted(project: Path, *arguments: str) -> list[Ran]:
    ran = [run([*way, *arguments], cwd=project) for way in ways()]
    assert not (project / "RUN").exists()
    return ran


def test_the_module_would_leave_its_mark(project: Path) -> None:
    """The other side of the tests below: they would notice."""
    assert run([sys.executable, "-c", "import evil"], cwd=project).code == 0
    assert (project / "RUN").exists()


def test_a_project_that_announces_rules_is_not_asked_for_them(project: Path) -> None:
    for ran in linted(project, "check", "--output-format", "concise"):
        assert (ran.code, ran.err) == (1, "")
        assert "SEQ102" in ran.out
    for ran in linted(project, "rules"):
        assert "EVIL1" not in ran.out
    linted(project, "config")
    linted(project, "show", "gen.py")


NAMES = ("evil", "evil:rule", "evil.rule", "rules.evil", "src/evil.py", "./evil.py", "!evil")


@pytest.mark.parametrize("key", [*KEYS, EXTEND])
def test_no_key_takes_the_name_of_code_for_more_than_text(
    project: Path, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where Python would find the module, which is not what `sys.path` usually is."""
    for details in ("evil-1.0.dist-info", "evil.egg-info"):
        (project / details / "entry_points.txt").unlink()
    monkeypatch.syspath_prepend(project)
    for name in NAMES:
        for value in (f'"{name}"', f'["{name}"]', f'{{ "{name}" = ["{name}"] }}'):
            (project / "sequence-lint.toml").write_text(f"{key} = {value}\n")
            with contextlib.suppress(BadConfiguration, UnknownRule):
                lint_paths(project / "gen.py")
    assert not (project / "RUN").exists()
    assert "evil" not in sys.modules


@pytest.mark.parametrize(
    "key", ["plugins", "load-plugins", "rules", "rule-packs", "require", "python-path", "init-hook"]
)
def test_there_is_no_key_for_code(project: Path, key: str) -> None:
    (project / "pyproject.toml").write_text(f'[tool.sequence-lint]\n{key} = ["evil"]\n')
    for ran in linted(project, "check"):
        assert (ran.code, ran.out) == (2, "")
        assert f"there is no key `{key}`" in ran.err


def test_a_python_file_cannot_be_extended(project: Path) -> None:
    (project / "sequence-lint.toml").write_text('extend = "evil.py"\n')
    for ran in linted(project, "check"):
        assert (ran.code, ran.out) == (2, "")
        assert "evil.py:1: this is no TOML" in ran.err


def test_no_key_names_a_file_that_is_written(project: Path) -> None:
    (project / "sequence-lint.toml").write_text('output-format = "json:gen.py"\n')
    before = sorted(path.read_bytes() for path in project.rglob("*.py"))
    for ran in linted(project, "check"):
        assert ran.code == 2
    assert sorted(path.read_bytes() for path in project.rglob("*.py")) == before


@pytest.mark.parametrize("path", READERS)
def test_who_reads_settings_cannot_load_code(path: str) -> None:
    loading = {"exec", "eval", "compile", "__import__", "import_module", "run_path", "run_module"}
    for node in ast.walk(ast.parse((PACKAGE / path).read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names):
                assert not [one.name for one in names if one.name in ("importlib", "runpy")]
            case ast.ImportFrom(module=module):
                assert (module or "").partition(".")[0] not in ("importlib", "runpy", "pickle")
            case ast.Name(id=name) | ast.Attribute(attr=name):
                assert name not in loading, f"line {node.lineno}"
