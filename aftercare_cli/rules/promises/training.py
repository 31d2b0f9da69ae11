"""The curriculum is complete by the handover (T3), and what was asked for again is held by the day agreed (T1).

Complete is the curriculum, not every person: whoever was absent is trained again, free of charge.
"""

import datetime as dt
from collections.abc import Iterator

from aftercare_cli.model.contract import Contract
from aftercare_cli.model.service import HandoverBreach, TrainingSession
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules.calendars import Calendars
from aftercare_cli.rules.coverage import asked_on, begun_by, completed_on
from aftercare_cli.rules.curriculum import due_day, in_force
from aftercare_cli.rules.days import Days
from aftercare_cli.rules.judging import About, daily
from aftercare_cli.rules.promise import Promise
from aftercare_cli.rules.sites import only_site

NAME = "training"


def promises(workspace: Workspace, calendars: Calendars, now: dt.datetime, until: dt.datetime) -> Iterator[Promise]:
    """Yield a promise for each contract with a curriculum and a known handover, and for each request with a day.

    A contract is judged by the terms in force when its training is due. What was due before `records_from` is judged
    where initial sessions that began by then are recorded all the same.
    """
    days = Days(calendars.timezone, now)
    for contract in workspace.contracts.values():
        yield from _of_contract(workspace, contract, days, until)
    for session in workspace.training:
        if session.due_on is not None and session.contract in workspace.contracts:
            yield from _of_request(workspace, session, session.due_on, days, until)


def _of_contract(workspace: Workspace, contract: Contract, days: Days, until: dt.datetime) -> Iterator[Promise]:
    judged = in_force(contract)
    terms, due = judged.training, due_day(judged)
    if terms is None or not terms.topics or due is None:
        return
    begun = begun_by(workspace.training, contract.id, min(due, days.today))
    since = workspace.settings.records_from
    if since is not None and due < since and not begun:
        return
    start = days.begin(min([*begun, contract.commissioning_start or due, due]))
    if start > until:
        return
    about = About(
        name=NAME,
        subject=contract.id,
        site=only_site(workspace, contract.id),
        contract=contract.id,
        acknowledged=_said(workspace, contract.id, days.now),
    )
    yield daily(about, days, start, due, completed_on(judged, workspace.training, days.today))


def _said(workspace: Workspace, contract_id: str, now: dt.datetime) -> HandoverBreach | None:
    handover = workspace.handovers.get(contract_id)
    spoken = handover.acknowledged if handover else ()
    said = [breach for breach in spoken if breach.target == NAME and breach.at <= now]
    return max(said, key=lambda breach: breach.at, default=None)


def _of_request(
    workspace: Workspace, session: TrainingSession, due: dt.date, days: Days, until: dt.datetime
) -> Iterator[Promise]:
    start = days.begin(min(asked_on(session) or due, due))
    if start <= until:
        site = only_site(workspace, session.contract)
        about = About(name=NAME, subject=session.id, site=site, contract=session.contract)
        yield daily(about, days, start, due, session.end or session.start)
