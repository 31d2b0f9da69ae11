"""The emergency plan of a contract (M6): what counts as one, whom to ring, who does what, and what is written."""

import msgspec

from aftercare_cli.documents import emergencies, terms
from aftercare_cli.documents.source import Source, Values
from aftercare_cli.documents.terms import Cells
from aftercare_cli.model.contract import Contract, Target


def values(source: Source, subject: str) -> Values:
    """Give the plan for the places of a contract, with who is on duty at the moment."""
    tongue = source.tongue
    _ = tongue.gettext
    contract = terms.in_force(source, subject)
    title = _("Emergency plan")
    name = source.name_of(contract)
    sites = [site for site in source.workspace.sites.values() if site.contract == contract.id]
    return {
        "title": f"{title} {name}",
        "head": source.head(title, contract.id, name),
        "contract_name": name,
        "customer": tongue.either(contract.customer.name, contract.customer.name_en),
        "hotline": terms.hotline(source),
        "duty": _("People on duty as of {time}; later, ask the service telephone.").format(
            time=source.tongue.moment(source.now)
        ),
        "steps": emergencies.steps(source),
        "nobody": emergencies.nobody_text(source),
        "on_duty": emergencies.on_duty(source),
        "sites": [
            {
                "name": source.name_of(site),
                "address": source.view(site).get("address"),
                "contacts": emergencies.site_contacts(source, site),
            }
            for site in sites
        ],
        "response": _response(source, contract),
        "spares": terms.spares_texts(source, contract),
        "levels": _levels(source),
    }


def _response(source: Source, contract: Contract) -> list[str]:
    """Give what the company does within which time, as far as the promise is for emergencies too."""
    _ = source.tongue.gettext
    held = {name: target for name, target in contract.targets.items() if _is_for_emergencies(target)}
    narrowed = msgspec.structs.replace(contract, targets=held)
    found = (
        _("The call is taken at any hour, and a ticket of the kind emergency is opened at once."),
        terms.answer_text(source, narrowed),
        terms.arrival_text(source, narrowed),
        terms.standby_text(source, narrowed),
        terms.spares_text(source, narrowed),
        _("Power is switched on again only when the engineer has made sure that it is safe."),
        _(
            "Once the system runs again, the cause is looked for and removed, and it is said in writing what is done "
            "so that it does not come again."
        ),
    )
    return [text for text in found if text is not None]


def _is_for_emergencies(target: Target) -> bool:
    return "emergency" in target.applies_to


def _levels(source: Source) -> list[Cells]:
    _ = source.tongue.gettext
    return [
        ("1", _("Open flames, or people in danger"), _("Get everybody out, ring 119, then our engineer")),
        ("2", _("Smoke or a smell of burning from equipment"), _("Cut the power, keep the scene, ring our engineer")),
        ("3", _("A fault without danger to people or things"), _("No emergency: report it as a fault")),
    ]
