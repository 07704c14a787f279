"""How people collect the samples of a batch, and what they return."""

from __future__ import annotations

from dataclasses import dataclass

from differential.cuts import Cut
from differential.pen import Draft, shifted
from differential.storages import Storage, Taking


@dataclass(frozen=True)
class Collected:
    """Lines to run, then the expressions of inputs and labels; ``lists`` if they are no arrays."""

    lines: list[str]
    x: str
    y: str
    lists: bool


def write_batch(draft: Draft, storage: Storage, cut: Cut) -> list[str]:
    """The body of ``__getitem__``."""
    collected = collect(draft, storage, cut)
    return [*cut.lines, *_maybe_elsewhere(draft, cut, collected), *_returned(draft, cut, collected)]


def collect(draft: Draft, storage: Storage, cut: Cut) -> Collected:
    """The samples of *cut*, the way the storage or a loop gives them."""
    if cut.way == "slice":
        looped = cut.low and cut.high and draft.pen.whether("loop over a range", 4)
        if not looped:
            return _filled(draft, storage.sliced, storage.lists, LO=cut.low, HI=cut.high)
        template = draft.pen.pick(
            "range", "range(LO, min(HI, N))", "range(LO, HI)", "range(LO, min(HI, N))"
        )
        rows = draft.fill(template, LO=cut.low, HI=cut.high)
        return _looped(draft, storage, cut, rows)
    if storage.gathered is not None and not draft.pen.whether("loop over rows", 2):
        return _filled(draft, storage.gathered, storage.lists, ROWS=cut.rows)
    return _looped(draft, storage, cut, cut.rows)


def _filled(draft: Draft, taking: Taking, lists: bool, **words: str) -> Collected:
    lines = [draft.fill(line, **words) for line in taking.lines]
    return Collected(lines, draft.fill(taking.x, **words), draft.fill(taking.y, **words), lists)


def _looped(draft: Draft, storage: Storage, cut: Cut, rows: str) -> Collected:
    write = draft.pen.choose(
        "loop",
        {
            "append": (4, _appended),
            "buffer": (4, _buffered),
            "comprehension": (2, _comprehended),
            "generator": (1, _generated),
            "counter": (2, _counted),
        },
    )
    return write(draft, storage, cut, rows)


def _one(draft: Draft, storage: Storage, key: str) -> tuple[str, str]:
    return draft.fill(storage.one.x, K=key), draft.fill(storage.one.y, K=key)


def _appended(draft: Draft, storage: Storage, cut: Cut, rows: str) -> Collected:
    x, y = _one(draft, storage, "k")
    form = draft.pen.pick("appended", "append", "append", "+=", "extend", "dict", "insert")
    grow = {
        "append": (f"xs.append({x})", f"ys.append({y})"),
        "+=": (f"xs += [{x}]", f"ys += [{y}]"),
        "extend": (f"xs.extend([{x}])", f"ys.extend([{y}])"),
        "dict": (f'some["x"].append({x})', f'some["y"].append({y})'),
        "insert": (f"xs.insert(len(xs), {x})", f"ys.insert(len(ys), {y})"),
    }[form]
    first = ['some = {"x": [], "y": []}'] if form == "dict" else ["xs, ys = [], []"]
    if form != "dict" and draft.pen.whether("two lines", 2):
        first = ["xs = []", "ys = list()"]
    guard = draft.pen.pick(
        "guard", "", "", "", "if k >= N:\n    break", "if k >= N:\n    continue", "if k < N:"
    )
    body = list(grow)
    if guard == "if k < N:":
        body = [draft.fill(guard), *shifted(body)]
    elif guard:
        body = [*draft.lines(guard), *body]
    lines = [*first, f"for k in {rows}:", *shifted(body)]
    xs, ys = ('some["x"]', 'some["y"]') if form == "dict" else ("xs", "ys")
    return Collected(lines, xs, ys, lists=True)


BUFFERS = ("np.zeros", "np.empty", "np.zeros", "np.ones")


