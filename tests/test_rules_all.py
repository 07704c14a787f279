"""What holds for every rule: purity, silence about the unknown, documentation, wording."""

from __future__ import annotations

import ast
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import call_models as calls
import pytest
import rule_models as made
from faulty_models import some_faults

from sequence_lint.calls import CallSite
from sequence_lint.model import Cut, Part, SequenceClass
from sequence_lint.registry import load
from sequence_lint.rule import Finding, Rule
from sequence_lint.rule_docs import check_documentation, example
from sequence_lint.suppression import Suppression, Unknown

RULES = load().rules
VAGUE = re.compile(
    r"\b(maybe|perhaps|probably|possibly|might|seems?|appears?|should|could|likely|potential(ly)?"
    r"|issues?|problems?|improper(ly)?|incorrect(ly)?|various|etc)\b",
    re.IGNORECASE,
)
INTERNAL = re.compile(
    r"\b(dry run|epoch\.|SequenceClass|Opaque|Part|Cut|Bound|astroid|told|param)\b|None,"
)
ORDERS = frozenset(
    "Return Let Put Leave Pass Call Make Define Move Begin Give Keep Take Build".split()
)
ALL_RULES = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
Subject = SequenceClass | CallSite | Suppression


def some_classes() -> list[SequenceClass]:
    """Classes of which each makes some rule speak."""

    def bare(rows: made.Rows) -> Part:
        return made.array("x", rows)

    def three(rows: made.Rows) -> Part:
        parts = tuple(made.array(name, rows) for name in ("image", "meta", "y"))
        return Part("tuple", "image, meta, y", parts=parts)

    def open_end(rows: made.Rows, samples: int) -> list[Cut]:
        return [made.cut(rows, samples, stop=made.NOT_GIVEN)]

    growing = made.epochs(rows=lambda i, n, b: range(n)[i * b :], cuts=open_end)
    return [
        made.counting(),
        made.floor(),
        made.sequence(growing),
        made.returning(bare),
        made.returning(three),
        made.right(),
        *some_faults(),
    ]


def some_suppressions() -> list[Suppression]:
    """What is there to silence findings in ``Pairs``, and silences none."""
    at = made.right().place
    return [
        Suppression(at, "noqa", ("SEQ102",), class_name="Pairs"),
        Suppression(at, "ignore", ("SEQ102", "empty-last-batch"), class_name="Pairs"),
        Suppression(at, "ignore", (), (Unknown("SEQ999", "SEQ901 (x)"),), class_name="Pairs"),
        Suppression(at, "ignore", wrong="it names no rule", class_name="Pairs"),
        *(
            Suppression(at, "baseline", ("SEQ102",), (), "", (), "Pairs", 3, found, "a.py")
            for found in (0, 1, 2)
        ),
    ]


def subjects() -> list[Subject]:
    return [*some_classes(), *calls.some_calls(), *some_suppressions()]


def said_of(rule: Rule, one: Subject) -> list[Finding]:
    match one:
        case CallSite():
            return list(rule.check_call(one))
        case Suppression():
            return list(rule.check_suppression(one))
        case _:
            return list(rule.check(one))


def findings(rule: Rule) -> list[Finding]:
    return [finding for one in subjects() for finding in said_of(rule, one)]


def module_of(rule: Rule) -> str:
    """The module that the checks of the rule are from."""
    asked = (rule.check, rule.check_call, rule.check_suppression)
    checks = {check.__module__ for check in asked} - {Rule.__module__}
    [module] = checks
    return module


def source_of(rule: Rule) -> str:
    module = sys.modules[module_of(rule)]
    assert module.__file__ is not None
    return Path(module.__file__).read_text(encoding="utf-8")


