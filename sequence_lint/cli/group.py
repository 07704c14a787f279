"""Which commands there are, and how each kind of failure ends."""

from __future__ import annotations

import os

import click

from sequence_lint.cli import INTERRUPTED

_COMMANDS = ("check", "completion", "config", "new-rule", "rule", "rules", "server", "show")

_EXAMPLES = (
    ("sequence-lint check", "lint all that is below the current folder"),
    ("sequence-lint check --help", "see what else check can do"),
    ("sequence-lint show src/train.py", "see which samples the batches of a class are made from"),
    ("sequence-lint rule SEQ102", "read about a rule"),
)


class _Commands(click.Group):
    """Loads only the command that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        from importlib import import_module

        command = import_module(f"sequence_lint.cli.{cmd_name.replace('-', '_')}").command
        return command if isinstance(command, click.Command) else None

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        from sequence_lint.cli.help import write_examples

        write_examples(formatter, _EXAMPLES)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in _COMMANDS:
            _suggest(ctx, args[0])
        return super().resolve_command(ctx, args)


def _suggest(ctx: click.Context, word: str) -> None:
    """Fail with what may be meant by a word that is no command, if anything may."""
    from difflib import get_close_matches

    if os.path.exists(word):
        ctx.fail(f"'{word}' is a path. Did you mean `sequence-lint check {word}`?")
    for near in get_close_matches(word, _COMMANDS, 1):
        ctx.fail(f"No such command '{word}'. Did you mean `sequence-lint {near}`?")


def _print_version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from sequence_lint import __version__

        click.echo(f"sequence-lint {__version__}")
        ctx.exit()


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_print_version,
    help="Show the version and exit.",
)
def group() -> None:
    """Dry-run custom Keras Sequence and PyDataset classes, and say what they get wrong.

    Nothing of the linted code is imported or run.
    """


def run() -> int:
    """Run the command of the process' arguments and return the exit code."""
    try:
        code = group.main(prog_name="sequence-lint", standalone_mode=False)
    except click.Abort:
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return 2
    except SystemExit:
        # This is how click takes it that the reader of its help went away.
        return 0
    except Exception as error:
        # Exit code 1 means findings; a fault of the tool must never look like them.
        _tell(error)
        return 2
    return code if isinstance(code, int) else 0


def _tell(error: Exception) -> None:
    # Loaded here: whoever asks for the version does not need to know how settings fail.
    from sequence_lint.registry import NotInstalled
    from sequence_lint.settings import BadConfiguration, UnknownRule

    if isinstance(error, (BadConfiguration, NotInstalled, UnknownRule, OSError)):
        for line in str(error).splitlines():
            click.echo(f"sequence-lint: {line}", err=True)
        return
    import traceback

    click.echo("sequence-lint: internal error, please report this:", err=True)
    traceback.print_exception(error)
