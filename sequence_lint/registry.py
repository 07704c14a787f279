"""Which rules there are: packs found by entry point, rules found in the modules of a pack."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sequence_lint.records import dataclass

# What a rule is, is loaded with the first rule: a run that finds no class does without.
if TYPE_CHECKING:
    from types import ModuleType

    from sequence_lint.rule import Rule
    from sequence_lint.source.entry_points import EntryPoint

ENTRY_POINTS = "sequence_lint.rules"
BUILT_IN = "sequence_lint.rules"

_INSTALL = (
    "no rules are installed: this looks like a checkout that was not installed. "
    "Run `python3 -m pip install .` in it (or `make run`), then try again."
)


class NotInstalled(Exception):
    """No rule pack can be found; the text says what to do."""

    def __init__(self) -> None:
        super().__init__(_INSTALL)


@dataclass(frozen=True, slots=True)
class Registry:
    """All rules, sorted by code, and a line for each part of a pack that cannot be used."""

    rules: tuple[Rule, ...]
    broken: tuple[str, ...] = ()

    def find(self, code_or_name: str) -> Rule | None:
        """The rule of that code (in any case) or name."""
        for rule in self.rules:
            if code_or_name in (rule.code, rule.name) or code_or_name.upper() == rule.code:
                return rule
        return None


def require_installed() -> None:
    """Raise `NotInstalled` without rules. Cheap: what is there is not imported."""
    from importlib.util import find_spec

    if find_spec(BUILT_IN) is None:
        raise NotInstalled


def load() -> Registry:
    """The rules of all packs, the built-in one first, the others by name.

    A module that cannot be imported, and a rule that takes a code or name which is taken already,
    are left out and named in ``broken``. Raises `NotInstalled` when there is no pack at all.
    """
    packs = _packs()
    if not packs:
        raise NotInstalled
    rules: list[Rule] = []
    broken: list[str] = []
    for pack in packs:
        for found in _rules_of(pack):
            complaint = found if isinstance(found, str) else _clash(found, rules)
            if complaint is not None:
                broken.append(f"rule pack '{pack.name}' ({pack.value}): {complaint}")
            elif not isinstance(found, str) and not any(found is rule for rule in rules):
                rules.append(found)
    return Registry(tuple(sorted(rules, key=lambda rule: rule.code)), tuple(broken))


def _packs() -> list[EntryPoint]:
    from sequence_lint.source.entry_points import entry_points

    # A checkout on the path next to an installed copy announces the same pack twice.
    packs = {(pack.value, pack.name): pack for pack in entry_points(ENTRY_POINTS)}
    return [packs[key] for key in sorted(packs, key=lambda key: (key[0] != BUILT_IN, key))]


def _rules_of(pack: EntryPoint) -> Iterator[Rule | str]:
    """The module-level rules of a pack and, as text, why a part of it cannot be used."""
    from sequence_lint.rule import Rule

    root = _imported(pack.value)
    if isinstance(root, str):
        yield root
        return
    count = 0
    for module in _modules(root):
        if isinstance(module, str):
            yield module
        else:
            rules = [value for value in vars(module).values() if isinstance(value, Rule)]
            count += len(rules)
            yield from rules
    if not count:
        yield "it has no rules"


def _modules(root: ModuleType) -> Iterator[ModuleType | str]:
    import pkgutil

    yield root
    path = getattr(root, "__path__", None)
    if path is not None:
        # By name, not in the order of the folder: a clash must name the same rule every time.
        for name in sorted(module.name for module in pkgutil.iter_modules(path)):
            yield from _below(_imported(f"{root.__name__}.{name}"))


def _below(module: ModuleType | str) -> Iterator[ModuleType | str]:
    if isinstance(module, str):
        yield module
    else:
        yield from _modules(module)


def _imported(name: str) -> ModuleType | str:
    import importlib

    try:
        return importlib.import_module(name)
    # Somebody else's module may raise anything, and `sys.exit` must not end the run either.
    except (Exception, SystemExit) as error:
        return f"{name} cannot be imported: {type(error).__name__}: {error}"


def _clash(rule: Rule, rules: list[Rule]) -> str | None:
    for other in rules:
        if other is not rule and (other.code == rule.code or other.name == rule.name):
            return (
                f"{rule.code} {rule.name} is left out: "
                f"{other.code} {other.name} has that code or name already"
            )
    return None


def nearest(text: str, rules: tuple[Rule, ...]) -> str:
    """A hint for a code or name that no rule has: ``Did you mean …?``, or where to look."""
    rule = closest(text, rules)
    if rule is None:
        return "`sequence-lint rules` lists all rules."
    return f"Did you mean {rule.code} ({rule.name})?"


def closest(text: str, rules: tuple[Rule, ...]) -> Rule | None:
    """The rule whose code or name *text* is likely a slip of, None if it is like none of them."""
    import difflib

    known = {key: rule for rule in rules for key in (rule.code.lower(), rule.name)}
    close = difflib.get_close_matches(text.lower(), list(known), n=10, cutoff=0.5)
    if not close:
        return None
    # Of codes that are as near, the one that begins the same: slips come late in a word.
    best = max(close, key=lambda key: (_nearness(text.lower(), key), _shared(text.lower(), key)))
    return known[best]


def _nearness(text: str, key: str) -> float:
    from difflib import SequenceMatcher

    return SequenceMatcher(None, key, text).ratio()


def _shared(text: str, key: str) -> int:
    """How many characters both begin with."""
    return next((i for i, (a, b) in enumerate(zip(text, key, strict=False)) if a != b), len(key))
