"""How people write the number of batches: right, wrong, and where."""

from __future__ import annotations

from differential.pen import Draft, fill, shifted

FLOORS = (
    "N // B",
    "N // B",
    "int(N / B)",
    "int(N // B)",
    "int(np.floor(N / B))",
    "int(np.floor(N / float(B)))",
    "math.floor(N / B)",
    "int(math.floor(N / B))",
    "divmod(N, B)[0]",
    "(N - N % B) // B",
    "np.floor(N / B).astype(int)",
    "np.floor(N / B).astype(np.int32)",
    "int(np.floor(np.divide(N, B)))",
    "int(float(N) / B)",
    "np.floor_divide(N, B)",
    "len(range(B, N + 1, B))",
    "math.trunc(N / B)",
    "int(np.trunc(N / B))",
    "operator.floordiv(N, B)",
)
CEILS = (
    "math.ceil(N / B)",
    "math.ceil(N / B)",
    "int(np.ceil(N / B))",
    "int(np.ceil(N / float(B)))",
    "int(math.ceil(N / B))",
    "int(math.ceil(float(N) / float(B)))",
    "ceil(N / B)",
    "np.ceil(N / B).astype(int)",
    "np.ceil(N / B).astype(np.int64)",
    "np.int64(np.ceil(N / B))",
    "np.int32(math.ceil(N / B))",
    "-(-N // B)",
    "-(N // -B)",
    "(N + B - 1) // B",
    "int((N + B - 1) / B)",
    "(N - 1) // B + 1",
    "1 + (N - 1) // B",
    "N // B + (N % B > 0)",
    "N // B + (N % B != 0)",
    "N // B + int(N % B > 0)",
    "N // B + bool(N % B)",
    "N // B + (1 if N % B else 0)",
    "N // B + (0 if N % B == 0 else 1)",
    "N // B if N % B == 0 else N // B + 1",
    "N // B + min(1, N % B)",
    "int(N / B) + (N % B > 0)",
    "len(range(0, N, B))",
    "len(list(range(0, N, B)))",
    "len(np.arange(0, N, B))",
    "sum(1 for _ in range(0, N, B))",
    "int(np.ceil(np.divide(N, B)))",
    "int(np.ceil(np.true_divide(N, B)))",
    "max(1, math.ceil(N / B))",
    "int(-(-N // B))",
    "math.ceil(N * 1.0 / B)",
    "int(np.ceil(N * 1. / B))",
    "(lambda a, b: -(-a // b))(N, B)",
    "sum(divmod(N, B)[:1]) + bool(N % B)",
)
OTHERS = (
    "N",
    "N // B + 1",
    "int(N / B) + 1",
    "int(np.floor(N / B)) + 1",
    "(N + B) // B",
    "N // B - 1",
    "math.ceil(N / B) - 1",
    "max(0, N // B - 1)",
    "round(N / B)",
    "int(round(N / B))",
    "int(np.round(N / B))",
    "int(N / B + 0.5)",
    "math.ceil(N // B)",
    "int(np.ceil(N // B))",
    "max(1, N // B)",
    "max(N // B, 1)",
    "N // B or 1",
    "min(N, math.ceil(N / B))",
    "np.ceil(N / B)",
    "np.floor(N / B)",
    "N / B",
)
STATEMENTS = (
    """
steps = N // B
if N % B:
    steps += 1
return steps""",
    """
steps = N // B
if N % B > 0:
    steps = steps + 1
return steps""",
    """
steps, rest = divmod(N, B)
return steps + bool(rest)""",
    """
steps, rest = divmod(N, B)
if rest != 0:
    steps += 1
return steps""",
    """
if N % B == 0:
    return N // B
return N // B + 1""",
    """
if N % B == 0:
    return N // B
else:
    return int(N / B) + 1""",
    """
full = N // B
left = N - full * B
return full if left == 0 else full + 1""",
    """
steps = 0
for _ in range(0, N, B):
    steps += 1
return steps""",
    """
steps, left = 0, N
while left > 0:
    left -= B
    steps += 1
return steps""",
    """
steps = 0
while (steps + 1) * B <= N:
    steps += 1
return steps""",
    """
steps = N / B
return int(np.ceil(steps))""",
    """
n_samples = N
return math.ceil(n_samples / B)""",
    """
size = B
total = N
return int(np.floor(total / size))""",
    """
if (rest := N % B):
    return (N - rest) // B + 1
return N // B""",
    """
try:
    return math.ceil(N / B)
except ZeroDivisionError:
    return 0""",
    """
steps = math.ceil(N / B)
assert steps > 0
return steps""",
    """
match N % B:
    case 0:
        return N // B
    case _:
        return N // B + 1""",
)
CHOICES = (
    """
if self.drop_last:
    return N // B
return math.ceil(N / B)""",
    """
if not self.drop_last:
    return int(np.ceil(N / B))
else:
    return int(np.floor(N / B))""",
    "return N // B if self.drop_last else -(-N // B)",
    """
rounded = math.floor if self.drop_last else math.ceil
return rounded(N / B)""",
    """
rounded = np.floor if self.drop_last else np.ceil
return int(rounded(N / B))""",
    "return int((np.floor if self.drop_last else np.ceil)(N / B))",
    """
steps = N // B
if N % B and not self.drop_last:
    steps += 1
return steps""",
    "return (N + (0 if self.drop_last else B - 1)) // B",
    "return N // B + (not self.drop_last and N % B > 0)",
    """
if self.drop_last is True:
    return N // B
return (N + B - 1) // B""",
)


