"""The secrecy agreement with a contract's customer (S15): parties, scope and dates; a lawyer checks its text."""

from aftercare_cli.documents.source import NoSubjectError, Source, Values
from aftercare_cli.model.contract import Contract
from aftercare_cli.model.text import say

_CUSTOMER = "customer"


def values(source: Source, subject: str) -> Values:
    """Give who agrees with whom, on what and until when; room for a hand where nothing is recorded.

    It is between the company and the customer: raises NoSubjectError for anybody else.
    """
    tongue = source.tongue
    _ = tongue.gettext
    contract = source.contract(subject).on(source.days.today)
    if source.audience == "vendor":
        raise NoSubjectError(
            say("the secrecy agreement of {contract} is between the company and the customer", contract=contract.id),
            say("render it for the owner: --audience owner"),
        )
    title = _("Secrecy agreement")
    name = source.name_of(contract)
    signed = [
        found for found in contract.confidentiality if found.party == _CUSTOMER and found.signed <= source.days.today
    ]
    latest = max(signed, key=lambda found: found.signed, default=None)
    shown, company = source.view(contract.customer), source.workspace.settings.company
    customer = tongue.either(contract.customer.name, contract.customer.name_en)
    return {
        "title": f"{title} {name}",
        "head": source.head(title, contract.id, name),
        "contract_name": name,
        "customer": customer,
        "customer_address": shown.get("address") or " ",
        "customer_phone": shown.get("phone") or " ",
        "company": tongue.either(company.name, company.name_en),
        "company_address": company.address or " ",
        "company_phone": company.phone or " ",
        "signed": " " if latest is None else tongue.day(latest.signed),
        "until": " " if latest is None else tongue.day(latest.until),
        "term": _("This agreement ends on ____________.")
        if latest is None
        else _("This agreement holds from {signed} until {until}.").format(
            signed=tongue.day(latest.signed), until=tongue.day(latest.until)
        ),
        "scope": _scope(source, contract),
    }


def _scope(source: Source, contract: Contract) -> list[tuple[str, str]]:
    """Give what is secret: kinds that every such system has, and documents that were handed over as confidential."""
    _ = source.tongue.gettext
    handover = source.workspace.handovers.get(contract.id)
    titles = {document.id: source.tongue.either(document.title, document.title_en) for document in contract.documents}
    named = dict.fromkeys(
        titles.get(row.document) or row.title or row.document
        for row in (() if handover is None else handover.documents)
        if row.confidential and (row.handed_over is None or row.handed_over <= source.days.today)
    )
    kinds = [
        _("Where equipment stands and what it watches: coverage plans, drawings, routes of cables"),
        _("Accounts, passwords, keys, network addresses and settings of the system"),
        _("Recordings, pictures and logs of the system"),
        _("Names, telephone numbers and duties of people"),
        _("Prices, contracts and other business data"),
        *(_("Document handed over as confidential: {title}").format(title=title) for title in named),
    ]
    return [(str(number), kind) for number, kind in enumerate(kinds, 1)]
