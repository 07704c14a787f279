"""What the user wants: which rules are on, and what there is to know of a project."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sequence_lint.registry import Registry
    from sequence_lint.rule import Rule

AUTO = "auto"
TARGETS = (AUTO, "2", "3")


@dataclass(frozen=True, slots=True)
class Settings:
    """Selectors are codes (``SEQ101``), prefixes of codes (``SEQ1``) or names of rules.

    Nothing selected means all rules that are on by default. ``src`` are absolute folders: where
    there are any, absolute imports are looked up in these only. ``extra_bases`` are dotted names of
    classes outside of the project that count as Keras' Sequence. ``target_keras`` is the line of
    Keras that the code is written for, ``"2"`` or ``"3"``; ``"auto"`` lets the code tell. The
    origins say who named the selectors.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    src: tuple[str, ...] = ()
    extra_bases: tuple[str, ...] = ()
    target_keras: str = AUTO
    select_origin: str = "--select"
    ignore_origin: str = "--ignore"

    def __bool__(self) -> bool:
        """True when there is anything to check against the rules there are."""
        return bool(self.select or self.ignore)


class BadConfiguration(Exception):
    """What is wrong with the configuration files; the text has a line for each fault."""


class UnknownRule(Exception):
    """Selectors that fit no rule; the text has a line for each, with a suggestion."""


def chosen(settings: Settings, registry: Registry) -> tuple[Rule, ...]:
    """The rules that are on, sorted by code. Raises `UnknownRule` for all bad selectors at once.

    The more exact selector decides, and of two equal ones ``ignore``. A rule that is off by
    default is on only when it is selected by its whole code or name.
    """
    _refuse_unknown(settings, registry)
    return tuple(rule for rule in registry.rules if _is_on(rule, settings))


def _is_on(rule: Rule, settings: Settings) -> bool:
    wanted = _weight(rule, settings.select)
    exact = len(rule.code)
    if not rule.default and wanted < exact:
        return False
    if not settings.select:
        wanted = 1
    return wanted > _weight(rule, settings.ignore)


def _weight(rule: Rule, selectors: tuple[str, ...]) -> int:
    """How exactly the best selector fits: characters of the code, 0 when none does."""
    return max((_fit(rule, selector) for selector in selectors), default=0)


def _fit(rule: Rule, selector: str) -> int:
    if selector.lower() == rule.name:
        return len(rule.code)
    return len(selector) if selector and rule.code.startswith(selector.upper()) else 0


def _refuse_unknown(settings: Settings, registry: Registry) -> None:
    lines = [
        _complaint(origin, selector, registry)
        for origin, selectors in (
            (settings.select_origin, settings.select),
            (settings.ignore_origin, settings.ignore),
        )
        for selector in selectors
        if not any(_fit(rule, selector) for rule in registry.rules)
    ]
    if lines:
        raise UnknownRule("\n".join(lines))


def _complaint(origin: str, selector: str, registry: Registry) -> str:
    from sequence_lint.registry import nearest

    return f"{origin}: no rule is called '{selector}'. {nearest(selector, registry.rules)}"
