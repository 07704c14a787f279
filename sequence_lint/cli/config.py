"""`sequence-lint config`: the settings in force for a file, and where each comes from."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from sequence_lint.cli import completing
from sequence_lint.cli.help import Explained
from sequence_lint.cli.output import notice, put
from sequence_lint.cli.wishes import wishes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sequence_lint.registry import Registry
    from sequence_lint.settings import Settings
    from sequence_lint.source.roots import Root

_WIDTH = 90


@click.command(
    "config",
    cls=Explained,
    examples=(
        ("sequence-lint config", "see the settings of the current folder"),
        ("sequence-lint config src/train.py", "see those of a file, and which rules are on there"),
        ("sequence-lint config --schema", "get a JSON schema for editors"),
    ),
)
@click.argument("path", default=".", shell_complete=completing.paths)
@wishes
@click.option("--schema", is_flag=True, help="Print the JSON schema of a configuration file.")
def command(path: str, given: Settings, schema: bool) -> int:
    """Print the settings in force for a file or folder.

    They are printed as a sequence-lint.toml that says the same, with the line that each of them
    comes from. Without PATH those of the current folder.
    """
    if schema:
        put(_schema())
        return 0
    from sequence_lint.registry import load
    from sequence_lint.report.configuration import to_toml
    from sequence_lint.run import settings_in
    from sequence_lint.source.roots import root_above

    if not os.path.exists(path):
        raise click.UsageError(f"{path}: no such file or folder")
    absolute = os.path.abspath(path)
    is_folder = os.path.isdir(path)
    root = root_above(absolute if is_folder else os.path.dirname(absolute))
    (settings,) = settings_in((root,), given)
    registry = load()
    for line in registry.broken:
        notice(line)
    remarks = (
        path,
        *_project(root, settings),
        *_exclusion(absolute, root, given, is_folder=is_folder),
        *_rules(settings, registry, "" if is_folder else absolute),
    )
    put(to_toml(settings, remarks))
    return 2 if registry.broken else 0


def _schema() -> str:
    import json

    from sequence_lint.keys import schema

    return json.dumps(schema(), indent=2) + "\n"


def _project(root: Root, settings: Settings) -> Iterator[str]:
    from sequence_lint.source.roots import CONFIGURATION, has_table
    from sequence_lint.source.stated import shown

    yield f"project: {root.folder or 'none'}"
    if settings.isolated or not root.configuration:
        yield "configuration: none"
        return
    yield f"configuration: {shown(root.configuration)}"
    files = dict.fromkeys(one.file for one in settings.origins if one.file)
    yield from (f"  with: {shown(file)}" for file in files if file != root.configuration)
    beside = os.path.join(root.folder, CONFIGURATION)
    if beside != root.configuration and has_table(beside):
        yield f"  in place of: {shown(beside)}"


def _exclusion(absolute: str, root: Root, given: Settings, *, is_folder: bool) -> Iterator[str]:
    from sequence_lint.run import excludes_by

    excluded = excludes_by(given)(root)
    if excluded.hides(absolute, root.folder or os.getcwd(), is_folder=is_folder):
        yield f"excluded: {'in any case' if excluded.force else 'unless it is named'}"


def _rules(settings: Settings, registry: Registry, absolute: str) -> Iterator[str]:
    """How many rules are on for the file and, unless it is all of them, which."""
    from textwrap import wrap

    from sequence_lint.settings import chosen
    from sequence_lint.tailoring import is_off

    on = [rule for rule in chosen(settings, registry) if not is_off(rule, settings, absolute)]
    yield f"rules on: {len(on)} of {len(registry.rules)}"
    codes = " ".join(rule.code for rule in on)
    if len(on) < len(registry.rules):
        yield from (f"  {line}" for line in wrap(codes, _WIDTH))
