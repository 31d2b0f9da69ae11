"""What the bytes of a record may hold, before anything is parsed."""

import re
from typing import Final, Protocol

from aftercare_cli.model.finding import Finding
from aftercare_cli.model.text import say
from aftercare_cli.store.files import unreadable

BOM: Final = b"\xef\xbb\xbf"
_CONTROLS: Final = bytes(code for code in range(32) if code not in (9, 10, 13)) + b"\x7f"
_control = re.compile(b"[" + re.escape(_CONTROLS) + b"]|\xc2[\x80-\x9f]").search
_SEPARATORS: Final = (b"\xe2\x80\xa8", b"\xe2\x80\xa9")
"""U+2028 and U+2029: lines end there for a YAML parser, and for no editor."""
_conflict = re.compile(rb"^(<{7} |>{7} |={7}\r?$|\|{7} )", re.MULTILINE).search


class AnyMark(Protocol):
    """A place in a text as YAML parsers tell it: line, column and character, each from 0."""

    line: int
    column: int
    index: int


def plain_text(data: bytes, path: str) -> bytes:
    """Give the UTF-8 text without its byte order mark; raises UnreadableError for anything that is not plain text."""
    skipped = 0
    if data.startswith(BOM):
        skipped = len(BOM)
        data = data[skipped:]
    if not data.isascii():
        try:
            data.decode()
        except UnicodeDecodeError as error:
            byte, position = data[error.start], skipped + error.start
            text = say("is not UTF-8: byte {position} is 0x{byte:02x}", position=position, byte=byte)
            raise unreadable(
                path, "not-utf8", text, say("save the file as UTF-8"), position_at(data, error.start)
            ) from None
    if len(data.translate(None, _CONTROLS)) != len(data) or b"\xc2" in data:
        found = _control(data)
        if found:
            code, position = ord(found[0].decode()), skipped + found.start()
            text = say("holds the control character U+{code:04X} at byte {position}", code=code, position=position)
            raise unreadable(path, "control-character", text, say("delete it"), position_at(data, found.start()))
    if b"<<<<<<<" in data or b">>>>>>>" in data:
        found = _conflict(data)
        if found:
            hint = say("choose what is right, delete the marker lines, then run git add")
            text = say("holds an unresolved merge conflict")
            raise unreadable(path, "merge-conflict", text, hint, position_at(data, found.start()))
    return data


def encoding_findings(data: bytes, path: str) -> list[Finding]:
    """Give a warning for a byte order mark and for line ends that are not LF: both are read, and kept."""
    findings = []
    if data.startswith(BOM):
        hint = say("aftercare fmt writes it without")
        text = say("begins with a byte order mark")
        findings.append(Finding("byte-order-mark", "warning", path, (), text, hint, 1, 1))
    if b"\r" in data:
        ends = "CRLF" if b"\r\n" in data else "CR"
        text = say("has {ends} line ends", ends=ends)
        hint = say("aftercare fmt writes LF; in Git, set eol=lf in .gitattributes")
        findings.append(Finding("line-ends", "warning", path, (), text, hint, 1, 1))
    return findings


def position_at(data: bytes, offset: int) -> tuple[int, int]:
    """Give the line and column (from 1) of a byte."""
    before = data[:offset].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    start = before.rfind(b"\n") + 1
    return before.count(b"\n") + 1, len(before[start:].decode(errors="replace")) + 1


def marked_at(data: bytes, mark: AnyMark) -> tuple[int, int]:
    """Give the line and column (from 1), as editors count them, of a place that a YAML parser of `data` tells."""
    if not any(sign in data for sign in _SEPARATORS):
        return mark.line + 1, mark.column + 1
    text = data.removeprefix(BOM).decode(errors="replace")
    return position_at(text[: mark.index].encode(), len(data))
