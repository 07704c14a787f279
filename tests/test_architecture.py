"""What the design promises about the code itself."""

from __future__ import annotations

import ast
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import FLOOR, command, environment, run

ROOT = Path(__file__).parent.parent
ENGINE = sorted((ROOT / "sequence_lint").rglob("*.py"))
RULES = sorted((ROOT / "rules").rglob("*.py"))
TESTS = sorted(p for p in (ROOT / "tests").rglob("*.py") if "fixtures" not in p.parts)
PURE = {
    "__future__", "collections", "dataclasses", "difflib", "enum", "fractions", "functools",
    "itertools", "keyword", "math", "operator", "re", "string", "textwrap", "typing",
}  # fmt: skip
HEAVY = (
    "astroid", "rich", "pathspec", "importlib.metadata", "pathlib", "json", "concurrent.futures",
    "multiprocessing", "tomllib", "sequence_lint.project.bindings", "sequence_lint.model",
    "sequence_lint.rule", "sequence_lint.rules",
)  # fmt: skip


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever the import stands; relative ones as ``.x``."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import():
                yield from (alias.name for alias in node.names)
            case ast.ImportFrom():
                module = "." * node.level + (node.module or "")
                yield module
                yield from (f"{module}.{alias.name}" for alias in node.names)


def within(module: str, *packages: str) -> bool:
    return any(module == p or module.startswith(p + ".") for p in packages)


@pytest.mark.parametrize("path", ENGINE, ids=named)
def test_the_engine_never_imports_a_rule(path: Path) -> None:
    wrong = [m for m in imports(path) if within(m, "sequence_lint.rules", "rules")]
    assert not wrong
    assert not [m for m in imports(path) if m.startswith(".")], "imports are absolute"


@pytest.mark.parametrize("path", RULES, ids=named)
def test_rules_import_the_api_and_pure_modules_only(path: Path) -> None:
    allowed = (*PURE, "sequence_lint.api")
    assert not [m for m in imports(path) if not within(m, *allowed)]


