"""The options that say what is wanted of a run, which a command gets as one `Settings`."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from sequence_lint.cli import completing

if TYPE_CHECKING:
    from sequence_lint.settings import Settings
    from sequence_lint.source.stated import Stated

_LISTS = ("select", "ignore", "extend-select", "extend-ignore")
_GLOBS = ("exclude", "extend-exclude")
_SINGLE = ("force-exclude", "target-keras", "fail-on", "baseline")


def _selectors(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    parts = (part.strip() for value in values for part in value.split(","))
    return tuple(part for part in parts if part)


def _patterns(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    if values:
        from sequence_lint.source.globs import is_pattern

        for value in values:
            if not is_pattern(value):
                raise click.BadParameter(f"'{value}' is no pattern for paths")
    return values


def _file(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    return os.path.abspath(value) if value else value


def _rules(name: str, text: str) -> Callable[[Callable[..., int]], Callable[..., int]]:
    return click.option(
        name,
        multiple=True,
        callback=_selectors,
        shell_complete=completing.rules,
        metavar="RULES",
        help=text,
    )


def _paths(name: str, text: str) -> Callable[[Callable[..., int]], Callable[..., int]]:
    return click.option(name, multiple=True, callback=_patterns, metavar="PATTERN", help=text)


_OPTIONS = (
    _rules(
        "--select",
        "Only these rules: codes, prefixes of codes or names, separated by commas. "
        "Replaces the select of the configuration.",
    ),
    _rules(
        "--ignore",
        "Not these rules. The more exact of --select and --ignore decides. "
        "Replaces the ignore of the configuration.",
    ),
    _rules("--extend-select", "These rules besides those that are on."),
    _rules("--extend-ignore", "Not these rules either."),
    _paths(
        "--exclude",
        "Leave out files and folders that fit; as in .gitignore, relative to the working "
        "directory. In place of the usual folders and of the exclude of the configuration.",
    ),
    _paths("--extend-exclude", "Leave out files and folders that fit, too."),
    click.option(
        "--force-exclude/--no-force-exclude",
        default=None,
        help="Leave excluded files out even if they are named.",
    ),
    click.option(
        "--target-keras",
        type=click.Choice(["auto", "2", "3"]),
        help="The line of Keras that the code is written for; auto lets the code tell.  "
        "[default: auto]",
    ),
    click.option(
        "--fail-on",
        type=click.Choice(["note", "warning", "error"]),
        help="The mildest findings that make the exit code 1.  [default: note]",
    ),
    click.option(
        "--baseline",
        callback=_file,
        shell_complete=completing.paths,
        metavar="FILE",
        help="Say nothing of the findings that this file accepts.",
    ),
    click.option("--isolated", is_flag=True, help="Read no configuration files."),
)


def wishes(command: Callable[..., int]) -> Callable[..., int]:
    """Give *command* these options, and in their place one `Settings` named ``given``."""

    @wraps(command)
    def with_settings(**options: Any) -> int:
        names = (*_LISTS, *_GLOBS, *_SINGLE, "isolated")
        stated = {name: options.pop(name.replace("-", "_")) for name in names}
        return command(given=_settings(stated), **options)

    decorated: Callable[..., int] = with_settings
    for option in reversed(_OPTIONS):
        decorated = option(decorated)
    return decorated


def _settings(stated: dict[str, Any]) -> Settings:
    from sequence_lint.settings import Settings

    fields: dict[str, Any] = {"isolated": stated["isolated"]}
    origins: list[Stated] = []
    for name in (*_LISTS, *_GLOBS, *_SINGLE):
        value = stated[name]
        if value not in (None, ()):
            fields[name.replace("-", "_")] = _globs(value) if name in _GLOBS else value
            origins += _origins(name, value)
    return Settings(**fields, origins=tuple(origins))


def _globs(patterns: tuple[str, ...]) -> tuple[object, ...]:
    from sequence_lint.source.globs import Glob

    return tuple(Glob(pattern, os.getcwd()) for pattern in patterns)


def _origins(name: str, value: object) -> list[Stated]:
    from sequence_lint.source.stated import Stated

    entries = value if isinstance(value, tuple) else ("",)
    return [Stated(name, entry, f"--{name}") for entry in entries]
