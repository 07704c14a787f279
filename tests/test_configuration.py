"""What the table of a pyproject.toml says, and what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import FLOOR, sequence_lint

from sequence_lint import lint_paths
from sequence_lint.configuration import configured
from sequence_lint.keys import KEYS
from sequence_lint.settings import BadConfiguration, Settings
from sequence_lint.source.roots import NO_ROOT, Root


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, and the working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def root(tree: Path, text: str, folder: str = ".") -> Root:
    place = (tree / folder).resolve()
    place.mkdir(parents=True, exist_ok=True)
    (place / "pyproject.toml").write_text(text)
    return Root(str(place), str(place / "pyproject.toml"))


def said(tree: Path, text: str, given: Settings | None = None) -> Settings:
    (settings,) = configured([root(tree, text)], given or Settings())
    return settings


def complaints(tree: Path, text: str) -> list[str]:
    with pytest.raises(BadConfiguration) as caught:
        said(tree, text)
    return str(caught.value).split("\n")


def test_every_key_is_a_setting(tree: Path) -> None:
    (tree / "lib").mkdir()
    settings = said(
        tree,
        """
        [tool.other]
        select = 3

        [tool.sequence-lint]
        src = ["lib", "."]
        extra-bases = ["package.module.Base"]
        select = ["SEQ1", "unbounded-slice"]
        ignore = []
        """,
    )
    assert settings.src == (str(tree / "lib"), str(tree))
    assert settings.extra_bases == ("package.module.Base",)
    assert settings.select == ("SEQ1", "unbounded-slice")
    assert settings.ignore == ()
    assert all(hasattr(Settings(), key.replace("-", "_")) for key in KEYS)


def test_folders_count_from_the_file_that_states_them(tree: Path) -> None:
    (tree / "sub/lib").mkdir(parents=True)
    text = '[tool.sequence-lint]\nsrc = ["lib"]\n'
    (settings,) = configured([root(tree, text, "sub")], Settings())
    assert settings.src == (str(tree / "sub/lib"),)


def test_what_is_given_wins_key_by_key(tree: Path) -> None:
    text = '[tool.sequence-lint]\nselect = ["SEQ1"]\nignore = ["SEQ2"]\n'
    assert said(tree, text, Settings(select=("SEQ3",))).select == ("SEQ3",)
    assert said(tree, text, Settings(select=("SEQ3",))).ignore == ("SEQ2",)
    assert said(tree, text, Settings(ignore=("SEQ3",))).select == ("SEQ1",)
    assert said(tree, text, Settings(ignore=("SEQ3",))).ignore == ("SEQ3",)
    assert configured([NO_ROOT], Settings(ignore=("SEQ3",))) == (Settings(ignore=("SEQ3",)),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[tool.sequence-lint]\nselct = ["SEQ1"]', "2: there is no key `selct` … `select`?"),
        ("[tool.sequence-lint]\n\nextra_bases = []", "3: there is no key … `extra-bases`?"),
        ("[tool.sequence-lint]\nzzz = 1", "2: there is no key `zzz` … The keys are: select, ig"),
        ("[tool.sequence-lint.src]\nx = 1", "1: `src` must be a list of texts, such as"),
        ("[tool.sequence-lint.more]\nx = 1", "1: there is no key `more`"),
        ('[tool.sequence-lint]\nselect = "SEQ1"', "2: `select` must be a list of texts"),
        ("[tool.sequence-lint]\nignore = [1]", '2: `ignore` must be a list of texts … ["SEQ301"]'),
        ("[tool.sequence-lint]\nextra-bases = ['Base']", "2: `extra-bases`: 'Base' is no dotted"),
        ("[tool.sequence-lint]\nextra-bases = ['a.b-c']", "2: `extra-bases`: 'a.b-c' is no dotted"),
        ("[tool.sequence-lint]\nsrc = ['gone']", "2: `src`: there is no folder 'gone'"),
        (
            '[tool.sequence-lint]\nexclude = ["\\n"]',
            "2: `exclude`: '\\n' is no pattern for paths",
        ),
        (
            '[tool.sequence-lint]\n"\\u001b[2J" = 1',
            "1: there is no key `\\x1b[2J` in",
        ),
        ("[[tool.sequence-lint]]\nselect = []", "1: `sequence-lint` must be a table: [tool.seq"),
        (
            "[project]\n[tool.sequence_lint]\nselect = []",
            "2: there is no table [tool.sequence_lint]. Did you mean [tool.sequence-lint]?",
        ),
        ("[tool]\nsequence-lint = 3", "2: `sequence-lint` must be a table: [tool.sequence-lint]"),
        ("[tool]\nsequence-lint.slect = []", "2: there is no key `slect`"),
        ("[tool.sequence-lint]\nselect = [\n", ": this is no TOML: "),
        ("[tool.sequence-lint]\nselect = = 1\n", "2: this is no TOML: Invalid value"),
    ],
)
def test_one_fault(tree: Path, text: str, expected: str) -> None:
    (line,) = complaints(tree, text)
    assert line.startswith("pyproject.toml:")
    for part in expected.split(" … "):
        assert part in line


def test_text_that_is_not_utf8(tree: Path) -> None:
    place = root(tree, "")
    Path(place.configuration).write_bytes(b"[tool.sequence-lint]\n# \xff\n")
    with pytest.raises(BadConfiguration, match=r"pyproject.toml:2: this is no TOML: it is not UTF"):
        configured([place], Settings())


def test_all_faults_of_all_files_come_at_once(tree: Path) -> None:
    first = root(tree, "[tool.sequence-lint]\nselct = []\nsrc = 3\nextra-bases = ['A', 'B']", "one")
    second = root(tree, "[tool.sequence-lint]\nignroe = []\n", "two")
    with pytest.raises(BadConfiguration) as caught:
        configured([first, NO_ROOT, second], Settings())
    lines = str(caught.value).split("\n")
    assert [line.partition(": ")[0] for line in lines] == [
        "one/pyproject.toml:2",
        "one/pyproject.toml:3",
        "one/pyproject.toml:4",
        "one/pyproject.toml:4",
        "two/pyproject.toml:2",
    ]


def test_rules_that_there_are_not_come_with_them(tree: Path) -> None:
    (tree / "gen.py").write_text(FLOOR)
    root(tree, '[tool.sequence-lint]\nselct = []\nignore = ["SQ102"]\n')
    ran = sequence_lint("check", cwd=tree)
    assert (ran.code, ran.out) == (2, "")
    assert [line.split(": ")[1] for line in ran.err.splitlines()] == [
        "pyproject.toml:2",
        "pyproject.toml:3",
    ]


def test_rules_that_there_are_not_are_told_for_all_projects(tree: Path) -> None:
    for folder in ("one", "two"):
        root(tree, '[tool.sequence-lint]\nignore = ["SQ102"]\n', folder)
        (tree / folder / "gen.py").write_text("x = 1\n")
    ran = sequence_lint("check", cwd=tree)
    assert (ran.code, ran.out) == (2, "")
    assert [line.split(": ")[1] for line in ran.err.splitlines()] == [
        "one/pyproject.toml:2",
        "two/pyproject.toml:2",
    ]


def test_the_command_line_ends_with_2_and_lints_nothing(tree: Path) -> None:
    (tree / "gen.py").write_text(FLOOR)
    root(tree, "[tool.sequence-lint]\nselct = []\nsrc = 3\n")
    for line in (["check", "gen.py"], ["check", "."], ["show", "gen.py"]):
        ran = sequence_lint(*line, cwd=tree)
        assert (ran.code, ran.out) == (2, "")
        assert len(ran.err.splitlines()) == 2
        assert "sequence-lint: pyproject.toml:2: there is no key `selct`" in ran.err
    with pytest.raises(BadConfiguration):
        lint_paths([str(tree / "gen.py")])


def test_a_rule_that_no_pack_has_is_blamed_on_its_line(tree: Path) -> None:
    (tree / "gen.py").write_text("x = f()\n")
    root(tree, '[tool.sequence-lint]\nselect = ["SEQ101", "SQ"]\n')
    ran = sequence_lint("check", "gen.py", cwd=tree)
    assert (ran.code, ran.out) == (2, "")
    assert "sequence-lint: pyproject.toml:2: select: no rule is called 'SQ'." in ran.err
    assert sequence_lint("check", "--select", "SEQ1", "gen.py", cwd=tree).code == 0


def test_the_command_line_wins_over_the_file(tree: Path) -> None:
    (tree / "gen.py").write_text(FLOOR)
    root(tree, '[tool.sequence-lint]\nselect = ["SEQ2"]\nignore = ["SEQ3"]\n')
    assert sequence_lint("check", "gen.py", cwd=tree).code == 0
    assert "SEQ102" in sequence_lint("check", "--select", "SEQ1", "gen.py", cwd=tree).out
    root(tree, '[tool.sequence-lint]\nignore = ["SEQ1"]\n')
    assert sequence_lint("check", "gen.py", cwd=tree).code == 0
    assert "SEQ102" in sequence_lint("check", "--ignore", "SEQ2", "gen.py", cwd=tree).out
    assert not lint_paths([str(tree / "gen.py")])


def test_each_project_has_its_own_settings(tree: Path) -> None:
    for folder in ("one", "two", "three"):
        (tree / folder).mkdir()
        (tree / folder / "gen.py").write_text(FLOOR)
    root(tree, '[tool.sequence-lint]\nselect = ["SEQ2"]\n', "one")
    root(tree, "[tool.sequence-lint]\n", "two")
    found = lint_paths([str(tree)])
    assert [(Path(d.path).parent.name, d.code) for d in found] == [
        ("three", "SEQ102"),
        ("two", "SEQ102"),
    ]
    ran = sequence_lint("check", cwd=tree)
    assert "Found 2 findings in 2 classes (3 files read, 3 classes checked)." in ran.out
    assert "two/gen.py:10:9" in ran.out
    assert "len(self.x) // self.batch_size" in ran.out


def test_one_file_is_reported_and_counted_alone(tree: Path) -> None:
    (tree / ".git").mkdir()
    (tree / "base.py").write_text(FLOOR)
    (tree / "heir.py").write_text("from base import Floor\n\n\nclass Heir(Floor):\n    pass\n")
    ran = sequence_lint("check", "heir.py", cwd=tree)
    assert (ran.code, ran.out) == (0, "No findings (1 file read, 1 class checked).\n")
    ran = sequence_lint("show", "heir.py", cwd=tree)
    assert ran.out.startswith("Heir (heir.py:4:1)")
    assert "Floor (base" not in ran.out
    ran = sequence_lint("check", "base.py", cwd=tree)
    assert "(1 file read, 1 class checked)" in ran.out
    assert "Heir (heir.py:4)" in ran.out
    stdin = FLOOR.replace("class Floor", "class Other").encode()
    line = ["check", "-", "--stdin-filename", "base.py"]
    ran = sequence_lint(*line, cwd=tree, stdin=stdin)
    assert "Other" in ran.out
    assert "Heir" not in ran.out


ELSEWHERE = """\
from company.feeds import Base


