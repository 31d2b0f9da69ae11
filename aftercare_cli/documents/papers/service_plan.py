"""The whole service plan (P1): what the contract promises, chapter by chapter, from the data that is tracked."""

from aftercare_cli.documents import curricula, emergencies, terms
from aftercare_cli.documents.audience import hidden
from aftercare_cli.documents.language import BLANK
from aftercare_cli.documents.source import Source, Values
from aftercare_cli.model.contract import Contract
from aftercare_cli.model.sites import Site
from aftercare_cli.rules.curriculum import in_force
from aftercare_cli.rules.warranty import of_contract


def values(source: Source, subject: str) -> Values:
    """Give a contract's training, service, inspections and fees; None for a part that it does not promise."""
    _ = source.tongue.gettext
    contract = terms.in_force(source, subject)
    title = _("After-sales management and service plan")
    name = source.name_of(contract)
    customer = source.tongue.either(contract.customer.name, contract.customer.name_en)
    head = source.head(title, contract.id, name)
    return {
        "title": f"{title} {name}",
        "head": head,
        "lines": [
            _("Customer: {name}").format(name=customer),
            _("Provider: {name}").format(name=head["company"]),
            source.tongue.day(source.days.today),
        ],
        "contract_name": name,
        "customer": customer,
        "training": _training(source, contract),
        "service": _service(source, contract),
        "warranty": _warranty(source, contract),
        "inspection": _inspection(source, contract),
        "backups": _backups(source, contract),
        "steps": emergencies.steps(source),
        "fees": _fees(source, contract),
    }


def _training(source: Source, contract: Contract) -> Values | None:
    """Give the training by the terms that it is judged by."""
    training = in_force(contract).training
    if training is None:
        return None
    _ = source.tongue.gettext
    when = [
        _(
            "The people concerned are trained while the system is being commissioned, or when, and as many at a time "
            "as, the customer thinks fit."
        ),
        _(
            "The training is held on site: before commissioning begins for those who need it then, and in the stage of "
            "installation and testing, before the handover begins."
        ),
    ]
    if contract.commissioning_start is not None:
        when.append(_("Commissioning begins on {day}.").format(day=source.tongue.day(contract.commissioning_start)))
    if contract.handover is not None:
        when.append(_("The handover is on {day}.").format(day=source.tongue.day(contract.handover)))
    if training.owner_choice is not None:
        chosen = _("By the customer's choice in writing, the training is complete by {day}.")
        when.append(chosen.format(day=source.tongue.day(training.owner_choice.until)))
    audiences = curricula.audiences(source, training)
    return {
        "when": when,
        "roles": [(found["role"], found["goals"], found["topics"] or _("all")) for found in audiences],
        "materials": [(found["role"], _semicolons(source, found["materials"])) for found in audiences],
        "topics": curricula.topic_rows(source, training),
        "times": curricula.time_rows(source, training),
        "total": curricula.total_of(source, training),
    }


def _service(source: Source, contract: Contract) -> Values:
    _ = source.tongue.gettext
    hours = terms.hours_of(source)
    shows_address = "address" not in hidden(Site, source.audience)
    return {
        "sites": [
            (str(number), source.name_of(site), *((source.view(site)["address"],) if shows_address else ()))
            for number, site in enumerate(
                (site for site in source.workspace.sites.values() if site.contract == contract.id), 1
            )
        ],
        "shows_address": shows_address,
        "staff": terms.staff_rows(source),
        "hours": None if hours is None else _("Working hours: {hours}, on working days.").format(hours=hours),
        "hotline": _("Service telephone: {phone}").format(phone=terms.hotline(source)),
        "daily": _daily(source, contract),
        "targets": terms.target_rows(source, contract),
        "pauses": terms.pauses_text(source, contract),
        "documents": [
            (str(number), source.tongue.either(document.title, document.title_en), str(document.copies))
            for number, document in enumerate(contract.documents, 1)
        ],
        "others": _others(source, contract),
        "kinds": _kinds(source, contract),
    }


def _daily(source: Source, contract: Contract) -> list[str]:
    """Give what is done from day to day (S3–S6)."""
    found = [
        _support(source, contract),
        terms.arrival_text(source, contract),
        terms.standby_text(source, contract),
        terms.spares_text(source, contract),
    ]
    return [text for text in found if text is not None]


def _support(source: Source, contract: Contract) -> str:
    _ = source.tongue.gettext
    told = _(
        "Support by telephone: when a user calls with a technical question, an experienced engineer helps by "
        "telephone, solves simple faults quickly, and answers what the users ask about the equipment."
    )
    answer = terms.answer_text(source, contract)
    return told if answer is None else terms.joined(source, told, answer)


