"""`sequence-lint completion`: what makes a shell complete command lines."""

from __future__ import annotations

import click

from sequence_lint.cli.help import Explained
from sequence_lint.cli.output import put

_VARIABLE = "_SEQUENCE_LINT_COMPLETE"


@click.command(
    "completion",
    cls=Explained,
    examples=(
        ('eval "$(sequence-lint completion bash)"', "in ~/.bashrc"),
        ('eval "$(sequence-lint completion zsh)"', "in ~/.zshrc, below compinit"),
        ("sequence-lint completion fish | source", "in ~/.config/fish/config.fish"),
    ),
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> int:
    """Print what makes a shell complete command lines.

    It completes commands, options, codes and names of rules, formats, and other values that an
    option can have. bash has to be 4.4 or newer.
    """
    from click.shell_completion import get_completion_class

    from sequence_lint.cli.group import group

    completion = get_completion_class(shell)
    if completion is None:  # pragma: no cover
        raise click.UsageError(f"click knows no shell {shell}")
    script = completion(group, {}, "sequence-lint", _VARIABLE).source()
    # click lets fish cut at each comma, and there are some in lists of rules.
    put(script.replace('(string split ","', '(string split --max 1 ","') + "\n")
    return 0
