"""Packs of rules, found and collected."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from made_up import rule

from sequence_lint.registry import BUILT_IN, NotInstalled, Registry, load, nearest
from sequence_lint.source import entry_points as announcements
from sequence_lint.source.entry_points import EntryPoint

MODULE = """
from sequence_lint.api import Rule, Severity
{name} = Rule("{code}", "{called}", Severity.NOTE, "1.0", "What it finds.", lambda sequence: ())
"""


class Packs:
    """Packs of rules on disk, announced by entry points."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = root
        self.announced: list[EntryPoint] = []
        monkeypatch.syspath_prepend(str(root))
        monkeypatch.setattr(announcements, "entry_points", lambda group: self.announced)

    def announce(self, name: str, value: str) -> None:
        self.announced.append(EntryPoint(name, value))

    def write(self, path: str, text: str = "") -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text)

    def rule(self, path: str, code: str, called: str) -> None:
        self.write(path, MODULE.format(name=code, code=code, called=called))


@pytest.fixture
def packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Packs]:
    before = set(sys.modules)
    yield Packs(tmp_path, monkeypatch)
    for name in set(sys.modules) - before:
        if name.startswith("acme"):
            del sys.modules[name]


def codes(found: Registry) -> list[str]:
    return [rule.code for rule in found.rules]


def test_rules_of_all_modules_are_collected_in_order_of_code(packs: Packs) -> None:
    packs.write("acme_a/__init__.py")
    packs.rule("acme_a/z.py", "ACME001", "one")
    packs.rule("acme_a/a.py", "ACME003", "three")
    packs.rule("acme_a/below/__init__.py", "ACME002", "two")
    packs.rule("acme_a/below/deep.py", "ACME004", "four")
    packs.announce("acme", "acme_a")
    found = load()
    assert codes(found) == ["ACME001", "ACME002", "ACME003", "ACME004"]
    assert found.broken == ()


def test_a_pack_may_be_a_single_module(packs: Packs) -> None:
    packs.rule("acme_single.py", "ACME001", "one")
    packs.announce("acme", "acme_single")
    assert codes(load()) == ["ACME001"]


def test_a_rule_that_another_module_imports_counts_once(packs: Packs) -> None:
    packs.write("acme_b/__init__.py", "from acme_b.one import ACME001\n")
    packs.rule("acme_b/one.py", "ACME001", "one")
    packs.announce("acme", "acme_b")
    assert load() == Registry(load().rules)
    assert codes(load()) == ["ACME001"]


def test_a_pack_announced_twice_counts_once(packs: Packs) -> None:
    packs.rule("acme_c.py", "ACME001", "one")
    packs.announce("acme", "acme_c")
    packs.announce("acme", "acme_c")
    assert codes(load()) == ["ACME001"]
    assert load().broken == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("import nothing_like_it", "ModuleNotFoundError"),
        ("x = (", "SyntaxError"),
        ("1 / 0", "ZeroDivisionError"),
        ("import sys; sys.exit(3)", "SystemExit"),
    ],
)
def test_a_broken_module_is_named_and_the_rest_still_there(
    packs: Packs, text: str, reason: str
) -> None:
    packs.write("acme_d/__init__.py")
    packs.write("acme_d/bad.py", text)
    packs.rule("acme_d/good.py", "ACME001", "one")
    packs.rule("acme_e.py", "ACME002", "two")
    packs.announce("acme", "acme_d")
    packs.announce("more", "acme_e")
    found = load()
    assert codes(found) == ["ACME001", "ACME002"]
    (line,) = found.broken
    assert line.startswith("rule pack 'acme' (acme_d): acme_d.bad cannot be imported: ")
    assert reason in line


def test_missing_and_empty_packs_are_named(packs: Packs) -> None:
    packs.write("acme_f.py")
    packs.announce("gone", "acme_nowhere")
    packs.announce("empty", "acme_f")
    found = load()
    assert found.rules == ()
    assert [line.split(":")[0] for line in found.broken] == [
        "rule pack 'empty' (acme_f)",
        "rule pack 'gone' (acme_nowhere)",
    ]


def test_taken_codes_and_names_are_refused_and_the_built_in_pack_comes_first(packs: Packs) -> None:
    packs.write("acme_g/__init__.py")
    packs.rule("acme_g/a.py", "SEQ101", "mine")
    packs.rule("acme_g/b.py", "ACME001", "length-counts-samples")
    packs.rule("acme_g/c.py", "ACME002", "two")
    packs.announce("a-first-by-name", "acme_g")
    packs.announce("builtin", BUILT_IN)
    found = load()
    assert "ACME002" in codes(found)
    first = found.find("SEQ101")
    assert first is not None
    assert first.name == "length-counts-samples"
    assert len(found.broken) == 2
    assert all("has that code or name already" in line for line in found.broken)


def test_without_any_pack_it_says_what_to_do(packs: Packs) -> None:
    with pytest.raises(NotInstalled, match="pip install"):
        load()


def test_the_built_in_rules_are_all_there() -> None:
    found = load()
    assert found.broken == ()
    assert {"SEQ101", "SEQ102", "SEQ201", "SEQ301", "SEQ302"} <= set(codes(found))


def test_every_built_in_module_has_its_rule() -> None:
    modules = Path(__file__).parent.parent.joinpath("rules").glob("seq*.py")
    assert sorted(path.stem for path in modules) == [
        f"{r.code.lower()}_{r.name.replace('-', '_')}" for r in load().rules
    ]


def test_a_rule_is_found_by_code_in_any_case_or_name() -> None:
    one = rule("SEQ101", "length-counts-samples")
    found = Registry((one,))
    assert found.find("SEQ101") is found.find("seq101") is found.find(one.name) is one
    assert found.find("SEQ1") is None


def test_a_near_miss_suggests() -> None:
    rules = (rule("SEQ101", "length-counts-samples"), rule("SEQ201", "unbounded-slice"))
    assert nearest("unbound-slice", rules) == "Did you mean SEQ201 (unbounded-slice)?"
    assert nearest("seq102", rules) == "Did you mean SEQ101 (length-counts-samples)?"
    assert "sequence-lint rules" in nearest("!", rules)
