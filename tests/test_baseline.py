"""Baselines: what they accept, when they are out of date, and how they are made."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commands import CEIL, COUNTS, FLOOR, Ran, sequence_lint
from notebooks import code, notebook

from sequence_lint import BadConfiguration, lint_paths

TWO = FLOOR + FLOOR.partition("\n\n\n")[2].replace("Floor", "Other")
DROPPED = {"src/floor.py": {"Floor": {"SEQ102": 1}}, "tests/counts.py": {"Counts": {"SEQ101": 1}}}


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with two faulty classes and a configured baseline, and the working directory."""
    monkeypatch.chdir(tmp_path)
    for path, text in {"src/floor.py": FLOOR, "tests/counts.py": COUNTS}.items():
        (tmp_path / path).parent.mkdir()
        (tmp_path / path).write_text(text)
    (tmp_path / "pyproject.toml").write_text('[tool.sequence-lint]\nbaseline = "accepted.json"\n')
    return tmp_path


def check(tree: Path, *arguments: str) -> Ran:
    return sequence_lint("check", *arguments, "--output-format", "concise", cwd=tree)


def store(tree: Path, findings: object, name: str = "accepted.json") -> None:
    text = json.dumps({"version": 1, "findings": findings}, indent=2)
    (tree / name).write_text(text)


def stored(tree: Path, name: str = "accepted.json") -> object:
    document = json.loads((tree / name).read_text())
    assert document.keys() == {"version", "findings"}
    return document["findings"]


def found(*paths: str) -> list[tuple[str, str]]:
    return [(each.path, each.code) for each in lint_paths(paths or ".")]


