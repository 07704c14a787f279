"""A comment or an entry of the baseline silences nothing.

## What it does

Reports what is there to silence findings and does not:

- a code or name of a rule in `# noqa: SEQ102` or `# sequence-lint: ignore[SEQ102]`, where that rule
  finds nothing in the lines that the comment stands for;
- in comments of our own, a word that is no rule, and a comment that cannot be read;
- an entry of the baseline that allows for more findings than there are.

## Why is this bad

The fault is gone, but the comment still says that it is there. On the day it comes back, nobody
hears of it.

## At run time

Nothing: Keras does not read comments.

## Bad

```python
import math

import keras


class Pairs(keras.utils.Sequence):
    def __init__(self, x, y, batch_size):
        super().__init__()
        self.x, self.y, self.batch_size = x, y, batch_size

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)  # noqa: SEQ102

    def __getitem__(self, index):
        start = index * self.batch_size
        end = start + self.batch_size
        return self.x[start:end], self.y[start:end]
```

## Good

```python
import math

import keras


class Pairs(keras.utils.Sequence):
    def __init__(self, x, y, batch_size):
        super().__init__()
        self.x, self.y, self.batch_size = x, y, batch_size

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, index):
        start = index * self.batch_size
        end = start + self.batch_size
        return self.x[start:end], self.y[start:end]
```

## Silent when

- the comment is for other tools: `# noqa` without a code, and codes in it that no rule has;
- the rule that the comment names is off, for the run or for the file;
- the file has no Sequence in it and no call that one is passed to, or something in it could not be
  checked;
- the comment is one of several for the same finding: all of them count as used;
- a pack of rules could not be loaded: then no word is called unknown.

## References

- [Suppression](../suppression.md): the comments, the lines that they stand for, and the baseline.
"""

from __future__ import annotations

from collections.abc import Iterator

from sequence_lint.api import Finding, Fix, Rule, Severity, Suppression, counted, listed


def check_suppression(suppression: Suppression) -> Iterator[Finding]:
    """One finding for what is unused, and one for each word that means nothing."""
    within = f" in `{suppression.class_name}`" if suppression.class_name else ""
    if suppression.kind == "baseline":
        yield _stale(suppression, within)
        return
    if suppression.wrong:
        yield Finding(
            suppression.place,
            f"This comment silences nothing{within}: {suppression.wrong}.",
            help="Make it `# sequence-lint: ignore[SEQ102] -- reason`, with the rules you mean.",
        )
    for unknown in suppression.unknown:
        meant = f", such as {unknown.meant}" if unknown.meant else ""
        yield Finding(
            suppression.place,
            f"`{unknown.word}` in this comment is no rule, and silences nothing{within}.",
            help=f"Put the code or the name of a rule there{meant}.",
        )
    if suppression.unused:
        yield _unused(suppression, within)


def _unused(suppression: Suppression, within: str) -> Finding:
    words = listed([f"`{word}`" for word in suppression.unused])
    silences = "silences" if len(suppression.unused) == 1 else "silence"
    return Finding(
        suppression.place,
        f"{words} in this comment {silences} nothing{within}.",
        help=f"Take {words} out of the comment.",
        fixes=(Fix(f"Take {words} out of the comment.", suppression.removal, "safe"),)
        if suppression.removal
        else (),
    )


def _stale(suppression: Suppression, within: str) -> Finding:
    [code] = suppression.unused
    allowed, found = suppression.allowed, suppression.found
    there = f"there {'is' if found == 1 else 'are'} {found or 'none'}"
    return Finding(
        suppression.place,
        f"The baseline allows for {counted(allowed, 'finding')} of `{code}`{within} of "
        f"{suppression.subject}, and {there}.",
        help="Take what is gone out of it with `--prune-baseline`.",
    )


RULE = Rule(
    code="SEQ901",
    name="unused-suppression",
    severity=Severity.NOTE,
    since="0.1.0",
    doc=__doc__,
    fix="safe",
    check_suppression=check_suppression,
)
