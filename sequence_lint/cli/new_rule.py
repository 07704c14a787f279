"""`sequence-lint new-rule`: the files that a new rule begins with."""

from __future__ import annotations

import os

import click

from sequence_lint.cli.help import Explained
from sequence_lint.cli.output import notice, put


@click.command(
    "new-rule",
    cls=Explained,
    examples=(
        ("sequence-lint new-rule ACME002 window-too-short", "begin a rule in the pack around here"),
    ),
)
@click.argument("code")
@click.argument("name")
def command(code: str, name: str) -> int:
    """Begin a rule: write its module and its fixture.

    It goes to the rule pack that the working directory is in, and into this package itself in a
    checkout of it. What is there already is never overwritten. The fixture fails until the rule is
    written.
    """
    from sequence_lint import __version__
    from sequence_lint.registry import BUILT_IN, ENTRY_POINTS
    from sequence_lint.scaffold import complaint, fixture_text, module_name, rule_text
    from sequence_lint.source.packs import NoPack, pack_above

    try:
        pack = pack_above(os.getcwd(), ENTRY_POINTS)
    except NoPack as error:
        raise click.UsageError(f"{error}. docs/writing-rules.md shows what a pack is.") from None
    wrong = complaint(code, name, pack.package) or _taken(code, name, pack.rules)
    if wrong is not None:
        raise click.UsageError(f"{wrong}. Nothing was written.")
    own = pack.package == BUILT_IN
    since = pack.version or (__version__ if own else "unreleased")
    file = f"{module_name(code, name)}.py"
    rule, fixture = os.path.join(pack.rules, file), os.path.join(pack.fixtures, file)
    _write({rule: rule_text(code, name, since), fixture: fixture_text(code)})
    put(f"{os.path.relpath(rule)}\n{os.path.relpath(fixture)}\n")
    notice("both are to be written now; the fixture fails until the rule finds what it expects")
    return 0


def _taken(code: str, name: str, rules: str) -> str | None:
    """Who has the code or the name already: an installed rule, or one that lies beside."""
    from sequence_lint.registry import NotInstalled, load

    try:
        registry = load()
    except NotInstalled:
        registry = None
    for key in (code, name):
        found = registry.find(key) if registry is not None else None
        if found is not None:
            return f"'{key}' is taken: there is {found.code} {found.name}"
    for file in sorted(os.listdir(rules)):
        if file.startswith(f"{code.lower()}_"):
            return f"'{code}' is taken: there is {os.path.relpath(os.path.join(rules, file))}"
    return None


def _write(texts: dict[str, str]) -> None:
    """Write all files or none. Raises click.UsageError where one is there already."""
    for path in texts:
        if os.path.lexists(path):
            raise click.UsageError(
                f"{os.path.relpath(path)} is there already. Nothing was written."
            )
    for path, text in texts.items():
        os.makedirs(os.path.dirname(path), exist_ok=True)
        # Not even a file that appears in this moment is overwritten.
        with open(path, "x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
