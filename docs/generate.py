"""The documents that come from the rules: a page for each, and the table in README.md.

The JSON schema of the configuration, which comes from its keys, is written here as well.

Run `python docs/generate.py` after a rule was changed; with `--check` it only says what is stale.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from sequence_lint.keys import schema
from sequence_lint.registry import load
from sequence_lint.rule import Rule

ROOT = Path(__file__).resolve().parent.parent
PAGES = "docs/rules"
SCHEMA = "sequence_lint/configuration.schema.json"
BEGIN, END = "<!-- rules:begin -->", "<!-- rules:end -->"


def main(arguments: list[str]) -> int:
    """Write what is stale and name it; with ``--check`` only name it, and return 1."""
    changed = stale(ROOT)
    for path, text in changed.items():
        sys.stdout.write(f"{path}\n")
        if arguments != ["--check"]:
            (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / path).write_text(text, encoding="utf-8")
    return int(bool(changed) and arguments == ["--check"])


def stale(root: Path) -> dict[str, str]:
    """The files below *root* that differ from what the rules say, with the text they should have.

    Raises ValueError where README.md has no markers for the table.
    """
    rules = load().rules
    wanted = {f"{PAGES}/{rule.code}.md": page(rule) for rule in rules}
    wanted["README.md"] = _with_table((root / "README.md").read_text(encoding="utf-8"), rules)
    wanted[SCHEMA] = json.dumps(schema(), indent=2) + "\n"
    return {path: text for path, text in wanted.items() if _read(root / path) != text}


def page(rule: Rule) -> str:
    """The page of one rule."""
    keras = " and ".join(str(line) for line in sorted(rule.keras))
    fix = "" if rule.fix == "none" else f" · [fix](../fixes.md): {rule.fix}"
    facts = f"Severity: {rule.severity.value} · Keras {keras} · since {rule.since}{fix}"
    return f"# {rule.code}: {rule.name}\n\n{facts}\n\n{rule.doc.strip()}\n"


def table(rules: tuple[Rule, ...]) -> str:
    """All rules as a table, a line each, linked to their pages."""
    lines = ["| code | name | severity | what it finds |", "| --- | --- | --- | --- |"]
    lines += [
        f"| [{r.code}]({PAGES}/{r.code}.md) | {r.name} | {r.severity.value} | {r.summary} |"
        for r in rules
    ]
    return "\n".join(lines)


def _with_table(readme: str, rules: tuple[Rule, ...]) -> str:
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"README.md has no {BEGIN} … {END} for the table of rules")
    return f"{before}{BEGIN}\n{table(rules)}\n{END}{after}"


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
