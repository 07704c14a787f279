"""The Python API: values that travel, and calls that leave nothing behind."""

from __future__ import annotations

import ast
import gc
import multiprocessing
import pickle
import re
import sys
import threading
import time
import warnings
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest
from commands import CEIL, COUNTS, FLOOR, command, run
from test_readme import readme

import sequence_lint
from sequence_lint import lint_paths, lint_source
from sequence_lint.parallel import start_method
from sequence_lint.rule import Diagnostic
from sequence_lint.settings import UnknownRule

API = (Path(__file__).parent.parent / "docs" / "api.md").read_text(encoding="utf-8")
DEEP = "x = " + "1 + " * 4000 + "1\n" + COUNTS
WARNED = 'pattern = "\\d"\nassert (pattern, "always true")\n' + FLOOR
BROKEN = "def f(:\n"


def sources() -> list[tuple[str, str]]:
    """Texts, of which no two give the same diagnostics, with their paths."""
    texts = [CEIL, FLOOR, COUNTS, DEEP, WARNED, BROKEN, "x = 1\n", '"\ud800"\n']
    return [("\n" * shift + text, f"gen{shift}.py") for shift in range(5) for text in texts]


def linted(source: tuple[str, str]) -> tuple[Diagnostic, ...]:
    return lint_source(*source)


def state() -> tuple[object, ...]:
    """What belongs to the whole interpreter."""
    size = threading.stack_size()
    return list(warnings.filters), sys.getrecursionlimit(), size, gc.isenabled(), gc.get_threshold()


@pytest.fixture
def findings() -> tuple[Diagnostic, ...]:
    both = (FLOOR + COUNTS).replace("from tensorflow import keras\n", "import keras\n")
    return (*lint_source(both, "gen.py"), *lint_source(BROKEN))


class TestDiagnostics:
    def test_they_survive_a_journey(self, findings: tuple[Diagnostic, ...]) -> None:
        assert {"SEQ101", "SEQ102", "SEQ900"} <= {each.code for each in findings}
        for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
            arrived = pickle.loads(pickle.dumps(findings, protocol))
            assert arrived == findings
            assert [hash(each) for each in arrived] == [hash(each) for each in findings]
            assert [type(each.severity) for each in arrived] == [type(findings[0].severity)] * len(
                findings
            )

    def test_they_are_told_apart_by_what_they_say(self, findings: tuple[Diagnostic, ...]) -> None:
        assert len({*findings, *findings}) == len(findings)
        assert findings == tuple(sorted(findings, key=lambda each: each.path != "gen.py"))

    def test_they_do_not_change(self, findings: tuple[Diagnostic, ...]) -> None:
        with pytest.raises(FrozenInstanceError):
            findings[0].line = 3  # type: ignore[misc]


class TestArguments:
    def test_one_path_or_selector_may_stand_alone(self, tmp_path: Path) -> None:
        path = tmp_path / "gen.py"
        path.write_text(FLOOR)
        (found,) = lint_paths([str(path)])
        assert found.code == "SEQ102"
        for paths in (str(path), path, [path], (tmp_path,)):
            assert lint_paths(paths, select="SEQ102") == (found,)
        assert lint_paths(path, ignore="SEQ1") == ()
        assert lint_source(FLOOR, ignore="partial-batch-dropped") == ()

    def test_mistakes_are_raised(self, tmp_path: Path) -> None:
        with pytest.raises(UnknownRule, match="SEQ999"):
            lint_paths([tmp_path], select=["SEQ999"])
        with pytest.raises(ValueError, match="jobs must be 1 or more"):
            lint_paths([tmp_path], jobs=0)

    def test_what_cannot_be_read_is_a_diagnostic(self, tmp_path: Path) -> None:
        (found,) = lint_paths([tmp_path / "gone"])
        assert (found.code, found.message) == ("SEQ900", "no such file or folder")

    @pytest.mark.parametrize(
        "top", ["# -*- coding: latin-1 -*-\n", "#!python\n# coding: ascii\n", "# coding=none\n"]
    )
    def test_a_text_has_no_encoding_any_more(self, top: str) -> None:
        body = FLOOR.replace("self.x", "self.größe")
        (found,) = lint_source(top + body)
        assert [found] == [*lint_source("#\n" * top.count("\n") + body)]
        assert "größe" in found.message + (found.help or "")


