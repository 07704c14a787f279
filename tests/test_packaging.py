"""What is built, and whether it works where it is installed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import FLOOR, environment, run

if sys.version_info >= (3, 11):
    import tomllib
else:
    tomllib = pytest.importorskip("tomli")

ROOT = Path(__file__).parent.parent
SCHEMA = ROOT / "sequence_lint/configuration.schema.json"
FOR_OTHERS = ("sequence_lint.pylint_plugin",)
"""What is imported by another program, from which it needs something."""
SCRIPTS = "Scripts" if sys.platform == "win32" else "bin"
pytestmark = pytest.mark.xdist_group("packaging")


def packages() -> list[str]:
    """The packages that the folders stand for."""
    inits = [*(ROOT / "sequence_lint").rglob("__init__.py"), *(ROOT / "rules").rglob("__init__.py")]
    dotted = [".".join(path.parent.relative_to(ROOT).parts) for path in inits]
    return sorted(f"sequence_lint.{d}" if d.split(".")[0] == "rules" else d for d in dotted)


def shipped() -> set[str]:
    """The modules, pages and more of the checkout, by the path that they must have in the wheel."""
    engine = (p.relative_to(ROOT) for p in (ROOT / "sequence_lint").rglob("*.py"))
    rules = ("sequence_lint" / p.relative_to(ROOT) for p in (ROOT / "rules").rglob("*.py"))
    pages = (p.relative_to(ROOT) for p in (ROOT / "sequence_lint/report/page").iterdir())
    others = {"sequence_lint/py.typed", "sequence_lint/configuration.schema.json"}
    return {p.as_posix() for p in (*engine, *rules, *pages)} | others


def test_the_package_list_is_that_of_the_folders() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert sorted(project["tool"]["setuptools"]["packages"]) == packages()


def test_every_folder_with_modules_is_a_package() -> None:
    for module in (*(ROOT / "sequence_lint").rglob("*.py"), *(ROOT / "rules").rglob("*.py")):
        assert (module.parent / "__init__.py").is_file(), module


def test_no_engine_for_fleets_comes_with_it() -> None:
    """Dask is for docs/scaling.md and its test; nothing that is installed asks for it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert [one for one in project["optional-dependencies"]["test"] if one.startswith("dask")]
    assert not [one for one in project["dependencies"] if re.match("dask|distributed", one)]
    for path in shipped():
        folder = path.replace("sequence_lint/rules/", "rules/")
        assert "dask" not in (ROOT / folder).read_text(encoding="utf-8"), path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the sdist, built from a copy of what is under version control."""
    copy = tmp_path_factory.mktemp("checkout with a space")
    for path in tracked():
        target = copy / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((ROOT / path).read_bytes())
    out = tmp_path_factory.mktemp("built")
    line = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(copy)]
    done = run(line, cwd=copy, timeout=300)
    assert done.code == 0, done.out + done.err
    return out


def tracked() -> Iterator[Path]:
    wanted = ("pyproject.toml", "README.md", "LICENSE")
    yield from (Path(name) for name in wanted)
    for folder in ("sequence_lint", "rules"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path.relative_to(ROOT)


def test_the_wheel_has_all_modules_and_nothing_else(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
        points = next(n for n in archive.namelist() if n.endswith("entry_points.txt"))
        assert "builtin = sequence_lint.rules" in archive.read(points).decode()
        assert [n for n in archive.namelist() if n.endswith("licenses/LICENSE")]
    assert names == shipped()


def test_the_sdist_can_build_the_same(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"pyproject.toml", "README.md", "LICENSE", "rules/__init__.py"} <= names


@pytest.mark.parametrize("kind", ["*.whl", "*.tar.gz"])
def test_what_is_installed_works_elsewhere(built: Path, kind: str, tmp_path: Path) -> None:
    """In an empty environment, from another folder, with its own rules and every module."""
    (package,) = built.glob(kind)
    environment_of = tmp_path / "empty"
    subprocess.run([sys.executable, "-m", "venv", str(environment_of)], check=True)
    python = environment_of / SCRIPTS / "python"
    line = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = run([*line, str(package)], cwd=tmp_path, timeout=300)
    assert done.code == 0, done.err
    (tmp_path / "gen.py").write_text(FLOOR)
    tool = str(environment_of / SCRIPTS / "sequence-lint")
    ran = run([tool, "check", "--output-format", "concise"], cwd=tmp_path)
    assert (ran.code, ran.err) == (1, "")
    assert ran.out.startswith("gen.py:10:9: SEQ102 ")
    assert run([tool, "rule", "SEQ301"], cwd=tmp_path).code == 0
    assert run([tool, "config", "--schema"], cwd=tmp_path).out == SCHEMA.read_text()
    modules = [name[:-3].replace("/", ".") for name in shipped() if name.endswith(".py")]
    names = sorted(m.removesuffix(".__init__") for m in modules if not m.endswith("__main__"))
    names = [name for name in names if name not in FOR_OTHERS and ".server." not in name]
    code = f"import importlib\nfor name in {names!r}: importlib.import_module(name)"
    imported = run([str(python), "-c", code], cwd=tmp_path)
    assert (imported.code, imported.err) == (0, "")
    # It is an extra, and nothing else asks for what it needs.
    server = run([tool, "server"], cwd=tmp_path)
    assert (server.code, server.out) == (2, "")
    assert server.err.endswith("run `pip install 'sequence-lint[server]'`\n")


@pytest.mark.skipif(sys.platform == "win32", reason="needs make")
def test_make_run_sets_itself_up_twice_in_a_path_with_a_space(tmp_path: Path) -> None:
    copy = tmp_path / "a checkout"
    for path in (*tracked(), Path("Makefile"), Path("examples/first_generator.py")):
        (copy / path).parent.mkdir(parents=True, exist_ok=True)
        (copy / path).write_bytes((ROOT / path).read_bytes())
    env = environment(PYTHON=sys.executable)
    for _ in range(2):
        done = subprocess.run(
            ["make", "run"], cwd=copy, capture_output=True, text=True, env=env, timeout=300
        )
        assert done.returncode == 0, done.stderr
        assert "examples/first_generator.py:" in done.stdout
        assert "SEQ102" in done.stdout
    assert "Setting up" not in done.stdout
    (copy / "my gen.py").write_text(FLOOR)
    done = subprocess.run(
        ["make", "run", 'ARGS="my gen.py"'], cwd=copy, capture_output=True, text=True, env=env
    )
    assert done.returncode != 0
    assert done.stdout.startswith("my gen.py:10:9 SEQ102")
    os.remove(copy / "my gen.py")
