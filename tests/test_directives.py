"""What comments have to say to linters; ruff itself is asked what `noqa` means."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from sequence_lint.directives import Directive, directives, prose, without

RULES = frozenset({"F401", "unused-import", "SEQ102", "partial-batch-dropped", "SEQ101"})


def read(comment: str) -> list[tuple[str, list[str], str]]:
    """Kind, words, and the text that it all takes up."""
    return [
        (each.kind, [word.text for word in each.words], comment[each.start : each.stop])
        for each in directives(comment, RULES)
    ]


def only(comment: str) -> Directive:
    [directive] = directives(comment, RULES)
    return directive


# Whether ruff takes such a comment to silence F401 in its line is asked, not written down here.
SPELLINGS = """\
# noqa
#noqa
# NOQA
# NoQA
#  noqa
#\tnoqa
# noqa because
# noqa - because
# noqa F401
# noqa E501
# noqa, because
# noqa; because
# noqa.
# noqa(F401)
# noqa_x
# noqa-x
# noqabc
# xnoqa
#: noqa
## noqa
# # noqa
# foo # noqa
# foo noqa
# noqa # foo
# noqa#foo
# type: ignore # noqa
# noqa:
# noqa :
# noqa: because of it
# noqa:because
# noqa : because
# noqa: F401
# noqa : F401
# noqa:F401
# noqa:\tF401
# NOQA: F401
# noqa: f401
# noqa: F4011
# noqa: F40
# noqa: E501
# noqa: E501,F401
# noqa: E501, F401
# noqa: E501 F401
# noqa: E501 , F401
# noqa: E501F401
# noqa: E501,,F401
# noqa: ,F401
# noqa: F401,
# noqa: E501, F401 because
# noqa: E501 because F401
# noqa: F401 # noqa: E501
# noqa: E501 # noqa: F401
# noqa: F401 # foo
# noqa: E501 # F401
# nosec # noqa: F401 # foo
# noqa: F401-x
# noqa: F401.
# noqa: (F401)
# noqa: [F401]
# noqa: E501;F401
# noqa: E501.F401
# noqa:E501:F401
# noqa::F401""".splitlines()


@cache
def told_by_ruff(folder: Path) -> frozenset[int]:
    """The numbers of the spellings with which ruff still reports an unused import."""
    for number, comment in enumerate(SPELLINGS):
        (folder / f"f{number}.py").write_text(f"import os  {comment}\n")
    options = ["--isolated", "--no-cache", "--select", "F401", "--output-format", "concise"]
    line = [sys.executable, "-m", "ruff", "check", *options, "."]
    out = subprocess.run(line, cwd=folder, capture_output=True, text=True).stdout
    return frozenset(i for i in range(len(SPELLINGS)) if f"f{i}.py:" in out)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("noqa")


@pytest.mark.parametrize("number", range(len(SPELLINGS)), ids=lambda number: SPELLINGS[number])
def test_noqa_means_what_it_means_to_ruff(number: int, folder: Path) -> None:
    found = read(SPELLINGS[number])
    silenced = any(kind == "noqa" and (not words or "F401" in words) for kind, words, _ in found)
    assert silenced is (number not in told_by_ruff(folder))


def test_ruff_was_asked(folder: Path) -> None:
    assert 10 < len(told_by_ruff(folder)) < len(SPELLINGS) - 10


def test_noqa_with_names_of_rules() -> None:
    assert read("# noqa: E501, partial-batch-dropped # x") == [
        ("noqa", ["E501", "partial-batch-dropped"], "# noqa: E501, partial-batch-dropped")
    ]
    assert read("# noqa: SEQ102 not-a-rule SEQ101") == [("noqa", ["SEQ102"], "# noqa: SEQ102")]
    assert read("# noqa: not-a-rule") == []


