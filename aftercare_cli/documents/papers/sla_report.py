"""The service-level report: every promise of a contract, or of all, with the figures of `sla report` and charts."""

import datetime as dt

from aftercare_cli.documents import levels
from aftercare_cli.documents.source import NoSubjectError, Source, Values
from aftercare_cli.documents.window import window_of
from aftercare_cli.model.text import say
from aftercare_cli.rules.promise import worst_first
from aftercare_cli.rules.sla import summarize


def values(source: Source, subject: str) -> Values:
    """Give the promises of a contract, or of all contracts, that began in the days asked for.

    Raises WrongWindowError, and NoSubjectError for a report on all contracts that is not for the company.
    """
    tongue = source.tongue
    _ = tongue.gettext
    since, until = window_of(source.wishes)
    contract = None if not subject else source.contract(subject)
    if contract is None and source.audience != "internal" and len(source.workspace.contracts) != 1:
        raise NoSubjectError(
            say("a report on all contracts is for the company alone"),
            say("name the contract of whoever will read it: aftercare doc render sla-report CONTRACT"),
        )
    found = levels.judged(source, since, until, subject)
    promised = [promise for promise in found if not promise.policy]
    aims = [promise for promise in found if promise.policy]
    summaries = summarize(promised)
    attention = [promise for promise in promised if promise.state in levels.ATTENTION]
    title = _("Service-level report")
    name = _("all contracts") if contract is None else source.name_of(contract)
    party = None if contract is None else source.view(contract.customer)
    return {
        "title": f"{title} {name}",
        "head": source.head(title, subject, name),
        "is_internal": source.audience == "internal",
        "name": name,
        "customer": None if party is None else tongue.either(party["name"], party["name_en"]),
        "period": period(source, since, until),
        "as_of": tongue.moment(source.now),
        "summary": levels.summary_rows(source, summaries),
        "total": levels.total_row(source, promised),
        "shares": levels.share_chart(source, "shares", [one for one in summaries if one.compliance is not None]),
        "months": levels.month_chart(source, "months", promised),
        "breaches": levels.rows(source, (one for one in worst_first(attention) if one.state == "breached")),
        "others": levels.rows(source, (one for one in worst_first(attention) if one.state != "breached")),
        "aims": levels.summary_rows(source, summarize(aims)),
        "late_aims": levels.rows(source, (one for one in worst_first(aims) if one.state == "breached")),
        "is_provisional": any("provisional" in promise.flags for promise in found),
    }


def period(source: Source, since: dt.date | None, until: dt.date | None) -> str:
    """Give the days a report is about."""
    tongue = source.tongue
    _ = tongue.gettext
    if since is None and until is None:
        return _("everything recorded")
    if until is None:
        return _("from {day} on").format(day=tongue.day(since))
    if since is None:
        return _("up to {day}").format(day=tongue.day(until))
    return _("{first} to {last}").format(first=tongue.day(since), last=tongue.day(until))
