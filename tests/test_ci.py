"""The action and the jobs of docs/ci.md are valid, and their steps do what is said of them."""

from __future__ import annotations

import re
import shlex
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from commands import FLOOR, Ran, run
from test_packaging import SCRIPTS, tracked
from test_per_file import grown
from test_readme import needs_shell, readme

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
JOBS = [block.text for block in readme().blocks(PAGE) if block.language == "yaml"]
yaml = pytest.importorskip("yaml", reason="PyYAML is not installed")
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
INSTALL, CHECK = ACTION["runs"]["steps"]
# As the runner of GitHub starts the `bash` of a step.
BASH = ("bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c")
PLAIN = {"plain.py": "x = 1\n"}


def test_there_are_two_jobs_for_github_and_one_for_gitlab() -> None:
    assert ["jobs" in yaml.safe_load(job) for job in JOBS] == [True, True, False]


@pytest.mark.parametrize("number", [None, 0, 1, 2])
def test_they_fit_the_schemas_of_the_services(number: int | None, tmp_path: Path) -> None:
    """With the schemas that come with check-jsonschema."""
    file, schema = ROOT / "action.yml", "github-actions"
    if number is not None:
        file, schema = tmp_path / "job.yml", ("github-workflows", "gitlab-ci")[number == 2]
        file.write_text(JOBS[number])
    line = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}"]
    ran = run([*line, str(file)], cwd=tmp_path)
    assert ran.code == 0, ran.out
    file = tmp_path / "wrong.yml"
    file.write_text("runs: 3\njobs: 3\nscript: {}\n")
    assert run([*line, str(file)], cwd=tmp_path).code == 1


def test_the_page_names_inputs_and_outputs_as_they_are() -> None:
    rows = re.findall(r"^\| `([\w-]+)` \|(?: (?:`(.*?)`)? ?\|)? (.*) \|$", PAGE, re.MULTILINE)
    told = {name: text for name, _, text in rows}
    assert list(told) == [*ACTION["inputs"], "exit-code"], "`sarif-file` is an output too"
    for name, given in ACTION["inputs"].items():
        assert f"| `{name}` | {f'`{default}` ' if (default := given['default']) else ''}|" in PAGE


def test_jobs_use_inputs_and_outputs_that_there_are() -> None:
    for job in JOBS[:2]:
        assert set(re.findall(r"steps\.lint\.outputs\.([\w-]+)", job)) <= set(ACTION["outputs"])
        for step in yaml.safe_load(job)["jobs"]["sequence-lint"]["steps"]:
            if step["uses"].startswith("OWNER/"):
                assert set(step.get("with", ())) <= set(ACTION["inputs"])


def test_no_expression_stands_in_a_script() -> None:
    """Whatever an input holds, the shell sees it as a value."""
    for step in ACTION["runs"]["steps"]:
        assert step["shell"] == "bash"
        assert "${{" not in step["run"]


def _bash(script: str, folder: Path, variables: dict[str, str]) -> Ran:
    line = ["env", *(f"{name}={value}" for name, value in variables.items()), *BASH, script]
    return run(line, cwd=folder, timeout=300)


