"""What fixtures find when they look at a disk: the same samples, under every path."""

from __future__ import annotations

from typing import Any


class Disk:
    """Everything there is to find; `provide` says what that is."""

    def __init__(self) -> None:
        self._provided: dict[str, Any] = {}

    def provide(self, names: dict[str, Any]) -> None:
        """From now on *names* are what is found: ids, frame, samples, labels."""
        self._provided = names

    def names(self, path: object) -> list[str]:
        """For `os.listdir` and `glob.glob`."""
        return list(self._provided["ids"])

    def table(self, path: object) -> Any:
        """For `pandas.read_csv`."""
        return self._provided["frame"]

    def store(self, path: object, mode: str) -> dict[str, Any]:
        """For `h5py.File`."""
        return {"images": self._provided["samples"], "labels": self._provided["labels"]}
