"""The scheme and the price list for the time after the warranty (S12, F1–F3, M7)."""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from aftercare_cli.documents import terms
from aftercare_cli.documents.source import NoSubjectError, Source, Values
from aftercare_cli.model.contract import Contract, Fees
from aftercare_cli.model.sites import Price
from aftercare_cli.model.text import say
from aftercare_cli.rules.warranty import of_contract

_FEN: Final = Decimal("0.01")
_WHOLE: Final = 100


def values(source: Source, subject: str) -> Values:
    """Give what is offered from the day after the warranty on; raises NoSubjectError for whoever sees no prices."""
    tongue = source.tongue
    _ = tongue.gettext
    recorded = source.contract(subject)
    cover = of_contract(recorded, source.days.today)
    first = None if cover.last is None or cover.last == dt.date.max else cover.last + dt.timedelta(days=1)
    # What was agreed for the time after the warranty may stand in an amendment from that day on.
    contract = recorded.on(max(source.days.today, first or dt.date.min))
    fees = terms.fees_of(source, contract)
    if fees is None:
        raise NoSubjectError(
            say("{name} is about prices, which this audience does not see", name="post-warranty-scheme"),
            say("render it for the owner: --audience owner"),
        )
    title = _("Service scheme and fees after the warranty")
    name = source.name_of(contract)
    head = source.head(title, contract.id, name)
    return {
        "title": f"{title} {name}",
        "head": head,
        "contract_name": name,
        "customer": tongue.either(contract.customer.name, contract.customer.name_en),
        "company": head["company"],
        "hotline": terms.hotline(source),
        "warranty_last": cover.last,
        "first": first,
        "service_until": contract.service_until,
        "sites": tongue.listed(
            [source.name_of(site) for site in source.workspace.sites.values() if site.contract == contract.id]
        ),
        "service_lead": _lead(source, contract, first),
        "service": _service(source, contract, first),
        "free": _free(source, contract),
        "equipment": list(terms.equipment_fee_texts(source, fees)),
        "labour": list(terms.labour_fee_texts(source, fees)),
        "machinery": list(terms.machinery_fee_texts(source)),
        "is_reduced": bool(fees.discount),
        "prices": _prices(source, contract, fees),
        "currency": source.workspace.settings.currency,
    }


def _is_agreed(contract: Contract, first: dt.date | None) -> bool:
    """Say whether a service agreement holds when the warranty is over."""
    return first is not None and contract.service_until is not None and contract.service_until >= first


def _lead(source: Source, contract: Contract, first: dt.date | None) -> str:
    _ = source.tongue.gettext
    if _is_agreed(contract, first):
        until = source.tongue.day(contract.service_until)
        return _("The service agreement runs until {day}; until then these promises go on:").format(day=until)
    return _(
        "Service is given when the customer calls for it; the times and inspections that are to hold then are settled "
        "in a service agreement."
    )


def _service(source: Source, contract: Contract, first: dt.date | None) -> list[str]:
    """Give the service that goes on by an agreement, and what can always be had (M7)."""
    _ = source.tongue.gettext
    agreed = (
        terms.answer_text(source, contract),
        terms.arrival_text(source, contract),
        terms.standby_text(source, contract),
        terms.spares_text(source, contract),
        terms.inspection_text(source, contract),
    )
    found = [text for text in agreed if text is not None and _is_agreed(contract, first)]
    return [*found, _("Equipment and parts that the system needs are supplied at a favourable price.")]


def _free(source: Source, contract: Contract) -> list[str]:
    """Give what costs nothing after the warranty either (F2, S11, S13)."""
    _ = source.tongue.gettext
    told = [
        _("Support by telephone is free of charge."),
        _("Technical and operating questions that users ask are recorded and answered at any time."),
    ]
    if terms.is_software_free(contract):
        told.insert(
            1, _("The software of the system is maintained free of charge, and upgraded free of charge, for life.")
        )
    return told


def _prices(source: Source, contract: Contract, fees: Fees) -> list[tuple[object, ...]]:
    """Give the price list: number, model, name, unit, the price in the bid, and what is charged."""
    money = source.tongue.money
    return [
        (
            str(number),
            price.model,
            price.name,
            price.unit,
            money(price.unit_price),
            *([money(_reduced(price, fees.discount))] if fees.discount else []),
        )
        for number, price in enumerate(source.workspace.prices.get(contract.id, ()), 1)
    ]


def _reduced(price: Price, discount: int) -> Decimal:
    return (price.unit_price * (_WHOLE - discount) / _WHOLE).quantize(_FEN, ROUND_HALF_UP)
