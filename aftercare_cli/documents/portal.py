"""A service portal of static pages: how the promises are kept, tickets, inspections, equipment, documents, search.

It works from a file share and on a telephone: no page asks anybody for anything, links are relative, and what is found
by the search stands in the page itself. The same records and moment give the same bytes.
"""

from collections.abc import Iterator, Sequence

import msgspec

from aftercare_cli.documents import levels
from aftercare_cli.documents.catalogue import DOCUMENTS
from aftercare_cli.documents.equipment_list import present
from aftercare_cli.documents.rendering import visible
from aftercare_cli.documents.source import Source, Values
from aftercare_cli.model.contract import Contract
from aftercare_cli.model.sites import Item, Site
from aftercare_cli.model.ticket import Ticket
from aftercare_cli.model.vocabulary import ENDED
from aftercare_cli.rules.covers import Covers
from aftercare_cli.rules.cycles import state_of
from aftercare_cli.rules.days import months_later
from aftercare_cli.rules.due import still_due
from aftercare_cli.rules.promise import Promise
from aftercare_cli.rules.promises import all_promises
from aftercare_cli.rules.rounds import Round, rounds
from aftercare_cli.rules.sla import percent, summarize

_MONTHS = 12


class Page(msgspec.Struct, frozen=True):
    """A page: where it lies below the portal's folder, and what its template is filled with."""

    path: str
    template: str
    values: Values


class Paper(msgspec.Struct, frozen=True):
    """A document of the catalogue that the portal offers, and where it lies."""

    path: str
    document: str
    subject: str
    title: str


