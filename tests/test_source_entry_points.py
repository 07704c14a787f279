"""Entry points are those that Python's own library finds."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path
from zipfile import ZipFile

import pytest

from sequence_lint.source.entry_points import entry_points

GROUP = "sequence_lint.rules"


def announce(folder: Path, package: str, text: str, kind: str = "-1.0.dist-info") -> None:
    info = folder / f"{package}{kind}"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
    (info / "PKG-INFO").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(text)


def both() -> list[tuple[str, str]]:
    ours = [(one.name, one.value) for one in entry_points(GROUP)]
    theirs = [(one.name, one.value) for one in metadata.entry_points(group=GROUP)]
    assert sorted(ours) == sorted(theirs)
    return ours


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "path", [str(tmp_path / "a"), str(tmp_path / "b"), *sys.path])
    return tmp_path


def test_the_built_in_pack_is_announced() -> None:
    assert ("builtin", "sequence_lint.rules") in both()


def test_all_ways_to_write_them(path: Path) -> None:
    announce(path / "a", "acme", "[console_scripts]\nacme = acme:main\n\n[sequence_lint.rules]\n"
             "# ours\none=acme.one\n two  =  acme.two \n[other]\nthree = acme.three\n")  # fmt: skip
    announce(path / "b", "older", f"[{GROUP}]\nfour = older\n", ".egg-info")
    announce(path / "b", "none", "[sequence_lint.rulesets]\nfive = none\n")
    found = both()
    assert {("one", "acme.one"), ("two", "acme.two"), ("four", "older")} <= set(found)
    assert not {"three", "five"} & {name for name, _ in found}


def test_what_is_shadowed_does_not_count(path: Path) -> None:
    announce(path / "a", "acme_pack", f"[{GROUP}]\nnew = acme.new\n")
    announce(path / "b", "Acme.Pack", f"[{GROUP}]\nold = acme.old\n", "-0.9.dist-info")
    found = both()
    assert ("new", "acme.new") in found
    assert ("old", "acme.old") not in found


def test_packages_in_archives_are_found_too(path: Path) -> None:
    with ZipFile(path / "a", "w") as archive:
        archive.writestr("zipped-1.0.dist-info/METADATA", "Name: zipped\nVersion: 1.0\n")
        archive.writestr("zipped-1.0.dist-info/entry_points.txt", f"[{GROUP}]\nz = zipped\n")
    assert ("z", "zipped") in both()


def test_folders_that_cannot_be_listed_are_passed_over(path: Path) -> None:
    (path / "a" / "broken-1.0.dist-info" / "entry_points.txt").mkdir(parents=True)
    assert ("builtin", "sequence_lint.rules") in [(p.name, p.value) for p in entry_points(GROUP)]
