"""Comments silence findings where they say so, and nowhere else; idle ones are reported."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from commands import CEIL, FLOOR, run
from notebooks import code, notebook

from sequence_lint import Diagnostic, lint_paths, lint_source

LENGTH = "        return len(self.x) // self.batch_size"


def at(line: str, comment: str, text: str = FLOOR) -> str:
    """*text* with the comment at the end of that line."""
    assert text.count(f"{line}\n") == 1
    return text.replace(f"{line}\n", f"{line}{comment}\n")


def quiet(comment: str) -> str:
    """A class without a fault, with that comment at its length."""
    return at("        return -(-len(self.x) // self.batch_size)", comment, CEIL)


def codes(text: str, select: tuple[str, ...] = (), ignore: tuple[str, ...] = ()) -> list[str]:
    return [each.code for each in lint_source(text, select=select, ignore=ignore)]


def idle(text: str) -> Diagnostic:
    [found] = [each for each in lint_source(text) if each.code == "SEQ901"]
    return found


def test_what_is_found_without_comments() -> None:
    assert codes(FLOOR) == ["SEQ102"]


SILENCING = [
    "# noqa",
    "# noqa: SEQ102",
    "# noqa: E501, SEQ102",
    "# noqa: partial-batch-dropped",
    "# sequence-lint: ignore[SEQ102]",
    "# sequence-lint: ignore[seq102]",
    "# sequence-lint: ignore[partial-batch-dropped]",
    "# sequence-lint: ignore[SEQ102, partial-batch-dropped] -- the rest is dropped on purpose",
    "# a word before  # sequence-lint: ignore[SEQ102]",
]


@pytest.mark.parametrize("comment", SILENCING)
def test_in_the_line_of_the_finding(comment: str) -> None:
    assert codes(at(LENGTH, f"  {comment}")) == []


@pytest.mark.parametrize(
    "comment", ["# noqa: SEQ101", "# sequence-lint: ignore[empty-last-batch]", "# noqa: E501"]
)
def test_another_rule_is_not_meant(comment: str) -> None:
    assert "SEQ102" in codes(at(LENGTH, f"  {comment}"))


@pytest.mark.parametrize("comment", SILENCING)
@pytest.mark.parametrize(
    "line",
    ["        super().__init__()", "        start = index * self.batch_size"],
)
def test_another_line_is_not_meant(comment: str, line: str) -> None:
    assert "SEQ102" in codes(at(line, f"  {comment}"))


@pytest.mark.parametrize("comment", [*SILENCING[1:], "# noqa"])
@pytest.mark.parametrize("line", ["class Floor(keras.utils.Sequence):", "    def __len__(self):"])
def test_at_the_header_for_the_whole_body_if_it_names_the_rule(line: str, comment: str) -> None:
    assert codes(at(line, f"  {comment}")) == (["SEQ102"] if comment == "# noqa" else [])


def test_at_the_header_of_another_body() -> None:
    text = at("    def __init__(self, x, y, batch_size):", "  # sequence-lint: ignore[SEQ102]")
    assert codes(text) == ["SEQ901", "SEQ102"]


def test_a_header_of_several_lines() -> None:
    spread = FLOOR.replace("def __len__(self):", "def __len__(\n        self,{}\n    ):{}")
    own = "  # sequence-lint: ignore[SEQ102]"
    assert codes(spread.format(own, "")) == codes(spread.format("", own)) == []


def test_any_line_of_the_stretch() -> None:
    spread = FLOOR.replace(
        LENGTH, "        return (\n  len(self.x){}\n  //{} self.batch_size{}\n )"
    )
    own = " # noqa: SEQ102\n"
    assert codes(spread.format("", "", "")) == ["SEQ102"]
    for place in range(3):
        assert codes(spread.format(*[own if i == place else "" for i in range(3)])) == []


def test_lines_that_a_backslash_joins_have_one_place_for_a_comment() -> None:
    joined = FLOOR.replace(LENGTH, f"{LENGTH} + \\\n            0{{}}")
    assert codes(joined.format("")) == ["SEQ102"]
    assert codes(joined.format("  # noqa: SEQ102")) == []


def test_on_a_line_of_its_own_above() -> None:
    for comment in ("        # {}\n", "        # {}\n        # and why\n\n"):
        own = FLOOR.replace(LENGTH, comment.format("sequence-lint: ignore[SEQ102]") + LENGTH)
        assert codes(own) == []
        # Other tools take theirs to be about the line that it stands on.
        others = FLOOR.replace(LENGTH, comment.format("noqa: SEQ102") + LENGTH)
        assert "SEQ102" in codes(others)


def test_above_a_class_with_decorators() -> None:
    text = FLOOR.replace(
        "class F", "# sequence-lint: ignore[SEQ102]\n@register\n@other(1)\nclass F"
    )
    assert codes(text) == []


@pytest.mark.parametrize("place", ["# {}\n" + FLOOR, FLOOR + "\n# {}\n", at(LENGTH, "  # {}")])
def test_for_the_whole_file(place: str) -> None:
    assert codes(place.format("sequence-lint: ignore-file[SEQ102] -- old")) == []
    assert "SEQ102" in codes(place.format("sequence-lint: ignore-file[SEQ101]"))


def test_text_in_a_string_is_no_comment() -> None:
    note = '"""\n# noqa: SEQ102\n# sequence-lint: ignore-file[SEQ102]\n"""'
    assert codes(f"NOTE = {note}\n{FLOOR}") == ["SEQ102"]