def _kinds(source: Source, contract: Contract) -> list[str]:
    """Give the kinds of service (M3, M4)."""
    _ = source.tongue.gettext
    found = [_("Local service: once the system has passed acceptance, the customer can call us 24 hours a day.")]
    if contract.inspection is not None and not contract.inspection.policy:
        found.append(
            _(
                "Regular inspection: engineers inspect the equipment where it stands, find faults and problems before "
                "they do harm, and maintain it preventively; they talk with the user's technicians, and so learn what "
                "these need and how the system runs."
            )
        )
    return [*found, _support(source, contract), *filter(None, [terms.arrival_text(source, contract)])]


def _others(source: Source, contract: Contract) -> list[str]:
    """Give the other services (S11–S15)."""
    _ = source.tongue.gettext
    found = []
    if terms.is_software_free(contract):
        found.append(
            _("The software of the system is maintained free of charge, and upgraded free of charge, for life.")
        )
    if contract.warranty is not None:
        found.append(
            _(
                "A detailed scheme for service after the warranty, and the fees for it, are handed over {time} before "
                "the warranty ends at the latest."
            ).format(time=terms.spelled(source.tongue, contract.warranty.scheme_before))
        )
    return [
        *found,
        _questions(source, contract),
        *_follow_up(source, contract),
        _(
            "Secrecy: our company signs secrecy agreements with the customer or with the suppliers of equipment, and "
            "makes sure that the customer's secrets do not reach third parties."
        ),
    ]


def _semicolons(source: Source, parts: list[str]) -> str:
    """Give several texts that may hold commas as one."""
    return ("；" if source.tongue.is_chinese else "; ").join(parts) or BLANK


def _questions(source: Source, contract: Contract) -> str:
    _ = source.tongue.gettext
    told = _("Technical and operating questions that users ask are recorded and answered at any time.")
    if contract.questions is None or contract.questions.policy:
        return told
    time = terms.spelled(source.tongue, contract.questions.answer_within)
    return terms.joined(source, told, _("A recorded question is answered within {time}.").format(time=time))


def _follow_up(source: Source, contract: Contract) -> list[str]:
    """Give what is said of quality follow-up visits (S14): how often only where that is promised."""
    if contract.follow_up is None:
        return []
    _ = source.tongue.gettext
    told = [_("A system of quality follow-up visits: people are sent regularly to check and overhaul all equipment.")]
    if contract.follow_up.policy:
        return told
    often = terms.often(source.tongue, contract.follow_up.every)
    told.append(_("Each place of use is followed up {often}.").format(often=often))
    if contract.follow_up.after_ticket is not None:
        time = terms.spelled(source.tongue, contract.follow_up.after_ticket)
        told.append(_("After a repair on site there is a follow-up visit within {time}.").format(time=time))
    return told


def _warranty(source: Source, contract: Contract) -> Values | None:
    if contract.warranty is None:
        return None
    _, ngettext = source.tongue.gettext, source.tongue.ngettext
    cover = of_contract(source.contract(contract.id), source.days.today)
    months = contract.warranty.months
    dates = None
    if cover.first is not None and cover.last is not None:
        dates = _("It runs from {first} to {last}, both days included.").format(
            first=source.tongue.day(cover.first), last=source.tongue.day(cover.last)
        )
    return {
        "length": ngettext(
            "The warranty of the system is {count} month from the day on which it has passed acceptance and has been "
            "formally handed over for use.",
            "The warranty of the system is {count} months from the day on which it has passed acceptance and has been "
            "formally handed over for use.",
            months,
        ).format(count=months),
        "dates": dates,
    }


def _inspection(source: Source, contract: Contract) -> Values | None:
    rows = terms.check_rows(source, contract)
    if not rows or contract.inspection is None or contract.inspection.policy:
        return None
    return {"checks": rows, "period": terms.inspection_text(source, contract)}


def _backups(source: Source, contract: Contract) -> Values | None:
    if not terms.sees(source, contract, "spares"):
        return None
    return {"texts": terms.spares_texts(source, contract), "deposits": terms.deposits(source, contract)}


def _fees(source: Source, contract: Contract) -> Values | None:
    fees = terms.fees_of(source, contract)
    if fees is None:
        return None
    return {
        "equipment": list(terms.equipment_fee_texts(source, fees)),
        "labour": list(terms.labour_fee_texts(source, fees)),
        "machinery": list(terms.machinery_fee_texts(source)),
        "human_damage": terms.human_damage_text(source, fees),
    }
