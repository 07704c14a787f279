"""SEQ606 on packages of Keras that do not know each other, asked about calls made by hand."""

from __future__ import annotations

import call_models as calls
import pytest
import rule_models as made

from sequence_lint.rule import Finding

MIXED = made.rule("SEQ606")
COPY = "tensorflow.python.keras"


def said(own: str, other: str, **changes: object) -> list[Finding]:
    return list(MIXED.check_call(calls.call(packages=(own, other), **changes)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("own", "other", "advice"),
    [
        ("tf_keras", "keras", "from `keras.utils`"),
        ("keras", "tf_keras", "from `tf_keras.utils`"),
        (COPY, "tensorflow.keras", "from `tensorflow.keras.utils`"),
        ("tensorflow.keras", COPY, "import it from `tensorflow.keras`"),
    ],
)
def test_both_packages_are_named(own: str, other: str, advice: str) -> None:
    [finding] = said(own, other)
    assert finding.place == calls.CALLED_AT
    assert f"of `{own}` and the model is one of `{other}`" in finding.message
    assert finding.help is not None
    assert advice in finding.help
    assert [each.place for each in finding.related] == [made.right().place]


@pytest.mark.parametrize(
    ("own", "other"),
    [
        ("keras", "keras"),
        ("keras", "tensorflow.keras"),
        ("tensorflow.keras", "tf_keras"),
        (COPY, COPY),
        ("", "keras"),
        (COPY, ""),
    ],
)
def test_silent_where_they_may_be_the_same(own: str, other: str) -> None:
    assert said(own, other) == []


def test_silent_where_something_is_not_certain() -> None:
    assert said("tf_keras", "keras", certain=False) == []
    assert said("tf_keras", "keras", model="unknown") == []
