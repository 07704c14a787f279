"""Dataclasses that cost next to nothing to define: what `dataclasses` writes out, made when needed.

Half the modules define some, 137 on the way to a finding, and `dataclasses` compiles six functions
for each: 0.1 s, a third of all that the check of one file took. Here a class gets its slots and
functions that all classes share; its `__init__` is compiled when the first instance is made.

For type checkers these are `dataclasses.dataclass`, `field` and `replace`, and at run time they do
the same for what is used here: `slots=True`, `frozen` or not, `eq` or not. The classes count as
dataclasses for `dataclasses.fields` and its kin.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass, field, replace
else:
    from sequence_lint.record_making import dataclass, field, replace

__all__ = ["dataclass", "field", "replace"]