def test_there_are_rules_with_codes_and_names_of_their_own() -> None:
    assert not load().broken
    assert {"SEQ101", "SEQ102", "SEQ201", "SEQ301", "SEQ302"} <= {rule.code for rule in RULES}
    assert len({rule.code for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)


@ALL_RULES
def test_the_file_is_called_like_the_rule(rule: Rule) -> None:
    name = f"{rule.code}_{rule.name}".lower().replace("-", "_")
    assert module_of(rule) == f"sequence_lint.rules.{name}"


@ALL_RULES
def test_each_rule_has_a_fixture(rule: Rule) -> None:
    name = module_of(rule).rpartition(".")[2]
    assert (Path(__file__).parent / "fixtures" / f"{name}.py").exists()


@ALL_RULES
def test_what_is_unknown_is_silence(rule: Rule) -> None:
    assert not list(rule.check(made.unknown_class()))
    nothing = made.sequence((), stored=(), methods=())
    assert not list(rule.check(nothing))
    assert not list(rule.check_call(calls.unknown_call()))


@ALL_RULES
def test_some_class_makes_it_speak(rule: Rule) -> None:
    assert findings(rule)


def test_the_same_in_any_order_and_any_number_of_times() -> None:
    def said(asked: list[Subject], rules: list[Rule]) -> set[tuple[str, int, Finding]]:
        before = subjects()
        return {
            (rule.code, before.index(one), finding)
            for rule in rules
            for one in asked
            for finding in said_of(rule, one)
        }

    first = said(subjects(), list(RULES))
    for seed in range(5):
        asked, rules = subjects(), list(RULES)
        random.Random(seed).shuffle(asked)
        random.Random(seed).shuffle(rules)
        assert said(asked, rules) == first


def imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "a relative import makes a second copy of the rules"
            yield node.module or ""


@ALL_RULES
def test_a_rule_imports_the_rule_surface_and_the_standard_library_only(rule: Rule) -> None:
    for name in imports(ast.parse(source_of(rule))):
        pure = name.split(".")[0] in sys.stdlib_module_names
        assert name == "sequence_lint.api" or pure, name
        assert name.split(".")[0] not in {"os", "sys", "io", "pathlib", "ast", "subprocess"}


@ALL_RULES
def test_the_documentation_is_whole_and_its_examples_show_the_fault(rule: Rule) -> None:
    assert check_documentation(rule) == []
    for heading in ("Bad", "Good"):
        ast.parse(example(rule.doc, heading))


@ALL_RULES
def test_messages_are_one_plain_sentence_about_the_class(rule: Rule) -> None:
    for finding in findings(rule):
        assert finding.message.endswith(".")
        assert ". " not in finding.message
        assert "\n" not in finding.message
        assert "`Pairs" in finding.message
        assert not VAGUE.search(finding.message), finding.message
        assert not INTERNAL.search(finding.message), finding.message


def asks_for_sizes(rule: Rule) -> bool:
    """What a class lacks or a call may be given is no question of sizes, but for the batches."""
    about_members = rule.code in {
        "SEQ105",
        "SEQ108",
        "SEQ305",
        "SEQ306",
        "SEQ312",
        "SEQ313",
        "SEQ314",
    }
    about_members = about_members or rule.code in {"SEQ401", "SEQ402", "SEQ412"}
    about_members = about_members or rule.code in {"SEQ403", "SEQ404", "SEQ405", "SEQ406"}
    return not about_members and (rule.code < "SEQ500" or rule.code == "SEQ607")


@ALL_RULES
def test_examples_give_the_size_first_and_help_is_an_order(rule: Rule) -> None:
    for finding in findings(rule):
        if asks_for_sizes(rule):
            assert finding.example is not None
        if finding.example is not None:
            assert re.match(r"with \d+ samples? and batches of \d+, ", finding.example)
        assert finding.help is not None
        assert finding.help.endswith(".")
        assert finding.help.split()[0] in ORDERS
        for text in (finding.example or "", finding.help):
            assert not VAGUE.search(text), text
            assert not INTERNAL.search(text), text


def test_expressions_are_split_where_they_divide() -> None:
    quotients = {
        "len(self.x) // self.b": ("len(self.x)", "self.b"),
        "int(np.floor(len(x) / float(b)))": ("len(x)", "b"),
        "math.ceil(n // b)": ("n", "b"),
        "np.floor(n / b).astype(int)": ("n", "b"),
        "len(self.x)": None,
        "(n - w) // (b * k)": ("(n - w)", "(b * k)"),
        "n // b + 1": None,
        "self.steps": None,
        "not python (": None,
        "": None,
    }
    for text, expected in quotients.items():
        assert made.length(3, text).quotient() == expected
