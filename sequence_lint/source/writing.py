"""How a file is written: as a whole or not at all."""

from __future__ import annotations

import os


def replace_file(path: str, content: bytes) -> None:
    """Put *content* in the place of what the file holds, whose mode and links stay.

    A reader sees the old content or the new one, and after a failure the old one is still there.
    What is no regular file (a device, a pipe) is written to as it is. Raises OSError.
    """
    path = os.path.realpath(path)
    if os.path.exists(path) and (not os.path.isfile(path) or not os.access(path, os.W_OK)):
        # A device or a pipe; or a file that may be replaced in its folder, but not written.
        with open(path, "wb") as stream:
            stream.write(content)
        return
    beside = f"{path}.{os.getpid()}.tmp"
    # Never through what somebody else has put there, and that is not ours to remove either.
    new = open(beside, "xb")  # noqa: SIM115
    try:
        with new:
            new.write(content)
        _take_mode(beside, path)
        os.replace(beside, path)
    except BaseException:
        os.remove(beside)
        raise


def _take_mode(path: str, other: str) -> None:
    """Give *path* the permissions of *other*, if that is there."""
    from stat import S_IMODE

    try:
        mode = os.stat(other).st_mode
    except FileNotFoundError:
        return
    os.chmod(path, S_IMODE(mode))
