"""A contract's promises in words (S3–S6, S9, M1, M5, F1–F4), as several documents tell them.

Every figure is the contract's. What it does not promise, and our own aims (`policy`), gives no sentence.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Final

from aftercare_cli.documents.language import BLANK, Tongue
from aftercare_cli.documents.source import Source
from aftercare_cli.model.calendars import ALWAYS, Slots
from aftercare_cli.model.contract import Contract, Fees, SpareTerms, Target
from aftercare_cli.model.vocabulary import EventType
from aftercare_cli.rules.roster import NEEDS

Cells = tuple[object, ...]

_HOURS_UP_TO: Final = dt.timedelta(hours=72)
"""Up to here a length is told in hours, as contracts do; beyond it in days, where they are whole."""
_DAY: Final = dt.timedelta(days=1)
_WORK: Final = "work"
_ORDER: Final = ("service_manager", "service_engineer", "records_clerk")
"""The order in which the plan lists its people."""


def in_force(source: Source, contract_id: str) -> Contract:
    """Give a contract by the terms of the day; raises NoSubjectError."""
    return source.contract(contract_id).on(source.days.today)


def sees(source: Source, contract: Contract, key: str) -> bool:
    """Say whether the audience may see a key of the contract."""
    return key in source.view(contract)


def spelled(tongue: Tongue, length: dt.timedelta) -> str:
    """Give a length of time as a sentence says it: `3 hours`, `1 hour 30 minutes`, `60 days`; `3小时`."""
    ngettext = tongue.ngettext
    minutes, seconds = divmod(int(length.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    days = 0
    if length > _HOURS_UP_TO and not length % _DAY:
        days, hours = length.days, 0
    parts = [
        (days, ngettext("{count} day", "{count} days", days)),
        (hours, ngettext("{count} hour", "{count} hours", hours)),
        (minutes, ngettext("{count} minute", "{count} minutes", minutes)),
        (seconds, ngettext("{count} second", "{count} seconds", seconds)),
    ]
    told = [text.format(count=count) for count, text in parts if count]
    return ("" if tongue.is_chinese else " ").join(told)


def joined(source: Source, *sentences: str) -> str:
    """Give sentences one after another."""
    return ("" if source.tongue.is_chinese else " ").join(sentences)


def promised(contract: Contract) -> dict[str, Target]:
    """Give the promised times by name, without those that are aims of our own."""
    return {name: target for name, target in contract.targets.items() if not target.policy}


def of_stop(contract: Contract, stop: EventType) -> Target | None:
    """Give the promised time that an event keeps; None where the contract promises none."""
    return next((target for target in promised(contract).values() if target.stop == stop), None)


def answer_text(source: Source, contract: Contract) -> str | None:
    """Say how soon a call is answered (S3)."""
    target = of_stop(contract, "answered")
    if target is None:
        return None
    _ = source.tongue.gettext
    return _("A call is answered within {time} {since}.").format(**_clock(source, target)) + _counted(source, target)


def arrival_text(source: Source, contract: Contract) -> str | None:
    """Say how soon somebody is on site (S4)."""
    target = of_stop(contract, "arrived")
    if target is None:
        return None
    _ = source.tongue.gettext
    told = _("Within {time} {since}, service engineers and maintenance staff are on site and mend what is wrong.")
    return told.format(**_clock(source, target)) + _counted(source, target)


def standby_text(source: Source, contract: Contract) -> str | None:
    """Say when a standby unit is there (S5)."""
    target = of_stop(contract, "standby_in_service")
    if target is None:
        return None
    _ = source.tongue.gettext
    told = _("Within {time} {since}, a standby unit of the same grade or better is in service.")
    if target.unless_restored_within is not None:
        told = _(
            "If a fault is still not solved {wait} {since}, a standby unit of the same grade or better "
            "is in service within {time} {since}."
        )
    wait = spelled(source.tongue, target.unless_restored_within or dt.timedelta())
    return told.format(wait=wait, **_clock(source, target)) + _counted(source, target)


def spares_text(source: Source, contract: Contract) -> str | None:
    """Say when the parts are there (S6)."""
    target = of_stop(contract, "spares_on_site")
    if target is None:
        return None
    _ = source.tongue.gettext
    told = _("When equipment is out of order, we are on site with spare parts within {time} {since}, and mend it.")
    return told.format(**_clock(source, target)) + _counted(source, target)


def target_rows(source: Source, contract: Contract) -> list[Cells]:
    """Give the promised times as rows: number, promise, from when, within, counted in, remarks."""
    tongue = source.tongue
    return [
        (
            str(number),
            tongue.word("promise", name),
            _since_words(tongue)[target.start],
            spelled(tongue, target.within),
            clock_words(source, target.calendar),
            _remarks(tongue, target),
        )
        for number, (name, target) in enumerate(promised(contract).items(), 1)
    ]


def pauses_text(source: Source, contract: Contract) -> str | None:
    """Say for what a clock stops."""
    if not contract.pauses.allowed or not promised(contract):
        return None
    _ = source.tongue.gettext
    words = {
        "owner_access": _("the site cannot be entered"),
        "owner_request": _("the customer asks for it"),
        "force_majeure": _("force majeure lasts"),
    }
    reasons = [words.get(reason, reason) for reason in contract.pauses.allowed]
    return _("A clock stands still while: {reasons}.").format(reasons=source.tongue.listed(reasons))


def clock_words(source: Source, calendar: str) -> str:
    """Give the hours in which a clock runs: `24 hours, every day`, or those of a calendar of the workspace."""
    if calendar == ALWAYS:
        return source.tongue.gettext("24 hours, every day")
    return hours_of(source, calendar) or calendar


def hours_of(source: Source, calendar: str = _WORK) -> str | None:
    """Give a calendar's hours, `Mon–Fri 09:00–12:00, 13:30–18:00`; None where the workspace does not define it."""
    found = source.workspace.settings.calendars.get(calendar)
    if found is None:
        return None
    _ = source.tongue.gettext
    names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    runs: list[tuple[int, int, Slots]] = []
    for day, slots in enumerate(found.week):
        if runs and runs[-1][1:] == (day - 1, slots):
            runs[-1] = (runs[-1][0], day, slots)
        elif slots:
            runs.append((day, day, slots))
    dash = "至" if source.tongue.is_chinese else "–"
    told = [
        f"{names[first] if first == last else f'{names[first]}{dash}{names[last]}'} {_slots(source.tongue, slots)}"
        for first, last, slots in runs
    ]
    return ("；" if source.tongue.is_chinese else "; ").join(told)


