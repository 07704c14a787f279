"""One source file: what it is called, how its bytes are read, and how they become text."""

from __future__ import annotations

import os

from sequence_lint.records import dataclass

_UTF8_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to lint.

    ``path`` is the path as the user is shown it, ``absolute`` the one to open ("-" for standard
    input). ``explicit`` is true when the user named this very file. ``asked`` is false for a file
    that nobody asked about: it is known because it belongs to the same project.
    """

    path: str
    absolute: str
    explicit: bool
    asked: bool = True


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a file or folder could not be looked at, and where in it; counted from 1.

    ``cell`` is the number of the cell in a notebook, 0 elsewhere.
    """

    path: str
    line: int
    column: int
    reason: str
    cell: int = 0


class Unreadable(Exception):
    """A file or its text cannot be had; ``line`` and ``column`` count from 1."""

    def __init__(self, reason: str, line: int = 1, column: int = 1) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
        self.column = column


def read_bytes(absolute: str) -> bytes:
    """The content of a file. Raises `Unreadable` with the reason of the operating system."""
    try:
        # A file object costs more than the reading, and big trees have thousands of small files.
        descriptor = os.open(absolute, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        try:
            return _all_of(descriptor)
        finally:
            os.close(descriptor)
    except (OSError, ValueError) as error:
        raise Unreadable(f"cannot be read: {getattr(error, 'strerror', None) or error}") from None


def _all_of(descriptor: int) -> bytes:
    size = os.fstat(descriptor).st_size
    data = os.read(descriptor, size + 1)
    if 0 < len(data) == size:
        return data
    # What has no size, or grew meanwhile: a pipe, a file that the system makes up.
    parts = [data]
    while part := os.read(descriptor, 1 << 20):
        parts.append(part)
    return b"".join(parts)


def decode(data: bytes) -> str:
    r"""The text of a Python source file, with ``\n`` at the line ends and without a BOM.

    Follows PEP 263: UTF-8 unless a cookie in the first two lines says otherwise. Raises
    `Unreadable` with the place of the first byte that does not fit, and for NUL bytes.
    """
    before, encoding = body_of(data)
    body = data[len(before) :] if before else data
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        line, column = _position(body, error.start, encoding)
        reason = f"cannot be decoded as {encoding}: {error.reason}"
        raise Unreadable(reason, line, column) from None
    except (LookupError, UnicodeError, ValueError) as error:
        raise Unreadable(f"cannot be decoded as {encoding}: {error}") from None
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def body_of(data: bytes) -> tuple[bytes, str]:
    """The mark of order of bytes before the text, mostly none, and the encoding of the text.

    Raises `Unreadable` as `decode` does.
    """
    _refuse_nul(data)
    return (_UTF8_BOM if data.startswith(_UTF8_BOM) else b""), _encoding(data)


def _refuse_nul(data: bytes) -> None:
    if data.startswith(_UTF16_BOMS):
        raise Unreadable("cannot be decoded: the file looks like UTF-16, Python source is UTF-8")
    nul = data.find(b"\0")
    if nul >= 0:
        raise Unreadable("contains a NUL byte", *_position(data, nul, "utf-8"))


def _encoding(data: bytes) -> str:
    if b"coding" not in b"".join(data[:2000].splitlines()[:2]):
        return "utf-8"
    # Only files with a cookie pay for this.
    from io import BytesIO
    from tokenize import detect_encoding

    try:
        encoding, _ = detect_encoding(BytesIO(data).readline)
    except SyntaxError as error:
        raise Unreadable(f"cannot be decoded: {error.msg}") from None
    return "utf-8" if encoding == "utf-8-sig" else encoding


def _position(data: bytes, offset: int, encoding: str) -> tuple[int, int]:
    before = data[:offset].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    last = before.rpartition(b"\n")[2]
    return before.count(b"\n") + 1, len(last.decode(encoding, errors="replace")) + 1
