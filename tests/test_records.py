"""The quickly made dataclasses do what those of the standard library do."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sequence_lint import record_making as quick

Maker = Callable[..., Any]
ROOT = Path(__file__).parents[1]


def kinds(dataclass: Maker, field: Maker) -> list[Any]:
    """The same classes, made by one or the other."""

    @dataclass(frozen=True, slots=True)
    class Point:
        """Where."""

        x: int
        y: int = 2
        name: str = field(default="p", compare=False)
        seen: list[int] = field(default_factory=list, repr=False, compare=False)
        memory: dict[str, int] = field(default_factory=dict, init=False, repr=False, compare=False)
        origin: ClassVar[int] = 0

        @property
        def total(self) -> int:
            return self.x + self.y

    @dataclass(frozen=True, slots=True)
    class Deep(Point):
        y: int = 3
        z: int = 4

    @dataclass(frozen=True, slots=True, eq=False)
    class Alone:
        x: int
        y: int = 0

    @dataclass(slots=True)
    class Loose:
        x: int
        y: list[int] = field(default_factory=list)
        level: int = field(default=5, init=False)
        later: int = field(init=False)

        def __post_init__(self) -> None:
            self.later = -self.x

    @dataclass(frozen=True, slots=True)
    class Empty:
        pass

    @dataclass(frozen=True, slots=True)
    class Told:
        x: int

        def __repr__(self) -> str:
            return "told"

        def __eq__(self, other: object) -> bool:
            return True

        def __hash__(self) -> int:
            return 7

    return [Point, Deep, Alone, Loose, Empty, Told]


OURS = kinds(quick.dataclass, quick.field)
THEIRS = kinds(dataclasses.dataclass, dataclasses.field)
PAIRS = list(zip(OURS, THEIRS, strict=True))
NAMES = [kind.__name__ for kind in OURS]

numbers = st.integers(0, 2)
calls = st.tuples(
    st.lists(numbers, max_size=5),
    st.dictionaries(st.sampled_from(["x", "y", "z", "name", "seen", "memory", "w"]), numbers),
)


def made(kind: Any, values: list[int], named: dict[str, int]) -> Any:
    """The instance, or the error."""
    try:
        return kind(*values, **named)
    except TypeError as error:
        return str(error)


@pytest.mark.parametrize("pair", PAIRS, ids=NAMES)
@given(one=calls, other=calls)
def test_instances_are_the_same(pair: tuple[Any, Any], one: Any, other: Any) -> None:
    ours, theirs = (tuple(made(kind, *call) for call in (one, other)) for kind in pair)
    assert [repr(each) for each in ours] == [repr(each) for each in theirs]
    assert (ours[0] == ours[1]) is (theirs[0] == theirs[1])
    assert (ours[0] != ours[1]) is (theirs[0] != theirs[1])
    for each in ours:
        assert each == each  # noqa: PLR0124
        assert (each == 1) is (type(each).__name__ == "Told")


@pytest.mark.parametrize("pair", PAIRS, ids=NAMES)
def test_classes_look_the_same(pair: tuple[Any, Any]) -> None:
    ours, theirs = pair
    for name in ("__name__", "__qualname__", "__module__", "__match_args__"):
        assert getattr(ours, name) == getattr(theirs, name), name
    # Up to 3.10 theirs have the slots of their bases again.
    again = {name for base in theirs.__mro__[1:] for name in getattr(base, "__slots__", ())}
    assert set(ours.__slots__) == set(theirs.__slots__) - again
    for each in (ours.__annotations__, [base.__name__ for base in ours.__mro__]):
        assert each in (theirs.__annotations__, [base.__name__ for base in theirs.__mro__])
    assert not hasattr(ours(*range(len(ours.__match_args__))), "__dict__")
    assert dataclasses.is_dataclass(ours)
    told = [
        [(one.name, one.type, one.init, one.repr, one.compare) for one in dataclasses.fields(kind)]
        for kind in pair
    ]
    assert told[0] == told[1]
    assert (ours.__hash__ is None) is (theirs.__hash__ is None)


@pytest.mark.parametrize("kind", OURS, ids=NAMES)
def test_the_signature_is_known_once_an_instance_is_made(kind: Any) -> None:
    kind(*range(len(kind.__match_args__)))
    names = [name for name in inspect.signature(kind.__init__).parameters if name != "self"]
    assert tuple(names) == kind.__match_args__


def test_frozen_ones_do_not_change() -> None:
    point = OURS[0](1)
    with pytest.raises(dataclasses.FrozenInstanceError):
        point.x = 2
    with pytest.raises(dataclasses.FrozenInstanceError):
        del point.x
    with pytest.raises(dataclasses.FrozenInstanceError):
        point.other = 1
    loose = OURS[3](1)
    loose.x = 2
    assert (loose.x, loose.y) == (2, [])


def test_equal_ones_have_equal_hashes() -> None:
    point, loose, alone = OURS[0], OURS[3], OURS[2]
    assert hash(point(1, name="a")) == hash(point(1, name="b"))
    assert len({point(1), point(1), point(2)}) == 2
    assert alone(1) != alone(1)
    assert len({alone(1), alone(1)}) == 2
    with pytest.raises(TypeError, match="unhashable"):
        hash(loose(1))


def test_one_that_holds_itself_can_be_shown() -> None:
    for kind in (OURS[3], THEIRS[3]):
        loop = kind(1)
        loop.y.append(loop)
        assert repr(loop).endswith("y=[...], level=5, later=-1)")


def test_factories_give_each_instance_its_own() -> None:
    point = OURS[0]
    assert point(1).seen is not point(1).seen
    assert point(1).memory is not point(1).memory
    assert point(1, seen=[3]).seen == [3]


@pytest.mark.parametrize("change", [quick.replace, dataclasses.replace])
def test_copies_with_changes(change: Maker) -> None:
    point = OURS[0](1, 5, "q")
    changed = change(point, x=2)
    assert (changed.x, changed.y, changed.name) == (2, 5, "q")
    assert change(point) == point
    with pytest.raises(TypeError):
        change(point, other=1)


def test_a_dataclass_of_the_standard_library_may_inherit() -> None:
    body = {"__annotations__": {"z": "int"}, "z": 9}
    heir: Any = dataclasses.dataclass(frozen=True)(type("Heir", (OURS[0],), dict(body)))
    assert repr(heir(1)).endswith("(x=1, y=2, name='p', z=9)")
    with pytest.raises(TypeError, match="non-frozen"):
        dataclasses.dataclass(type("Heir", (OURS[0],), dict(body)))


Sent = quick.dataclass(frozen=True, slots=True)(
    type(
        "Sent",
        (),
        {"__annotations__": {"x": "int", "y": "int"}, "__module__": __name__, "y": 2},
    )
)


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_they_travel(protocol: int) -> None:
    arrived = pickle.loads(pickle.dumps(Sent(1, 3), protocol))
    assert (arrived, arrived.y) == (Sent(1, 3), 3)
    assert copy.copy(arrived) == copy.deepcopy(arrived) == arrived


def test_they_cost_a_fraction(tmp_path: Path) -> None:
    """What makes them worth it: nothing is compiled before the first instance is made."""
    program = tmp_path / "program.py"
    program.write_text(
        "import builtins\n"
        "from sequence_lint.records import dataclass, field\n"
        "seen = []\n"
        "plain = builtins.exec\n"
        "builtins.exec = lambda *given: (seen.append(1), plain(*given))[1]\n"
        "@dataclass(frozen=True, slots=True)\n"
        "class One:\n"
        "    x: int\n"
        "    y: list[int] = field(default_factory=list)\n"
        "before = len(seen)\n"
        "One(1), One(2), One(3, [4])\n"
        "print(before, len(seen))\n"
    )
    done = subprocess.run(
        [sys.executable, program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.split() == ["0", "1"]
