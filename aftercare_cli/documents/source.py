"""What a paper is made from: the records, the moment, the language, and who will read it."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Protocol, TypeVar

import msgspec

from aftercare_cli.documents.audience import Audience, view
from aftercare_cli.documents.language import Tongue
from aftercare_cli.model.contract import Contract
from aftercare_cli.model.errors import AftercareError
from aftercare_cli.model.sites import Site
from aftercare_cli.model.text import say
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules.calendars import Calendars
from aftercare_cli.rules.days import Days

Values = dict[str, Any]
"""What a template is given."""


class Dated(Protocol):
    """A record with an id."""

    @property
    def id(self) -> str:
        """Its id."""


Found = TypeVar("Found", bound=Dated)


class NoSubjectError(AftercareError):
    """A document about something that is not recorded, or that has not what the document tells."""


class Wishes(msgspec.Struct, frozen=True, kw_only=True):
    """What the one who asks may choose: the time a report is about, and when a plan is to begin."""

    since: dt.date | None = None
    until: dt.date | None = None
    month: str | None = None
    start: dt.date | None = None


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Records as of a moment, for an audience, in a language."""

    workspace: Workspace
    calendars: Calendars
    now: dt.datetime
    tongue: Tongue
    audience: Audience
    wishes: Wishes = Wishes()

    @property
    def days(self) -> Days:
        """The workspace's days as they stand at the moment."""
        return Days(self.calendars.timezone, self.now)

    def view(self, record: msgspec.Struct) -> dict[str, Any]:
        """Give a record without what the audience may not see."""
        return view(record, self.audience)

    def head(self, title: str, number: str = "", subtitle: str = "") -> Values:
        """Give what every document begins and ends with; a template hands it on: `doc.head(**head)`."""
        company = self.workspace.settings.company
        told = self.tongue.gettext("As of {time}").format(time=self.tongue.moment(self.now))
        foot = told if self.audience == "internal" else self.tongue.gettext("{told} · confidential").format(told=told)
        return {
            "title": title,
            "company": self.tongue.either(company.name, company.name_en),
            "number": number,
            "foot": foot,
            "subtitle": subtitle,
        }

    def one_of(self, records: Iterable[Found], wanted: str) -> Found:
        """Give a record by its id; raises NoSubjectError."""
        found = next((record for record in records if record.id == wanted), None)
        if found is None:
            raise NoSubjectError(say("{wanted} does not exist", wanted=wanted))
        return found

    def refuse_later(self, record_id: str, begun: dt.datetime) -> None:
        """Raise NoSubjectError for a record of something that was not there yet at the moment of the document."""
        if begun > self.now:
            raise NoSubjectError(
                say("{id} begins only at {begun}", id=record_id, begun=begun.astimezone(self.calendars.timezone)),
                say("the document is made as of {time}", time=self.now),
            )

    def contract(self, contract_id: str) -> Contract:
        """Give a contract; raises NoSubjectError."""
        found = self.workspace.contracts.get(contract_id)
        if found is None:
            raise NoSubjectError(say("{wanted} does not exist", wanted=contract_id))
        return found

    def site(self, site_id: str) -> Site:
        """Give a site; raises NoSubjectError."""
        found = self.workspace.sites.get(site_id)
        if found is None:
            raise NoSubjectError(say("{wanted} does not exist", wanted=site_id))
        return found

    def contract_of(self, site_id: str) -> Contract:
        """Give the contract that a site is served under; raises NoSubjectError."""
        return self.contract(self.site(site_id).contract)

    def name_of(self, record: Contract | Site) -> str:
        """Give the name of a contract or a site in the document's language."""
        return self.tongue.either(record.name, record.name_en)

    def person(self, person_id: str | None) -> str:
        """Give the name of one of the provider's people, the id where staff.yaml does not know it; `/` for nobody."""
        if person_id is None:
            return self.tongue.listed([])
        people = self.workspace.staff or {}
        if person_id not in people:
            return person_id
        shown = self.view(people[person_id])
        return str(shown.get("name") or person_id)

    def people(self, ids: tuple[str, ...] | list[str]) -> str:
        """Give the names of several of the provider's people."""
        return self.tongue.listed([self.person(person_id) for person_id in ids])
