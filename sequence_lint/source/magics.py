"""What IPython allows in a cell beside Python, and the Python that stands for it.

Magics, shell lines and requests for help are replaced, so that all other lines keep their number
and their columns.
"""

from __future__ import annotations

import re

from sequence_lint.source.files import Unreadable
from sequence_lint.source.syntax import require_parsed

# The magics of a whole cell after which Python follows that runs in the notebook itself. Whatever
# is not listed here has another language in its cell, or runs it somewhere else.
_PYTHON_CELLS = frozenset(
    """capture debug filprofile heat ipytest local lprun memit mprun notify prun px pyinstrument
    scalene snakeviz time timeit wandb with_globals""".split()
)
# Other tools give a whole cell to a magic with one sign.
_FOREIGN_LINES = frozenset("fs md r scala sh sql".split())
# Of the magics that work without a sign, those that are written so. They have to be all of a cell.
_BARE = frozenset(
    """autoreload cat cd clear conda cp load_ext ls mamba man matplotlib mkdir more mv pip pwd pylab
    rm rmdir run tensorflow_version time timeit uv who whos""".split()
)
_FIRST_WORD = re.compile(r"\s*(%?)(\w+)")
_INDENT = re.compile(r"[ \t]*")
_SIGN = re.compile(r"[%!?]|[,;/](?=[A-Za-z_])")
_CELL_MAGIC = re.compile(r"%%[ \t]*(\w*)")
_TIMED = re.compile(r"%(?:time|timeit|prun|memit)(?=[ \t])")
_ASSIGNED = re.compile(
    r"""(?![^\n]*(?:\"\"\"|'''))(?:[^'"#\n%!]|'[^'\n]*'|"[^"\n]*")*?=[ \t]*(?=[%!])"""
)
# A line with those that a backslash ties to it.
_LINE = re.compile(r"(?:[^\n]*\\\n)*[^\n]*\n?")
_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*(?:"""|\Z)|'
    r"'''(?:[^'\\]|\\.|'(?!''))*(?:'''|\Z)|"
    r'"(?:[^"\\\n]|\\.)*"|'
    r"'(?:[^'\\\n]|\\.)*'|"
    r"#[^\n]*|\\\n|[()\[\]{}\n]|\?{1,2}[ \t]*$",
    re.DOTALL | re.MULTILINE,
)
# As long as the shortest of the timed magics, so that what follows keeps its columns.
_BLOCK = "if 1:"
_UNKNOWN = "get_ipython().getoutput()"


def python_of(cell: str) -> tuple[str, str]:
    """The Python of a cell, line for line, and the line that has to stand above it, mostly empty.

    Raises `Unreadable`, with the line of the cell, where there is none.
    """
    if _parses(cell):
        return cell, ""
    # A cell may be indented as a whole.
    above = _BLOCK if cell.lstrip("\n")[:1] in (" ", "\t") else ""
    python = _replaced(cell)
    try:
        require_parsed(f"{above}\n{python}")
    except Unreadable as error:
        if _is_all_magic(cell):
            return _emptied(cell), ""
        raise Unreadable(error.reason, max(error.line - 1, 1), error.column) from None
    return python, above


def _parses(text: str) -> bool:
    try:
        require_parsed(text)
    except Unreadable:
        return False
    return True


def _is_all_magic(cell: str) -> bool:
    """Whether the cell is one command without a sign, or text of another language."""
    first = _FIRST_WORD.match(cell)
    if first is None:
        return False
    if first[1]:
        return first[2] in _FOREIGN_LINES
    return first[2] in _BARE and "\n" not in cell.strip()


def _replaced(cell: str) -> str:
    """The cell with Python of as many lines for each statement that is not."""
    parts: list[str] = []
    at = 0
    while at < len(cell):
        start = _end(_INDENT, cell, at)
        magic = _CELL_MAGIC.match(cell, start)
        if magic and magic[1] not in _PYTHON_CELLS:
            return "".join([*parts, _passed(cell[at:])])
        end, python = _statement(cell, at, start)
        parts.append(python)
        at = end
    return "".join(parts)


def _statement(cell: str, at: int, start: int) -> tuple[int, str]:
    """Where the statement ends that begins in the line *at*, after its indentation, as Python."""
    if _SIGN.match(cell, start):
        end = _end(_LINE, cell, at)
        return end, _timed(cell[at:end]) or _passed(cell[at:end])
    assigned = _ASSIGNED.match(cell, start)
    if assigned:
        end = _end(_LINE, cell, at)
        return end, cell[at : assigned.end()] + _value(cell[assigned.end() : end])
    end, asks = _extent(cell, at)
    return end, _passed(cell[at:end]) if asks else cell[at:end]


def _timed(line: str) -> str:
    """The line with its statement, where a magic takes the time of one; else empty."""
    start = _end(_INDENT, line, 0)
    magic = _TIMED.match(line, start)
    if magic is None:
        return ""
    statement = _BLOCK.ljust(len(magic[0])) + line[magic.end() :]
    return line[:start] + statement if _parses(statement) else ""


def _value(line: str) -> str:
    """What stands for a magic or shell line that is assigned: its value, or some unknown one."""
    timed = _TIMED.match(line)
    value = line[timed.end() :] if timed and timed[0] == "%time" else ""
    if value.strip() and _parses(f"({value.strip()})"):
        return " " * len("%time") + value
    return _UNKNOWN + _emptied(line)


def _extent(cell: str, at: int) -> tuple[int, bool]:
    """Where the statement that begins *at* ends, and whether it is a single line that asks."""
    depth = 0
    asks = False
    for token in _TOKEN.finditer(cell, at):
        text = token.group()
        if text in ("(", "[", "{"):
            depth += 1
        elif text in (")", "]", "}"):
            depth = max(0, depth - 1)
        elif text == "\n" and not depth:
            return token.end(), asks
        elif text.startswith("?"):
            asks = not depth and "\n" not in cell[at : token.start()]
    return len(cell), asks


def _passed(text: str) -> str:
    """A statement that does nothing, with the indentation and the lines of *text*."""
    return text[: _end(_INDENT, text, 0)] + "pass" + _emptied(text)


def _emptied(text: str) -> str:
    return "\n" * text.count("\n")


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    """Where *pattern*, which matches anything, stops."""
    found = pattern.match(text, at)
    return found.end() if found else at
