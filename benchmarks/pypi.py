"""Knows how to have the files of pinned PyPI packages, without running anything of them."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

# Wheels only: to fetch a source distribution, pip runs its set-up code. The platform is fixed, so
# that everybody lints the same files; it matters to the few packages that are compiled.
_DOWNLOAD = (
    "download --quiet --disable-pip-version-check --no-deps --only-binary :all: "
    "--ignore-requires-python --python-version 3.11 --implementation cp "
    "--platform manylinux_2_28_x86_64"
).split()


class NotAvailable(Exception):
    """A package that could not be fetched; the text says why."""


def unpacked(requirements: Sequence[str], folder: Path) -> Path:
    """*folder* with the files of the packages (``name==version``) in it, as in site-packages.

    It is a project by itself, whatever repository it lies in, which would be looked at with it.
    What is there from an earlier call is used as it is. Raises `NotAvailable`, and then leaves
    nothing half done behind.
    """
    if folder.is_dir():
        return _own_project(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=".part-", dir=folder.parent))
    try:
        for wheel in _wheels(requirements, part / "wheels"):
            _extract(wheel, part / "files")
        (part / "files").rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return _own_project(folder)


def _own_project(folder: Path) -> Path:
    (folder / "sequence-lint.toml").touch()
    return folder


def _wheels(requirements: Sequence[str], folder: Path) -> list[Path]:
    command = [sys.executable, "-m", "pip", *_DOWNLOAD, "--dest", str(folder), *requirements]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    wheels = sorted(folder.glob("*.whl"))
    if done.returncode or len(wheels) != len(requirements):
        errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        reason = errors[-1].removeprefix("ERROR: ") if errors else "pip ended without a wheel"
        raise NotAvailable(reason)
    return wheels


def _extract(wheel: Path, folder: Path) -> None:
    root = folder.resolve()
    try:
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                if not (root / name).resolve().is_relative_to(root):
                    raise NotAvailable(f"{wheel.name} holds {name!r}, which leads out of it")
            archive.extractall(root)
    except zipfile.BadZipFile as error:
        raise NotAvailable(f"{wheel.name} is damaged: {error}") from error
