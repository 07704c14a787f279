"""Every block of every page is run, checked, or says why not; every link leads somewhere."""

from __future__ import annotations

import json
import re
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from commands import run, sequence_lint
from test_readme import needs_shell, readme

ROOT = Path(__file__).parent.parent
PAGES = readme().pages()
TEXTS = {page: (ROOT / page).read_text(encoding="utf-8") for page in PAGES}
BLOCKS = {page: readme().blocks(text) for page, text in TEXTS.items()}
CHECKED = ("toml", "yaml", "json")
"""Languages of which the tests here check each block that is not marked otherwise."""
COMMAND = re.compile(
    r"^(\$|make|python3?|pip|sequence-lint|git|pytest|flake8|pylint) ", re.MULTILINE
)
NEEDED = ("flake8", "pylint")
ALL_PAGES = pytest.mark.parametrize("page", PAGES)


def complaint(language: str, mark: str, text: str, page: str) -> str | None:
    """What is wrong with how a block is marked; None where all is well."""
    if mark.startswith("tested: "):
        test = ROOT / mark.removeprefix("tested: ")
        if not test.is_file():
            return f"there is no {mark.removeprefix('tested: ')}"
        if Path(page).name not in test.read_text(encoding="utf-8"):
            return f"{test.name} does not mention {Path(page).name}"
        return None
    if mark.startswith("not run: "):
        return None if len(mark.split()) >= 5 else "the reason is too short to be one"
    if mark == "run: in a fresh environment":
        return None if page == "README.md" else "only the one of README.md is tried"
    if re.fullmatch(r"run(: \d+( or \d+)*)?", mark):
        return None if language in ("console", "sh", "python") else f"{language} cannot be run"
    if mark:
        return f"the comment is not understood: {mark}"
    if language in CHECKED or (not language and not COMMAND.search(text)):
        return None
    return "it says neither that it is run nor why it is not"


@ALL_PAGES
def test_each_block_says_what_becomes_of_it(page: str) -> None:
    found = [(b.text, complaint(b.language, b.mark, b.text, page)) for b in BLOCKS[page]]
    assert not [(text, wrong) for text, wrong in found if wrong is not None]
    # What the expression for blocks does not see would be checked by nobody.
    assert len(re.findall(r"^ *```", TEXTS[page], re.MULTILINE)) == 2 * len(BLOCKS[page])


@pytest.mark.parametrize(
    ("language", "mark", "text", "say"),
    [
        ("sh", "", "ls\n", "neither"),
        ("", "", "make bench\n", "neither"),
        ("text", "", "sequence-lint\n", "neither"),
        ("sh", "tested: tests/test_gone.py", "ls\n", "there is no"),
        ("sh", "tested: tests/commands.py", "ls\n", "does not mention"),
        ("sh", "not run: no", "ls\n", "too short"),
        ("yaml", "run", "a: 1\n", "cannot be run"),
        ("python", "run: somewhere", "1\n", "not understood"),
        ("sh", "run: in a fresh environment", "ls\n", "only the one"),
    ],
)
def test_a_block_that_nobody_checks_is_noticed(
    language: str, mark: str, text: str, say: str
) -> None:
    said = complaint(language, mark, text, "docs/usage.md")
    assert said is not None
    assert say in said


def test_pages_are_found() -> None:
    assert {"README.md", "docs/usage.md", "docs/formats.md", "docs/writing-rules.md"} <= set(PAGES)
    assert not [page for page in PAGES if page.startswith("docs/rules/")]


RUN = [page for page in PAGES if any(b.exit_codes is not None for b in BLOCKS[page])]


@needs_shell
@pytest.mark.parametrize("page", [page for page in RUN if page != "README.md"])
def test_commands_end_and_print_as_the_page_says(page: str) -> None:
    """That of README.md is a test of its own, beside others about it."""
    words = {word for block in BLOCKS[page] for line in block.commands for word in line.split()}
    for name in NEEDED:
        if name in words and find_spec(name) is None:
            pytest.skip(f"{name} is not installed")
    assert readme().refreshed(TEXTS[page]) == TEXTS[page], "run `python docs/readme.py`"


PYTHON = [
    pytest.param(block.text, id=f"{page}-{number}")
    for page in PAGES
    for number, block in enumerate(BLOCKS[page])
    if block.language == "python" and block.mark == "run"
]


@pytest.mark.parametrize("text", PYTHON)
def test_python_runs(text: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    (tmp_path / "snippet.py").write_text(text, encoding="utf-8")
    ran = run([sys.executable, "snippet.py"], cwd=tmp_path)
    assert (ran.code, ran.err) == (0, "")


def unmarked(language: str) -> list[object]:
    return [
        pytest.param(block.text, id=f"{page}-{number}")
        for page in PAGES
        for number, block in enumerate(BLOCKS[page])
        if block.language == language and not block.mark
    ]


@pytest.mark.parametrize("text", unmarked("toml"))
def test_toml_is_a_configuration_without_mistakes(text: str, tmp_path: Path) -> None:
    """What another tool reads is parsed all the same, and has no table of ours to be wrong."""
    (tmp_path / "shared").mkdir()
    tables = re.findall(r"^\[+([^\]\n.]+)", text, re.MULTILINE)
    own = not tables or not set(tables) <= {"tool", "project", "build-system"}
    (tmp_path / ("sequence-lint.toml" if own else "pyproject.toml")).write_text(text)
    for extended in re.findall(r'^extend = "(.*)"', text, re.MULTILINE):
        path = tmp_path / extended
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("[tool.sequence-lint]\n" if path.name == "pyproject.toml" else "")
    roots = " ".join(re.findall(r"^src = .*", text, re.MULTILINE))
    for folder in re.findall(r'"([\w/.-]+)"', roots):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
    ran = sequence_lint("config", cwd=tmp_path)
    assert (ran.code, ran.err) == (0, "")


@pytest.mark.parametrize("text", unmarked("yaml"))
def test_yaml_can_be_read(text: str) -> None:
    yaml = pytest.importorskip("yaml", reason="PyYAML is not installed")
    assert isinstance(yaml.safe_load(text), (dict, list))


@pytest.mark.parametrize("text", unmarked("json"))
def test_json_can_be_read(text: str) -> None:
    assert isinstance(json.loads(text), (dict, list))


@ALL_PAGES
def test_links_lead_somewhere(page: str) -> None:
    text = re.sub(r"^```.*?^```$", "", TEXTS[page], flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)", re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", text)):
        if re.match(r"https?:", target):
            continue
        path, _, anchor = target.partition("#")
        to = (ROOT / page).parent / path if path else ROOT / page
        assert to.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.*)$", to.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {_anchor(heading) for heading in headings}, target


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def test_usage_names_every_command_and_option() -> None:
    text = TEXTS["docs/usage.md"]
    commands = re.findall(r"^\| `([\w-]+)` ", text.partition("## What")[0], re.MULTILINE)
    out = sequence_lint("--help", cwd=ROOT).out
    listed = re.findall(r"^  ([a-z][\w-]*)  ", out.partition("\nCommands:\n")[2], re.MULTILINE)
    assert sorted(commands) == sorted(listed)
    options = re.findall(r"--[a-z][a-z-]+", sequence_lint("check", "--help", cwd=ROOT).out)
    assert {option for option in options if f"`{option}" not in text} <= {
        "--help",
        "--no-force-exclude",
    }
