"""What IPython allows beside Python is replaced, and nothing else is touched."""

from __future__ import annotations

import pytest

from sequence_lint.source.files import Unreadable
from sequence_lint.source.magics import python_of

UNKNOWN = "get_ipython().getoutput()"


def plain(cell: str) -> str:
    python, above = python_of(cell)
    assert above == ""
    assert python.count("\n") == cell.count("\n"), "each line keeps its number"
    return python


@pytest.mark.parametrize(
    ("cell", "python"),
    [
        ("%matplotlib inline\nx = 1", "pass\nx = 1"),
        ("x = 1\n%load_ext autoreload\n%autoreload 2", "x = 1\npass\npass"),
        ("!pip install keras\nx = 1", "pass\nx = 1"),
        ("!!ls\nx = 1", "pass\nx = 1"),
        ("!pip install \\\n  keras\nx = 1", "pass\n\nx = 1"),
        ("!echo \"it's [\nx = 1", "pass\nx = 1"),
        ("for i in x:\n    !echo {i}\n    y = i", "for i in x:\n    pass\n    y = i"),
        ("if x:\n    %reset -f\nelse:\n\t!ls", "if x:\n    pass\nelse:\n\tpass"),
        ("?x", "pass"),
        ("x?", "pass"),
        ("x.y??\nz = 1", "pass\nz = 1"),
        ("np.*load*?", "pass"),
        ("y = 1  # why?\nx?", "y = 1  # why?\npass"),
        ("print(f'{x}?')\nx?", "print(f'{x}?')\npass"),
        ("/f x\n,f a b\n;f a", "pass\npass\npass"),
        ("a = !ls\nb = 1", f"a = {UNKNOWN}\nb = 1"),
        ("a['x'], b = !ls", f"a['x'], b = {UNKNOWN}"),
        ("a = !ls \\\n -l\nb = 1", f"a = {UNKNOWN}\n\nb = 1"),
        ("a = %env HOME\nb = 1", f"a = {UNKNOWN}\nb = 1"),
        ("a = %timeit -o f(x)", f"a = {UNKNOWN}"),
    ],
)
def test_lines_of_ipython_become_statements(cell: str, python: str) -> None:
    assert plain(cell) == python


@pytest.mark.parametrize(
    ("cell", "python"),
    [
        ("%time x = f(y)", "if 1: x = f(y)"),
        ("%timeit f(y)", "if 1:   f(y)"),
        ("%prun f(y)\n%memit g(y)", "if 1: f(y)\nif 1:  g(y)"),
        ("def f():\n    %time return 3", "def f():\n    if 1: return 3"),
        ("a = %time f(y)", "a =       f(y)"),
        ("%time", "pass"),
        ("%timeit -n 10 f(y)", "pass"),
        ("%time for i in x: f(i)", "pass"),
    ],
)
def test_what_is_timed_is_kept_in_its_columns(cell: str, python: str) -> None:
    assert plain(cell) == python


@pytest.mark.parametrize(
    "magic", ["time", "timeit", "capture out", "prun", "memit", "time\n%%prun"]
)
def test_the_python_below_a_magic_is_kept(magic: str) -> None:
    lines = plain(f"%%{magic}\nx = 1").split("\n")
    assert {*lines[:-1]} == {"pass"}
    assert lines[-1] == "x = 1"


@pytest.mark.parametrize(
    "magic",
    ["bash", "html", "writefile x.py", "javascript", "R", "sql", "latex", "!", "unheard_of"],
)
def test_what_another_language_says_is_dropped(magic: str) -> None:
    assert plain(f"%%{magic}\nx = (\n class A:") == "pass\n\n"
    assert plain(f"# a comment\n\n%%{magic}\nx = (") == "# a comment\n\npass\n"


@pytest.mark.parametrize(
    "cell",
    ["%sql select *\nfrom x where", "%md\n# A title\nand some text", "pip install keras", "cd x/"],
)
def test_cells_that_are_one_command_are_dropped(cell: str) -> None:
    assert plain(cell).strip() == ""


@pytest.mark.parametrize(
    "cell",
    [
        "x = 5 \\\n% 3",
        "x = (5\n%y\n)",
        "s = '''\n%time\n!ls\nx?\n'''",
        's = """\n%%bash\n"""\nf"""\n!ls"""',
        "x = '%d' % 3\ny = x % 2",
        "if x != y: pass",
        "d = {'a': '!ls', 'b': '?'}",
        "# %matplotlib inline\n# !ls",
        "await fetch()\nreturn x",
        "async with a as b:\n    yield b",
        "get_ipython().system('ls')",
        "from __future__ import annotations",
        "x = 1;",
        "",
        "\n\n",
        "pip",
    ],
)
def test_python_is_left_as_it_is(cell: str) -> None:
    assert plain(cell) == cell
    # The same beside a magic, when the cell as a whole does not parse.
    assert plain(f"{cell}\n!ls") == f"{cell}\npass"
    assert plain(f"!ls\n{cell}") == f"pass\n{cell}"


def test_cells_may_be_indented_as_a_whole() -> None:
    assert python_of("  x = 1\n  y = 2") == ("  x = 1\n  y = 2", "if 1:")
    assert python_of("\n\tx = 1\n\t!ls") == ("\n\tx = 1\n\tpass", "if 1:")
    assert python_of("  # a comment\nx = 1") == ("  # a comment\nx = 1", "")
    assert python_of("  %%bash\n  ls") == ("  pass\n", "if 1:")


@pytest.mark.parametrize(
    ("cell", "line", "column"),
    [
        ("x = 1\nprint 'Python 2'", 2, 1),
        ("!ls\nx = 1\ny = = 2", 3, 5),
        ("  x = 1\n  y = = 2", 2, 7),
        ("x = (1,\n", 1, 5),
        ("x = 1\npip install keras", 2, 5),
    ],
)
def test_what_is_no_python_says_where(cell: str, line: int, column: int) -> None:
    with pytest.raises(Unreadable, match="cannot be parsed: ") as caught:
        python_of(cell)
    assert (caught.value.line, caught.value.column) == (line, column)


def test_nul_bytes_are_no_python() -> None:
    with pytest.raises(Unreadable, match="null"):
        python_of("x = 1\0")
