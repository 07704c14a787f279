"""No two rules speak on one cause: asked of all classes in the fixtures."""

from __future__ import annotations

import os
import re
from functools import cache
from itertools import combinations

import pytest
from fixture_truth import FIXTURES

from sequence_lint.testing import read_remarks

CODE = re.compile(r"\bSEQ\d{3}\b")

LENGTHS = ("SEQ101", "SEQ102", "SEQ103")
SLICES = ("SEQ202", "SEQ203")
APART = [
    *combinations(LENGTHS, 2),
    *((length, cut) for length in LENGTHS for cut in SLICES),
    ("SEQ102", "SEQ207"),
    ("SEQ203", "SEQ207"),
    ("SEQ202", "SEQ203"),
    ("SEQ201", "SEQ202"),
    ("SEQ201", "SEQ203"),
    ("SEQ203", "SEQ205"),
    ("SEQ202", "SEQ205"),
]
"""Pairs of rules of which only one speaks on a class."""


@cache
def found() -> dict[tuple[str, str], list[str]]:
    """The codes that fixtures expect, by file and class: the tests of fixtures hold them to it."""
    by_class: dict[tuple[str, str], list[str]] = {}
    for folder, _, names in os.walk(FIXTURES):
        for path in (os.path.join(folder, name) for name in names if name.endswith(".py")):
            with open(path, encoding="utf-8") as stream:
                remarks = read_remarks(path, stream.read())
            for remark in remarks:
                if remark.keyword == "expect" and remark.owner:
                    by_class.setdefault((path, remark.owner), []).extend(CODE.findall(remark.text))
    return by_class


@pytest.mark.parametrize("pair", APART, ids="-".join)
def test_only_one_of_them_speaks_on_a_class(pair: tuple[str, str]) -> None:
    assert not [owner for owner, said in found().items() if set(pair) <= set(said)]


@pytest.mark.parametrize("code", [*LENGTHS, *SLICES, "SEQ207"])
def test_each_speaks_once_on_a_class(code: str) -> None:
    counts = {owner: said.count(code) for owner, said in found().items()}
    assert max(counts.values()) == 1, max(counts, key=lambda owner: counts[owner])
