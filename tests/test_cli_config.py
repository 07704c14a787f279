"""`sequence-lint config`: the settings in force for a file, and where each comes from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from commands import sequence_lint

from sequence_lint.configuration import configured
from sequence_lint.settings import Settings
from sequence_lint.source.roots import Root
from sequence_lint.source.toml import line_of, parse

BASE = """\
extend-select = ["SEQ401"]
severity = { SEQ102 = "error" }
exclude = ["third party", "*_pb2.py"]
"""
TABLE = """\
[project]
name = "x"

[tool.sequence-lint]
extend = "base.toml"
extend-select = [
    "SEQ5",  # for the cluster
    "SEQ2",
]
src = ["lib"]
target-keras = 3

[tool.sequence-lint.per-file-ignores]
"lib/**" = ["SEQ1", "missing-labels"]
"!lib/**" = ["SEQ3"]
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib/x.py").write_text("")
    (tmp_path / "base.toml").write_text(BASE)
    (tmp_path / "pyproject.toml").write_text(TABLE)
    return tmp_path


def test_each_setting_with_its_place(tree: Path) -> None:
    ran = sequence_lint("config", "lib/x.py", "--fail-on", "error", cwd=tree)
    assert (ran.code, ran.err) == (0, "")
    head, _, settings = ran.out.partition("select = []")
    # A long path stands on a line of its own.
    long = r'src = \[  # (\S+)\n    ("[^"]*"),\n\]\n'
    settings = re.sub(long, r"src = [\2]  # \1\n", settings)
    assert head.splitlines()[:4] == [
        "# lib/x.py",
        f"# project: {tree}",
        "# configuration: pyproject.toml",
        "#   with: base.toml",
    ]
    assert "#   SEQ201" in head
    assert "SEQ101" not in head
    assert settings == (
        "  # default\n"
        "ignore = []  # default\n"
        "extend-select = [\n"
        '    "SEQ401",  # base.toml:1\n'
        '    "SEQ5",  # pyproject.toml:7\n'
        '    "SEQ2",  # pyproject.toml:8\n'
        "]\n"
        "extend-ignore = []  # default\n"
        'exclude = ["third party", "*_pb2.py"]  # base.toml:3\n'
        "extend-exclude = []  # default\n"
        "force-exclude = false  # default\n"
        'target-keras = "3"  # pyproject.toml:11\n'
        "extra-bases = []  # default\n"
        f'src = ["{tree}/lib"]  # pyproject.toml:10\n'
        'fail-on = "error"  # --fail-on\n'
        'output-format = "full"  # default\n'
        'baseline = ""  # default\n'
        "extend-per-file-ignores = {}  # default\n"
        "\n[per-file-ignores]\n"
        '"lib/**" = ["SEQ1", "missing-labels"]  # pyproject.toml:14\n'
        '"!lib/**" = ["SEQ3"]  # pyproject.toml:15\n'
        "\n[severity]\n"
        '"SEQ102" = "error"  # base.toml:2\n'
    )


def test_what_it_prints_is_a_configuration_that_says_the_same(tree: Path) -> None:
    def read(name: str) -> Settings:
        (settings,) = configured([Root(str(tree), str(tree / name))], Settings())
        return settings

    printed = sequence_lint("config", cwd=tree).out
    (tree / "sequence-lint.toml").write_text(printed)
    before, after = read("pyproject.toml"), read("sequence-lint.toml")
    for field in Settings.__slots__:
        if field != "origins":
            assert getattr(after, field) == getattr(before, field), field
    again = sequence_lint("config", cwd=tree).out
    assert "sequence-lint.toml:" in again
    assert "#   in place of: pyproject.toml\n" in again


def test_without_any_configuration(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    ran = sequence_lint("config", cwd=tmp_path)
    assert ran.code == 0
    settings = parse(ran.out.encode())
    assert {"build", ".venv", "node_modules"} <= set(settings["exclude"])
    assert "# configuration: none" in ran.out
    assert all(
        line.startswith((" ", "]", "#")) or line.endswith("# default")
        for line in ran.out.splitlines()
    )
    assert max(map(len, ran.out.splitlines()[4:])) <= 100


def test_whether_a_file_is_excluded(tree: Path) -> None:
    (tree / "x_pb2.py").write_text("")
    assert "# excluded: unless it is named\n" in sequence_lint("config", "x_pb2.py", cwd=tree).out
    forced = sequence_lint("config", "x_pb2.py", "--force-exclude", cwd=tree).out
    assert "# excluded: in any case\n" in forced
    assert "excluded" not in sequence_lint("config", "lib/x.py", cwd=tree).out.partition("\n\n")[0]


def test_what_cannot_be_told(tree: Path) -> None:
    ran = sequence_lint("config", "gone.py", cwd=tree)
    assert (ran.code, ran.out) == (2, "")
    assert "gone.py: no such file or folder" in ran.err
    (tree / "base.toml").write_text("slect = []\n")
    ran = sequence_lint("config", cwd=tree)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("sequence-lint: base.toml:1: there is no key `slect`")
    assert sequence_lint("config", "--isolated", cwd=tree).code == 0


def test_the_schema_is_printed_without_any_project(tree: Path) -> None:
    (tree / "pyproject.toml").write_text("[tool.sequence-lint]\nbroken = [")
    shipped = Path(__file__).parents[1] / "sequence_lint" / "configuration.schema.json"
    assert sequence_lint("config", "--schema", cwd=tree).out == shipped.read_text()


LINES = """\
# a = 1
a = [
  'one', # a = 2

  'two',
]
'quoted key' = 1
d.e = 1
inline = { f = 1 }
text = \"\"\"
last = 1
\"\"\"
last = 2
[t]
b = 1
# c
[t.deep]
c = 1
"""


@pytest.mark.parametrize(
    ("path", "entry", "line"),
    [
        ("a", "", 2),
        ("a", "two", 5),
        ("a", "nowhere", 2),
        ("quoted key", "", 7),
        ("d.e", "", 8),
        ("inline.f", "", 9),
        ("text", "", 10),
        ("last", "", 13),
        ("t.b", "", 15),
        ("t.deep", "", 17),
        ("t.deep.c", "", 18),
        ("t.deep.gone", "", 17),
        ("gone", "", 1),
    ],
)
def test_the_line_of_a_key(path: str, entry: str, line: int) -> None:
    assert line_of(LINES.encode(), path.split("."), entry) == line
