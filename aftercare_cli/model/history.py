"""What Git remembers of records: who changed which file when, and what it held before and after."""

import datetime as dt
from collections.abc import Mapping
from typing import Literal

import msgspec

from aftercare_cli.model.kinds import KindName

Version = Mapping[str, object]
"""A record as plain keys, lists and words; empty where nothing but its being there matters."""


class Commit(msgspec.Struct, frozen=True):
    """A commit: when its change was made (its author's date, which a rebase keeps); no id for what is not committed."""

    id: str | None
    author: str | None
    at: dt.datetime


class Change(msgspec.Struct, frozen=True):
    """A file that a commit changed: `befores` is what each of its parents held, None for nothing.

    `was` is the path it had before, where it was renamed. Files of people are of the kind `attachment`.
    """

    commit: Commit
    kind: KindName | Literal["attachment"]
    path: str
    befores: tuple[Version | None, ...]
    after: Version | None
    was: str | None = None
