"""Which lines of which files changed since a revision, as git tells it."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from types import MappingProxyType

from sequence_lint.records import dataclass
from sequence_lint.source.stated import shown

_HUNK = re.compile(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_ESCAPED = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)
_CONTROL = MappingProxyType({b"a": 7, b"b": 8, b"t": 9, b"n": 10, b"v": 11, b"f": 12, b"r": 13})

# What a project or a user may have configured, and what would change the form of the answer.
_PLAIN = (
    *("-c", "core.fsmonitor=false", "-c", "core.quotePath=true", "-c", "diff.noprefix=false"),
    *("-c", "diff.mnemonicPrefix=false"),
)
_DIFF = (
    *("diff", "--unified=0", "--inter-hunk-context=0", "--no-color", "--no-ext-diff"),
    *("--no-textconv", "--text", "--find-renames", "--ignore-submodules=all", "--no-relative"),
    *("--src-prefix=a/", "--dst-prefix=b/"),
)

Stretch = tuple[int, int]
"""The first and the last of some lines, counted from 1."""


class NotComparable(Exception):
    """What has changed cannot be told; the text is a line that says why."""


@dataclass(frozen=True, slots=True)
class _Repository:
    top: str
    tracked: frozenset[str]
    changed: dict[str, tuple[Stretch, ...]]


class Changes:
    """What changed in the working trees of some files since a revision of their repositories.

    Lines that are not committed yet have changed too, and so have all lines of a file that git
    does not know. Where lines are gone, those before and after them have changed.
    """

    def __init__(self, revision: str, files: Iterable[str]) -> None:
        """Ask git about the repositories of *files*, which are absolute paths.

        Raises `NotComparable` where a file is in none, or there is no such revision in it.
        """
        self._tops: dict[str, str] = {}
        self._repositories: dict[str, _Repository] = {}
        for file in files:
            top = self._top(os.path.dirname(os.path.realpath(file)))
            if not top:
                raise NotComparable(f"--since: {shown(file)} is in no git repository")
            if top not in self._repositories:
                self._repositories[top] = _asked(top, revision)

    def touch(self, file: str, first: int, last: int) -> bool:
        """Whether any of these lines of the file changed, or it is none that was asked about."""
        path = os.path.realpath(file)
        repository = self._repositories.get(self._top(os.path.dirname(path)))
        if repository is None:
            return True
        name = os.path.relpath(path, repository.top).replace(os.sep, "/")
        if name not in repository.tracked:
            return True
        return any(a <= last and first <= b for a, b in repository.changed.get(name, ()))

    def _top(self, folder: str) -> str:
        """The folder of the repository that *folder* is in, "" if it is in none."""
        if folder not in self._tops:
            above = os.path.dirname(folder)
            if os.path.lexists(os.path.join(folder, ".git")):
                self._tops[folder] = folder
            else:
                self._tops[folder] = "" if above == folder else self._top(above)
        return self._tops[folder]


def _asked(top: str, revision: str) -> _Repository:
    commit = b"" if revision.startswith("-") else _commit(top, revision)
    if not commit:
        raise NotComparable(f"--since: git knows no revision '{revision}' in {shown(top) or top}")
    listed = _git(top, "ls-files", "-z", "--full-name")
    diff = _git(top, *_DIFF, os.fsdecode(commit), "--")
    tracked = frozenset(os.fsdecode(name) for name in listed.split(b"\0") if name)
    changed: dict[str, list[Stretch]] = {}
    for name, stretch in _stretches(diff):
        changed.setdefault(os.fsdecode(name), []).append(stretch)
    return _Repository(top, tracked, {name: tuple(lines) for name, lines in changed.items()})


def _commit(top: str, revision: str) -> bytes:
    """The name of the commit, empty if there is none."""
    wanted = ("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    return _git(top, *wanted, may_fail=True).strip()


def _git(top: str, *arguments: str, may_fail: bool = False) -> bytes:
    """What git prints. Raises `NotComparable` with its first line of complaint."""
    # In a hook of git, these point at the repository that the hook is of.
    environment = {key: text for key, text in os.environ.items() if not key.startswith("GIT_")}
    line = ("git", *_PLAIN, *arguments)
    try:
        done = subprocess.run(
            line,
            cwd=top,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except OSError as error:
        raise NotComparable(f"--since: git cannot be run: {error.strerror or error}") from None
    said = done.stderr.decode(errors="replace").strip()
    if done.returncode and (said or not may_fail):
        first = said.splitlines()[0] if said else f"exit code {done.returncode}"
        raise NotComparable(f"--since: git {arguments[0]} failed in {shown(top) or top}: {first}")
    return done.stdout


def _stretches(diff: bytes) -> Iterator[tuple[bytes, Stretch]]:
    """The name of the file and the changed lines of it, from a diff without lines around."""
    name = b""
    skip = 0  # what is in the file may look like anything
    for line in diff.split(b"\n"):
        if skip:
            skip -= not line.startswith(b"\\")
        elif line.startswith(b"+++ "):
            name = _name(line[4:])
        elif hunk := _HUNK.match(line):
            gone, first, count = int(hunk[1] or 1), int(hunk[2]), int(hunk[3] or 1)
            skip = gone + count
            yield name, ((first, first + count - 1) if count else (first, first + 1))


def _name(written: bytes) -> bytes:
    """The path, which has a prefix, and quotes where git finds that it needs them."""
    if not written.startswith(b'"'):
        return written.removesuffix(b"\t")[2:]
    inside = written[1 : written.rindex(b'"')]
    return _ESCAPED.sub(_sign, inside)[2:]


def _sign(escaped: re.Match[bytes]) -> bytes:
    sign = escaped[1]
    if len(sign) == 3:
        return bytes([int(sign, 8)])
    return bytes([_CONTROL[sign]]) if sign in _CONTROL else sign
