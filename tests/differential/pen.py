"""How a class is written: choices are drawn one by one, and remembered by the rule they are of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from textwrap import indent
from typing import TypeVar

Chosen = TypeVar("Chosen")

_WORD = re.compile(r"\b(?:N|B|I|K|J|LO|HI|ROWS|OF)\b")


class Pen:
    """Spends a byte on each choice, and keeps a list of what was chosen as ``rule: option``.

    To draw all bytes at once is ten times as fast as to draw each choice. Zeros, and the end of the
    bytes, choose what stands first.
    """

    def __init__(self, chance: bytes) -> None:
        self._chance = iter(chance)
        self.rules: list[str] = []

    def pick(self, rule: str, *options: str) -> str:
        """One of *options*; what is written twice is drawn twice as often."""
        drawn = options[next(self._chance, 0) % len(options)]
        self.rules.append(f"{rule}: {drawn}")
        return drawn

    def choose(self, rule: str, options: Mapping[str, tuple[int, Chosen]]) -> Chosen:
        """One of the values of *options*, which give each name a weight and a value."""
        names = [name for name, (weight, _) in options.items() for _ in range(weight)]
        return options[self.pick(rule, *names)][1]

    def whether(self, rule: str, out_of: int = 2) -> bool:
        """True once *out_of* so many times."""
        drawn = next(self._chance, 0) % out_of == out_of - 1
        if drawn:
            self.rules.append(rule)
        return drawn


def fill(template: str, words: Mapping[str, str]) -> str:
    """*template* with its capital words replaced; those that *words* does not have stay.

    N is the number of samples, B the batch size, I the batch index, LO and HI the ends of a cut,
    ROWS numbers of rows, K one of them, J its place in the batch, OF what something is done to.
    """
    filled = _WORD.sub(lambda found: words.get(found[0], found[0]), template)
    return filled.replace("slice(,", "slice(None,").replace(", )]", ", None)]")


@dataclass
class Draft:
    """A class that is being written. All that holds code holds whole lines.

    ``setup`` and ``closing`` are what the constructor does before and after it calls the hook.
    ``otherwise`` gives what stands for any other value of an argument.
    """

    pen: Pen
    words: dict[str, str] = field(default_factory=dict)
    parameters: dict[str, str] = field(default_factory=dict)
    given: dict[str, str] = field(default_factory=dict)
    above: list[str] = field(default_factory=list)
    members: list[str] = field(default_factory=list)
    setup: list[str] = field(default_factory=list)
    hook: list[str] = field(default_factory=list)
    closing: list[str] = field(default_factory=list)
    otherwise: dict[str, str] = field(default_factory=dict)
    length: list[str] = field(default_factory=list)
    methods: list[list[str]] = field(default_factory=list)
    item: list[str] = field(default_factory=list)
    length_name: str = "__len__"
    shape: str = "alone"

    def fill(self, template: str, **more: str) -> str:
        """*template* in the words of this class."""
        return fill(template, {**self.words, **more})

    def lines(self, template: str, **more: str) -> list[str]:
        """Several lines in the words of this class."""
        return self.fill(template, **more).strip("\n").split("\n")

    def take(self, name: str, what: str, default: str = "") -> None:
        """Add a constructor argument that is given *what*; with a default it is left out."""
        self.parameters[name] = default
        if what:
            self.given[name] = what

    def define(self, header: str, body: list[str], *above: str) -> None:
        """Add a method with decorators *above* it."""
        self.methods.append([*above, f"def {header}:", *shifted(body)])


def shifted(lines: list[str]) -> list[str]:
    """*lines*, one level further in."""
    return [indent(line, "    ") for line in lines] or ["    pass"]