class TestThreads:
    def test_they_come_to_the_same_and_leave_nothing_behind(self) -> None:
        one_by_one = [linted(source) for source in sources()]
        before, filters = state(), warnings.filters
        with ThreadPoolExecutor(8) as pool:
            at_once = list(pool.map(linted, sources()))
        assert at_once == one_by_one
        assert len({*one_by_one}) > 20
        assert state() == before
        assert warnings.filters is filters

    @pytest.fixture
    def crowded(self) -> Iterator[None]:
        """Each collection of garbage, of which there are many, lets another thread go on."""
        threshold = gc.get_threshold()

        def switch(phase: str, info: dict[str, int]) -> None:
            time.sleep(0)

        gc.callbacks.append(switch)
        gc.set_threshold(50)
        yield
        gc.set_threshold(*threshold)
        gc.callbacks.remove(switch)

    @pytest.mark.usefixtures("crowded")
    def test_others_may_parse_meanwhile(self) -> None:
        """What Python counts while it makes a tree it counts for all threads, up to 3.12."""
        stop = threading.Event()

        def parse() -> None:
            while not stop.is_set():
                ast.parse("a + b", mode="eval")

        other = threading.Thread(target=parse)
        other.start()
        try:
            found = [lint_source(DEEP) for _ in range(3)]
        finally:
            stop.set()
            other.join()
        assert [one.code for one in found[0]] == ["SEQ101"]
        assert len({*found}) == 1

    @pytest.mark.usefixtures("crowded")
    def test_no_part_parses_at_the_side(self) -> None:
        texts = [FLOOR + COUNTS, DEEP] * 8
        alone = [lint_source(text) for text in texts]
        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(lint_source, texts)) == alone

    def test_the_warnings_of_others_stay_theirs(self) -> None:
        """A thread that exchanges the filters for a while gets back what it had."""
        stop = threading.Event()
        before = list(warnings.filters)

        def exchange() -> None:
            while not stop.is_set():
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")

        other = threading.Thread(target=exchange)
        other.start()
        for _ in range(20):
            lint_source(WARNED)
        stop.set()
        other.join()
        assert list(warnings.filters) == before

    def test_they_may_be_the_first_to_load_anything(self, tmp_path: Path) -> None:
        (tmp_path / "gen.py").write_text(FLOOR)
        code = (
            "import sys, threading\n"
            "from concurrent.futures import ThreadPoolExecutor\n"
            "from sequence_lint import lint_paths, lint_source\n"
            "sys.setswitchinterval(1e-5)\n"
            "gate = threading.Barrier(8)\n"
            "def first(number):\n"
            "    gate.wait()\n"
            f"    found = lint_source({FLOOR!r}) if number % 2 else lint_paths(['.'])\n"
            "    return [each.code for each in found]\n"
            "with ThreadPoolExecutor(8) as pool:\n"
            "    print(*pool.map(first, range(8)))\n"
        )
        ran = run([sys.executable, "-W", "error", "-c", code], cwd=tmp_path)
        assert (ran.out, ran.err) == (" ".join(["['SEQ102']"] * 8) + "\n", "")

    def test_no_process_is_forked_where_there_are_threads(self, tmp_path: Path) -> None:
        names = [f"gen{number}.py" for number in range(6)]
        for name in names:
            (tmp_path / name).write_text(FLOOR)
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(start_method).result() == "spawn"
            shared = pool.submit(lint_paths, [tmp_path], jobs=2).result()
        assert [Path(each.path).name for each in shared] == names
        assert shared == lint_paths([tmp_path])


class TestProcesses:
    def test_they_come_to_the_same(self) -> None:
        some = sources()[:8]
        spawn = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(2, mp_context=spawn) as pool:
            assert list(pool.map(linted, some)) == [linted(source) for source in some]


def held() -> dict[tuple[str, str], tuple[int, int]]:
    """The values of all our modules, told apart by identity and length."""
    return {
        (name, key): (id(value), len(value) if isinstance(value, (list, dict, set)) else 0)
        for name in sorted(sys.modules)
        if name.startswith("sequence_lint")
        for key, value in vars(sys.modules[name]).items()
        if not key.startswith("__")
    }


def test_no_module_remembers_a_call() -> None:
    linted((FLOOR, "gen.py"))
    before = held()
    for source in sources()[:8]:
        linted(source)
    assert held() == before


def test_the_package_has_what_it_says(tmp_path: Path) -> None:
    assert sequence_lint.Diagnostic is Diagnostic
    assert all(getattr(sequence_lint, name) for name in sequence_lint.__all__)
    assert all(f"`{name}`" in API for name in sequence_lint.__all__ if name != "__version__")
    assert not hasattr(sequence_lint, "lint")


def test_the_page_names_every_field() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (?!error)", API, re.MULTILINE)
    assert [row for row in rows if row in Diagnostic.__dataclass_fields__] == [
        field.name for field in fields(Diagnostic)
    ]


def test_the_examples_of_the_page_run(tmp_path: Path) -> None:
    (tmp_path / "generators.py").write_text(FLOOR)
    snippets = [block.text for block in readme().blocks(API) if block.language == "python"]
    assert len(snippets) == 2
    for snippet in snippets:
        (tmp_path / "snippet.py").write_text(snippet)
        ran = run([sys.executable, "snippet.py"], cwd=tmp_path)
        assert (ran.code, ran.err) == (0, "")
        assert "generators.py" in ran.out
        assert "SEQ102" in ran.out


def test_the_version_costs_nothing(tmp_path: Path) -> None:
    code = "import sys, sequence_lint; print(*[m for m in sys.modules if 'sequence_lint.' in m])"
    ran = run([sys.executable, "-c", code], cwd=tmp_path)
    assert "sequence_lint.engine" not in ran.out
    assert sequence_lint.__version__ in run(command("--version"), cwd=tmp_path).out
