"""How a text that somebody hands over becomes the bytes of a Python file."""

from __future__ import annotations

import re

_COOKIE = re.compile(r"\A((?:.*\n)?[ \t\f]*#.*?)coding(?=[:=])")


def encoded(text: str) -> bytes:
    """*text* as UTF-8, with all of its lines where they are.

    Which encoding its file had is no matter any more, even if a comment at its top still says so.
    """
    text = _COOKIE.sub(r"\1coding ", text)
    # Half a surrogate pair is for the diagnostics to tell, like all else that is no Python.
    return text.encode("utf-8", "surrogatepass")
