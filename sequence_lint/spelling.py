"""How numbers, names and expressions are put into words, and which words a name is made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

LABEL_WORDS = frozenset(
    """y ys ytrue label labels lbl lbls target targets tgt tgts truth gt groundtruth answer answers
    class classes annotation annotations mask masks seg segmentation segmentations output outputs
    out outs response responses onehot box boxes bbox bboxes heatmap heatmaps prediction
    predictions pred preds clean hr highres next future score scores sentiment category categories
    outcome outcomes teacher dependent result results rating ratings price depth""".split()
)
WEIGHT_WORDS = frozenset("weight weights sw wt wts mask masks importance".split())

_STORED_LABELS = frozenset(
    """y ys ytrue label labels lbl lbls target targets gt groundtruth annotation annotations
    mask masks""".split()
)
_ABOUT_LABELS = frozenset(
    """n num number size shape dim dims count counts mode map mapping dict encoder encoding name
    names col cols column columns key keys dir path paths folder root type dtype smoothing length
    len width height file files binarizer weight weights index indices offset attention padding
    pad has with return use is only""".split()
)

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def words(name: str) -> tuple[str, ...]:
    """The words of a name or a text, lower case: ``"batchX_valid2"`` is batch, x, valid, 2."""
    return tuple(word.lower() for word in _WORD.findall(name))


_MADE_ARRAY = re.compile(
    r"(?:\w+\.)*(?:array|asarray|stack|vstack|hstack|concatenate|convert_to_tensor|constant|float32)"
    r"\((.*?)(?:,\s*(?:dtype|axis)\s*=[^()]*|,\s*[\w.]+)?\)"
)
_TURNED = re.compile(
    r"(.+?)(?:\.(?:values|copy\(\)|to_numpy\(\)|numpy\(\)|astype\([^()]*\))|\s*/\s*[\d.]+)"
)
_PART_OF = re.compile(r"(?:self\.)?([A-Za-z_]\w*)(?:\[[^()]*\])?")


def called(text: str) -> str:
    """The variable or attribute in *text*, if that is all, or a slice or an array of it."""
    while (inner := _MADE_ARRAY.fullmatch(text) or _TURNED.fullmatch(text)) is not None:
        text = inner[1]
    name = _PART_OF.fullmatch(text)
    return name[1] if name is not None else ""


def label_like(name: str) -> bool:
    """True when a word of *name* is one that labels are called by."""
    return not LABEL_WORDS.isdisjoint(words(name))


def weight_like(name: str) -> bool:
    """True when a word of *name* is one that sample weights or masks are called by."""
    return not WEIGHT_WORDS.isdisjoint(words(name))


def stores_labels(name: str) -> bool:
    """True when an attribute of that name keeps labels, and not something about them."""
    said = frozenset(words(name))
    return not said.isdisjoint(_STORED_LABELS) and said.isdisjoint(_ABOUT_LABELS)


_FOR_HEIRS = frozenset("base abstract mixin mix interface template generic parent super".split())


def for_heirs(name: str) -> bool:
    """True when a class of that name is there to be inherited from."""
    return not _FOR_HEIRS.isdisjoint(words(name))


def address(path: str, cell: int, line: int, column: int | None = None) -> str:
    """``path:line:column``, in a cell of a notebook ``path:cell 3:line:column``."""
    inside = f"{path}:cell {cell}" if cell else path
    return f"{inside}:{line}" if column is None else f"{inside}:{line}:{column}"


_READ = re.compile(r"[A-Za-z_]\w*(\.\w+|\[[^\[\]]*\])+")


def is_read(text: str) -> bool:
    """True for an attribute or an item (``self.batch``), which others may have set meanwhile."""
    return _READ.fullmatch(text) is not None


def counted(number: int, noun: str) -> str:
    """*number* with its noun: ``1 sample``, ``4 samples``, ``2 batches``."""
    if number == 1:
        return f"1 {noun}"
    return f"{number} {noun}es" if noun.endswith(("ch", "ss", "x")) else f"{number} {noun}s"


def ranges(numbers: Iterable[int]) -> str:
    """Numbers in order with their runs drawn together: ``0-3, 5 and 8-9``."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return listed([str(r[0]) if len(r) == 1 else f"{r[0]}-{r[-1]}" for r in runs])


def numbered(noun: str, numbers: Sequence[int]) -> str:
    """A noun with the numbers it has: ``batch 3``, ``samples 8-9``."""
    plural = counted(len(set(numbers)), noun).split(" ", 1)[1]
    return f"{plural} {ranges(numbers)}"


def listed(items: Sequence[str]) -> str:
    """Items as a sentence lists them: ``a, b and c``."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