def staff_rows(source: Source) -> list[Cells]:
    """Give who serves (S2): number, role, how many, in which hours."""
    tongue = source.tongue
    _ = tongue.gettext
    needs = sorted(NEEDS, key=lambda need: _ORDER.index(need.role))
    return [
        (
            str(number),
            tongue.word("role", need.role),
            str(need.count),
            _("24 hours") if need.is_always else _("working hours"),
        )
        for number, need in enumerate(needs, 1)
    ]


def inspection_text(source: Source, contract: Contract) -> str | None:
    """Say how often each place is inspected (M1)."""
    terms = contract.inspection
    if terms is None or terms.policy:
        return None
    return source.tongue.gettext(
        "Each place of use is inspected {often}, to learn how the system is running, and to find and solve problems "
        "in time."
    ).format(often=often(source.tongue, terms.every))


def often(tongue: Tongue, months: int) -> str:
    """Give how often something is done that is done every so many months."""
    _ = tongue.gettext
    return _("once a month") if months == 1 else _("once every {count} months").format(count=months)


def check_rows(source: Source, contract: Contract) -> list[Cells]:
    """Give what an inspection looks at (M2), group by group: number, group, check, standard."""
    terms = contract.inspection
    checklist = None if terms is None else source.workspace.checklists.get(terms.checklist)
    tongue = source.tongue
    rows: list[Cells] = []
    last = None
    for number, check in enumerate(() if checklist is None else checklist.checks, 1):
        group = tongue.either(check.group, check.group_en)
        standard = tongue.either(check.standard, check.standard_en)
        if check.every_n_periods > 1:
            often = tongue.gettext("(every {count} rounds)").format(count=check.every_n_periods)
            standard = often if standard == BLANK else f"{standard} {often}"
        rows.append((str(number), group if group != last else "", tongue.either(check.title, check.title_en), standard))
        last = group
    return rows


def spares_texts(source: Source, contract: Contract) -> list[str]:
    """Say which backups there are (M5); nothing for an audience that may not see it."""
    if not sees(source, contract, "spares"):
        return []
    _, ngettext = source.tongue.gettext, source.tongue.ngettext
    terms = contract.spares or SpareTerms()
    told = []
    if terms.per_model:
        told.append(
            ngettext(
                "All equipment is backed up: of each model in service at least {count} spare is kept.",
                "All equipment is backed up: of each model in service at least {count} spares are kept.",
                terms.per_model,
            ).format(count=terms.per_model)
        )
    if terms.ratio:
        told.append(
            _("Of each model, spares are kept for at least {share} of those installed.").format(share=f"{terms.ratio}%")
        )
    return told


