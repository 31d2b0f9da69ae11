"""The warranty certificate (S9): from when until when, what is covered, what is promised, for which equipment."""

from aftercare_cli.documents import terms
from aftercare_cli.documents.source import NoSubjectError, Source, Values
from aftercare_cli.model.contract import Contract
from aftercare_cli.model.sites import Item, Site
from aftercare_cli.model.text import say
from aftercare_cli.rules.covers import Covers
from aftercare_cli.rules.sheet import in_service
from aftercare_cli.rules.warranty import of_contract


def values(source: Source, subject: str) -> Values:
    """Give the certificate of a contract, and its equipment as an annex; raises NoSubjectError before it has begun."""
    tongue = source.tongue
    _ = tongue.gettext
    recorded = source.contract(subject)
    contract = recorded.on(source.days.today)
    cover = of_contract(recorded, source.days.today)
    if cover.first is None or cover.last is None or cover.months is None:
        raise NoSubjectError(
            say("the warranty of {contract} has no first and last day", contract=contract.id),
            say("write its acceptance, its handover and the months of its warranty into the contract"),
        )
    title = _("Warranty certificate")
    name = source.name_of(contract)
    months = tongue.ngettext("{count} month", "{count} months", cover.months).format(count=cover.months)
    sites = [site for site in source.workspace.sites.values() if site.contract == contract.id]
    return {
        "title": f"{title} {name}",
        "head": source.head(title, contract.id, name),
        "contract_name": name,
        "customer": tongue.either(contract.customer.name, contract.customer.name_en),
        "sites": tongue.listed([source.name_of(site) for site in sites]),
        "acceptance": contract.acceptance,
        "handover": contract.handover,
        "months": months,
        "first": cover.first,
        "last": cover.last,
        "hotline": terms.hotline(source),
        "scope": _scope(source, contract),
        "exclusions": _exclusions(source, contract),
        "response": _response(source, contract),
        "after": _after(source, contract),
        "columns": _columns(source),
        "equipment": [
            {"site": source.name_of(site), "rows": _items(source, site)}
            for site in sites
            if site.id in source.workspace.equipment
        ],
    }


def _scope(source: Source, contract: Contract) -> list[str]:
    _ = source.tongue.gettext
    told = [
        _("All software and hardware that our company supplied in this project, as listed in the annex."),
        _(
            "Problems of quality and the like, ageing and unknown causes are mended free of charge, by replacement "
            "or repair."
        ),
    ]
    if terms.is_software_free(contract):
        told.append(
            _("The software of the system is maintained free of charge, and upgraded free of charge, for life.")
        )
    return told


def _exclusions(source: Source, contract: Contract) -> list[str]:
    """Give what the warranty does not bear (S9, F4)."""
    _ = source.tongue.gettext
    fees = terms.fees_of(source, contract)
    human = _("What people damaged.") if fees is None else terms.human_damage_text(source, fees)
    is_borne = contract.fees is not None and contract.fees.in_warranty_human_damage == "free"
    environment = _(
        "Damage by force majeure or from outside, such as lightning or flood: mended by a quotation that both "
        "sides agree on."
    )
    return [environment] if is_borne else [human, environment]


def _response(source: Source, contract: Contract) -> list[str]:
    found = (
        terms.answer_text(source, contract),
        terms.arrival_text(source, contract),
        terms.standby_text(source, contract),
        terms.spares_text(source, contract),
        terms.inspection_text(source, contract),
    )
    return [text for text in found if text is not None]


def _after(source: Source, contract: Contract) -> str | None:
    fees = terms.fees_of(source, contract)
    if fees is None:
        return None
    return terms.joined(source, *terms.equipment_fee_texts(source, fees), *terms.labour_fee_texts(source, fees))


def _columns(source: Source) -> list[object]:
    _ = source.tongue.gettext
    shown = [_("Serial number"), _("Where")] if source.audience != "vendor" else []
    return [(_("#"), "centre"), _("Id"), _("Model"), *shown, (_("Quantity"), "right"), _("Warranty until")]


def _items(source: Source, site: Site) -> list[tuple[object, ...]]:
    """Give what stands at a site and until when its warranty lasts."""
    covers = Covers(source.workspace)
    items = in_service(source.workspace.equipment[site.id].items)
    return [(str(number), *_item(source, covers, item)) for number, item in enumerate(items, 1)]


def _item(source: Source, covers: Covers, item: Item) -> tuple[object, ...]:
    shown = source.view(item)
    places = [shown.get(key) for key in ("serial", "location")] if source.audience != "vendor" else []
    last = covers.of_item(item, source.now).last
    return (item.id, item.model, *places, str(item.quantity), None if last is None else last.isoformat())
