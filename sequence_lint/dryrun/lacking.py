"""Which attributes a class lacks: what the runs met, without what may come from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

from sequence_lint.dryrun.absences import Absence, Absences
from sequence_lint.dryrun.attributes import decorator_names, instance_class_dict
from sequence_lint.dryrun.members import defined, members_known
from sequence_lint.dryrun.writing import Writing
from sequence_lint.members import Lacking
from sequence_lint.model import Method

Setting = tuple[tuple[str, str], ...]

_OF_KERAS = frozenset(
    """workers use_multiprocessing max_queue_size num_batches on_epoch_begin on_epoch_end _workers
    _use_multiprocessing _max_queue_size _warn_if_super_not_called use_sequence_api""".split()
)
"""What Keras' base classes bring."""

_OPEN = frozenset(
    """__getattr__ __getattribute__ __setattr__ __slots__ __new__ __setstate__ __post_init__
    __init_subclass__""".split()
)
"""Where a class has one of these, an attribute can come from anywhere."""

_MAKES_ATTRIBUTES = frozenset("dataclass dataclasses unique define frozen attrs s".split())
_UNTOLD = re.compile(r"__\w+__$|_[A-Za-z]\w*?__\w")
"""What all objects have, and the private attributes of another class."""
_LIKE_A_HOOK = re.compile(r"_*[oO]n[_A-Ze]")
_COUNT = "num_batches"
_BEGINS = frozenset({"__init__"})
_MAY_CALL = MappingProxyType({_COUNT: frozenset[str]()})
_BEFORE = ("__init__",)
_SERVING = ("__init__", "__len__", "num_batches", "__getitem__")


def lacking(
    found: Any, project: Any, lacked: list[tuple[Setting, Absences]], left_out: bool
) -> tuple[Lacking, ...]:
    """The attributes that runs of the class read without having them, by name.

    *lacked* are the absences that each setting met, the default one first. ``left_out``: parts of
    the class were not followed, so that what only some way sets cannot be told.
    """
    names = {name for _, met in lacked for name, _ in met.seen}
    names = {n for n in names if n.isascii() and not _UNTOLD.match(n)} - _OF_KERAS
    names -= defined(found)
    if not names or not _is_closed(found):
        return ()
    writing = Writing(found)
    if writing.opens:
        return ()
    names -= writing.asked_for
    outside = project.outside(found, {*names, *writing.methods_that_set(names)})
    if outside.grows():
        return ()
    kept = sorted(name for name in names if not outside.sets(name))
    each = (_lacking(name, lacked, writing, outside, left_out) for name in kept)
    return tuple(one for one in each if one is not None)


def uncalled(
    found: Any, project: Any, methods: tuple[Method, ...], keras: frozenset[int]
) -> tuple[str, ...]:
    """Those of its *methods* named like hooks that nothing calls besides the constructor.

    The hooks that Keras itself calls on one of the lines *keras* are none of them. A plain method
    ``num_batches``, which should be none, is one of them if nothing calls it at all.
    """
    known = {"on_epoch_end"} | ({"on_epoch_begin"} if 3 in keras else set())
    named = [each.name for each in methods if _LIKE_A_HOOK.match(each.name)]
    named = [name for name in named if name.isascii() and name not in known]
    named += [each.name for each in methods if each.name == _COUNT and not each.decorated]
    if not named:
        return ()
    writing = Writing(found)
    apart = [one for one in named if writing.mentioned_in(one) <= _MAY_CALL.get(one, _BEGINS)]
    if not apart or not writing.follows_all_calls:
        return ()
    outside = project.outside(found, apart)
    return tuple(one for one in apart if not outside.calls(one))


def _is_closed(found: Any) -> bool:
    """Whether an attribute is there only if a method of the linted classes sets it."""
    if found.keras_base not in ("keras.utils.Sequence", "keras.utils.PyDataset"):
        return False
    for entry in instance_class_dict(found):
        if not _OPEN.isdisjoint(entry.node.locals):
            return False
        if decorator_names(entry.node) & _MAKES_ATTRIBUTES:
            return False
    return members_known(found)


def _lacking(
    name: str,
    lacked: list[tuple[Setting, Absences]],
    writing: Writing,
    outside: Any,
    left_out: bool,
) -> Lacking | None:
    """What is to be said of the attribute, None for nothing."""
    set_at, set_in = writing.places(name), writing.methods_that_set({name})
    for setting, met, absence in _met(name, lacked):
        is_later = absence.during == "construction" and name in met.later
        why: Any = None
        if not set_in:
            why = "never"
        elif left_out or not absence.certain:
            continue
        elif is_later:
            why = "later"
        elif _is_uncalled(set_in, absence, writing, outside):
            why = "uncalled"
        elif absence.during in ("length", "batch") and writing.depends_on_conditions(name):
            why = "elsewhere"
        otherwise = _otherwise(name, setting, lacked, why) if why is not None else None
        if otherwise is None:
            continue
        return Lacking(
            name,
            absence.place,
            absence.owner,
            _method_name(absence.function),
            absence.during,
            why,
            absence.certain,
            tuple(sorted(set_in)),
            (met.later[name],) if is_later else set_at,
            otherwise,
        )
    return None


def _met(
    name: str, lacked: list[tuple[Setting, Absences]]
) -> Iterator[tuple[Setting, Absences, Absence]]:
    """The absences of the name, first those while the instance is made, the default ones first."""
    for during in ("construction", "length", "batch", "hook"):
        for setting, met in lacked:
            absence = met.seen.get((name, during))
            if absence is not None:
                yield setting, met, absence


def _otherwise(
    name: str, setting: Setting, lacked: list[tuple[Setting, Absences]], why: str
) -> Setting | None:
    """The flags that make the attribute lack, where others do not; None where that is open."""
    usual = dict(lacked[0][0])
    otherwise = tuple((key, value) for key, value in setting if usual.get(key) != value)
    if why != "elsewhere":
        return otherwise
    # What is left out where an argument is None is mostly never asked for without it.
    without = [set(s) for s, met in lacked if any(n == name for n, _ in met.seen)]
    with_it = [set(s) for s, met in lacked if not any(n == name for n, _ in met.seen)]
    if not with_it:
        return otherwise
    shared = set.intersection(*without) - set().union(*with_it)
    decisive = sorted(pair for pair in shared if pair[1] not in ("None", "other"))
    return tuple(decisive) or None


def _is_uncalled(set_in: set[str], absence: Absence, writing: Writing, outside: Any) -> bool:
    """Whether only methods set it that nothing calls before."""
    if absence.during == "hook" or any(name.startswith("__") for name in set_in):
        return False
    roots = _BEFORE if absence.during == "construction" else _SERVING
    if not writing.follows_all_calls or writing.reached_from(roots) & set_in:
        return False
    return not any(outside.calls(name) for name in set_in)


def _method_name(function: Any) -> str:
    node = function
    while node is not None and type(node).__name__ != "Module":
        if type(node).__name__ == "FunctionDef" and type(node.parent).__name__ == "ClassDef":
            return str(node.name)
        node = node.parent
    return str(getattr(function, "name", ""))
