"""What the rules about methods say: those that lack, those that yield, those under a taken name."""

from __future__ import annotations

from dataclasses import replace

import faulty_models as faulty
import pytest
import rule_models as made

from sequence_lint.model import SequenceClass
from sequence_lint.rule import Finding, Severity

LACKING = [("SEQ105", "__len__", "__getitem__"), ("SEQ314", "__getitem__", "__len__")]
EACH = pytest.mark.parametrize(("code", "name", "other"), LACKING)


def said(code: str, sequence: SequenceClass) -> list[Finding]:
    return list(made.rule(code).check(sequence))


@EACH
def test_what_lacks_is_found_at_the_class(code: str, name: str, other: str) -> None:
    lacking = faulty.lacking(name)
    [finding] = said(code, lacking)
    assert finding.place == lacking.place
    assert f"has no `{name}`" in finding.message
    assert "`NotImplementedError`" in finding.message
    assert not said(code, made.right(members_known=True, defined=frozenset({name, other})))


@EACH
@pytest.mark.parametrize(
    "changes",
    [
        {"members_known": False},
        {"abstract": True},
        {"inherited_from": True},
        {"keras_base": "keras.preprocessing.image.Iterator"},
        {"name": "BaseLoader"},
        {"name": "CropMixin"},
        {"qualname": "FakeLoader"},
        {"qualname": "test_fit.<locals>.Loader"},
        {"path": "tests/loader.py"},
        {"path": "src/test_loader.py"},
    ],
)
def test_what_may_come_from_elsewhere_is_not_missed(
    code: str, name: str, other: str, changes: dict[str, object]
) -> None:
    assert not said(code, faulty.lacking(name, **changes))


@EACH
def test_a_class_that_is_made_or_reaches_keras_is_no_base(code: str, name: str, other: str) -> None:
    assert said(code, faulty.lacking(name, name="BaseLoader", instantiated=True))
    assert said(code, faulty.lacking(name, name="BaseLoader", uses=(faulty.use("fit"),)))
    assert said(code, faulty.lacking(name, path="tests/loader.py", uses=(faulty.use("fit"),)))


@EACH
def test_a_class_with_neither_is_found_where_it_reaches_keras(
    code: str, name: str, other: str
) -> None:
    neither = faulty.lacking(name, methods=(), defined=frozenset())
    assert not said(code, neither)
    assert said(code, replace(neither, uses=(faulty.use("fit"),)))


@EACH
def test_a_stub_of_the_other_method_makes_no_sequence(code: str, name: str, other: str) -> None:
    stub = replace(made.method(other), is_stub=True)
    assert not said(code, faulty.lacking(name, methods=(stub,)))


def test_a_misspelt_method_is_named() -> None:
    lacking = faulty.lacking("__getitem__")
    misspelt = replace(lacking, methods=(*lacking.methods, made.method("__get_item__")))
    [finding] = said("SEQ314", misspelt)
    assert "`__get_item__` is a method that Keras does not know" in finding.message
    assert finding.related
    lacking = faulty.lacking("__len__")
    misspelt = replace(lacking, methods=(*lacking.methods, made.method("length")))
    [finding] = said("SEQ105", misspelt)
    assert "`length` is a method that nobody calls" in finding.message


def test_num_batches_is_a_length_in_keras_3_only() -> None:
    lacking = faulty.lacking("__len__")
    given = replace(lacking, defined=lacking.defined | {"num_batches"})
    assert not said("SEQ105", replace(given, keras=faulty.KERAS_3))
    assert not said("SEQ105", given)
    assert said("SEQ105", replace(given, keras=faulty.KERAS_2))


def test_an_iterating_class_needs_no_batches_unless_it_reaches_keras() -> None:
    lacking = faulty.lacking("__getitem__")
    iterating = replace(lacking, defined=lacking.defined | {"__iter__"})
    assert not said("SEQ314", iterating)
    assert said("SEQ314", replace(iterating, uses=(faulty.use("fit"),)))


# --- SEQ108 ------------------------------------------------------------------------------------


def test_a_plain_method_is_found_and_one_finding_with_the_missing_length() -> None:
    plain = faulty.plain_num_batches()
    [finding] = said("SEQ108", plain)
    assert finding.place == plain.methods[1].place
    assert finding.severity is None
    assert not said("SEQ105", plain)


def test_an_assignment_is_found() -> None:
    [finding] = said("SEQ108", faulty.assigning("num_batches"))
    assert finding.place == faulty.OTHER_WAY_AT
    assert "the constructor stops with an `AttributeError`" in finding.message


@pytest.mark.parametrize("fault", [faulty.plain_num_batches(), faulty.assigning("num_batches")])
def test_it_holds_for_keras_3_and_is_a_note_where_that_is_not_sure(fault: SequenceClass) -> None:
    assert not said("SEQ108", replace(fault, keras=faulty.KERAS_2))
    [finding] = said("SEQ108", replace(fault, keras=frozenset({2, 3})))
    assert finding.severity is Severity.NOTE


@pytest.mark.parametrize(
    "silent",
    [
        made.right(members_known=True, keras=faulty.KERAS_3),
        faulty.assigning("batches"),
        faulty.assigning("num_batches", defined=frozenset({"num_batches"})),
        faulty.assigning("num_batches", members_known=False),
        faulty.plain_num_batches(methods=(replace(made.method("num_batches"), decorated=True),)),
        faulty.plain_num_batches(members_known=False),
    ],
)
def test_the_name_is_free_or_used_as_meant(silent: SequenceClass) -> None:
    assert not said("SEQ108", silent)


# --- SEQ305 ------------------------------------------------------------------------------------


def test_a_generator_is_found_at_its_def_once() -> None:
    fault = faulty.generator()
    [finding] = said("SEQ305", fault)
    assert finding.place == fault.methods[1].place
    assert not said("SEQ304", fault)


def test_a_generator_that_is_decorated_or_a_double_is_none() -> None:
    served = replace(made.method("__getitem__"), is_generator=True, decorated=True)
    assert not said("SEQ305", faulty.generator(qualname="MockBatches"))
    assert not said("SEQ305", made.right(methods=(served,)))
    assert not said("SEQ305", made.right())
