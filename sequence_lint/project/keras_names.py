"""Every dotted name under which Keras, in any of its packagings, offers its Sequence classes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from types import MappingProxyType

KerasBase = Callable[[str], str | None]
"""What `keras_base` does."""

_SEQUENCE = "keras.utils.Sequence"
_PYDATASET = "keras.utils.PyDataset"
_TIMESERIES = "keras.preprocessing.sequence.TimeseriesGenerator"
_ITERATORS = ("Iterator", "DirectoryIterator", "NumpyArrayIterator", "DataFrameIterator")

# What stands after the Keras package itself. The file layouts of Keras 1 to 3 are all in here.
_INSIDE_KERAS = MappingProxyType(
    {
        "utils.Sequence": _SEQUENCE,
        "utils.all_utils.Sequence": _SEQUENCE,
        "utils.data_utils.Sequence": _SEQUENCE,
        "utils.PyDataset": _PYDATASET,
        "trainers.data_adapters.py_dataset_adapter.PyDataset": _PYDATASET,
        "preprocessing.sequence.TimeseriesGenerator": _TIMESERIES,
        **{
            f"preprocessing.image.{name}": f"keras.preprocessing.image.{name}"
            for name in _ITERATORS
        },
    }
)

# The separate package, of which only the image iterators are Sequences.
_INSIDE_PREPROCESSING = MappingProxyType(
    {
        f"{place}.{name}": f"keras.preprocessing.image.{name}"
        for name, module in {
            "Iterator": "iterator",
            "DirectoryIterator": "directory_iterator",
            "NumpyArrayIterator": "numpy_array_iterator",
            "DataFrameIterator": "dataframe_iterator",
        }.items()
        for place in ("image", f"image.{module}")
    }
)

# Sequence classes that other libraries offer for inheritance: known to be Keras' by their source.
_ELSEWHERE = MappingProxyType({"csbdeep.internals.train.RollingSequence": _SEQUENCE})

#: Where, below its folder, Keras defines the two classes that all its Sequences inherit from.
DEFINED_IN = (
    "src/trainers/data_adapters/py_dataset_adapter",
    "src/utils/data_utils",
    "utils/data_utils",
    "python/keras/utils/data_utils",
)

# Packages that carry a Keras, and the packages in between that only pass it on.
_CARRIERS = frozenset({"keras", "tensorflow", "tensorflow_core", "tf_keras", "keras_core"})
_PASSED_THROUGH = frozenset(
    "keras python compat v1 v2 contrib api _api _v1 _v2 src _tf_keras _legacy legacy".split()
)

#: The last parts of all these names: a file that mentions none of them starts no chain to Keras.
CLASS_NAMES = frozenset(
    name.rpartition(".")[2] for name in (*_INSIDE_KERAS, *_INSIDE_PREPROCESSING, *_ELSEWHERE)
)

#: One of these is mentioned wherever Keras is reached from; keep them few and short to search.
ORIGINS = ("keras", "csbdeep")

#: Packages that a linted tree does not usually define, whatever its folders are called.
LIBRARIES = frozenset(
    "keras tensorflow tf_keras keras_core keras_preprocessing numpy scipy pandas torch sklearn"
    " skimage PIL cv2 matplotlib h5py jax tqdm imgaug albumentations seaborn csbdeep six".split()
)

# Bases that bring no method which a Sequence is asked for.
_HARMLESS = frozenset(
    {
        "object",
        "builtins.object",
        "abc.ABC",
        "typing.Generic",
        "typing.Protocol",
        "typing_extensions.Generic",
        "typing_extensions.Protocol",
        "collections.abc.Sized",
        "collections.abc.Hashable",
    }
)


def keras_base(dotted: str) -> str | None:
    """The canonical name of the Keras class that *dotted* is or descends from, None for others.

    ``tensorflow.keras.utils.Sequence`` is ``keras.utils.Sequence``; `typing.Sequence` is nothing.
    """
    if dotted in _ELSEWHERE:
        return _ELSEWHERE[dotted]
    parts = dotted.split(".")
    if parts[-1] not in CLASS_NAMES:
        return None
    if parts[0] == "keras_preprocessing":
        return _INSIDE_PREPROCESSING.get(".".join(parts[1:]))
    inside = inside_keras(dotted)
    return None if inside is None else _INSIDE_KERAS.get(inside)


def inside_keras(dotted: str) -> str | None:
    """What stands after Keras itself in a dotted name: ``models.Model``. None outside of Keras."""
    parts = dotted.split(".")
    inside = 1
    while inside < len(parts) and parts[inside] in _PASSED_THROUGH:
        inside += 1
    package = parts[:inside]
    if package[0] not in _CARRIERS or not any("keras" in part for part in package):
        return None
    return ".".join(parts[inside:])


def with_extra(names: Collection[str]) -> KerasBase:
    """`keras_base` for which the classes called *names* count as Keras' Sequence too."""
    if not names:
        return keras_base
    return lambda dotted: _SEQUENCE if dotted in names else keras_base(dotted)


def canonical(dotted: str) -> str:
    """One and the same name for all names of a Keras class, any other name as it is."""
    found = None if dotted in _ELSEWHERE else keras_base(dotted)
    return dotted if found is None else found


def defined_by_keras(place: str, name: str) -> str | None:
    """The canonical name if the module at *place* is where Keras itself defines *name*.

    *place* is a path with ``/`` between folders and without ``.py``. Only of the two classes that
    all others inherit from: what else is in a linted copy of Keras is linted code like any other.
    """
    return shipped_by_keras(place, name) if name in ("Sequence", "PyDataset") else None


def shipped_by_keras(place: str, name: str) -> str | None:
    """The canonical name if the module at *place* is where Keras itself defines *name*, any of its
    Sequences: nobody's custom class, although there may be a copy of it among the linted files.
    """
    parts = place.split("/")
    for start, part in enumerate(parts):
        if part in _CARRIERS:
            found = keras_base(".".join((*parts[start:], name)))
            if found is not None:
                return found
    return None


def folders_of_keras(place: str) -> Iterator[str]:
    """The folders above *place* that may be a Keras by their name, the outermost first."""
    parts = place.split("/")
    for end, part in enumerate(parts, 1):
        if part in _CARRIERS:
            yield "/".join(parts[:end])


def is_harmless(dotted: str) -> bool:
    """Whether a base of this name leaves a Sequence as it is."""
    return dotted in _HARMLESS


def part_of_keras_path(words: list[str]) -> str | None:
    """The class that a helper looks up in Keras when it is told *words*: ``utils``, ``Sequence``.

    For calls such as ``keras_import("utils", "Sequence")`` and ``get_keras("utils").Sequence``.
    """
    parts = [part for word in words for part in word.replace("/", ".").split(".") if part]
    while parts and parts[0] in _CARRIERS | _PASSED_THROUGH:
        parts = parts[1:]
    return keras_base(".".join(("keras", *parts)))
