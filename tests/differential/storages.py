"""How people keep their samples, and how each kind is asked for some of them."""

from __future__ import annotations

from dataclasses import dataclass

from differential.pen import Draft, shifted


@dataclass(frozen=True)
class Taking:
    """Lines to run first, and then the expressions for the inputs and the labels."""

    x: str
    y: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Storage:
    """Where the samples are. The texts are templates, see `pen.fill`.

    ``sliced`` takes a batch from LO to HI, ``gathered`` the rows ROWS (None where no such way
    exists), ``one`` the sample K. ``counts`` are ways to ask how many samples there are. ``row`` is
    what follows the number of rows in the shape of the inputs. ``lists`` is true where a slice of
    the inputs is no array.
    """

    sliced: Taking
    gathered: Taking | None
    one: Taking
    counts: tuple[str, ...]
    row: str
    lists: bool = False
    shuffle: tuple[str, ...] = ()


NAMES = (
    ("x", "y"),
    ("X", "Y"),
    ("images", "labels"),
    ("x_set", "y_set"),
    ("features", "targets"),
    ("inputs", "outputs"),
    ("x_train", "y_train"),
    ("data", "labels"),
)


def write_storage(draft: Draft) -> Storage:
    """The arguments and attributes that hold the data."""
    write = draft.pen.choose(
        "storage",
        {
            "arrays": (6, _arrays),
            "lists": (3, _lists),
            "held together": (2, _held_together),
            "ids": (5, _ids),
            "frame": (4, _frame),
            "columns": (2, _columns),
            "pairs": (3, _pairs),
            "from disk": (2, _from_disk),
            "one array": (1, _one_array),
        },
    )
    return write(draft)


def _pair(draft: Draft) -> tuple[str, str]:
    x, y = NAMES[int(draft.pen.pick("names", *map(str, range(len(NAMES)))))]
    draft.take(x, "samples")
    draft.take(y, "labels")
    return x, y


def _of_arrays(x: str, y: str, draft: Draft) -> Storage:
    """Two arrays, spelt *x* and *y* in methods."""
    gathered = draft.pen.pick(
        "gather", "OF[ROWS]", "OF[ROWS]", "OF[ROWS]", "np.take(OF, ROWS, axis=0)",
        "OF.take(ROWS, axis=0)", "np.array([OF[k] for k in ROWS])", "OF[np.array(ROWS, dtype=int)]",
        "np.stack([OF[k] for k in ROWS])", "OF[ROWS, ...]",
        "np.asarray([OF[int(k)] for k in ROWS])",
        "np.array(list(map(lambda k: OF[k], ROWS)))", "np.array([*map(OF.__getitem__, ROWS)])",
    )  # fmt: skip
    sliced = draft.pen.pick(
        "slice", "OF[LO:HI]", "OF[LO:HI]", "OF[LO:HI]", "OF[LO:HI, ...]", "OF[slice(LO, HI)]"
    )
    return Storage(
        Taking(sliced.replace("OF", x), sliced.replace("OF", y)),
        Taking(gathered.replace("OF", x), gathered.replace("OF", y)),
        Taking(f"{x}[K]", f"{y}[K]"),
        (f"len({x})", f"len({x})", f"{x}.shape[0]", f"len({y})", f"np.shape({x})[0]",
         f"{y}.shape[0]", f"np.size({x}, 0)", f"{x}.__len__()"),
        ", 3",
    )  # fmt: skip


def _arrays(draft: Draft) -> Storage:
    x, y = _pair(draft)
    kept = draft.pen.pick(
        "arrays kept", "OF", "OF", "OF", "np.asarray(OF)", "np.array(OF)", "OF.copy()", "OF[:]",
        "np.ascontiguousarray(OF)", "np.copy(OF)", "OF.astype(np.float32)",
        "np.array(OF, dtype=float)",
        "np.array([row for row in OF])", "np.array(list(OF))",
        "OF / 255.0", "OF.astype('float32') / 255.0",
        "np.nan_to_num(OF)",
    )  # fmt: skip
    mark = draft.pen.pick("attribute", "", "", "", "_", "__" if draft.shape == "alone" else "_")
    if draft.pen.whether("kept in one line", 4):
        both = ", ".join(kept.replace("OF", name) for name in (x, y))
        draft.setup.append(f"self.{mark}{x}, self.{mark}{y} = {both}")
    else:
        for name in (x, y):
            typed = draft.pen.pick("annotated", "", "", "", ": np.ndarray")
            draft.setup.append(f"self.{mark}{name}{typed} = {kept.replace('OF', name)}")
    return _of_arrays(f"self.{mark}{x}", f"self.{mark}{y}", draft)


