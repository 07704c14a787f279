"""How people keep the order in which samples are served, and how it is shuffled."""

from __future__ import annotations

from differential.pen import Draft, shifted
from differential.storages import Storage

ARRANGED = (
    "np.arange(N)",
    "np.arange(N)",
    "np.arange(N)",
    "list(range(N))",
    "list(range(N))",
    "range(N)",
    "np.arange(0, N)",
    "np.arange(N, dtype=int)",
    "np.arange(N, dtype=np.int32)",
    "np.array(range(N))",
    "np.array(list(range(N)))",
    "np.arange(N).tolist()",
    "[k for k in range(N)]",
    "[*range(N)]",
    "np.random.permutation(N)",
    "np.random.permutation(np.arange(N))",
    "sorted(range(N))",
    "np.asarray([k for k in range(0, N, 1)])",
    "list(np.random.permutation(N))",
    "np.array(sorted(set(range(N))))",
    "random.sample(range(N), N)",
    "np.random.choice(N, N, replace=False)",
    "np.random.RandomState(0).permutation(N)",
    "np.random.default_rng(0).permutation(N)",
)
SHUFFLES = (
    "np.random.shuffle(OF)",
    "np.random.shuffle(OF)",
    "np.random.shuffle(OF)",
    "random.shuffle(OF)",
    "OF = np.random.permutation(OF)",
    "OF = OF[np.random.permutation(len(OF))]",
    "self.rng.shuffle(OF)",
    "OF = self.rng.permutation(OF)",
    "np.random.default_rng().shuffle(OF)",
    "np.random.RandomState(self.seed).shuffle(OF)",
    "OF = random.sample(list(OF), len(OF))",
)
ASKED = (
    "if self.shuffle:",
    "if self.shuffle:",
    "if self.shuffle == True:",
    "if self.shuffle is True:",
    "if not self.shuffle:\n    return",
)


def write_order(draft: Draft, storage: Storage) -> str:
    """The attribute that holds the order of the samples; empty where there is none."""
    kind = draft.pen.pick(
        "order", *["none"] * 4, *["kept"] * 3, *["made by the hook"] * 4, "shuffled data"
    )
    if kind == "none":
        return ""
    if kind == "shuffled data":
        if storage.shuffle:
            _asked(draft, draft.pen.pick("data shuffled", *storage.shuffle))
        return ""
    name = draft.pen.pick(
        "order kept as", "indexes", "indexes", "indices", "_order", "idxs", "index_array"
    )
    made = f"self.{name} = " + draft.fill(draft.pen.pick("arranged", *ARRANGED))
    (draft.setup if kind == "kept" else draft.hook).append(made)
    if draft.pen.whether("shuffle"):
        lists = any(part in made for part in ("list(", "[k", "[*", "tolist", "sorted(", "sample("))
        ranges = made.endswith("range(" + draft.words["N"] + ")")
        usable = [s for s in SHUFFLES if not (lists or ranges) or "[np" not in s]
        usable = [s for s in usable if not (ranges and "= range" in made) or s.startswith("OF = ")]
        shuffle = draft.pen.pick("shuffled", *usable)
        if "rng" in shuffle and "default_rng()" not in shuffle:
            draft.setup.insert(0, "self.rng = np.random.default_rng(42)")
        if "self.seed" in shuffle:
            draft.setup.insert(0, "self.seed = 42")
        _asked(draft, shuffle.replace("OF", f"self.{name}"))
    return f"self.{name}"


def _asked(draft: Draft, shuffle: str) -> None:
    """Shuffling is mostly asked for."""
    if draft.pen.whether("always shuffled", 5):
        draft.hook.append(shuffle)
        return
    draft.take("shuffle", "", draft.pen.pick("shuffle default", "True", "False", "True"))
    draft.setup.insert(0, "self.shuffle = shuffle")
    asked = draft.pen.pick("asked", *ASKED)
    if "return" in asked:
        draft.hook += [*asked.split("\n"), shuffle]
    else:
        draft.hook += [asked, *shifted([shuffle])]
