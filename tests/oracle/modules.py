"""Fixture files as modules: what they import and nobody has is made up, what fails is left out."""

from __future__ import annotations

import ast
import importlib
import importlib.abc
import importlib.machinery
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import ModuleType
from typing import Any

from oracle.cases import Case


def module_of(case: Case) -> ModuleType:
    """The file of *case* as a module, executed anew.

    Where the file as a whole cannot be executed, that is done statement by statement, and those
    that raise are skipped: a fixture may have a base class that nobody knows.
    """
    dotted = case.path[len(case.root) :].strip("/").removesuffix(".py").replace("/", ".")
    for name in [n for n in sys.modules if n.split(".")[0] == dotted.split(".")[0]]:
        del sys.modules[name]
    sys.path.insert(0, case.root)
    importlib.invalidate_caches()
    try:
        with _made_up():
            try:
                return importlib.import_module(dotted)
            except Exception:
                return _by_statements(case.path, dotted)
    finally:
        sys.path.remove(case.root)


def _by_statements(path: str, dotted: str) -> ModuleType:
    module = ModuleType(dotted)
    module.__package__ = dotted.rpartition(".")[0]
    sys.modules[dotted] = module
    with open(path, encoding="utf-8") as stream:
        tree = ast.parse(stream.read())
    for statement in tree.body:
        with suppress(Exception):
            exec(compile(ast.Module([statement], []), path, "exec"), vars(module))
    return module


class Anything:
    """Stands for what is not there: it takes all arguments and has all attributes."""

    def __init__(self, *_: object, **__: object) -> None:
        pass

    def __init_subclass__(cls, **_: object) -> None:
        """Takes all keywords too."""

    def __call__(self, *_: object, **__: object) -> Anything:
        return Anything()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Anything()


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds every module, as one in which every name is an `Anything`."""

    def find_spec(self, name: str, *_: object) -> importlib.machinery.ModuleSpec:
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        module = ModuleType(spec.name)
        vars(module)["__getattr__"] = _class_named
        return module

    def exec_module(self, module: ModuleType) -> None:
        pass


def _class_named(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(name)
    return type(name, (Anything,), {})


@contextmanager
def _made_up() -> Iterator[None]:
    """While this lasts every import works. Keras must not look for its own parts meanwhile."""
    finder = _Finder()
    sys.meta_path.append(finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for name, module in list(sys.modules.items()):
            if getattr(module, "__loader__", None) is finder:
                del sys.modules[name]