def test_the_test_for_imports_can_fail(tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text(
        "import os\ndef f():\n    from sequence_lint import rules\n    from . import y\n"
    )
    assert list(imports(tmp_path / "x.py")) == [
        "os", "sequence_lint", "sequence_lint.rules", ".", "..y",
    ]  # fmt: skip


@pytest.mark.parametrize("path", ENGINE, ids=named)
def test_only_its_owners_know_a_library(path: Path) -> None:
    part = path.relative_to(ROOT / "sequence_lint").parts[0]
    for library, owners in (
        ("astroid", ("project", "dryrun")),
        ("rich", ("report",)),
        ("click", ("cli",)),
        ("pathspec", ("source",)),
        ("pylint", ("pylint_plugin.py",)),
        ("flake8", ()),
        ("lsprotocol", ("server",)),
        ("pygls", ("server",)),
    ):
        assert part in owners or not [m for m in imports(path) if within(m, library)]


def calls(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func)


@pytest.mark.parametrize("path", [*ENGINE, *RULES], ids=named)
def test_only_source_and_cli_touch_files_and_only_cli_ends_the_process(path: Path) -> None:
    part = path.relative_to(ROOT).parts[1]
    touching = {"open", "os.open", "io.open", "os.scandir", "os.stat", "os.listdir", "print"}
    ending = {"sys.exit", "os._exit", "exit", "quit", "SystemExit"}
    for line, name in calls(path):
        assert name not in touching or part in ("source", "cli"), f"line {line}"
        assert name not in ending or part == "cli", f"line {line}"
        assert name.split(".")[-1] not in ("read_text", "write_text", "read_bytes") or (
            part in ("source", "cli") or name == "read_bytes"
        ), f"line {line}"


@pytest.mark.parametrize("path", [*ENGINE, *RULES], ids=named)
def test_modules_say_what_they_know_in_a_sentence(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert docstring
    assert docstring.split("\n\n")[0].strip().endswith((".", "?"))
    assert path.stem not in ("utils", "util", "common", "helper", "helpers", "data", "info")


@pytest.mark.parametrize("path", [*ENGINE, *RULES, *TESTS], ids=named)
def test_files_are_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def lengths(paths: list[Path]) -> dict[str, int]:
    return {
        f"{named(path)}:{node.lineno} {node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in paths
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    }


def test_functions_are_short() -> None:
    found = lengths([*ENGINE, *RULES])
    assert {name: length for name, length in found.items() if length > 50} == {}
    ordered = sorted(found.values())
    assert statistics.median(ordered) <= 8
    assert ordered[int(len(ordered) * 0.9)] <= 25


@pytest.mark.parametrize("path", [*ENGINE, *RULES], ids=named)
def test_modules_keep_no_state(path: Path) -> None:
    """At module level nothing is bound to a list, dict or set, and no function says `global`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    mutable = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
    for node in tree.body:
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and isinstance(node.value, mutable):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            assert [ast.unparse(t) for t in targets] == ["__all__"], f"line {node.lineno}"
    assert not [n for n in ast.walk(tree) if isinstance(n, ast.Global)]


CLEAN = {
    "a folder": {
        "plain.py": "import os\n\n\nclass A(list):\n    pass\n",
        "plain.ipynb": '{"cells": [{"cell_type": "code", "source": "import os"}]}',
    },
    "a file of a project": {
        "plain.py": "import math\n\n\ndef area(r):\n    return math.pi * r**2\n",
        "other.py": "class A(dict):\n    def fit(self, x):\n        return x\n",
        "pyproject.toml": '[project]\nname = "plain"\n',
        ".git/HEAD": "ref: refs/heads/main\n",
    },
}


def loaded_by(arguments: list[str], cwd: Path) -> list[str]:
    """The modules at the end of a run that finds nothing, without those that Python starts with."""
    code = (
        "import sys, os\n"
        "os._exit = lambda code: print(code, *sys.modules, file=sys.stderr)\n"
        f"sys.argv = ['sequence-lint', *{arguments!r}]\n"
        "from sequence_lint.cli import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=cwd, env=environment()
    )
    exit_code, *modules = done.stderr.split()
    assert exit_code == "0"
    # An editable installation loads some of this by itself, before anything of ours runs.
    idle = subprocess.run(
        [sys.executable, "-c", "import sys, click; print(*sys.modules)"],
        capture_output=True,
        text=True,
        env=environment(),
    ).stdout.split()
    return [module for module in modules if module not in idle]


@pytest.mark.parametrize("case", CLEAN)
def test_a_clean_run_loads_nothing_heavy(case: str, tmp_path: Path) -> None:
    for path, text in CLEAN[case].items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    asked = tmp_path / "plain.py" if "pyproject.toml" in CLEAN[case] else tmp_path
    loaded = loaded_by(["check", str(asked)], tmp_path)
    assert not set(HEAVY) & set(loaded)
    assert "sequence_lint.engine" in loaded


def test_the_version_loads_next_to_nothing(tmp_path: Path) -> None:
    loaded = loaded_by(["--version"], tmp_path)
    ours = {module for module in loaded if within(module, "sequence_lint")}
    assert ours <= {"sequence_lint", "sequence_lint.cli", "sequence_lint.cli.group"}
    assert not set(HEAVY) & set(loaded)


def test_a_generator_loads_what_it_needs_and_no_more(tmp_path: Path) -> None:
    """The other side of the test above: it would notice if nothing were loaded at all."""
    (tmp_path / "gen.py").write_text(FLOOR)
    line = command("check", "--output-format", "concise")
    line[1:1] = ["-X", "importtime"]
    ran = run(line, cwd=tmp_path)
    assert "SEQ102" in ran.out
    loaded = {row.rsplit("|", 1)[-1].strip() for row in ran.err.splitlines()}
    assert "astroid" in loaded
    assert "rich" not in loaded