class Portal:
    """What the pages are made from: the records of some contracts, and nothing of any other."""

    def __init__(self, source: Source, contracts: Sequence[str]) -> None:
        """Gather what several pages show."""
        self.source = source
        self.contracts = [source.contract(contract_id) for contract_id in contracts]
        workspace = source.workspace
        known = {contract.id for contract in self.contracts}
        self.sites = sorted(
            (site for site in workspace.sites.values() if site.contract in known), key=lambda site: site.id
        )
        site_ids = {site.id for site in self.sites}
        self.tickets = sorted(
            (ticket for ticket in workspace.tickets if ticket.site in site_ids and ticket.reported_at <= source.now),
            key=lambda ticket: (ticket.reported_at, ticket.id),
            reverse=True,
        )
        self.promises = [
            found
            for found in all_promises(workspace, source.calendars, source.now)
            if found.contract in known and levels.is_shown(source, found)
        ]

    def offered(self) -> list[Paper]:
        """Give the documents that the portal offers: those about the contracts, and one for each ticket."""
        title = {found.name: self.source.tongue.say(found.title) for found in DOCUMENTS}
        found = [
            Paper(
                f"documents/{name}-{contract.id}.html",
                name,
                contract.id,
                f"{title[name]} · {self.source.name_of(contract)}",
            )
            for contract in self.contracts
            for name in _OFFERED
            if self._has(contract, name)
        ]
        found += [
            Paper(
                f"documents/service-order-{ticket.id}.html",
                "service-order",
                ticket.id,
                f"{title['service-order']} · {ticket.id}",
            )
            for ticket in self.tickets
        ]
        return found

    def _has(self, contract: Contract, name: str) -> bool:
        """Say whether a contract has what a document is about."""
        if name == "training-plan":
            return contract.on(self.source.days.today).training is not None
        return name != "warranty-certificate" or None not in {contract.acceptance, contract.handover}

    def pages(self, papers: Sequence[Paper]) -> Iterator[Page]:
        """Yield every page but the documents; `papers` are those that could be made."""
        _ = self.source.tongue.gettext
        paths = {paper.subject: paper.path for paper in papers}
        yield self._page("index.html", "index", _("Overview"), self._overview())
        yield self._page(
            "tickets.html", "tickets", _("Tickets"), {"tickets": [self._line(ticket) for ticket in self.tickets]}
        )
        for ticket in self.tickets:
            shown = {**self._ticket(ticket), "paper": paths.get(ticket.id, "")}
            yield self._page(f"tickets/{ticket.id}.html", "ticket", ticket.id, shown, up="../")
        yield self._page("inspections.html", "inspections", _("Inspections"), self._inspections())
        yield self._page(
            "equipment.html", "equipment", _("Equipment"), {"sites": [self._equipment(site) for site in self.sites]}
        )
        listed = [{"path": paper.path, "title": paper.title} for paper in papers]
        yield self._page("documents.html", "documents", _("Documents and reports"), {"papers": listed})
        yield self._page("search.html", "search", _("Search"), {"entries": self._entries(papers)})

    def _page(self, path: str, name: str, title: str, values: Values, up: str = "") -> Page:
        source = self.source
        _ = source.tongue.gettext
        company = source.workspace.settings.company
        menu = [
            ("index.html", _("Overview")),
            ("tickets.html", _("Tickets")),
            ("inspections.html", _("Inspections")),
            ("equipment.html", _("Equipment")),
            ("documents.html", _("Documents and reports")),
            ("search.html", _("Search")),
        ]
        frame = {
            "title": title,
            "up": up,
            "menu": [(f"{up}{target}", label, target == path) for target, label in menu],
            "company": source.tongue.either(company.name, company.name_en),
            "phone": company.phone,
            "as_of": source.tongue.moment(source.now),
            "language": source.tongue.code,
        }
        return Page(path, f"portal/{name}", {**frame, **values})

    def _overview(self) -> Values:
        summaries = summarize(self.promises)
        owed = still_due(self.promises, None)
        return {
            "contracts": [
                {
                    "name": self.source.name_of(contract),
                    "handover": contract.handover,
                    "sites": [self.source.name_of(site) for site in self.sites if site.contract == contract.id],
                }
                for contract in self.contracts
            ],
            "chart": levels.share_chart(self.source, "promises", summaries).get("svg", ""),
            "data": [
                (
                    self.source.tongue.word("promise", found.promise),
                    found.counts["met"],
                    found.counts["breached"],
                    percent(found.compliance),
                )
                for found in summaries
            ],
            "open": [self._line(ticket) for ticket in self.tickets if state_of(ticket, self.source.now) not in ENDED],
            "owed": [self._promise(found) for found in owed],
        }

    def _promise(self, found: Promise) -> Values:
        tongue = self.source.tongue
        due = "—" if found.due is None else f"{found.due:%Y-%m-%d}" if found.is_daily else tongue.short(found.due)
        is_record = "/" not in found.subject and found.subject != found.contract
        return {
            "name": tongue.word("promise", found.name),
            "subject": found.subject if is_record else levels.place(self.source, found),
            "due": due,
            "done": ""
            if found.stop is None
            else f"{found.stop:%Y-%m-%d}"
            if found.is_daily
            else tongue.short(found.stop),
            "state": found.state,
            "state_word": tongue.word("state", found.state),
        }

    def _line(self, ticket: Ticket) -> Values:
        tongue = self.source.tongue
        state = state_of(ticket, self.source.now)
        return {
            "id": ticket.id,
            "site": self.source.name_of(self.source.site(ticket.site)),
            "kind": tongue.word("kind", ticket.kind),
            "state": state,
            "state_word": tongue.word("ticket_state", state),
            "reported": tongue.short(ticket.reported_at),
            "summary": ticket.summary,
        }

    def _ticket(self, ticket: Ticket) -> Values:
        source = self.source
        items = source.workspace.items
        events = [event for event in ticket.ordered() if event.at <= source.now]
        return {
            "ticket": self._line(ticket),
            "equipment": [source.view(items[item][1]) for item in ticket.equipment if item in items],
            "timeline": [
                {
                    "at": source.tongue.short(event.at),
                    "what": source.tongue.word("event", event.type),
                    "who": source.person(event.by) if event.by else "",
                    "note": source.view(event).get("note") or "",
                }
                for event in events
                if source.audience == "internal" or event.type not in {"noted", "acknowledged"}
            ],
            "promises": [self._promise(found) for found in self.promises if found.subject == ticket.id],
        }

    def _inspections(self) -> Values:
        """Give the matrix of sites and the last twelve months."""
        days = self.source.days
        last = months_later(days.today, 1)
        first = months_later(last, -_MONTHS)
        months = [f"{months_later(first, count):%Y-%m}" for count in range(_MONTHS)]
        found = list(rounds(self.source.workspace, days, first, days.today, {site.id for site in self.sites}))
        cells = {(entry.site, month): entry for entry in found for month in entry.period.months}
        # The newest month stands first, and those before anything was promised are left out.
        months = [month for month in reversed(months) if any(month == known for _site, known in cells)]
        return {
            "months": months,
            "rows": [
                {
                    "site": self.source.name_of(site),
                    "cells": [self._round(cells.get((site.id, month))) for month in months],
                }
                for site in self.sites
            ],
        }

    def _round(self, entry: Round | None) -> Values:
        _ = self.source.tongue.gettext
        if entry is None:
            return {"mark": "", "word": _("nothing was promised"), "state": "none", "day": ""}
        words = {
            "done": ("✓", _("done")),
            "late": ("+", _("done late")),
            "missed": ("✗", _("missed")),
            "due": ("○", _("due now")),
            "upcoming": ("·", _("to come")),
            "excused": ("=", _("excused")),
        }
        mark, word = words[entry.status]
        day = "" if entry.inspected_at is None else f"{self.source.days.of(entry.inspected_at):%Y-%m-%d}"
        return {"mark": mark, "word": word, "state": entry.status, "day": day}

    def _items(self, site: Site) -> Iterator[Item]:
        """Yield what stands at a site now."""
        listed = self.source.workspace.equipment.get(site.id)
        yield from present(listed.items if listed else (), self.source.days.today)

    def _equipment(self, site: Site) -> Values:
        source = self.source
        _ = source.tongue.gettext
        covers = Covers(source.workspace)
        rows = []
        for item in self._items(site):
            shown = source.view(item)
            cover = covers.of_item(item, source.now)
            last, holds = cover.last, cover.holds(source.days.today)
            rows.append(
                {
                    "id": item.id,
                    "model": item.model,
                    "name": shown.get("name") or "",
                    "serial": shown.get("serial") or "",
                    "location": shown.get("location") or "",
                    "quantity": item.quantity,
                    "until": "—" if last is None else f"{last:%Y-%m-%d}",
                    "state": _("in warranty") if holds else _("not in warranty"),
                    "holds": holds,
                }
            )
        return {"name": source.name_of(site), "rows": rows}

    def _entries(self, papers: Sequence[Paper]) -> list[Values]:
        """Give what can be found: tickets, equipment and documents, each with the words it is found by."""
        source = self.source
        entries = [
            _entry(
                f"{ticket.id} · {ticket.summary}",
                f"tickets/{ticket.id}.html",
                self._line(ticket)["site"],
                *ticket.equipment,
            )
            for ticket in self.tickets
        ]
        for site in self.sites:
            for item in self._items(site):
                shown = source.view(item)
                words = [item.id, item.model, shown.get("name"), shown.get("serial"), shown.get("location")]
                entries.append(_entry(f"{item.id} · {item.model}", f"equipment.html#{item.id}", *filter(None, words)))
        entries += [_entry(paper.title, paper.path) for paper in papers]
        return entries


def _entry(title: str, url: str, *words: str) -> Values:
    """Give what the search shows; a script puts it into the page, and so nothing else makes visible what would act."""
    return {"title": visible(title), "url": url, "text": visible(" ".join(words))}


_OFFERED = (
    *("service-plan", "training-plan", "sla-report", "equipment-handover", "document-handover", "spares-list"),
    *("warranty-certificate", "post-warranty-scheme", "emergency-plan"),
)
"""The documents about a contract that a portal offers."""
