"""The real pylint tells what sequence-lint finds."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from commands import COUNTS, FLOOR, Ran, run
from test_per_file import TREE, grown

from sequence_lint.registry import load

pytest.importorskip("pylint", reason="pylint is not installed")

LOAD = ("--load-plugins=sequence_lint.pylint_plugin", "--persistent=n", "--score=n", "-j1")
ALL = ("--disable=all", "--enable=sequence-lint")
FILES = ("base.py", "heir.py", "counts.py", "plain.py")
LETTERS = {"error": "E", "warning": "W", "note": "R"}


def pylint(*arguments: str, cwd: Path, stdin: str = "") -> Ran:
    line = [sys.executable, "-m", "pylint", *LOAD, *arguments]
    return run(line, cwd=cwd, stdin=stdin.encode(), PYLINTHOME=str(cwd / ".pylint"))


def seen(ran: Ran) -> list[str]:
    return sorted(
        re.sub(r"^(\S+: \w+: \w+) .* (\(\S+\))$", r"\1 \2", line)
        for line in ran.out.splitlines()
        if not line.startswith("*")
    )


FOUND = [
    "counts.py:10:8: E8101: SEQ101 (seq-length-counts-samples)",
    "heir.py:6:8: W8102: SEQ102 (seq-partial-batch-dropped)",
]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return grown(tmp_path, TREE)


@pytest.mark.parametrize("jobs", ["-j1", "-j2"])
def test_findings_of_many_files(tree: Path, jobs: str) -> None:
    ran = pylint(*ALL, jobs, *FILES, cwd=tree)
    assert (seen(ran), ran.err) == (FOUND, "")
    assert ran.code == 2 | 4, "an error and a warning, as pylint counts"
    assert "(with 10 samples and batches of 4, len() is 10" in ran.out


def test_a_file_alone_knows_its_project(tree: Path) -> None:
    assert seen(pylint(*ALL, "heir.py", cwd=tree)) == FOUND[1:]
    (tree / "base.py").write_text(TREE["base.py"].replace("keras.utils.Sequence", "object"))
    assert pylint(*ALL, "heir.py", cwd=tree) == Ran(0, "", "")


def test_it_is_on_beside_the_checks_of_pylint(tree: Path) -> None:
    ran = pylint("heir.py", cwd=tree)
    assert FOUND[1] in seen(ran)
    assert "(missing-module-docstring)" in ran.out
    assert "invalid-message" not in ran.out + ran.err


def test_it_is_loaded_from_a_configuration(tree: Path) -> None:
    (tree / "pyproject.toml").write_text(
        '[tool.pylint.main]\nload-plugins = ["sequence_lint.pylint_plugin"]\n'
        '[tool.pylint."messages control"]\ndisable = ["all"]\nenable = ["W8102"]\n'
    )
    line = [sys.executable, "-m", "pylint", "--persistent=n", "--score=n", *FILES]
    assert seen(run(line, cwd=tree)) == FOUND[1:]


@pytest.mark.parametrize("what", ["W8102", "seq-partial-batch-dropped"])
def test_messages_are_enabled_and_disabled_by_id_and_symbol(tree: Path, what: str) -> None:
    assert seen(pylint("--disable=all", f"--enable={what}", *FILES, cwd=tree)) == FOUND[1:]
    assert seen(pylint(*ALL, f"--disable={what}", *FILES, cwd=tree)) == FOUND[:1]
    comment = f"# pylint: disable={what}\n"
    for old, new in (
        ("batch_size\n", f"batch_size  {comment}"),
        ("(Base):\n", f"(Base):\n    {comment}"),
    ):
        (tree / "heir.py").write_text(TREE["heir.py"].replace(old, new))
        assert seen(pylint(*ALL, *FILES, cwd=tree)) == FOUND[:1]
    skipped = "# pylint: skip-file\n" + TREE["heir.py"]
    (tree / "heir.py").write_text(skipped)
    assert seen(pylint(*ALL, *FILES, cwd=tree)) == FOUND[:1]


def test_our_own_settings_and_comments_hold(tree: Path) -> None:
    (tree / "sequence-lint.toml").write_text('ignore = ["length-counts-samples"]\n')
    assert seen(pylint(*ALL, *FILES, cwd=tree)) == FOUND[1:]


def test_places_have_an_end(tree: Path) -> None:
    ran = pylint(*ALL, "--output-format=json2", "counts.py", cwd=tree)
    (message,) = json.loads(ran.out)["messages"]
    assert message["messageId"] == "E8101"
    places = [message[key] for key in ("line", "column", "endLine", "endColumn")]
    line = COUNTS.splitlines()[9]
    assert places == [10, 8, 10, len(line)]


def test_a_mistake_in_the_settings_is_a_message(tree: Path) -> None:
    (tree / "sequence-lint.toml").write_text('ingore = ["SEQ1"]\n')
    ran = pylint(*ALL, "--enable=unused-import", *FILES, cwd=tree)
    assert ran.code & 1
    (line,) = seen(ran)
    assert line == "base.py:1:0: F8900: SEQ900 (seq-file-not-read)"
    assert "sequence-lint.toml" in ran.out


def test_text_from_standard_input(tree: Path) -> None:
    changed = "\n" + TREE["heir.py"]
    ran = pylint(*ALL, "--from-stdin", "heir.py", cwd=tree, stdin=changed)
    assert seen(ran) == [FOUND[1].replace(":6:", ":7:")]
    ran = pylint(*ALL, "--from-stdin", "plain.py", cwd=tree, stdin=FLOOR)
    assert seen(ran) == ["plain.py:10:8: W8102: SEQ102 (seq-partial-batch-dropped)"]


def test_each_rule_has_the_id_of_its_code(tree: Path) -> None:
    listed = pylint("--list-msgs", cwd=tree).out
    ids = dict(re.findall(r"^:(seq-[\w-]+) \((\w+)\)", listed, re.MULTILINE))
    rules = load().rules
    for rule in rules:
        assert ids.pop(f"seq-{rule.name}") == f"{LETTERS[rule.severity.value]}8{rule.code[3:]}"
    assert ids == {
        "seq-other-error": "E8001", "seq-other-warning": "W8002", "seq-other-note": "R8003",
        "seq-file-not-read": "F8900", "seq-internal-error": "F8902",
    }  # fmt: skip
    told = pylint("--help-msg=E8101", cwd=tree).out
    assert "sequence-lint rule SEQ101" in " ".join(told.split())