def _buffered(draft: Draft, storage: Storage, cut: Cut, rows: str) -> Collected:
    x, y = _one(draft, storage, "k")
    made = draft.pen.pick("buffer", *BUFFERS)
    count = draft.pen.pick("buffer rows", "B", "B", "B", "len(rows)", "len(rows)", "HI - LO")
    if "HI" in count and not (cut.low and cut.high):
        count = "B"
    length = draft.fill(count, LO=f"({cut.low})", HI=cut.high)
    shape = (
        f"({length}{storage.row})"
        if storage.row
        else draft.pen.pick("flat", length, f"({length},)")
    )
    labels = draft.pen.pick(
        "label buffer", f"{length}", f"({length}, 1)", f"({length}), dtype=int", f"({length},)"
    )
    store = draft.pen.pick("stored", "OF[j]", "OF[j]", "OF[j,]", "OF[j, ...]", "OF[j, :]")
    if not storage.row and store == "OF[j, :]":
        store = "OF[j]"
    at = "ys[j, 0]" if ", 1)" in labels else "ys[j]"
    loop = draft.pen.pick("counted by", "enumerate", "enumerate", "range", "hand", "zip")
    stores = [f"{store.replace('OF', 'xs')} = {x}", f"{at} = {y}"]
    lines = [f"rows = {rows}", f"xs = {made}({shape})", f"ys = {made}({labels})"]
    match loop:
        case "enumerate":
            lines += ["for j, k in enumerate(rows):", *shifted(stores)]
        case "range":
            lines += ["for j in range(len(rows)):", *shifted(["k = rows[j]", *stores])]
        case "hand":
            lines += ["j = 0", "for k in rows:", *shifted([*stores, "j += 1"])]
        case _:
            lines += [
                "for j, k in zip(range(B), rows):".replace("B", draft.words["B"]),
                *shifted(stores),
            ]
    trimmed = draft.pen.pick("trimmed", "", "", "", "[:len(rows)]", "[: j + 1]")
    return Collected(lines, "xs" + trimmed, "ys" + trimmed, lists=False)


def _comprehended(draft: Draft, storage: Storage, cut: Cut, rows: str) -> Collected:
    x, y = _one(draft, storage, "k")
    form = draft.pen.pick("comprehension", "two", "two", "pairs", "map", "generator")
    match form:
        case "pairs":
            lines = [f"some = [({x}, {y}) for k in {rows}]"]
            return Collected(lines, "[a for a, _ in some]", "[b for _, b in some]", lists=True)
        case "map":
            lines = [f"rows = {rows}", f"read = lambda k: {x}"]
            return Collected(lines, "list(map(read, rows))", f"[{y} for k in rows]", lists=True)
        case "generator":
            return Collected(
                [], f"list({x} for k in {rows})", f"tuple({y} for k in {rows})", lists=True
            )
    return Collected([], f"[{x} for k in {rows}]", f"[{y} for k in {rows}]", lists=True)


def _generated(draft: Draft, storage: Storage, cut: Cut, rows: str) -> Collected:
    x, y = _one(draft, storage, "k")
    draft.define("_samples(self, rows)", ["for k in rows:", f"    yield {x}, {y}"])
    lines = draft.pen.pick(
        "taken from generator", "some = list(self._samples(OF))",
        "some = [s for s in self._samples(OF)]",
        "some = []\nfor a, b in self._samples(OF):\n    some.append((a, b))",
    ).replace("OF", rows)  # fmt: skip
    return Collected(lines.split("\n"), "[a for a, _ in some]", "[b for _, b in some]", lists=True)


def _counted(draft: Draft, storage: Storage, cut: Cut, rows: str) -> Collected:
    """A loop over the places of a batch, or one that counts by hand."""
    x, y = _one(draft, storage, "rows[j]")
    form = draft.pen.pick(
        "counter",
        "for j in range(B):\n    if j >= len(rows):\n        break",
        "for j in range(min(B, len(rows))):",
        "for j in range(B):",
        "j = -1\nwhile j + 1 < len(rows):\n    j += 1",
        "for j in range(len(rows)):",
        "for j in range(B):\n    if j == len(rows):\n        return np.array(xs), np.array(ys)",
    )
    head = draft.lines(form)
    lines = [
        f"rows = {rows}",
        "xs, ys = [], []",
        *head,
        f"    xs.append({x})",
        f"    ys.append({y})",
    ]
    return Collected(lines, "xs", "ys", lists=True)


def _maybe_elsewhere(draft: Draft, cut: Cut, collected: Collected) -> list[str]:
    return collected.lines


