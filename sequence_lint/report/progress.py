"""What a long run looks like while it lasts: a line that counts and a bar, gone afterwards."""

from __future__ import annotations

from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

_DOING = (("files", "Reading files"), ("classes", "Checking classes"))


class Display:
    """A line at the end of *stream*, which is a terminal. There is none before `show`."""

    def __init__(self, stream: TextIO) -> None:
        console = Console(file=stream, force_terminal=True, _environ={"TERM": "xterm"})
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            console=console,
            # It is drawn when there is news, and not by a thread: this process may fork.
            auto_refresh=False,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._console = console
        self._task: TaskID | None = None

    def show(self, stage: str, done: int, total: int) -> None:
        """Say that *done* of *total* are done of a stage: ``files`` or ``classes``."""
        doing = dict(_DOING).get(stage, stage)
        if self._task is None:
            self._task = self._progress.add_task(doing, completed=done, total=total)
            self._progress.start()
            # Whatever ends the process, the terminal keeps its cursor.
            self._console.show_cursor(True)
        self._progress.update(self._task, description=doing, completed=done, total=total)
        self._progress.refresh()

    def close(self) -> None:
        """Take the line away."""
        self._progress.stop()
