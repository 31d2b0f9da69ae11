"""Documents that were to be handed over and were not (S7).

Passing: every document of the contract with the day it was handed over. Failing: one without that day once the contract
is handed over.
"""

import datetime as dt
from collections.abc import Iterator

from aftercare_cli.model.finding import Finding
from aftercare_cli.model.kinds import path_of
from aftercare_cli.model.text import say
from aftercare_cli.model.workspace import Workspace
from aftercare_cli.rules.calendars import local_day
from aftercare_cli.rules.promises.documents import delivered, is_listed

ID = "handovers"


def findings(workspace: Workspace, now: dt.datetime) -> Iterator[Finding]:
    """Yield documents that are missing after the handover, for contracts that keep a list of them."""
    today = local_day(workspace.settings, now)
    for contract_id, handover in workspace.handovers.items():
        contract = workspace.contracts.get(contract_id)
        if contract is None or contract.handover is None or contract.handover > today:
            continue
        if not is_listed(contract, handover):
            continue
        rows = [row.document for row in handover.documents]
        titles = {terms.id: terms.title for terms in contract.documents}
        titles |= {row.document: row.title for row in handover.documents if row.title}
        for document, day in delivered(contract, handover).items():
            if day is not None and day <= today:
                continue
            text = say(
                "{document} was not handed over with the system on {day}",
                document=titles.get(document, document),
                day=contract.handover,
            )
            # The last row is the one that can still be filled in: earlier ones may hold some of the copies.
            at = [position for position, row in enumerate(rows) if row == document]
            place = ("documents", at[-1]) if at else ("documents",)
            hint = say("hand it over, all copies of it, and record the day and who received it")
            yield Finding("document-missing", "warning", path_of("handover", contract_id), place, text, hint)
