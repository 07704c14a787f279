"""All rules of the pack: their documentation, and what they say of their fixtures."""

from pathlib import Path

import pytest

from acme_rules import acme001_same_batches
from sequence_lint.testing import check_documentation, check_fixture

FIXTURES = sorted((Path(__file__).parent / "fixtures").glob("*.py"))
RULES = [acme001_same_batches.RULE]


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda path: path.stem)
def test_fixture(fixture):
    assert check_fixture([str(fixture)]) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_documentation(rule):
    assert check_documentation(rule) == []
