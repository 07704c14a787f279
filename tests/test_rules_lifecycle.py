"""What the rules on hooks and on attributes say about models made by hand."""

from __future__ import annotations

from dataclasses import replace

import faulty_models as faulty
import pytest
import rule_models as made

from sequence_lint.members import Signature
from sequence_lint.model import SequenceClass
from sequence_lint.rule import Finding, Severity

PLAIN = Signature("taken")


def said(code: str, sequence: SequenceClass) -> list[Finding]:
    return list(made.rule(code).check(sequence))


@pytest.mark.parametrize(
    ("signature", "given", "refused"),
    [
        (PLAIN, 0, None),
        (PLAIN, 1, "takes 1 positional argument but 2 were given"),
        (Signature("taken", ("i",)), 1, None),
        (Signature("taken", ("i",)), 0, "missing 1 required positional argument: 'i'"),
        (Signature("taken", ("i",), ("raw",)), 1, None),
        (Signature("taken", ("a", "b")), 1, "missing 1 required positional argument: 'b'"),
        (Signature("taken", ("a", "b")), 0, "missing 2 required positional arguments: 'a' and 'b'"),
        (
            Signature("taken", ("a", "b", "c")),
            0,
            "missing 3 required positional arguments: 'a', 'b', and 'c'",
        ),
        (
            Signature("taken", (), ("a",)),
            2,
            "takes from 1 to 2 positional arguments but 3 were given",
        ),
        (Signature("taken", (), (), more=True), 3, None),
        (
            Signature("taken", keywords=("seed",)),
            0,
            "missing 1 required keyword-only argument: 'seed'",
        ),
        (Signature("nobody"), 0, "takes 0 positional arguments but 1 was given"),
        (Signature("property"), 0, "object is not callable"),
    ],
)
def test_a_call_is_refused_in_the_words_of_python(
    signature: Signature, given: int, refused: str | None
) -> None:
    assert signature.refuses(given) == refused


def test_python_says_what_is_told_of_a_call() -> None:
    class Real:
        def needs(self, a, b, c):  # type: ignore[no-untyped-def]
            """Three arguments."""

    with pytest.raises(TypeError) as raised:
        Real().needs()  # type: ignore[call-arg, no-untyped-call]
    refused = Signature("taken", ("a", "b", "c")).refuses(0)
    assert refused is not None
    assert str(raised.value).endswith(refused)


@pytest.mark.parametrize("name", ["__getitem__", "__len__", "on_epoch_end", "on_epoch_begin"])
def test_a_method_that_refuses_the_call_of_keras_is_found(name: str) -> None:
    least = Signature("taken", ("a", "b"))
    [finding] = said("SEQ406", faulty.hook_of(name, least, keras=frozenset({3})))
    assert f"`Pairs.{name}` cannot be called" in finding.message
    assert "missing" in finding.message
    assert finding.severity is None


@pytest.mark.parametrize("name", ["__getitem__", "__len__", "on_epoch_end", "on_epoch_begin"])
def test_what_may_be_called_is_silent(name: str) -> None:
    anything = Signature("taken", (), ("a",), more=True)
    assert not said("SEQ406", faulty.hook_of(name, anything))
    assert not said("SEQ406", faulty.hook_of(name, None))


def test_the_hook_of_keras_3_alone_is_a_note_where_the_line_is_open() -> None:
    takes = Signature("taken", ("epoch",))
    [finding] = said("SEQ406", faulty.hook_of("on_epoch_begin", takes))
    assert finding.severity is Severity.NOTE
    assert not said("SEQ406", faulty.hook_of("on_epoch_begin", takes, keras=frozenset({2})))


def test_an_inherited_method_is_judged_where_all_bases_are_known() -> None:
    takes = faulty.hook_of("on_epoch_end", Signature("taken", ("epoch",)))
    [method] = takes.methods
    inherited = replace(takes, methods=(replace(method, inherited=True),))
    assert said("SEQ406", inherited)
    assert not said("SEQ406", replace(inherited, bases_known=False))


def test_doubles_of_tests_are_left_alone() -> None:
    takes = faulty.hook_of("on_epoch_end", Signature("taken", ("epoch",)), qualname="FakeLoader")
    assert not said("SEQ406", takes)