def write_length(draft: Draft) -> None:
    """The length, whichever way."""
    kind = draft.pen.pick(
        "length",
        *["ceil"] * 6,
        *["floor"] * 5,
        *["other"] * 4,
        *["statements"] * 3,
        "choice",
        "choice",
    )
    if kind == "choice":
        draft.take("drop_last", "", draft.pen.pick("drop_last", "False", "False", "True"))
        draft.setup.append("self.drop_last = drop_last")
    table = {
        "ceil": CEILS,
        "floor": FLOORS,
        "other": OTHERS,
        "statements": STATEMENTS,
        "choice": CHOICES,
    }
    template = draft.pen.pick(kind, *table[kind])
    if kind not in ("statements", "choice"):
        _place(draft, template)
    else:
        _finish(draft, draft.lines(template))


def _place(draft: Draft, template: str) -> None:
    """An expression, computed where people compute it."""
    where = draft.pen.pick(
        "length in", *["place"] * 6, "constructor", "constructor", "property", "method", "function",
        "static method", "local names", "hook",
    )  # fmt: skip
    written = draft.fill(template)
    match where:
        case "place":
            draft.length = [f"return {written}"]
        case "constructor" | "hook":
            name = draft.pen.pick("length kept as", "steps", "n_batches", "_len", "steps_per_epoch")
            kept = f"self.{name} = {written}"
            left_early = any("return" in line for line in draft.hook)
            (draft.hook if where == "hook" and not left_early else draft.closing).append(kept)
            draft.length = [f"return self.{name}"]
        case "property":
            draft.define("steps(self)", [f"return {written}"], "@property")
            draft.length = ["return self.steps"]
        case "method":
            draft.define("_count(self)", [f"return {written}"])
            draft.length = ["return self._count()"]
        case "function":
            body = fill(template, {"N": "total", "B": "size"})
            draft.above += ["def count_batches(total, size):", *shifted([f"return {body}"]), "", ""]
            draft.length = draft.lines("return count_batches(N, B)")
        case "static method":
            body = fill(template, {"N": "total", "B": "size"})
            draft.define("_count(total, size)", [f"return {body}"], "@staticmethod")
            draft.length = draft.lines("return self._count(N, B)")
        case _:
            body = fill(template, {"N": "total", "B": "size"})
            draft.length = draft.lines(f"total = N\nsize = B\nsteps = {body}\nreturn steps")
    _finish(draft, draft.length)


def _finish(draft: Draft, body: list[str]) -> None:
    draft.length = body
    if draft.pen.whether("num_batches", 8):
        draft.length_name = "num_batches"
