"""Which of the linted files define Keras Sequences, and what the names in those files mean."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from sequence_lint.project.scan import MayHold, Scan, always
from sequence_lint.records import dataclass
from sequence_lint.source.files import Problem, SourceFile

if TYPE_CHECKING:
    from sequence_lint.project.bindings import Binding, ClassRef, External, FoundClass
    from sequence_lint.project.callsites import Calls
    from sequence_lint.project.keras_line import KerasLines
    from sequence_lint.project.module import Module
    from sequence_lint.project.outside import Outside, Surroundings
    from sequence_lint.project.resolver import Resolver

Read = Callable[[str], bytes]
Beside = Callable[[str, Callable[[str], bool]], Iterable[Iterable[bytes]]]


def _nothing_beside(_: str, __: Callable[[str], bool]) -> Iterable[Iterable[bytes]]:
    return ()


class Project:
    """What is known of the linted files.

    ``classes`` are the Sequences by path and line. ``problems`` are the files that might define
    one and could not be read or parsed. ``parsed`` counts the files that were parsed so far.
    """

    def __init__(
        self,
        classes: tuple[FoundClass, ...] = (),
        problems: tuple[Problem, ...] = (),
        resolver: Resolver | None = None,
        options: FindOptions | None = None,
    ) -> None:
        self.classes = classes
        self.problems = problems
        self._resolver = resolver
        self._heirs: dict[int, list[FoundClass]] | None = None
        self._options = options or FindOptions()
        self._lines: KerasLines | None = None
        self._calls: Calls | None = None
        self._surroundings: Surroundings | None = None

    @property
    def parsed(self) -> int:
        """How many files have been parsed."""
        return 0 if self._resolver is None else self._resolver.modules.parsed

    def mentions(self, *texts: bytes) -> bool:
        """Whether any of the linted files contains one of *texts*."""
        return self._resolved().modules.mention(texts)

    def lookup(self, module: Module, node: Any, name: str) -> Binding:
        """What *name* stands for at *node* of *module*; plain aliases are followed."""
        return self._resolved().lookup(module, node, name)

    def attribute(self, binding: Binding, name: str) -> Binding:
        """What *name* is as an attribute of *binding*; classes are asked with their bases."""
        return self._resolved().attribute(binding, name)

    def reaching(self, paths: Collection[str]) -> tuple[int, ...]:
        """The numbers of the classes of which the dry run may enter the files shown as *paths*."""
        if not self.classes:
            return ()
        from sequence_lint.project.relevance import relevant

        modules = self._resolved().modules
        asked = {index for index, file in enumerate(modules.files) if file.path in paths}
        if len(asked) == len(modules.files):
            return tuple(range(len(self.classes)))
        return relevant(modules, self.classes, asked)

    def heirs(self, found: FoundClass) -> tuple[FoundClass, ...]:
        """The other Sequences that inherit from the class, in the order of ``classes``."""
        if self._heirs is None:
            self._heirs = {}
            for heir in self.classes:
                for entry in heir.lineage[1:]:
                    self._heirs.setdefault(id(getattr(entry, "node", None)), []).append(heir)
        return tuple(self._heirs.get(id(found.node), ()))

    def outside(self, found: FoundClass, names: Collection[str]) -> Outside:
        """What is done to the members *names* of the class in all files, besides itself."""
        if self._surroundings is None:
            from sequence_lint.project.outside import Surroundings

            self._surroundings = Surroundings(self._resolved().modules, self.classes)
        return self._surroundings.outside(found, names)

    def lineage(self, ref: ClassRef) -> tuple[ClassRef | External, ...]:
        """The linearised hierarchy of any linted class, itself first; see `FoundClass`."""
        return self._resolved().hierarchy.linear(ref)

    def keras(self, *modules: Module) -> frozenset[int]:
        """The lines of Keras, 2 and 3, that code in the modules together may be written for.

        What the user says counts, or else what votes: see `KerasLines.of`.
        """
        if self._options.target_keras != "auto":
            return frozenset({int(self._options.target_keras)})
        if self._lines is None:
            self._lines = self._voters()
        return self._lines.of(*modules)

    def packages(self, made: Iterable[ClassRef]) -> set[str]:
        """The packages of Keras that those classes are from; see `packages.package_of`."""
        from sequence_lint.project.packages import above

        return {
            name for ref in made for name in above(self._resolved().hierarchy, self.lineage(ref))
        }

    def needs_tensorflow_before(self, version: tuple[int, ...], module: Module) -> bool:
        """Whether the requirements, as seen from the file, only allow versions before that."""
        from sequence_lint.project.requirements import only_before, states_requirements

        place = self._resolved().modules.location(module)
        found = self._options.beside(place, states_requirements)
        return any(only_before(version, data) for folder in found for data in folder)

    def reached_by_calls(self, asked: frozenset[str]) -> tuple[int, ...]:
        """The numbers of the classes whose instances reach a call in the files *asked* about."""
        modules = self._resolved().modules
        if not modules.holds_call(asked):
            return ()
        sites = [site for site in self.calls().sites if site.module.path in asked]
        reached = {id(made.ref.node) for site in sites for made in site.made}
        return tuple(i for i, one in enumerate(self.classes) if id(one.node) in reached)

    def calls(self) -> Calls:
        """Where instances of the classes reach a method that takes batches."""
        if self._calls is None:
            from sequence_lint.project.callsites import Calls, collect

            found = self.classes
            self._calls = collect(self._resolved(), found) if found else Calls()
        return self._calls

    def _voters(self) -> KerasLines:
        from sequence_lint.project.keras_line import KerasLines
        from sequence_lint.project.requirements import required_by, states_requirements

        known: dict[str, frozenset[int]] = {}

        def required(module: Module) -> frozenset[int]:
            place = self._resolved().modules.location(module)
            folder = place.rpartition("/")[0]
            if folder not in known:
                above = map(required_by, self._options.beside(place, states_requirements))
                known[folder] = next(filter(None, above), frozenset())
            return known[folder]

        return KerasLines(required, lambda: self._resolved().modules.holding(b"keras"))

    def _resolved(self) -> Resolver:
        if self._resolver is None:
            raise LookupError("no file of this project was parsed")
        return self._resolver


@dataclass(frozen=True, slots=True)
class FindOptions:
    """What the user tells of a project.

    ``src`` are absolute folders that absolute imports are looked up in, instead of where the files
    are. ``extra_bases`` are dotted names of classes outside of the project that count as Sequences.
    ``target_keras`` is ``"2"``, ``"3"`` or ``"auto"``. ``beside`` gives the content of other files
    of the project: those called as wanted in the folder of a file, then in those above it.
    ``may_hold`` tells quickly of files that are dear to read that they hold none of some words.
    """

    src: tuple[str, ...] = ()
    extra_bases: frozenset[str] = frozenset()
    target_keras: str = "auto"
    beside: Beside = _nothing_beside
    may_hold: MayHold = always

    @property
    def extra_names(self) -> frozenset[str]:
        """The last parts of the names of the extra bases: what a file has to mention."""
        return frozenset(name.rpartition(".")[2] for name in self.extra_bases)


def find(
    files: Sequence[SourceFile],
    read: Read,
    prefilter: bool = True,
    options: FindOptions | None = None,
) -> Project:
    """All Sequence classes in *files*; ``read`` gives the bytes of a file or raises `Unreadable`.

    Without *prefilter* every file is parsed, which is slow and must find the same classes.
    """
    options = options or FindOptions()
    files = sorted(files, key=lambda file: file.path)
    scan = Scan(files, read, options.extra_bases, options.may_hold)
    wanted = scan.first() if prefilter else None
    if not (files and (wanted or wanted is None)):
        return Project((), tuple(scan.problems))
    # astroid comes with this import, and most runs do without.
    from sequence_lint.project.search import search

    return search(files, read, scan, wanted, options)
