"""What a new rule begins as: the text of its module, and that of its fixture."""

from __future__ import annotations

import re

from sequence_lint.registry import BUILT_IN

OURS = "SEQ"

_CODE = re.compile(r"[A-Z]{2,}[0-9]{3,}")
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+")

_CLASS = """\
class {name}(keras.utils.PyDataset):
{docstring}    def __init__(self, x, y, batch_size):
        super().__init__()
        self.x, self.y, self.batch_size = x, y, batch_size

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, index):
        start = index * self.batch_size
        end = start + self.batch_size
        return self.x[start:end], self.y[start:end]
"""
_IMPORTS = "import math\n\nimport keras\n\n\n"
_RULE = '''\
"""Say in one sentence which fault it finds.

## What it does

Say what is reported, and in which forms it is met.

## Why is this bad

Say what comes of it.

## At run time

Quote what Python or Keras print, because that is what people search for, or say that nothing is
printed.

## Bad

```python
{bad}```

## Good

```python
{good}```

## Silent when

- say in which cases nothing is reported, and why.

## References

- <https://keras.io/api/utils/python_utils/#pydataset-class>: say where Keras documents it.
"""

from __future__ import annotations

from collections.abc import Iterator

from sequence_lint.api import Epoch, Finding, Rule, SequenceClass, Severity


def check(sequence: SequenceClass) -> Iterator[Finding]:
    """One finding for a class of which some dry run shows the fault."""
    epoch = next((each for each in sequence.epochs if _shows_the_fault(each)), None)
    if epoch is not None:
        yield Finding(
            place=sequence.place,
            message=f"`{{sequence.name}}` says in one sentence what is wrong.",
            example=f"with {{epoch.size.samples}} samples and batches of {{epoch.size.batch}}, …",
            help="Write what to do instead.",
        )


def _shows_the_fault(epoch: Epoch) -> bool:
    """False where that is unknown, and as long as nobody has written what to ask."""
    return epoch.told and len(epoch.served()) < 0


RULE = Rule(
    code="{code}",
    name="{name}",
    severity=Severity.WARNING,
    since="{since}",
    doc=__doc__,
    check=check,
)
'''
_FIXTURE = '"""{code}: what is a finding, and what is none."""\n\n'
_FAULT = '    """Make the fault here, and move the comment to the line that has it."""\n\n'
_RIGHT = '    """Right, and much like it: most cases should be of this kind."""\n\n'


def complaint(code: str, name: str, package: str) -> str | None:
    """Why the rule pack *package* cannot have a rule of that code and name; None where it can."""
    if not _CODE.fullmatch(code):
        return f"'{code}' is no code: it is capital letters and then three digits, as in ACME001"
    if not _NAME.fullmatch(name):
        return (
            f"'{name}' is no name: it is two or more words in small letters with hyphens between "
            "them, as in same-batches"
        )
    ours = code.rstrip("0123456789") == OURS
    if ours and package != BUILT_IN:
        return f"codes with {OURS} are those of sequence-lint itself: take letters of your own"
    if not ours and package == BUILT_IN:
        return f"the codes of sequence-lint itself begin with {OURS}"
    return None


def module_name(code: str, name: str) -> str:
    """What the module and the fixture of the rule are called."""
    return f"{code}_{name}".lower().replace("-", "_")


def rule_text(code: str, name: str, since: str) -> str:
    """A module with all the parts of a rule, which finds nothing yet."""
    code_of_example = _IMPORTS + _CLASS.format(name="Pairs", docstring="")
    return _RULE.format(
        code=code, name=name, since=since, bad=code_of_example, good=code_of_example
    )


def fixture_text(code: str) -> str:
    """A fixture that asks for a finding, so that it fails until the rule is written."""
    fault = _CLASS.format(name="Fault", docstring=_FAULT)
    expected = fault.replace("self.batch_size)\n", f"self.batch_size)  # expect: {code}\n", 1)
    right = _CLASS.format(name="Right", docstring=_RIGHT)
    return f"{_FIXTURE.format(code=code)}{_IMPORTS}{expected}\n\n{right}"
