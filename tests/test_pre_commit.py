"""The real pre-commit runs the hooks of this checkout on the commits of another repository."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

import pytest
from commands import CEIL, FLOOR, Ran, run
from notebooks import code, notebook
from test_packaging import tracked
from test_per_file import TREE, grown
from test_readme import readme

ROOT = Path(__file__).parent.parent
HOOKS = ".pre-commit-hooks.yaml"
pytest.importorskip("pre_commit", reason="pre-commit is not installed")
pytestmark = [
    pytest.mark.xdist_group("packaging"),
    pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed"),
]
PRE_COMMIT = [sys.executable, "-m", "pre_commit"]
WHO = ("-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
FLOAT = "import numpy as np\n" + CEIL.replace(
    "-(-len(self.x) // self.batch_size)", "np.ceil(len(self.x) / self.batch_size)"
)
PAGE = (ROOT / "docs" / "pre-commit.md").read_text(encoding="utf-8")
SNIPPETS = [block.text for block in readme().blocks(PAGE) if block.language == "yaml"]


def ids(text: str) -> list[str]:
    return re.findall(r"^ *- id: (\S+)$", text, re.MULTILINE)


def config(tool: Path, rev: str, hook: str) -> str:
    """What the page says to write, for the hook of that id."""
    (text,) = (text for text in SNIPPETS if ids(text) == [hook] and "local" not in text)
    text = re.sub(r"(?m)^( *- repo: ).*$", lambda found: f"{found[1]}{tool}", text)
    return re.sub(r"(?m)^( *rev: ).*$", lambda found: f"{found[1]}{rev}", text)


class Repository:
    """A repository of somebody who uses the hooks."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder = folder
        self._env = {"PRE_COMMIT_HOME": str(home), "GIT_CONFIG_GLOBAL": os.devnull}
        self.git("init", "--quiet", ".")

    def run(self, *line: str, timeout: float = 300) -> Ran:
        return run(line, cwd=self.folder, timeout=timeout, stdin=b"", **self._env)

    def git(self, *arguments: str) -> Ran:
        return self.run("git", *WHO, *arguments)

    def add(self, tree: dict[str, str]) -> None:
        grown(self.folder, tree)
        self.git("add", "--all")

    def commit(self) -> Ran:
        return self.git("commit", "--quiet", "--message", "x")


@pytest.fixture(scope="module")
def tool(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, Path]:
    """A repository of this checkout, its revision, and a home in which its hook is installed."""
    folder, home = tmp_path_factory.mktemp("tool"), tmp_path_factory.mktemp("home")
    for path in (*tracked(), Path(HOOKS)):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, folder / path)
    made = Repository(folder, home)
    made.git("add", "--all")
    assert made.commit().code == 0
    rev = made.git("rev-parse", "HEAD").out.strip()
    user = using(tmp_path_factory.mktemp("first"), (folder, rev, home), "sequence-lint")
    ran = user.run(*PRE_COMMIT, "install-hooks", timeout=600)
    if ran.code:
        _skip_without_packages(user)
    assert ran.code == 0, ran.out + ran.err
    return folder, rev, home


def _skip_without_packages(user: Repository) -> None:
    line = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "pathspec"]
    if user.run(*line, "--dest", ".pip").code:
        pytest.skip("the packages that the hook needs cannot be downloaded here")


def using(folder: Path, tool: tuple[Path, str, Path], hook: str) -> Repository:
    where, rev, home = tool
    user = Repository(folder, home)
    user.add({".pre-commit-config.yaml": config(where, rev, hook)})
    assert user.commit().code == 0
    assert user.run(*PRE_COMMIT, "install").code == 0
    return user


@pytest.fixture
def user(tool: tuple[Path, str, Path], tmp_path: Path) -> Repository:
    return using(tmp_path, tool, "sequence-lint")


