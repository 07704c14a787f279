"""The search for Sequence classes: parse what is suspect, learn new names, until none is new."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from astroid import nodes

from sequence_lint.garbage import uncollected
from sequence_lint.project.bindings import Binding, ClassRef, FoundClass, FunctionRef
from sequence_lint.project.find import FindOptions, Project
from sequence_lint.project.keras_names import CLASS_NAMES
from sequence_lint.project.module import Module
from sequence_lint.project.modules import Modules
from sequence_lint.project.outline import Definition, outline
from sequence_lint.project.resolver import Resolver
from sequence_lint.project.scan import Scan
from sequence_lint.project.suspects import Suspects
from sequence_lint.source.files import Problem, SourceFile


def search(
    files: Sequence[SourceFile],
    read: Callable[[str], bytes],
    scan: Scan,
    wanted: Iterable[int] | None,
    options: FindOptions,
) -> Project:
    """The project of *files*, of which those *wanted* are parsed first; all for None."""
    # Trees are full of cycles and all of them stay: to look for garbage meanwhile is dear.
    with uncollected():
        modules = Modules(files, read, scan, options.src, options.may_hold)
        resolver = Resolver(modules, options.extra_bases)
        if wanted is None:
            return _Search(resolver, None, options).run(range(len(files)))
        return _Search(resolver, scan, options).run(wanted)


class _Search:
    def __init__(self, resolver: Resolver, scan: Scan | None, options: FindOptions) -> None:
        extra = options.extra_names
        self._options = options
        self._resolver = resolver
        self._scan = scan
        self._problems: dict[int, Problem] = {}
        self._left_out: list[Problem] = []
        self._opened: set[int] = set()
        self._suspects = Suspects((*CLASS_NAMES, *extra))
        self._found: list[FoundClass] = []
        self._names: set[str] = {*CLASS_NAMES, *extra}
        self._makers: set[str] = set()
        self._new_names: set[str] = set()
        self._new_makers: set[str] = set()

    def run(self, wanted: Iterable[int]) -> Project:
        """Parse and examine round after round, then put together what was found."""
        while wanted:
            for index in wanted:
                self._open(index)
            for module, definition in self._suspects:
                self._examine(module, definition)
            wanted = self._beyond()
        found = sorted(self._found, key=lambda one: (one.module.path, *_position(one.node)))
        problems = [problem for _, problem in sorted(self._problems.items())]
        problems += self._left_out
        if self._scan is not None:
            problems = list(dict.fromkeys([*self._scan.problems, *problems]))
        return Project(tuple(found), tuple(problems), self._resolver, self._options)

    def _open(self, index: int) -> None:
        self._opened.add(index)
        module = self._resolver.modules.get(index)
        if isinstance(module, Problem):
            self._problems[index] = module
            return
        self._left_out += module.left_out
        outlined = outline(module)
        if self._scan is not None:
            self._suspects.open(module, outlined)
            return
        for definition in outlined.classes:
            self._examine(module, definition)

    def _beyond(self) -> list[int]:
        """The files to parse next, by what was learned since this was asked last."""
        if self._scan is None:
            return []
        names, makers = self._new_names, self._new_makers
        self._new_names, self._new_makers = set(), set()
        return self._scan.more(names, makers, self._opened)

    def _examine(self, module: Module, definition: Definition) -> None:
        match definition.node:
            case nodes.ClassDef() as node:
                found = self._resolver.hierarchy.found(module, node)
                if found is not None:
                    self._found.append(found)
                    if "<locals>" not in found.qualname:
                        self._learn(node.name, self._names, self._new_names)
            case nodes.FunctionDef() as node:
                if self._leads(self._resolver.values.returned(FunctionRef(module, node))):
                    self._learn(node.name, self._makers, self._new_makers)
            case node:
                for name in definition.names:
                    self._examine_alias(module, node, name)

    def _examine_alias(self, module: Module, node: Any, name: str) -> None:
        scope = node.parent.scope()
        if isinstance(scope, nodes.FunctionDef):
            return  # nobody else can see it
        owner = ClassRef(module, scope)
        if isinstance(scope, nodes.Module):
            bound = self._resolver.names.member(module, name)
        else:
            bound = self._resolver.names.attribute(owner, name)
        alternatives = tuple(a for one in bound for a in self._resolver.values.follow(one))
        if self._leads(alternatives):
            self._learn(name, self._names, self._new_names)
        if any(self._makes(one) for one in alternatives):
            self._learn(name, self._makers, self._new_makers)

    def _learn(self, name: str, known: set[str], new: set[str]) -> None:
        if name not in known:
            known.add(name)
            new.add(name)
            self._suspects.learn(name)

    def _makes(self, binding: Binding) -> bool:
        if not isinstance(binding, FunctionRef):
            return False
        return self._leads(self._resolver.values.returned(binding))

    def _leads(self, alternatives: Iterable[Binding]) -> bool:
        return any(self._resolver.hierarchy.leads_to_keras(one) for one in alternatives)


def _position(node: Any) -> tuple[int, int]:
    return node.lineno or 0, node.col_offset or 0
