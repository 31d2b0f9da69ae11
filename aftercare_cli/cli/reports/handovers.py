"""How a handover stands, as a report."""

from collections.abc import Sequence

from aftercare_cli.cli.i18n import _, ngettext
from aftercare_cli.cli.report import Column, Report, Row, Section
from aftercare_cli.cli.translate import translate
from aftercare_cli.model.contract import Contract
from aftercare_cli.rules.handover_set import TITLES, Checked


def check_report(contract: Contract, checked: Sequence[Checked], as_of: str) -> Report:
    """Give what the handover of a contract needs, and how it stands."""
    words = {"there": _("there"), "missing": _("not there"), "not_promised": _("not promised")}
    missing = [found for found in checked if found.is_missing]
    titles = (
        Column("item", _("Needed")),
        Column("state", _("State")),
        Column("message", _("Remarks"), may_wrap=True),
    )
    rows = tuple(
        Row(
            (translate(TITLES[found.name]), words[found.state], translate(found.text)),
            "bad" if found.is_missing else "good" if found.state == "there" else "quiet",
        )
        for found in checked
    )
    count = len(missing)
    lead = (
        ngettext("{count} thing is missing", "{count} things are missing", count).format(count=count)
        if missing
        else _("everything is there")
    )
    notes = tuple(
        _("{title}: {hint}").format(title=translate(TITLES[found.name]), hint=translate(found.hint))
        for found in missing
        if found.hint is not None
    )
    document = {
        "schema": "aftercare/handover-check/1",
        "as_of": as_of,
        "contract": contract.id,
        "is_ready": not missing,
        "items": [
            {
                "item": found.name,
                "state": found.state,
                "message": translate(found.text),
                "hint": None if found.hint is None else translate(found.hint),
                "lacking": found.lacking,
            }
            for found in checked
        ],
    }
    title = _("handover of {contract}").format(contract=contract.id)
    return Report(title, (Section("", titles, rows),), document, (lead,), notes)