def deposits(source: Source, contract: Contract) -> list[Cells]:
    """Give the spares that the customer is handed: number, model, quantity."""
    if contract.spares is None or not sees(source, contract, "spares"):
        return []
    return [(str(number), *row) for number, row in enumerate(contract.spares.at_customer.items(), 1)]


def fees_of(source: Source, contract: Contract) -> Fees | None:
    """Give the fees, the plan's own where the contract names none; None for an audience that may not see them."""
    return (contract.fees or Fees()) if sees(source, contract, "fees") else None


def is_software_free(contract: Contract) -> bool:
    """Say whether software is maintained and upgraded free for life (S11)."""
    return contract.fees is None or contract.fees.software == "free"


def equipment_fee_texts(source: Source, fees: Fees) -> Iterator[str]:
    """Yield what equipment costs after the warranty (F1, M7)."""
    _ = source.tongue.gettext
    yield _(
        "Where equipment that has aged, or that people damaged, has to be replaced by new equipment, "
        "it is charged at no more than its price in the bid."
    )
    if fees.discount:
        yield _("On equipment and parts a reduction of {discount} is granted.").format(discount=f"{fees.discount}%")


def labour_fee_texts(source: Source, fees: Fees) -> Iterator[str]:
    """Yield what work costs after the warranty (F2)."""
    _ = source.tongue.gettext
    yield _("Support by telephone is free of charge.")
    fee = source.tongue.money(fees.callout)
    if fees.callout is None:
        yield _("For a visit on site a call-out fee is charged; both sides agree on it beforehand.")
    elif fees.callout_per == "person":
        yield _("For a visit on site a call-out fee of {fee} per person is charged.").format(fee=fee)
    else:
        yield _("For a visit on site a call-out fee of {fee} per visit is charged.").format(fee=fee)
    yield _("Travel expenses are charged separately.")


def machinery_fee_texts(source: Source) -> Iterator[str]:
    """Yield what tools and machinery cost after the warranty (F3)."""
    yield source.tongue.gettext(
        "Where repair or replacement needs large machinery, or tools that wear (such as a lift truck or a fibre "
        "splicer), the cost is charged as both sides agree on it by the situation on site."
    )


def human_damage_text(source: Source, fees: Fees) -> str:
    """Say who bears what people damaged within the warranty (F4)."""
    _ = source.tongue.gettext
    match fees.in_warranty_human_damage:
        case "free":
            return _("What people damaged is mended free of charge too.")
        case "as_after":
            return _("What people damaged is charged as after the warranty, with the customer's consent beforehand.")
        case _:
            return _(
                "What people damaged: only the equipment is charged, at no more than its price in the bid, "
                "and with the customer's consent beforehand."
            )


def hotline(source: Source) -> str:
    """Give the company's telephone number."""
    return source.workspace.settings.company.phone or BLANK


def _clock(source: Source, target: Target) -> dict[str, str]:
    _ = source.tongue.gettext
    since = {"reported": _("after the fault is reported"), "fault": _("after the fault began")}
    return {"time": spelled(source.tongue, target.within), "since": since[target.start]}


def _since_words(tongue: Tongue) -> Mapping[str, str]:
    _ = tongue.gettext
    return {"reported": _("the fault report"), "fault": _("the beginning of the fault")}


def _counted(source: Source, target: Target) -> str:
    """Say what a clock counts, where that is not every hour."""
    if target.calendar == ALWAYS:
        return ""
    told = source.tongue.gettext("Only these hours count: {hours}.")
    return ("" if source.tongue.is_chinese else " ") + told.format(hours=clock_words(source, target.calendar))


def _remarks(tongue: Tongue, target: Target) -> str | None:
    _ = tongue.gettext
    told = []
    if target.unless_restored_within is not None:
        wait = spelled(tongue, target.unless_restored_within)
        told.append(_("if the fault is not solved after {wait}").format(wait=wait))
    if target.needs == "spares":
        told.append(_("if the fault needs spare parts"))
    if set(target.applies_to) != {"fault", "emergency"}:
        kinds = tongue.listed([tongue.word("kind", kind) for kind in target.applies_to])
        told.append(_("for: {kinds}").format(kinds=kinds))
    told += [
        _("priority {name}: {time}").format(name=name, time=spelled(tongue, within))
        for name, within in target.priority.items()
    ]
    return ("；" if tongue.is_chinese else "; ").join(told) or None


def _slots(tongue: Tongue, slots: Slots) -> str:
    return ("、" if tongue.is_chinese else ", ").join(
        f"{_clock_time(begin)}–{_clock_time(end)}" for begin, end in slots
    )


def _clock_time(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours if hours <= 24 else hours - 24:02d}:{rest:02d}"  # noqa: PLR2004 - a day's hours; 24:00 is its end
