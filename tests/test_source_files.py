"""How bytes become text."""

from __future__ import annotations

from pathlib import Path

import pytest

from sequence_lint.source.files import Unreadable, decode, read_bytes
from sequence_lint.source.syntax import require_python


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"x = 1\n", "x = 1\n"),
        (b"\xef\xbb\xbfx = 1", "x = 1"),
        (b"a\r\nb\rc\n", "a\nb\nc\n"),
        ("é".encode(), "é"),
        (b"# coding: latin-1\n\xe9", "# coding: latin-1\né"),
        (b"#!/bin/sh\n# -*- coding: cp1252 -*-\n\x80", "#!/bin/sh\n# -*- coding: cp1252 -*-\n€"),
        (b"\xef\xbb\xbf# coding: utf-8\n\xc3\xa9", "# coding: utf-8\né"),
        (b"x = 1\n# the encoding: latin-1\n\xc3\xa9", "x = 1\n# the encoding: latin-1\né"),
        (b"\n\n# coding: latin-1\n\xc3\xa9", "\n\n# coding: latin-1\né"),
    ],
)
def test_decodes_as_python_does(data: bytes, text: str) -> None:
    assert decode(data) == text


@pytest.mark.parametrize(
    ("data", "line", "column", "reason"),
    [
        (b"a\n\xc3\xa9b\xff", 2, 3, "cannot be decoded as utf-8"),
        (b"a\r\nb\r\xff", 3, 1, "cannot be decoded as utf-8"),
        (b"# coding: nonsense\n", 1, 1, "unknown encoding"),
        (b"# coding: rot13\n", 1, 1, "cannot be decoded"),
        (b"# coding: ascii\n\xe9", 2, 1, "cannot be decoded as ascii"),
        (b"\xef\xbb\xbf# coding: latin-1\n", 1, 1, "cannot be decoded"),
        (b"x = 1\ny\0", 2, 2, "NUL"),
        ("x = 1".encode("utf-16"), 1, 1, "UTF-16"),
    ],
)
def test_says_where_and_why_not(data: bytes, line: int, column: int, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason) as caught:
        decode(data)
    assert (caught.value.line, caught.value.column) == (line, column)


def test_reading_what_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="No such file"):
        read_bytes(str(tmp_path / "missing.py"))
    with pytest.raises(Unreadable, match="directory"):
        read_bytes(str(tmp_path))
    with pytest.raises(Unreadable, match="null"):
        read_bytes("a\0b")


def test_syntax_errors_have_their_place() -> None:
    with pytest.raises(Unreadable, match="cannot be parsed: ") as caught:
        require_python(b"x = 1\ny = (")
    assert caught.value.line == 2
    require_python(b"x = 1\n")


def test_too_deep_for_the_parser_is_no_syntax_error() -> None:
    require_python(b"x = " + b"+".join([b"1"] * 20_000))


def test_warnings_of_the_linted_code_are_not_ours(recwarn: pytest.WarningsRecorder) -> None:
    require_python(b"x = '\\d'\nif x is 1: pass\n")
    assert not recwarn.list
