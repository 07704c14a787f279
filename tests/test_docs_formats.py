"""What docs/formats.md and docs/notebooks.md say of the formats is what there is."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from commands import CEIL, FLOOR, sequence_lint
from notebooks import code, notebook, text
from test_readme import needs_shell, readme

from sequence_lint.outputs import FORMATS

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


@needs_shell
def test_outputs_are_those_of_today() -> None:
    assert readme().refreshed(PAGE) == PAGE, "run `python docs/readme.py`"


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


def test_severities_are_called_as_the_table_says(tmp_path: Path) -> None:
    (tmp_path / "warning.py").write_text(FLOOR)
    (tmp_path / "note.py").write_text(CEIL.replace("        super().__init__()\n", ""))
    (tmp_path / "error.py").write_text("class\n")
    rows = re.findall(r"^\| `(\w+)` \| (\S+) \| (\S+) \| (\S+) \|$", PAGE, re.MULTILINE)
    said = {name: [word.strip("`") for word in words] for name, *words in rows}
    paths = ("error.py", "warning.py", "note.py")
    for name in ("sarif", "github", "gitlab"):
        for path, word in zip(paths, said[name], strict=True):
            out = sequence_lint("check", path, "--output-format", name, cwd=tmp_path).out
            assert f'"{word}"' in out or out.startswith(f"::{word} "), (name, path)
    assert said["junit"] == ["failure"] * 3
    out = sequence_lint("check", "note.py", "--output-format", "junit", cwd=tmp_path).out
    assert 'failures="1"' in out


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


def test_links_lead_somewhere() -> None:
    for page in (PAGE, NOTEBOOKS):
        shown = re.sub(r"^```.*?^```$", "", page, flags=re.MULTILINE | re.DOTALL)
        for link in re.findall(r"\]\(([^)#]+)", shown):
            assert link.startswith("https://") or (DOCS / link).exists()


def test_json_lines_have_the_documented_keys(tmp_path: Path) -> None:
    (tmp_path / "floor.py").write_text(FLOOR)
    both = [
        sequence_lint("check", "--output-format", name, cwd=tmp_path).out
        for name in ("json", "jsonl")
    ]
    assert json.loads(both[0])["diagnostics"] == [json.loads(both[1])]
