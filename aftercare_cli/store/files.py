"""Reading bytes from disk: regular files of a sensible size, and nothing else."""

import os
import stat
from typing import Final

from aftercare_cli.model.finding import Finding
from aftercare_cli.model.text import Text, say

RECORD_LIMIT: Final = 1 << 20
"""The largest YAML record in bytes; a ticket has about a thousand."""
TABLE_LIMIT: Final = 16 << 20
"""The largest CSV table in bytes."""


_CHUNK: Final = 1 << 16
"""Asking for more at a time costs a fresh mapping of memory for every file."""
_OPENING: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class UnreadableError(Exception):
    """A file that gives no record: the findings say why."""

    def __init__(self, *findings: Finding) -> None:
        """Keep the findings."""
        super().__init__(*findings)
        self.findings = findings


def unreadable(
    path: str, code: str, text: Text, hint: Text | None = None, at: tuple[int, int] = (0, 0)
) -> UnreadableError:
    """Give the exception for a file with one thing wrong, `at` a line and column (from 1)."""
    return UnreadableError(Finding(code, "error", path, (), text, hint, *at))


def read_bytes(root: str, path: str, limit: int) -> bytes:
    """Read `path` (relative to `root`); raises UnreadableError for what is no regular file, too large or forbidden.

    The file is opened without waiting, so that a pipe without a writer cannot hold the program.
    """
    try:
        descriptor = os.open(f"{root}/{path}", _OPENING)
    except OSError as error:
        raise unreadable(path, "unreadable-file", say("cannot be read: {reason}", reason=error.strerror)) from None
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            hint = say("records are plain files: move it out of records/")
            raise unreadable(path, "not-a-file", say("is not a regular file"), hint)
        if status.st_size > limit:
            text = say("has {size} bytes, more than the {limit} a record may have", size=status.st_size, limit=limit)
            raise unreadable(path, "too-large", text, say("keep photographs and scans in records/attachments/"))
        data = os.read(descriptor, status.st_size + 1)
        while chunk := os.read(descriptor, _CHUNK):
            data += chunk
            if len(data) > limit:
                raise unreadable(path, "too-large", say("grows while it is read"))
    except OSError as error:
        raise unreadable(path, "unreadable-file", say("cannot be read: {reason}", reason=error.strerror)) from None
    finally:
        os.close(descriptor)
    return data
