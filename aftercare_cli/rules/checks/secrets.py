"""Passwords, keys and tokens in records, which every clone of the repository then has (S15).

Passing: `note: 请修改默认密码`, `note: the password is on the sealed sheet`, a serial number, a telephone number.
Failing: a note with the word for a password and the password behind it; the address of a camera with its user and
password; a private key; a token of a well-known service; a long string that only a machine makes. Comments count too,
and files that cannot be read as records. What was found is never repeated, nor is the line that it stands on.
"""

import csv
import io
import re
from collections.abc import Iterator
from typing import Final

import msgspec

from aftercare_cli.model.finding import Finding
from aftercare_cli.model.secrets import SecretKind, secrets, without
from aftercare_cli.model.text import Text, say
from aftercare_cli.model.workspace import Workspace

ID = "secrets"

_FAR: Final = 8
"""The shortest secret that is looked for in what is said of other files: shorter ones are words of other sentences."""
_break = re.compile("\r\n|\r|\n")
_block_key = re.compile(r"\s*(?:- )?[\"']?([A-Za-z_]+)[\"']?:(?:\s|$)").match
_flow_key = re.compile(r"[{,]\s*[\"']?([A-Za-z_]+)[\"']?:\s")


def findings(workspace: Workspace) -> Iterator[Finding]:
    """Yield an error for each line that holds a secret; no settings and no other record are needed to tell."""
    hint = say(
        "take it out of the record and hand it over on a sealed sheet; change it, since Git's history still has it, "
        "or remove it from there too"
    )
    for path, text in workspace.suspects:
        told: set[int] = set()
        for secret in secrets(text):
            line = len(_break.findall(text, 0, secret.start)) + 1
            if line in told:
                continue
            told.add(line)
            begin = max(text.rfind("\n", 0, secret.start), text.rfind("\r", 0, secret.start)) + 1
            said = _said(secret.kind, _field(path, text, begin, secret.start))
            yield Finding("secret", "error", path, (), said, hint, line, secret.start - begin + 1)


def discreet(workspace: Workspace, found: list[Finding]) -> list[Finding]:
    """Give findings without what `findings` calls a secret: others repeat values that are wrong for their key."""
    values = {
        path: sorted({text[secret.start : secret.end] for secret in secrets(text)}, key=len, reverse=True)
        for path, text in workspace.suspects
    }
    if not any(values.values()):
        return found
    far = sorted({value for known in values.values() for value in known if len(value) >= _FAR}, key=len, reverse=True)
    return [
        msgspec.structs.replace(
            one,
            text=_cleared(one.text, [*values.get(one.path, ()), *far]),
            hint=None if one.hint is None else _cleared(one.hint, far),
        )
        for one in found
    ]


def _cleared(text: Text, values: list[str]) -> Text:
    return text._replace(values={key: _cleared_value(value, values) for key, value in text.values.items()})


def _cleared_value(value: object, values: list[str]) -> object:
    if isinstance(value, Text):
        return _cleared(value, values)
    return without(value, values) if isinstance(value, str) else value


def _said(kind: SecretKind, field: str | None) -> Text:
    where = say("this line") if field is None else field
    return {
        "password": say("{where} holds what looks like a password", where=where),
        "private_key": say("{where} holds a private key", where=where),
        "token": say("{where} holds a token of access", where=where),
        "random": say("{where} holds what looks like a key: a long random string", where=where),
    }[kind]


def _field(path: str, text: str, begin: int, at: int) -> str | None:
    """Give the key or the column whose value holds what stands at `at`, on the line that begins at `begin`."""
    before = text[begin:at]
    if path.endswith(".csv"):
        return _column(text, begin, before)
    if before.lstrip().startswith("#") or " #" in before:
        return None
    keys = _flow_key.findall(before)
    if keys:
        return str(keys[-1])
    while True:
        line = text[begin : at if begin + len(before) == at else None].split("\n", 1)[0]
        if key := _block_key(line):
            return key[1]
        if begin == 0:
            return None
        # A text of several lines: its key stands above it.
        begin = text.rfind("\n", 0, begin - 1) + 1


def _column(text: str, begin: int, before: str) -> str | None:
    header = next(csv.reader(io.StringIO(text)), [])
    cells = next(csv.reader(io.StringIO(before)), []) if begin else []
    return header[len(cells) - 1] if 0 < len(cells) <= len(header) else None