def _held_together(draft: Draft) -> Storage:
    x, y = _pair(draft)
    form = draft.pen.pick("held in", "dict", "tuple", "list", "object", "dict of words", "update")
    match form:
        case "dict":
            draft.setup.append(f'self.data = {{"x": {x}, "y": {y}}}')
            return _of_arrays('self.data["x"]', 'self.data["y"]', draft)
        case "dict of words":
            draft.setup.append(f"self.data = dict(x={x}, y={y})")
            return _of_arrays('self.data["x"]', 'self.data["y"]', draft)
        case "update":
            draft.setup += ["self.data = {}", f'self.data["x"] = {x}', f'self.data["y"] = {y}']
            return _of_arrays('self.data["x"]', 'self.data["y"]', draft)
        case "tuple":
            draft.setup.append(f"self.data = {x}, {y}")
        case "list":
            draft.setup.append(f"self.data = [{x}, {y}]")
        case _:
            body = ["def __init__(self, x, y):", "    self.x = x", "    self.y = y"]
            draft.above += ["class Store:", *shifted(body), "", ""]
            draft.setup.append(f"self.store = Store({x}, {y})")
            return _of_arrays("self.store.x", "self.store.y", draft)
    return _of_arrays("self.data[0]", "self.data[1]", draft)


def _one_array(draft: Draft) -> Storage:
    """Columns of one array are inputs and labels."""
    draft.take("table", "samples")
    draft.setup.append(
        draft.pen.pick("array kept", "self.table = table", "self.table = np.asarray(table)")
    )
    kept = "self.table"
    return Storage(
        Taking(f"{kept}[LO:HI, :2]", f"({kept}[LO:HI, 2] % 5)"),
        Taking(f"{kept}[ROWS][:, :-1]", f"({kept}[ROWS, -1] % 5)"),
        Taking(f"{kept}[K, :2]", f"{kept}[K, 2] % 5"),
        (f"len({kept})", f"{kept}.shape[0]"),
        ", 2",
    )


def _lists(draft: Draft) -> Storage:
    x, y = _pair(draft)
    kept = draft.pen.pick(
        "list kept", "list(OF)", "[row for row in OF]", "list(OF)[:]", "tuple(OF)", "OF.tolist()",
        "[*OF]", "sorted(OF, key=lambda row: 0)", "list(map(np.asarray, OF))", "grown", "extended",
    )  # fmt: skip
    for name in (x, y):
        match kept:
            case "grown":
                loop = [f"for row in {name}:", f"    self.{name}.append(row)"]
                draft.setup += [f"self.{name} = []", *loop]
            case "extended":
                draft.setup += [f"self.{name} = []", f"self.{name}.extend({name})"]
            case _:
                draft.setup.append(f"self.{name} = {kept.replace('OF', name)}")
    gathered = draft.pen.pick(
        "gather list", "[OF[k] for k in ROWS]", "list(map(lambda k: OF[k], ROWS))"
    )
    return Storage(
        Taking(f"self.{x}[LO:HI]", f"self.{y}[LO:HI]"),
        Taking(gathered.replace("OF", f"self.{x}"), gathered.replace("OF", f"self.{y}")),
        Taking(f"self.{x}[K]", f"self.{y}[K]"),
        (f"len(self.{x})", f"len(self.{x})", f"len(self.{y})"),
        ", 3",
        lists=True,
    )


LOADS = (
    'np.load("data/" + OF + ".npy")',
    'np.load("data/" + OF + ".npy")',
    'np.load(f"data/{OF}.npy")',
    'np.load("data/%s.npy" % OF)',
    'np.load("data/{}.npy".format(OF))',
    'np.load(os.path.join("data", OF))',
    "cv2.imread(OF)[0, 0]",
    "cv2.resize(cv2.imread(OF), (1, 1))[0, 0]",
    "self._read(OF)",
    "read_sample(OF)",
)