class TestAccepting:
    def test_what_is_counted_is_not_told(self, tree: Path) -> None:
        store(tree, DROPPED)
        assert found() == []
        ran = check(tree)
        assert (ran.code, ran.out, ran.err) == (0, "", "")

    def test_another_class_or_rule_is_told(self, tree: Path) -> None:
        store(tree, {"src/floor.py": {"Other": {"SEQ102": 1}, "Floor": {"SEQ101": 1}}})
        assert ("src/floor.py", "SEQ102") in found()
        assert ("tests/counts.py", "SEQ101") in found()

    def test_lines_are_no_matter(self, tree: Path) -> None:
        store(tree, DROPPED)
        (tree / "src/floor.py").write_text("import os\n\n\n" + FLOOR)
        assert found() == []

    def test_of_more_than_are_accepted_all_are_told(self, tree: Path) -> None:
        twice = FLOOR + FLOOR.partition("\n\n\n")[2]  # a class that is written twice
        (tree / "src/floor.py").write_text(twice)
        store(tree, DROPPED)
        assert found() == [("src/floor.py", "SEQ102")] * 2
        store(tree, {**DROPPED, "src/floor.py": {"Floor": {"SEQ102": 2}}})
        assert found() == []

    def test_what_comments_silence_is_not_counted(self, tree: Path) -> None:
        (tree / "src/floor.py").write_text(FLOOR.replace("class Floor(", "class Floor(", 1))
        store(tree, DROPPED)
        text = FLOOR.replace("// self.batch_size\n", "// self.batch_size  # noqa\n")
        (tree / "src/floor.py").write_text(text)
        assert found() == [("accepted.json", "SEQ901")]

    def test_what_cannot_be_read_is_never_accepted(self, tree: Path) -> None:
        (tree / "src/floor.py").write_text("class (")
        store(tree, {**DROPPED, "src/floor.py": {"": {"SEQ900": 1}, "Floor": {"SEQ102": 1}}})
        ran = check(tree, "src/floor.py")
        assert ran.code == 2
        assert "SEQ900" in ran.out
        assert "SEQ901" not in ran.out

    def test_paths_are_relative_to_the_file(
        self, tree: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        store(tree, DROPPED)
        monkeypatch.chdir(tree / "src")
        assert found() == found("floor.py") == found(str(tree)) == []
        (tree / "sub").mkdir()
        up = {f"../{path}": classes for path, classes in DROPPED.items()}
        store(tree, up, "sub/b.json")
        assert check(tree / "src", "..", "--baseline", "../sub/b.json").code == 0

    def test_the_option_comes_before_the_configuration(self, tree: Path) -> None:
        store(tree, DROPPED)
        store(tree, {}, "none.json")
        assert check(tree, "--baseline", "none.json").code == 1
        assert check(tree, "--isolated").code == 1
        assert check(tree, "--isolated", "--baseline", "accepted.json").code == 0

    def test_an_empty_key_takes_one_back(self, tree: Path) -> None:
        store(tree, DROPPED)
        (tree / "base.toml").write_text('baseline = "accepted.json"\n')
        config = tree / "pyproject.toml"
        config.write_text('[tool.sequence-lint]\nextend = "base.toml"\n')
        assert found() == []
        config.write_text('[tool.sequence-lint]\nextend = "base.toml"\nbaseline = ""\n')
        assert len(found()) == 2

    def test_each_project_has_its_own(self, tree: Path) -> None:
        store(tree, {"src/floor.py": DROPPED["src/floor.py"]})
        (tree / "tests/sequence-lint.toml").write_text('baseline = "b.json"\n')
        store(tree, {"counts.py": {"Counts": {"SEQ101": 1}}}, "tests/b.json")
        assert found() == []
        store(tree, {}, "tests/b.json")
        assert found() == [("tests/counts.py", "SEQ101")]

    def test_notebooks_are_files_too(self, tree: Path) -> None:
        (tree / "src/a.ipynb").write_bytes(notebook(code("x = 1"), code(TWO)))
        store(tree, {**DROPPED, "src/a.ipynb": {"Floor": {"SEQ102": 1}, "Other": {"SEQ102": 1}}})
        assert found() == []


class TestStale:
    def test_an_entry_that_allows_for_too_many(self, tree: Path) -> None:
        store(tree, {**DROPPED, "src/floor.py": {"Floor": {"SEQ102": 3}}})
        [stale] = lint_paths(".")
        assert (stale.path, stale.code, stale.class_name) == ("accepted.json", "SEQ901", "Floor")
        line = (tree / "accepted.json").read_text().splitlines()[stale.line - 1]
        assert line.strip() == '"SEQ102": 3'
        assert "3 findings of `SEQ102` in `Floor` of src/floor.py, and there is 1." in stale.message
        ran = check(tree)
        assert ran.code == 1
        assert "--prune-baseline" in (stale.help or "")

    def test_what_is_mended(self, tree: Path) -> None:
        store(tree, DROPPED)
        (tree / "src/floor.py").write_text(CEIL.replace("Ceil", "Floor"))
        assert found() == [("accepted.json", "SEQ901")]
        assert found("src") == [("accepted.json", "SEQ901")]
        (tree / "src/floor.py").write_text("x = 1\n")
        assert found() == [("accepted.json", "SEQ901")]

    def test_a_file_that_is_gone(self, tree: Path) -> None:
        store(tree, DROPPED)
        (tree / "src/floor.py").unlink()
        assert found() == found("tests") == [("accepted.json", "SEQ901")]

    def test_a_rule_that_is_gone(self, tree: Path) -> None:
        store(tree, {**DROPPED, "src/floor.py": {"Floor": {"SEQ102": 1, "ACME001": 1}}})
        assert found() == [("accepted.json", "SEQ901")]

    def test_what_was_not_looked_for_is_not(self, tree: Path) -> None:
        store(tree, DROPPED)
        assert found("src") == []
        assert check(tree, "--ignore", "SEQ102").code == 0
        store(tree, {**DROPPED, "src/floor.py": {"Floor": {"SEQ102": 3}}})
        assert check(tree, "--ignore", "SEQ102").code == 0
        assert check(tree, "tests").code == 0
        assert check(tree, "--ignore", "SEQ901").code == 0
        config = (tree / "pyproject.toml").read_text()
        per_file = 'per-file-ignores = { "src/**" = ["SEQ102"] }\n'
        (tree / "pyproject.toml").write_text(config + per_file)
        assert check(tree).code == 0

    def test_its_severity_counts(self, tree: Path) -> None:
        store(tree, {**DROPPED, "src/floor.py": {"Floor": {"SEQ102": 3}}})
        assert check(tree, "--fail-on", "warning").code == 0
        with (tree / "pyproject.toml").open("a") as config:
            config.write('severity = { SEQ901 = "error" }\n')
        assert check(tree, "--fail-on", "warning").code == 1


class TestWriting:
    def test_all_findings_are_written(self, tree: Path) -> None:
        ran = check(tree, "--write-baseline")
        assert (ran.code, ran.out) == (0, "")
        assert (
            ran.err
            == "sequence-lint: accepted.json accepts 2 findings now, and accepted 0 before\n"
        )
        assert stored(tree) == DROPPED
        assert found() == []
        before = (tree / "accepted.json").read_bytes()
        assert check(tree, "--write-baseline").code == 0
        assert (tree / "accepted.json").read_bytes() == before
        assert before.endswith(b"}\n")

    def test_what_was_not_linted_stays(self, tree: Path) -> None:
        store(
            tree, {"src/gone.py": {"A": {"SEQ101": 1}}, "tests/counts.py": {"Counts": {"SEQ1": 9}}}
        )
        (tree / "src/other.py").write_text(CEIL)
        assert check(tree, "src", "--write-baseline").code == 0
        assert stored(tree) == {
            "src/floor.py": DROPPED["src/floor.py"],
            "tests/counts.py": {"Counts": {"SEQ1": 9}},
        }

    def test_what_is_less_is_written_too(self, tree: Path) -> None:
        store(tree, {**DROPPED, "src/floor.py": {"Floor": {"SEQ102": 5, "SEQ101": 2}}})
        assert check(tree, "--write-baseline").code == 0
        assert stored(tree) == DROPPED

    def test_pruning_takes_out_and_adds_nothing(self, tree: Path) -> None:
        store(
            tree,
            {"src/floor.py": {"Floor": {"SEQ102": 5, "SEQ101": 2}}, "gone.py": {"": {"SEQ101": 1}}},
        )
        ran = check(tree, "--prune-baseline")
        assert stored(tree) == {"src/floor.py": {"Floor": {"SEQ102": 1}}}
        assert ran.code == 1  # what is not accepted is still there
        assert "SEQ901" not in ran.out
        assert "tests/counts.py" in ran.out
        assert "accepts 1 finding now, and accepted 8 before" in ran.err

    def test_it_has_to_be_said_where(self, tree: Path) -> None:
        ran = check(tree, "--write-baseline", "--isolated")
        assert ran.code == 2
        assert "--baseline FILE" in ran.err.splitlines()[-1]
        assert check(tree, "-", "--write-baseline").code == 2
        assert not (tree / "accepted.json").exists()

    def test_one_file_for_several_projects(self, tree: Path) -> None:
        (tree / "tests/sequence-lint.toml").write_text("")
        assert check(tree, "--write-baseline", "--baseline", "accepted.json").code == 0
        assert stored(tree) == DROPPED

    def test_where_it_cannot_be_written(self, tree: Path) -> None:
        ran = check(tree, "--write-baseline", "--baseline", "no/folder.json")
        assert ran.code == 2
        assert "cannot write" in ran.err
        assert "no/folder.json" in ran.err

    def test_findings_outside_of_classes_have_an_empty_name(self, tree: Path) -> None:
        own = "# sequence-lint: ignore-file[SEQ101]\n"
        (tree / "src/floor.py").write_text(own + CEIL)
        assert check(tree, "src", "--write-baseline").code == 0
        assert stored(tree) == {"src/floor.py": {"": {"SEQ901": 1}}}
        assert found("src") == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (None, "cannot be read: No such file or directory (`--write-baseline` makes it)"),
        ("", ":1: this is no baseline: Expecting value"),
        ("{\n]", ":2: this is no baseline: "),
        ("[]", "it has no `findings`"),
        ('{"version": 1}', "it has no `findings`"),
        (
            '{"version": 2, "findings": {}}',
            "its `version` is 2, and this sequence-lint knows 1 only",
        ),
        ('{"version": 1, "findings": {"a.py": 1}}', "'a.py' must be an object"),
        ('{"version": 1, "findings": {"a.py": {"A": []}}}', "'a.py' > 'A' must be an object"),
        (
            '{"version": 1, "findings": {"a.py": {"A": {"SEQ102": 0}}}}',
            "'a.py' > 'A' > 'SEQ102' must be a number of findings, 1 or more",
        ),
        ('{"version": 1, "findings": {"a.py": {"A": {"SEQ102": true}}}}', "must be a number"),
        ("\ud800", "this is no baseline: "),
    ],
)
def test_what_is_no_baseline(tree: Path, text: str | None, reason: str) -> None:
    if text is not None:
        (tree / "accepted.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(BadConfiguration) as raised:
        lint_paths(".")
    assert str(raised.value).startswith("accepted.json:")
    assert reason in str(raised.value)
    ran = check(tree)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1
    if text is not None:
        assert check(tree, "--write-baseline").code == 2
        assert (tree / "accepted.json").read_bytes() == text.encode("utf-8", "surrogatepass")


def test_runs_without_one_do_not_load_it(tree: Path) -> None:
    import sys

    from commands import run

    script = (
        "import sys; from sequence_lint import lint_paths; lint_paths(sys.argv[1]); "
        "print('sequence_lint.baselines' in sys.modules)"
    )
    (tree / "pyproject.toml").unlink()
    assert run([sys.executable, "-c", script, "src"], cwd=tree).out == "False\n"
