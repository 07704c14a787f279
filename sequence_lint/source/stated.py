"""Where a setting was stated: an option of the command line, or a line of a file."""

from __future__ import annotations

import os

from sequence_lint.records import dataclass


@dataclass(frozen=True, slots=True)
class Stated:
    """One value of a *key*, or one entry of it; "" stands for the key as a whole.

    Either an *option* gave it, or the absolute *file*, at the end of *path* in its tables.
    """

    key: str
    entry: str = ""
    option: str = ""
    file: str = ""
    path: tuple[str, ...] = ()

    def place(self) -> str:
        """The option, or the file and the line, counted from 1. Looks it up in the file."""
        if not self.file:
            return self.option or f"--{self.key}"
        # Told only when there is something to complain about, or when somebody asks for it.
        from sequence_lint.source.files import Unreadable, read_bytes
        from sequence_lint.source.toml import line_of

        try:
            content = read_bytes(self.file)
        except Unreadable:
            return shown(self.file)
        return f"{shown(self.file)}:{line_of(content, self.path, self.entry)}"

    def told(self) -> str:
        """The place, and the key if the place alone does not name it."""
        return f"{self.place()}: {self.key}" if self.file else self.place()


def shown(path: str) -> str:
    """The absolute *path* relative to the working directory if it is below it."""
    return printable(path.removeprefix(os.path.join(os.getcwd(), "")))


def printable(text: str) -> str:
    """*text* on one line and without what would steer a terminal: files may say anything."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)
