"""What docs/formats.md and docs/notebooks.md say of the formats is what there is."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import replace
from pathlib import Path

import pytest
from commands import FLOOR, sequence_lint
from notebooks import code, notebook, text
from test_readme import readme
from test_report_formats import PLAIN, outcome

from sequence_lint.outputs import FORMATS
from sequence_lint.report.formats import written
from sequence_lint.rule import Severity

DOCS = Path(__file__).parent.parent / "docs"
PAGE = (DOCS / "formats.md").read_text(encoding="utf-8")
NOTEBOOKS = (DOCS / "notebooks.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \| (.*) \|$", NOTEBOOKS, re.MULTILINE)
SAID = [
    (name, expected)
    for names, texts in ROWS
    for name in re.findall(r"\w+", names)
    for expected in re.findall(r"`([^`]* 3[^`]*|[^`]*: \d+)`", texts)
]


def section(name: str) -> str:
    return PAGE.partition(f"## `{name}`\n")[2].partition("\n## `")[0]


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_has_an_example(name: str) -> None:
    (first, *_) = (block for block in readme().blocks(section(name)) if block.mark)
    assert "examples" in first.commands[0]
    assert first.mark in ("run: 1", "run")
    assert name == "full" or f"--output-format {name}" in first.commands[0]


def test_each_console_block_is_run() -> None:
    assert all(b.exit_codes for b in readme().blocks(PAGE) if b.language != "yaml")


def test_the_commands_of_the_jobs_work(tmp_path: Path) -> None:
    (tmp_path / "floor.py").write_text(FLOOR)
    jobs = [block.text for block in readme().blocks(PAGE) if block.language == "yaml"]
    lines = [line for job in jobs for line in re.findall(r"sequence-lint (check .*)\n", job)]
    assert len(lines) == len(jobs) >= 3
    for line in lines:
        arguments = [part.replace("$GITHUB_STEP_SUMMARY", "summary") for part in shlex.split(line)]
        ran = sequence_lint(*arguments, cwd=tmp_path)
        assert (ran.code, ran.err) == (1, "")
    for file in ("sequence-lint.sarif", "gl-code-quality-report.json", "summary"):
        assert "SEQ102" in (tmp_path / file).read_text()
    uploaded = re.findall(r"(?:sarif_file|codequality): (\S+)", PAGE)
    assert uploaded == ["sequence-lint.sarif", "gl-code-quality-report.json"]


def test_severities_are_called_as_the_table_says() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (\S+) \| (\S+) \| (\S+) \|$", PAGE, re.MULTILINE)
    said = {name: [word.strip("`") for word in words] for name, *words in rows}
    assert list(said) == ["sarif", "github", "gitlab", "junit"]
    for number, severity in enumerate((Severity.ERROR, Severity.WARNING, Severity.NOTE)):
        given = outcome(replace(PLAIN, severity=severity))
        (result,) = json.loads(written(given, "sarif", 80, color=False))["runs"][0]["results"]
        (issue,) = json.loads(written(given, "gitlab", 80, color=False))
        github = written(given, "github", 80, color=False)
        assert (result["level"], issue["severity"]) == (
            said["sarif"][number],
            said["gitlab"][number],
        )
        assert github.startswith(f"::{said['github'][number]} ")
        assert f"<{said['junit'][number]} " in written(given, "junit", 80, color=False)


@pytest.mark.parametrize(("name", "expected"), SAID)
def test_places_in_notebooks_are_written_as_the_table_says(
    tmp_path: Path, name: str, expected: str
) -> None:
    source = FLOOR.replace("\n\n\n", "\n", 1).replace("super().__init__()\n", "pass\n")
    source = source.replace("        pass\n", "")
    assert source.splitlines()[6] == "        return len(self.x) // self.batch_size"
    (tmp_path / "train.ipynb").write_bytes(notebook(text("# A"), code("x = 1"), code(source)))
    given = ("--select", "SEQ102", "--output-format", name)
    line = ("show", "train.ipynb") if name == "show" else ("check", "train.ipynb", *given)
    out = sequence_lint(*line, cwd=tmp_path).out
    if name == "show":
        expected = "cell 3:"
    assert expected in out


def test_the_table_covers_every_format() -> None:
    assert {name for name, _ in SAID} == {*FORMATS, "show"}


def test_json_lines_have_the_documented_keys(tmp_path: Path) -> None:
    (tmp_path / "floor.py").write_text(FLOOR)
    both = [
        sequence_lint("check", "--output-format", name, cwd=tmp_path).out
        for name in ("json", "jsonl")
    ]
    assert json.loads(both[0])["diagnostics"] == [json.loads(both[1])]