def test_the_hooks_are_those_that_the_page_tells_of(tmp_path: Path) -> None:
    line = [*PRE_COMMIT, "validate-manifest", str(ROOT / HOOKS)]
    assert run(line, cwd=tmp_path).code == 0
    manifest = (ROOT / HOOKS).read_text(encoding="utf-8")
    assert ids(manifest) == ["sequence-lint", "sequence-lint-fix"]
    assert {hook for text in SNIPPETS for hook in ids(text)} == set(ids(manifest))


def test_a_bad_class_stops_the_commit(user: Repository) -> None:
    user.add({"floor.py": FLOOR, "notes.txt": FLOOR})
    ran = user.commit()
    assert ran.code == 1
    assert "floor.py:10:9 SEQ102" in ran.err
    user.add({"floor.py": CEIL})
    assert user.commit().code == 0


def test_a_bad_class_in_a_notebook_stops_the_commit(user: Repository) -> None:
    (user.folder / "floor.ipynb").write_bytes(notebook(code(FLOOR)))
    user.git("add", "--all")
    ran = user.commit()
    assert ran.code == 1
    assert "floor.ipynb:cell 1:10:9 SEQ102" in ran.err


def test_a_file_alone_is_known_with_its_base_class(user: Repository) -> None:
    base = {name: text for name, text in TREE.items() if name in ("base.py", "plain.py")}
    user.add(base)
    assert user.commit().code == 0
    user.add({"heir.py": TREE["heir.py"]})
    ran = user.commit()
    assert ran.code == 1
    assert "heir.py:6:9 SEQ102" in ran.err


def test_what_other_files_hold_stops_no_commit(user: Repository) -> None:
    user.add({"floor.py": FLOOR})
    assert user.git("commit", "--quiet", "--no-verify", "--message", "x").code == 0
    user.add({"plain.py": "x = 1\n"})
    assert user.commit().code == 0


def test_what_the_settings_exclude_stops_no_commit(user: Repository) -> None:
    user.add({"old/floor.py": FLOOR, "sequence-lint.toml": 'extend-exclude = ["old"]\n'})
    assert user.commit().code == 0


def test_a_mistake_in_the_settings_stops_the_commit(user: Repository) -> None:
    user.add({"plain.py": "x = 1\n", "sequence-lint.toml": 'ingore = ["SEQ1"]\n'})
    ran = user.commit()
    assert ran.code == 1
    assert "ignore" in ran.err
    assert "exit code: 2" in ran.err


def test_the_fix_hook_mends_the_class(tool: tuple[Path, str, Path], tmp_path: Path) -> None:
    user = using(tmp_path, tool, "sequence-lint-fix")
    user.add({"float.py": FLOAT})
    ran = user.commit()
    assert ran.code == 1
    assert "files were modified by this hook" in ran.err
    mended = (tmp_path / "float.py").read_text()
    assert "np.ceil" not in mended.replace("int(np.ceil", "")
    assert mended != FLOAT
    user.git("add", "--all")
    assert user.commit().code == 0
    user.add({"float.py": FLOAT, "floor.py": FLOOR})
    ran = user.commit()
    assert "floor.py:10:9 SEQ102" in ran.err
    assert "float.py:" not in ran.err
    assert (tmp_path / "floor.py").read_text() == FLOOR


def test_the_hook_without_an_environment(user: Repository) -> None:
    (text,) = (text for text in SNIPPETS if "repo: local" in text)
    user.add({".pre-commit-config.yaml": text, "floor.py": FLOOR})
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    ran = run([*PRE_COMMIT, "run"], cwd=user.folder, PATH=programs)
    assert ran.code == 1
    assert "floor.py:10:9 SEQ102" in ran.out


def test_arguments_of_the_page_are_options(user: Repository) -> None:
    (arguments,) = re.findall(r"`args: \[(.*)\]`", PAGE)
    config = user.folder / ".pre-commit-config.yaml"
    given = arguments.replace("SEQ401", "SEQ102")
    config.write_text(f"{config.read_text()}        args: [{given}]\n")
    user.add({"floor.py": FLOOR})
    assert user.commit().code == 0
