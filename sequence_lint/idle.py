"""What is left of the findings when comments are heard, and which of these silence nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from sequence_lint.batches import Place
from sequence_lint.directives import without
from sequence_lint.fixes import Edit
from sequence_lint.judge import is_error, judge_suppressions
from sequence_lint.records import replace
from sequence_lint.registry import closest, load
from sequence_lint.silencing import Silence, means, place_in
from sequence_lint.suppression import Suppression, Unknown
from sequence_lint.tailoring import is_off, tailored

if TYPE_CHECKING:
    from sequence_lint.rule import Diagnostic, Rule
    from sequence_lint.settings import Settings
    from sequence_lint.silencing import Note
    from sequence_lint.source.sources import Sources


def heard(
    said: Iterable[Diagnostic],
    checked: Collection[str],
    sources: Sources,
    settings: Settings,
    rules: Sequence[Rule],
) -> Iterator[Diagnostic]:
    """What no comment silences of what was *said*, and what there is to say about idle comments.

    Those are looked for in the files *checked*, and not where something failed.
    """
    silence = Silence(sources)
    left = tuple(silence.heard(said))
    yield from left
    paths = set(checked).intersection(file.path for file in sources.asked)
    paths.difference_update(each.path for each in left if is_error(each))
    about = idle(silence, paths, sources, settings, rules)
    yield from silence.heard(tailored(judge_suppressions(about, rules), settings, sources.asked))


def idle(
    silence: Silence,
    paths: Collection[str],
    sources: Sources,
    settings: Settings,
    on: Iterable[Rule],
) -> Iterator[Suppression]:
    """The comments in the files *paths* with words that silenced nothing, or that mean nothing.

    Only the rules that are *on* are spoken of, where they are not ignored for the file. *silence*
    has to have been asked about all that was found in these files.
    """
    rules = [rule for rule in on if not rule.about_suppressions]
    for file in sources.asked:
        if file.path in paths and silence.notes(file.path):
            ran = [rule for rule in rules if not is_off(rule, settings, file.absolute)]
            lines = _Text(file.path, silence, sources)
            for note in silence.notes(file.path):
                found = _suppression(note, ran, lines)
                if found.unused or found.unknown or found.wrong:
                    yield found


class _Text:
    """Where in a file, or in a cell of it, the parts of comments are."""

    def __init__(self, path: str, silence: Silence, sources: Sources) -> None:
        self._path = path
        self._cells = silence.cells(path)
        self._sources = sources

    def place(self, note: Note, start: int, stop: int) -> Place:
        """The stretch of the comment from the offset *start* in it to *stop*."""
        cell, line = place_in(self._cells, note.comment.line)
        column = self.column(note)
        return Place(self._path, line, column + start, line, column + stop, cell)

    def column(self, note: Note) -> int:
        """Where the comment begins. Not where the module has it, if a cell is indented."""
        written = self.line(note)
        at = len(written) - len(note.comment.text)
        return at + 1 if written.endswith(note.comment.text) else note.comment.column

    def goes_on(self, note: Note) -> bool:
        """Whether there is a line after that of the comment."""
        cell, line = place_in(self._cells, note.comment.line)
        return line < len(self._sources.lines(self._path, cell))

    def line(self, note: Note) -> str:
        """The line that the comment is on, as it is written in the file."""
        cell, line = place_in(self._cells, note.comment.line)
        lines = self._sources.lines(self._path, cell)
        return lines[line - 1] if line <= len(lines) else ""


def _suppression(note: Note, ran: Iterable[Rule], text: _Text) -> Suppression:
    directive = note.directive
    words = dict.fromkeys(word.text for word in directive.words)
    unused = tuple(
        word
        for word in words
        if word not in note.used and any(means(word, rule.code, rule.name) for rule in ran)
    )
    return Suppression(
        place=text.place(note, directive.start, directive.stop),
        kind=directive.kind,
        unused=unused,
        unknown=() if directive.kind == "noqa" else tuple(_unknown(words)),
        wrong=directive.wrong,
        removal=_removal(note, unused, text) if unused else (),
        class_name=note.comment.inside,
    )


def _unknown(words: Iterable[str]) -> Iterator[Unknown]:
    registry = load()
    if registry.broken:
        return  # they may be rules of the pack that is broken
    for word in words:
        if not any(means(word, rule.code, rule.name) for rule in registry.rules):
            rule = closest(word, registry.rules)
            yield Unknown(word, f"{rule.code} ({rule.name})" if rule is not None else "")


def _removal(note: Note, gone: Collection[str], text: _Text) -> tuple[Edit, ...]:
    """What takes the words out of the comment, and with the last of them all of it."""
    comment, directive = note.comment.text, note.directive
    line = text.line(note)
    before = line.removesuffix(comment)
    if before == line:
        return ()  # the text is not that of the module: nobody knows what the line is
    kept = without(comment, directive, gone)
    if kept:
        return (Edit(text.place(note, directive.start, directive.stop), kept),)
    start, rest = directive.start, comment[directive.stop :].strip()
    if rest:
        # What follows must stay a comment.
        rest = rest if start or rest.startswith("#") else f"# {rest}"
        return (Edit(text.place(note, start, len(comment)), rest),)
    whole = before + comment[:start]
    place = text.place(note, len(whole.rstrip()) - len(before), len(comment))
    if not whole.strip() and text.goes_on(note):
        place = replace(place, end_line=place.line + 1, end_column=1)  # the line goes as a whole
    return (Edit(place, ""),)
