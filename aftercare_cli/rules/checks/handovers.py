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

ID = "handovers"


def findings(workspace: Workspace, now: dt.datetime) -> Iterator[Finding]:
    """Yield documents that are missing after the handover, for contracts that keep a list of them."""
    today = local_day(workspace.settings, now)
    for contract_id, handover in workspace.handovers.items():
        contract = workspace.contracts.get(contract_id)
        if contract is None or contract.handover is None or contract.handover > today:
            continue
        path = path_of("handover", contract_id)
        hint = say("hand it over, and record the day and who received it")
        for position, document in enumerate(handover.documents):
            if document.handed_over is None or document.handed_over > today:
                name = document.title or document.document
                text = say(
                    "{document} was not handed over with the system on {day}", document=name, day=contract.handover
                )
                yield Finding("document-missing", "warning", path, ("documents", position), text, hint)
        listed = {document.document for document in handover.documents}
        for terms in contract.documents:
            if terms.id not in listed:
                text = say(
                    "{document} was not handed over with the system on {day}",
                    document=terms.title,
                    day=contract.handover,
                )
                yield Finding("document-missing", "warning", path, ("documents",), text, hint)