def _ids(draft: Draft) -> Storage:
    name = draft.pen.pick("ids", "ids", "list_IDs", "files", "paths", "list_ids", "partition")
    draft.take(name, "ids")
    draft.take("labels", "targets")
    kept = draft.pen.pick("ids kept", "OF", "OF", "list(OF)", "OF[:]", "np.array(OF)", "sorted(OF)")
    draft.setup += [f"self.{name} = {kept.replace('OF', name)}", "self.labels = labels"]
    load = _load(draft)
    label = draft.pen.pick(
        "label of id", "self.labels[OF]", "self.labels[OF]", "self.labels.get(OF)"
    )
    return _of_names(draft, f"self.{name}", load, label)


def _load(draft: Draft) -> str:
    load = draft.pen.pick("load", *LOADS)
    if load.startswith("self."):
        draft.define("_read(self, path)", ['return np.load(path + ".npy")'])
    if load.startswith("read_sample"):
        body = ["image = cv2.imread(path)", "image = image / 255.0", "return image[0, 0]"]
        draft.above += ["def read_sample(path):", *shifted(body), "", ""]
    return load


def _of_names(draft: Draft, kept: str, load: str, label: str) -> Storage:
    """Names in a list, each of which gives a sample and a label."""
    rows = draft.pen.pick("names first", "part", "in place", "part")
    first: tuple[str, ...] = (f"some = {kept}[LO:HI]",)
    of = "some"
    each: tuple[str, ...] = (f"some = [{kept}[k] for k in ROWS]",)
    chosen = "some"
    if rows == "in place":
        first, of, each, chosen = (), f"{kept}[LO:HI]", (), f"[{kept}[k] for k in ROWS]"
    x = "[" + load.replace("OF", "one") + " for one in OF]"
    y = "[" + label.replace("OF", "one") + " for one in OF]"
    return Storage(
        Taking(x.replace("OF", of), y.replace("OF", of), first),
        Taking(x.replace("OF", chosen), y.replace("OF", chosen), each),
        Taking(load.replace("OF", f"{kept}[K]"), label.replace("OF", f"{kept}[K]")),
        (f"len({kept})", f"len({kept})", f"len({kept})", f"{kept}.__len__()"),
        ", 1" if "np.load" in load or "self._read" in load else ", 3",
        lists=True,
    )


def _from_disk(draft: Draft) -> Storage:
    draft.take("folder", "'data'")
    names = draft.pen.pick(
        "found by", "os.listdir(folder)", "sorted(os.listdir(folder))",
        'glob.glob(folder + "/*.npy")',
        'sorted(glob.glob(os.path.join(folder, "*.npy")))', "[n for n in os.listdir(folder)]",
        "[os.path.join(folder, n) for n in os.listdir(folder)]",
    )  # fmt: skip
    draft.setup += ["self.folder = folder", f"self.files = {names}"]
    return _of_names(draft, "self.files", 'np.load(OF + ".npy")', "len(OF) % 5")


