"""The formats for other programs."""

from __future__ import annotations

import json
from dataclasses import replace

from made_up import PATH, always, finding, place, rule, sequence_class

from sequence_lint.engine import Outcome
from sequence_lint.judge import judge
from sequence_lint.report.concise import to_lines
from sequence_lint.report.json import to_json
from sequence_lint.rule import Diagnostic, Finding, Related, Severity

ERROR = Diagnostic("z.py", "SEQ900", "file-not-read", Severity.ERROR, "cannot be read", 1, 1, 1, 2)


def outcome(*diagnostics: Diagnostic) -> Outcome:
    return Outcome(diagnostics, ("a notice",), (sequence_class(),), 7, lambda *_: ())


def found() -> Diagnostic:
    (diagnostic,) = judge((sequence_class(),), (rule(check=lambda _: (finding(),)),))
    return diagnostic


def test_concise_is_a_line_a_diagnostic() -> None:
    assert to_lines(outcome(found(), ERROR)) == (
        "gen.py:11:16: SEQ102 tail-dropped: The tail is dropped. "
        "(with 10 samples and batches of 4, samples 8-9 are never served)\n"
        "z.py:1:1: SEQ900 file-not-read: cannot be read\n"
    )


def test_concise_keeps_a_message_on_its_line() -> None:
    (diagnostic,) = judge(
        (sequence_class(),), (rule(check=lambda _: (Finding(place(), "two\nlines\x1b[0m"),)),)
    )
    assert to_lines(outcome(diagnostic)) == "gen.py:6:7: SEQ102 tail-dropped: two lines [0m\n"


def test_affected_classes_are_named() -> None:
    several = ("A", "B (b.py:3)", "C", "D", "E")
    few, many = replace(found(), affects=several[:2]), replace(found(), affects=several)
    assert to_lines(outcome(few)).endswith("never served) [affects A, B (b.py:3)]\n")
    assert to_lines(outcome(many)).endswith(" [affects A, B (b.py:3), C and 2 more]\n")
    (one,) = json.loads(to_json(outcome(many)))["diagnostics"]
    assert one["affects"] == list(several)


def test_a_place_in_a_notebook_has_its_cell() -> None:
    see = Related(place(14, 16, 6), "there")
    at = replace(see.place, cell=2)
    diagnostic = replace(found(), cell=12, related=(see, replace(see, place=at)))
    assert to_lines(outcome(diagnostic)).startswith("gen.py:cell 12:11:16: SEQ102 ")
    (one,) = json.loads(to_json(outcome(diagnostic)))["diagnostics"]
    assert (one["cell"], one["line"]) == (12, 11)
    assert [each["cell"] for each in one["related"]] == [None, 2]


def test_concise_says_nothing_on_a_clean_run() -> None:
    assert to_lines(Outcome((), (), (), 3, lambda *_: ())) == ""


def test_json_has_every_documented_key() -> None:
    document = json.loads(to_json(outcome(found(), ERROR)))
    assert document["version"] == 1
    assert document["diagnostics"][0] == {
        "path": PATH,
        "cell": None,
        "code": "SEQ102",
        "name": "tail-dropped",
        "severity": "warning",
        "message": "The tail is dropped.",
        "line": 11,
        "column": 16,
        "end_line": 11,
        "end_column": 37,
        "class": "Gen",
        "affects": [],
        "example": "with 10 samples and batches of 4, samples 8-9 are never served",
        "related": [
            {
                "path": PATH,
                "cell": None,
                "line": 14,
                "column": 16,
                "end_line": 14,
                "end_column": 22,
                "message": "the slice is here",
            }
        ],
        "help": "write `math.ceil(len(self.x) / self.b)`",
        "fix": None,
        "url": None,
    }
    assert document["diagnostics"][1]["class"] is None
    assert document["summary"] == {
        "files": 7,
        "classes": 1,
        "findings": 1,
        "errors": 2,
        "by_code": {"SEQ102": 1, "SEQ900": 1},
    }


def test_json_of_a_clean_run_is_a_document_too() -> None:
    document = json.loads(to_json(Outcome((), (), (), 0, lambda *_: ())))
    assert document["diagnostics"] == []
    assert document["summary"]["by_code"] == {}


def test_json_is_ascii_whatever_the_message_says() -> None:
    (diagnostic,) = judge(
        (sequence_class(),), (rule(check=lambda _: (Finding(place(), "é \ud800"),)),)
    )
    text = to_json(outcome(diagnostic))
    assert text.isascii()
    assert json.loads(text)["diagnostics"][0]["message"] == "é \ud800"


def test_made_up_rule_finds_something() -> None:
    assert list(always(sequence_class()))