@dataclass
class Runner:
    """Runs a step of the action as GitHub does: the shell, variables, files for outputs."""

    workspace: Path
    temp: Path
    action: Path
    outputs: dict[str, str] = field(default_factory=dict)
    summary: str = ""

    def step(self, step: dict[str, Any], **given: str) -> Ran:
        names = {name: one["default"] for name, one in ACTION["inputs"].items()}
        values = {f"inputs.{name}": value for name, value in names.items()}
        values |= {f"inputs.{name.replace('_', '-')}": value for name, value in given.items()}
        values["github.action_path"] = str(self.action)
        values |= {f"steps.install.outputs.{name}": v for name, v in self.outputs.items()}
        variables = {
            name: re.sub(r"\$\{\{ (\S+) \}\}", lambda found: values[found[1]], text)
            for name, text in step["env"].items()
        }
        files = {name: self.temp / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        for file in files.values():
            file.write_text("")
        variables |= {name: str(file) for name, file in files.items()}
        variables["RUNNER_TEMP"] = str(self.temp)
        ran = _bash(step["run"], self.workspace, variables)
        lines = files["GITHUB_OUTPUT"].read_text().splitlines()
        self.outputs |= dict(line.split("=", 1) for line in lines)
        self.summary = files["GITHUB_STEP_SUMMARY"].read_text()
        return ran


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """What the first step of the action leaves, with spaces in all paths."""
    action = tmp_path_factory.mktemp("the action")
    for path in tracked():
        (action / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, action / path)
    runner = Runner(action, tmp_path_factory.mktemp("runner temp"), action)
    ran = runner.step(INSTALL, python=sys.executable)
    assert ran.code == 0, ran.err
    return runner


@pytest.fixture
def runner(installed: Runner, tmp_path: Path) -> Runner:
    workspace = grown(tmp_path / "work space", {"floor.py": FLOOR, **PLAIN})
    return Runner(workspace, installed.temp, installed.action, dict(installed.outputs))


pytestmark = pytest.mark.xdist_group("packaging")


@needs_shell
def test_the_action_marks_findings_and_fails(runner: Runner) -> None:
    ran = runner.step(CHECK)
    assert (ran.code, ran.err) == (1, "")
    assert ran.out.startswith("::warning title=SEQ102 partial-batch-dropped,file=floor.py,line=10")
    assert runner.outputs["exit-code"] == "1"
    assert "sarif-file" not in runner.outputs
    assert "SEQ102" in runner.summary
    assert not list(runner.workspace.glob("*.sarif"))


@needs_shell
def test_the_action_passes_where_nothing_is_found(runner: Runner) -> None:
    assert runner.step(CHECK, paths="plain.py") == Ran(0, "", "")
    assert runner.outputs["exit-code"] == "0"


@needs_shell
def test_inputs_have_several_lines_and_any_signs(runner: Runner) -> None:
    grown(runner.workspace, {"$(touch pwned) a.py": FLOOR})
    paths = "plain.py\n$(touch pwned) a.py\n"
    arguments = "--select=SEQ102\n\n--fail-on=error"
    ran = runner.step(CHECK, paths=paths, arguments=arguments, sarif_file="a b.sarif")
    assert ran.code == 0
    assert "file=$(touch pwned) a.py" in ran.out
    assert "floor.py" not in ran.out
    assert runner.outputs["sarif-file"] == "a b.sarif"
    assert '"SEQ102"' in (runner.workspace / "a b.sarif").read_text()
    assert not (runner.workspace / "pwned").exists()


@needs_shell
def test_what_could_not_be_done_fails_differently(runner: Runner) -> None:
    ran = runner.step(CHECK, paths="missing.py", summary="false")
    assert (ran.code, runner.outputs["exit-code"], runner.summary) == (2, "2", "")
    ran = runner.step(CHECK, arguments="--selct=SEQ1")
    assert (ran.code, runner.outputs["exit-code"], runner.summary) == (2, "2", "")
    assert "--select" in ran.err


@needs_shell
def test_the_job_for_gitlab_leaves_its_report(runner: Runner) -> None:
    job = yaml.safe_load(JOBS[2])["sequence-lint"]
    path = f"{runner.temp / 'sequence-lint' / SCRIPTS}:/usr/bin:/bin"
    (name,) = job["variables"]
    variables = {"PATH": path, name: str(runner.action)}
    install, check = job["script"]
    ran = _bash(install, runner.workspace, variables)
    assert ran.code == 0, ran.err
    ran = _bash(check, runner.workspace, variables)
    assert (ran.code, ran.err) == (1, "")
    assert "Found 1 finding" in ran.out
    assert "SEQ102" in (runner.workspace / job["artifacts"]["reports"]["codequality"]).read_text()


@needs_shell
def test_commands_of_the_page_work(runner: Runner) -> None:
    (line,) = (block.commands[0] for block in readme().blocks(PAGE) if block.language == "sh")
    program, *arguments = shlex.split(line)
    assert program == "sequence-lint"
    ran = run([runner.outputs["program"], *arguments], cwd=runner.workspace)
    assert (ran.code, ran.out.partition(" ")[0]) == (1, "floor.py:10:9:")
    for option in re.findall(r"`--output-format (\w+:[\w.]+)`", PAGE):
        given = ("check", "--output-format", option)
        assert run([runner.outputs["program"], *given], cwd=runner.workspace).code == 1
