"""Knows which programs are measured and installs them the way that a user does."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent
RUFF = "ruff==0.17.6"
PYLINT = "pylint==4.1.4"


@dataclass(frozen=True, slots=True)
class Tools:
    """The folder of the programs that are compared."""

    folder: Path

    def own(self, *arguments: str | Path) -> tuple[str, ...]:
        """A call of sequence-lint."""
        return (str(self.folder / "sequence-lint"), *map(str, arguments))

    def ruff(self, *arguments: str | Path) -> tuple[str, ...]:
        """A call of ruff that starts from nothing: without settings and without its cache."""
        return (
            str(self.folder / "ruff"),
            "check",
            "--isolated",
            "--no-cache",
            *map(str, arguments),
        )

    def python(self, *arguments: str | Path) -> tuple[str, ...]:
        """A call of the Python that sequence-lint runs on."""
        return (str(self.folder / "python"), *map(str, arguments))


def output(command: tuple[str, ...]) -> str:
    """What *command* prints, whatever its exit code is."""
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def installed() -> Tools:
    """An environment with sequence-lint as it is now, and ruff.

    An editable installation would not do: it slows the start of every Python program, the one
    that is compared with included. Raises `subprocess.CalledProcessError`.
    """
    programs = _environment(HERE / ".venv")
    with tempfile.TemporaryDirectory() as scratch:
        # A copy, because building leaves files behind and takes up those of earlier builds.
        source = Path(scratch) / "source"
        source.mkdir()
        for name in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copy(PROJECT / name, source)
        for name in ("sequence_lint", "rules"):
            shutil.copytree(PROJECT / name, source / name)
        _install(programs, str(source), RUFF)
        _install(programs, "--force-reinstall", "--no-deps", str(source))
    return Tools(programs)


def pylint() -> Path:
    """pylint, in an environment of its own. Raises `subprocess.CalledProcessError`."""
    programs = _environment(HERE / ".venv-pylint")
    _install(programs, PYLINT)
    return programs / "pylint"


def _environment(home: Path) -> Path:
    programs = home / "bin"
    if not (programs / "python").exists():
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
    return programs


def _install(programs: Path, *what: str) -> None:
    pip = [str(programs / "python"), "-m", "pip", "install", "--quiet", "--quiet"]
    subprocess.run([*pip, "--disable-pip-version-check", *what], check=True)
