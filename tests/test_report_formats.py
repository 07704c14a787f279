"""What each output format looks like, and that those who read it are given what they ask for.

``UPDATE_SNAPSHOTS=1`` writes the files in tests/snapshots anew; each change is to be looked at.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from made_up import PATH, SOURCE, finding, place, rule, sequence_class

from sequence_lint import registry
from sequence_lint.engine import Outcome
from sequence_lint.judge import judge
from sequence_lint.model import Place
from sequence_lint.outputs import FORMATS, parsed
from sequence_lint.registry import Registry
from sequence_lint.report import markdown
from sequence_lint.report.fingerprint import fingerprints
from sequence_lint.report.formats import counted, written
from sequence_lint.rule import Diagnostic, Related, Severity

HERE = Path(__file__).parent
SCHEMA = HERE / "schemas" / "sarif-schema-2.1.0.json"
CELL = ("import keras", "", "class Cells(keras.utils.Sequence):", "    pass")
RULE = rule(check=lambda _: (finding(),))
(PLAIN,) = judge((sequence_class(),), (RULE,))
IN_CELL = replace(
    PLAIN,
    path="notes/train 1.ipynb",
    cell=3,
    line=3,
    column=1,
    end_line=3,
    end_column=12,
    class_name="Cells",
    severity=Severity.ERROR,
    related=(Related(Place("notes/train 1.ipynb", 2, 5, 2, 9, 4), "used here"),),
)
NASTY = Diagnostic(
    "odd, 100%/a:b.py",
    "SEQ998",
    "odd_name",
    Severity.NOTE,
    "50% of `a | b` is <b>not</b> *it*\nand ]]> & \x1b[0m more: \ud800",
    2,
    1,
    4,
    3,
    class_name="make.<locals>.Gen",
    affects=("A", "B (b.py:3)"),
)
UNREAD = Diagnostic("z.py", "SEQ900", "file-not-read", Severity.ERROR, "cannot be read", 1, 1, 1, 2)
UNREAD_CELL = replace(UNREAD, path="z.ipynb", cell=2)


def lines(path: str, cell: int) -> tuple[str, ...]:
    if path == PATH:
        return tuple(SOURCE.split("\n"))
    return CELL if cell == 3 else ()


def in_file(path: str, cell: int) -> tuple[int, ...]:
    """The third cell has one line of the file for each of its lines, of others nothing is known."""
    return (40, 41, 42, 43) if cell == 3 else ()


def outcome(*diagnostics: Diagnostic, notices: tuple[str, ...] = ()) -> Outcome:
    classes = (sequence_class(), sequence_class("Clean"))
    return Outcome(diagnostics, notices, classes, 5, lines, in_file=in_file)


EVERYTHING = outcome(
    PLAIN, IN_CELL, NASTY, UNREAD_CELL, UNREAD, notices=("rule pack 'x': it is\nbroken",)
)
CLEAN = replace(outcome(), diagnostics=())


@pytest.fixture(autouse=True)
def _rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """The made-up rule is the only one: texts of real ones are no matter of the formats."""
    monkeypatch.setattr(registry, "load", lambda: Registry((RULE,)))
    monkeypatch.setattr("sequence_lint.__version__", "1.2.3")


to = partial(written, width=80, color=False)


def document(name: str, given: Outcome = EVERYTHING) -> Any:
    return json.loads(to(given, name))


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "html"])
def test_snapshot(name: str) -> None:
    text = f"{to(EVERYTHING, name)}--- a clean run:\n{to(CLEAN, name)}"
    path = HERE / "snapshots" / f"{name}.txt"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
    assert text == path.read_bytes().decode("utf-8", "surrogatepass")


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_names_the_cell_and_the_line_in_it(name: str) -> None:
    text = to(outcome(IN_CELL), name)
    in_words = "cell 3:3:1" in text
    assert in_words or re.search(r'"cell": 3,\s.*"line": 3,\s.*"column": 1,', text, re.DOTALL)


def test_statistics_count_by_rule() -> None:
    twice = outcome(UNREAD, PLAIN, NASTY, replace(NASTY, line=3))
    table = "2  SEQ998 odd_name\n1  SEQ102 tail-dropped\n1  SEQ900 file-not-read\n"
    assert counted(twice, "concise") == table
    people = counted(twice, "full")
    assert people.startswith(f"{table}\nFound 3 findings in 2 classes ")
    assert counted(CLEAN, "concise") == ""
    assert counted(CLEAN, "full") == "No findings (5 files read, 2 classes checked).\n"
    ten = outcome(UNREAD, *(replace(NASTY, line=n) for n in range(10)))
    assert counted(ten, "concise").startswith("10  SEQ998 odd_name\n 1  SEQ900")


class TestAskingForAFormat:
    def test_a_format_may_have_a_file(self) -> None:
        assert (parsed("sarif").format, parsed("sarif").file) == ("sarif", None)
        assert parsed("sarif:out:1.sarif").file == "out:1.sarif"

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("sarf:x", "there is no format 'sarf'. Did you mean sarif?"),
            ("JSON", "there is no format 'JSON'. Did you mean json?"),
            ("pdf123", "there is no format 'pdf123'. There are full, concise, json, "),
            ("json:", "'json:' names no file after the colon"),
            ("json,full", "Give each of them by itself, as in: concise json:FILE"),
            ("json:a,sarif:b", "Give each of them by itself, as in: concise json:FILE"),
        ],
    )
    def test_what_is_wrong_is_said(self, text: str, said: str) -> None:
        with pytest.raises(ValueError, match=re.escape(said)):
            parsed(text)


class TestSarif:
    def valid(self, given: Outcome) -> Any:
        log = document("sarif", given)
        jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
        schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
        jsonschema.Draft4Validator(
            schema, format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER
        ).validate(log)
        return log["runs"][0]

    @pytest.mark.parametrize("given", [EVERYTHING, CLEAN, outcome(PLAIN), outcome(UNREAD)])
    def test_it_is_valid(self, given: Outcome) -> None:
        assert self.valid(given)["columnKind"] == "unicodeCodePoints"

    def test_the_schema_would_notice(self) -> None:
        jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
        log = document("sarif")
        log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(log, json.loads(SCHEMA.read_text(encoding="utf-8")))

    def test_rules_are_described_and_pointed_at(self) -> None:
        run = self.valid(EVERYTHING)
        (described,) = run["tool"]["driver"]["rules"]
        assert (described["id"], described["name"]) == ("SEQ102", "tail-dropped")
        assert described["defaultConfiguration"] == {"level": "warning"}
        indexes = [(each["ruleId"], each.get("ruleIndex")) for each in run["results"]]
        assert indexes == [("SEQ102", 0), ("SEQ102", 0), ("SEQ998", None)]

    def test_the_full_description_is_the_first_section(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        doc = "Said shortly.\n\n## What it does\n\nSaid in\nfull.\n\n## Bad\n\nMore.\n"
        monkeypatch.setattr(registry, "load", lambda: Registry((replace(RULE, doc=doc),)))
        (described,) = self.valid(outcome(PLAIN))["tool"]["driver"]["rules"]
        assert described["shortDescription"] == {"text": "Said shortly."}
        assert described["fullDescription"] == {"text": "Said in full."}
        assert described["help"]["markdown"] == doc.strip()

    def test_what_could_not_be_done_is_no_result(self) -> None:
        (invocation,) = self.valid(EVERYTHING)["invocations"]
        assert invocation["executionSuccessful"] is False
        codes = [
            each.get("descriptor", {}).get("id")
            for each in invocation["toolExecutionNotifications"]
        ]
        assert codes == ["SEQ900", "SEQ900", None]
        assert self.valid(outcome(PLAIN))["invocations"][0]["executionSuccessful"] is True

    @pytest.mark.parametrize(
        ("path", "artifact"),
        [
            ("a b/ä.py", {"uri": "a%20b/%C3%A4.py", "uriBaseId": "%SRCROOT%"}),
            ("a:b.py", {"uri": "a%3Ab.py", "uriBaseId": "%SRCROOT%"}),
            ("/tmp/x.py", {"uri": "file:///tmp/x.py"}),
        ],
    )
    def test_paths_are_uris(self, path: str, artifact: dict[str, str]) -> None:
        (result,) = self.valid(outcome(replace(PLAIN, path=path)))["results"]
        assert result["locations"][0]["physicalLocation"]["artifactLocation"] == artifact

    def test_related_places_are_linked_from_the_text(self) -> None:
        related = replace(PLAIN.related[0], message=r"x[i] \ there")
        (result,) = self.valid(outcome(replace(PLAIN, related=(related,))))["results"]
        assert result["message"]["text"].endswith("\nSee: [x\\[i\\] \\\\ there](1)")
        assert result["relatedLocations"][0]["id"] == 1


class TestFingerprints:
    def one(self, diagnostic: Diagnostic, source: str = SOURCE) -> str:
        given = replace(outcome(diagnostic), lines=lambda *_: tuple(source.split("\n")))
        (found,) = fingerprints(given)
        return found

    def test_they_survive_that_lines_move(self) -> None:
        moved = replace(PLAIN, line=PLAIN.line + 2, end_line=PLAIN.end_line + 2)
        assert self.one(moved, f"# new\n\n{SOURCE}") == self.one(PLAIN)
        reworded = replace(PLAIN, message="Other words.", column=1, severity=Severity.NOTE)
        assert self.one(reworded, SOURCE.replace(" // ", "//")) == self.one(PLAIN)

    def test_they_survive_that_cells_move(self) -> None:
        assert self.one(replace(IN_CELL, cell=7)) == self.one(IN_CELL)

    def test_they_tell_findings_apart(self) -> None:
        changes: tuple[dict[str, Any], ...] = (
            {"path": "x.py"},
            {"code": "SEQ103"},
            {"class_name": "X"},
            {"line": 10},
        )
        others = {self.one(replace(PLAIN, **change)) for change in changes}
        assert len({*others, self.one(PLAIN)}) == 5

    def test_the_same_twice_is_told_apart_by_its_number(self) -> None:
        both = fingerprints(outcome(PLAIN, replace(PLAIN, column=3)))
        assert len(set(both)) == 2
        assert both[0] == self.one(PLAIN)

    def test_gitlab_and_sarif_take_them(self) -> None:
        (mark,) = fingerprints(outcome(PLAIN))
        (issue,) = document("gitlab", outcome(PLAIN))
        (result,) = document("sarif", outcome(PLAIN))["runs"][0]["results"]
        assert issue["fingerprint"] == mark
        assert result["partialFingerprints"] == {"sequenceLint/v1": mark}


class TestGitHub:
    @staticmethod
    def understood(line: str) -> tuple[str, dict[str, str], str]:
        """The command as a runner takes it apart."""
        match = re.fullmatch(r"::(\w+) (.*?)::(.*)", line)
        assert match is not None
        pairs = (each.split("=", 1) for each in match[2].split(","))
        found = {key: value.replace("%3A", ":").replace("%2C", ",") for key, value in pairs}
        found = {key: value.replace("%25", "%") for key, value in found.items()}
        return match[1], found, match[3].replace("%0A", "\n").replace("%25", "%")

    def test_a_runner_gets_back_what_was_meant(self) -> None:
        kind, said, text = self.understood(to(outcome(NASTY), "github").rstrip("\n"))
        assert kind == "notice"
        assert said["file"] == NASTY.path
        assert said["title"] == "SEQ998 odd_name"
        assert text.startswith("odd, 100%/a:b.py:2:1: SEQ998 50% of `a | b` is <b>")
        assert text.endswith("\nAffects: A, B (b.py:3)")

    def test_columns_are_left_out_where_github_refuses_them(self) -> None:
        _, several, _ = self.understood(to(outcome(NASTY), "github").rstrip("\n"))
        assert {"line", "endLine"} <= set(several)
        assert not {"col", "endColumn"} & set(several)
        _, one, _ = self.understood(to(outcome(PLAIN), "github").rstrip("\n"))
        assert (one["line"], one["col"], one["endColumn"]) == ("11", "16", "37")

    def test_each_command_is_one_line(self) -> None:
        assert to(EVERYTHING, "github").count("\n") == len(EVERYTHING.diagnostics) + 1


class TestJunit:
    def test_the_counts_are_those_of_what_is_below(self) -> None:
        root = ET.fromstring(to(EVERYTHING, "junit"))
        assert root.attrib == {
            "name": "sequence-lint",
            "tests": "7",
            "failures": "3",
            "errors": "3",
        }
        for element in (root, *root):
            for key, below in (("tests", "testcase"), ("failures", "failure"), ("errors", "error")):
                assert element.attrib[key] == str(len(element.findall(f".//{below}")))

    def test_classes_without_a_finding_pass(self) -> None:
        root = ET.fromstring(to(EVERYTHING, "junit"))
        passed = [case.attrib for case in root.iter("testcase") if not len(case)]
        assert passed == [{"name": "no findings", "classname": "gen.Clean"}]

    def test_it_is_ascii_and_holds_no_forbidden_character(self) -> None:
        text = to(outcome(NASTY, replace(PLAIN, message="ä\x00")), "junit")
        assert text.isascii()
        messages = [each.attrib["message"] for each in ET.fromstring(text).iter("failure")]
        assert messages[0] == "ä "


class TestMarkdown:
    def test_a_row_is_a_row(self) -> None:
        text = to(outcome(NASTY), "markdown")
        row = text.rstrip("\n").split("\n")[-1]
        assert row.count("|") - row.count(r"\|") == 4
        assert r"`a \| b`" in row
        assert r"\<b\>not\</b\> \*it\*" in row

    def test_it_stays_below_what_github_takes(self) -> None:
        many = outcome(*(replace(PLAIN, line=line) for line in range(5000)))
        text = to(many, "markdown")
        assert len(text.encode()) < 2**20
        last = text.rstrip("\n").split("\n")[-1]
        left = re.fullmatch(r"\| \| \| (\d+) more are left out here \|", last)
        assert left is not None
        assert text.count("| `gen.py:") + int(left[1]) == 5000

    def test_the_room_is_what_it_says(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(markdown, "ROOM", 10)
        assert to(outcome(PLAIN), "markdown").endswith("| | | 1 more are left out here |\n")


def test_lines_in_notebooks_are_those_of_the_file() -> None:
    both = outcome(IN_CELL, UNREAD_CELL)
    first, second = to(both, "github").splitlines()
    assert "file=notes/train 1.ipynb,line=42,endLine=42::notes/train 1.ipynb:cell 3:3:1: " in first
    assert "file=z.ipynb::z.ipynb:cell 2:1:1: " in second
    known, unknown = document("gitlab", both)
    assert known["location"]["lines"] == {"begin": 42, "end": 42}
    assert unknown["location"]["lines"] == {"begin": 1, "end": 1}
    (result,) = document("sarif", both)["runs"][0]["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 42, "endLine": 42}


def test_gitlab_has_what_it_requires() -> None:
    issues = document("gitlab")
    assert len({each["fingerprint"] for each in issues}) == len(issues) == 5
    for each in issues:
        assert {"description", "check_name", "fingerprint", "severity", "location"} <= set(each)
        assert each["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert each["location"]["lines"]["begin"] >= 1


def test_json_lines_are_the_diagnostics_of_the_document() -> None:
    each = [json.loads(line) for line in to(EVERYTHING, "jsonl").splitlines()]
    assert each == document("json")["diagnostics"]
    assert each[0]["related"][0]["line"] == place(14).line