class Feed(Base):
    def __getitem__(self, index):
        return self.x[index * self.batch_size :], self.y[index * self.batch_size :]


class Sized(Base):
    def __init__(self, x, y, batch_size):
        super().__init__()
        self.x, self.y, self.batch_size = x, y, batch_size

    def __len__(self):
        return len(self.x) // self.batch_size

    def __getitem__(self, index):
        start = index * self.batch_size
        return self.x[start : start + self.batch_size], self.y[start : start + self.batch_size]
"""


def test_a_base_from_elsewhere_may_bring_whatever_is_missing(tree: Path) -> None:
    (tree / "gen.py").write_text(ELSEWHERE)
    root(tree, "[tool.sequence-lint]\n")
    assert sequence_lint("check", "gen.py", cwd=tree).out.startswith("No findings (1 file read, 0")
    root(tree, '[tool.sequence-lint]\nextra-bases = ["company.feeds.Base"]\n')
    found = lint_paths([str(tree / "gen.py")])
    # What the base does for a length or in its constructor is unknown: nothing is missing.
    assert [(d.code, d.class_name) for d in found] == [("SEQ201", "Feed"), ("SEQ102", "Sized")]
    ran = sequence_lint("show", "gen.py::Feed", cwd=tree)
    assert "a Sequence by: Base (line 4) -> company.feeds.Base" in " ".join(ran.out.split())
    assert "length unknown: there is no `__len__` to follow" in ran.out


DOCUMENTED = Path(__file__).parents[1] / "docs" / "configuration.md"


def test_every_key_is_documented_with_an_example_that_holds(tree: Path) -> None:
    text = DOCUMENTED.read_text()
    (tree / "src").mkdir()
    (tree / "lib").mkdir()
    sections = text.partition("\n## Keys\n")[2].split("\n### ")[1:]
    assert sorted(section.partition("\n")[0] for section in sections) == sorted(
        f"`{key}`" for key in KEYS
    )
    for section in sections:
        example = section.partition("```toml\n")[2].partition("```")[0]
        header = "" if example.startswith("[") else "[tool.sequence-lint]\n"
        settings = said(tree, header + example)
        key = section.split("`")[1].replace("-", "_")
        assert getattr(settings, key) != getattr(Settings(), key)