def test_what_cannot_be_read_is_never_silenced() -> None:
    broken = "# sequence-lint: ignore-file[SEQ900, SEQ902]\nclass (  # noqa\n"
    assert codes(broken) == ["SEQ900"]


def test_a_finding_in_a_file_without_classes(tmp_path: Path) -> None:
    (tmp_path / "gen.py").write_text(CEIL)
    train = "from gen import Ceil\nfrom tensorflow import keras\nmodel = keras.Sequential()\n"
    train += "model.fit(Ceil(x, y, 3), batch_size=3){}\n"
    for comment, left in (
        ("", ["SEQ602"]),
        ("  # noqa: SEQ602", []),
        ("  # noqa: SEQ1", ["SEQ602"]),
    ):
        (tmp_path / "train.py").write_text(train.format(comment))
        assert [each.code for each in lint_paths(tmp_path)] == left
    (tmp_path / "train.py").write_text(
        train.format("").replace(", batch_size=3)", ")  # noqa: SEQ602")
    )
    assert [each.code for each in lint_paths(tmp_path)] == ["SEQ901"]


class TestIdle:
    def test_it_is_told_where_it_stands(self) -> None:
        found = idle(quiet("  # why  # noqa: E501, SEQ102 so  # more"))
        assert (found.line, found.column, found.end_column) == (10, 59, 79)
        assert (found.name, found.severity.value) == ("unused-suppression", "note")
        assert found.class_name == "Ceil"

    @pytest.mark.parametrize("comment", ["# noqa", "# noqa: E501", "# noqa: SEQ999", "# noqa: x-y"])
    def test_what_is_for_others_is_left_alone(self, comment: str) -> None:
        assert codes(quiet(f"  {comment}")) == []

    def test_rules_that_are_off_are_not_spoken_of(self) -> None:
        text = quiet("  # noqa: SEQ102")
        assert codes(text) == ["SEQ901"]
        assert codes(text, ignore=("SEQ102",)) == []
        assert codes(text, ignore=("SEQ901",)) == []
        assert codes(text, select=("SEQ1",)) == []
        assert codes(text, select=("SEQ1", "unused-suppression")) == ["SEQ901"]

    def test_files_where_a_rule_is_ignored(self, tmp_path: Path) -> None:
        (tmp_path / "a.py").write_text(quiet("  # noqa: SEQ102, SEQ101"))
        config = tmp_path / "pyproject.toml"
        config.write_text('[tool.sequence-lint.per-file-ignores]\n"a.py" = ["SEQ101"]\n')
        [found] = lint_paths(tmp_path)
        assert "`SEQ102` in" in found.message
        config.write_text('[tool.sequence-lint.per-file-ignores]\n"*.py" = ["SEQ901"]\n')
        assert lint_paths(tmp_path) == ()

    def test_its_severity_can_be_stated(self, tmp_path: Path) -> None:
        (tmp_path / "a.py").write_text(quiet("  # noqa: SEQ102"))
        (tmp_path / "pyproject.toml").write_text(
            '[tool.sequence-lint.severity]\nSEQ901 = "error"\n'
        )
        assert [each.severity.value for each in lint_paths(tmp_path)] == ["error"]

    def test_files_without_a_class_are_not_looked_at(self) -> None:
        assert codes("x = f(1)  # noqa: SEQ102\n") == []
        assert codes("x = f(1)  # sequence-lint: ignore[SEQ999]\n") == []

    def test_where_something_failed_nothing_is_said(self) -> None:
        text = quiet("  # noqa: SEQ102")
        cells = notebook(code(text), code("class ("))
        found = lint_source(cells.decode(), "a.ipynb")
        assert [each.code for each in found] == ["SEQ900"]

    def test_all_that_silence_a_finding_are_in_use(self) -> None:
        text = at("    def __len__(self):", "  # noqa: SEQ102")
        text = at(LENGTH, "  # noqa  # sequence-lint: ignore[SEQ102]", text)
        assert codes(f"# sequence-lint: ignore-file[SEQ102]\n{text}") == []

    def test_it_can_be_silenced_itself(self) -> None:
        own = "  # sequence-lint: ignore[SEQ102, SEQ901] -- comes and goes"
        assert codes(quiet(own)) == []
        assert codes(FLOOR.replace(LENGTH, f"{LENGTH}  # noqa: SEQ901, SEQ102")) == []

    @pytest.mark.parametrize(
        ("comment", "message", "cure"),
        [
            ("ignore[SEQ1022]", "`SEQ1022` in this comment is no rule", "SEQ102 (partial"),
            ("ignore[partial-batch-droped]", "is no rule", "SEQ102 (partial-batch-dropped)"),
            ("ignore[qqqq]", "`qqqq` in this comment is no rule", "name of a rule there."),
            ("ignore[SEQ1]", "`SEQ1` in this comment is no rule", ""),
            ("ignore[]", "it names no rule", "# sequence-lint: ignore[SEQ102] -- reason"),
            ("ignore SEQ102", "no list of rules in square brackets", ""),
            ("ignore-file[x-y]", "`x-y` in this comment is no rule", ""),
        ],
    )
    def test_what_means_no_rule(self, comment: str, message: str, cure: str) -> None:
        found = idle(quiet(f"  # sequence-lint: {comment}"))
        assert message in found.message
        assert cure in (found.help or "")