def _frame(draft: Draft) -> Storage:
    form = draft.pen.pick("frame from", "argument", "argument", "argument", "disk")
    if form == "disk":
        draft.take("path", "'table.csv'")
        draft.setup.append("self.df = pd.read_csv(path)")
    else:
        draft.take("df", "frame")
        draft.setup.append(
            draft.pen.pick(
                "frame kept",
                "self.df = df",
                "self.df = df",
                "self.df = df.copy()",
                "self.df = df.reset_index(drop=True)",
                "self.df = df.sample(frac=1).reset_index(drop=True)",
            )
        )
    sliced = draft.pen.pick(
        "frame sliced",
        "part = self.df.iloc[LO:HI]",
        "part = self.df[LO:HI]",
        "part = self.df.iloc[LO:HI, :]",
    )
    column = draft.pen.pick(
        "column", 'OF["NAME"].values', "OF.NAME.values", 'np.array(OF["NAME"])',
        'OF["NAME"].to_numpy()',
        'np.array(OF["NAME"].tolist())', 'np.asarray(OF["NAME"])',
        'np.array([row["NAME"] for _, row in OF.iterrows()])',
        "np.array([row.NAME for row in OF.itertuples()])", 'np.array([v for v in OF["NAME"]])',
    )  # fmt: skip
    one = draft.pen.pick(
        "cell", 'self.df.iloc[K]["NAME"]', 'self.df["NAME"].iloc[K]', "self.df.NAME.values[K]",
        'self.df.loc[K, "NAME"]', "self.df.iloc[K].NAME", 'self.df["NAME"].values[K]',
    )  # fmt: skip
    x, y = (column.replace("NAME", name).replace("OF", "part") for name in ("value", "label"))
    return Storage(
        Taking(x, y, (sliced,)),
        Taking(x, y, ("part = self.df.iloc[ROWS]",)),
        Taking(one.replace("NAME", "value"), one.replace("NAME", "label")),
        ("len(self.df)", "len(self.df)", "self.df.shape[0]", "len(self.df.index)",
        'len(self.df["label"])'),
        "",
        shuffle=("self.df = self.df.sample(frac=1).reset_index(drop=True)",),
    )  # fmt: skip


def _columns(draft: Draft) -> Storage:
    """Columns of a frame, taken apart in the constructor."""
    draft.take("df", "frame")
    form = draft.pen.pick(
        "column kept", "OF.values", "np.array(OF)", "OF.to_numpy()", "OF.tolist()", "list(OF)", "OF"
    )
    for attribute, name in (("values", "value"), ("labels", "label")):
        draft.setup.append(f"self.{attribute} = " + form.replace("OF", f'df["{name}"]'))
    if form == "OF":
        return Storage(
            Taking("self.values.iloc[LO:HI].values", "self.labels.iloc[LO:HI].values"),
            Taking("self.values.iloc[ROWS].values", "self.labels.iloc[ROWS].values"),
            Taking("self.values.iloc[K]", "self.labels.iloc[K]"),
            ("len(self.values)", "len(self.labels)"),
            "",
        )
    lists = form in ("OF.tolist()", "list(OF)")
    gathered = ("[{}[k] for k in ROWS]" if lists else "{}[ROWS]").format
    return Storage(
        Taking("self.values[LO:HI]", "self.labels[LO:HI]"),
        Taking(gathered("self.values"), gathered("self.labels")),
        Taking("self.values[K]", "self.labels[K]"),
        ("len(self.values)", "len(self.labels)"),
        "",
        lists=lists,
    )


def _pairs(draft: Draft) -> Storage:
    x, y = _pair(draft)
    kept = draft.pen.pick(
        "pairs kept", f"list(zip({x}, {y}))", f"list(zip({x}, {y}))",
        f"[(a, b) for a, b in zip({x}, {y})]",
        f"[({x}[k], {y}[k]) for k in range(len({x}))]", f"[[a, b] for a, b in zip({x}, {y})]",
        f"list(map(tuple, zip({x}, {y})))",
    )  # fmt: skip
    draft.setup.append(f"self.pairs = {kept}")
    apart = draft.pen.pick(
        "pairs apart", "[p[0] for p in some]|[p[1] for p in some]",
        "[a for a, _ in some]|[b for _, b in some]",
        "xs|ys;xs, ys = zip(*some)", "list(xs)|list(ys);xs, ys = zip(*some)",
        "xs|ys;xs = [p[0] for p in some];ys = [p[1] for p in some]",
        "xs|ys;xs, ys = map(list, zip(*some))",
        "xs|ys;xs, ys = [], [];for a, b in some:;    xs.append(a);    ys.append(b)",
    )  # fmt: skip
    values, *lines = apart.split(";")
    xs, ys = values.split("|")
    return Storage(
        Taking(xs, ys, ("some = self.pairs[LO:HI]", *lines)),
        Taking(xs, ys, ("some = [self.pairs[k] for k in ROWS]", *lines)),
        Taking("self.pairs[K][0]", "self.pairs[K][1]"),
        ("len(self.pairs)", "len(self.pairs)"),
        ", 3",
        lists=True,
        shuffle=("np.random.shuffle(self.pairs)", "random.shuffle(self.pairs)"),
    )
