"""How people cut a batch: two ends, rows of a range, or one sample after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from differential.pen import Draft

ENDS = (
    ("I * B", "(I + 1) * B"),
    ("I * B", "(I + 1) * B"),
    ("I * B", "(I + 1) * B"),
    ("I * B", "I * B + B"),
    ("B * I", "B * (I + 1)"),
    ("(I * B)", "((I + 1) * B)"),
    ("I * B", "min((I + 1) * B, N)"),
    ("I * B", "min(I * B + B, N)"),
    ("I * B", "np.minimum((I + 1) * B, N)"),
    ("I * B", "(I + 1) * B if (I + 1) * B < N else N"),
    ("min(I * B, N)", "min((I + 1) * B, N)"),
    ("int(I * B)", "int((I + 1) * B)"),
    ("B * I if I > 0 else 0", "B * I + B"),
)
WRONG_ENDS = (
    ("I * B", "(I + 1) * B - 1"),
    ("I * B", "min((I + 1) * B, N - 1)"),
    ("I * B", "(I + 1) * B + 1"),
    ("I", "I + B"),
    ("I * B", "B"),
    ("I * B", ""),
    ("", "(I + 1) * B"),
    ("I * B + 1", "(I + 1) * B"),
    ("I * B", "min((I + 1) * B, N) - 1"),
    ("I * (B - 1)", "(I + 1) * B"),
    ("I * B", "N"),
    ("-(I + 1) * B", "-I * B or None"),
    ("N - (I + 1) * B", "N - I * B"),
    ("max(0, N - (I + 1) * B)", "N - I * B"),
    ("I * B if I else 0", "I * B + B - 1"),
)
MENDED = (
    "if HI > N:\n    HI = N",
    "HI = min(HI, N)",
    "if HI > N:\n    HI = N\n    LO = HI - B",
    "if HI > N:\n    HI = N\n    LO = max(0, HI - B)",
    "if I == len(self) - 1:\n    HI = N",
    "if HI >= N:\n    HI = N - 1",
    "LO, HI = max(LO, 0), min(HI, N)",
    "HI = N if HI > N else HI",
    "if LO >= N:\n    raise IndexError",
    "assert LO < N",
)
ROWS = (
    "np.arange(LO, min(HI, N))",
    "range(LO, min(HI, N))",
    "list(range(LO, min(HI, N)))",
    "np.arange(LO, HI)",
    "range(LO, HI)",
    "[k % N for k in range(LO, HI)]",
    "np.arange(LO, HI) % N",
    "np.arange(N)[LO:HI]",
    "list(range(N))[LO:HI]",
    "range(N)[LO:HI]",
    "np.clip(np.arange(LO, HI), 0, N - 1)",
    "np.minimum(np.arange(LO, HI), N - 1)",
    "[k for k in range(LO, HI) if k < N]",
    "np.arange(I, N, len(self))",
    "list(range(I, N, len(self)))",
    "np.array([k for k in range(LO, HI)])",
    "[min(k, N - 1) for k in range(LO, HI)]",
    "np.mod(np.arange(LO, HI), N)",
)
OF_ORDER = (
    "OF[LO:HI]",
    "OF[LO:HI]",
    "OF[LO:HI]",
    "OF[LO:HI]",
    "[OF[k] for k in range(LO, HI)]",
    "[OF[k] for k in range(LO, min(HI, N))]",
    "[OF[k % N] for k in range(LO, HI)]",
    "np.take(OF, range(LO, HI), mode='wrap')",
    "np.take(OF, np.arange(LO, min(HI, N)))",
    "list(OF[LO:HI])",
    "np.array(OF[LO:HI])",
    "[k for k in OF[LO:HI]]",
    "np.array(OF)[LO:HI]",
    "list(OF)[LO:HI]",
    "OF[LO:][:B]",
    "OF[:HI][LO:]",
    "np.sort(OF[LO:HI])",
    "sorted(OF[LO:HI])",
    "OF[slice(LO, HI)]",
    "[int(k) for k in OF[LO:HI]]",
)
LOCALS = ("low high", "start end", "start stop", "begin finish", "lo hi", "a b", "first last")


@dataclass(frozen=True)
class Cut:
    """``lines`` come first; ``way`` tells if ``low`` and ``high`` cut or ``rows`` are taken."""

    lines: tuple[str, ...]
    way: Literal["slice", "rows"]
    low: str
    high: str
    rows: str = ""


def write_cut(draft: Draft, order: str) -> Cut:
    """What one batch index selects."""
    right = not draft.pen.whether("wrong ends", 4)
    table = ENDS if right else WRONG_ENDS
    low, high = table[int(draft.pen.pick("ends", *map(str, range(len(table)))))]
    draft.pen.rules[-1] = f"ends: {low} : {high}"
    bounded = bool(low and high)
    lines: tuple[str, ...] = ()
    if low == "I" and draft.words["B"].removeprefix("self.") not in draft.given:
        low = "I * B"  # a written number that is added to the index is not known to be a batch
    low, high = draft.fill(low), draft.fill(high)
    if bounded and draft.pen.whether("ends first"):
        lines, low, high = _named(draft, low, high)
    if order:
        template = draft.pen.pick("rows of order", *(OF_ORDER if bounded else OF_ORDER[:1]))
        rows = draft.fill(template, LO=low, HI=high, OF=order)
        return Cut(lines, "rows", low, high, rows)
    if bounded and draft.pen.whether("rows", 3):
        rows = draft.fill(draft.pen.pick("rows", *ROWS), LO=low, HI=high)
        return Cut(lines, "rows", low, high, rows)
    return Cut(lines, "slice", low, high)


def _named(draft: Draft, low: str, high: str) -> tuple[tuple[str, ...], str, str]:
    """The ends as local names, perhaps mended afterwards."""
    start, end = draft.pen.pick("ends kept as", *LOCALS).split()
    form = draft.pen.pick(
        "ends computed", "two lines", "one line", "method", "length added", "divmod"
    )
    match form:
        case "one line":
            lines = [f"{start}, {end} = {low}, {high}"]
        case "method":
            body = [f"return {low}, {high}"]
            index = draft.words["I"]
            draft.define(f"_ends(self, {index})", body)
            lines = [f"{start}, {end} = self._ends({index})"]
        case "length added":
            lines = [f"{start} = {low}", draft.fill(f"{end} = {start} + B")]
        case _:
            lines = [f"{start} = {low}", f"{end} = {high}"]
    if draft.pen.whether("ends mended", 3):
        mended = draft.pen.pick("mended", *MENDED)
        lines += draft.lines(mended, LO=start, HI=end)
    return tuple(lines), start, end
