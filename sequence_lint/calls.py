"""Where an instance of a Sequence reaches Keras: frozen data, all that a rule on calls sees."""

from __future__ import annotations

from sequence_lint.batches import Place
from sequence_lint.model import ModelKind, SequenceClass, Size, Training
from sequence_lint.records import dataclass

_LONGEST_VALUE = 40


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a call, by the name of the parameter of Keras that it is for.

    ``name`` is empty where it cannot be told (``*arguments``, ``**options``). ``text`` is the value
    as it is written. ``place`` is that of the value, ``keyword`` whether the name is written.
    ``nothing`` is true for a value that is None or may be: the literal, a parameter that is None
    where it is not given, a name that is None on some way. ``number`` is the number that it
    certainly is, None where that cannot be told. ``sequence`` is true where it certainly is a
    Sequence of the project. ``removal`` is the stretch to be taken out so that the call is one
    without it; None where that would take a comment along, or the name is not written.
    """

    name: str
    text: str
    place: Place
    keyword: bool
    nothing: bool = False
    number: float | None = None
    sequence: bool = False
    removal: Place | None = None

    def spelt(self) -> str:
        """``name=value`` as a sentence quotes it, a long value cut short."""
        value = " ".join(self.text.split())
        short = value if len(value) <= _LONGEST_VALUE else f"{value[: _LONGEST_VALUE - 3]}..."
        return f"`{self.name}={short}`"


@dataclass(frozen=True, slots=True)
class Steps:
    """How many batches a call asks for, and how many the Sequence has, on one imaginary data set.

    ``asked`` is the value of the argument ``parameter`` (``steps_per_epoch`` …), ``length`` that of
    ``len()`` of the Sequence that it is about (the validation data for ``validation_steps``).
    """

    parameter: str
    size: Size
    asked: int
    length: int


@dataclass(frozen=True, slots=True)
class Misread:
    """Predictions for samples in a random order that are held against labels in their own order.

    ``place`` is where they meet, ``labels`` how these are written. ``order`` is the collection that
    the instance shuffled.
    """

    place: Place
    labels: str
    order: str


@dataclass(frozen=True, slots=True)
class CallSite:
    """A call of ``fit``, ``evaluate``, ``predict`` or one of their kin that is given a Sequence.

    ``place`` is the name of the method in the call, ``method`` that name, ``model`` what is known
    of the object before the dot and ``training`` how that trains. ``parameter`` tells which
    parameter of Keras the Sequence is for: ``x`` (also where the method calls it ``generator``) or
    ``validation_data``. ``classes`` are the Sequences that it may be an instance of. ``certain`` is
    true when every way to that argument leads to one of them. ``keras`` holds the lines of Keras,
    2 and 3, that the file may be written for. ``steps`` are worked values, readable size first;
    empty where nothing is known. ``beside`` are the other items where ``validation_data`` is
    written as a tuple, called what Keras reads them as (``y``, ``sample_weight``). ``packages`` are
    those of Keras that the Sequence and the model are from (``keras``, ``tensorflow.keras``,
    ``tf_keras`` …), "" where it is not known which. ``misread`` tells where the result of a
    `predict` is read as if the samples had come in their own order.
    """

    method: str
    place: Place
    model: ModelKind
    parameter: str
    classes: tuple[SequenceClass, ...]
    certain: bool
    arguments: tuple[Argument, ...]
    keras: frozenset[int]
    steps: tuple[Steps, ...] = ()
    training: Training = "unknown"
    beside: tuple[Argument, ...] = ()
    packages: tuple[str, str] = ("", "")
    misread: Misread | None = None

    def argument(self, name: str) -> Argument | None:
        """The argument for the parameter *name* of Keras, or None."""
        return next((one for one in self.arguments if one.name == name), None)

    def given(self, name: str) -> Argument | None:
        """The argument for the parameter *name* where its value is certainly not None."""
        found = self.argument(name)
        return None if found is None or found.nothing else found

    @property
    def beside_labels(self) -> bool:
        """True when labels are given next to the data, as they are for arrays.

        Either this is what is wrong with the call, or it is made for arrays as well.
        """
        labels = self.argument("y")
        return labels is not None and labels.text != "None"

    @property
    def settled(self) -> bool:
        """True when it is certain that a Keras model gets an instance of one of ``classes``."""
        return self.model == "keras" and self.certain and bool(self.classes)
