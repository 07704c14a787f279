"""How people make batches beforehand, so that the index only picks one."""

from __future__ import annotations

from differential.batches import write_batch
from differential.cuts import Cut
from differential.pen import Draft
from differential.storages import Storage

GROUPED = (
    "[order[k:k + B] for k in range(0, N, B)]",
    "[order[k:k + B] for k in range(0, N, B)]",
    "[order[k * B:(k + 1) * B] for k in range(N // B)]",
    "[order[k * B:(k + 1) * B] for k in range(math.ceil(N / B))]",
    "[order[k:min(k + B, N)] for k in range(0, N, B)]",
    "[[order[j] for j in range(k, min(k + B, N))] for k in range(0, N, B)]",
    "[[order[j % N] for j in range(k, k + B)] for k in range(0, N, B)]",
    "np.array_split(order, math.ceil(N / B))",
    "np.array_split(order, max(1, N // B))",
    "np.split(order, range(B, N, B))",
    "np.split(order, np.arange(B, N, B))",
    "order[:N // B * B].reshape(-1, B)",
    "np.reshape(order[:N - N % B], (-1, B))",
    "list(zip(*[iter(order)] * B))",
    "grown",
    "grown while",
)
GROWN = """
groups = []
for k in range(0, N, B):
    groups.append(order[k:k + B])
self.batches = groups"""
GROWN_WHILE = """
self.batches = []
k = 0
while k < N:
    self.batches.append(order[k:k + B])
    k += B"""


def write_groups(draft: Draft, storage: Storage) -> None:
    """The length and the batches of a class that has groups of rows."""
    arranged = draft.pen.pick(
        "rows of groups", "np.arange(N)", "np.arange(N)", "np.random.permutation(N)"
    )
    draft.setup.append("order = " + draft.fill(arranged))
    template = draft.pen.pick("grouped", *GROUPED)
    match template:
        case "grown":
            draft.setup += draft.lines(GROWN)
        case "grown while":
            draft.setup += draft.lines(GROWN_WHILE)
        case _:
            draft.setup.append("self.batches = " + draft.fill(template))
    counted = draft.pen.pick("groups counted", *["len(OF)"] * 2, "OF.__len__()")
    draft.length = ["return " + counted.replace("OF", "self.batches")]
    if draft.pen.whether("groups shuffled", 4):
        draft.hook.append("random.shuffle(self.batches)")
    # A tuple would not select rows, but along several axes.
    bare = () if template.startswith("list(zip") else ("self.batches[I]",)
    picked = draft.pen.pick(
        "group picked", *bare, "list(self.batches[I])", "np.array(self.batches[I])"
    )
    rows = draft.fill(picked)
    draft.item = write_batch(draft, storage, Cut((), "rows", "", "", rows))
