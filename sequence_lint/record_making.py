"""What stands behind `records` at run time."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from reprlib import recursive_repr
from typing import Any, NoReturn

_NOTHING = object()
MADE = "<records>"
"""The file name of what is compiled here."""
_KEPT_OUT = ("__dict__", "__weakref__")


class _Field:
    """One field: where its value comes from, and what it counts for."""

    __slots__ = ("compare", "default", "factory", "init", "repr")

    def __init__(
        self,
        default: Any = _NOTHING,
        default_factory: Any = _NOTHING,
        **flags: bool,
    ) -> None:
        self.default, self.factory = default, default_factory
        self.init = flags.get("init", True)
        self.repr = flags.get("repr", True)
        self.compare = flags.get("compare", True)


def field(*, default: Any = _NOTHING, default_factory: Any = _NOTHING, **flags: bool) -> Any:
    """See `dataclasses.field`; *flags* are ``init``, ``repr`` and ``compare``."""
    return _Field(default, default_factory, **flags)


def dataclass(
    *, slots: bool, frozen: bool = False, eq: bool = True
) -> Callable[[type[Any]], type[Any]]:
    """See `dataclasses.dataclass`. There are no classes without slots."""
    assert slots

    def made(plain: Any) -> Any:
        own = {
            name: _of(plain.__dict__.get(name, _NOTHING))
            for name, kind in plain.__annotations__.items()
            if not str(kind).startswith("ClassVar")
        }
        body = {
            name: value
            for name, value in plain.__dict__.items()
            if name not in own and name not in _KEPT_OUT
        }
        body.update(_what_is_told(plain, own, frozen, eq))
        for name, shared in _shared(frozen, eq).items():
            body.setdefault(name, shared)
        kind: Any = type(plain)(plain.__name__, plain.__bases__, body)
        if "__init__" not in body:
            kind.__init__ = _first(kind, frozen)
        return kind

    return made


def replace(record: Any, /, **changes: Any) -> Any:
    """See `dataclasses.replace`."""
    for name in record.__match_args__:
        if name not in changes:
            changes[name] = getattr(record, name)
    return record.__class__(**changes)


def _what_is_told(plain: Any, own: dict[str, _Field], frozen: bool, eq: bool) -> dict[str, Any]:
    """What the class tells of itself."""
    inherited = _inherited(plain)
    fields = {**inherited, **own}
    told: dict[str, Any] = {
        "__slots__": tuple(name for name in own if name not in inherited),
        "__qualname__": plain.__qualname__,
        "__match_args__": tuple(name for name, one in fields.items() if one.init),
        "__record__": fields,
        "__dataclass_fields__": _Fields(),
        "__dataclass_params__": _Parameters(frozen, eq),
    }
    if eq:
        told["__compared__"] = _getter([name for name, one in fields.items() if one.compare])
    return told


def _shared(frozen: bool, eq: bool) -> dict[str, Any]:
    """The functions that all classes of this kind have in common."""
    shared: dict[str, Any] = {"__repr__": _repr}
    if eq:
        shared |= {"__eq__": _equal, "__hash__": _hash if frozen else None}
    if frozen:
        shared |= {"__setattr__": _refuse_set, "__delattr__": _refuse_delete}
        shared |= {"__getstate__": _state, "__setstate__": _restore}
    return shared


def _of(default: Any) -> _Field:
    return default if isinstance(default, _Field) else _Field(default)


def _inherited(plain: type[Any]) -> dict[str, _Field]:
    fields: dict[str, _Field] = {}
    for base in plain.__mro__[-1:0:-1]:
        fields.update(base.__dict__.get("__record__", {}))
    return fields


def _first(kind: type[Any], frozen: bool) -> Callable[..., None]:
    """An `__init__` that puts the real one in its place when it is called."""

    def first(self: Any, *values: Any, **named: Any) -> None:
        real: Any = _init(kind, frozen)
        kind.__init__ = real
        real(self, *values, **named)

    return first


def _init(kind: type[Any], frozen: bool) -> Callable[..., None]:
    """The `__init__` of the class, compiled."""
    fields: dict[str, _Field] = kind.__dict__["__record__"]
    known: dict[str, Any] = {"NOTHING": _NOTHING}
    parameters, lines = ["self"], []
    for name, one in fields.items():
        parameter, value = _taken(name, one, known)
        if parameter:
            parameters.append(parameter)
        if value:
            # The slot itself takes a value where the class refuses them.
            known[f"set_{name}"] = getattr(kind, name).__set__
            lines.append(f" set_{name}(self, {value})" if frozen else f" self.{name} = {value}")
    if hasattr(kind, "__post_init__"):
        lines.append(" self.__post_init__()")
    made: dict[str, Any] = {}
    text = f"def __init__({', '.join(parameters)}):\n" + "\n".join(lines or [" pass"])
    exec(compile(text, MADE, "exec"), known, made)
    real: Any = made["__init__"]
    real.__qualname__, real.__module__ = f"{kind.__qualname__}.__init__", kind.__module__
    real.__annotations__ = {
        name: _annotation(kind, name) for name, one in fields.items() if one.init
    }
    return made["__init__"]  # type: ignore[no-any-return]


def _taken(name: str, one: _Field, known: dict[str, Any]) -> tuple[str, str]:
    """The parameter for a field and its value, "" for none; *known* gets what these mention."""
    if one.factory is not _NOTHING:
        known[f"make_{name}"] = one.factory
        if not one.init:
            return "", f"make_{name}()"
        return f"{name}=NOTHING", f"make_{name}() if {name} is NOTHING else {name}"
    if one.default is not _NOTHING:
        known[f"default_{name}"] = one.default
        return (f"{name}=default_{name}", name) if one.init else ("", f"default_{name}")
    # Without a value `__post_init__` sets it.
    return (name, name) if one.init else ("", "")


def _getter(names: list[str]) -> Callable[[Any], object]:
    return attrgetter(*names) if names else lambda _: ()


def _equal(self: Any, other: object) -> Any:
    if other.__class__ is not self.__class__:
        return NotImplemented
    if self is other:
        return True
    compared: Any = type(self).__compared__  # type: ignore[attr-defined]
    return compared(self) == compared(other)


def _hash(self: Any) -> int:
    return hash(type(self).__compared__(self))


@recursive_repr()
def _repr(self: Any) -> str:
    shown = (name for name, one in self.__record__.items() if one.repr)
    told = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
    return f"{self.__class__.__qualname__}({told})"


def _state(self: Any) -> list[Any]:
    return [getattr(self, name) for name in self.__record__]


def _restore(self: Any, state: list[Any]) -> None:
    for name, value in zip(self.__record__, state, strict=True):
        object.__setattr__(self, name, value)


def _refuse_set(_: Any, name: str, __: object) -> NoReturn:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_delete(_: Any, name: str) -> NoReturn:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot delete field {name!r}")


class _Fields:
    """What `dataclasses` looks for, made when somebody does."""

    def __get__(self, _: object, kind: type[Any]) -> dict[str, Any]:
        import dataclasses

        told: dict[str, Any] = {}
        for name, one in kind.__record__.items():
            whence: dict[str, Any] = {}
            if one.factory is not _NOTHING:
                whence["default_factory"] = one.factory
            elif one.default is not _NOTHING:
                whence["default"] = one.default
            made: Any = dataclasses.field(
                init=one.init, repr=one.repr, compare=one.compare, kw_only=False, **whence
            )
            made.name, made.type = name, _annotation(kind, name)
            made._field_type = dataclasses._FIELD  # type: ignore[attr-defined] # noqa: SLF001
            told[name] = made
        return told


def _annotation(kind: type[Any], name: str) -> Any:
    owner = next(base for base in kind.__mro__ if name in base.__dict__.get("__slots__", ()))
    return owner.__annotations__[name]


class _Parameters:
    """The parameters of the decorator, for dataclasses that inherit."""

    __slots__ = ("eq", "frozen")

    def __init__(self, frozen: bool, eq: bool) -> None:
        self.frozen, self.eq = frozen, eq
