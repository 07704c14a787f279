"""`sequence-lint server`: the language server, for editors."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from sequence_lint.cli.output import notice
from sequence_lint.cli.wishes import wishes

if TYPE_CHECKING:
    from sequence_lint.settings import Settings

_EXTRA = frozenset({"attrs", "cattrs", "lsprotocol", "pygls"})


@click.command("server")
@click.option(
    "--stdio",
    is_flag=True,
    expose_value=False,
    help="Talk over standard input and output, as it does anyhow.",
)
@wishes
def command(given: Settings) -> int:
    """Talk to an editor about the files that are open in it.

    This is a language server on standard input and output, which editors start by themselves. It
    needs the extra: pip install 'sequence-lint[server]'.
    """
    try:
        from sequence_lint.server.serving import serve
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in _EXTRA:
            raise
        notice("the language server is not installed: run `pip install 'sequence-lint[server]'`")
        return 2
    if sys.stdin.isatty():
        notice("waiting for an editor on standard input; Ctrl-C ends it")
    return serve(given)
