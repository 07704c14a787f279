"""A table with named columns: the few things of a pandas data frame that fixtures use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Column:
    """One column; ``values`` is its array."""

    def __init__(self, values: Any, index: Any) -> None:
        self.values = values
        self.index = index

    @property
    def iloc(self) -> _At:
        return _At(lambda key: _column(self.values[key], self.index[key]))

    @property
    def loc(self) -> _At:
        return _At(lambda key: _column(*_by_label(self.values, self.index, key)))

    def __getitem__(self, key: Any) -> Any:
        return self.iloc[key]

    def __len__(self) -> int:
        return len(self.values)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.values)

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        return np.array(self.values, dtype=dtype)

    def tolist(self) -> list[Any]:
        return list(self.values.tolist())

    def to_numpy(self) -> Any:
        return self.values


class Frame:
    """Columns of one length."""

    def __init__(self, columns: dict[str, Any], index: Any = None) -> None:
        self._columns = {name: np.asarray(values) for name, values in columns.items()}
        length = len(next(iter(self._columns.values())))
        self.index = np.arange(length) if index is None else index

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.index), len(self._columns)

    @property
    def values(self) -> Any:
        return np.stack([v.astype(object) for v in self._columns.values()], axis=1)

    @property
    def columns(self) -> list[str]:
        return list(self._columns)

    @property
    def iloc(self) -> _At:
        return _At(self._rows)

    @property
    def loc(self) -> _At:
        return _At(lambda key: self._rows(_by_label(np.arange(len(self)), self.index, key)[0]))

    def __len__(self) -> int:
        return len(self.index)

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, str):
            return Column(self._columns[key], self.index)
        if isinstance(key, list) and all(isinstance(name, str) for name in key):
            return Frame({name: self._columns[name] for name in key}, self.index)
        return self._rows(key)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in self._columns:
            raise AttributeError(name)
        return self[name]

    def iterrows(self) -> Iterator[tuple[Any, Any]]:
        for position, label in enumerate(self.index):
            yield label, self._rows(position)

    def itertuples(self) -> Iterator[Any]:
        for position in range(len(self)):
            yield _Row({name: values[position] for name, values in self._columns.items()})

    def sample(self, n: int | None = None, frac: float = 1.0, **_: object) -> Any:
        return self._rows(slice(0, n if n is not None else round(len(self) * frac)))

    def reset_index(self, drop: bool = False, **_: object) -> Frame:
        return Frame(dict(self._columns))

    def copy(self) -> Frame:
        return Frame({name: values.copy() for name, values in self._columns.items()}, self.index)

    def _rows(self, key: Any) -> Any:
        if isinstance(key, (int, np.integer)):
            return _Row({name: values[key] for name, values in self._columns.items()})
        picked = {name: values[key] for name, values in self._columns.items()}
        return Frame(picked, self.index[key])


class _Row(dict[str, Any]):
    """One row; the columns are items and attributes."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


class _At:
    """What stands before the square brackets in ``frame.iloc[...]``."""

    def __init__(self, pick: Callable[[Any], Any]) -> None:
        self._pick = pick

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, tuple):
            rows, name = key
            return self._pick(rows)[name]
        return self._pick(key)


def _column(values: Any, index: Any) -> Any:
    return Column(values, index) if isinstance(values, np.ndarray) else values


def _by_label(values: Any, index: Any, key: Any) -> tuple[Any, Any]:
    """A slice of labels takes its end in, as pandas does."""
    if isinstance(key, slice):
        first = index[0] if key.start is None else key.start
        last = index[-1] if key.stop is None else key.stop
        mask = (index >= first) & (index <= last)
        return values[mask], index[mask]
    places = {label: place for place, label in enumerate(index)}
    at = places[key] if not isinstance(key, (list, np.ndarray)) else [places[k] for k in key]
    return values[at], index[at]
