"""The workspace's own record, `aftercare.yaml`."""

from collections.abc import Mapping
from typing import Literal

import msgspec

from aftercare_cli.model.calendars import CalendarSpec, Holidays
from aftercare_cli.model.contract import Confidentiality
from aftercare_cli.model.ids import Slug
from aftercare_cli.model.values import Day, Flag, Positive, Whole
from aftercare_cli.model.vocabulary import Language


class Company(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The provider (乙方), as documents name it."""

    name: str
    name_en: str | None = None
    phone: str | None = None
    address: str | None = None


class GitSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the tool does with Git: `commit: true` makes one commit per command that writes."""

    commit: Flag = False


class SpareSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The company's own store of spares: where it is and the least it should hold of each model."""

    location: str | None = None
    minimum: Mapping[str, Positive] = {}


class LabelSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the QR code of an equipment label says: `address`, in which `{id}` stands for the item's id."""

    address: str


class ModelInfo(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is known of a model wherever it stands.

    A higher `grade` is better, within its `category`. A spare of this model serves for those that it `covers`.
    """

    category: str | None = None
    grade: Whole | None = None
    covers: tuple[str, ...] = ()


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Format version, company, timezone, language, currency, calendars.

    `records_from` is the first day this workspace keeps records of: what was promised before is on paper elsewhere.
    """

    aftercare: Literal["1"]
    company: Company
    timezone: str = "Asia/Shanghai"
    language: Language = "zh-CN"
    currency: str = "CNY"
    holidays: Holidays = "CN"
    calendars: Mapping[Slug, CalendarSpec] = {}
    records_from: Day | None = None
    spares: SpareSettings | None = None
    models: Mapping[str, ModelInfo] = {}
    labels: LabelSettings | None = None
    confidentiality: tuple[Confidentiality, ...] = ()
    git: GitSettings = GitSettings()
