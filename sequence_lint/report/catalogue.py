"""How the rules themselves are presented: the table of all, the page of one."""

from __future__ import annotations

from collections.abc import Sequence

from sequence_lint.rule import Rule


def table(rules: Sequence[Rule]) -> str:
    """One line a rule: code, name, severity, whether it is off by default, summary."""
    rows = [
        (r.code, r.name, r.severity.value, "" if r.default else "off", r.summary) for r in rules
    ]
    rows.insert(0, ("CODE", "NAME", "SEVERITY", "", "WHAT IT FINDS"))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "".join(_line(row, widths) + "\n" for row in rows)


def page(rule: Rule) -> str:
    """The documentation of a rule under a line that says how it is called and graded."""
    keras = " and ".join(str(line) for line in sorted(rule.keras))
    facts = [rule.severity.value, f"Keras {keras}", f"since {rule.since}"]
    if not rule.default:
        facts.append("off by default")
    return f"{rule.code} {rule.name}\n({', '.join(facts)})\n\n{rule.doc.strip()}\n"


def _line(row: tuple[str, ...], widths: Sequence[int]) -> str:
    cells = [cell.ljust(w) for cell, w in zip(row[:4], widths, strict=True) if w]
    return "  ".join([*cells, row[4]]).rstrip()
