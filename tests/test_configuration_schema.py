"""The JSON schema that is shipped says of a configuration what reading it says."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sequence_lint.keys import EXTEND, KEYS, Entry, Here, Key, Wrong, schema
from sequence_lint.outputs import FORMATS
from sequence_lint.settings import GRADES, TARGETS

jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")

SHIPPED = Path(__file__).parents[1] / "sequence_lint" / "configuration.schema.json"
VALIDATOR = jsonschema.Draft7Validator(json.loads(SHIPPED.read_text()))
HERE = Here(os.path.dirname(__file__), os.path.dirname(__file__))

text = st.one_of(
    st.sampled_from([*GRADES, *TARGETS, *FORMATS, "SEQ1", "a.b", "a.B.c", "fixtures", "oracle"]),
    st.sampled_from(
        ["", "!", "#x", "!a", "!!a", " a", "a/**", "\\", " ", "gone", "a..b", "é.ü", "a.b-c"]
    ),
    st.text(max_size=4),
)
scalar = st.one_of(text, st.booleans(), st.integers(0, 4), st.floats(0, 3), st.none())
value = st.one_of(
    scalar,
    st.lists(text, max_size=3),
    st.lists(scalar, max_size=3),
    st.dictionaries(text, scalar, max_size=2),
    st.dictionaries(text, st.lists(text, max_size=2), max_size=2),
)
# What only the reader can know: which folders there are, which letters make a name or a pattern.
KNOWN_TO_THE_READER = ("there is no folder", "is no dotted name", "is no pattern for paths")


def valid(document: Mapping[str, Any]) -> bool:
    return bool(VALIDATOR.is_valid(document))


def wrong(name: str, stated: object) -> list[str]:
    return [one.reason for one in KEYS[name].read(stated, HERE) if isinstance(one, Wrong)]


def test_the_shipped_file_is_what_the_keys_say() -> None:
    assert json.loads(SHIPPED.read_text()) == schema(), "run `python docs/generate.py`"
    jsonschema.Draft7Validator.check_schema(schema())
    assert set(schema()["properties"]) == {*KEYS, EXTEND}
    assert all(one["description"].endswith(".") for one in schema()["properties"].values())


def test_other_keys_are_refused() -> None:
    assert valid({})
    assert valid({"extend": "../base.toml"})
    assert not valid({"extend": ["../base.toml"]})
    assert not valid({"slect": []})


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=st.sampled_from(sorted(KEYS)), stated=value)
def test_it_is_never_stricter_and_rarely_laxer_than_the_reader(name: str, stated: object) -> None:
    reasons = wrong(name, stated)
    if valid({name: stated}):
        laxer = [reason for reason in reasons if not any(x in reason for x in KNOWN_TO_THE_READER)]
        # To JSON 2.0 is the same number as 2.
        assert not laxer or isinstance(stated, float)
    else:
        assert reasons


@pytest.mark.parametrize("key", KEYS.values(), ids=KEYS)
def test_the_example_of_each_key_is_right_for_both(key: Key, tmp_path: Path) -> None:
    from sequence_lint.source.toml import parse

    (tmp_path / "src").mkdir()
    document = parse(key.example.encode())
    assert valid(document)
    read = key.read(document[key.name], Here(str(tmp_path), str(tmp_path)))
    assert all(isinstance(one, Entry) for one in read)


@pytest.mark.parametrize(
    "document",
    [
        {"select": "SEQ1"},
        {"select": [1]},
        {"ignore": [""]},
        {"per-file-ignores": {"a": "SEQ1"}},
        {"per-file-ignores": ["a"]},
        {"severity": {"SEQ1": "warn"}},
        {"exclude": ["#x"]},
        {"force-exclude": "yes"},
        {"target-keras": 4},
        {"target-keras": True},
        {"extra-bases": ["Base"]},
        {"extra-bases": ["a.b-c"]},
        {"src": "src"},
        {"fail-on": "never"},
        {"output-format": ["json"]},
        {"output-format": "json:out.json"},
    ],
    ids=str,
)
def test_what_both_refuse(document: Mapping[str, Any]) -> None:
    assert not valid(document)
    ((name, stated),) = document.items()
    assert wrong(name, stated)