ARRAYS_OF_LISTS = (
    "np.array(OF)",
    "np.array(OF)",
    "np.array(OF)",
    "np.asarray(OF)",
    "np.asarray(OF)",
    "np.stack(OF)",
    "np.array(OF, dtype=float)",
    "np.array(list(OF))",
    "np.asarray(OF).astype('float32')",
    "np.array(OF) / 255.0",
    "np.vstack(OF)",
    "np.stack(OF, axis=0)",
    "np.concatenate([[one] for one in OF])",
    "OF",
)
LABELS_OF_LISTS = (
    "np.array(OF)",
    "np.array(OF)",
    "np.asarray(OF)",
    "np.array(OF, dtype=int)",
    "np.asarray(list(OF))",
    "to_categorical(OF, num_classes=5)",
    "np.eye(5)[np.array(OF, dtype=int)]",
    "np.array(OF).reshape(-1, 1)",
    "OF",
)
OF_ARRAYS = (
    "OF",
    "OF",
    "OF",
    "OF / 255.0",
    "OF.astype('float32')",
    "np.asarray(OF)",
    "np.array(OF)",
    "OF * 2.0 - 1.0",
    "OF.copy()",
    "np.expand_dims(OF, -1)",
    "OF[..., np.newaxis]",
    "np.array([row for row in OF])",
    "OF.reshape(len(OF), -1)",
    "OF.reshape((-1, *OF.shape[1:]))",
    "np.squeeze(np.expand_dims(OF, 1), 1)",
    "np.nan_to_num(OF)",
    "OF[::-1]",
    "np.flip(OF, axis=-1)",
    "np.where(OF > 0, OF, 0.5 * OF)",
    "np.concatenate([OF[:, None], OF[:, None]], axis=1)",
)
LABELS_OF_ARRAYS = (
    "OF",
    "OF",
    "OF",
    "np.array(OF)",
    "to_categorical(OF, num_classes=5)",
    "np.eye(5)[OF.astype(int)]",
    "OF.astype('float32')",
    "OF[:, None]",
    "np.asarray(OF)",
    "(OF > 0) * 1.0 + OF",
)
RETURNS = (
    "return XS, YS",
    "return XS, YS",
    "return XS, YS",
    "return (XS, YS)",
    "bx, by = XS, YS\nreturn bx, by",
    "bx = XS\nby = YS\nreturn bx, by",
    "bx = XS\nby = YS\nreturn bx, by",
    "batch = (XS, YS)\nreturn batch",
    'return {"image": XS}, YS',
    'return {"image": XS}, {"label": YS}',
    "return dict(image=XS), YS",
    'inputs = {}\ninputs["image"] = XS\nreturn inputs, YS',
    "bx = XS\nby = YS\nreturn bx, by, np.ones(len(bx))",
    "bx = XS\nby = YS\nreturn bx, by, np.ones_like(by, dtype=float)",
    "bx = XS\nby = YS\nreturn bx, by, np.full(len(by), 0.5)",
    "bx = XS\nby = YS\nreturn bx, by, np.ones(B)",
    "return [XS], YS",
    "bx = XS\nreturn [bx, bx], YS",
    "bx = XS\nreturn (bx, bx[:, :1] if bx.ndim > 1 else bx), YS",
    "return XS",
    "return (XS,)",
    "return [XS, YS]",
    "return tuple([XS, YS])",
    "return XS, [YS]",
    "by = YS\nreturn XS, (by, by)",
    "return XS, None",
    'return {"image": XS, "label": YS}',
    "out = []\nout.append(XS)\nout.append(YS)\nreturn tuple(out)",
    "if self.training:\n    return XS, YS\nreturn XS",
    "if self.training:\n    return XS, YS\nelse:\n    return XS",
    "return (XS, YS) if self.training else XS",
    'if self.mode == "train":\n    return XS, YS\nreturn XS',
    "bx, by = XS, YS\nif self.augment:\n    bx = bx[..., ::-1]\nreturn bx, by",
    "bx, by = XS, YS\nif self.augment:\n    bx = np.array([np.abs(r) for r in bx])\nreturn bx, by",
    "bx, by = XS, YS\nif self.transform:\n    bx = self.transform(bx)\nreturn bx, by",
)


def _returned(draft: Draft, cut: Cut, collected: Collected) -> list[str]:
    of_x, of_y = (
        (ARRAYS_OF_LISTS, LABELS_OF_LISTS) if collected.lists else (OF_ARRAYS, LABELS_OF_ARRAYS)
    )
    x = draft.pen.pick("inputs made", *of_x).replace("OF", collected.x)
    y = draft.pen.pick("labels made", *of_y).replace("OF", collected.y)
    template = draft.pen.pick("returned", *RETURNS)
    for flag, default in (("training", "True"), ("augment", "False"), ("transform", "None")):
        if f"self.{flag}" in template:
            draft.take(flag, "", default)
            draft.otherwise["transform"] = "(lambda batch: batch)"
            draft.setup.insert(0, f"self.{flag} = {flag}")
    if "self.mode" in template:
        draft.take("mode", "", "'train'")
        draft.setup.insert(0, "self.mode = mode")
    return draft.fill(template).replace("XS", x).replace("YS", y).split("\n")
