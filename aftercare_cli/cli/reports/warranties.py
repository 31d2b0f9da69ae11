"""Warranties as people and programs read them: those of contracts, then those of equipment."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from aftercare_cli.cli import display
from aftercare_cli.cli.context import Session
from aftercare_cli.cli.i18n import _, ngettext
from aftercare_cli.cli.report import Cell, Column, Report, Row, Section, Tone, columns, rows
from aftercare_cli.cli.translate import translate
from aftercare_cli.model.contract import Contract
from aftercare_cli.model.sites import Item
from aftercare_cli.rules.replacements import Step
from aftercare_cli.rules.warranty import Cover, Missing, State

_SOON = 90
"""Days before the end from which a row asks for attention."""


class OfContract(NamedTuple):
    """A contract and its warranty."""

    contract: Contract
    cover: Cover


class OfItem(NamedTuple):
    """A piece of equipment, where it stands, under which contract, and its warranty."""

    item: Item
    site: str
    contract: str | None
    cover: Cover


def warranty_report(
    session: Session,
    contracts: Sequence[OfContract],
    items: Sequence[OfItem],
    now: dt.datetime,
    *,
    until: dt.date | None = None,
    is_explained: bool = False,
) -> Report:
    """Give warranties as they stand at `now`; those that end by `until`, where it is given, the soonest first.

    Where they are `is_explained`, each is told step by step: dates, rules, replacements.
    """
    today = now.astimezone(session.timezone).date()
    if until is not None:
        contracts = sorted(
            (found for found in contracts if _ends_by(found.cover, today, until)),
            key=lambda found: (found.cover.last, found.contract.id),
        )
        items = sorted(
            (found for found in items if _ends_by(found.cover, today, until) and found.cover.replaced_by is None),
            key=lambda found: (found.cover.last, found.site, found.item.id),
        )
    titles = (
        _("Contracts"),
        _("Equipment"),
        ngettext("{count} warranty", "{count} warranties", len(contracts) + len(items)),
    )
    if until is None:
        empty = (_("No contract."), _("No equipment."))
        told = _("{count}, as of {time}")
    else:
        empty = (_("No contract's warranty ends in this time."), _("No equipment's warranty ends in this time."))
        told = _("{count}, as of {time}; only those that end by {day}")
    sections = [
        Section(titles[0], _columns(Column("contract", _("Contract"))), _contract_rows(contracts, today), empty[0]),
        Section(
            titles[1],
            _columns(Column("equipment", _("Equipment")), Column("site", _("Site"), is_detail=True)),
            _item_rows(items, today),
            empty[1],
        ),
    ]
    if is_explained:
        sections += _reasons(contracts, items)
    count = titles[2].format(count=len(contracts) + len(items))
    title = told.format(count=count, time=display.moment(now, session.timezone), day=until)
    document = {
        "schema": "aftercare/warranty/1",
        "as_of": display.iso(now, session.timezone),
        "contracts": [_contract_document(found, today) for found in contracts],
        "items": [_item_document(found, today) for found in items],
    }
    return Report(title, tuple(sections), document, table=lambda: _table(contracts, items, today))


def state_word(state: State) -> str:
    """Give the word for how a warranty stands."""
    return {"not_started": _("not started"), "in_warranty": _("in warranty"), "ended": _("ended")}[state]


def missing_word(missing: Missing) -> str:
    """Give the word for what a warranty waits for."""
    words = {
        "contract": _("no contract"),
        "warranty": _("no warranty promised"),
        "acceptance": _("not accepted yet"),
        "handover": _("not handed over yet"),
    }
    return words[missing]


def _ends_by(cover: Cover, today: dt.date, until: dt.date) -> bool:
    return cover.last is not None and cover.holds(today) and cover.last <= until


def _columns(*which: Column) -> tuple[Column, ...]:
    return (
        *which,
        Column("state", _("Warranty")),
        Column("starts_on", _("First day"), is_detail=True),
        Column("last_day", _("Last day")),
        Column("days_left", _("Days left")),
        Column("note", _("Note"), may_wrap=True),
    )


def _contract_rows(contracts: Sequence[OfContract], today: dt.date) -> tuple[Row, ...]:
    return tuple(
        Row((found.contract.id, *_stands(found.cover, today), _note(found.cover)), _tone(found.cover, today))
        for found in contracts
    )


def _item_rows(items: Sequence[OfItem], today: dt.date) -> tuple[Row, ...]:
    return tuple(
        Row(
            (found.item.id, found.site, *_stands(found.cover, today), _note(found.cover, found.item)),
            _tone(found.cover, today),
        )
        for found in items
    )


def _stands(cover: Cover, today: dt.date) -> tuple[Cell, ...]:
    return state_word(cover.state(today)), cover.first, cover.last, cover.days_left(today)


def _tone(cover: Cover, today: dt.date) -> Tone:
    state = cover.state(today)
    left = cover.days_left(today)
    if state == "in_warranty":
        return "warn" if left is not None and left <= _SOON else ""
    return "quiet"


def _note(cover: Cover, item: Item | None = None) -> str | None:
    words = [missing_word(found) for found in cover.missing]
    if cover.replaced_by is not None:
        words.append(_("replaced by {item}").format(item=cover.replaced_by))
    elif cover.chain:
        words.append(
            ngettext("{count} replacement", "{count} replacements", len(cover.chain)).format(count=len(cover.chain))
        )
    if item is not None and item.software:
        words.append(_("software: free for life"))
    return _("; ").join(words) or None


def _reasons(contracts: Sequence[OfContract], items: Sequence[OfItem]) -> list[Section]:
    """Give the steps of the one piece of equipment that is listed, else of each contract."""
    covers = [(found.contract.id, found.cover) for found in contracts]
    if len(items) == 1:
        covers = [(found.item.id, found.cover) for found in items]
    titles = columns(("step", _("Step")), ("reason", _("Why")))
    return [
        Section(
            name, titles, rows([(number, translate(reason)) for number, reason in enumerate(cover.reasons, start=1)])
        )
        for name, cover in covers
    ]


def _contract_document(found: OfContract, today: dt.date) -> dict[str, object]:
    cover = found.cover
    return {
        "contract": found.contract.id,
        **_document(cover, today),
        "months": cover.months,
        "reasons": [translate(reason) for reason in cover.reasons],
    }


def _item_document(found: OfItem, today: dt.date) -> dict[str, object]:
    item, cover = found.item, found.cover
    return {
        "equipment": item.id,
        "site": found.site,
        "contract": found.contract,
        "serial": item.serial,
        "model": item.model,
        "quantity": item.quantity,
        **_document(cover, today),
        "software": item.software,
        "replaced_by": cover.replaced_by,
        "chain": [_step_document(step) for step in cover.chain],
        "reasons": [translate(reason) for reason in cover.reasons],
    }


def _document(cover: Cover, today: dt.date) -> dict[str, object]:
    return {
        "state": cover.state(today),
        "missing": list(cover.missing),
        "starts_on": None if cover.first is None else cover.first.isoformat(),
        "last_day": None if cover.last is None else cover.last.isoformat(),
        "days_left": cover.days_left(today),
    }


def _step_document(step: Step) -> dict[str, object]:
    return {
        "old": step.old,
        "new": step.new,
        "on": None if step.on is None else step.on.isoformat(),
        "ticket": step.ticket,
        "equipment": step.item,
    }


def _table(contracts: Sequence[OfContract], items: Sequence[OfItem], today: dt.date) -> Section:
    """Give contracts and equipment in one table, as spreadsheets want them; a contract's row names no equipment."""
    keys = ("contract", "site", "equipment", "serial", "model", "quantity", "state", "starts_on", "last_day")
    titles = tuple(
        Column(key, key, is_code=key == "serial") for key in (*keys, "days_left", "software", "missing", "replaced_by")
    )
    cells: list[tuple[Cell, ...]] = [
        (found.contract.id, *(None,) * 5, *_told(found.cover, today), None, " ".join(found.cover.missing), None)
        for found in contracts
    ]
    cells += [
        (
            *(found.contract, found.site, found.item.id, found.item.serial, found.item.model, found.item.quantity),
            *_told(found.cover, today),
            *(found.item.software, " ".join(found.cover.missing), found.cover.replaced_by),
        )
        for found in items
    ]
    return Section("", titles, rows(cells))


def _told(cover: Cover, today: dt.date) -> tuple[Cell, ...]:
    return cover.state(today), cover.first, cover.last, cover.days_left(today)
