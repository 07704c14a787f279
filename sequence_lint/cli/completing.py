"""What a shell offers where a rule, a format or a path is to be typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

# All of it is loaded when a shell asks, which is another run than any that lints.
if TYPE_CHECKING:
    import click
    from click.shell_completion import CompletionItem


def rules(_: click.Context, __: click.Parameter, typed: str) -> list[CompletionItem]:
    """Codes, or names if the beginning of a name was typed; after the last comma, if there are."""
    from click.shell_completion import CompletionItem

    from sequence_lint.registry import load

    before, comma, last = typed.rpartition(",")
    return [
        CompletionItem(f"{before}{comma}{word}", help=f"{other}: {rule.summary}")
        for rule in load().rules
        for word, other in ((rule.code, rule.name), (rule.name, rule.code))
        if _is_meant(word, last)
    ]


def formats(_: click.Context, __: click.Parameter, typed: str) -> list[CompletionItem]:
    """Formats. What follows a colon is for the user to say."""
    from click.shell_completion import CompletionItem

    from sequence_lint.outputs import FORMATS

    return [CompletionItem(name) for name in FORMATS if name.startswith(typed)]


def paths(_: click.Context, __: click.Parameter, typed: str) -> list[CompletionItem]:
    """Whatever the shell itself offers as files and folders."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(typed, type="file")]


def _is_meant(word: str, typed: str) -> bool:
    """Names are offered once their first letter is there: before, codes tell them all."""
    if word.isupper():
        return word.startswith(typed.upper())
    return bool(typed) and word.startswith(typed.lower())
