"""Rule packs of other people: the example that comes along, and what a new rule begins as."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import fields
from importlib.util import find_spec
from pathlib import Path

import pytest
from commands import Ran, command, environment, run, sequence_lint
from test_readme import readme

import sequence_lint.api as rule_api
from sequence_lint import testing
from sequence_lint.registry import load
from sequence_lint.rule import Finding, Rule
from sequence_lint.rule_docs import HEADINGS, check_documentation
from sequence_lint.scaffold import fixture_text, module_name, rule_text

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "rule-pack"
PAGE = (ROOT / "docs" / "writing-rules.md").read_text(encoding="utf-8")
NEW = ("ACME002", "window-too-short")
BLOCKS = [b for b in readme().blocks(PAGE) if b.mark == "tested: tests/test_rule_packs.py"]
IGNORED = shutil.ignore_patterns("__pycache__", "build", "*.egg-info", ".pytest_cache")


def block(language: str, beginning: str) -> str:
    """The block of the page that begins like that."""
    [text] = [b.text for b in BLOCKS if b.language == language and b.text.startswith(beginning)]
    return str(text)


class Pack:
    """A copy of the example, on the path as an installation would put it there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "pack"
        shutil.copytree(EXAMPLE, self.folder, ignore=IGNORED)
        details = self.folder / "acme_rules-0.1.0.dist-info"
        details.mkdir()
        points = block("toml", "[project.entry-points").replace('"', "").replace("project.", "")
        points = points.replace("[entry-points.", "[")
        (details / "entry_points.txt").write_text(points)
        (details / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-rules\nVersion: 0.1\n")

    def lint(self, *arguments: str) -> Ran:
        return sequence_lint(*arguments, cwd=self.folder, PYTHONPATH=str(self.folder))

    def pytest(self) -> Ran:
        line = [sys.executable, "-m", "pytest", "-vv", "-p", "no:cacheprovider", "tests"]
        return run(line, cwd=self.folder, PYTHONPATH=str(self.folder), timeout=300)


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    return Pack(tmp_path)


class TestExample:
    @pytest.mark.xdist_group("packaging")
    def test_it_can_be_installed_and_its_tests_pass(self, tmp_path: Path) -> None:
        """Built and installed by pip, beside the packages of this environment."""
        if find_spec("pip") is None or find_spec("setuptools") is None:
            pytest.skip("pip and setuptools are needed to install a pack")
        copy, installed = tmp_path / "pack", tmp_path / "installed"
        shutil.copytree(EXAMPLE, copy, ignore=IGNORED)
        line = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        line += ["--no-deps", "--no-index", "--no-build-isolation", "--target", str(installed)]
        done = run([*line, str(copy)], cwd=tmp_path, timeout=300)
        assert done.code == 0, done.err
        shutil.rmtree(copy / "acme_rules")  # so that only what was installed can be found
        tests = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"]
        ran = run(tests, cwd=copy, timeout=300, PYTHONPATH=str(installed))
        assert ran.code == 0, ran.out + ran.err
        assert "2 passed" in ran.out
        page = sequence_lint("rule", "ACME001", cwd=tmp_path, PYTHONPATH=str(installed))
        assert (page.code, page.err) == (0, "")
        assert "same-batches" in page.out
        fixture = copy / "tests/fixtures/acme001_same_batches.py"
        line = ["check", "--output-format", "concise", "--select", "ACME001", str(fixture)]
        found = sequence_lint(*line, cwd=tmp_path, PYTHONPATH=str(installed))
        assert (found.code, found.out.count("ACME001")) == (1, 1)

    def test_it_is_silenced_selected_and_listed_like_any_other(self, pack: Pack) -> None:
        assert "ACME001" in pack.lint("rules").out
        fixture = pack.folder / "tests/fixtures/acme001_same_batches.py"
        line = ["check", "--output-format", "concise", str(fixture)]
        assert "ACME001" in pack.lint(*line, "--select", "same-batches").out
        assert "ACME001" not in pack.lint(*line, "--ignore", "ACME").out
        text = fixture.read_text().replace("# expect: ACME001", "# noqa: ACME001  #")
        fixture.write_text(text)
        assert "ACME001" not in pack.lint(*line).out

    def test_its_own_tests_can_fail(self, pack: Pack) -> None:
        rule = pack.folder / "acme_rules/acme001_same_batches.py"
        rule.write_text(rule.read_text().replace("yield _finding", "yield from () and _finding"))
        ran = pack.pytest()
        assert ran.code == 1
        assert 'ACME001 with "samples 0-3" is expected and does not fire' in ran.out
        assert "its bad example has 0 findings of ACME001, and not one" in ran.out

    def test_its_rule_imports_what_a_rule_may(self) -> None:
        for path in (EXAMPLE / "acme_rules").rglob("*.py"):
            for name in re.findall(r"^from (sequence_lint\S*)", path.read_text(), re.MULTILINE):
                assert name == "sequence_lint.api"

    def test_nothing_of_it_comes_with_sequence_lint(self) -> None:
        assert not [rule for rule in load().rules if rule.code.startswith("ACME")]


class TestNewRule:
    def test_in_a_pack(self, pack: Pack) -> None:
        ran = pack.lint("new-rule", *NEW)
        assert ran.code == 0
        written = ran.out.split()
        assert written == [
            "acme_rules/acme002_window_too_short.py",
            "tests/fixtures/acme002_window_too_short.py",
        ]
        assert 'since="0.1.0"' in (pack.folder / written[0]).read_text()
        assert "window-too-short" in pack.lint("rules").out
        assert pack.lint("check", written[0]).code == 0
        tests = pack.pytest()
        assert tests.code == 1
        assert "ACME002 is expected and does not fire" in tests.out
        assert "1 failed, 2 passed" in tests.out

    def test_from_a_folder_below(self, pack: Pack) -> None:
        below = pack.folder / "tests" / "fixtures"
        ran = sequence_lint("new-rule", *NEW, cwd=below)
        assert ran.out.split()[1] == "acme002_window_too_short.py"
        assert (below / "acme002_window_too_short.py").exists()

    def test_nothing_is_overwritten(self, pack: Pack) -> None:
        fixture = pack.folder / "tests/fixtures/acme002_window_too_short.py"
        fixture.write_text("mine\n")
        ran = pack.lint("new-rule", *NEW)
        assert (ran.code, ran.out) == (2, "")
        assert f"{fixture.relative_to(pack.folder).as_posix()} is there already" in ran.err
        assert fixture.read_text() == "mine\n"
        assert not list((pack.folder / "acme_rules").glob("acme002*"))

    @pytest.mark.parametrize(
        ("code", "name", "say"),
        [
            ("ACME2", "window-too-short", "'ACME2' is no code"),
            ("window-too-short", "ACME002", "is no code"),
            ("ACME002", "Window", "'Window' is no name"),
            ("ACME002", "window", "'window' is no name"),
            ("SEQ299", "window-too-short", "take letters of your own"),
            ("ACME001", "window-too-short", "'ACME001' is taken"),
            ("ACME002", "empty-last-batch", "there is SEQ103 empty-last-batch"),
        ],
    )
    def test_codes_and_names(self, pack: Pack, code: str, name: str, say: str) -> None:
        before = sorted(pack.folder.rglob("*.py"))
        ran = sequence_lint("new-rule", code, name, cwd=pack.folder)
        assert (ran.code, ran.out) == (2, "")
        assert say in ran.err
        assert "Nothing was written." in ran.err
        assert sorted(pack.folder.rglob("*.py")) == before

    def test_outside_of_a_pack(self, tmp_path: Path) -> None:
        ran = sequence_lint("new-rule", *NEW, cwd=tmp_path)
        assert (ran.code, ran.out) == (2, "")
        assert 'no table [project.entry-points."sequence_lint.rules"]' in ran.err
        (tmp_path / "pyproject.toml").write_text("x = [\n")
        assert "pyproject.toml:" in sequence_lint("new-rule", *NEW, cwd=tmp_path).err
        points = '[project.entry-points."sequence_lint.rules"]\nacme = "gone"\n'
        (tmp_path / "pyproject.toml").write_text(points)
        assert "there is no package gone or src/gone" in (
            sequence_lint("new-rule", *NEW, cwd=tmp_path).err
        )

    def test_in_a_source_folder(self, pack: Pack) -> None:
        (pack.folder / "src").mkdir()
        (pack.folder / "acme_rules").rename(pack.folder / "src" / "acme_rules")
        ran = sequence_lint("new-rule", *NEW, cwd=pack.folder)
        assert ran.out.startswith("src/acme_rules/acme002_window_too_short.py\n")

    def test_in_a_checkout(self, tmp_path: Path) -> None:
        shutil.copy(ROOT / "pyproject.toml", tmp_path)
        shutil.copytree(ROOT / "rules", tmp_path / "rules", ignore=IGNORED)
        ran = sequence_lint("new-rule", "SEQ299", "window-too-short", cwd=tmp_path)
        assert ran.code == 0, ran.err
        rule, fixture = ran.out.split()
        assert rule == "rules/seq299_window_too_short.py"
        assert fixture == "tests/fixtures/seq299_window_too_short.py"
        for check in (["check"], ["format", "--check"]):
            line = [sys.executable, "-m", "ruff", *check, "--no-cache", str(tmp_path / rule)]
            done = subprocess.run(line, capture_output=True, text=True, env=environment())
            assert done.returncode == 0, done.stdout
        ran = sequence_lint("new-rule", "ACME002", "window-too-short", cwd=tmp_path)
        assert "codes of sequence-lint itself begin with SEQ" in ran.err

    def test_it_has_all_parts_and_is_no_rule_yet(self, tmp_path: Path) -> None:
        space: dict[str, object] = {}
        text = rule_text(*NEW, since="1.0")
        exec(compile(text, "scaffold", "exec"), space)
        rule = space["RULE"]
        assert isinstance(rule, Rule)
        assert (rule.code, rule.name, rule.since, rule.doc) == (*NEW, "1.0", space["__doc__"])
        # The form is that of a rule; only the examples show that nothing is found.
        assert check_documentation(rule) == [
            "its bad example has 0 findings of ACME002, and not one"
        ]
        assert module_name(*NEW) == "acme002_window_too_short"
        fixture = tmp_path / "fixture.py"
        fixture.write_text(fixture_text("ACME002"))
        [complaint] = testing.check_fixture([str(fixture)])
        assert complaint.endswith("ACME002 is expected and does not fire")

    def test_help_has_an_example(self, tmp_path: Path) -> None:
        ran = run(command("new-rule", "--help"), cwd=tmp_path)
        assert "sequence-lint new-rule ACME002 window-too-short" in ran.out


class TestDocumentation:
    def made(self, change: tuple[str, str]) -> list[str]:
        [rule] = [one for one in load().rules if one.code == "SEQ102"]
        assert change[0] in rule.doc
        doc = rule.doc.replace(*change)
        values = {f.name: getattr(rule, f.name) for f in fields(Rule)}
        return check_documentation(Rule(**{**values, "doc": doc}))

    @pytest.mark.parametrize(
        ("change", "say"),
        [
            (("never served.", "never served"), "its first line is no sentence"),
            (("The samples", "The samples" + " and more" * 12), "is longer than 100 characters"),
            (("## At run time", "At run time"), "its headings are What it does, Why is this bad"),
            (("## Good\n", "## Good\n\n## Silent when\n"), "nothing stands under 'Good'"),
            (("## Bad\n", "## Bad\n\n```python\npass\n```\n"), "2 Python examples stand under 'B"),
        ],
    )
    def test_its_form(self, change: tuple[str, str], say: str) -> None:
        assert any(say in one for one in self.made(change))

    def test_a_good_example_with_a_finding(self) -> None:
        [rule] = [one for one in load().rules if one.code == "SEQ102"]
        bad, good = (rule.doc.index(f"## {heading}\n") for heading in ("Bad", "Good"))
        code = rule.doc[bad:good].removeprefix("## Bad\n")
        old = rule.doc[good:].partition("## Silent when")[0].removeprefix("## Good\n")
        [said] = self.made((old, code))
        assert said.startswith("its good example: unexpected SEQ102 in line ")


class TestPage:
    def test_the_entry_point_is_that_of_the_example(self) -> None:
        assert block("toml", "[project.entry-points") in (EXAMPLE / "pyproject.toml").read_text()

    def test_the_tests_are_those_of_the_example(self) -> None:
        tests = (EXAMPLE / "tests/test_rules.py").read_text()
        assert tests.endswith(block("python", "from pathlib import Path"))

    def test_the_commands_are_those_of_the_example(self) -> None:
        """The test above installs it; what differs is that it works without an index."""
        cd, install, tests, rule = block("sh", "cd ").splitlines()
        assert cd == f"cd {EXAMPLE.relative_to(ROOT).as_posix()}"
        assert install == "python3 -m pip install -e '.[test]'"
        assert "test = [" in (EXAMPLE / "pyproject.toml").read_text()
        assert (tests, rule) == ("python3 -m pytest tests", "sequence-lint rule ACME001")

    def test_the_rule_works(self, pack: Pack) -> None:
        (pack.folder / "acme_rules/single.py").write_text(block("python", "from collections"))
        (pack.folder / "gen.py").write_text(
            "import keras\n\n\n"
            "class Single(keras.utils.PyDataset):\n"
            "    def __init__(self, x, y, batch_size):\n"
            "        super().__init__()\n"
            "        self.x, self.y, self.n = x, y, len(x) // batch_size * batch_size\n\n"
            "    def __len__(self):\n"
            "        return len(self.x)\n\n"
            "    def __getitem__(self, index):\n"
            "        return self.x[index : index + 1], self.y[index : index + 1]\n"
        )
        ran = pack.lint("check", "--output-format", "concise", "gen.py", "--select", "ACME003")
        assert ran.err == ""
        assert "ACME003 single-samples: `Single` serves one sample a batch." in ran.out

    def test_the_fixture_holds(self, pack: Pack) -> None:
        fixture = pack.folder / "tests/fixtures/acme001_same_batches.py"
        fixture.write_text(block("python", "import math"))
        assert "2 passed" in pack.pytest().out

    @pytest.mark.parametrize("kind", [Rule, Finding])
    def test_every_field_is_told(self, kind: type[Rule] | type[Finding]) -> None:
        part = PAGE.partition(f"### Fields of `{kind.__name__}`\n")[2].partition("\n#")[0]
        assert re.findall(r"^\| `(\w+)` ", part, re.MULTILINE) == [f.name for f in fields(kind)]

    def test_what_is_public_is_told(self) -> None:
        part = PAGE.partition("## `sequence_lint.testing`\n")[2]
        for name in testing.__all__:
            assert re.search(rf"`{name}[`(]", part), name
        subjects = PAGE.partition("| subject | value |\n")[2].partition("\n\n")[0]
        assert re.findall(r"^\| `([\w ]+)` ", subjects, re.MULTILINE) == list(testing.CLAIMS)
        for name in re.findall(r"^from sequence_lint.api import (.*)$", PAGE, re.MULTILINE):
            assert set(name.split(", ")) <= set(rule_api.__all__)

    def test_the_headings_are_those_asked_for(self) -> None:
        told = PAGE.partition("<!-- headings:begin -->")[2].partition("<!-- headings:end")[0]
        assert re.findall("`(.*?)`", told) == list(HEADINGS)