class TestNotebooks:
    def test_comments_count_in_their_cell(self, tmp_path: Path) -> None:
        text = at(LENGTH, "  # noqa: SEQ102")
        (tmp_path / "a.ipynb").write_bytes(notebook(code("%matplotlib inline\n"), code(text)))
        assert lint_paths(tmp_path) == ()

    def test_a_file_comment_counts_in_all_cells(self, tmp_path: Path) -> None:
        own = code("# sequence-lint: ignore-file[SEQ102]")
        (tmp_path / "a.ipynb").write_bytes(notebook(own, code(FLOOR)))
        assert lint_paths(tmp_path) == ()

    def test_another_cell_is_not_meant(self, tmp_path: Path) -> None:
        line = LENGTH.lstrip()
        other = code("\n" * 9 + "x = 1  # noqa: SEQ102\n")
        (tmp_path / "a.ipynb").write_bytes(notebook(other, code(FLOOR)))
        assert line in FLOOR.splitlines()[9]
        assert [(each.code, each.cell) for each in lint_paths(tmp_path)] == [
            ("SEQ901", 1),
            ("SEQ102", 2),
        ]

    def test_idle_ones_are_told_by_cell_and_line(self, tmp_path: Path) -> None:
        indented = "".join(f"  {line}\n" for line in quiet("  # noqa: SEQ102").splitlines())
        (tmp_path / "a.ipynb").write_bytes(notebook(code("%time f()\n"), code("\n" + indented)))
        [found] = lint_paths(tmp_path)
        assert (found.code, found.cell, found.line) == ("SEQ901", 2, 11)
        assert indented.splitlines()[9][found.column - 1 :] == "# noqa: SEQ102"


def test_the_clean_path_takes_no_text_apart(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = f(1)  # noqa: SEQ102\n# sequence-lint: ignore[SEQ102]\n")
    (tmp_path / "b.py").write_text(FLOOR)
    script = (
        "import sys; from sequence_lint import lint_paths; lint_paths(sys.argv[1]); "
        "print(sorted({'sequence_lint.silencing', 'sequence_lint.idle'} & {*sys.modules}))"
    )

    def loaded(name: str) -> str:
        return run([sys.executable, "-c", script, name], cwd=tmp_path).out.strip()

    assert loaded("a.py") == "[]"
    assert loaded("b.py") == "['sequence_lint.idle', 'sequence_lint.silencing']"


def test_only_files_with_a_mark_are_taken_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def taken_apart(text: str) -> tuple[()]:
        asked.append(text)
        return ()

    monkeypatch.setattr("sequence_lint.silencing.comments_of", taken_apart)
    assert codes(FLOOR) == ["SEQ102"]
    assert not asked
    assert codes(at(LENGTH, "  # NOQA")) == ["SEQ102"]
    assert len(asked) == 1
