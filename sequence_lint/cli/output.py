"""Where the text of a command goes, how wide it may be, and whether it has colours."""

from __future__ import annotations

import os
import sys

import click

WIDTH_OF_FILES = 100
NARROWEST = 20

color_option = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Colours in the output; auto: on a terminal, unless NO_COLOR is set.",
)


def wants_color(choice: str, output_file: str | None = None) -> bool:
    """Whether to colour the output. An explicit *choice* counts before the environment."""
    if choice != "auto":
        return choice == "always"
    if output_file is not None or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout is not None and sys.stdout.isatty()


def width(output_file: str | None = None) -> int:
    """Columns to write in: those of the terminal (or of COLUMNS), `WIDTH_OF_FILES` elsewhere."""
    if output_file is not None:
        return WIDTH_OF_FILES
    # By hand: `shutil`, which does the same, takes longer to load than the source to lint.
    wanted = os.environ.get("COLUMNS", "")
    if wanted.isdecimal() and int(wanted):
        return max(int(wanted), NARROWEST)
    try:
        return max(os.get_terminal_size(1).columns, NARROWEST)
    except OSError:
        return WIDTH_OF_FILES  # standard output is no terminal


def knows_blocks() -> bool:
    """Whether standard output can show block characters."""
    try:
        "█▒·".encode(getattr(sys.stdout, "encoding", None) or "ascii")
    except (UnicodeError, LookupError):
        return False
    return True


def put(text: str, output_file: str | None = None) -> None:
    """Write *text* to the file or to standard output. A reader who went away is no error.

    Raises click.ClickException when it cannot be written for another reason.
    """
    try:
        if output_file is not None:
            from sequence_lint.source.writing import replace_file

            replace_file(output_file, text.encode("utf-8", "backslashreplace"))
        elif sys.stdout is not None:
            _put_to_stdout(text)
    except BrokenPipeError:
        return
    except OSError as error:
        raise click.ClickException(
            f"cannot write {output_file or 'the output'}: {error.strerror or error}"
        ) from None


def notice(text: str) -> None:
    """Say something about the run itself, on standard error."""
    click.echo(f"sequence-lint: {text}", err=True)


def _put_to_stdout(text: str) -> None:
    encoding = sys.stdout.encoding or "ascii"
    # What the terminal has no character for is escaped, rather than ending the run.
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
    sys.stdout.flush()
