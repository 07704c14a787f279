"""Lines of styled text of a given width: wrapped, cropped, and free of trailing blanks."""

from __future__ import annotations

from io import StringIO

from rich.console import Console
from rich.text import Text


class Paper:
    """Collects lines. Nothing in them is taken for markup, whatever brackets it has."""

    def __init__(self, width: int, *, color: bool) -> None:
        self.width = width
        self._console = Console(
            file=StringIO(),
            width=width,
            force_terminal=color,
            color_system="standard" if color else None,
            no_color=not color,
            legacy_windows=False,
            highlight=False,
            markup=False,
            emoji=False,
            _environ={},
        )

    def line(self, text: Text | str = "") -> None:
        """One line as it is, however long."""
        text = text.copy() if isinstance(text, Text) else Text(text)
        text.rstrip()
        self._console.print(text, soft_wrap=True)

    def paragraph(self, text: Text | str, first: str = "", rest: str | None = None) -> None:
        """*text* wrapped to the width; lines begin with *first*, later ones with *rest*."""
        rest = first if rest is None else rest
        text = text if isinstance(text, Text) else Text(text)
        room = max(self.width - max(len(first), len(rest)), 8)
        for number, line in enumerate(text.wrap(self._console, room, overflow="fold")):
            self.line(Text.assemble(rest if number else first, line))

    def labelled(self, label: str, text: Text | str, indent: int = 2) -> None:
        """A paragraph behind a bold label, indented as a whole."""
        text = text if isinstance(text, Text) else Text(text)
        blank = " " * indent
        self.paragraph(Text.assemble((f"{label}: ", "bold"), text), blank, blank + "  ")

    def text(self) -> str:
        """All lines so far."""
        file = self._console.file
        assert isinstance(file, StringIO)
        return file.getvalue()
