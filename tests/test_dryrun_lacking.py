"""What the dry run tells of attributes that are read without being there."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent, indent

import pytest

from sequence_lint.engine import examine
from sequence_lint.members import Lacking
from sequence_lint.source.discovery import discover

HEAD = """
import math
import keras


class Gen(keras.utils.Sequence):
"""
INIT = """
def __init__(self, x, batch_size, flag=False):
    self.x, self.batch_size = x, batch_size
"""
LENGTH = """
def __len__(self):
    return math.ceil(len(self.x) / self.batch_size)
"""
BATCH = """
def __getitem__(self, i):
    return self.x[i * self.batch_size : (i + 1) * self.batch_size]
"""


def lacking(tmp_path: Path, *methods: str, after: str = "") -> dict[str, Lacking]:
    body = "\n".join(indent(dedent(method), "    ") for method in methods)
    (tmp_path / "gen.py").write_text(HEAD + body + "\n" + dedent(after))
    [gen] = [c for c in examine(discover([str(tmp_path)])).classes if c.name == "Gen"]
    return {one.name: one for one in gen.lacking}


def using(expression: str) -> str:
    return f"def __getitem__(self, i):\n    return {expression}"


def test_private_attributes(tmp_path: Path) -> None:
    """Those of another class are spelt with its name, which is not looked into."""
    assert lacking(tmp_path, INIT, LENGTH, using("self.__gain + self._Base__gain")).keys() == {
        "__gain"
    }


def test_what_all_objects_have(tmp_path: Path) -> None:
    assert not lacking(tmp_path, INIT, LENGTH, using("self.__doc__, self.__hash__()"))


def test_nothing_lacks_in_a_right_class(tmp_path: Path) -> None:
    assert lacking(tmp_path, INIT, LENGTH, BATCH) == {}


def test_what_nothing_sets(tmp_path: Path) -> None:
    [(name, one)] = lacking(tmp_path, INIT, LENGTH, using("self.x[i] + self.shift")).items()
    assert (name, one.why, one.during, one.method) == ("shift", "never", "batch", "__getitem__")
    assert one.certain
    assert one.set_in == ()


def test_what_is_set_too_late(tmp_path: Path) -> None:
    early = """
    def __init__(self, x, batch_size):
        self.start()
        self.x, self.batch_size = x, batch_size

    def start(self):
        self.count = len(self.x)
    """
    one = lacking(tmp_path, early, LENGTH, BATCH)["x"]
    assert (one.why, one.during, one.method) == ("later", "construction", "start")
    assert [place.line for place in one.set_at] == [10]


def test_what_only_the_hook_sets(tmp_path: Path) -> None:
    hook = "def on_epoch_end(self):\n    self.order = [1]"
    one = lacking(tmp_path, INIT, LENGTH, using("self.x[self.order[i]]"), hook)["order"]
    assert (one.why, one.set_in) == ("uncalled", ("on_epoch_end",))
    called = "\ndef use(gen):\n    gen.on_epoch_end()"
    assert not lacking(tmp_path, INIT, LENGTH, using("self.x[self.order[i]]"), hook, after=called)


def test_what_the_length_needs(tmp_path: Path) -> None:
    length = "def __len__(self):\n    return len(self.order)"
    hook = "def on_epoch_end(self):\n    self.order = [1]"
    assert lacking(tmp_path, INIT, length, BATCH, hook)["order"].during == "length"


def test_the_setting_that_it_takes(tmp_path: Path) -> None:
    init = INIT + "    if flag:\n        self.gain = 2\n"
    one = lacking(tmp_path, init, LENGTH, using("self.x[i] * self.gain"))["gain"]
    assert (one.why, one.setting) == ("elsewhere", (("flag", "False"),))
    both = INIT + "    if flag:\n        self.gain = 2\n    else:\n        self.gain = 1\n"
    assert not lacking(tmp_path, both, LENGTH, using("self.x[i] * self.gain"))


@pytest.mark.parametrize(
    "expression",
    [
        "self.x[i] if self.x[0] else self.gain",
        "self.x[i] and self.gain",
        "[row for row in self.other(i)] or self.gain",
    ],
)
def test_what_may_not_be_reached_is_not_certain(tmp_path: Path, expression: str) -> None:
    assert not lacking(tmp_path, INIT, LENGTH, using(expression))["gain"].certain


def test_what_follows_a_return_is_not_certain(tmp_path: Path) -> None:
    early = """
    def __getitem__(self, i):
        if self.x[i]:
            return self.x[i]
        return self.gain
    """
    assert not lacking(tmp_path, INIT, LENGTH, early)["gain"].certain
    inner = """
    def load(self, i):
        if self.x[i]:
            return self.x[i]
        return self.x[0]

    def __getitem__(self, i):
        return self.load(i) + self.gain
    """
    assert lacking(tmp_path, INIT, LENGTH, inner)["gain"].certain


@pytest.mark.parametrize(
    "more",
    [
        "def __getattr__(self, name): return 1",
        "def __setstate__(self, state): pass",
        "__slots__ = ()",
        "gain = 2",
        "gain: int",
        "def set(self, k, v): setattr(self, k, v)",
        "def set(self, v): self.__dict__ = v",
        "def set(self, v): self.__class__ = v",
        "def set(self, v): vars(self).update(v)",
        "def set(self, v): super().__setattr__('gain', v)",
        "def set(self, v): object.__setattr__(self, 'gain', v)",
        "for name in ('gain',):\n    locals()[name] = 1",
        "def hand(self, f): f(self)",
        "def hand(self): return [self]",
        "def hand(self): me = self; me.gain = 1",
        "def ask(self): return hasattr(self, 'gain')",
        "class Inner:\n    def f(self): pass",
        "if True:\n    def f(self): self.gain = 1",
    ],
)
def test_what_may_come_from_somewhere_does_not_lack(tmp_path: Path, more: str) -> None:
    use = using("self.x[i] * self.gain")
    assert "gain" in lacking(tmp_path, INIT, LENGTH, use)
    assert "gain" not in lacking(tmp_path, INIT, LENGTH, use, more)


@pytest.mark.parametrize(
    "harmless",
    [
        "def f(self): return len(self), str(self), type(self).__name__",
        "def f(self): return self[0], [b for b in self], self is None",
        "def f(self): return self",
        "def f(self): return super(Gen, self).__init__()",
        "def f(self): return getattr(self, 'other', 1)",
    ],
)
def test_what_sets_nothing_changes_nothing(tmp_path: Path, harmless: str) -> None:
    assert "gain" in lacking(tmp_path, INIT, LENGTH, using("self.gain"), harmless)


@pytest.mark.parametrize(
    "guarded",
    [
        "try:\n        return self.gain\n    except AttributeError:\n        return 1",
        "try:\n        return self.gain\n    except (KeyError, AttributeError):\n        return 1",
        "try:\n        return self.gain\n    except Exception:\n        return 1",
        "try:\n        return self.gain\n    except:\n        return 1",
        "with contextlib.suppress(AttributeError):\n        return self.gain",
    ],
)
def test_code_that_is_ready_for_it(tmp_path: Path, guarded: str) -> None:
    assert not lacking(tmp_path, INIT, LENGTH, f"def __getitem__(self, i):\n    {guarded}")


def test_code_that_is_ready_for_something_else(tmp_path: Path) -> None:
    text = "try:\n        return self.gain\n    except KeyError:\n        return 1"
    assert lacking(tmp_path, INIT, LENGTH, f"def __getitem__(self, i):\n    {text}")
