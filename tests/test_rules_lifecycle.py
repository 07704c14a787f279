"""What the rules on hooks and on attributes say about models made by hand."""

from __future__ import annotations

from dataclasses import replace

import faulty_models as faulty
import pytest
import rule_models as made

from sequence_lint.members import Signature
from sequence_lint.model import Assigned, SequenceClass
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


def test_what_a_batch_needs_and_nothing_sets_is_found_at_the_read() -> None:
    [finding] = said("SEQ404", faulty.without("order"))
    assert finding.place == faulty.OTHER_WAY_AT
    assert "`Pairs.__getitem__` reads `self.order`" in finding.message
    assert "'Pairs' object has no attribute 'order'" in finding.message
    assert finding.severity is None
    assert not said("SEQ403", faulty.without("order"))


@pytest.mark.parametrize("why", ["never", "later", "uncalled"])
def test_what_lacks_while_an_instance_is_made_is_another_rules_matter(why: str) -> None:
    early = faulty.without("order", during="construction", why=why, set_in=("on_epoch_end",))
    [finding] = said("SEQ403", early)
    assert "while the instance is made" in finding.message
    assert not said("SEQ404", early)


@pytest.mark.parametrize("code", ["SEQ403", "SEQ404"])
@pytest.mark.parametrize(
    "changes",
    [
        {"members_known": False},
        {"abstract": True},
        {"inherited_from": True},
        {"name": "BaseLoader"},
        {"qualname": "FakeLoader"},
        {"path": "tests/loader.py"},
    ],
)
def test_what_may_come_from_elsewhere_does_not_lack(code: str, changes: dict[str, object]) -> None:
    during = "construction" if code == "SEQ403" else "batch"
    lacking = faulty.without("order", during=during)
    assert said(code, lacking)
    assert not said(code, replace(lacking, **changes))  # type: ignore[arg-type]


def test_a_base_that_reaches_keras_itself_is_judged() -> None:
    base = replace(faulty.without("order"), inherited_from=True)
    assert said("SEQ404", replace(base, uses=(faulty.use("fit"),)))


def test_a_class_without_a_constructor_is_judged_where_it_reaches_keras() -> None:
    bare = replace(faulty.without("order"), constructor=None)
    assert not said("SEQ404", bare)
    assert said("SEQ404", replace(bare, uses=(faulty.use("fit"),)))


@pytest.mark.parametrize(
    ("setter", "is_said"),
    [("on_epoch_end", True), ("_build", True), ("on_start", True), ("build", False)],
)
def test_a_method_that_callers_may_call(setter: str, is_said: bool) -> None:
    uncalled = faulty.without("order", why="uncalled", set_in=(setter,))
    assert bool(said("SEQ404", uncalled)) is is_said
    fitted = replace(uncalled, uses=(faulty.use("fit"),), instantiated=True)
    [finding] = said("SEQ404", fitted)
    assert f"only `{setter}` sets" in finding.message


@pytest.mark.parametrize(
    "about", [{"certain": False}, {"setting": (("flag", "True"),)}], ids=["condition", "flag"]
)
def test_what_a_condition_decides_is_a_warning(about: dict[str, object]) -> None:
    [finding] = said("SEQ404", faulty.without("order", **about))
    assert finding.severity is Severity.WARNING
    [finding] = said("SEQ403", faulty.without("order", during="construction", **about))
    assert finding.severity is Severity.WARNING


def test_what_is_meant_is_named() -> None:
    names = (Assigned("labels", made.LENGTH_AT, "__init__"),)
    misspelt = replace(faulty.without("lables"), assigned=names)
    [finding] = said("SEQ404", misspelt)
    assert finding.help is not None
    assert "`self.labels`" in finding.help
    taken = replace(faulty.without("labels"), parameters=("x", "labels"))
    [finding] = said("SEQ404", taken)
    assert finding.help is not None
    assert "`self.labels = labels`" in finding.help


@pytest.mark.parametrize(
    "name",
    [
        "on_epoch_start",
        "on_epoch_ends",
        "on_epoch_finished",
        "onEpochEnd",
        "_on_epoch_end",
        "on_end_of_epoch",
        "on_epcoh_end",
        "on_batch_begin",
        "on_train_end",
        "on_training_started",
    ],
)
def test_a_name_like_that_of_a_hook_is_found(name: str) -> None:
    [finding] = said("SEQ405", faulty.with_uncalled(name))
    assert f"`Pairs.{name}` is named like a hook" in finding.message


@pytest.mark.parametrize("name", ["on_disk", "on_epoch", "on_train", "one_epoch", "on_end"])
def test_other_names_are_none(name: str) -> None:
    assert not said("SEQ405", faulty.with_uncalled(name))


def test_the_hook_of_keras_3_is_none_on_keras_2() -> None:
    assert not said("SEQ405", faulty.with_uncalled("on_epoch_begin"))
    [finding] = said("SEQ405", faulty.with_uncalled("on_epoch_begin", keras=frozenset({2})))
    assert "Keras 2 knows no such method" in finding.message


def test_hooks_that_something_may_call_are_silent() -> None:
    meant = faulty.with_uncalled("on_epoch_start")
    assert not said("SEQ405", replace(meant, uncalled=()))
    assert not said("SEQ405", replace(meant, members_known=False))
    assert not said("SEQ405", replace(meant, qualname="FakeLoader"))
    [method] = meant.methods
    assert not said("SEQ405", replace(meant, methods=(replace(method, decorated=True),)))
    assert not said("SEQ405", replace(meant, methods=(replace(method, is_stub=True),)))
    [lacking] = faulty.without("order", why="uncalled", set_in=("on_epoch_start",)).lacking
    assert not said("SEQ405", replace(meant, lacking=(lacking,)))


def test_what_is_set_later_is_moved_before_what_needs_it() -> None:
    def help_for(method: str, setting: tuple[tuple[str, str], ...] = ()) -> str | None:
        about = {"during": "construction", "why": "later", "method": method, "setting": setting}
        [finding] = said("SEQ403", faulty.without("order", **about))
        return finding.help

    assert help_for("on_epoch_end") == "Move the assignment before the call of `on_epoch_end`."
    assert help_for("__init__") == "Move the assignment before the read."
    every = "Give it a value on every way that leads there."
    assert help_for("__init__", (("flag", "False"),)) == every
