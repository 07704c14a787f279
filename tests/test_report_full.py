"""The format for people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from made_up import PATH, SOURCE, finding, place, rule, sequence_class

from sequence_lint.engine import Outcome
from sequence_lint.judge import judge
from sequence_lint.model import Place
from sequence_lint.report.full import to_text
from sequence_lint.rule import Diagnostic, Severity


def outcome(
    *diagnostics: Diagnostic,
    source: str = SOURCE,
    notices: tuple[str, ...] = (),
    lines: Callable[[str, int], tuple[str, ...]] | None = None,
) -> Outcome:
    given = tuple(source.split("\n"))
    return Outcome(
        diagnostics,
        notices,
        (sequence_class(),),
        3,
        lines or (lambda p, _: given if p == PATH else ()),
    )


def diagnostics() -> tuple[Diagnostic, ...]:
    return judge((sequence_class(),), (rule(check=lambda _: (finding(),)),))


def at(span: Place, message: str = "Said.") -> Diagnostic:
    return Diagnostic(
        span.path,
        "SEQ900",
        "file-not-read",
        Severity.ERROR,
        message,
        span.line,
        span.column,
        span.end_line,
        span.end_column,
    )


def test_it_says_place_source_example_help_and_related_place() -> None:
    assert to_text(outcome(*diagnostics()), 100, color=False) == (
        "gen.py:11:16 SEQ102 tail-dropped (warning)\n"
        "  The tail is dropped.\n"
        "   |\n"
        "10 |     def __len__(self):\n"
        "11 |         return len(self.x) // self.b\n"
        "   |                ^^^^^^^^^^^^^^^^^^^^^\n"
        "  example: with 10 samples and batches of 4, samples 8-9 are never served\n"
        "  help: write `math.ceil(len(self.x) / self.b)`\n"
        "  see: gen.py:14:16: the slice is here\n"
        "   |\n"
        "14 |         return self.x[i * self.b : (i + 1) * self.b], "
        "self.y[i * self.b : (i + 1) * self.b]\n"
        "   |                ^^^^^^\n"
        "\n"
        "Found 1 finding in 1 class (3 files read, 1 class checked).\n"
    )


def test_a_clean_run_is_one_line() -> None:
    assert to_text(outcome(), 80, color=True) == "No findings (3 files read, 1 class checked).\n"


def test_the_summary_counts_what_could_not_be_done() -> None:
    text = to_text(outcome(at(place()), notices=("a pack is broken",)), 80, color=False)
    assert text.endswith(
        "\nNo findings (3 files read, 1 class checked). 2 things could not be done.\n"
    )


@pytest.mark.parametrize("width", [20, 40, 60])
def test_narrow_terminals_get_no_longer_lines(width: int) -> None:
    text = to_text(outcome(*diagnostics()), width, color=False)
    assert max(map(len, text.split("\n"))) <= width
    assert "^" in text


@pytest.mark.parametrize("color", [True, False])
@pytest.mark.parametrize("width", [23, 40, 100])
def test_no_line_ends_in_blanks(width: int, color: bool) -> None:
    text = to_text(outcome(*diagnostics()), width, color=color)
    assert not [line for line in text.split("\n") if line != line.rstrip()]


def test_colour_is_there_when_wanted_and_only_then() -> None:
    assert "\x1b[" in to_text(outcome(*diagnostics()), 80, color=True)
    assert "\x1b[" not in to_text(outcome(*diagnostics()), 80, color=False)


def test_the_environment_has_no_say(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = to_text(outcome(*diagnostics()), 80, color=False)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "30")
    assert to_text(outcome(*diagnostics()), 80, color=False) == plain
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" in to_text(outcome(*diagnostics()), 80, color=True)


def test_brackets_in_code_are_not_markup() -> None:
    source = "x = a[bold]\ny = '[/red]' + ':smile:'"
    text = to_text(
        outcome(at(Place(PATH, 2, 5, 2, 13), "see [red]x[/red]"), source=source), 80, color=True
    )
    for verbatim in ("a[bold]", "'[/red]' + ':smile:'", "see [red]x[/red]"):
        assert verbatim in text


def test_terminal_codes_in_the_source_do_not_reach_the_terminal() -> None:
    source = "x = '\x1b[2J\x07' # \x0c"
    text = to_text(outcome(at(Place(PATH, 1, 1, 1, 2), "\x1b[2J"), source=source), 80, color=False)
    assert "\x1b" not in text
    assert "\x07" not in text


@pytest.mark.parametrize(
    ("line", "column", "end", "carets"),
    [
        ("\tx = y", 6, 7, "  |         ^"),
        ("x = '日本' + y", 12, 13, "  |              ^"),
        ("x = 'é' + y", 11, 12, "  |           ^"),
        ("abc", 2, 2, "  |  ^"),
        ("abc", 4, 9, "  |    ^"),
        ("abc", 90, 95, "  |    ^"),
    ],
)
def test_carets_stand_under_their_text(line: str, column: int, end: int, carets: str) -> None:
    text = to_text(outcome(at(Place(PATH, 1, column, 1, end)), source=line), 80, color=False)
    assert carets in text.split("\n")


def test_a_span_of_several_lines_is_underlined_on_each() -> None:
    text = to_text(outcome(at(Place(PATH, 7, 9, 8, 20))), 80, color=False)
    assert [line.count("^") for line in text.split("\n") if "^" in line] == [24, 11]


def test_a_long_span_is_cut_short() -> None:
    source = "\n".join("x" for _ in range(50))
    text = to_text(outcome(at(Place(PATH, 1, 1, 50, 2)), source=source), 80, color=False)
    assert text.count("^") == 4
    assert "| ..." in text


def test_a_long_line_is_cut_around_the_span() -> None:
    source = "a" * 300 + " NEEDLE " + "b" * 300
    text = to_text(outcome(at(Place(PATH, 1, 302, 1, 308)), source=source), 60, color=False)
    drawn = text.split("\n")
    assert max(map(len, drawn)) <= 60
    shown = next(line for line in drawn if "NEEDLE" in line)
    carets = next(line for line in drawn if "^" in line)
    assert carets.index("^") == shown.index("NEEDLE")
    assert carets.count("^") == 6


def test_without_the_source_all_else_is_said() -> None:
    text = to_text(outcome(*diagnostics(), lines=lambda *_: ()), 80, color=False)
    assert "The tail is dropped." in text
    assert "|" not in text


def test_affected_classes_are_all_named() -> None:
    names = tuple(f"Heir{number} (heirs.py:{number})" for number in range(9))
    (diagnostic,) = diagnostics()
    text = to_text(outcome(replace(diagnostic, affects=names)), 60, color=False)
    assert f"  affects: {', '.join(names)}\n" in " ".join(text.split("\n    ")) + "\n"


def test_a_place_in_a_notebook_is_drawn_from_its_cell() -> None:
    (diagnostic,) = diagnostics()
    (related,) = diagnostic.related
    see = replace(related, place=replace(related.place, cell=4))
    asked: list[tuple[str, int]] = []

    def lines(path: str, cell: int) -> tuple[str, ...]:
        asked.append((path, cell))
        return tuple(f"cell {cell} line {number}" for number in range(1, 20))

    shown = replace(diagnostic, cell=3, related=(see,))
    text = to_text(outcome(shown, lines=lines), 80, color=False)
    assert asked == [(PATH, 3), (PATH, 4)]
    assert text.startswith("gen.py:cell 3:11:16 SEQ102")
    assert "11 | cell 3 line 11\n" in text
    assert "see: gen.py:cell 4:14:16: " in text
