"""Small made-up trees of files for the tests of the class finder; nothing is written to disk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from textwrap import dedent

from sequence_lint.project.bindings import FoundClass
from sequence_lint.project.find import Project, find
from sequence_lint.source.files import SourceFile

ROOT = "/made/up"


def project(
    tree: Mapping[str, str | bytes], *, prefilter: bool = True, read: Counter[str] | None = None
) -> Project:
    """The project of a tree, given as texts or bytes by their paths.

    *read* counts how often each file is read.
    """
    contents = {f"{ROOT}/{path}": _content(text) for path, text in tree.items()}

    def content(absolute: str) -> bytes:
        if read is not None:
            read[absolute] += 1
        return contents[absolute]

    files = [SourceFile(path, f"{ROOT}/{path}", explicit=False) for path in tree]
    return find(files, content, prefilter)


def classes(tree: Mapping[str, str | bytes], *, prefilter: bool = True) -> list[str]:
    """The classes found, as ``path:qualname``."""
    found = project(tree, prefilter=prefilter).classes
    return [f"{one.module.path}:{one.qualname}" for one in found]


def names(text: str, path: str = "gens.py") -> list[str]:
    """The classes found in a single file, with and without the prefilter, as qualified names."""
    found = [one.qualname for one in project({path: text}).classes]
    assert found == [one.qualname for one in project({path: text}, prefilter=False).classes]
    return found


def only(tree: Mapping[str, str | bytes], name: str) -> FoundClass:
    """The one class of that qualified name."""
    (found,) = [one for one in project(tree).classes if one.qualname == name]
    return found


def written(found: FoundClass) -> list[str]:
    """The steps of the chain to Keras."""
    return [step.name for step in found.chain]


def _content(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else dedent(text).encode()