@pytest.mark.parametrize(
    ("comment", "kind", "words"),
    [
        ("# sequence-lint: ignore[SEQ102]", "ignore", ["SEQ102"]),
        ("#sequence-lint:ignore[SEQ102]", "ignore", ["SEQ102"]),
        ("# sequence-lint:  ignore [ SEQ102 ]", "ignore", ["SEQ102"]),
        ("# Sequence-Lint: Ignore[seq102]", "ignore", ["seq102"]),
        (
            "# sequence-lint: ignore[SEQ102, partial-batch-dropped] -- reason, as [it] is: #12",
            "ignore",
            ["SEQ102", "partial-batch-dropped"],
        ),
        ("# sequence-lint: ignore[SEQ102 SEQ101]", "ignore", ["SEQ102", "SEQ101"]),
        ("# sequence-lint: ignore[SEQ102,]", "ignore", ["SEQ102"]),
        ("# sequence-lint: ignore[SEQ999]", "ignore", ["SEQ999"]),
        ("# sequence-lint: ignore-file[SEQ102] -- old", "ignore-file", ["SEQ102"]),
    ],
)
def test_comments_of_our_own(comment: str, kind: str, words: list[str]) -> None:
    assert read(comment) == [(kind, words, comment)]
    assert not only(comment).wrong


@pytest.mark.parametrize(
    "comment",
    [
        "# sequence-lint: ignore",
        "# sequence-lint: ignore[]",
        "# sequence-lint: ignore[SEQ102",
        "# sequence-lint: ignore SEQ102",
        "# sequence-lint: ignore: SEQ102",
        "# sequence-lint: ignroe[SEQ102]",
        "# sequence-lint: disable=SEQ102",
        "# sequence-lint: ignore-file",
        "# sequence-lint: ignore -- reason",
    ],
)
def test_what_is_meant_as_one_and_is_none(comment: str) -> None:
    assert only(comment).wrong
    assert only(comment).words == ()


@pytest.mark.parametrize(
    "comment",
    [
        "# sequence-lint: reports SEQ102 here",
        "# sequence-lint: ignored by most people",
        "# sequence-lint: see the documentation",
        "# sequence-lint finds SEQ102",
        "# see sequence-lint: ignore[SEQ102]",
        "# ruff: noqa",
        "# flake8: noqa: SEQ102",
        "# ruff: noqa: SEQ102",
        "#",
    ],
)
def test_what_only_speaks_about_it(comment: str) -> None:
    assert read(comment) == []


def test_several_in_one_comment() -> None:
    own = "# sequence-lint: ignore[SEQ102] -- on purpose"
    assert read(f"# why  {own}  # noqa: E501") == [
        ("ignore", ["SEQ102"], own),
        ("noqa", ["E501"], "# noqa: E501"),
    ]


@pytest.mark.parametrize(
    ("comment", "gone", "left"),
    [
        ("# noqa: SEQ102", ["SEQ102"], ""),
        ("# noqa:SEQ102,E501", ["SEQ102"], "# noqa:E501"),
        ("# noqa: E501 SEQ102 SEQ101", ["SEQ102"], "# noqa: E501, SEQ101"),
        ("# sequence-lint: ignore[SEQ102, SEQ101] -- why", ["SEQ102"],
         "# sequence-lint: ignore[SEQ101] -- why"),
        ("# sequence-lint: ignore[ SEQ102 ] -- why", ["SEQ102"], ""),
    ],
)  # fmt: skip
def test_words_are_taken_out(comment: str, gone: list[str], left: str) -> None:
    assert without(comment, only(comment), gone) == left


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        ("# the rest is dropped", "# the rest is dropped"),
        ("# sequence-lint: ignore[partial-batch-dropped] -- dropped on purpose", ""),
        ("# why  # noqa: SEQ102 dropped  # and more", "# why  # and more"),
        ("# noqa", ""),
        ("# noqa: SEQ102, see #12", ""),
        ("# not a noqa thing", "# not a noqa thing"),
    ],
)
def test_what_is_said_to_people(comment: str, said: str) -> None:
    assert prose(comment).rstrip() == said
