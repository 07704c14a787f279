"""What the user wants: which rules are on, and what there is to know of a project."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from sequence_lint.records import dataclass

if TYPE_CHECKING:
    from sequence_lint.registry import Registry
    from sequence_lint.rule import Rule
    from sequence_lint.source.globs import Glob, PerFile
    from sequence_lint.source.stated import Stated

AUTO = "auto"
TARGETS = (AUTO, "2", "3")
GRADES = ("note", "warning", "error")
FULL = "full"
Revision = Literal["", "write", "prune"]


@dataclass(frozen=True, slots=True)
class Settings:
    """Selectors are codes (``SEQ101``), prefixes of codes (``SEQ1``) or names of rules.

    Nothing selected means all rules that are on by default. ``src`` are absolute folders: where
    there are any, absolute imports are looked up in these only. ``extra_bases`` are dotted names of
    classes outside of the project that count as Keras' Sequence. ``target_keras`` is the line of
    Keras that the code is written for, ``"2"`` or ``"3"``; ``"auto"`` lets the code tell.

    ``severity`` has pairs of a selector and a grade. ``exclude`` None stands for the usual folders.
    ``baseline`` is the absolute path of the file with the findings that are accepted, empty for
    none; ``revise`` asks for a new content of it, with all findings or without those that are gone.
    A finding of the grade ``fail_on``, or of a graver one, makes the run fail. ``isolated`` leaves
    configuration files unread. ``origins`` say who stated what, entry by entry.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    src: tuple[str, ...] = ()
    extra_bases: tuple[str, ...] = ()
    target_keras: str = AUTO
    extend_select: tuple[str, ...] = ()
    extend_ignore: tuple[str, ...] = ()
    per_file_ignores: tuple[PerFile, ...] = ()
    extend_per_file_ignores: tuple[PerFile, ...] = ()
    severity: tuple[tuple[str, str], ...] = ()
    exclude: tuple[Glob, ...] | None = None
    extend_exclude: tuple[Glob, ...] = ()
    force_exclude: bool = False
    fail_on: str = GRADES[0]
    output_format: str = FULL
    baseline: str = ""
    revise: Revision = ""
    isolated: bool = False
    origins: tuple[Stated, ...] = ()

    def __bool__(self) -> bool:
        """True when there is anything to check against the rules there are."""
        return next(self.selectors(), None) is not None

    def selectors(self) -> Iterator[tuple[str, str, str]]:
        """All selectors of rules, each after its key and the entry of that which it stands in."""
        for key in ("select", "extend-select", "ignore", "extend-ignore"):
            yield from ((key, selector, selector) for selector in getattr(self, _field(key)))
        for key in ("per-file-ignores", "extend-per-file-ignores"):
            for each in getattr(self, _field(key)):
                yield from ((key, each.text, selector) for selector in each.selectors)
        yield from (("severity", selector, selector) for selector, _ in self.severity)

    def stated(self, key: str) -> bool:
        """Whether the *key*, as configuration files spell it, was stated anywhere."""
        return any(one.key == key for one in self.origins)

    def told(self, key: str, entry: str = "") -> str:
        """Who stated the *entry* of the *key*; the option of that name where nobody knows."""
        fitting = [one for one in self.origins if one.key == key]
        exact = [one for one in fitting if one.entry == entry]
        return next((one.told() for one in (*exact, *fitting)), f"--{key}")


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


def fit(code: str, name: str, selector: str) -> int:
    """How exactly a selector fits a rule: characters of the code, 0 when it does not."""
    if selector.lower() == name:
        return len(code)
    return len(selector) if selector and code.startswith(selector.upper()) else 0


def _is_on(rule: Rule, settings: Settings) -> bool:
    wanted = _weight(rule, (*settings.select, *settings.extend_select))
    exact = len(rule.code)
    if not rule.default and wanted < exact:
        return False
    if not settings.select:
        wanted = max(wanted, 1)
    return wanted > _weight(rule, (*settings.ignore, *settings.extend_ignore))


def _weight(rule: Rule, selectors: tuple[str, ...]) -> int:
    """How exactly the best selector fits."""
    return max((fit(rule.code, rule.name, selector) for selector in selectors), default=0)


def _refuse_unknown(settings: Settings, registry: Registry) -> None:
    lines = [
        _complaint(settings.told(key, entry), selector, registry)
        for key, entry, selector in settings.selectors()
        if not any(fit(rule.code, rule.name, selector) for rule in registry.rules)
    ]
    if lines:
        raise UnknownRule("\n".join(dict.fromkeys(lines)))


def _complaint(origin: str, selector: str, registry: Registry) -> str:
    from sequence_lint.registry import nearest
    from sequence_lint.source.stated import printable

    hint = nearest(selector, registry.rules)
    return f"{origin}: no rule is called '{printable(selector)}'. {hint}"


def _field(key: str) -> str:
    return key.replace("-", "_")
